"""Frictionless Data Packages, version 0 (`license` as a text, `licenses` by type and url), 1 and 2.

Source of the fields: frictionlessdata/datapackage, data-package.mdx and the profiles 1.0 and 2.0.
"""

from __future__ import annotations

import re

from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, plain_value
from policylint.formats.draft import Draft, Said, drafted, unread
from policylint.formats.licensing import Stated, column_said, licenses_said, unnamed
from policylint.formats.mistakes import ENTRIES, Wanted, misspelled, mistyped
from policylint.formats.values import slug, text_at, text_of
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document
    from policylint.findings import Problem

NAME = "frictionless"
STANDARD = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
"""What every package of version 2 begins with: it says nothing of the dataset."""
_WANTED = {
    "license": Wanted((SCALAR, MAPPING)), "licenses": ENTRIES, "sources": ENTRIES, "contributors": ENTRIES,
}  # fmt: skip
_MISSPELLED = {
    "licence": "licenses", "licences": "licenses", "source": "sources", "creator": "contributors",
    "creators": "contributors", "contributor": "contributors",
}  # fmt: skip
_OWN = ("resources", "licenses", "sources", "contributors", "license")

_REFERS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]+:\S.*|[^\s/]+|\S*/(?:\S+\.)?(?:datasheet|datapackage|croissant)\.(?:ya?ml|json)", re.DOTALL
)


def detect(document: Document) -> bool:
    """A mapping with a list of resources, a name or title, and nothing of JSON-LD; a profile or schema settles it."""
    root = document.root
    if root is None or root.kind != MAPPING or root.get("@context") is not None:
        return False
    profile = text_at(root, "profile") or text_at(root, "$schema")
    if "data-package" in profile or "datapackage" in profile:
        return True
    resources = root.get("resources")
    named = bool(text_at(root, "name") or text_at(root, "title"))
    return named and resources is not None and resources.kind == SEQUENCE and _are_resources(resources)


def _are_resources(resources: Node) -> bool:
    """Whether the items of a list name files, as those of a data package do."""
    keys = [{key.value for key, _ in item.value} for item in resources.value if item.kind == MAPPING]
    return all(one & {"path", "data", "url", "schema", "dialect"} for one in keys) and len(keys) == len(resources.value)


def draft(document: Document) -> Draft:
    """The document in the datasheet's shape."""
    return drafted(document, _statements(document))


def _statements(document: Document) -> Iterator[Said | Problem]:
    root = document.root
    assert root is not None
    made = list(_described(document, root))
    yield from made
    stated = sum(isinstance(one, Said) and one.pointer.endswith("/applies_to") for one in made)
    yield from column_said(document, stated, _columns(root))
    left = unread(root, made)
    own = [(key, value) for key, value in left.value if plain_value(value) != STANDARD.get(key.value)]
    if own:
        yield Said("/extensions/frictionless", Node(MAPPING, own, root.start, root.end), "")


def _described(document: Document, root: Node) -> Iterator[Said | Problem]:
    title = text_at(root, "title")
    name = text_at(root, "name")
    if title or name:
        yield Said("/name", title or name, "/title" if title else "/name")
    if slug(name or title):
        yield Said("/id", slug(name or title), "/name" if name else "/title")
    for shape, key in (("/version", "version"), ("/description", "description"), ("/homepage", "homepage")):
        text = text_at(root, key)
        if text:
            yield Said(shape, text, f"/{key}")
    identifier = text_at(root, "id")
    if identifier.lower().startswith(("10.", "https://doi.org/", "doi:")):
        yield Said("/identifiers/doi", identifier.removeprefix("https://doi.org/").removeprefix("doi:"), "/id")
    yield from _sources(root)
    yield from licenses_said(document, list(_licenses(root)), "/licenses")
    node = root.get("licenses")
    for index, item in enumerate(node.value if node is not None and node.kind == SEQUENCE else []):
        yield from unnamed(document, item, f"/licenses/{index}")
    yield from mistyped(document, root, _WANTED)
    yield from misspelled(document, root, _MISSPELLED)


def _columns(root: Node) -> Iterator[tuple[str, str]]:
    """The names of the fields of the resources, and where they stand."""
    for index, resource in enumerate(_list(root, "resources")):
        for nth, one in enumerate(_list(resource.get("schema"), "fields")):
            yield text_at(one, "name"), f"/resources/{index}/schema/fields/{nth}/name"


def refers_to(text: str) -> bool:
    """Whether a source's path refers to a dataset: an address, a name, or the path of a file that describes one.

    >>> [refers_to(one) for one in ("hf:a/b", "waves", "../b/datasheet.yaml", "raw/a.csv", "See the paper")]
    [True, True, True, False, False]
    """
    return _REFERS.fullmatch(text) is not None


def _list(node: Node | None, key: str) -> list[Node]:
    listed = node.get(key) if node is not None else None
    return listed.value if listed is not None and listed.kind == SEQUENCE else []


def _sources(root: Node) -> Iterator[Said]:
    """Sources are named by title and address; in version 0 by `name` and `web`.

    What refers to a dataset is a reference, a title tells, and so does an address that does not refer.
    """
    node = root.get("sources")
    if node is None or node.kind != SEQUENCE:
        return
    if not node.value:
        yield Said("/sources", [], "/sources")
    count = 0
    for index, item in enumerate(node.value):
        address = next((key for key in ("path", "web", "link") if text_at(item, key)), None)
        title = next((key for key in ("title", "name") if text_at(item, key)), None)
        refers = address is not None and refers_to(text_at(item, address))
        told = title if refers else title or address
        for shape, key in (("ref", address if refers else None), ("note", told), ("version", "version")):
            if key is not None and text_at(item, key):
                yield Said(f"/sources/{count}/{shape}", text_at(item, key), f"/sources/{index}/{key}")
        count += any(text_at(item, key) for key in (address, title, "version") if key is not None)


def _licenses(root: Node) -> Iterator[Stated]:
    """`licenses` with name, path and title; in version 0 `license`, or entries with id, type and url."""
    single = root.get("license")
    if single is not None and text_of(single):
        yield Stated(text_of(single), "/license")
    elif single is not None and single.kind == MAPPING:
        yield from _license(single, "/license")
    node = root.get("licenses")
    for index, item in enumerate(node.value if node is not None and node.kind == SEQUENCE else []):
        yield from _license(item, f"/licenses/{index}")


def _license(item: Node, at: str) -> Iterator[Stated]:
    if item.kind != MAPPING:
        return
    name = next((key for key in ("name", "id", "type", "title") if text_at(item, key)), None)
    url = next((key for key in ("path", "url") if text_at(item, key)), None)
    words = text_at(item, "title") if name not in (None, "title") else ""
    if name is not None or url is not None:
        yield Stated(
            text_at(item, name) if name else "",
            f"{at}/{name}",
            text_at(item, url) if url else "",
            f"{at}/{url}",
            words=words,
            words_at=f"{at}/title",
        )
