"""What is held and nobody describes: names on disk, hashes of a manifest, coordinates in lists.

What advisories may be about becomes a sheet that says what it is called and no
more. The rules in force judge it, as they judge a dataset that a use names and
nobody describes.
"""

from __future__ import annotations

import os
import re
from collections import Counter

from policylint.advisories.match import matches
from policylint.advisories.names import find
from policylint.audit.lists import named
from policylint.coordinates import normal
from policylint.discover import is_document
from policylint.documents import Document, load
from policylint.facts.advisories import known_sheet
from policylint.facts.common import UNDESCRIBED, Item, Sheet
from policylint.findings import START, Problem, Span
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from policylint.advisories.registry import Registry
    from policylint.audit.walk import Entry

_ENDINGS = re.compile(
    r"(?:\.(?:tar|zip|tgz|tbz2?|txz|gz|bz2|xz|zst|7z|rar|torrent|aria2|part\d*|rec|idx|lst|bin|lmdb|mdb|h5|hdf5|npy|npz|mat"
    r"|pkl|pickle|parquet|arrow|feather|tfrecords?|jsonl?|csv|tsv|txt|db|sqlite|img|iso|dvc|pth?|ckpt|safetensors|onnx))+",
    re.IGNORECASE,
)
"""Endings of archives, records and weights; a name is what stands before them."""
_PROSE = (
    ".md", ".rst", ".html", ".htm", ".tex", ".pdf", ".bib", ".py", ".ipynb", ".r", ".sh", ".js", ".ts", ".c", ".cc",
    ".cpp", ".h", ".java", ".go", ".rs", ".yaml", ".yml", ".toml", ".cfg", ".ini",
)  # fmt: skip
"""Endings of files that speak of data and hold none."""
_HUB = re.compile(r"datasets--(?P<owner>[\w.]+(?:-[\w.]+)*)--(?P<name>[\w.-]+)")
"""What the Hugging Face cache calls the folder of a dataset."""
_MOST = 20
"""Names in one folder that are listed for one advisory; the rest are counted."""


class Holdings(NamedTuple):
    """How much was looked at, the sheets of what advisories may be about, and what stood in the way."""

    looked: int
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()


class Holder:
    """Looks at names, hashes and lists one at a time, and keeps only what an advisory may be about."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.looked = 0
        self.problems: list[Problem] = []
        self._sheets: dict[str, Sheet] = {}
        self._folders: set[tuple[str, str]] = set()
        self._listed: Counter[tuple[str, str]] = Counter()

    def made(self) -> Holdings:
        """What was found, with a line for each folder of which not all was listed."""
        more = [
            _problem("audit/more", folder, f"{count - _MOST} more names here are those of {identifier}",
                     "Settle those that are listed; the rest is very likely the same.")
            for (folder, identifier), count in sorted(self._listed.items()) if count > _MOST
        ]  # fmt: skip
        return Holdings(self.looked, tuple(self._sheets.values()), (*self.problems, *more))

    def unreadable(self, path: str, error: OSError) -> None:
        """Note what could not be looked into."""
        why = (error.strerror or "it cannot be read").lower()
        remedy = "Make it readable and run again, or name it under `exclude` in the config."
        message = f"this could not be looked into: {why}; what it holds is not known"
        self.problems.append(_problem("audit/unreadable", path, message, remedy))

    def name(self, entry: Entry) -> None:
        """Look at a name on disk; what lies in a folder of that name is not told again."""
        self.looked += 1
        name = entry.parts[-1] if entry.parts else ""
        if not entry.folder and (is_document(entry.path) or name.lower().endswith(_PROSE)):
            return
        value = _hub(name) or self._value(name if entry.folder else _ENDINGS.sub("", name), entry.parts[:-1])
        if value is None:
            return
        ids = [one for one in self._ids(value) if not self._told(entry.path, one)]
        if entry.folder:
            self._folders |= {(entry.path, one) for one in ids}
        if self._listable(os.path.dirname(entry.path), ids):
            self._sheets.setdefault(entry.path, _sheet(value, _unopened(entry.path)))

    def hash(self, path: str, sha256: str) -> None:
        """Look at the hash of a file, which says more than any name."""
        self.looked += 1
        if sha256 in self.registry.index["hashes"]:
            value = {"id": os.path.basename(path), "releases": [{"sha256": sha256}]}
            self._sheets[path] = _sheet(value, _unopened(path))

    def listing(self, path: str) -> None:
        """Look at what a file that lists data names."""
        document = load(path)
        if not document.text:
            self.problems += [_problem("audit/unreadable", path, one.message, one.remedy) for one in document.problems]
        for text, span, is_path in named(document.lines, path):
            self.looked += 1
            *above, last = [part for part in text.split("/") if part] or [""]
            value = self._value(_ENDINGS.sub("", last), above) if is_path else _coordinate(text)
            if value is not None and self._listable(path, self._ids(value)):
                self._sheets[f"{path}\0{span.line}\0{span.column}"] = _sheet(value, document, span)

    def _value(self, name: str, above: list[str]) -> dict[str, Any] | None:
        """What a name on a path says of a dataset; None where no advisory has such a name. The path confirms a name."""
        if not any(True for _ in find(name, self.registry.index["names"])):
            return None
        return {"id": name, "description": " / ".join(above)}

    def _ids(self, value: dict[str, Any]) -> list[str]:
        """The advisories that may be about what is called so."""
        sheet = _sheet(value, _unopened(""))
        return [one.advisory for one in matches(known_sheet(Item(value, sheet, "")), self.registry)]

    def _told(self, path: str, identifier: str) -> bool:
        """Whether a folder above is one of that advisory."""
        while path := os.path.dirname(path.rstrip("/")):
            if (path, identifier) in self._folders:
                return True
            if path == "/":
                break
        return False

    def _listable(self, folder: str, ids: list[str]) -> bool:
        """Whether there is something to tell, and not too much of it has been told of that folder."""
        for one in ids:
            self._listed[folder, one] += 1
        return any(self._listed[folder, one] <= _MOST for one in ids)


def _hub(name: str) -> dict[str, Any] | None:
    match = _HUB.fullmatch(name)
    return _coordinate(f"hf:{match['owner']}/{match['name']}") if match is not None else None


def _coordinate(text: str) -> dict[str, Any]:
    kind, _, rest = normal(text).partition(":")
    return {"id": text, "identifiers": {kind: text if kind == "url" else rest}}


def _unopened(path: str) -> Document:
    """What stands for a file that is not opened."""
    return Document(path, "", None, ())


def _sheet(value: dict[str, Any], document: Document, span: Span | None = None) -> Sheet:
    """What stands for the datasheet of what nobody describes, at a place of a document."""
    origins = {"/id": span, "/identifiers": span} if span is not None else {}
    return Sheet({**value, "uses": {"intended": []}}, document, "datasheet", origins, UNDESCRIBED)


def _problem(rule: str, path: str, message: str, remedy: str) -> Problem:
    return Problem(rule, path or ".", START, message, remedy, severity="warning")
