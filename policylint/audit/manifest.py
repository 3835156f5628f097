"""A manifest: the path, size, time of change and SHA-256 of each file, one JSON object a line.

It is made once and kept; what has not changed since is not hashed again.
Paths count from the manifest's folder, so that it can be kept beside the data.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat

from policylint.errors import InvalidFileError
from policylint.findings import Problem, Span
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST = 64 * 1024
"""Characters of a line: paths are shorter on every system."""


class Hashed(NamedTuple):
    """A file that was hashed: its path, and what tells whether it is the same file still."""

    path: str
    size: int
    mtime: int
    """Nanoseconds since 1970."""
    sha256: str


def line_of(one: Hashed) -> str:
    """A file as a line of a manifest."""
    return json.dumps(one._asdict()) + "\n"


def read(file: str) -> Iterator[Hashed]:
    """The files that a manifest lists, as it calls them. Raises InvalidFileError at the first line that is none."""
    with open(file, encoding="utf-8", errors="replace") as lines:
        number = 0
        while line := lines.readline(_LONGEST):
            number += 1
            if line.strip():
                yield _entry(line, file, number)


def _entry(line: str, file: str, number: int) -> Hashed:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    said = value if isinstance(value, dict) else {}
    path, size, mtime, sha256 = (said.get(name) for name in Hashed._fields)
    if not isinstance(path, str) or not path or not isinstance(sha256, str) or not _SHA256.fullmatch(sha256.lower()):
        why = "this line is no entry of a manifest: an object with `path`, `size`, `mtime` and `sha256` (64 digits)"
        remedy = "Make the manifest anew with `policylint audit PATH --write-manifest FILE`."
        raise InvalidFileError([Problem("manifest/entry", file, Span(number, 1, number, 2), why, remedy)])
    return Hashed(path, _whole(size), _whole(mtime), sha256.lower())


def _whole(value: object) -> int:
    return value if isinstance(value, int) else -1


def placed(one: Hashed, manifest: str) -> str:
    """The path of a manifest's file, as it is called from here."""
    return os.path.normpath(os.path.join(os.path.dirname(manifest), one.path)).replace(os.sep, "/")


def hashed(paths: Iterable[str], known: Mapping[str, Hashed], manifest: str) -> Iterator[Hashed | tuple[str, OSError]]:
    """Each regular file with its hash, for a manifest at a path; one that cannot be read with its error.

    `known` are hashes made before, by path: they hold while size and time of
    change do. A pipe or a device is passed over: reading it may never end.
    """
    base = os.path.dirname(os.path.abspath(manifest))
    for path in paths:
        try:
            status = os.lstat(path)
            if not stat.S_ISREG(status.st_mode):
                continue
            before = known.get(path)
            same = before is not None and (before.size, before.mtime) == (status.st_size, status.st_mtime_ns)
            sha256 = before.sha256 if before is not None and same else _sha256(path)
        except OSError as error:
            yield path, error
            continue
        relative = os.path.relpath(path, base).replace(os.sep, "/")
        yield Hashed(relative, status.st_size, status.st_mtime_ns, sha256)


def _sha256(path: str) -> str:
    """The hash of a file, read piece by piece."""
    made = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:
        while piece := file.read(_CHUNK):
            made.update(piece)
    return made.hexdigest()
