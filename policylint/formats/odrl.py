"""Policies in ODRL among the usage information of a dataset: what they prohibit, in words, and what they allow it for.

Source of the terms: ODRL Vocabulary & Expression 2.2, and croissant-spec-1.1.md on `usageInfo`.
"""

from __future__ import annotations

import re

from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, escape
from policylint.formats.values import text_of
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROHIBITED = {
    "commercialize": "commercial use", "commercialise": "commercial use", "sell": "commercial use",
    "distribute": "redistribution", "share": "redistribution", "give": "redistribution", "transfer": "redistribution",
    "derive": "derivatives", "modify": "derivatives",
}  # fmt: skip
"""Actions of ODRL and of CC REL, and what it means to prohibit them."""
_COMMERCIAL = re.compile(r"(?i)(?:^|[^a-z])commercial")


def is_policy(node: Node) -> bool:
    """Whether a node says what is permitted, prohibited or a duty."""
    names = {_local(key.value) for key, _ in node.value} if node.kind == MAPPING else set()
    return not names.isdisjoint(("permission", "prohibition", "obligation"))


def prohibitions(node: Node, pointer: str) -> Iterator[tuple[str, str]]:
    """What the prohibitions below a node take away, as a sentence, and where the action stands.

    One that holds only sometimes is read where it is for commerce, and says nothing otherwise.
    """
    for at, one in _under(node, pointer, "prohibition"):
        actions = [(text, where) for where, inner in _under(one, at, "action") for text, where in texts(inner, where)]
        limits = [text for where, inner in _under(one, at, "constraint") for text, _ in texts(inner, where)]
        if any(_COMMERCIAL.search(text) for text in limits):
            yield "ODRL: commercial use is prohibited", actions[0][1] if actions else at
        elif not limits:
            for text, where in actions:
                word = _PROHIBITED.get(re.split(r"[:/#]", text)[-1].lower())
                if word is not None:
                    yield f"ODRL: {word} is prohibited", where


def texts(node: Node, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text of a node and below it, but for what is prohibited."""
    if node.kind == SCALAR:
        yield text_of(node), pointer
    for at, inner, key in _children(node, pointer):
        if key is None or _local(key) != "prohibition":
            yield from texts(inner, at)


def _under(node: Node, pointer: str, name: str) -> Iterator[tuple[str, Node]]:
    """What stands under a key, whatever its prefix, one by one."""
    for at, inner, key in _children(node, pointer):
        if key is not None and _local(key) == name:
            items = [(f"{at}/{index}", item) for index, item in enumerate(inner.value)]
            yield from items if inner.kind == SEQUENCE else [(at, inner)]


def _children(node: Node, pointer: str) -> Iterator[tuple[str, Node, str | None]]:
    if node.kind == MAPPING:
        yield from ((f"{pointer}/{escape(key.value)}", value, key.value) for key, value in node.value)
    elif node.kind == SEQUENCE:
        yield from ((f"{pointer}/{index}", item, None) for index, item in enumerate(node.value))


def _local(key: str) -> str:
    return re.split(r"[:/#]", key)[-1]
