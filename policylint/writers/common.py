"""What writers share: what they make, how they look into a sheet, how its people and its end are put into words."""

from __future__ import annotations

import json

from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

Value = dict[str, "Any"]
"""A typed datasheet, or a part of one."""


class Written(NamedTuple):
    """What a writer made: the text, the pointers of what it put into words only, and what it had to fill in."""

    text: str
    worded: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()


def at(value: Any, *keys: str) -> Any:
    """The value below some keys, a text without the blanks around it; None where nothing is said."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    if value is UNSAID:
        return None
    return value.strip() if isinstance(value, str) else value


def items(value: Any, *keys: str) -> list[Any]:
    """The items of a list below some keys; [] where nothing is said, and where there are none."""
    found = at(value, *keys)
    return [one.strip() if isinstance(one, str) else one for one in found] if isinstance(found, list) else []


def said(pairs: dict[str, Any]) -> dict[str, Any]:
    """The pairs that say something."""
    return {key: value for key, value in pairs.items() if value not in (None, "", [], {})}


def own_extension(value: Value, name: str) -> dict[str, Any]:
    """What a sheet keeps of a format under `extensions`."""
    found = at(value, "extensions", name)
    return found if isinstance(found, dict) else {}


def ordered(tree: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """A tree with some keys first, in their order, so that what a text says does not depend on how it was made."""
    return {**{key: tree[key] for key in keys if key in tree}, **tree}


def licenses_of(value: Value, part: str = "dataset") -> list[Value]:
    """The licences of a part of the dataset, by whole: those that name no subsets, and say a licence."""
    return [
        one
        for one in items(value, "licenses")
        if at(one, "applies_to") == part and at(one, "license") and at(one, "subsets") in (None, "all")
    ]


def json_text(tree: dict[str, Any]) -> str:
    """A JSON text. Raises PolicylintError for a number that JSON does not have."""
    try:
        return json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    except ValueError:
        raise PolicylintError("an extension holds a number that JSON cannot: write it as a text") from None
