"""The advisories at hand: an index by name, coordinate and hash, and each file read when something matches it."""

from __future__ import annotations

import os
from functools import cache

from policylint import resources
from policylint.advisories.names import key
from policylint.coordinates import normal
from policylint.documents import Document, load
from policylint.documents.node import plain_value
from policylint.errors import InvalidFileError, read_each
from policylint.findings import START, Problem
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import UNSAID, check_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

Index = dict[str, dict[str, list[str]]]
"""`names`, `coordinates` and `hashes`, each to the ids of advisories."""


class Advisory(NamedTuple):
    """One advisory: its id, and what its file says."""

    id: str
    value: dict[str, Any]

    def said(self, name: str, default: Any = None) -> Any:
        """What it says under a key; a default where it says nothing."""
        value = self.value.get(name, UNSAID)
        return default if value is UNSAID else value

    @property
    def affected(self) -> list[dict[str, Any]]:
        """The datasets that it is about."""
        listed: list[dict[str, Any]] = self.said("affected", [])
        return listed

    @property
    def dataset(self) -> str:
        """The name of the dataset that it is about."""
        return next((str(one["dataset"]) for one in self.affected if "dataset" in one), self.id)


class Registry:
    """Advisories by what a dataset is recognised by. A name that leads to no advisory is another dataset's."""

    def __init__(
        self,
        index: Index,
        files: Mapping[str, str] | None = None,
        given: Iterable[Advisory] = (),
        common: Iterable[str] = (),
        date: str = "2026-01-01",
    ) -> None:
        self.index = index
        self.date = date
        self.common = frozenset(common)
        self.remembered: dict[Any, Any] | None = None
        """What was found before, by the path of each document, while these stay the same: kept by a run alone."""
        self._files = dict(files or {})
        self._read = {one.id: one for one in given}

    def get(self, identifier: str) -> Advisory | None:
        """The advisory with an id; its file is read now, if it was not before."""
        if identifier not in self._read and identifier in self._files:
            self._read[identifier] = read(load(self._files[identifier]))
        return self._read.get(identifier)

    @property
    def ids(self) -> list[str]:
        """Every id, sorted."""
        return sorted({*self._files, *self._read})

    def upstream(self, identifier: str) -> list[str]:
        """The advisories of what a dataset was made from, at any distance, nearest first."""
        found: dict[str, None] = {}
        waiting = [identifier]
        for here in waiting:
            advisory = self.get(here)
            for above in advisory.said("upstream", []) if advisory is not None else ():
                if above not in found and above != identifier:
                    found[above] = None
                    waiting.append(above)
        return list(found)

    def of_a_run(self, remembered: dict[Any, Any]) -> Registry:
        """These advisories for one run, in which no document changes: what is found in them is remembered."""
        made = Registry(self.index, self._files, self._read.values(), self.common, self.date)
        made.remembered = remembered
        return made

    def with_own(self, own: Sequence[Advisory]) -> Registry:
        """These advisories, and others beside them. One with the id of another stands instead of it."""
        index = {kind: {name: list(ids) for name, ids in table.items()} for kind, table in self.index.items()}
        for kind, table in index_of(own).items():
            for name, ids in table.items():
                index[kind][name] = sorted({*index[kind].get(name, ()), *ids})
        return Registry(index, self._files, [*self._read.values(), *own], self.common, self.date)


def index_of(advisories: Iterable[Advisory]) -> Index:
    """An index of advisories; the order in which they come makes no difference."""
    index: Index = {"names": {}, "coordinates": {}, "hashes": {}}
    for advisory in sorted(advisories, key=lambda one: one.id):
        for affected in advisory.affected:
            names = [affected.get("dataset", UNSAID), *_list(affected.get("aliases"))]
            for kind, keys in (
                ("names", [key(name) for name in names if isinstance(name, str)]),
                ("coordinates", [normal(one) for one in _list(affected.get("identifiers"))]),
                ("hashes", [one.lower() for one in _list(affected.get("hashes"))]),
            ):
                for name in filter(None, keys):
                    ids = index[kind].setdefault(name, [])
                    if advisory.id not in ids:
                        ids.append(advisory.id)
    return index


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


