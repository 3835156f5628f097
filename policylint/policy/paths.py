"""Typed paths: `group.consent.effective` against the shapes and the facts.

A path that does not exist in the shapes is an error when the policy loads,
never a silent "no" when it runs.
"""

from __future__ import annotations

from types import MappingProxyType

from policylint.facts import FACT_OBJECTS, FACTS
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.in_force import NO_SILENCE
from policylint.policy.words.common import Type, alternatives, element, is_list
from policylint.shapes._table import OBJECTS, ROOTS
from policylint.shapes.check import did_you_mean, extended

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class PathError(Exception):
    """A path that cannot be typed; `suggestion` is the nearest one that can, `remedy` what to do where none is."""

    def __init__(self, message: str, suggestion: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message, self.suggestion, self.remedy = message, suggestion, remedy


class Path(NamedTuple):
    """A path that exists.

    `root` is the name it begins with ("" for the datasheet itself); `keys` lead
    to a value, or to the object on which `fact` hangs; `rest` leads on from an
    object that a fact gives.
    """

    text: str
    root: str
    keys: tuple[str, ...]
    fact: tuple[str, str] | None
    rest: tuple[str, ...]
    silence: Any
    type: Type

    def plan(self) -> list[Any]:
        """The path as data."""
        return [
            self.text,
            self.root,
            list(self.keys),
            list(self.fact) if self.fact else None,
            list(self.rest),
            self.silence,
        ]


def _fields(owner: Type) -> dict[str, Any]:
    if owner["kind"] == "map":
        return {name: {"type": kind} for name, kind in owner["known"].items()}
    shape = owner if "fields" in owner else FACT_OBJECTS.get(owner["name"]) or OBJECTS[owner["name"]]
    fields: dict[str, Any] = shape["fields"]
    return fields


def resolve(text: str, names: dict[str, Type], extensions: Mapping[str, Type] = MappingProxyType({})) -> Path:
    """Type a dotted path that begins with a bound name or with a field of the datasheet. Raises PathError.

    `extensions` types what lies under `extensions`, by name.
    """
    parts = text.split(".")
    if not all(parts):
        raise PathError(f"`{text}` is not a path")
    if parts[0] in names:
        root, kind, parts = parts[0], names[parts[0]], parts[1:]
        if not parts and any(one["kind"] in ("object", "map") for one in alternatives(kind)):
            return Path(text, root, (), None, (), NO_SILENCE, kind)
    else:
        root, kind = "", {"kind": "object", "name": ROOTS["datasheet"]}
    keys: list[str] = []
    rest: list[str] | None = None
    fact: tuple[str, str] | None = None
    silence: Any = NO_SILENCE
    position = 0
    while position < len(parts):
        part = parts[position]
        owner = _object(kind, text, part, parts[:position], root)
        field = _fields(owner).get(part)
        if part == "extensions" and field is not None and owner["kind"] == "object":
            field = extended(extensions)
        if field is not None:
            kind, silence = field["type"], field.get("silence", NO_SILENCE)
            (keys if rest is None else rest).append(part)
            position += 1
            continue
        name = owner.get("name", "")
        found, length = _fact(name, parts[position:])
        if found is None or fact is not None:
            raise _unknown(text, root, owner, parts, position, names, extensions)
        fact, kind, silence, rest = (name, found), FACTS[name][found].type, NO_SILENCE, []
        position += length
    return Path(text, root, tuple(keys), fact, tuple(rest or ()), silence, kind)


def _object(kind: Type, text: str, part: str, before: list[str], root: str) -> Type:
    for one in alternatives(kind):
        if one["kind"] == "object" or "known" in one:
            return one
    so_far = ".".join(([root] if root else []) + before)
    if is_list(kind):
        raise PathError(
            f"`{so_far}` is a list: bind its items with `for_each`, `every` or `some` before asking for `{part}`"
        )
    raise PathError(f"`{text}` goes on after `{so_far}`, which is a single value")


def _fact(owner: str, parts: list[str]) -> tuple[str | None, int]:
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in FACTS.get(owner, {}):
            return name, length
    return None, 0


def _unknown(
    text: str,
    root: str,
    owner: Type,
    parts: list[str],
    position: int,
    names: dict[str, Type],
    extensions: Mapping[str, Type],
) -> PathError:
    if owner["kind"] == "map" and not owner["known"]:
        name = parts[position]
        return PathError(
            f"`{text}` is not a path: no schema describes `extensions.{name}`",
            remedy=f"Write `extensions/{name}.schema.json` beside `rules/` in the policy's folder.",
        )
    known = [*_fields(owner), *FACTS.get(owner.get("name", ""), {})]
    if position == 0 and not root:
        known += list(names)
    prefix = ([root] if root else []) + parts[:position]
    near, after = did_you_mean(parts[position], known), position + 1
    if near is None:  # the name of a fact may have dots
        near, after = did_you_mean(".".join(parts[position:]), known), len(parts)
    nearest = ".".join([*prefix, near, *parts[after:]]) if near else None
    suggestion = _if_real(nearest, names, extensions) if nearest else None
    where = f"`{'.'.join(prefix)}`" if prefix else "the datasheet"
    return PathError(f"`{text}` is not a path: {where} has no `{parts[position]}`", suggestion)


def _if_real(text: str, names: dict[str, Type], extensions: Mapping[str, Type]) -> str | None:
    """A suggestion, if it leads anywhere."""
    try:
        return resolve(text, names, extensions).text
    except PathError as error:
        return error.suggestion


class ListRef(NamedTuple):
    """What `for_each` and `in` range over: the uses being judged (`path` is None), or the list at a path."""

    path: Path | None
    type: Type

    def plan(self) -> list[Any] | None:
        """The list as data: None for the uses being judged."""
        return self.path.plan() if self.path else None


USES_TYPE: Type = {"kind": "object", "name": "Use"}


def resolve_list(text: str, names: dict[str, Type], extensions: Mapping[str, Type] = MappingProxyType({})) -> ListRef:
    """Type a list to range over. Raises PathError."""
    if text == "uses":
        return ListRef(None, USES_TYPE)
    path = resolve(text, names, extensions)
    if not is_list(path.type):
        raise PathError(f"`{text}` is not a list")
    return ListRef(path, element(path.type))
