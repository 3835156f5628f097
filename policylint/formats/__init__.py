"""The shelf of formats: one file each, from a foreign document to a draft in the datasheet's shape.

To add one, write a file with `NAME`, `detect(document)` and `draft(document)`,
and name it in `FORMATS`; file names that a walk should take go to
`policylint/discover.py`. A file is recognised by what it holds, never by its
name alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from policylint.documents import Document
    from policylint.formats.draft import Draft

FORMATS = ("huggingface", "croissant", "schema_org", "dpi", "d4d", "aws", "frictionless", "kaggle", "spdx")
"""The files of this shelf, in the order in which they are asked."""


class Format(Protocol):
    """What a file of this shelf offers."""

    NAME: str

    def detect(self, document: Document) -> bool:
        """Whether a document that could be parsed is of this format."""

    def draft(self, document: Document) -> Draft:
        """The document in the datasheet's shape."""


def recognised(document: Document) -> Format | None:
    """The format of a document that is none of policylint's own; None if nobody knows it."""
    for name in FORMATS:
        found = cast("Format", import_module(f"policylint.formats.{name}"))
        if found.detect(document):
            return found
    return None
