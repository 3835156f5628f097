"""`policylint baseline write`: start from what is, so that a check speaks of what is new."""

from __future__ import annotations

import os

from policylint.baseline import DEFAULT, Written, first, may_hide, read, renewed, to_json
from policylint.commands.judging import Asked, judged_one_by_one
from policylint.commands.terminal import out, save, shown


def run(asked: Asked, output: str | None, *, include_privacy: bool, accept_new: bool) -> int:
    """Write the baseline: all there is, the first time; after that what is left of it, and new ones on demand."""
    path = shown(output or DEFAULT)
    known = read(path) if os.path.lexists(path) else None
    whole = judged_one_by_one(asked, known)
    report = whole.report
    found = [one for one in report.findings if may_hide(one, whole.rules, privacy=include_privacy)]
    if known is None:
        done = first(path, report.as_of, found)
    else:
        done = renewed(known, report.settled, found, report.as_of, accept_new=accept_new)
    save(path, to_json(done.known))
    out(_told(done, len(report.counted) - len(found)))
    return 0


def _told(done: Written, others: int) -> str:
    """What was written, and what a check still reports."""
    lines = [f"wrote {done.known.path}: {_counted(len(done.known.entries))}, {done.added} new, {done.dropped} settled"]
    if done.left:
        lines.append(f"{_counted(done.left)} stayed out: mend them, or accept them with --accept-new")
    if others:
        lines.append(f"{_counted(others)} more cannot be hidden, or only with --include-privacy")
    return "".join(f"{line}\n" for line in lines)


def _counted(number: int) -> str:
    return f"{number} finding{'' if number == 1 else 's'}"
