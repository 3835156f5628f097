"""Files to typed sheets: what a file is, and what it says in the shape's own types."""

from __future__ import annotations

import os

from policylint.documents import Document, lines_of_file, load
from policylint.documents.node import MAPPING, SCALAR
from policylint.errors import InvalidFileError, PolicylintError
from policylint.facts.common import Sheet
from policylint.findings import Problem
from policylint.integrity import integrity
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import check_fragment, check_shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policylint.findings import Span
    from policylint.shapes.check import Type

_KEPT = 128


class Loaded(NamedTuple):
    """A file that was read: what it is (None: nothing we know), its typed sheet (None: it cannot be judged)."""

    document: Document
    kind: str | None
    sheet: Sheet | None
    problems: tuple[Problem, ...]
    format: str = ""
    """What the file is written in; "" where that is its kind."""

    @property
    def path(self) -> str:
        """How the file is called in output."""
        return self.document.path


class Store:
    """The sheets of a run. Of many, only the last are kept: memory does not grow with their number.

    `expected` is how many there will be.
    """

    def __init__(self, extensions: Mapping[str, Type], expected: int = 0) -> None:
        self._extensions = extensions
        self.many = expected > _KEPT
        self.sources: dict[str, Loaded] = {}
        """Those that others were made from."""
        self._kept: dict[str, Loaded] = {}
        self._given: dict[str, Loaded] = {}

    def keep(self, loaded: Loaded) -> Loaded:
        """Keep what is no file (standard input), for as long as the run lasts."""
        self._given[loaded.path] = loaded
        return loaded

    def source(self, path: str) -> Loaded:
        """A file that another was made from, kept until somebody forgets all of these."""
        loaded = self.load(path, "datasheet")
        self.sources[loaded.path] = self._kept.pop(loaded.path, loaded)
        return loaded

    def load(self, path: str, kind: str | None) -> Loaded:
        """Read and type a file; `kind` is what it is where its content does not say."""
        clean = os.path.normpath(path).replace(os.sep, "/")
        path = path if path == clean else clean  # one text for a name, however much is held of it
        known = self._held(path)
        if known is None:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            known = self._kept[path] = self.typed(load(path, path), kind)
        return known

    def _held(self, path: str) -> Loaded | None:
        """A file that is in memory."""
        return self._given.get(path) or self.sources.get(path) or self._kept.get(path)

    def glance(self, path: str, kind: str | None) -> Loaded:
        """A file that is looked at in passing; of many, it is not kept for that."""
        known = self._held(path)
        if known is None:
            known = self.load(path, kind)
            if self.many:
                self.let_go(known.path)
        return known

    def let_go(self, path: str) -> None:
        """Forget a file, unless others were made from it: what is read next takes its room while that is warm."""
        self._kept.pop(path, None)

    def datasheet(self, path: str) -> Sheet:
        """The datasheet in a file, which a command is about. Raises for a file that is none, or that has mistakes."""
        loaded = self.load(path, "datasheet")
        if loaded.sheet is None and loaded.problems:
            raise InvalidFileError(list(loaded.problems))
        if loaded.sheet is None or loaded.kind != "datasheet":
            raise PolicylintError(f"{path}: this is no datasheet")
        return loaded.sheet

    def sheet(self, path: str, kind: str | None) -> Sheet | None:
        """The typed sheet of a file; None if it cannot be judged."""
        return self.load(path, kind).sheet

    def foreign(self, path: str) -> Sheet:
        """The sheet of a document of another format, which was judged."""
        found = self.sheet(path, None)
        assert found is not None
        return found

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of a file, for a finding to show: they need not be parsed for that."""
        known = self._held(path)
        return known.document.lines if known is not None else lines_of_file(path)

    def typed(self, document: Document, kind: str | None) -> Loaded:
        """Type a document that was read elsewhere."""
        return typed(document, kind, self._extensions)


def typed(document: Document, kind: str | None, extensions: Mapping[str, Type]) -> Loaded:
    """What a document is, and its typed sheet. Its content says what it is; its name, where the content does not."""
    if document.problems:
        kind = kind or _kind_by_a_line(document) or _foreign_by_name(document)
        return Loaded(document, kind, None, document.problems if kind is not None else ())
    own = _kind_by_content(document)
    if own is None and document.root is not None:
        foreign = _foreign(document)
        if foreign is not None:
            return foreign
    kind = own or kind
    if kind is None or document.root is None:
        return _unrecognised(document)
    value, origins, problems = check_shape(document, kind, extensions)
    if problems:
        return Loaded(document, kind, None, tuple(problems))
    return Loaded(document, kind, Sheet(value, document, kind, origins), tuple(integrity(document, kind, value)))


def _foreign(document: Document) -> Loaded | None:
    """A document of another format, as a datasheet; None if nobody knows its format."""
    from policylint.formats import recognised  # noqa: PLC0415 - policylint's own files need no readers

    found = recognised(document)
    if found is None:
        return None
    draft = found.draft(document)
    value, settled, mistakes = check_fragment(document, draft.root, "datasheet")
    problems = (*(_at_origin(mistake, draft.origins) for mistake in mistakes), *draft.problems)
    said = {**{pointer: draft.origins.get(by, "") for pointer, by in settled.items()}, **draft.origins}
    origins = {**_of_the_whole(said), **said}
    sheet = None if mistakes else Sheet(value, document, "datasheet", origins, found.NAME)
    return Loaded(document, "datasheet", sheet, problems, found.NAME)


def _unrecognised(document: Document) -> Loaded:
    """A document that is nothing we know: a finding where its name says that it describes a dataset."""
    from policylint.formats import METADATA  # noqa: PLC0415 - policylint's own files need no readers

    if document.root is None or os.path.basename(document.path) not in METADATA:
        return Loaded(document, None, None, ())
    why = "the file's name says that it describes a dataset, and what it holds is in no format that policylint reads"
    remedy = "Mend what its format asks for, or leave the file out with `exclude`."
    problem = Problem("shape/unrecognised", document.path, document.span(""), why, remedy)
    return Loaded(document, "datasheet", None, (problem,))


def _of_the_whole(origins: Mapping[str, str | Span]) -> dict[str, str | Span]:
    """The origin of each value that has others inside: that of the first of them."""
    found: dict[str, str | Span] = {}
    for pointer, origin in origins.items():
        around = pointer.rpartition("/")[0]
        while around and around not in found:
            found[around] = origin
            around = around.rpartition("/")[0]
    return found


def _foreign_by_name(document: Document) -> str | None:
    """`datasheet` for a file that does not parse and was meant to describe a dataset in another format."""
    from policylint.formats import intended  # noqa: PLC0415 - only where something is wrong

    return "datasheet" if intended(document) else None


def _at_origin(problem: Problem, origins: Mapping[str, str | Span]) -> Problem:
    """A mistake of shape, shown at the pointer that the foreign document has."""
    origin = origins.get(problem.pointer, "")
    return problem._replace(pointer=origin if isinstance(origin, str) else "")


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
