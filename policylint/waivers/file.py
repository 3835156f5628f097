"""A waiver file: its entries as values, each with its place. An entry that is malformed says nothing of the others."""

from __future__ import annotations

from policylint.dates import interval
from policylint.documents import Document, load
from policylint.documents.node import SEQUENCE
from policylint.errors import InvalidFileError
from policylint.findings import START, Problem
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import UNSAID, check_item
from policylint.waivers.values import ABSENT, digest, written

if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

    from policylint.documents.node import Node


class Excuse(NamedTuple):
    """A value that a waiver binds: as it is written (None: not said), or by its SHA-256."""

    file: str
    pointer: str
    said: str | None
    sha256: str | None

    @property
    def binds(self) -> bool:
        """Whether it holds a value at all, of a file that it names."""
        return bool(self.file) and (self.said is not None or self.sha256 is not None)

    def holds(self, now: str) -> bool:
        """Whether the value is still what was excused."""
        same = self.said is None or self.said == now
        return self.binds and same and (self.sha256 is None or digest(now) == self.sha256.lower())


class Waiver(NamedTuple):
    """One entry: what it excuses, who says so, and from which day until which."""

    id: str
    rule: str
    dataset: str | None
    use: str | None
    at: tuple[str, str] | None
    """The file and the item; "" is the file as a whole."""
    excuses: tuple[Excuse, ...]
    reason: str
    owner: str
    approved_by: str
    starts: str
    """The first day of it, ISO 8601: never before it was approved."""
    expires: str
    """The first day without it."""
    pointer: str
    """Where it stands in its file."""


class Malformed(NamedTuple):
    """An entry that excuses nothing, as far as it can be read, and what is wrong with it."""

    id: str | None
    value: dict[str, Any]
    pointer: str
    problems: tuple[Problem, ...]


class WaiverFile(NamedTuple):
    """The entries of a waiver file, in the order in which they stand there."""

    document: Document
    waivers: tuple[Waiver, ...]
    malformed: tuple[Malformed, ...]

    @property
    def path(self) -> str:
        """How the file is called in output."""
        return self.document.path

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that are taken."""
        return tuple(filter(None, (*(one.id for one in self.waivers), *(one.id for one in self.malformed))))


def read(path: str) -> WaiverFile:
    """The entries of a waiver file. Raises InvalidFileError for one that is no list of entries."""
    return entries_of(load(path))


def entries_of(document: Document) -> WaiverFile:
    """The entries of a document. A file without any may be empty. Raises InvalidFileError."""
    if [problem.rule for problem in document.problems] == ["syntax/empty"]:
        return WaiverFile(document, (), ())
    if document.problems:
        raise InvalidFileError(document.problems, "waiver file")
    if document.root is None or document.root.kind != SEQUENCE:
        span = document.span("") if document.root is not None else START
        why, remedy = "a waiver file is a list of waivers", "Write each as an entry that begins with `- id:`."
        raise InvalidFileError([Problem("waiver/malformed", document.path, span, why, remedy)], "waiver file")
    waivers: list[Waiver] = []
    malformed: list[Malformed] = []
    taken: set[str] = set()
    for index, node in enumerate(document.root.value):
        one = _entry(document, node, index, taken)
        if isinstance(one, Waiver):
            waivers.append(one)
            taken.add(one.id)
        else:
            malformed.append(one)
    return WaiverFile(document, tuple(waivers), tuple(malformed))


def _entry(document: Document, node: Node, index: int, taken: Container[str]) -> Waiver | Malformed:
    value, _, problems = check_item(document, node, "waivers", index)
    said = {key: one for key, one in value.items() if one is not UNSAID}
    pointer = f"/{index}"
    if not problems:
        problems = [_open(document, f"{pointer}/{key}", key) for key in _DECIDING if value.get(key) is UNSAID]
    if not problems and said["id"] in taken:
        why, remedy = f"another waiver has the id `{said['id']}`", "Give each waiver an id of its own."
        at = f"{pointer}/id"
        problems = [Problem("waiver/malformed", document.path, document.span(at), why, remedy, at)]
    if problems:
        return Malformed(said.get("id"), said, pointer, tuple(problems))
    starts = max(_last_day(said["approved_on"]), _last_day(said.get("starts", said["approved_on"])))
    excuses = tuple(_excuse(one) for one in said.get("excuses", ()))
    return Waiver(
        said["id"], said["rule"], said.get("dataset"), said.get("use"), at_of(said), excuses,
        said["reason"], said["owner"], said["approved_by"], starts, _first_day(said["expires"]), pointer,
    )  # fmt: skip


_DECIDING = ("use", "starts")
"""Keys without which a waiver holds elsewhere, or at once: whoever writes them says what."""


def _open(document: Document, pointer: str, key: str) -> Problem:
    why, remedy = f"`{key}` is written and not said", "Say it, or take the key out."
    return Problem("waiver/malformed", document.path, document.span(pointer), why, remedy, pointer)


def at_of(said: dict[str, Any]) -> tuple[str, str] | None:
    """The file and the item that an entry is about; None if it does not say the file."""
    place = said.get("at")
    file, pointer = (place.get("file"), place.get("pointer")) if isinstance(place, dict) else (None, None)
    return (file, pointer if isinstance(pointer, str) else "") if isinstance(file, str) else None


def _excuse(said: dict[str, Any]) -> Excuse:
    file, pointer, sha256 = (said.get(key) for key in ("file", "pointer", "sha256"))
    value = None
    if "value" in said:
        value = ABSENT if said["value"] == ABSENT else written(said["value"])
    return Excuse(
        file if isinstance(file, str) else "",
        pointer if isinstance(pointer, str) else "",
        value,
        sha256 if isinstance(sha256, str) else None,
    )


def _first_day(date: str) -> str:
    """The first day of a date: who writes a month as the end may mean its first day."""
    days = interval(date)
    assert days is not None, "the shape has typed it"
    return days[0]


def _last_day(date: str) -> str:
    days = interval(date)
    assert days is not None, "the shape has typed it"
    return days[1]
