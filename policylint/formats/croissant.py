"""Croissant 0.8, 1.0 and 1.1 with its RAI and provenance vocabularies.

Source of the fields: mlcommons/croissant, croissant-spec-1.1.md, croissant-rai-spec.md
and croissant_rai.ttl. What RAI says is prose: kept, and never a fact that makes
something pass, but for its list of collection types.
"""

from __future__ import annotations

from policylint.documents.node import MAPPING, Node, plain_value
from policylint.formats import odrl
from policylint.formats.draft import Draft, Said, drafted, unread
from policylint.formats.jsonld import described, each, field, is_dataset, texts, usage
from policylint.formats.licensing import column_said
from policylint.formats.values import text_at
from policylint.lean import TYPE_CHECKING
from policylint.shapes._table import ENUMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.documents import Document
    from policylint.findings import Problem

NAME = "croissant"
_SIGNS = ("recordSet", "cr:recordSet", "ml:recordSet", "distribution", "cr:distribution")
_OF_ALL = ("/applies_to", "dataset")
_PROSE = ("rai:dataLimitations", "rai:dataBiases")
OTHER_METHODS = {
    "manual_human_curator": "manual_human_curation",
    "user_generated_content_data": "user_generated_content",
    "passive_data_collection": "passive_collection",
    "customer_feedback_data": "customer_feedback",
    "software_collection_data": "software_collection",
    "others": "other",
}
"""Collection types of RAI that the datasheet spells otherwise."""

CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isArray": "cr:isArray", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/", "recordSet": "cr:recordSet", "references": "cr:references",
    "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip
"""The terms of Croissant 1.1 as its specification writes them."""
STANDARD: dict[str, Any] = {
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
}
"""What every document of this version begins with: it says nothing of the dataset."""


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
    made = [*described(document, root), *_methods(root), *_limitations(root)]
    yield from made
    stated = sum(isinstance(one, Said) and (one.pointer[-11:], one.value) == _OF_ALL for one in made)
    yield from column_said(document, stated, _columns(root))
    # A policy says more than a datasheet does, so it is kept whole.
    policies = tuple(f"{pointer}/" for item, pointer in usage(root) if odrl.is_policy(item))
    left = unread(root, (one for one in made if not (isinstance(one, Said) and str(one.origin).startswith(policies))))
    own = [(key, value) for key, value in left.value if plain_value(value) != STANDARD.get(key.value)]
    if own:
        yield Said("/extensions/croissant", Node(MAPPING, own, root.start, root.end), "")


def _columns(root: Node) -> Iterator[tuple[str, str]]:
    """The names of the fields of the record sets, and where they stand."""
    for pointer, one in _listed(root, "", "recordSet"):
        for at, each_ in _listed(one, pointer, "field"):
            for where, inner in ((at, each_), *_listed(each_, at, "subField")):
                name = text_at(inner, "name")
                if name:
                    yield name.rpartition("/")[2], f"{where}/name"


def _listed(node: Node, pointer: str, key: str) -> list[tuple[str, Node]]:
    """The mappings under a key, whatever its prefix, each with its pointer."""
    found = field(node, key)
    items = each(found[1], f"{pointer}/{found[0]}") if found is not None else ()
    return [(at, item) for item, at in items if item.kind == MAPPING]


def _limitations(root: Node) -> Iterator[Said]:
    """The first text about limits, else about bias."""
    for name in _PROSE:
        for text, pointer in texts(root, name):
            yield Said("/uses/limitations", text, pointer)
            return


def _methods(root: Node) -> Iterator[Said]:
    known = ENUMS["collection_method"]["values"]
    count = 0
    for text, pointer in texts(root, "rai:dataCollectionType"):
        word = text.lower().replace(" ", "_").replace("-", "_")
        method = OTHER_METHODS.get(word, word)
        if method in known:
            yield Said(f"/collection/methods/{count}", method, pointer)
            count += 1
