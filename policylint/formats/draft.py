"""A foreign document in the datasheet's shape: what it says, and where it says it.

A reader of a format makes statements, one for each value that it understands.
A `Draft` is their tree: its nodes carry the places of the foreign file, so that
what is wrong is shown there, and `origins` leads from each pointer of the shape
to the pointer of the foreign document.
"""

from __future__ import annotations

from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, Position, escape, nearest, pointer_parts
from policylint.findings import Span
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import MAX_STRING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from policylint.documents import Document
    from policylint.findings import Problem

Origin = str | Span
"""Where a value stands in the foreign document: at a pointer of its tree, or at a stretch of its text (prose)."""


class Said(NamedTuple):
    """One statement: at a pointer of the datasheet's shape a value.

    A text, number, boolean, a list of them, or a node of the document as it stands.
    """

    pointer: str
    value: Any
    origin: Origin


class Draft(NamedTuple):
    """What a reader made of a document: its tree in the datasheet's shape, where each value came from, and what is
    wrong with the document by the rules of its own format.
    """

    root: Node
    origins: dict[str, Origin]
    problems: tuple[Problem, ...] = ()


def drafted(document: Document, statements: Iterable[Said | Problem]) -> Draft:
    """The tree of a reader's statements; of two on one value the first holds. Its problems are kept beside it."""
    origins: dict[str, Origin] = {}
    problems: list[Problem] = []
    tree: dict[str, Any] = {}
    for one in statements:
        if not isinstance(one, Said):
            problems.append(one)
        elif one.pointer not in origins:
            origins[one.pointer] = one.origin
            _put(tree, pointer_parts(one.pointer), _node(document, one.value, one.origin))
    return Draft(_tree(tree, _place(document, "")), origins, tuple(problems))


def unread(root: Node, statements: Iterable[Said | Problem]) -> Node:
    """A document without what its reader made statements of: keys, and items of the lists below them."""
    read = {one.origin for one in statements if isinstance(one, Said) and isinstance(one.origin, str)}
    above = {"/".join(origin.split("/")[:depth]) for origin in read for depth in (2, 3)}
    left = []
    for key, value in root.value:
        pointer = f"/{escape(key.value)}"
        if pointer not in above:
            left.append((key, value))
        elif value.kind == SEQUENCE:
            items = [one for index, one in enumerate(value.value) if f"{pointer}/{index}" not in above]
            left += [(key, Node(SEQUENCE, items, value.start, value.end))] if items and pointer not in read else []
    return Node(MAPPING, left, root.start, root.end)


def _put(tree: dict[str, Any], parts: list[str], node: Node) -> None:
    for part in parts[:-1]:
        tree = tree.setdefault(part, {})
    tree[parts[-1]] = node


def _node(document: Document, value: Any, origin: Origin) -> Node:
    """The node of a value, at the place where the foreign document has it."""
    if isinstance(value, Node):
        return value
    start, end = _place(document, origin)
    if isinstance(value, list):
        return Node(SEQUENCE, [_node(document, item, origin) for item in value], start, end)
    text = value[:MAX_STRING] if isinstance(value, str) else {True: "true", False: "false"}.get(value, str(value))
    return Node(SCALAR, text, start, end, plain=not isinstance(value, str))


def _place(document: Document, origin: Origin) -> tuple[Position, Position]:
    """Where an origin begins and ends, as nodes have it: from 0, and above a front matter's offset."""
    if isinstance(origin, Span):
        above = document.offset + 1
        return Position(origin.line - above, origin.column - 1), Position(
            origin.end_line - above, origin.end_column - 1
        )
    if document.root is None:
        return Position(0, 0), Position(0, 0)
    node = nearest(document.root, origin).token
    return Position(node.start.line, node.start.column), Position(node.end.line, node.end.column)


def _tree(value: Any, place: tuple[Position, Position]) -> Node:
    """Nested mappings as nodes; one whose keys are all numbers is a list."""
    if isinstance(value, Node):
        return value
    children = {key: _tree(child, place) for key, child in value.items()}
    if value and all(key.isdecimal() for key in value):
        items = [children[key] for key in sorted(children, key=int)]
        return Node(SEQUENCE, items, items[0].start, items[0].end)
    pairs = [(Node(SCALAR, key, child.start, child.end), child) for key, child in children.items()]
    start, end = (pairs[0][0].start, pairs[0][0].end) if pairs else place
    return Node(MAPPING, pairs, start, end)
