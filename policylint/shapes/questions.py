"""The question that a field's absence asks, by its pointer in a shape."""

from __future__ import annotations

from typing import Any, NamedTuple

from policylint.documents.node import pointer_parts
from policylint.shapes._table import OBJECTS, QUESTIONS, ROOTS
from policylint.shapes.check import words_of


class Question(NamedTuple):
    """What to ask, who can answer, and the answers that are allowed where they are few."""

    text: str
    who: str
    answers: tuple[str, ...]


def question(kind: str, pointer: str) -> Question | None:
    """The question of the field at a pointer of a shape (`datasheet` or `use`); None where the shape has no such field.

    >>> question("datasheet", "/people/present").who
    'publisher'
    """
    type_: dict[str, Any] = {"kind": "object", "name": ROOTS[kind]}
    found: tuple[str, dict[str, Any]] | None = None
    for part in pointer_parts(pointer):
        type_, found = _step(type_, part)
        if not type_:
            return None
    if found is None:
        return None
    asked = QUESTIONS[found[0]]
    return Question(asked["question"], asked["who"], tuple(_answers(found[1])))


def _step(kind: dict[str, Any], part: str) -> tuple[dict[str, Any], tuple[str, dict[str, Any]] | None]:
    for one in kind.get("of", [kind]) if kind["kind"] == "union" else [kind]:
        if one["kind"] == "object" and part in OBJECTS[one["name"]]["fields"]:
            field = OBJECTS[one["name"]]["fields"][part]["type"]
            return field, (f"{one['name']}.{part}", field)
        if one["kind"] == "list" and part.isdecimal():
            return one["of"], None
        if one["kind"] == "map":
            return one["of"], None
    return {}, None


def _answers(kind: dict[str, Any]) -> list[str]:
    members = kind["of"] if kind["kind"] == "union" else [kind]
    if any(one["kind"] in ("string", "date", "object") for one in members):
        return []
    words = [word for one in members for word in words_of(one["of"] if one["kind"] == "list" else one)]
    return words + (["true", "false"] if any(one["kind"] == "boolean" for one in members) else [])
