"""How the readers of formats state licences: one entry each, with the words and the address that it stood in."""

from __future__ import annotations

import re

from policylint.documents.node import MAPPING
from policylint.findings import Problem
from policylint.formats.draft import Said
from policylint.formats.values import expression, text_of
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policylint.documents import Document
    from policylint.documents.node import Node
    from policylint.formats.draft import Origin

LICENSE_LIST = "policylint/license-list"
ITEM_LICENSES = "policylint/item-licenses"
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
    yield no_license(document, pointer, "name")


def no_license(document: Document, pointer: str, key: str) -> Problem:
    """That an entry names no licence under the key for it."""
    return Problem(
        UNNAMED_LICENSE,
        document.path,
        document.span(f"{pointer}/{key}"),
        "this entry names no licence",
        "Write the licence's name, or take the entry out; until then nothing is taken to be granted by it.",
        pointer,
        severity="warning",
    )


_COLUMN = re.compile(r"(?i)(?:[a-z]+[_ -])?licen[cs]es?(?:[_ -]?(?:id|name|url|type|code|text))?")


def is_license_column(name: str) -> bool:
    """Whether a column of the data is called as one that holds the licence of each row.

    >>> [name for name in ("license", "image_license", "licenseUrl", "licensed_users") if is_license_column(name)]
    ['license', 'image_license', 'licenseUrl']
    """
    return _COLUMN.fullmatch(name) is not None


def column_said(document: Document, licenses: int, columns: Iterable[tuple[str, str]]) -> Iterator[Said | Problem]:
    """That each item of the data has its own licence, in the first of the columns (name and pointer) that says so.

    The document shows the column and not what is in it. `licenses` are stated before, on the whole.
    """
    column, at = next(((name, at) for name, at in columns if is_license_column(name)), (None, ""))
    if column is None:
        return
    if not licenses:
        yield Said("/licenses/0/applies_to", "contents", at)
        yield Said("/licenses/0/license", "NOASSERTION", at)
    for index in range(max(licenses, 1)):
        yield Said(f"/licenses/{index}/per_item/column", column, at)
    message = f"each item has a licence of its own in the column `{column}`, which is not here to be read"
    remedy = "Hand the items over as a ledger, or name their table under `per_item.path` of the licence in a datasheet."
    yield Problem(ITEM_LICENSES, document.path, document.span(at), message, remedy, at, severity="info")


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
