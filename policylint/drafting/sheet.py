"""The text of a drafted datasheet: block YAML, a comment behind each value that says where it comes from."""

from __future__ import annotations

import json
import re

from policylint.characters import unprintable
from policylint.documents import read
from policylint.documents.node import escape, resolve
from policylint.lean import TYPE_CHECKING
from policylint.shapes._table import OBJECTS
from policylint.shapes.questions import question
from policylint.sheets import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from policylint.findings import Problem

NAME = "datasheet.yaml"
NOT_SAID = "unknown"
_PLAIN = re.compile(r"[A-Za-z0-9/][A-Za-z0-9 _./@()+-]*(?<! )")
_WIDEST = 100
_UNSAID: dict[str, Any] = {
    "people": {"present": NOT_SAID},
    "uses": {"intended": NOT_SAID, "prohibited": NOT_SAID},
    "collection": {"methods": NOT_SAID},
    "sources": NOT_SAID,
    "maintenance": {"status": NOT_SAID, "organization": NOT_SAID, "contact": NOT_SAID},
}
"""What a draft asks for where nothing is known."""


_NAMED = "dataset "
"""What is written before a name that is none, such as `null`: a datasheet cannot do without one."""


def drafted(values: Mapping[str, Any], origins: Mapping[str, str], seen: Sequence[str]) -> tuple[str, list[Problem]]:
    """The text of a valid datasheet, and why something was left out, which a datasheet cannot hold as it was said."""
    values = dict(values)
    left_out: list[Problem] = []
    while True:
        text = _text(_completed(values), origins, seen)
        problems = typed(read(text.encode(), NAME), "datasheet", {}).problems
        if not problems:
            return text, left_out
        left_out.append(problems[0])
        key = problems[0].pointer.split("/")[1]
        if key == "name" and not values[key].startswith(_NAMED):
            values[key] = f"{_NAMED}{values[key]}"[:_WIDEST]
        else:
            del values[key]


def _completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with `unknown` where a draft asks for them, in the order of the shape."""
    licenses = values.get("licenses") or []
    if not any(entry.get("applies_to") == "dataset" for entry in licenses):
        licenses = [*licenses, {"applies_to": "dataset", "license": "NOASSERTION"}]
    whole = {"datasheet": "1", **_UNSAID, **values, "licenses": licenses}
    for key, fields in _UNSAID.items():
        if isinstance(fields, dict) and isinstance(whole[key], dict):
            whole[key] = fields | whole[key]
    return {key: whole[key] for key in OBJECTS["Datasheet"]["fields"] if key in whole}


def _text(values: Mapping[str, Any], origins: Mapping[str, str], seen: Sequence[str]) -> str:
    looked = f"Drafted by `policylint init` from {', '.join(seen) or 'no file'}."
    head = [
        *(f"# {line}" for line in _wrapped(looked)),
        "# Behind a value stands where it comes from; behind what is unknown, the question that is still open.",
        "# `policylint ask` lists what is open, most decisive first.",
    ]
    return "\n".join([*head, *_mapping(values, "", 0, origins)]) + "\n"


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in _harmless(text).split():
        if len(lines[-1]) + len(word) >= _WIDEST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _mapping(value: Mapping[str, Any], pointer: str, depth: int, origins: Mapping[str, str]) -> Iterator[str]:
    for key, child in value.items():
        at, start = f"{pointer}/{escape(key)}", f"{'  ' * depth}{_scalar(key)}:"
        if isinstance(child, dict) and child:
            yield start
            yield from _mapping(child, at, depth + 1, origins)
        elif isinstance(child, list) and any(isinstance(item, dict) for item in child):
            yield start
            yield from _items(child, at, depth + 1, origins)
        else:
            yield f"{start} {_flow(child)}{_comment(child, at, origins)}"


def _items(items: list[Any], pointer: str, depth: int, origins: Mapping[str, str]) -> Iterator[str]:
    """A list of mappings: the first key of each stands behind the dash."""
    for index, item in enumerate(items):
        at, indent = f"{pointer}/{index}", "  " * depth
        if not isinstance(item, dict) or not item:
            yield f"{indent}- {_flow(item)}{_comment(item, at, origins)}"
            continue
        first, *others = _mapping(item, at, depth + 1, origins)
        yield f"{indent}- {first[len(indent) + 2 :]}"
        yield from others


def _comment(value: Any, pointer: str, origins: Mapping[str, str]) -> str:
    if pointer in origins:
        return f"  # {_harmless(origins[pointer])}"
    asked = question("datasheet", pointer) if value in (NOT_SAID, "NOASSERTION") else None
    return f"  # {asked.text}" if asked is not None else ""


def _flow(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(key)}: {_flow(child)}' for key, child in value.items())}}}"
    return _scalar(value) if isinstance(value, str) else json.dumps(value)


def _scalar(text: str) -> str:
    """A text as YAML: as it is where it reads as itself, else between double quotes."""
    plain = _PLAIN.fullmatch(text) is not None and isinstance(resolve(text), str)
    return text if plain else json.dumps(_harmless(text, "\n\t"), ensure_ascii=False)


def _harmless(text: str, kept: str = "") -> str:
    """A text without characters that a file of ours may not hold, and without ends of lines unless they are kept."""
    text = unprintable().sub(" ", text)
    return text if kept else " ".join(text.split())
