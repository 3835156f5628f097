"""Which files a run looks at: those named, and those that a walk finds by name."""

from __future__ import annotations

import os

from policylint.errors import PolicylintError
from policylint.formats import METADATA
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylint.gitignore import Ignore

_KINDS = ("datasheet", "use")
_SUFFIXES = ("yaml", "yml", "json")
_FOREIGN = METADATA | {"README.md"}
"""Names under which files of other formats are found; what they are is seen by what they hold."""
NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})
"""Folders of tools, which no walk enters."""


class Found(NamedTuple):
    """A file to look at; `kind` is what its name says it is, None if its name says nothing."""

    path: str
    kind: str | None
    named: bool


def kind_by_name(path: str) -> str | None:
    """`datasheet` or `use` for the names that a walk takes, in any case, else None.

    >>> kind_by_name("a/faces.datasheet.yaml"), kind_by_name("Use.JSON"), kind_by_name("reuse.yaml")
    ('datasheet', 'use', None)
    """
    *words, suffix = os.path.basename(path).lower().split(".")
    if suffix not in _SUFFIXES:
        return None
    return next((word for word in reversed(words) if word in _KINDS), None)


def is_the_datasheet(path: str) -> bool:
    """Whether a file is, by its name, the one datasheet of its folder, which describes what the folder holds.

    >>> is_the_datasheet("faces/datasheet.yaml"), is_the_datasheet("faces.datasheet.yaml")
    (True, False)
    """
    return os.path.basename(path).rpartition(".")[0].lower() == "datasheet" and kind_by_name(path) == "datasheet"


def is_document(path: str) -> bool:
    """Whether a walk takes a file by its name.

    >>> is_document("a/faces.datasheet.yaml"), is_document("README.md"), is_document("faces.csv")
    (True, True, False)
    """
    return kind_by_name(path) is not None or os.path.basename(path) in _FOREIGN


def discover(paths: Sequence[str], exclude: Sequence[str], base: str, *, force_exclude: bool = False) -> list[Found]:
    """The files to check, sorted and each once. Raises PolicylintError for a path that does not exist."""
    named = _ignore(exclude, base) if force_exclude else None
    found: dict[str, Found] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise PolicylintError(f"{path}: there is no such file or folder")
        if os.path.isdir(path):
            for real, one in _walk(path, _ignore(exclude, base)):
                found.setdefault(real, one)
        elif named is None or not named.matches(path, folder=False):
            found.setdefault(os.path.realpath(path), Found(_clean(path), kind_by_name(path), named=True))
    return sorted(found.values(), key=lambda one: one.path)


def _ignore(exclude: Sequence[str], base: str) -> Ignore:
    from policylint.gitignore import Ignore  # noqa: PLC0415 - a hook that names its files needs no patterns

    return Ignore(exclude, base)


def _clean(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")


def _walk(top: str, ignore: Ignore) -> Iterator[tuple[str, Found]]:
    """Files under a folder whose names are ours, without ignored ones, tools' folders and links to folders.

    Each with its real path, links followed.
    """
    unreadable: list[OSError] = []
    for folder, folders, files in os.walk(top, onerror=unreadable.append):
        ignore.enter(folder)
        folders[:] = sorted(
            name
            for name in folders
            if name not in NEVER and not ignore.matches(os.path.join(folder, name), folder=True)
        )
        real = os.path.realpath(folder)
        for name in sorted(files):
            path = os.path.join(folder, name)
            if is_document(name) and not ignore.matches(path, folder=False):
                leads = os.path.realpath(path) if os.path.islink(path) else os.path.join(real, name)
                yield leads, Found(_clean(path), kind_by_name(name), named=False)
    for error in unreadable:
        raise PolicylintError(f"{error.filename}: the folder cannot be read: {error.strerror}")
