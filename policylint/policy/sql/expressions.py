"""What a condition on a row can say: a closed set of forms, each with one meaning in all dialects.

Every one of them is TRUE, FALSE or UNKNOWN on every row; in SQL that is TRUE, FALSE or NULL. A column is NULL where its
cell says nothing. A list whose elements are not all known is `partial`: it may hold more.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from policylint.dates import Interval
    from policylint.logic import Truth

Scalar = str | bool


class Decided(NamedTuple):
    """What no row changes."""

    truth: Truth


class Not(NamedTuple):
    """The other way round; unknown stays unknown."""

    of: Expression


class All(NamedTuple):
    """False where one part is, else unknown where one is."""

    parts: tuple[Expression, ...]


class Some(NamedTuple):
    """True where one part is, else unknown where one is."""

    parts: tuple[Expression, ...]


class Counted(NamedTuple):
    """How many parts are true lies within bounds; those that are unknown may be."""

    parts: tuple[Expression, ...]
    low: int | None
    high: int | None


class Undecided(NamedTuple):
    """Whether an expression is unknown: never unknown itself."""

    of: Expression


class Said(NamedTuple):
    """Whether a cell says anything: never unknown."""

    column: str


class OneOf(NamedTuple):
    """Whether a cell is one of some values, all of its column's own type."""

    column: str
    values: tuple[Scalar, ...]


class Same(NamedTuple):
    """Whether two cells say the same."""

    column: str
    other: str


class Meets(NamedTuple):
    """Whether a list holds one of some values."""

    column: str
    values: tuple[str, ...]


class Empty(NamedTuple):
    """Whether a list has no elements."""

    column: str


class Days(NamedTuple):
    """A date: the days of a column, or those between a first and a last one."""

    column: str | None
    days: Interval | None = None


class Earlier(NamedTuple):
    """Whether one date lies wholly before another; unknown where they overlap."""

    one: Days
    other: Days


class On(NamedTuple):
    """Whether a date is exactly this one."""

    column: str
    days: Interval


class Matches(NamedTuple):
    """Whether a pattern is found in the beginning of a text."""

    column: str
    pattern: str


class Looked(NamedTuple):
    """What was looked up for each value of a column beforehand; `unsaid` is for cells that say nothing."""

    column: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unsaid: Truth


Expression = (
    Decided | Not | All | Some | Counted | Undecided | Said | OneOf | Same | Meets | Empty | Earlier | On
    | Matches | Looked
)  # fmt: skip


class Chosen(NamedTuple):
    """A value: that of the first case that is true (None: nothing is said), else what a column says."""

    cases: tuple[tuple[Expression, str | None], ...]
    otherwise: str


Derived = Expression | Chosen
