"""Datasets in JSON-LD by schema.org or DCAT, as data catalogues embed and export them."""

from __future__ import annotations

from policylint.formats.draft import Draft, drafted
from policylint.formats.jsonld import described, is_dataset
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from policylint.documents import Document

NAME = "schema.org"


def detect(document: Document) -> bool:
    """A dataset in JSON-LD; Croissant, which is one too, is asked first."""
    return is_dataset(document.root)


def draft(document: Document) -> Draft:
    """The document in the datasheet's shape."""
    assert document.root is not None
    return drafted(document, described(document, document.root))
