"""`policylint waiver prune`: take out of the waiver file what excuses nothing any more."""

from __future__ import annotations

from policylint.commands.judging import Asked, judged_one_by_one, settings_of
from policylint.commands.terminal import out, save, text_of
from policylint.commands.waiver_file import waiver_file
from policylint.waivers.editing import without
from policylint.waivers.file import read

GONE = {"expired": "expired on {expires}", "unused": "unused", "void": "what it excused has changed"}


def run(asked: Asked, *, dry_run: bool) -> int:
    """Take out the expired, the unused and the void ones. Every other byte of the file stays."""
    settings = settings_of(asked)
    path = waiver_file(settings)
    grants = {one.id: one for one in judged_one_by_one(asked).report.waivers if one.state in GONE}
    indexes = [int(one.pointer[1:]) for one in read(path).waivers if one.id in grants]
    if indexes:
        text = without(path, text_of(path), indexes)
        if not dry_run:
            save(path, text)
    done = "would take out" if dry_run else "took out"
    for one in grants.values():
        out(f"{done} {one.id} ({GONE[one.state].format(expires=one.expires)}): {one.rule}\n")
    out("" if grants else f"{path}: nothing to take out\n")
    return 0
