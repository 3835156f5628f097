"""How the readers of formats state licences: one entry each, with the words and the address that it stood in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from policylint.documents.node import MAPPING
from policylint.findings import Problem
from policylint.formats.draft import Said
from policylint.formats.values import expression, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document
    from policylint.documents.node import Node
    from policylint.formats.draft import Origin

LICENSE_LIST = "policylint/license-list"
UNNAMED_LICENSE = "policylint/unnamed-license"


class Stated(NamedTuple):
    """One licence as a document states it: its name or id, its address, and where each stands. "" where it has none.

    `words` are the publisher's own, where they stand beside the name.
    """

    name: str
    name_at: Origin
    url: str = ""
    url_at: Origin = ""
    applies_to: str = "dataset"
    words: str = ""
    words_at: Origin = ""


def licenses_said(document: Document, stated: list[Stated], listed_at: str, first: int = 0) -> Iterator[Said | Problem]:
    """The statements that a document's licences make, all of which are taken to apply.

    Several on the same part are a list of which it is not said whether one may choose.
    """
    for index, one in enumerate(stated, start=first):
        yield from _said(f"/licenses/{index}", one)
    if len([one for one in stated if one.applies_to == "dataset"]) > 1:
        yield list_of_licenses(document, len(stated), listed_at)


def _said(at: str, one: Stated) -> Iterator[Said]:
    text, origin = (one.name, one.name_at) if one.name else (one.url, one.url_at)
    yield Said(f"{at}/applies_to", one.applies_to, origin)
    yield Said(f"{at}/license", expression(text), origin)
    if one.words:
        yield Said(f"{at}/declared", one.words, one.words_at)
    elif one.name:
        yield Said(f"{at}/declared", one.name, one.name_at)
    if one.url:
        yield Said(f"{at}/declared_in", one.url, one.url_at)


def unnamed(document: Document, item: Node, pointer: str) -> Iterator[Problem]:
    """That an entry of a list of licences names none; nothing where it has a text at all."""
    if any(text_of(value) for _, value in (item.value if item.kind == MAPPING else [(None, item)])):
        return
    yield Problem(
        UNNAMED_LICENSE,
        document.path,
        document.span(f"{pointer}/name"),
        "this entry names no licence",
        "Write the licence's name, or take the entry out; until then nothing is taken to be granted by it.",
        pointer,
        severity="warning",
    )


def list_of_licenses(document: Document, count: int, pointer: str) -> Problem:
    """That it is not said what several licences mean together."""
    return Problem(
        LICENSE_LIST,
        document.path,
        document.span(pointer),
        f"{count} licences are listed, and not whether one may choose, all apply, or each has its part",
        "Say it in a datasheet: `A OR B`, `A AND B`, or by subset; until then all of them are taken to apply.",
        pointer,
        severity="warning",
    )
