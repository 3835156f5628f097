"""Every object of one shape inside a typed document."""

from __future__ import annotations

from policylint.documents.node import escape
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes._table import OBJECTS, ROOTS
from policylint.shapes.check import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.shapes.check import Type


class Inside(NamedTuple):
    """An object inside a document: the name of its shape, its value, its pointer."""

    shape: str
    value: dict[str, Any]
    pointer: str


def objects_of(value: dict[str, Any], kind: str) -> Iterator[Inside]:
    """The objects of a document of a kind (`datasheet` or `use`), itself first, in the order of the document."""
    return _objects(value, {"kind": "object", "name": ROOTS[kind]}, "")


def _objects(value: Any, type_: Type, pointer: str) -> Iterator[Inside]:
    for one in type_["of"] if type_["kind"] == "union" else [type_]:
        if one["kind"] == "object" and isinstance(value, dict):
            yield from _object(value, one, pointer)
        elif one["kind"] == "list" and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _objects(item, one["of"], f"{pointer}/{index}")
        elif one["kind"] == "map" and isinstance(value, dict):
            for key, item in value.items():
                yield from _objects(item, one["of"], f"{pointer}/{escape(key)}")


def _object(value: dict[str, Any], type_: Type, pointer: str) -> Iterator[Inside]:
    yield Inside(type_.get("name", ""), value, pointer)
    fields = shape_of(type_)["fields"]
    for key, item in value.items():
        if key in fields:
            yield from _objects(item, fields[key]["type"], f"{pointer}/{escape(key)}")


def lists_of(shape: str, of: str) -> tuple[str, ...]:
    """The fields of a shape that hold a list of objects of another.

    >>> lists_of("Consent", "Evidence")
    ('evidence',)
    """
    fields = OBJECTS[shape]["fields"] if shape in OBJECTS else {}
    wanted = {"kind": "list", "of": {"kind": "object", "name": of}}
    return tuple(key for key, field in fields.items() if field["type"] == wanted)
