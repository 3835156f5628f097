"""Facts on records as expressions: on each row they say what the functions of `facts/records.py` say."""

from __future__ import annotations

from policylint.dates import interval
from policylint.facts.consent import CAN_EXPIRE, ENDED, GRANTED, MAY_GIVE
from policylint.facts.records import COLUMNS, Column
from policylint.lean import TYPE_CHECKING
from policylint.logic import UNKNOWN
from policylint.policy.sql.expressions import (
    All,
    Chosen,
    Days,
    Decided,
    Derived,
    Earlier,
    Expression,
    Not,
    OneOf,
    Said,
    Some,
    Undecided,
)
from policylint.shapes._table import ENUMS

if TYPE_CHECKING:
    from collections.abc import Container

EFFECTIVE, IN_DATA, WELL_FORMED, PERSONAL, TERMS = "consent.effective", "in_data", "well_formed", "personal", "terms"
ASKED = {
    **COLUMNS,
    EFFECTIVE: Column(EFFECTIVE, "enum", (*ENUMS["consent_status"]["values"], "objected")),
    **{name: Column(name, "boolean") for name in (IN_DATA, WELL_FORMED, PERSONAL)},
}
"""The columns that expressions name: those of the ledger, and what is derived from them."""
LOOKED_UP = {TERMS: "license"}
"""Facts that are worked out once for each value of a column, not for each row."""
READ = {EFFECTIVE: ("status", "given_by", "withdrawn_at", "objected_at", "expires_at"), IN_DATA: ("removed_at",)}
"""The columns that a derived one is made from."""


def derived(name: str, as_of: str, present: Container[str]) -> Derived:
    """What a derived column is on a day, in a ledger with these columns."""
    return _effective(as_of) if name == EFFECTIVE else _in_data(as_of, present)


def happened(event: str, as_of: str) -> Expression:
    """Whether an event has happened by the end of a day."""
    return Not(Earlier(Days(None, interval(as_of)), Days(event)))


def _in_data(as_of: str, present: Container[str]) -> Expression:
    removed = happened("removed_at", as_of)
    return Not(removed) if "removed_at" in present else Not(All((removed, Said("removed_at"))))


def _effective(as_of: str) -> Chosen:
    withdrawn, objected, expired = (happened(event, as_of) for event in ("withdrawn_at", "objected_at", "expires_at"))
    granted = OneOf("status", GRANTED)
    cases: list[tuple[Expression, str | None]] = [
        (withdrawn, "withdrawn"),
        (objected, "objected"),
        *((OneOf("status", (ended,)), ended) for ended in ENDED),
        (expired, "expired"),
        (Some((Undecided(withdrawn), Undecided(objected), Not(Said("status")))), None),
        (All((Undecided(expired), OneOf("status", CAN_EXPIRE))), None),
        (All((granted, Not(Said("given_by")))), None),
        (All((granted, Not(OneOf("given_by", MAY_GIVE)))), "invalidated"),
    ]
    return Chosen(tuple(cases), "status")


NOTHING = Decided(UNKNOWN)
