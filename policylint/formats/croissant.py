"""Croissant 0.8, 1.0 and 1.1 with its RAI and provenance vocabularies.

Source of the fields: mlcommons/croissant, croissant-spec-1.1.md, croissant-rai-spec.md
and croissant_rai.ttl. What RAI says is prose: kept, and never a fact that makes
something pass, but for its list of collection types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.documents.node import MAPPING, Node
from policylint.formats.draft import Draft, Said, drafted
from policylint.formats.jsonld import described, is_dataset, texts
from policylint.shapes._table import ENUMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document
    from policylint.findings import Problem

NAME = "croissant"
_SIGNS = ("recordSet", "cr:recordSet", "ml:recordSet", "distribution", "cr:distribution")
_PROSE = ("rai:dataLimitations", "rai:dataBiases")
_OTHER_METHODS = {
    "manual_human_curator": "manual_human_curation",
    "user_generated_content_data": "user_generated_content",
    "passive_data_collection": "passive_collection",
    "customer_feedback_data": "customer_feedback",
    "software_collection_data": "software_collection",
    "others": "other",
}
"""Collection types of RAI that the datasheet spells otherwise."""


def detect(document: Document) -> bool:
    """A dataset in JSON-LD that conforms to Croissant, or has its record sets."""
    root = document.root
    if root is None or not is_dataset(root):
        return False
    return any("croissant" in text for text, _ in texts(root, "conformsTo")) or _speaks_croissant(root)


def _speaks_croissant(root: Node) -> bool:
    context = root.get("@context")
    written = {key.value for key, _ in context.value} if context is not None and context.kind == MAPPING else set()
    return bool({"cr", "ml", "recordSet"} & written) and any(root.get(sign) is not None for sign in _SIGNS)


def draft(document: Document) -> Draft:
    """The document in the datasheet's shape."""
    return drafted(document, _statements(document))


def _statements(document: Document) -> Iterator[Said | Problem]:
    root = document.root
    assert root is not None
    yield from described(document, root)
    yield from _methods(root)
    for name in _PROSE:
        for text, pointer in texts(root, name):
            yield Said("/uses/limitations", text, pointer)
    rai = [
        (key, value) for key, value in root.value if key.value.startswith(("rai:", "prov:")) or key.value == "usageInfo"
    ]
    if rai:
        yield Said("/extensions/croissant", Node(MAPPING, rai, root.start, root.end), "")


def _methods(root: Node) -> Iterator[Said]:
    known = ENUMS["collection_method"]["values"]
    count = 0
    for text, pointer in texts(root, "rai:dataCollectionType"):
        word = text.lower().replace(" ", "_").replace("-", "_")
        method = _OTHER_METHODS.get(word, word)
        if method in known:
            yield Said(f"/collection/methods/{count}", method, pointer)
            count += 1
