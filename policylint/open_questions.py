"""What is not said, as questions: each once, for all who wait for it, the most decisive first.

What a foreign file cannot say is one finding, not forty: its open questions, folded together.
"""

from __future__ import annotations

from functools import cache

from policylint.documents.node import escape, index_of, pointer_parts
from policylint.findings import OPEN_QUESTIONS, Finding, Missing, milder, rank
from policylint.fingerprints import fingerprint
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    from policylint.facts.common import Sheet

_FEW = 3


class OpenQuestion(NamedTuple):
    """One thing that is not said of a document, for all who wait for it."""

    field: Missing
    """What is asked."""
    fields: tuple[Missing, ...]
    """What is open of it: itself, the same field of further groups, or some of the fields inside."""
    rules: tuple[str, ...]
    severity: str
    """The worst that the answer may cost."""
    about: tuple[str, ...]
    """Which groups, licences or other items of lists the fields belong to; empty where there is one of its kind."""


def waits_for_a_ledger(finding: Finding) -> bool:
    """Whether a finding waits for nothing but the rows of a ledger that is kept elsewhere."""
    return bool(finding.missing) and all(one.pointer == "/people/ledger/path" for one in finding.missing)


class _Wait(NamedTuple):
    """A finding that waits for a field, and the field that is asked for it."""

    asked: Missing
    field: Missing
    finding: Finding


def open_questions(findings: Iterable[Finding], sheet_of: Callable[[str, str], Sheet | None]) -> list[OpenQuestion]:
    """What findings wait for, those first that most rules wait for. `sheet_of` has the sheets, by path and kind.

    The same field of several groups is one question, and so are several fields
    of one object. A field inside another that is not said either is not asked:
    who answers that one answers it too.
    """
    around_of = cache(lambda field: _unsaid_around(field, sheet_of(field.file, field.kind)))
    waiting = [(around_of(field), one) for one in findings for field in asked_by(one)]
    open_ = {(field.file, field.pointer) for field, _ in waiting}
    outermost = {field: _outermost(field, open_) for field in dict.fromkeys(field for field, _ in waiting)}
    whole = [(outermost[field], one) for field, one in waiting]
    shared = _shared(dict.fromkeys(outermost.values()))
    groups: dict[tuple[str, str], list[_Wait]] = {}
    for field, one in whole:
        around = field.pointer.rpartition("/")[0]
        asked = field._replace(pointer=around) if (field.file, around) in shared else field
        groups.setdefault((asked.file, _without_indexes(asked.pointer)), []).append(_Wait(asked, field, one))
    return sorted((_question(group, sheet_of) for group in groups.values()), key=_decisive)


_AT_ONCE = ("/fairness", "/maintenance")
"""Sections whose open fields are one question, since one person answers all of them from memory or not at all."""


def _shared(fields: Iterable[Missing]) -> set[tuple[str, str]]:
    """The objects of which several fields are open, and which are asked for as one. An item of a list is none."""
    inside: dict[tuple[str, str], set[str]] = {}
    for field in fields:
        around, _, last = field.pointer.rpartition("/")
        parts = pointer_parts(around)
        whole = around in _AT_ONCE or (len(parts) >= _SECTION and not parts[-1].isdecimal())
        if whole and not last.isdecimal():
            inside.setdefault((field.file, around), set()).add(last)
    return {around for around, names in inside.items() if len(names) > 1}


def asked_by(finding: Finding) -> tuple[Missing, ...]:
    """What a finding waits for: the fields that would decide it, or whose silence alone decided it."""
    return (*finding.missing, *finding.unsaid)


def _question(group: list[_Wait], sheet_of: Callable[[str, str], Sheet | None]) -> OpenQuestion:
    fields = {one.field.pointer: one.field for one in group}
    asked = {one.asked.pointer: one.asked for one in group}
    first = asked[min(asked)]
    sheet = sheet_of(first.file, first.kind)
    about = [_about(pointer, sheet) for pointer in sorted(asked)] if sheet is not None else []
    return OpenQuestion(
        first,
        tuple(fields[pointer] for pointer in sorted(fields)),
        tuple(sorted({one.finding.rule for one in group})),
        min((one.finding.severity for one in group), key=rank),
        tuple(filter(None, about)),
    )


def _decisive(asked: OpenQuestion) -> tuple[int, int, str, str]:
    return (-len(asked.rules), rank(asked.severity), asked.field.file, asked.field.pointer)


def _outermost(field: Missing, asked: set[tuple[str, str]]) -> Missing:
    """The outermost field around one that is asked for too, else itself."""
    parts = field.pointer.split("/")
    around = ("/".join(parts[:count]) for count in range(2, len(parts)))
    return next((field._replace(pointer=one) for one in around if (field.file, one) in asked), field)


