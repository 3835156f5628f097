"""What came of one document: all that a run learns by judging it, and what it asked of other files for that."""

from __future__ import annotations

from policylint.findings import CheckedDocument, Finding, Looked, Missing, Place, Records, Row, Span
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from policylint.leads import Question


class Said(NamedTuple):
    """A finding, and the moment that it is of; "" for what is wrong with a file, which is of none."""

    finding: Finding
    moment: str = ""


class Outcome:
    """What came of a document, as it is found out. Its lists are added to; nothing is taken out of them."""

    __slots__ = (
        "answers",
        "documents",
        "foreign",
        "judged",
        "keepable",
        "kind",
        "obligations",
        "reached",
        "said",
        "unopened",
        "with_uses",
    )

    def __init__(self, *, duties: bool = False) -> None:
        self.kind: str | None = None
        """`datasheet` or `use`; None for what is nothing we know."""
        self.documents: list[CheckedDocument] = []
        self.said: list[Said] = []
        self.foreign: list[str] = []
        """Documents of other formats, by path."""
        self.unopened: list[str] = []
        """What findings point at and nobody prints: names of files, rows of ledgers."""
        self.obligations: list[tuple[str, str, str | None, str]] | None = [] if duties else None
        """What must be done where the answer is yes; None where nobody asked for that."""
        self.reached: list[tuple[str | None, str | None, str]] = []
        """Dataset, use and moment: what all rules were asked about."""
        self.judged = 0
        self.with_uses = False
        self.keepable = True
        """Whether it holds for as long as the answers do: what rests on a ledger does not."""
        self.answers: dict[Question, str] = {}
        """What was asked of the disk, beside the document itself, and what it answered."""


def packed(outcome: Outcome) -> tuple[Any, ...]:
    """An outcome as plain values, without its answers."""
    return (
        outcome.kind,
        [tuple(one) for one in outcome.documents],
        [(plain(one.finding), one.moment) for one in outcome.said],
        outcome.foreign, outcome.unopened, plain(outcome.obligations), outcome.reached, outcome.judged,
        outcome.with_uses, outcome.keepable,
    )  # fmt: skip


def unpacked(values: tuple[Any, ...]) -> Outcome:
    """The outcome that `packed` made plain."""
    made = Outcome()
    made.kind, documents, said = values[:3]
    made.documents = [CheckedDocument(*one) for one in documents]
    made.said = [Said(_finding(values), moment) for values, moment in said]
    (
        made.foreign, made.unopened, made.obligations, made.reached, made.judged, made.with_uses, made.keepable,
    ) = values[3:]  # fmt: skip
    return made


def plain(value: Any) -> Any:
    """A value in which named tuples are tuples, which is what `marshal` takes."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if isinstance(value, list):
        return list(map(plain, value))
    return {key: plain(one) for key, one in value.items()} if isinstance(value, dict) else value


def _finding(values: tuple[Any, ...]) -> Finding:
    made = Finding(*values)
    return made._replace(
        place=_place(made.place),
        related=tuple(map(_place, made.related)),
        missing=tuple(Missing(*one) for one in made.missing),
        unsaid=tuple(Missing(*one) for one in made.unsaid),
        records=_records(made.records),
        looked=tuple(Looked(*one) for one in made.looked),
    )


def _place(values: tuple[Any, ...]) -> Place:
    path, pointer, span, message = values
    return Place(path, pointer, Span(*span), message)


def _records(values: tuple[Any, ...] | None) -> Records | None:
    if values is None:
        return None
    applied, fail, unknown, sample = values
    return Records(applied, fail, unknown, tuple(Row(*one) for one in sample))
