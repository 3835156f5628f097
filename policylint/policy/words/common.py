"""What a word is, and the order of terms that several words share."""

from __future__ import annotations

from enum import Enum

from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from policylint.logic import Truth

Type = dict[str, "Any"]


class Operand(Enum):
    """What stands on the right of a word."""

    SCALAR = "a value"
    LIST = "a list"
    NUMBER = "a number"
    DATE = "a date"
    BOOLEAN = "true or false"
    TERM = "a term"
    PATTERN = "a pattern"
    USE = "a use"


class Word(NamedTuple):
    """One word of the language.

    `test(value, operand, vocabulary)` decides; `misuse(type)` says why the word
    cannot be used on values of a type, or None. `against(operand, vocabulary)`
    gives a quicker test of the same meaning where an operand is known
    beforehand, or None where there is no quicker one.
    """

    name: str
    test: Callable[[Any, Any, str | None], Truth]
    operand: Operand
    misuse: Callable[[Type], str | None]
    against: Callable[[Any, str | None], Callable[[Any], Truth] | None] | None = None


def alternatives(kind: Type) -> list[Type]:
    """The types that a value of this type may have: a union's members, else itself."""
    members: list[Type] = kind["of"] if kind["kind"] == "union" else [kind]
    return members


def scalars(kind: Type) -> list[Type]:
    """The scalar types among the alternatives."""
    return [one for one in alternatives(kind) if one["kind"] not in ("list", "object", "map", "any")]


def is_list(kind: Type) -> bool:
    """Whether values of this type are lists. One term or a list of terms is read as a list."""
    return any(one["kind"] == "list" for one in alternatives(kind))


def element(kind: Type) -> Type:
    """The type of a list's elements, or of the one value that stands for a list of one."""
    return next((one["of"] for one in alternatives(kind) if one["kind"] == "list"), kind)


def vocabulary(kind: Type) -> str | None:
    """The name of the enumeration that values of this type, or their elements, are terms of."""
    return next((one["name"] for one in scalars(element(kind)) if one["kind"] == "enum"), None)


def as_list(value: Any) -> list[Any]:
    """A list as it is; a single value as a list of one."""
    return value if isinstance(value, list) else [value]
