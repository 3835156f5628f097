"""Bytes to documents: a tree of values with a span for every key and value.

`read` never raises for what a file holds: what is wrong with it is a `Problem`.
"""

from __future__ import annotations

import os

from policylint.characters import has_unprintable, unprintable
from policylint.documents.node import Node, SyntaxProblem, nearest, span_of
from policylint.findings import START, Place, Problem, Span
from policylint.reading import MAX_BYTES, digest, first_bytes

SUFFIXES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonld": "json",
    ".md": "markdown",
    ".markdown": "markdown",
}

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Document:
    """A file as it was read: its path, its tree (None if it has a problem), its lines.

    `offset` is the number of lines above the text that the tree was read from.
    """

    __slots__ = ("_lines", "digest", "offset", "path", "problems", "root", "text")

    def __init__(self, path: str, text: str, root: Node | None, problems: tuple[Problem, ...], offset: int = 0) -> None:
        self.path = path
        self.text = text
        self.root = root
        self.problems = problems
        self.offset = offset
        self.digest = ""
        """The digest of the bytes of the file that it was read from."""
        self._lines: tuple[str, ...] | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        if self._lines is None:
            self._lines = lines_of(self.text)
        return self._lines

    def span(self, pointer: str) -> Span:
        """What to point at for the value at a pointer, or for its nearest existing ancestor (`Stand.token`)."""
        return span_of(nearest(self.root, pointer).token, self.offset) if self.root is not None else START

    def key_span(self, node: Node) -> Span:
        """The span of a node of this document; of an empty value that libyaml sees below the last line, its end."""
        span = span_of(node, self.offset)
        if span.line <= len(self.lines):
            return span
        line, column = len(self.lines), len(self.lines[-1]) + 1
        return Span(line, column, line, column)

    def place(self, pointer: str, message: str = "") -> Place:
        """The place of the value at a pointer."""
        return Place(self.path, pointer, self.span(pointer), message)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text as every place counts them: neither a form feed nor a line separator ends one.

    >>> lines_of("a\\r\\nb\\fc\\n")
    ('a', 'b\\x0cc', '')
    """
    return tuple(_plain_ends(text).split("\n"))


def load(path: str, name: str | None = None) -> Document:
    """Read a file. `name` is how the file is called in findings; by default its path.

    A file that cannot be read is a document with a problem.
    """
    name = name or path.replace(os.sep, "/")
    try:
        size, data = first_bytes(path)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return _broken(name, "", "syntax/unreadable", f"the file cannot be read: {why}", "Make it a readable file.")
    document = read(data, name, size=size)
    document.digest = digest(data)
    return document


def lines_of_file(path: str) -> tuple[str, ...]:
    """The lines of a file that need not be parsed; those of one that cannot be read as they stand in its document."""
    try:
        return lines_of(first_bytes(path)[1].removeprefix(BYTE_ORDER_MARK).decode())
    except (OSError, UnicodeDecodeError):
        return load(path).lines


def read(data: bytes, name: str, *, size: int | None = None) -> Document:
    """Read a document from bytes; `name` says the syntax by its suffix (YAML if it says none)."""
    size = size or len(data)
    data = data.removeprefix(BYTE_ORDER_MARK)
    kind = _syntax(data, name)
    if kind != "markdown" and size > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        return _broken(
            name, "", "syntax/size", f"larger than {limit} MiB", "Describe the data; do not put the data here."
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if kind == "markdown" and error.start > len(data) - 4 and size > MAX_BYTES:
            text = data[: error.start].decode()
        else:
            return _not_utf8(name, data, error.start)
    return _parse(name, text, kind)


def _syntax(data: bytes, name: str) -> str:
    suffix = os.path.splitext(name)[1].lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    return "json" if data[:1] in (b"{", b"[") else "yaml"


def _not_utf8(name: str, data: bytes, offset: int) -> Document:
    text, span = data[:MAX_BYTES].decode("utf-8", "replace"), _after(data[:offset].decode("utf-8", "replace"))
    return _broken(name, text, "syntax/encoding", "this is not UTF-8", "Save the file as UTF-8.", span)


def _broken(name: str, text: str, rule: str, message: str, remedy: str, span: Span = START) -> Document:
    return Document(name, text, None, (Problem(rule, name, span, message, remedy),))


def _parse(name: str, text: str, kind: str) -> Document:
    offset = 0
    try:
        if kind == "markdown":
            from policylint.documents.front_matter import OFFSET, block  # noqa: PLC0415 - only cards need it

            matter = block(text)
            if matter is None:
                return Document(name, text, None, ())
            text_of_values, offset, kind = matter, OFFSET, "yaml"
        else:
            text_of_values = text
        _refuse_controls(text_of_values)
        if kind == "json":
            from policylint.documents.json_nodes import read_json  # noqa: PLC0415 - only JSON needs it

            root = read_json(text_of_values)
        else:
            from policylint.documents.yaml_nodes import read_yaml  # noqa: PLC0415 - the largest import of a run

            root = read_yaml(text_of_values)
    except SyntaxProblem as problem:
        return Document(name, text, None, (_located(name, problem, offset),))
    if root is None or (root.kind == "scalar" and root.value == ""):
        return _broken(name, text, "syntax/empty", "the document is empty", "Write a datasheet, or delete the file.")
    return Document(name, text, root, (), offset)


def _located(name: str, problem: SyntaxProblem, offset: int) -> Problem:
    related: tuple[Place, ...] = ()
    if problem.related is not None:
        related = (Place(name, "", _shift(problem.related[0], offset), problem.related[1]),)
    return Problem(problem.rule, name, _shift(problem.span, offset), problem.message, problem.remedy, related=related)


def _shift(span: Span, offset: int) -> Span:
    return Span(span.line + offset, span.column, span.end_line + offset, span.end_column)


def _refuse_controls(text: str) -> None:
    match = unprintable().search(text) if has_unprintable(text) else None
    if match is None:
        return
    raise SyntaxProblem(
        "syntax/control-character", f"the control character U+{ord(match.group()):04X} stands here",
        "Take it out; where a text needs it, write it in words.", _after(text[: match.start()]),
    )  # fmt: skip


def _after(before: str) -> Span:
    """The span of the one character that comes after a text."""
    before = _plain_ends(before)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Span(line, column, line, column + 1)


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
