"""Documents as trees that can hold what a reader refuses: a key twice, a key that nobody knows, a value of any type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from policylint.documents.node import MAPPING, SEQUENCE, Node, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator


class Scalar(NamedTuple):
    """A value as it is written, in quotes or plain."""

    text: str
    plain: bool = False


class Mapping(NamedTuple):
    """Keys with their values, in order; a key may be there twice."""

    pairs: tuple[tuple[str, Tree], ...]


class Listed(NamedTuple):
    """Items in order."""

    items: tuple[Tree, ...]


Tree = Scalar | Mapping | Listed
Path = tuple[int, ...]
"""Where a value stands: the number of the pair or the item at each step down."""

NULL = Scalar("null", plain=True)


def tree_of(node: Node) -> Tree:
    """The tree that a reader made of a document."""
    if node.kind == MAPPING:
        return Mapping(tuple((str(key.value), tree_of(value)) for key, value in node.value))
    if node.kind == SEQUENCE:
        return Listed(tuple(tree_of(item) for item in node.value))
    return Scalar(node.value, plain=node.plain and not isinstance(resolve(node.value), str))


def walk(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """Every value of a tree, from the root down."""
    yield path, tree
    for number, inner in enumerate(inside(tree)):
        yield from walk(inner, (*path, number))


def inside(tree: Tree) -> tuple[Tree, ...]:
    """The values right under one."""
    if isinstance(tree, Mapping):
        return tuple(value for _, value in tree.pairs)
    return tree.items if isinstance(tree, Listed) else ()


def replaced(tree: Tree, path: Path, new: Tree) -> Tree:
    """A tree with another value at a path."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    inner = replaced(inside(tree)[first], rest, new)
    if isinstance(tree, Mapping):
        return Mapping((*tree.pairs[:first], (tree.pairs[first][0], inner), *tree.pairs[first + 1 :]))
    assert isinstance(tree, Listed)
    return Listed((*tree.items[:first], inner, *tree.items[first + 1 :]))


def pointer(tree: Tree, path: Path) -> str:
    """The place of a value with `*` for every item of a list: `/people/groups/*/kind`.

    >>> pointer(Mapping((("a", Listed((NULL, NULL))),)), (0, 1))
    '/a/*'
    """
    parts = []
    for number in path:
        parts.append(tree.pairs[number][0] if isinstance(tree, Mapping) else "*")
        tree = inside(tree)[number]
    return "".join(f"/{part}" for part in parts)


def flow(tree: Tree) -> str:
    """A tree on one line, which JSON and YAML read alike."""
    if isinstance(tree, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)}: {flow(value)}" for key, value in tree.pairs) + "}"
    if isinstance(tree, Listed):
        return "[" + ", ".join(map(flow, tree.items)) + "]"
    return _word(tree)


def _word(scalar: Scalar) -> str:
    value = resolve(scalar.text) if scalar.plain else scalar.text
    return "null" if value is None else scalar.text if scalar.plain else json.dumps(value)


def written(tree: Tree, suffix: str) -> str:
    """A document: JSON, or YAML with each key of the root (or item of it) on its own line."""
    if suffix in ("json", "jsonld") or isinstance(tree, Scalar):
        return flow(tree)
    if isinstance(tree, Listed):
        return "".join(f"- {flow(item)}\n" for item in tree.items) or "[]\n"
    return "".join(f"{_key(key)}: {flow(value)}\n" for key, value in tree.pairs) or "{}\n"


def _key(key: str) -> str:
    plain = key.replace("_", "").replace("-", "").isalnum() and isinstance(resolve(key), str)
    return key if plain else json.dumps(key)
