"""What a sheet says, in words, for formats whose field is a text: each thing that is said, by its name."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.shapes.check import UNSAID
from policylint.writers.common import Value, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


def in_words(value: Any, name: str = "") -> str:
    """All that a value says, in one line; "" for nothing.

    >>> in_words({"kind": "mixed", "consent": {"status": "not_sought", "given_by": []}, "minors": UNSAID})
    'kind: mixed; consent status: not sought; consent given by: none'
    """
    return "; ".join(_said(value, name))


def texts(value: Value, pointers: tuple[str, ...], but: tuple[str, ...] = ()) -> list[str]:
    """What stands at some pointers of a sheet: a text for each field, and for each item of a list of mappings.

    `but` are pointers of fields that the format says elsewhere, as facts.
    """
    return list(dict.fromkeys(one for pointer in pointers for one in _texts(value, pointer, but) if one))


def _texts(value: Value, pointer: str, but: tuple[str, ...]) -> Iterator[str]:
    parts = pointer.split("/")[1:]
    found = at(value, *parts)
    fields = found.items() if isinstance(found, dict) else [(parts[-1], found)] if found is not None else []
    for key, one in fields:
        if f"{pointer}/{key}" in but:
            continue
        several = isinstance(one, list) and bool(one) and isinstance(one[0], dict)
        name = key.removesuffix("s") if several else f"{parts[-1]} {key}" if isinstance(found, dict) else key
        for item in one if several else [one]:
            yield in_words(item, name.replace("_", " "))


def _said(value: Any, name: str) -> list[str]:
    if isinstance(value, dict):
        below = [_said(one, f"{name} {key}".strip().replace("_", " ")) for key, one in value.items()]
        return [one for said in below for one in said]
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return [one for item in value for one in _said(item, name)]
    text = ", ".join(map(_word, value)) or "none" if isinstance(value, list) else _word(value)
    return [] if value is UNSAID else [f"{name}: {text}" if name else text]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text.replace("_", " ") if text.islower() and " " not in text and "/" not in text else text
