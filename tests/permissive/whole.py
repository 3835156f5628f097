"""Fragments as whole documents: every key that a shape asks for is there, and says `unknown` where nothing was said.

A mutant of a fragment is made whole after the change, so that a key which is asked for and gone is not said, and no
mistake of shape hides what a rule makes of that.
"""

from __future__ import annotations

from typing import Any

from policylint.shapes._table import ENUMS, OBJECTS, ROOTS
from tests.permissive.trees import Listed, Mapping, Scalar, Tree

_SAID = {"datasheet": "1", "use": "1", "name": "Something", "confidence": "high", "severity": "critical"}
"""What is written under keys that must be said; under the others, a value of their type."""


def whole(tree: Tree, shape: str) -> Tree:
    """A fragment of a datasheet, a use or an advisory as a whole one."""
    return _filled(tree, {"kind": "object", "name": ROOTS[shape]}, 0)


def _filled(tree: Tree, kind: dict[str, Any], number: int) -> Tree:
    """A value of a type with all that must be there; what is of another type stays as it is."""
    if isinstance(tree, Mapping):
        name = _name(kind, "object")
        if name is not None:
            return _object(tree, name, number)
        of = _name(kind, "map")
        return Mapping(tuple((key, _filled(value, of, 0)) for key, value in tree.pairs)) if of else tree
    if isinstance(tree, Listed):
        of = _name(kind, "list")
        return Listed(tuple(_filled(item, of, index) for index, item in enumerate(tree.items))) if of else tree
    return tree


def _name(kind: dict[str, Any], wanted: str) -> Any:
    """The name of the object that a type has, or the type of what is in its list or map; None where it has none."""
    for one in kind["of"] if kind["kind"] == "union" else [kind]:
        if one["kind"] == wanted:
            return one["name"] if wanted == "object" else one["of"]
    return None


def _object(tree: Mapping, name: str, number: int) -> Tree:
    fields = OBJECTS[name]["fields"]
    if not tree.pairs and number == 0 and name not in ROOTS.values():
        return tree  # an empty mapping says nothing, which is an answer of its own
    pairs = [(key, _filled(value, fields[key]["type"], 0) if key in fields else value) for key, value in tree.pairs]
    there = {key for key, _ in pairs}
    pairs += [
        (key, _must(key, fields[key], number)) for key in fields if fields[key].get("required") and key not in there
    ]
    return Mapping(tuple(pairs))


def _must(key: str, field: dict[str, Any], number: int) -> Tree:
    """What stands under a key that must be there: `unknown` where that may be, else something of its type."""
    if key == "people":
        return Mapping((("present", Scalar("unknown")),))
    if not field.get("said"):
        return Scalar("unknown")
    kind = field["type"]
    if kind["kind"] == "list":
        return Listed(())
    if kind["kind"] == "enum":
        return Scalar(_SAID.get(key, ENUMS[kind["name"]]["values"][0]))
    if kind["kind"] == "boolean":
        return Scalar("true", plain=True)
    return Scalar("2020-01-01" if kind["kind"] == "date" else _SAID.get(key, f"x{number}"))
