"""JSON text to nodes, with the place of every token.

The YAML parser cannot stand in: it fails on tabs and on escaped surrogate
pairs. Strings are decoded by the standard library's own scanner.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined] # the decoder's own, not in the stubs

from policylint.characters import has_unprintable
from policylint.documents.node import (
    MAPPING,
    MAX_DEPTH,
    MAX_NODES,
    SCALAR,
    SEQUENCE,
    Node,
    Position,
    SyntaxProblem,
)  # fmt: skip
from policylint.documents.yaml_nodes import control_character, too_deep, too_many, twice
from policylint.findings import Span

_SPACE = re.compile(r"[ \t\n\r]*")
_LITERAL = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![0-9.eE+\-A-Za-z_])")
_LINE_END = re.compile("\r\n|\r|\n")


class _Lines:
    """Offsets to lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def mark(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset) - 1
        return Position(line, offset - self._starts[line])


def read_json(text: str) -> Node | None:
    """The root node of a JSON text; None if it is blank. Raises SyntaxProblem."""
    lines = _Lines(text)
    position = _skip(text, 0)
    if position == len(text):
        return None
    root: Node | None = None
    stack: list[tuple[Node, set[str]]] = []
    count = 0
    while True:
        # One value begins at `position`; in a mapping its key comes first.
        key: Node | None = None
        if stack and stack[-1][0].kind == MAPPING:
            key, position = _string(text, position, lines)
            position = _skip(text, position)
            if text[position : position + 1] != ":":
                raise _broken(lines, position, "a colon is missing after the key")
            position = _skip(text, position + 1)
        node, position, opened = _value(text, position, lines)
        count += 1 if key is None else 2
        if count > MAX_NODES:
            raise too_many(node)
        if not stack:
            root = node
        elif key is None:
            stack[-1][0].value.append(node)
        else:
            _add(*stack[-1], key, node)
        if opened:
            if len(stack) >= MAX_DEPTH:
                raise too_deep(node)
            stack.append((node, set()))
            position = _skip(text, position)
            if text[position : position + 1] != _CLOSING[node.kind]:
                continue
        # What was just read is complete: close what closes here, then expect a comma.
        while stack:
            position = _skip(text, position)
            parent = stack[-1][0]
            sign = text[position : position + 1]
            if sign == _CLOSING[parent.kind]:
                position += 1
                parent.end = lines.mark(position)
                stack.pop()
            elif sign == "," and parent.value:
                position = _skip(text, position + 1)
                break
            else:
                raise _broken(lines, position, f"a comma or `{_CLOSING[parent.kind]}` is missing")
        else:
            position = _skip(text, position)
            if position != len(text):
                raise _broken(lines, position, "more text after the end of the document")
            return root


_CLOSING = {MAPPING: "}", SEQUENCE: "]"}


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _add(parent: Node, seen: set[str], key: Node, value: Node) -> None:
    if key.value in seen:
        raise twice(parent, key)
    seen.add(key.value)
    parent.value.append((key, value))


def _value(text: str, position: int, lines: _Lines) -> tuple[Node, int, bool]:
    sign = text[position : position + 1]
    start = lines.mark(position)
    if sign == '"':
        node, position = _string(text, position, lines)
        return node, position, False
    if sign in ("{", "["):
        return Node(MAPPING if sign == "{" else SEQUENCE, [], start, start), position + 1, True
    match = _LITERAL.match(text, position)
    if not match:
        raise _broken(lines, position, "a value is missing or misspelled")
    return Node(SCALAR, match.group(), start, lines.mark(match.end()), plain=True), match.end(), False


def _string(text: str, position: int, lines: _Lines) -> tuple[Node, int]:
    if text[position : position + 1] != '"':
        raise _broken(lines, position, "a name in double quotes is missing")
    try:
        value, end = scanstring(text, position + 1, True)  # noqa: FBT003 - the scanner's own `strict`
    except JSONDecodeError as error:
        raise _broken(lines, error.pos, error.msg[:1].lower() + error.msg[1:]) from None
    node = Node(SCALAR, value, lines.mark(position), lines.mark(end))
    if has_unprintable(value):
        raise control_character(node)
    return node, end


def _broken(lines: _Lines, position: int, what: str) -> SyntaxProblem:
    mark = lines.mark(position)
    line, column = mark.line + 1, mark.column + 1
    return SyntaxProblem(
        "syntax/json",
        f"this is not JSON: {what}",
        "Mend the syntax at this place.",
        Span(line, column, line, column + 1),
    )
