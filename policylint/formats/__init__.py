"""The shelf of formats: one file each, from a foreign document to a draft in the datasheet's shape.

To add one, write a file with `NAME`, `detect(document)` and `draft(document)`,
and name it in `FORMATS`; file names that a walk should take go to
`policylint/discover.py`. A file is recognised by what it holds, never by its
name alone.
"""

from __future__ import annotations

import os
from importlib import import_module

from policylint.lean import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from policylint.documents import Document
    from policylint.formats.draft import Draft

FORMATS = ("huggingface", "croissant", "schema_org", "dpi", "d4d", "aws", "frictionless", "kaggle", "spdx")
"""The files of this shelf, in the order in which they are asked."""
_FRONT = 100
"""Lines of a Markdown file in which its front matter would begin to say something."""


METADATA = frozenset({"dataset-metadata.json", "datapackage.json", "datapackage.yaml", "croissant.json"})
"""Names of files that hold nothing else than the description of a dataset."""


class Format(Protocol):
    """What a file of this shelf offers."""

    NAME: str

    def detect(self, document: Document) -> bool:
        """Whether a document that could be parsed is of this format."""

    def draft(self, document: Document) -> Draft:
        """The document in the datasheet's shape."""


def intended(document: Document) -> bool:
    """Whether a document that does not parse was meant to describe a dataset: by its name, or a key of a card."""
    if os.path.basename(document.path) in METADATA:
        return True
    if not document.path.lower().endswith((".md", ".markdown")):
        return False
    from policylint.formats.huggingface import KEYS  # noqa: PLC0415 - only where something is wrong

    return any(line.partition(":")[0] in KEYS for line in document.lines[:_FRONT] if ":" in line)


def recognised(document: Document) -> Format | None:
    """The format of a document that is none of policylint's own; None if nobody knows it."""
    for name in FORMATS:
        found = cast("Format", import_module(f"policylint.formats.{name}"))
        if found.detect(document):
            return found
    return None
