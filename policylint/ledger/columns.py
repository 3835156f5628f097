"""The columns of a source as those of the ledger's shape: every cell is of its column's type, or says nothing.

Text is trimmed and read as `facts.records.cell` reads it. A date becomes its first and its last day; a list has beside
it whether it may hold more than is known.
"""

from __future__ import annotations

from policylint.facts.records import AS_WRITTEN, COLUMNS, NOBODY, SILENCE, TIMESTAMP, Column, is_personal
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.sql.derived import PERSONAL, READ, WELL_FORMED, derived
from policylint.policy.sql.expressions import Chosen
from policylint.policy.sql.write import Dialect, day, first, last, write, write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

DATES = frozenset(name for name, column in COLUMNS.items() if column.kind in ("date", "event"))
_DAY, _MONTH, _YEAR = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}", "[12][0-9]{3}-[0-9]{2}", "[12][0-9]{3}"
_EARLIEST, _LATEST = day("1000-01-01"), day("2999-12-31")
NEVER = day("9999-99-99")


class Found(NamedTuple):
    """A column of a source: its own name, and what it holds.

    That is text, number, boolean, date, moment (without a zone), zoned, texts (a list), or other.
    """

    name: str
    holds: str


class Cells(NamedTuple):
    """How an engine reads cells: functions of SQL on SQL. Each gives NULL for what cannot be read."""

    as_text: Callable[[str], str]
    is_like: Callable[[str, str], str]
    """Whether a whole text is like a pattern."""
    as_day: Callable[[str], str]
    """The day of a text like 2026-01-31."""
    month_end: Callable[[str], str]
    moment_day: Callable[[str], str]
    """The day, in UTC, of a text that is a moment."""
    utc_day: Callable[[str], str]
    """The day, in UTC, of a moment with a zone."""
    split: Callable[[str], str]
    no_texts: str
    foreign: Callable[[str, tuple[str, ...]], str]
    """Whether a list of texts has an element that is none of some, and says something."""


class Table(NamedTuple):
    """The columns of a ledger: ours to theirs; and those that are none of ours."""

    ours: dict[str, Found]
    others: tuple[Found, ...]


def matched(found: Iterable[Found], names: Mapping[str, str]) -> tuple[Table, list[str]]:
    """Which column is which: by the names that the datasheet gives, else by ours. Also the names that are not there."""
    theirs = {one.name: one for one in found}
    folded: dict[str, Found] = {}
    for one in theirs.values():
        folded.setdefault(one.name.lower(), one)
    wanted = {ours: names.get(ours, ours) for ours in COLUMNS}
    ours = {name: theirs.get(their) or folded.get(their.lower()) for name, their in wanted.items()}
    known = {name: one for name, one in ours.items() if one is not None}
    taken = {one.name for one in known.values()}
    missing = [their for name, their in names.items() if name not in known]
    return Table(known, tuple(one for one in theirs.values() if one.name not in taken)), missing


class Selected(NamedTuple):
    """What to select of a source for some columns of the shape: SQL by name, and what to derive from that."""

    read: dict[str, str]
    derived: dict[str, str]


def select(wanted: Iterable[str], table: Table, as_of: str, dialect: Dialect, cells: Cells) -> Selected:
    """The columns, and derived ones, that some expressions name."""
    reader = _Reader(table, dialect, cells)
    made: dict[str, str] = {}
    read: dict[str, str] = {}
    for name in wanted:
        if name == WELL_FORMED:
            read[name] = reader.well_formed()
        elif name == PERSONAL:
            read[name] = reader.personal()
        elif name in READ:
            for under in READ[name]:
                read |= reader.column(COLUMNS[under])
            what = derived(name, as_of, table.ours)
            made[name] = write_value(what, dialect) if isinstance(what, Chosen) else write(what, dialect)
        else:
            read |= reader.column(COLUMNS[name])
    return Selected(read, made)


