"""Expressions as SQL, in a dialect. What was written by a user becomes SQL in two functions only: `name` and `text`.

A Truth is a BOOLEAN, and NULL is unknown: AND, OR and NOT then mean what they mean in the language. No expression is
ever asked in a WHERE, which would take unknown for false: `outcome` decides three ways, and says so.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, UNKNOWN
from policylint.policy.sql.derived import ASKED
from policylint.policy.sql.expressions import (
    All,
    Chosen,
    Counted,
    Days,
    Decided,
    Earlier,
    Empty,
    Expression,
    Looked,
    Matches,
    Meets,
    Not,
    On,
    OneOf,
    Said,
    Same,
    Some,
    Undecided,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from policylint.dates import Interval

LAST_DAY = "9999-12-31"
"""The day that stands for `never`: no other date of the language is as late."""
PASS, FAIL, OPEN = 1, 2, 3
"""What an outcome is in SQL; 0 is not applicable."""
_TRUTHS = {TRUE: "TRUE", FALSE: "FALSE", UNKNOWN: "CAST(NULL AS BOOLEAN)"}


class Dialect(NamedTuple):
    """What differs between engines: how a name and a text are quoted, and the few functions that are called apart."""

    name: Callable[[str], str]
    text: Callable[[str], str]
    among: Callable[[str, tuple[str, ...]], str]
    """Whether a text is one of some; NULL where it is."""
    shares: Callable[[str, tuple[str, ...]], str]
    """Whether a list of texts holds one of some. Not NULL where the list is not."""
    length: Callable[[str], str]
    partial: Callable[[str, tuple[str, ...]], str]
    """Whether a list of texts has an element that is none of some: then it may hold more than is known."""
    finds: Callable[[str, str], str]
    """Whether a pattern is found in a text."""
    dates: frozenset[str]
    """The columns that hold dates: each is two, its first and its last day."""


def first(column: str) -> str:
    """What the first day of a date is called."""
    return f"{column}.first"


def last(column: str) -> str:
    """What the last day of a date is called."""
    return f"{column}.last"


def outcome(when: str, require: str) -> str:
    """The outcome of a rule on a row, from its two truths (names of columns)."""
    return (
        f"CASE WHEN NOT {when} THEN 0 WHEN {require} THEN {PASS}"
        f" WHEN {when} IS NULL OR {require} IS NULL THEN {OPEN} ELSE {FAIL} END"
    )


def write(expression: Expression, dialect: Dialect) -> str:
    """The SQL of an expression: a BOOLEAN that is NULL where it is unknown."""
    return _Writer(dialect).truth(expression)


def write_value(value: Chosen, dialect: Dialect) -> str:
    """The SQL of a chosen value: a text that is NULL where nothing is said."""
    writer = _Writer(dialect)
    cases = [
        f"WHEN {writer.truth(case)} IS TRUE THEN {'NULL' if one is None else dialect.text(one)}"
        for case, one in value.cases
    ]
    return f"CASE {' '.join(cases)} ELSE {dialect.name(value.otherwise)} END"


def day(date: str) -> str:
    """A day as SQL. It comes from `dates.interval`, so it is nothing but digits and hyphens."""
    return f"DATE '{min(date, LAST_DAY)}'"


class _Writer:
    """Writes expressions in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.name = dialect.name

    def truth(self, expression: Any) -> str:
        match expression:
            case Decided(truth):
                return _TRUTHS[truth]
            case Not(of):
                return f"(NOT {self.truth(of)})"
            case All(parts):
                return f"({' AND '.join(map(self.truth, parts))})"
            case Some(parts):
                return f"({' OR '.join(map(self.truth, parts))})"
            case Undecided(of):
                return f"({self.truth(of)} IS NULL)"
            case Counted(parts, low, high):
                return self.counted(parts, low, high)
            case Earlier(one, other):
                return self.earlier(one, other)
            case Looked():
                return self.looked(expression)
        return self.of_a_cell(expression)

    def of_a_cell(self, expression: Any) -> str:
        """What is asked of one cell, or of two."""
        match expression:
            case Said(column):
                return f"({self.cell(column)} IS NOT NULL)"
            case OneOf(column, values):
                return self.one_of(self.name(column), values)
            case Same(column, other):
                return self.same(column, other)
            case Meets(column, values):
                return self.meets(column, values)
            case Empty(column):
                return f"({self.dialect.length(self.name(column))} = 0)"
            case On(column, days):
                return self.on(column, days)
            case Matches(column, pattern):
                return self.dialect.finds(self.name(column), pattern)
        raise AssertionError(expression)

    def cell(self, column: str) -> str:
        """A cell by one column that is NULL where it says nothing."""
        return self.name(first(column) if column in self.dialect.dates else column)

    def one_of(self, cell: str, values: tuple[str | bool, ...]) -> str:
        if not values:
            return f"(CASE WHEN {cell} IS NOT NULL THEN FALSE END)"
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) == len(values):
            return self.dialect.among(cell, texts)
        return f"({cell} IN ({', '.join('TRUE' if value else 'FALSE' for value in values)}))"

    def same(self, column: str, other: str) -> str:
        if column not in self.dialect.dates:
            return f"({self.name(column)} = {self.name(other)})"
        return (
            f"({self.name(first(column))} = {self.name(first(other))}"
            f" AND {self.name(last(column))} = {self.name(last(other))})"
        )

    def on(self, column: str, days: Interval) -> str:
        return f"({self.name(first(column))} = {day(days[0])} AND {self.name(last(column))} = {day(days[1])})"

    def meets(self, column: str, values: tuple[str, ...]) -> str:
        """A list that may hold more is not known not to meet the values."""
        cell = self.name(column)
        shared = f"WHEN {self.dialect.shares(cell, values)} THEN TRUE" if values else ""
        return f"(CASE {shared} WHEN {self.dialect.partial(cell, ASKED[column].values)} IS FALSE THEN FALSE END)"

    def earlier(self, one: Days, other: Days) -> str:
        """Wholly before is true, wholly not before is false; what overlaps, or is not said, is neither."""
        (from_one, to_one), (from_other, to_other) = self.bounds(one), self.bounds(other)
        return f"(CASE WHEN {to_one} < {from_other} THEN TRUE WHEN {from_one} >= {to_other} THEN FALSE END)"

    def bounds(self, days: Days) -> tuple[str, str]:
        if days.column is not None:
            return self.name(first(days.column)), self.name(last(days.column))
        assert days.days is not None
        return day(days.days[0]), day(days.days[1])

    def counted(self, parts: tuple[Expression, ...], low: int | None, high: int | None) -> str:
        truths = [self.truth(part) for part in parts]
        least = " + ".join(["0", *(f"CASE WHEN {one} IS TRUE THEN 1 ELSE 0 END" for one in truths)])
        most = " + ".join(["0", *(f"CASE WHEN {one} IS FALSE THEN 0 ELSE 1 END" for one in truths)])
        never = [
            *([f"{most} < {low}"] if low is not None else []),
            *([f"{least} > {high}"] if high is not None else []),
        ]
        sure = [
            *([f"{least} >= {low}"] if low is not None else []),
            *([f"{most} <= {high}"] if high is not None else []),
        ]
        return f"(CASE WHEN {' OR '.join(never)} THEN FALSE WHEN {' AND '.join(sure)} THEN TRUE END)"

    def looked(self, one: Looked) -> str:
        cell = self.name(one.column)
        unsaid = f"WHEN {cell} IS NULL THEN {_TRUTHS[one.unsaid]}"
        told = [(one.yes, "TRUE"), (one.no, "FALSE")]
        known = [f"WHEN {self.one_of(cell, values)} THEN {word}" for values, word in told if values]
        return f"(CASE {' '.join([unsaid, *known])} END)"
