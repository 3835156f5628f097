"""Rows of a ledger as rules see them: what each cell says, from the text alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.reference.evaluator import ROW, alternatives, fields, kind, values_of
from tests.reference.words import NOTHING, days

if TYPE_CHECKING:
    from collections.abc import Iterable

EVENTS = ("withdrawn_at", "objected_at", "expires_at", "removed_at")
COLUMNS = fields(ROW)


def read(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one ledger: a column that one has is a column of all."""
    given = list(rows)
    columns = list(dict.fromkeys(name for row in given for name in row))
    return [{name: cell(name, row.get(name)) for name in columns} for row in given]


def cell(name: str, raw: Any) -> Any:
    """What a cell says; `unknown` where it says nothing, or no word or date of its column."""
    text = raw.strip(" ") if isinstance(raw, str) else raw
    if raw is None or (raw if kind(COLUMNS[name]["type"]) in ("string", "enum") else text) == "":
        return "never" if name in EVENTS else "none" if name == "subject_id" else "unknown"
    return READ[kind(COLUMNS[name]["type"])](name, raw if isinstance(raw, list | bool) else str(raw))


def term(name: str, text: str) -> str:
    """A word of the column's vocabulary."""
    words = [one for type_ in alternatives(COLUMNS[name]["type"]) if type_["kind"] == "enum" for one in values_of(type_)]
    return text if text in words else "unknown"


def truth(_: str, raw: bool | str) -> bool | str:  # noqa: FBT001 - cells hold both
    """`true` or `false`, in any case."""
    return raw if isinstance(raw, bool) else {"true": True, "false": False}.get(raw.strip(" ").lower(), "unknown")


def day(name: str, text: str) -> str:
    """A date, `never` of an event, or the day of a moment in UTC."""
    bare = text.strip(" ")
    if bare == "never":
        return bare if name in EVENTS else "unknown"
    try:
        return bare if days(bare) is not None and "1000" <= bare[:4] <= "2999" else moment(bare)
    except ValueError:
        return "unknown"


def moment(text: str) -> str:
    """The day of a moment; one without a zone is in UTC."""
    if not re.match(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", text):
        return "unknown"
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo is None else at.astimezone(UTC)).date().isoformat()


def several(name: str, listed: list[Any]) -> list[Any]:
    """A list: an element that is no word of its vocabulary says nothing, and leaves open what else there is."""
    words = values_of(COLUMNS[name]["type"]["of"])
    return [one if one in words else NOTHING for one in listed]


READ: dict[str, Any] = {
    "enum": term, "boolean": truth, "date": day, "list of enum": several, "string": lambda _, text: text,
}  # fmt: skip
