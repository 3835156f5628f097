"""What a rule on records cannot ask, because no query can: said when the policy loads, with what to write instead."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.policy.sql.derived import ASKED, LOOKED_UP
from policylint.policy.sql.translate import DATES, SETS, column_of
from policylint.policy.words.common import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from policylint.policy.words.common import Type

RECORD: Type = {"kind": "object", "name": "LedgerRow"}
ONLY_ON_SHEETS = ("compatible_with",)
"""Words that have no form in SQL. `permits` has one on a row's licence: it is looked up for each that there is."""


def rows_among(names: Mapping[str, Type]) -> frozenset[str]:
    """The names that are bound to the rows of a ledger."""
    return frozenset(name for name, kind in names.items() if kind == RECORD)


def misfit(path: list[Any], word: str, operand: list[Any], names: Mapping[str, Type]) -> tuple[str, str] | None:
    """Why a leaf on a row cannot be asked of a ledger, and what to write instead; None where it can, or is on none."""
    rows = rows_among(names)
    left = path if path[1] in rows else None
    right = operand[1] if operand[0] == "path" and operand[1][1] in rows else None
    for one in (left, right):
        if one is not None and _whole(one):
            return f"`{one[0]}` is a whole row, and a query compares its columns", "Name one of its columns."
    if left is None and right is None:
        return None
    if word in ONLY_ON_SHEETS:
        return f"`{word}` is for datasheets alone: it has no form in SQL", "Ask it of the datasheet's licences."
    column, other = (column_of(one) if one is not None else None for one in (left, right))
    if (column in LOOKED_UP and other is not None) or other in LOOKED_UP:
        return "the terms of a licence are not compared with another column", "Compare them with the use."
    return _kinds(word, column, other)


def _whole(path: list[Any]) -> bool:
    return not path[2] and path[3] is None


def _kinds(word: str, column: str | None, other: str | None) -> tuple[str, str] | None:
    kind, right = (ASKED[one].kind if one in ASKED else None for one in (column, other))
    if column is not None and other is not None and word != "is" and word not in DATES:
        return f"`{word}` cannot compare two columns of a row", "Compare each with a value, or use a date word."
    if right is not None and word in ("in", *SETS) and (word == "in" or right != "list"):
        return f"`{word}` cannot look for a value in `{other}`", f"Turn it round, and ask something of `{other}`."
    if word in SETS and kind in ("boolean", "date", "event"):
        return f"`{word}` compares terms, and `{column}` holds none", "Write the value, or use a date word."
    if word == "matches" and kind in ("date", "event"):
        return f"`{column}` holds dates, which are not read as text", "Use a date word."
    return None


def list_misfit(listed: list[Any] | None, names: Mapping[str, Type]) -> tuple[str, str] | None:
    """Why a list cannot be ranged over inside a rule on rows: that of a single row is asked as a whole."""
    if listed is None or listed[1] not in rows_among(names):
        return None
    return (
        f"`{listed[0]}` is a list in a cell, and a query does not range over it",
        "Use `covers`, `within` or `intersects`.",
    )


def is_record(kind: Type) -> bool:
    """Whether a type is that of a ledger's rows."""
    return RECORD in alternatives(kind)
