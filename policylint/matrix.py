"""Every dataset against every use, in one word each: a table of verdicts for those who answer for them."""

from __future__ import annotations

from policylint.facts.common import Item
from policylint.findings import OPEN_QUESTIONS, Finding, rank, said_once
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.open_questions import asked_by
from policylint.verdicts import CANNOT_TELL, YES, Asked, answer, is_about

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from policylint.dossier import Case, Dossier
    from policylint.facts.common import Sheet
    from policylint.findings import Report

WAIVED = "waived"
NOT_JUDGED = "not_judged"


class Cell(NamedTuple):
    """What a dataset and a use came to, and the findings behind it as the report has them.

    `unlisted` counts findings that the report does not list: a baseline hides them, or they are too many.
    """

    answer: str = NOT_JUDGED
    findings: tuple[Finding, ...] = ()
    unlisted: int = 0


class Row(NamedTuple):
    """A dataset: what to call it, where it is described ("" where it is not), its cell alone and with each use."""

    name: str
    path: str
    alone: Cell
    cells: tuple[Cell, ...]


class Matrix(NamedTuple):
    """The datasets by the uses (name and file) that they were judged with."""

    uses: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


class _Seat(NamedTuple):
    """A dataset in one column: the id of the use (None for none), and what it was judged in."""

    asked: Asked
    use: str | None
    cases: tuple[Case, ...]


def matrix(report: Report, dossier: Dossier) -> Matrix:
    """The table of a run."""
    uses = tuple((use.name, use.document.path) for use in dossier.uses)
    seats = _seats(dossier)
    listed = _listed(report)
    required = {plan["id"] for plan in dossier.policy.rules if plan["severity"] == "error"}
    rows = []
    for name, path in _datasets(report, dossier, seats):
        alone, *cells = (_cell(seats.get((name, path, at)), listed, required) for at in ("", *(at for _, at in uses)))
        rows.append(Row(name, path, alone if alone.answer != NOT_JUDGED else _broken(report, path), tuple(cells)))
    return Matrix(uses, tuple(rows))


def _seats(dossier: Dossier) -> dict[tuple[str, str, str], _Seat]:
    """What was judged, by dataset (name and file) and use (its file; "" for none); entries that nobody could judge."""
    seats: dict[tuple[str, str, str], _Seat] = {}
    taken = set()
    for case in dossier.cases:
        sheet, use, entry = case.world.sheet.sheet, case.world.use, case.world.entry
        path = "" if case.world.undescribed else sheet.document.path
        at = (entry.sheet.document.path, entry.pointer) if entry is not None else ("", "")
        taken.add(at)
        key = (sheet.name, path, use.sheet.document.path if use is not None else "")
        empty = _Seat(Asked(sheet.name, sheet.id, path, at), use.sheet.id if use is not None else None, ())
        before = seats.get(key, empty)
        seats[key] = before._replace(cases=(*before.cases, case))
    for entry in _entries(dossier.uses):
        at = (entry.sheet.document.path, entry.pointer)
        if at not in taken:
            name = _called(entry)
            seats.setdefault((name, "", at[0]), _Seat(Asked(name, None, "", at), entry.sheet.id, ()))
    return seats


def _entries(uses: Iterable[Sheet]) -> Iterator[Item]:
    for use in uses:
        yield from Item(use.value, use, "").child("datasets").children()


def _called(entry: Item) -> str:
    """What to call a dataset that an entry names and that nobody could judge."""
    said = (entry.child(key).value for key in ("id", "sheet", "ref"))
    return next((one for one in said if isinstance(one, str)), entry.pointer)


def _datasets(report: Report, dossier: Dossier, seats: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """The rows: the datasets that were checked or used by their files, then those that nobody describes here."""
    names = {sheet.document.path: sheet.name for sheet in dossier.datasheets}
    checked = {(names.get(one.path, one.path), one.path) for one in report.documents if one.kind == "datasheet"}
    judged = {(name, path) for name, path, _ in seats}
    return sorted(checked | judged, key=lambda one: (not one[1], one[1], one[0]))


class _Listed(NamedTuple):
    """The findings of a report, to be found again: as they are, and by what a run reports only once."""

    exact: dict[tuple[str, str], Finding]
    alike: dict[tuple[str, str, str, str], Finding]
    folded: dict[str, Finding]
    own: tuple[Finding, ...]
    """What policylint itself found, without any rule."""


def _listed(report: Report) -> _Listed:
    alike: dict[tuple[str, str, str, str], Finding] = {}
    for one in report.findings:
        alike.setdefault(said_once(one), one)
    return _Listed(
        {(one.fingerprint, one.outcome): one for one in report.findings},
        alike,
        {one.place.path: one for one in report.findings if one.rule == OPEN_QUESTIONS},
        tuple(one for one in report.findings if one.policy is None and one.rule != OPEN_QUESTIONS),
    )


def _cell(seat: _Seat | None, listed: _Listed, required: Container[str]) -> Cell:
    """What a seat came to. What a waiver excuses decides nothing; what a baseline hides does."""
    if seat is None:
        return Cell()
    made = list(dict.fromkeys(one for case in seat.cases for one in case.findings))
    made += [one for one in listed.own if one.use in (None, seat.use) and is_about(one, seat.asked)]
    came = answer(made, required)
    if not seat.cases:
        came = CANNOT_TELL  # nobody described it, or what does cannot be read
    elif came == YES and any(one.waiver is not None for one in made):
        came = WAIVED
    shown = {one: _shown(one, listed) for one in made}
    found = dict.fromkeys(as_listed for as_listed in shown.values() if as_listed is not None)
    return Cell(came, tuple(sorted(found, key=_worst)), sum(as_listed is None for as_listed in shown.values()))


def _worst(finding: Finding) -> tuple[bool, int, bool]:
    """Where a finding stands in its cell: what no waiver excuses before the rest, the worst first."""
    return (finding.waiver is not None, rank(finding.severity), finding.outcome != "fail")


def _shown(finding: Finding, listed: _Listed) -> Finding | None:
    """A finding as the report lists it: itself, what stands for it, or what it is folded into; None where nothing."""
    exact = listed.exact.get((finding.fingerprint, finding.outcome))
    folded = listed.folded.get(finding.place.path) if asked_by(finding) else None
    return exact or listed.alike.get(said_once(finding)) or folded


def _broken(report: Report, path: str) -> Cell:
    """The cell of a datasheet that cannot be judged; of one that only uses were judged with, an empty one."""
    mistakes = tuple(one for one in report.findings if one.place.path == path)
    unread = any(one.path == path and not one.valid for one in report.documents)
    return Cell(CANNOT_TELL, mistakes) if unread else Cell()
