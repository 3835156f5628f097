"""Datasheets for Datasets in LinkML (bridge2ai): the questions of Gebru and others as a schema.

Source of the fields: bridge2ai/data-sheets-schema, D4D_Human, D4D_Ethics, D4D_Data_Governance.
Answers are prose for the most part; only what the schema types is read as a fact.
"""

from __future__ import annotations

from policylint.documents.node import MAPPING, SEQUENCE, Node, resolve
from policylint.formats.draft import Draft, Said, drafted
from policylint.formats.licensing import Stated, licenses_said
from policylint.formats.mistakes import ENTRY, TEXT, misspelled, mistyped, not_a_boolean
from policylint.formats.values import slug, text_at, text_of
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document
    from policylint.findings import Problem

NAME = "d4d"
_WANTED = {"license": TEXT, "human_subject_research": ENTRY}
_OWN = frozenset(
    {
        "addressing_gaps", "acquisition_methods", "collection_mechanisms", "data_collectors", "collection_timeframes",
        "preprocessing_strategies", "future_use_impacts", "discouraged_uses", "distribution_formats",
        "license_and_use_terms", "sampling_strategies", "subpopulations", "ethical_reviews", "human_subject_research",
    }
)  # fmt: skip


def detect(document: Document) -> bool:
    """A mapping with an id and some of the schema's own sections, at the top or in its resources."""
    root = document.root
    if root is None or root.kind != MAPPING or root.get("id") is None:
        return False
    return any(len({key.value for key, _ in node.value} & _OWN) > 1 for _, node in _parts(root))


def draft(document: Document) -> Draft:
    """The document in the datasheet's shape."""
    return drafted(document, _statements(document))


def _parts(root: Node) -> Iterator[tuple[str, Node]]:
    """The collection itself and its resources, each with its pointer."""
    yield "", root
    resources = root.get("resources")
    for index, item in enumerate(resources.value if resources is not None and resources.kind == SEQUENCE else []):
        if item.kind == MAPPING:
            yield f"/resources/{index}", item


def _statements(document: Document) -> Iterator[Said | Problem]:
    root = document.root
    assert root is not None
    title = "title" if text_at(root, "title") else "name"
    if text_at(root, title):
        yield Said("/name", text_at(root, title), f"/{title}")
    if slug(text_at(root, "id")):
        yield Said("/id", slug(text_at(root, "id")), "/id")
    for shape, key in (("/description", "description"), ("/version", "version"), ("/homepage", "page")):
        if text_at(root, key):
            yield Said(shape, text_at(root, key), f"/{key}")
    doi = text_at(root, "doi")
    if doi:
        yield Said("/identifiers/doi", doi.removeprefix("https://doi.org/").removeprefix("doi:"), "/doi")
    yield from _people(root)
    yield from licenses_said(document, _licenses(root), "/license")
    for at, part in _parts(root):
        yield from mistyped(document, part, _WANTED, at)
        yield from misspelled(document, part, {"licence": "license", "licenses": "license"}, at)
        yield from _untyped(document, part, at)
    limits = root.get("discouraged_uses")
    for index, item in enumerate(limits.value if limits is not None and limits.kind == SEQUENCE else []):
        if text_at(item, "description"):
            yield Said("/uses/limitations", text_at(item, "description"), f"/discouraged_uses/{index}/description")


def _untyped(document: Document, part: Node, at: str) -> Iterator[Problem]:
    """That it is not said by `true` or `false` whether human subjects are involved."""
    research = part.get("human_subject_research")
    said = research.get("involves_human_subjects") if research is not None else None
    if said is not None and text_of(said) and not (said.plain and isinstance(resolve(text_of(said)), bool)):
        yield not_a_boolean(document, "involves_human_subjects", f"{at}/human_subject_research/involves_human_subjects")


def _licenses(root: Node) -> list[Stated]:
    """Each licence once; resources repeat that of the whole."""
    seen: dict[str, Stated] = {}
    for at, part in _parts(root):
        text = text_at(part, "license")
        if text:
            seen.setdefault(text, Stated(text, f"{at}/license"))
    return list(seen.values())


def _people(root: Node) -> Iterator[Said]:
    """Only what is typed: whether human subjects are involved, and that consent was obtained is a claim, not a fact."""
    for at, part in _parts(root):
        research = part.get("human_subject_research")
        said = research.get("involves_human_subjects") if research is not None else None
        if said is not None and said.plain and resolve(text_of(said)) is False:
            yield Said("/people/present", value=False, origin=f"{at}/human_subject_research/involves_human_subjects")
