"""YAML text that YAML 1.1 and 1.2 readers take for the same: whatever one of them might misread is quoted."""

from __future__ import annotations

import json
import math
import re

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_WIDTH = 100
_PLAIN = re.compile(r"[^\W\d_](?:[^\n\r\t:#\[\]{},\"'&*!|>%@`\\]|:(?=[^\s,\[\]{}])|(?<=\S)#)*")
_MISREAD = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_LONGEST_FIXED = 60


def to_yaml(value: dict[str, Any]) -> str:
    """A mapping as block YAML; short lists and mappings of plain values stand on one line."""
    return "".join(f"{line}\n" for line in _mapping(value, ""))


def scalar(value: Any) -> str:
    """A value that is no collection.

    >>> [scalar(one) for one in ("NO", "1.10", "2026-01-31", "Sea: waves", True, None, 0.00001)]
    ['"NO"', '"1.10"', '"2026-01-31"', '"Sea: waves"', 'true', 'null', '0.00001']
    """
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    fits = _PLAIN.fullmatch(text) and text.isprintable() and text == text.strip() and text.lower() not in _MISREAD
    return text if fits else json.dumps(text, ensure_ascii=False)


def _float(value: float) -> str:
    """Without an exponent, which YAML 1.1 takes for a text, where that is short."""
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    from decimal import Decimal  # noqa: PLC0415 - few sheets hold a fraction

    fixed = format(Decimal(repr(value)), "f")
    fixed = fixed if "." in fixed else f"{fixed}.0"
    return fixed if len(fixed) <= _LONGEST_FIXED else repr(value)


def _mapping(value: dict[str, Any], indent: str) -> Iterator[str]:
    for key, one in value.items():
        yield from _entry(f"{indent}{scalar(key)}:", one, indent)


def _entry(start: str, value: Any, indent: str) -> Iterator[str]:
    """A key and its value: on one line where that is short, else below it."""
    if isinstance(value, str) and _is_block(value):
        yield f"{start} |{'' if value.endswith(chr(10)) else '-'}"
        yield from (f"{indent}  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    elif not isinstance(value, dict | list):
        yield f"{start} {scalar(value)}"
    else:
        line = _flow(value)
        if not value or (line is not None and len(start) + len(line) < _WIDTH):
            yield f"{start} {line}"
        else:
            yield start
            yield from _mapping(value, f"{indent}  ") if isinstance(value, dict) else _items(value, f"{indent}  ")


def _items(value: list[Any], indent: str) -> Iterator[str]:
    for one in value:
        if not isinstance(one, dict | list) or not one:
            yield from _entry(f"{indent}-", one, indent)
            continue
        inner = _mapping(one, f"{indent}  ") if isinstance(one, dict) else _items(one, f"{indent}  ")
        yield f"{indent}- {next(inner)[len(indent) + 2 :]}"
        yield from inner


def _flow(value: Any) -> str | None:
    """A collection of plain values on one line; None if it holds another collection, or a text of several lines."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if any(isinstance(one, dict | list) and one for one in inner) or any(_is_block(one) for one in inner):
        return None
    shown = ["{}" if one == {} else "[]" if one == [] else scalar(one) for one in inner]
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {one}" for key, one in zip(value, shown, strict=True)) + "}"
    return f"[{', '.join(shown)}]"


def _is_block(value: Any) -> bool:
    """Whether a text reads best, and unchanged, as lines of its own."""
    if not isinstance(value, str) or "\n" not in value.removesuffix("\n"):
        return False
    lines = value.removesuffix("\n").split("\n")
    printable = all(line.isprintable() and line == line.rstrip() for line in lines)
    return printable and bool(lines[0]) and not lines[0].startswith(" ") and bool(lines[-1])