class _Reader:
    """Writes how each column is read."""

    def __init__(self, table: Table, dialect: Dialect, cells: Cells) -> None:
        self.table, self.dialect, self.cells = table, dialect, cells

    def column(self, column: Column) -> dict[str, str]:
        """A column of the shape as SQL, by the names of what it becomes."""
        found = self.table.ours.get(column.name)
        if column.name in DATES:
            begins, ends = self.date(column, found)
            return {first(column.name): begins, last(column.name): ends}
        if column.kind == "list":
            return self.texts(column, found)
        return {column.name: "NULL" if found is None else self.scalar(column, found)}

    def text_of(self, found: Found) -> str | None:
        """The text of a cell; None where a column holds none."""
        cell = self.dialect.name(found.name)
        return {"text": cell, "number": self.cells.as_text(cell)}.get(found.holds)

    def scalar(self, column: Column, found: Found) -> str:
        cell, text = self.dialect.name(found.name), self.text_of(found)
        if column.kind == "boolean":
            if found.holds == "boolean":
                return cell
            return "NULL" if found.holds != "text" else (
                f"CASE lower({_trimmed(cell)}) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END"
            )  # fmt: skip
        if text is None:
            return "NULL"
        if column.kind == "person":
            nobody = f"WHEN {text} IS NULL OR {text} = '' THEN '{NOBODY}'"
            return f"CASE {nobody} WHEN {text} = 'unknown' THEN NULL ELSE {text} END"
        if column.kind == "enum":
            return f"CASE WHEN {self.dialect.among(text, column.values)} THEN {text} END"
        return f"CASE WHEN {text} <> '' AND {text} <> 'unknown' THEN {text} END"

    def date(self, column: Column, found: Found | None) -> tuple[str, str]:
        """The first and the last day of a date."""
        if found is None:
            return "CAST(NULL AS DATE)", "CAST(NULL AS DATE)"
        cell = self.dialect.name(found.name)
        event = column.kind == "event"
        if found.holds == "text":
            bare = _trimmed(cell)
            never = f"WHEN {cell} IS NULL OR {bare} = '' OR {bare} = 'never' THEN {NEVER} " if event else ""
            return f"CASE {never}{self.begins(bare)} END", f"CASE {never}{self.ends(bare)} END"
        one = self.typed_day(cell, found.holds)
        if one is None:
            none = f"CASE WHEN {cell} IS NULL THEN {NEVER} END" if event else "CAST(NULL AS DATE)"
            return none, none
        never = f"WHEN {cell} IS NULL THEN {NEVER} " if event else ""
        whole = f"CASE {never}WHEN {one} BETWEEN {_EARLIEST} AND {_LATEST} THEN {one} END"
        return whole, whole

    def typed_day(self, cell: str, holds: str) -> str | None:
        if holds == "zoned":
            return self.cells.utc_day(cell)
        return {"date": cell, "moment": f"CAST({cell} AS DATE)"}.get(holds)

    def begins(self, text: str) -> str:
        """The first day of a date that is a day, a month or a year, or of a moment."""
        day_of = self.cells.as_day
        return self.by_length(text, day_of(f"{text} || '-01'"), day_of(f"{text} || '-01-01'"))

    def ends(self, text: str) -> str:
        """The last day of it."""
        day_of = self.cells.as_day
        return self.by_length(text, self.cells.month_end(day_of(f"{text} || '-01'")), day_of(f"{text} || '-12-31'"))

    def by_length(self, text: str, of_month: str, of_year: str) -> str:
        forms = (
            (_DAY, self.cells.as_day(text)),
            (_MONTH, of_month),
            (_YEAR, of_year),
            (TIMESTAMP, self.cells.moment_day(text)),
        )
        return " ".join(f"WHEN {self.cells.is_like(text, form)} THEN {one}" for form, one in forms)

    def texts(self, column: Column, found: Found | None) -> dict[str, str]:
        """A list. One that the ledger lacks is what its silence means."""
        if found is None:
            silent = column.name in SILENCE
            none = self.cells.no_texts
            return {column.name: none if silent else f"CASE WHEN FALSE THEN {none} END"}
        return {column.name: self.list_of(found)}

    def list_of(self, found: Found) -> str:
        cell = self.dialect.name(found.name)
        if found.holds == "texts":
            return cell
        if found.holds != "text":
            return f"CASE WHEN FALSE THEN {self.cells.no_texts} END"
        bare = _trimmed(cell)
        return (
            f"CASE WHEN {bare} = '' OR {bare} = 'unknown' THEN NULL"
            f" WHEN {bare} = '-' THEN {self.cells.no_texts} ELSE {self.cells.split(bare)} END"
        )

    def well_formed(self) -> str:
        """Whether every cell is empty, or of its column's type."""
        asked = [
            self.fits(COLUMNS[name], found)
            for name, found in self.table.ours.items()
            if COLUMNS[name].kind not in ("text", "person") or self.text_of(found) is None
        ]
        return " AND ".join(["TRUE", *asked])

    def fits(self, column: Column, found: Found) -> str:
        cell = self.dialect.name(found.name)
        if column.kind == "enum" and found.holds == "text":
            return f"({self.dialect.among(cell, (*column.values, '', 'unknown'))} IS NOT FALSE)"
        bare = cell if column.kind in AS_WRITTEN else _trimmed(cell)
        empty = f"{cell} IS NULL" + (f" OR {bare} = '' OR {bare} = 'unknown'" if found.holds == "text" else "")
        if column.kind == "list":
            foreign = self.cells.foreign(self.list_of(found), (*column.values, "", "unknown"))
            return f"({empty} OR COALESCE(NOT {foreign}, FALSE))"
        read = self.column(column)[first(column.name) if column.name in DATES else column.name]
        return f"({empty} OR ({read}) IS NOT NULL)"

    def personal(self) -> str:
        """Whether a column that is called like a name or an address is filled in."""
        called = [one for one in self.table.others if is_personal(one.name)]
        filled = [f"({self.dialect.name(one.name)} IS NOT NULL{self.not_blank(one)})" for one in called]
        return " OR ".join(["FALSE", *filled])

    def not_blank(self, found: Found) -> str:
        return f" AND {self.dialect.name(found.name)} <> ''" if found.holds == "text" else ""


def _trimmed(text: str) -> str:
    return f"TRIM(BOTH ' ' FROM {text})"
