"""Typed paths: `group.consent.effective` against the shapes and the facts.

A path that does not exist in the shapes is an error when the policy loads,
never a silent "no" when it runs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from policylint.facts import FACT_OBJECTS, FACTS
from policylint.policy.in_force import NO_SILENCE
from policylint.policy.words.common import Type, alternatives, element, is_list
from policylint.shapes._table import OBJECTS, ROOTS
from policylint.shapes.check import did_you_mean

LATER = ("records",)


class PathError(Exception):
    """A path that cannot be typed; `suggestion` is the nearest one that can."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message, self.suggestion = message, suggestion


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


def _fields(name: str) -> dict[str, Any]:
    shape = FACT_OBJECTS.get(name) or OBJECTS[name]
    fields: dict[str, Any] = shape["fields"]
    return fields


def resolve(text: str, names: dict[str, Type]) -> Path:
    """Type a dotted path that begins with a bound name or with a field of the datasheet. Raises PathError."""
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
        if field is not None:
            kind, silence = field["type"], field.get("silence", NO_SILENCE)
            (keys if rest is None else rest).append(part)
            position += 1
            continue
        found, length = _fact(owner, parts[position:])
        if found is None or fact is not None:
            raise _unknown(text, root, owner, parts, position, names)
        fact, kind, silence, rest = (owner, found), FACTS[owner][found].type, NO_SILENCE, []
        position += length
    return Path(text, root, tuple(keys), fact, tuple(rest or ()), silence, kind)


def _object(kind: Type, text: str, part: str, before: list[str], root: str) -> str:
    for one in alternatives(kind):
        if one["kind"] == "object":
            name: str = one["name"]
            return name
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


def _unknown(text: str, root: str, owner: str, parts: list[str], position: int, names: dict[str, Type]) -> PathError:
    known = [*_fields(owner), *FACTS.get(owner, {})]
    if position == 0 and not root:
        known += list(names)
    near = did_you_mean(parts[position], known)
    prefix = ([root] if root else []) + parts[:position]
    suggestion = _if_real(".".join([*prefix, near, *parts[position + 1 :]]), names) if near else None
    where = f"`{'.'.join(prefix)}`" if prefix else "the datasheet"
    return PathError(f"`{text}` is not a path: {where} has no `{parts[position]}`", suggestion)


def _if_real(text: str, names: dict[str, Type]) -> str | None:
    """A suggestion, if it leads anywhere."""
    try:
        return resolve(text, names).text
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


def resolve_list(text: str, names: dict[str, Type]) -> ListRef:
    """Type a list to range over. Raises PathError."""
    if text == "uses":
        return ListRef(None, USES_TYPE)
    if text in LATER:
        raise PathError(f"`{text}` cannot be ranged over by this version of policylint")
    path = resolve(text, names)
    if not is_list(path.type):
        raise PathError(f"`{text}` is not a list")
    return ListRef(path, element(path.type))
