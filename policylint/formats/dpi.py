"""Data Provenance Collection summaries: one file with several datasets of a collection, each under its name.

Source of the fields: Data-Provenance-Collection, `_template_spec.yaml`. A summary
of several datasets is read as one datasheet: what holds for a part is held for all.
"""

from __future__ import annotations

from policylint.documents.node import MAPPING, SEQUENCE, Node, escape
from policylint.formats.draft import Draft, Said, drafted
from policylint.formats.licensing import Stated, no_license
from policylint.formats.mistakes import ENTRIES, TEXTS, mistyped, not_a_boolean
from policylint.formats.values import expression, slug, text_at, text_of
from policylint.lean import TYPE_CHECKING
from policylint.licenses.resolver.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document
    from policylint.findings import Problem

NAME = "data-provenance"
_WANTED = {"Licenses": ENTRIES, "Derived from Datasets": TEXTS, "Model Generated": TEXTS, "Text Sources": TEXTS}
_NOTHING = ("", "unspecified", "none", "n/a")


def detect(document: Document) -> bool:
    """A mapping of names to entries that have an identifier and a list of licences of this collection."""
    root = document.root
    if root is None or root.kind != MAPPING or not root.value:
        return False
    first = root.value[0][1]
    return (
        first.kind == MAPPING
        and first.get("Unique Dataset Identifier") is not None
        and first.get("Licenses") is not None
    )


def draft(document: Document) -> Draft:
    """The summary in the datasheet's shape."""
    return drafted(document, _statements(document))


def _statements(document: Document) -> Iterator[Said | Problem]:
    root = document.root
    assert root is not None
    entries = [(f"/{escape(key.value)}", entry) for key, entry in root.value if entry.kind == MAPPING]
    for at, entry in entries[:1]:
        name = text_at(entry, "Collection") or text_at(entry, "Dataset Name")
        field = "Collection" if text_at(entry, "Collection") else "Dataset Name"
        yield Said("/name", name, f"{at}/{field}")
        if slug(name):
            yield Said("/id", slug(name), f"{at}/{field}")
        url = text_at(entry, "Collection URL")
        if url:
            yield Said("/homepage", url, f"{at}/Collection URL")
    yield from _licenses(entries)
    yield from _sources(entries)
    yield from _taken_down(entries)
    for at, entry in entries:
        yield from _mistakes(document, entry, at)


def _mistakes(document: Document, entry: Node, at: str) -> Iterator[Problem]:
    yield from mistyped(document, entry, _WANTED, at)
    listed = entry.get("Licenses")
    for index, item in enumerate(listed.value if listed is not None and listed.kind == SEQUENCE else []):
        if item.kind == MAPPING and not text_at(item, "License"):
            yield no_license(document, f"{at}/Licenses/{index}", "License")
    if text_at(entry, "Taken Down").lower() not in ("", "true", "false"):
        yield not_a_boolean(document, "Taken Down", f"{at}/Taken Down")


def _licenses(entries: list[tuple[str, Node]]) -> Iterator[Said]:
    """Each licence of any dataset once, with its first address, and again with each that speaks of another licence."""
    stated: dict[tuple[str, str], Stated] = {}
    for at, entry in entries:
        listed = entry.get("Licenses")
        for index, item in enumerate(listed.value if listed is not None and listed.kind == SEQUENCE else []):
            name, url = text_at(item, "License"), text_at(item, "License URL")
            here = f"{at}/Licenses/{index}"
            one = Stated(name, f"{here}/License", "" if url.lower() in _NOTHING else url, f"{here}/License URL")
            if name.lower() not in _NOTHING:
                stated.setdefault((name, one.url), one)
    once: dict[tuple[str, str], Stated] = {}
    for one in stated.values():
        once.setdefault(_meant(one), one)
    for count, one in enumerate(once.values()):
        yield from _entry(count, one)


def _meant(one: Stated) -> tuple[str, str]:
    """The licence that is named, and the one that the address is of where that is another."""
    named = expression(one.name)
    found = resolve(one.url).license if one.url else None
    return named, found if found is not None and found != named else ""


def _entry(index: int, one: Stated) -> Iterator[Said]:
    at = f"/licenses/{index}"
    yield Said(f"{at}/applies_to", "dataset", one.name_at)
    yield Said(f"{at}/license", expression(one.name), one.name_at)
    yield Said(f"{at}/declared", one.name, one.name_at)
    if one.url:
        yield Said(f"{at}/declared_in", one.url, one.url_at)


def _sources(entries: list[tuple[str, Node]]) -> Iterator[Said]:
    """What texts were taken from, the datasets it derives from, and the models that wrote it."""
    seen: dict[str, None] = {}
    for at, entry in entries:
        for field, kind in (
            ("Derived from Datasets", "dataset"),
            ("Model Generated", "model"),
            ("Text Sources", "website"),
        ):
            node = entry.get(field)
            for index, item in enumerate(node.value if node is not None and node.kind == SEQUENCE else []):
                text = text_of(item)
                if text and text not in seen:
                    nth, origin = len(seen), f"{at}/{field}/{index}"
                    seen[text] = None
                    yield Said(f"/sources/{nth}/note", text, origin)
                    yield Said(f"/sources/{nth}/type", kind, origin)
                    if kind == "model":
                        yield Said(f"/sources/{nth}/relation", "model_generated", origin)


def _taken_down(entries: list[tuple[str, Node]]) -> Iterator[Said]:
    for at, entry in entries:
        if text_at(entry, "Taken Down").lower() == "true":
            yield Said("/maintenance/status", "withdrawn", f"{at}/Taken Down")
