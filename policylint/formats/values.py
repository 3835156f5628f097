"""What the readers of formats share: texts out of nodes, slugs, and how a licence is stated."""

from __future__ import annotations

import re

from policylint.documents.node import SCALAR, Node, resolve
from policylint.licenses.resolver.resolve import resolve as resolve_license

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST = 100


def text_at(node: Node | None, key: str) -> str:
    """The text under a key of a mapping; "" where there is none, or what is there says nothing."""
    value = node.get(key) if node is not None else None
    return text_of(value) if value is not None else ""


def text_of(node: Node) -> str:
    """The text of a scalar; "" for null, for blanks, and for anything else."""
    if node.kind != SCALAR or (node.plain and resolve(node.value) is None):
        return ""
    text: str = node.value.strip()
    return text


def slug(name: str) -> str:
    """An id in the datasheet's form, made of the last part of a coordinate or of a title.

    >>> slug("owner/My_Data Set.v2")
    'my-data-set-v2'
    """
    return _NO_SLUG.sub("-", name.rpartition("/")[2].lower()).strip("-")[:_LONGEST].strip("-")


def expression(text: str) -> str:
    """A licence as a datasheet writes it; the text itself where it does not name just one."""
    return resolve_license(text).license or text
