"""What is wrong with a document by the rules of its own format, where that hides a licence, a source or people.

A key that nobody reads, and a value of another type than its key has, say nothing to anybody who reads the format.
"""

from __future__ import annotations

from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, escape
from policylint.findings import Problem
from policylint.formats.values import text_of
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policylint.documents import Document

UNREAD_KEY = "policylint/unread-key"
WRONG_TYPE = "policylint/wrong-type"
_CALLED = {SCALAR: "a text", SEQUENCE: "a list", MAPPING: "a mapping"}


class Wanted(NamedTuple):
    """What a format has under a key: the kinds of value, and of the items of a list."""

    value: tuple[str, ...]
    items: tuple[str, ...] = ()


TEXT = Wanted((SCALAR,))
TEXTS = Wanted((SEQUENCE,), (SCALAR,))
TEXT_OR_TEXTS = Wanted((SCALAR, SEQUENCE), (SCALAR,))
ENTRIES = Wanted((SEQUENCE,), (MAPPING,))
ENTRY = Wanted((MAPPING,))
ANYTHING_NAMED = Wanted((SCALAR, MAPPING, SEQUENCE), (SCALAR, MAPPING))


def mistyped(document: Document, node: Node, wanted: Mapping[str, Wanted], above: str = "") -> Iterator[Problem]:
    """The values of a mapping that are of another type than its format has, one finding each. What is null is none."""
    for key, value in node.value if node.kind == MAPPING else ():
        allowed = wanted.get(key.value)
        if allowed is not None and not _says_nothing(value):
            yield from _mistyped(document, key.value, value, allowed, f"{above}/{escape(key.value)}")


def _mistyped(document: Document, key: str, value: Node, allowed: Wanted, at: str) -> Iterator[Problem]:
    if value.kind not in allowed.value:
        yield _wrong(document, f"`{key}` is {_CALLED[value.kind]}", allowed.value, at)
    elif value.kind == SEQUENCE and allowed.items:
        for index, item in enumerate(value.value):
            if item.kind not in allowed.items and not _says_nothing(item):
                yield _wrong(document, f"an item of `{key}` is {_CALLED[item.kind]}", allowed.items, f"{at}/{index}")


def _says_nothing(node: Node) -> bool:
    return node.kind == SCALAR and not text_of(node)


def _wrong(document: Document, what: str, kinds: tuple[str, ...], at: str) -> Problem:
    right = " or ".join(_CALLED[kind] for kind in kinds)
    remedy = f"Write {right}; until then nobody reads it."
    return Problem(WRONG_TYPE, document.path, document.span(at), f"{what}, not {right}", remedy, at, severity="warning")


def misspelled(document: Document, node: Node, spelled: Mapping[str, str], above: str = "") -> Iterator[Problem]:
    """Keys of a mapping that the format does not have, where the right one is not there: wrong key → right key."""
    keys = {key.value for key, _ in node.value} if node.kind == MAPPING else set()
    for written, right in spelled.items():
        if written in keys and right not in keys:
            yield unread_key(document, written, right, f"{above}/{escape(written)}")


def unread_key(document: Document, written: str, right: str, at: str) -> Problem:
    """That a key says something under a name that no reader of its format looks at."""
    message, remedy = f"`{written}` is no key of a dataset, so nobody reads it", f"Did you mean `{right}`?"
    return Problem(UNREAD_KEY, document.path, document.span(at), message, remedy, at, severity="warning")


def not_a_boolean(document: Document, key: str, at: str) -> Problem:
    """That an answer of yes or no is neither."""
    message, remedy = f"`{key}` is neither true nor false", "Write `true` or `false`, without quotes."
    return Problem(WRONG_TYPE, document.path, document.span(at), message, remedy, at, severity="warning")