EMPTY = Registry(index_of(()))
"""No advisories at all."""


@cache
def shipped() -> Registry:
    """The advisories that policylint brings."""
    from policylint.advisories import _index  # noqa: PLC0415 - it is written with what stands here

    folder = resources.path("registry", "advisories")
    files = {identifier: os.path.join(folder, *name.split("/")) for identifier, name in _index.FILES.items()}
    index = {"names": _index.NAMES, "coordinates": _index.COORDINATES, "hashes": _index.HASHES}
    return Registry(index, files, (), _index.COMMON_WORDS, _index.DATE)


def registry(folders: Sequence[str]) -> Registry:
    """The shipped advisories, with those of further folders. Raises InvalidFileError for one that cannot be read."""
    return shipped().with_own(_own(folders)) if folders else shipped()


def _own(folders: Sequence[str]) -> list[Advisory]:
    documents = [load(file, resources.display(file)) for folder in folders for file in _files(folder)]
    own = read_each(read, documents)
    known = {*shipped().ids, *(one.id for one in own)}
    problems = [
        problem
        for advisory, document in zip(own, documents, strict=True)
        for problem in _unknown_upstream(advisory, document, known)
    ]
    if problems:
        raise InvalidFileError(problems)
    return own


def _unknown_upstream(advisory: Advisory, document: Document, known: set[str]) -> list[Problem]:
    """What is wrong where an advisory names another that nobody has."""
    remedy = "Name an advisory of the registry (`policylint advisory list`), or add that one."
    places = [document.place(f"/upstream/{index}") for index, _ in enumerate(advisory.said("upstream", []))]
    return [
        Problem("advisory/upstream", place.path, place.span, f"there is no advisory `{name}`", remedy, place.pointer)
        for name, place in zip(advisory.said("upstream", []), places, strict=True)
        if name not in known
    ]


def _files(folder: str) -> list[str]:
    """The advisories in a folder and the folders in it."""
    if not os.path.isdir(folder):
        shown = resources.display(folder)
        why, remedy = "there is no such folder of advisories", "Correct `advisories` in the config."
        raise InvalidFileError([Problem("advisory/missing", shown, START, why, remedy)])
    found = sorted(
        os.path.join(here, name)
        for here, _, names in os.walk(folder)
        for name in names
        if name.endswith((".yaml", ".yml"))
    )
    if not found:
        why, remedy = "the folder holds no advisories", "Correct `advisories` in the config, or take the folder out."
        raise InvalidFileError([Problem("advisory/missing", resources.display(folder), START, why, remedy)])
    return found


def read(document: Document) -> Advisory:
    """The advisory in a file, whose name is its id. Raises InvalidFileError."""
    if document.problems or document.root is None:
        empty = Problem("advisory/syntax", document.path, START, "this is no advisory", "Write it as YAML.")
        raise InvalidFileError(document.problems or [empty])
    value, _, problems = check_shape(document, "advisory")
    identifier = os.path.splitext(os.path.basename(document.path))[0]
    if problems:
        raise InvalidFileError(
            [problem._replace(rule=problem.rule.replace("shape/", "advisory/")) for problem in problems]
        )
    return Advisory(identifier, value)


def common_words() -> tuple[list[str], list[str]]:
    """Names that settle nothing alone, and names of other datasets (`registry/advisory-names.yaml`)."""
    document = load(resources.path("registry", "advisory-names.yaml"))
    assert document.root is not None, document.problems
    value = plain_value(document.root)
    return sorted(map(key, value["common_words"])), sorted(key(one["name"]) for one in value["other_datasets"])
