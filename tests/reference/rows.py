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
PERSONAL = ("email",)
"""Columns of the random rows that are called like an address; those that are not are called otherwise."""


def read(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one ledger: a column that one has is a column of all."""
    given = list(rows)
    columns = list(dict.fromkeys(name for row in given for name in row))
    return [
        {
            **{name: cell(name, row.get(name)) for name in columns if name in COLUMNS},
            "well_formed": all(well_formed(name, row.get(name)) for name in columns if name in COLUMNS),
            "personal": any(row.get(name) not in (None, "") for name in columns if name in PERSONAL),
        }
        for row in given
    ]


def well_formed(name: str, raw: Any) -> bool:
    """Whether a cell is empty, says that it is unknown, or is of its column's type."""
    if isinstance(raw, list):
        return all(one in (None, "", "unknown") or one is not NOTHING for one in map(reads, raw, several(name, raw)))
    return cell(name, raw) != "unknown" or raw is None or empty(name, raw) in ("", "unknown")


def reads(raw: Any, read_as: Any) -> Any:
    """What an element was written as where that says nothing, else what it is read as."""
    return raw if raw in (None, "", "unknown") else read_as


def empty(name: str, raw: Any) -> Any:
    """A cell without the spaces around it; those of words and texts count."""
    return raw if not isinstance(raw, str) or kind(COLUMNS[name]["type"]) in ("string", "enum") else raw.strip(" ")


def cell(name: str, raw: Any) -> Any:
    """What a cell says; `unknown` where it says nothing, or no word or date of its column."""
    if raw is None or empty(name, raw) == "":
        return "never" if name in EVENTS else "none" if name == "subject_id" else "unknown"
    return READ[kind(COLUMNS[name]["type"])](name, raw if isinstance(raw, list | bool) else str(raw))


def term(name: str, text: str) -> str:
    """A word of the column's vocabulary."""
    words = [
        one for type_ in alternatives(COLUMNS[name]["type"]) if type_["kind"] == "enum" for one in values_of(type_)
    ]
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