_SECTION = 2
"""Parts of a pointer that are never asked for as a whole: a section such as `collection` is no question."""


def _unsaid_around(field: Missing, sheet: Sheet | None) -> Missing:
    """The outermost field around one of which nothing at all is said, else itself.

    While nobody has said whether there are people, that is the question that all others about them wait for.
    """
    parts = pointer_parts(field.pointer)
    value: Any = sheet.value if sheet is not None else UNSAID
    if field.kind == "datasheet" and parts[:1] == ["people"] and _nothing(_inner(_inner(value, "people"), "present")):
        return field._replace(pointer="/people/present")
    for count, part in enumerate(parts[:-1], 1):
        value = _inner(value, part)
        if count >= _SECTION and _nothing(value):
            return field._replace(pointer="".join(f"/{escape(one)}" for one in parts[:count]))
    return field


def _inner(value: Any, part: str) -> Any:
    if isinstance(value, list):
        index = index_of(part, value)
        return value[index] if index is not None else UNSAID
    return value.get(part, UNSAID) if isinstance(value, dict) else UNSAID


def _nothing(value: Any) -> bool:
    """Whether a value says nothing: it is not said, or holds only what is not."""
    return value is UNSAID or (isinstance(value, dict) and all(_nothing(one) for one in value.values()))


def _about(pointer: str, sheet: Sheet) -> str:
    """The innermost of several items of a list that a field belongs to: `private-citizens`; "" if there is none."""
    value: Any = sheet.value
    named = ""
    for part in pointer_parts(pointer):
        several = isinstance(value, list) and len(value) > 1
        value = _inner(value, part)
        if several:
            named = _name(value, part)
    return named


def _name(value: Any, part: str) -> str:
    said = [value.get(key) for key in ("id", "applies_to", "ref", "site")] if isinstance(value, dict) else []
    return next((one for one in said if isinstance(one, str)), f"number {int(part) + 1}")


def _without_indexes(pointer: str) -> str:
    return "/".join("*" if part.isdecimal() else part for part in pointer_parts(pointer))


def folded(
    findings: Iterable[Finding],
    foreign: Collection[str],
    sheet_of: Callable[[str], Sheet],
    described: Callable[[str], bool] = lambda _: False,
) -> list[Finding]:
    """The findings, with those that only wait for what a foreign document does not say folded into one per document.

    `foreign` are the documents of other formats, by path, and `sheet_of` gives their sheets. What an unknown waits
    for, or a fail that silence alone decided, is listed in `missing`. Of a
    document that is `described` by a datasheet, that one is asked instead, save
    for a use that names the document itself. What a waiver excuses is no open
    question.
    """
    kept: list[Finding] = []
    waiting: dict[str, list[Finding]] = {}
    for one in findings:
        files = {field.file for field in asked_by(one)}
        if one.waiver is None and len(files) == 1 and files.issubset(foreign):
            if one.use is None and described(*files):
                continue
            waiting.setdefault(files.pop(), []).append(one)
        else:
            kept.append(one)
    return kept + [_folded(sheet_of(path), found) for path, found in waiting.items()]


def _folded(sheet: Sheet, waiting: list[Finding]) -> Finding:
    """The finding that asks all that some findings wait for: first a field of each question, then their others."""
    asked = [one.fields for one in open_questions(waiting, lambda *_: sheet)]
    fields = [fields[0] for fields in asked] + [field for fields in asked for field in fields[1:]]
    names = [f"`{field.pointer[1:].replace('/', '.')}`" for field in fields]
    first = ", ".join(names[: len(asked)][:_FEW])
    more = f" and {len(asked) - _FEW} more" if len(asked) > _FEW else ""
    count = "1 question is open" if len(asked) == 1 else f"{len(asked)} questions are open"
    rules = len({one.rule for one in waiting})
    return Finding(
        rule=OPEN_QUESTIONS,
        severity=milder("warning", min((one.severity for one in waiting), key=rank)),
        outcome="unknown",
        message=f"{count} that this file does not answer ({waiting_rules(rules)}): {first}{more}",
        remedy="`policylint init` drafts a datasheet beside it from this file: answer them there.",
        place=sheet.place("", f"{sheet.format} metadata"),
        dataset=sheet.id,
        missing=tuple(fields),
        fingerprint=fingerprint(OPEN_QUESTIONS, sheet.id, None, "", None, sorted(names)),
    )


def waiting_rules(count: int) -> str:
    """How many rules wait, in words."""
    return "1 rule waits" if count == 1 else f"{count} rules wait"
