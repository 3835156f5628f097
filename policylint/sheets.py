"""Files to typed sheets: what a file is, and what it says in the shape's own types."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from policylint.documents import Document, load
from policylint.documents.node import MAPPING, SCALAR
from policylint.facts.common import Sheet
from policylint.integrity import integrity
from policylint.shapes.check import check_shape

if TYPE_CHECKING:
    from policylint.findings import Problem

_KEPT = 512


class Loaded(NamedTuple):
    """A file that was read: what it is (None: nothing we know), its typed sheet (None: it cannot be judged)."""

    document: Document
    kind: str | None
    sheet: Sheet | None
    problems: tuple[Problem, ...]

    @property
    def path(self) -> str:
        """How the file is called in output."""
        return self.document.path


class Store:
    """The sheets of a run: the last ones read are kept, so that memory does not grow with their number."""

    def __init__(self) -> None:
        self._kept: dict[str, Loaded] = {}

    def load(self, path: str, kind: str | None) -> Loaded:
        """Read and type a file; `kind` is what it is where its content does not say."""
        path = os.path.normpath(path).replace(os.sep, "/")
        if path not in self._kept:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[path] = typed(load(path), kind)
        return self._kept[path]


def typed(document: Document, kind: str | None) -> Loaded:
    """What a document is, and its typed sheet. Its content says what it is; its name, where the content does not."""
    if document.problems:
        kind = kind or _kind_by_a_line(document)
        return Loaded(document, kind, None, document.problems if kind is not None else ())
    kind = _kind_by_content(document) or kind
    if kind is None or document.root is None:
        return Loaded(document, None, None, ())
    value, origins, problems = check_shape(document, kind)
    if problems:
        return Loaded(document, kind, None, tuple(problems))
    return Loaded(document, kind, Sheet(value, document, kind, origins), tuple(integrity(document, kind, value)))


def _kind_by_content(document: Document) -> str | None:
    root = document.root
    if root is None or root.kind != MAPPING:
        return None
    keys = {key.value: value for key, value in root.value}
    if "datasheet" in keys and keys["datasheet"].kind == SCALAR:
        return "datasheet"
    return "use" if "use" in keys and "datasets" in keys else None


def _kind_by_a_line(document: Document) -> str | None:
    """What a file that does not parse was meant to be: that whose key begins one of its lines.

    A file that could not even be read is taken for a datasheet, unless it is empty.
    """
    if not document.text:
        return None if document.problems[0].rule == "syntax/empty" else "datasheet"
    words = (line.lstrip(" \t{,").partition(":")[0].strip("\"' ") for line in document.lines)
    return next((word for word in words if word in ("datasheet", "use")), None)
