"""What a foreign file cannot say is one finding, not forty: its open questions, folded together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.findings import OPEN_QUESTIONS, Finding, Missing, milder, rank
from policylint.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policylint.facts.common import Sheet

_FEW = 3


def folded(findings: Iterable[Finding], foreign: dict[str, Sheet]) -> list[Finding]:
    """The findings, with those that only wait for what a foreign document does not say folded into one per document.

    `foreign` are the documents of other formats, by path. What an unknown waits
    for, or a fail that silence alone decided, is listed in `missing`.
    """
    kept: list[Finding] = []
    waiting: dict[str, list[Finding]] = {}
    for one in findings:
        asked = one.missing or one.unsaid
        files = {field.file for field in asked}
        if len(files) == 1 and not files.isdisjoint(foreign):
            waiting.setdefault(files.pop(), []).append(one)
        else:
            kept.append(one)
    return kept + [_open_questions(foreign[path], found) for path, found in waiting.items()]


def _open_questions(sheet: Sheet, waiting: list[Finding]) -> Finding:
    fields = _most_decisive([field for one in waiting for field in (*one.missing, *one.unsaid)])
    names = [f"`{field.pointer[1:].replace('/', '.')}`" for field in fields]
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    count = "1 question is open" if len(names) == 1 else f"{len(names)} questions are open"
    rules = len({one.rule for one in waiting})
    return Finding(
        rule=OPEN_QUESTIONS,
        severity=milder("warning", min((one.severity for one in waiting), key=rank)),
        outcome="unknown",
        message=f"{count} that this file does not answer ({_waiting(rules)}): {', '.join(names[:_FEW])}{more}",
        remedy="Write a datasheet beside it that answers them; what this file says carries over.",
        place=sheet.place("", f"{sheet.format} metadata"),
        dataset=sheet.id,
        missing=tuple(fields),
        fingerprint=fingerprint(OPEN_QUESTIONS, sheet.id, None, "", None, sorted(names)),
    )


def _waiting(rules: int) -> str:
    return "1 rule waits" if rules == 1 else f"{rules} rules wait"


def _most_decisive(fields: list[Missing]) -> list[Missing]:
    """Each field once, those that most findings wait for first, without what lies inside another."""
    counts: dict[str, int] = {}
    for field in fields:
        counts[field.pointer] = counts.get(field.pointer, 0) + 1
    once = {field.pointer: field for field in fields if not _within(field.pointer, counts)}
    return sorted(once.values(), key=lambda field: (-counts[field.pointer], field.pointer))


def _within(pointer: str, asked: Iterable[str]) -> bool:
    """Whether a field lies inside another one that is asked for: who answers that one answers it too."""
    return any(pointer.startswith(f"{other}/") for other in asked)
