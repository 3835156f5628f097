"""Kaggle: `dataset-metadata.json`, in the shapes that are found: plain, under `info` (as downloaded), with twin
fields (`titleNullable` beside `title`), and `info` as a text of JSON.

Source of the fields: Kaggle API documentation, docs/datasets_metadata.md.
"""

from __future__ import annotations

from policylint.documents.node import MAPPING, SEQUENCE, Node
from policylint.formats.draft import Draft, Said, drafted
from policylint.formats.licensing import Stated, licenses_said, unnamed
from policylint.formats.mistakes import ENTRIES, TEXT, misspelled, mistyped
from policylint.formats.values import slug, text_at
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document
    from policylint.findings import Problem

NAME = "kaggle"
_OWN = frozenset({"id_no", "datasetId", "datasetSlug", "licenses", "subtitle", "keywords", "ownerUser", "isPrivate"})


def detect(document: Document) -> bool:
    """A mapping with a title and with `licenses` that are only named, or with Kaggle's own numbers."""
    top, _ = _top(document)
    if top is None or top.get("title") is None or top.get("@context") is not None:
        return False
    keys = {key.value for key, _ in top.value}
    return "resources" not in keys and len(keys & _OWN) >= 1 and ("id" in keys or "datasetId" in keys)


def draft(document: Document) -> Draft:
    """The document in the datasheet's shape."""
    return drafted(document, _statements(document))


def _top(document: Document) -> tuple[Node | None, str]:
    """The mapping that holds the fields, and its pointer."""
    root = document.root
    if root is None or root.kind != MAPPING:
        return None, ""
    inner = root.get("info")
    return (inner, "/info") if inner is not None and inner.kind == MAPPING else (root, "")


def _statements(document: Document) -> Iterator[Said | Problem]:
    top, above = _top(document)
    assert top is not None
    title = text_at(top, "title")
    if title:
        yield Said("/name", title, f"{above}/title")
    named = _identifier(top, above)
    if named is not None:
        identifier, origin = named
        yield Said("/identifiers/kaggle", identifier, origin)
        if slug(identifier):
            yield Said("/id", slug(identifier), origin)
    for field in ("description", "subtitle"):
        text = text_at(top, field)
        if text:
            yield Said("/description", text, f"{above}/{field}")
    yield from licenses_said(document, list(_licenses(top, above)), f"{above}/licenses")
    listed = top.get("licenses")
    for index, entry in enumerate(listed.value if listed is not None and listed.kind == SEQUENCE else []):
        yield from unnamed(document, entry, f"{above}/licenses/{index}")
    yield from mistyped(document, top, {"licenses": ENTRIES, "title": TEXT, "id": TEXT}, above)
    yield from misspelled(document, top, {"license": "licenses", "licence": "licenses", "licences": "licenses"}, above)


def _identifier(top: Node, above: str) -> tuple[str, str] | None:
    whole = text_at(top, "id")
    if whole and "/" in whole:
        return whole, f"{above}/id"
    owner, name = text_at(top, "ownerUser"), text_at(top, "datasetSlug")
    return (f"{owner}/{name}", f"{above}/datasetSlug") if owner and name else None


def _licenses(top: Node, above: str) -> Iterator[Stated]:
    """Kaggle reads the name of exactly one licence; what stands beside it is read all the same."""
    listed = top.get("licenses")
    for index, entry in enumerate(listed.value if listed is not None and listed.kind == SEQUENCE else []):
        name = text_at(entry, "name")
        if name:
            yield Stated(name, f"{above}/licenses/{index}/name")
