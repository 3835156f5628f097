"""`policylint waiver new`: what a waiver of a finding would have to say. Granting it is for people."""

from __future__ import annotations

import os

from policylint.commands.judging import Asked, judged_one_by_one, settings_of
from policylint.commands.terminal import out, save, save_new, shown, text_of
from policylint.errors import PolicylintError
from policylint.findings import Looked
from policylint.lean import TYPE_CHECKING
from policylint.shapes.check import did_you_mean
from policylint.sheets import Store
from policylint.waivers.editing import HEAD, Draft, appended, free_id, skeleton
from policylint.waivers.file import at_of, read
from policylint.waivers.standing import longest_of, unwaivable
from policylint.waivers.values import Files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policylint.commands.judging import Judged
    from policylint.findings import Finding
    from policylint.waivers.file import WaiverFile

NAME = "policylint.waivers.yaml"
_SHORTEST = 4


def run(name: str, asked: Asked) -> int:
    """Write an entry for each finding that is meant and has none. It counts for nothing until it is filled in."""
    settings = settings_of(asked)
    path = settings.waivers or shown(os.path.relpath(os.path.join(settings.base, NAME)))
    whole = judged_one_by_one(asked)
    meant = [one for one in _meant(name, whole) if one.waiver is None]
    known = read(path) if os.path.lexists(path) else None
    files = Files(Store(whole.policy.extensions), path, _paths(whole), settings.roots)
    new = [one for one in meant if known is None or not _is_there(one, known, files)]
    if not new:
        raise PolicylintError(f"{name}: what it finds has a waiver in {path}: nothing was written")
    drafts = _drafts(new, known, files, whole)
    entries = [skeleton(one, files) for one in drafts]
    (save_new if known is None else save)(path, appended(path, HEAD if known is None else text_of(path), entries))
    out("".join(f"wrote {one.id} into {path}: {_about(one)}\n" for one in drafts))
    out("It counts for nothing until reason, owner, approved_by, approved_on and expires are filled in.\n")
    if settings.waivers is None:
        out(f"Name the file in the config: waivers: {{file: {files.file(path)}}}\n")
    return 0


def _meant(name: str, whole: Judged) -> list[Finding]:
    """The findings of a rule, or that whose fingerprint begins so. Raises PolicylintError where there is none."""
    findings = whole.report.findings
    found = [one for one in findings if one.rule == name] if "/" in name else _by_fingerprint(name.lower(), findings)
    rule = found[0].rule if found else name
    why = unwaivable(rule, whole.rules.get(rule))
    if why is not None:
        raise PolicylintError(f"{why}: mend what it finds")
    if rule not in whole.rules:
        near = did_you_mean(rule, sorted(whole.rules))
        raise PolicylintError(f"no rule in force is called `{rule}`" + (f"; did you mean `{near}`?" if near else ""))
    if not found:
        raise PolicylintError(f"{rule} finds nothing here: there is nothing to waive")
    return found


def _by_fingerprint(name: str, findings: Sequence[Finding]) -> list[Finding]:
    if len(name) < _SHORTEST:
        raise PolicylintError(f"`{name}` is no rule (area/slug), and too short for a fingerprint")
    found = [one for one in findings if one.fingerprint.startswith(name)]
    if len({(one.fingerprint, one.place.path) for one in found}) != 1:
        what = "no finding has" if not found else "several findings have"
        raise PolicylintError(f"{what} a fingerprint that begins with `{name}`")
    return found


def _paths(whole: Judged) -> set[str]:
    """Every file that the findings speak of."""
    found = whole.report.findings
    return {path for one in found for path in (one.place.path, *(at.file for at in one.looked))}


def _is_there(finding: Finding, known: WaiverFile, files: Files) -> bool:
    """Whether the file has an entry for a finding already, filled in or not."""
    entries = [(one.rule, one.dataset, one.use, one.at) for one in known.waivers]
    entries += [
        (one.value.get("rule", ""), one.value.get("dataset"), one.value.get("use"), at_of(one.value))
        for one in known.malformed
    ]
    return (finding.rule, finding.dataset, finding.use, _at(finding, files)) in entries


def _at(finding: Finding, files: Files) -> tuple[str, str]:
    place = finding.place
    return files.file(place.path), files.named_item(place.path, place.pointer)


def _drafts(new: list[Finding], known: WaiverFile | None, files: Files, whole: Judged) -> list[Draft]:
    """What there is to say of each finding, under the next free numbers."""
    taken = list(known.ids) if known is not None else []
    drafts: list[Draft] = []
    for one in new:
        identifier = free_id([*taken, *(draft.id for draft in drafts)], whole.report.as_of[:4])
        looked = one.looked or (Looked(one.place.path, one.place.pointer),)
        longest = longest_of(whole.rules.get(one.rule))
        at = _at(one, files)
        drafts.append(Draft(identifier, one.rule, one.dataset, one.use, at, looked, longest, whole.settings.approvers))
    return drafts


def _about(draft: Draft) -> str:
    return " ".join(
        filter(None, [draft.rule, draft.dataset and f"on {draft.dataset}", draft.use and f"for {draft.use}"])
    )
