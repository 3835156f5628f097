"""The tree every reader makes: scalars with their source text, mappings, sequences, each with its place."""

from __future__ import annotations

import math

from policylint.findings import Span
from policylint.lean import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sized
    from typing import Any

MAX_NODES = 200_000
MAX_DEPTH = 200

SCALAR, MAPPING, SEQUENCE = "scalar", "mapping", "sequence"


class Mark(Protocol):
    """A position as the parsers give it: line and column count from 0."""

    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102


class Position(NamedTuple):
    """A mark of our own, where no parser gives one."""

    line: int
    column: int


class Node:
    """One value of a document.

    `value` is the source text of a scalar, a list of (key, value) pairs of a
    mapping, or a list of items. `plain` says that a scalar was written without
    quotes, so that its text may stand for a number, a boolean or null.
    """

    __slots__ = ("end", "kind", "plain", "start", "value")

    def __init__(self, kind: str, value: Any, start: Mark, end: Mark, plain: bool = False) -> None:  # noqa: FBT001, FBT002 - by name it costs more
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end
        self.plain = plain

    def get(self, key: str) -> Node | None:
        """The value under a key of a mapping; None if it is not there, or this is no mapping."""
        if self.kind == MAPPING:
            for name, value in self.value:
                if name.value == key:
                    found: Node = value
                    return found
        return None


class SyntaxProblem(Exception):  # noqa: N818 - a problem of the user's file, caught where the file is read
    """The text is not a document; carries what a finding needs."""

    def __init__(
        self, rule: str, message: str, remedy: str, span: Span, related: tuple[Span, str] | None = None
    ) -> None:
        super().__init__(message)
        self.rule, self.message, self.remedy, self.span, self.related = rule, message, remedy, span, related


_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".NaN": math.nan, ".NAN": math.nan,
} | {sign + word: math.copysign(math.inf, -1 if sign == "-" else 1)
     for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")}  # fmt: skip
NULLS = frozenset(word for word, value in _WORDS.items() if value is None)
"""How YAML 1.2 writes null."""
_NUMERIC_START = frozenset("0123456789+-.")
_NUMERIC = frozenset("0123456789+-.eE")
_LONGEST_NUMBER = 64
_LONGEST_INDEX = 9


def resolve(text: str) -> Any:
    """The value of a plain scalar by the YAML 1.2 core rules: `NO` is a string, `010` is ten.

    >>> resolve("NO"), resolve("1.10"), resolve("010"), resolve("0x1F"), resolve("~")
    ('NO', 1.1, 10, 31, None)
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START or len(text) > _LONGEST_NUMBER:
        return text
    return _number(text) if _NUMERIC.issuperset(text) else _based(text)


def _number(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _based(text: str) -> Any:
    """A hexadecimal or octal number: `0x1F`, `0o17`; anything else stays a text."""
    digits = {"0x": "0123456789abcdefABCDEF", "0o": "01234567"}.get(text[:2])
    return int(text, 0) if digits and text[2:] and set(digits).issuperset(text[2:]) else text


def plain_value(node: Node) -> Any:
    """The value of a whole tree, typed by the YAML 1.2 core rules alone."""
    if node.kind == MAPPING:
        return {key.value: plain_value(value) for key, value in node.value}
    if node.kind == SEQUENCE:
        return [plain_value(item) for item in node.value]
    return resolve(node.value) if node.plain else node.value


def span_of(node: Node, offset: int = 0) -> Span:
    """The span of a node's own text, cut to its first line (`end_column` is then the start's column + 1)."""
    line, column = node.start.line + 1 + offset, node.start.column + 1
    if node.end.line == node.start.line:
        return Span(line, column, line, node.end.column + 1)
    return Span(line, column, line, column + 1)


def escape(part: str) -> str:
    """One part of an RFC 6901 pointer, escaped."""
    return part.replace("~", "~0").replace("/", "~1") if "~" in part or "/" in part else part


def pointer_parts(pointer: str) -> list[str]:
    """The parts of an RFC 6901 pointer, unescaped; [] for the root."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def index_of(part: str, items: Sized) -> int | None:
    """The index in a list that a part of a pointer is; None if it is none, or there is no such item.

    >>> index_of("1", "ab"), index_of("2", "ab"), index_of("-", "ab"), index_of("9" * 5000, "ab")
    (1, None, None, None)
    """
    if not part.isdecimal() or len(part) > _LONGEST_INDEX:
        return None
    index = int(part)
    return index if index < len(items) else None


class Stand(NamedTuple):
    """Where a value stands: its pointer, its node, the key above it (None in a list), and whether it is in a list."""

    pointer: str
    node: Node
    key: Node | None
    in_list: bool

    @property
    def token(self) -> Node:
        """The token to point at.

        A scalar is its own token; a mapping or list is shown by its key, a list's
        item by its `id` or its first key, the root by its first key.
        """
        node, key = self.node, self.key
        if node.kind == SCALAR:
            empty = node.start.line == node.end.line and node.start.column == node.end.column
            return key if key is not None and empty else node
        if key is not None:
            return key
        identifier = node.get("id") if self.in_list else None
        if identifier is not None and identifier.kind == SCALAR and identifier.value:
            return identifier
        if node.kind == MAPPING and node.value:
            first: Node = node.value[0][0]
            return first
        return node


def nearest(root: Node, pointer: str) -> Stand:
    """The value at a pointer, or its nearest ancestor that there is."""
    node, above, in_list = root, None, False
    parts = pointer_parts(pointer)
    for depth, part in enumerate(parts):
        key, found, listed = None, None, False
        if node.kind == MAPPING:
            for name, value in node.value:
                if name.value == part:
                    key, found = name, value
                    break
        elif node.kind == SEQUENCE and (index := index_of(part, node.value)) is not None:
            found, listed = node.value[index], True
        if found is None:
            return Stand("".join(f"/{escape(one)}" for one in parts[:depth]), node, above, in_list)
        node, above, in_list = found, key, listed
    return Stand(pointer, node, above, in_list)


def find(root: Node, pointer: str) -> Stand | None:
    """The value at a pointer; None if there is none."""
    found = nearest(root, pointer)
    return found if found.pointer == pointer else None
