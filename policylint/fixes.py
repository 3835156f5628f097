"""Safe fixes: spellings of licences and dates that mean the same written otherwise, as edits of the source text.

A fix replaces the characters of one value. Comments, quotes, order and all
other values stay, and a text in which they would not is left as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from policylint.dates import is_date
from policylint.documents import read
from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, escape, find, plain_value, resolve
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.resolver import resolve as resolve_license
from policylint.licenses.resolver import same
from policylint.shapes._table import OBJECTS, ROOTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.documents import Document

_LICENSES = frozenset(("License.license", "Source.license", "Grant.license", "Model.license", "LicenseTerms.like"))
"""Fields that hold a licence's id or expression."""
_DATE = re.compile(r"([12]\d{3})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_PLAIN = re.compile(r"[A-Za-z0-9(][A-Za-z0-9 .+()-]*")


class Fix(NamedTuple):
    """One value to be written otherwise. `start` and `end` are offsets of its characters in the text."""

    pointer: str
    line: int
    column: int
    start: int
    end: int
    old: str
    new: str
    why: str


class Fixed(NamedTuple):
    """A text with its fixes, and those that could not be made, each with the reason."""

    text: str
    fixes: tuple[Fix, ...]
    left: tuple[tuple[Fix, str], ...]


def fixed(document: Document, kind: str) -> Fixed:
    """The text of a datasheet or use declaration with every safe fix made."""
    if document.root is None:
        return Fixed(document.text, (), ())
    made: list[Fix] = []
    left: list[tuple[Fix, str]] = []
    starts = _line_starts(document.text)
    for pointer, node, new, why in _wanted(document.root, kind):
        fix = _located(document.text, starts, pointer, node, new, why)
        reason = _cannot(document, fix, node)
        if reason:
            left.append((fix, reason))
        else:
            made.append(fix)
    text = _replaced(document.text, made)
    if made and not _is_the_same(document, read(text.encode(), document.path), made):
        return Fixed(
            document.text, (), tuple(left) + tuple((fix, "the file would then read otherwise") for fix in made)
        )
    return Fixed(text, tuple(made), tuple(left))


# which values


def _wanted(root: Node, kind: str) -> Iterator[tuple[str, Node, str, str]]:
    """The values to write otherwise: pointer, node, the new text, and why."""
    for pointer, node, is_license in _spelled(root, {"kind": "object", "name": ROOTS[kind]}, "", license_field=False):
        new = same(node.value) if is_license else _date(node.value)
        if new is not None and new != node.value:
            yield pointer, node, new, _why_license(node.value, new) if is_license else "dates are written YYYY-MM-DD"


def _why_license(old: str, new: str) -> str:
    """Why an id is written otherwise; what the licensor alone knows is said with it."""
    why = resolve_license(old).why
    if new.endswith("-only") and not old.lower().endswith("only"):
        return f"{why}; if the licensor allows later versions, write {new.removesuffix('only')}or-later"
    return why


def _spelled(
    node: Node, kind: dict[str, Any], pointer: str, *, license_field: bool
) -> Iterator[tuple[str, Node, bool]]:
    """The scalars of a tree that a shape takes for licences, or for dates."""
    for one in kind["of"] if kind["kind"] == "union" else [kind]:
        if one["kind"] == "object" and node.kind == MAPPING:
            fields = OBJECTS[one["name"]]["fields"]
            for key, child in node.value:
                if key.value in fields:
                    said = f"{one['name']}.{key.value}" in _LICENSES
                    at = f"{pointer}/{escape(key.value)}"
                    yield from _spelled(child, fields[key.value]["type"], at, license_field=said)
        elif one["kind"] == "map" and node.kind == MAPPING:
            for key, child in node.value:
                of = one.get("known", {}).get(key.value, one["of"])
                yield from _spelled(child, of, f"{pointer}/{escape(key.value)}", license_field=False)
        elif one["kind"] == "list" and node.kind == SEQUENCE:
            for index, child in enumerate(node.value):
                yield from _spelled(child, one["of"], f"{pointer}/{index}", license_field=license_field)
        elif node.kind == SCALAR and (one["kind"] == "date" or (license_field and one["kind"] == "string")):
            yield pointer, node, license_field


def _date(text: str) -> str | None:
    """A date as ISO 8601 writes it; None where it could be another day.

    >>> _date("2026-1-5"), _date("2026/01/05"), _date("2026.7"), _date("05/01/2026"), _date("2026-13-01")
    ('2026-01-05', '2026-01-05', '2026-07', None, None)
    """
    match = _DATE.fullmatch(text)
    if match is None or is_date(text):
        return None
    year, _, month, day = match.groups()
    written = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return written if is_date(written) else None


# where, and whether it can be


def _line_starts(text: str) -> list[int]:
    """The offset at which each line of a text begins."""
    return [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]


def _located(text: str, starts: list[int], pointer: str, node: Node, new: str, why: str) -> Fix:
    """The fix of a node: quotes stay outside of it."""
    start, end = (starts[mark.line] + mark.column for mark in (node.start, node.end))
    if text[start : start + 1] in ('"', "'") and not node.plain:
        start, end = start + 1, end - 1
    line = bisect_right(starts, start)
    return Fix(pointer, line, start - starts[line - 1] + 1, start, end, node.value, new, why)


def _cannot(document: Document, fix: Fix, node: Node) -> str:
    """Why a fix cannot be made in place; "" if it can."""
    if document.text[fix.start : fix.end] != fix.old:
        return "it is written with escapes, with an anchor or over several lines"
    if node.plain and (_PLAIN.fullmatch(fix.new) is None or not isinstance(resolve(fix.new), str)):
        return "it would need quotes"
    return ""


def _replaced(text: str, fixes: list[Fix]) -> str:
    for fix in sorted(fixes, key=lambda one: one.start, reverse=True):
        text = text[: fix.start] + fix.new + text[fix.end :]
    return text


def _is_the_same(before: Document, after: Document, fixes: list[Fix]) -> bool:
    """Whether two documents differ in the fixed values alone."""
    if before.root is None or after.root is None:
        return False
    for fix in fixes:
        there = find(after.root, fix.pointer)
        if there is None or there.node.value != fix.new:
            return False
        there.node.value = fix.old
    return bool(repr(plain_value(before.root)) == repr(plain_value(after.root)))
