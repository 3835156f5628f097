"""Every value of a tree, for the tests that look at all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.documents.node import MAPPING, SEQUENCE, Node, escape

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(node: Node, pointer: str = "") -> Iterator[tuple[str, Node]]:
    """Every value of a tree with its pointer, parents first."""
    yield pointer, node
    if node.kind == MAPPING:
        for key, value in node.value:
            yield from walk(value, f"{pointer}/{escape(key.value)}")
    elif node.kind == SEQUENCE:
        for index, item in enumerate(node.value):
            yield from walk(item, f"{pointer}/{index}")
