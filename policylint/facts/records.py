"""Rows of a ledger: what a cell says, and what follows from a row. The SQL of a scan says the same (`policy/sql/`).

A cell that is empty says nothing, but for events, which have not happened, and for `subject_id`: nobody is in the item.
"""

from __future__ import annotations

import re

from policylint.dates import earlier, is_date
from policylint.facts.common import Answer, Item, World
from policylint.facts.consent import CAN_EXPIRE, ENDED, GRANTED, MAY_GIVE
from policylint.facts.licensing import terms_at
from policylint.facts.terms import defined_terms
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.terms import under
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from policylint.shapes._table import ENUMS, OBJECTS
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

EVENTS = ("withdrawn_at", "objected_at", "expires_at", "removed_at")
"""Columns in which an empty cell means that something has not happened."""
NOBODY = "none"
"""What `subject_id` is where nobody is in the item."""
AS_WRITTEN = ("enum", "text", "person")
"""The kinds of columns whose texts are taken with the spaces around them."""
NO_ELEMENTS = "-"
"""What a list is in a text where it has no elements."""
TIMESTAMP = (
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)
"""A moment as text; without a zone it is UTC."""
PERSONAL = (
    r"(?:^|_)(?:e_?mails?|mail|phones?|telephones?|tel|mobile|(?:first|last|full|given|family|sur|user|real)_?names?|names?|"
    r"address|street|birth_?(?:day|date)|date_of_birth|dob|passport|ssn|iban)(?:$|_)"
)
"""How columns are called that hold what tells who somebody is. Ours are not among them."""


class Column(NamedTuple):
    """A column of the ledger: `kind` is text, person, enum, boolean, date, event or list; `values` are those of it."""

    name: str
    kind: str
    values: tuple[str, ...] = ()


def _column(name: str, kind: dict[str, Any]) -> Column:
    if name in EVENTS:
        return Column(name, "event")
    if name == "subject_id":
        return Column(name, "person")
    if kind["kind"] == "list":
        return Column(name, "list", tuple(ENUMS[kind["of"]["name"]]["values"]))
    values = ENUMS[kind["name"]]["values"] if kind["kind"] == "enum" else ()
    return Column(name, "text" if kind["kind"] == "string" else kind["kind"], tuple(values))


COLUMNS = {name: _column(name, field["type"]) for name, field in OBJECTS["LedgerRow"]["fields"].items()}
SILENCE = {name: field["silence"] for name, field in OBJECTS["LedgerRow"]["fields"].items() if "silence" in field}
"""What a column means that the ledger lacks, where that is more than "not said"."""
WELL_FORMED, PERSONAL_CELL = "\0well_formed", "\0personal"
"""Under these keys a row keeps what no column says; no column can be called so."""


def is_personal(name: str) -> bool:
    """Whether a column is called like something that tells who somebody is.

    >>> is_personal("E-Mail"), is_personal("lastName"), is_personal("file"), is_personal("tel")
    (True, True, False, True)
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return re.search(PERSONAL, re.sub(r"[^a-z0-9]+", "_", words.lower())) is not None


class Cell(NamedTuple):
    """What a cell says, and whether it is of its column's type."""

    value: Any
    well_formed: bool = True


