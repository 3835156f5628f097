"""Fields of one's own: `extensions/<name>.schema.json` in a policy folder types what is said under `extensions.<name>`.

The schema is a JSON Schema of a subset that becomes a plain type like those of the shapes; anything else is a mistake
of the policy, so that no part of a schema is silently not asked.

    object   `properties`, `required`, and `additionalProperties: false`, which must be written
    string   `enum`, or `format: date`, or `pattern` and `maxLength`
    number   `number` or `integer`, with `minimum` and `maximum`; `boolean`
    list     `array` with `items` that is one of these values, and `minItems`
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from policylint.documents.node import MAPPING, SCALAR, Node, plain_value
from policylint.findings import START, Problem
from policylint.lean import TYPE_CHECKING
from policylint.policy.patterns import misfit
from policylint.policy.reader import Reader
from policylint.policy.words.common import Type

if TYPE_CHECKING:
    from typing import Any

    from policylint.policy.files import Opened

Extensions = Mapping[str, Type]
"""The type of what is said under `extensions.<name>`, by name."""

SUFFIX = ".schema.json"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NOTES = ("$schema", "$id", "$comment", "title", "description", "examples")
_KEYS = {
    "object": ("properties", "required", "additionalProperties"),
    "string": ("enum", "pattern", "maxLength", "format"),
    "boolean": (),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "array": ("items", "minItems"),
}
_VALUES = ["string", "boolean", "integer", "number"]
_RESERVED = ("unknown", "any")
_LARGEST_INTEGER = 2**53 - 1  # as in the shapes: the largest that every JSON reader keeps exact


def extensions_of(folder: str, opened: Opened) -> Extensions:
    """The extensions that a policy folder describes; what is wrong with their schemas goes to `opened`."""
    place = os.path.join(folder, "extensions")
    names = sorted(os.listdir(place)) if os.path.isdir(place) else []
    found: dict[str, Type] = {}
    for file in names:
        if not file.endswith(SUFFIX):
            continue
        name = file.removesuffix(SUFFIX)
        reader = _SchemaReader(opened.open(os.path.join(place, file)))
        kind = reader.extension(name)
        if _NAME.fullmatch(name) is not None:
            found[name] = kind
        opened.problems += reader.problems
    return found


def united_extensions(folders: list[str], opened: Opened) -> dict[str, Type]:
    """The extensions of several policy folders; of each name there may be one schema."""
    united: dict[str, Type] = {}
    for folder in dict.fromkeys(os.path.abspath(folder) for folder in folders):
        for name, kind in extensions_of(folder, opened).items():
            if united.setdefault(name, kind) != kind:
                path = opened.open(os.path.join(folder, "extensions", name + SUFFIX)).path
                message = f"another policy folder in force describes `extensions.{name}` otherwise"
                remedy = "Keep one of the two, or give one another name."
                opened.problems.append(Problem("policy/extension", path, START, message, remedy))
    return united


class _SchemaReader(Reader):
    """Reads one schema; a type that it cannot read is `any`, which no rule can ask."""

    def extension(self, name: str) -> Type:
        root = self.document.root
        if root is None:
            return _ANY
        if _NAME.fullmatch(name) is None:
            message = f"`{name}` cannot be the name of an extension"
            self._wrong(root, message, "Name the file in small letters, digits and `_`.")
        if self._kind(root, ["object"]) is None:
            return _ANY
        return self._object(root, f"extensions.{name}")

    def _wrong(self, node: Node, message: str, remedy: str) -> None:
        self.problem("extension", node, message, remedy)

    def _kind(self, node: Node, allowed: list[str]) -> str | None:
        """The `type` of a schema, its keywords checked."""
        if node.kind != MAPPING:
            self._wrong(node, "a schema is a mapping", 'Write `{"type": …}`.')
            return None
        said = node.get("type")
        if said is None:
            self._wrong(node, "the schema does not say its `type`", f'Add `"type":` {_one_of(allowed)}.')
            return None
        if said.kind != SCALAR or said.value not in allowed:
            shown = f"`{said.value}`" if said.kind == SCALAR else "a list of types"
            self._wrong(said, f"{shown} is not a type that can stand here", f"Write {_one_of(allowed)}.")
            return None
        kind: str = said.value
        self.keys(node, (*_NOTES, "type", *_KEYS[kind]), f"a schema of type `{kind}`")
        return kind

    def _field(self, node: Node, name: str) -> Type:
        kind = self._kind(node, ["object", "array", *_VALUES])
        if kind is None:
            return _ANY
        if kind == "object":
            return self._object(node, name)
        return self._list(node, name) if kind == "array" else self._value(node, kind, name)

    def _object(self, node: Node, name: str) -> Type:
        closed = node.get("additionalProperties")
        if closed is None or plain_value(closed) is not False:
            remedy = 'Add `"additionalProperties": false`: a misspelt field would pass unseen.'
            self._wrong(closed or node, "the schema lets unknown fields through", remedy)
        fields: dict[str, Any] = {}
        said = node.get("properties")
        if said is None or said.kind != MAPPING or not said.value:
            self._wrong(said or node, "the schema names no fields", 'Add `"properties": {"name": {"type": …}}`.')
            return _ANY
        for key, value in said.value:
            if _NAME.fullmatch(key.value) is None:
                message = f"`{key.value}` cannot be the name of a field"
                self._wrong(key, message, "Name it in small letters, digits and `_`: rules write it in a path.")
                continue
            fields[key.value] = {"type": self._field(value, f"{name}.{key.value}")}
        required = node.get("required")
        for item in self.items(required, "`required`") if required is not None else []:
            if item.kind != SCALAR or item.value not in fields:
                self._wrong(item, "`required` names a field that is not among `properties`", "Correct the name.")
            else:
                fields[item.value]["required"] = True
        return {"kind": "object", "name": name, "fields": fields}

    def _list(self, node: Node, name: str) -> Type:
        items = node.get("items")
        if items is None:
            self._wrong(node, "the list does not say what its items are", 'Add `"items": {"type": …}`.')
            return _ANY
        kind = self._kind(items, _VALUES)
        if kind is None:
            return _ANY
        least = self._number(node, "minItems", {"kind": "integer", "min": 0})
        listed: Type = {"kind": "list", "of": self._value(items, kind, name)}
        return listed | ({"min": least} if least is not None else {})

    def _value(self, node: Node, kind: str, name: str) -> Type:
        if kind == "string":
            return self._string(node, name)
        if kind == "boolean":
            return {"kind": "boolean"}
        bounds = {
            short: self._number(node, long, {"kind": kind}) for short, long in (("min", "minimum"), ("max", "maximum"))
        }
        if kind == "integer":
            bounds = {
                "min": bounds["min"] if bounds["min"] is not None else -_LARGEST_INTEGER,
                "max": bounds["max"] if bounds["max"] is not None else _LARGEST_INTEGER,
            }
        return {"kind": kind} | {short: bound for short, bound in bounds.items() if bound is not None}

    def _string(self, node: Node, name: str) -> Type:
        if node.get("enum") is not None:
            return {"kind": "enum", "name": name, "values": self._terms(node.get("enum"))}
        written = node.get("format")
        if written is not None:
            if plain_value(written) == "date":
                return {"kind": "date"}
            self._wrong(written, "`format` can only be `date`", "Take it out, or write a `pattern`.")
        kind: Type = {"kind": "string"}
        pattern, longest = node.get("pattern"), self._number(node, "maxLength", {"kind": "integer", "min": 1})
        if pattern is not None:
            why = misfit(pattern.value) if pattern.kind == SCALAR else "it is not a text"
            if why is None:
                kind |= {"pattern": pattern.value, "says": f"a text that matches `{pattern.value}`"}
            else:
                remedy = "Use what RE2, Python and Java read alike."
                self.problem("pattern", pattern, f"this pattern cannot be used: {why}", remedy)
        return kind | ({"max": longest} if longest is not None else {})

    def _terms(self, node: Node | None) -> list[str]:
        assert node is not None
        terms: list[str] = []
        for item in self.items(node, "`enum`"):
            if item.kind != SCALAR or item.plain or not item.value.strip():
                self._wrong(item, "a value of `enum` is a text", "Write it in quotes.")
            elif item.value in _RESERVED:
                self._wrong(item, f"`{item.value}` has a meaning of its own in policies", "Choose another word.")
            else:
                terms.append(item.value)
        if not node.value:
            self._wrong(node, "`enum` names no value", "Name at least one.")
        return terms

    def _number(self, node: Node, key: str, kind: Type) -> Any:
        said = node.get(key)
        if said is None:
            return None
        value = self.typed(said, kind, f"`{key}`")
        return value if isinstance(value, int | float) else None


_ANY: Type = {"kind": "any"}


def _one_of(words: list[str]) -> str:
    return f"`{words[0]}`" if len(words) == 1 else f"one of {', '.join(f'`{word}`' for word in words)}"