def row(cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row as rules see it, from the cells of its columns: `None` where one is empty. Other columns are left out."""
    read = {name: cell(COLUMNS[name], value) for name, value in cells.items() if name in COLUMNS}
    others = [value for name, value in cells.items() if name not in COLUMNS and is_personal(name)]
    return {
        **{name: one.value for name, one in read.items()},
        WELL_FORMED: all(one.well_formed for one in read.values()),
        PERSONAL_CELL: any(value not in (None, "") for value in others),
    }


def cell(column: Column, raw: Any) -> Cell:
    """What a cell says: UNSAID where it is empty or of another type than its column."""
    if isinstance(raw, str) and column.kind not in AS_WRITTEN:
        raw = raw.strip(" ")
    if raw is None or raw == "":
        return Cell({"event": "never", "person": NOBODY}.get(column.kind, UNSAID))
    if isinstance(raw, str) and raw == "unknown":
        return Cell(UNSAID)
    value = _READ[column.kind](column, raw)
    if isinstance(value, _Elements):
        return Cell(value.said, value.well_formed)
    return Cell(value, value is not UNSAID)


def _text(_: Column, raw: Any) -> Any:
    return raw if isinstance(raw, str) else str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else UNSAID


def _enum(column: Column, raw: Any) -> Any:
    return raw if raw in column.values else UNSAID


def _boolean(_: Column, raw: Any) -> Any:
    return raw if isinstance(raw, bool) else {"true": True, "false": False}.get(str(raw).lower(), UNSAID)


def _date(column: Column, raw: Any) -> Any:
    if not isinstance(raw, str):
        raw = _iso_day(raw)
    if is_date(raw) or (raw == "never" and column.kind == "event"):
        return raw
    return _moment(raw)


def _iso_day(raw: Any) -> str:
    """The day of what is no text, in UTC; "" where it is no date."""
    from datetime import UTC, date, datetime  # noqa: PLC0415 - a check has no rows in hand

    if isinstance(raw, datetime):
        return (raw if raw.tzinfo is None else raw.astimezone(UTC)).date().isoformat()
    return raw.isoformat() if isinstance(raw, date) else ""


def _moment(text: str) -> Any:
    """The day of a moment, in UTC."""
    from datetime import datetime  # noqa: PLC0415 - a check has no rows in hand

    if re.fullmatch(TIMESTAMP, text) is None:
        return UNSAID
    try:
        return _date(COLUMNS["granted_at"], datetime.fromisoformat(text))
    except ValueError:
        return UNSAID


class _Elements(NamedTuple):
    said: Any
    well_formed: bool


def _list(column: Column, raw: Any) -> Any:
    """The elements of a list: one that says nothing, or no word of the vocabulary, leaves open what else is in it."""
    if not isinstance(raw, str | list | tuple):
        return UNSAID
    said = (
        ([] if raw == NO_ELEMENTS else [one.strip(" ") for one in raw.split(";")])
        if isinstance(raw, str)
        else list(raw)
    )
    known = [one for one in said if one in column.values]
    strange = any(one not in (*column.values, None, "", "unknown") for one in said)
    return _Elements(known if len(known) == len(said) else Partial(known), well_formed=not strange)


_READ = {
    "text": _text, "person": _text, "enum": _enum, "boolean": _boolean, "date": _date, "event": _date, "list": _list,
}  # fmt: skip


# what follows from a row


def listed(sheet: Item, world: World) -> Answer:
    """The rows of the ledger, where somebody hands them in: a test of a rule does; a check asks an engine instead."""
    ledger = sheet.child("people").child("ledger")
    if world.records is not None:
        return Answer([], (ledger,), items=world.records)
    return Answer([], (ledger,), items=()) if ledger.value == "none" else Answer(UNSAID, (), (where_to_say(ledger),))


def where_to_say(ledger: Item) -> Item:
    """The field that would lead to the rows: of a ledger that is described, where it is."""
    return ledger.child("path") if isinstance(ledger.value, dict) else ledger


def in_data(record: Item, world: World) -> Answer:
    """Whether what a row is about is still in the data: removed rows are history."""
    removed = record.child("removed_at")
    if "removed_at" not in record.value:
        return Answer(value=True, because=(removed,))
    return _decided(~happened(removed, world), (removed,))


def well_formed(record: Item, _: World) -> Answer:
    """Whether every cell is of its column's type."""
    return Answer(record.value.get(WELL_FORMED, True), (record,))


def personal(record: Item, _: World) -> Answer:
    """Whether a row says something in a column that is called like a name, an address or a number of a person."""
    return Answer(record.value.get(PERSONAL_CELL, False), (record,))


def effective(record: Item, world: World) -> Answer:
    """The status of a person's consent as of the day.

    Withdrawn, objected and expired beat what is written; consent that was given by nobody who may is invalidated.
    """
    status, giver = record.child("status"), record.child("given_by")
    withdrawn, objected, expires = (record.child(name) for name in ("withdrawn_at", "objected_at", "expires_at"))
    for event, word in ((withdrawn, "withdrawn"), (objected, "objected")):
        if happened(event, world) is TRUE:
            return Answer(word, (event,))
    if status.value in ENDED:
        return Answer(status.value, (status,))
    if happened(expires, world) is TRUE:
        return Answer("expired", (expires,))
    undecided = tuple(event for event in (withdrawn, objected) if happened(event, world) is UNKNOWN)
    if undecided or status.value is UNSAID:
        return Answer(UNSAID, (), undecided or (status,))
    if happened(expires, world) is UNKNOWN and status.value in CAN_EXPIRE:
        return Answer(UNSAID, (), (expires,))
    if status.value in GRANTED and giver.value is UNSAID:
        return Answer(UNSAID, (), (giver,))
    if status.value in GRANTED and giver.value not in MAY_GIVE:
        return Answer("invalidated", (giver, status))
    return Answer(status.value, (status,))


def happened(event: Item, world: World) -> Truth:
    """Whether an event has happened by the end of the day that is judged."""
    return UNKNOWN if event.value is UNSAID else ~earlier(world.as_of, event.value)


def terms(record: Item, world: World) -> Answer:
    """The terms of a row's licence, in the words of the datasheet, for `permits`."""
    at = record.child("license")
    found = terms_at(at.value, defined_terms(world.sheet.sheet))
    return Answer(UNSAID, (), (at,)) if found is None else Answer(under(found, "legal_minimum").terms.actions, (at,))


def _decided(verdict: Truth, places: tuple[Item, ...]) -> Answer:
    return Answer(UNSAID, (), places) if verdict is UNKNOWN else Answer(verdict is not FALSE, places)


def rows_of(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one ledger: every column that any of them has is a column of all."""
    given: Sequence[Mapping[str, Any]] = list(rows)
    columns = dict.fromkeys(name for one in given for name in one)
    return [row({name: one.get(name) for name in columns}) for one in given]
