"""Files that others wrote are opened here: regular ones, inside their repository, without waiting, up to a bound."""

from __future__ import annotations

import errno
import os
import stat
from _blake2 import blake2b

TYPE_CHECKING = False  # as type checkers take it to be true: importing `typing` costs what starting Python does
if TYPE_CHECKING:
    from typing import BinaryIO

MAX_BYTES = 2 * 1024 * 1024
"""The largest document that is parsed."""

LARGEST = 64 * 1024 * 1024
"""Bytes of a text that is read whole."""
OUTSIDE = "it is a link out of the repository"


def opened(path: str) -> BinaryIO:
    """A regular file, open to be read; never through a link out of its repository. Raises OSError."""
    return open(_descriptor(path)[0], "rb")


def first_bytes(path: str, most: int = MAX_BYTES + 1) -> tuple[int, bytes]:
    """The size of such a file and so many of its first bytes, by default one beyond the bound of documents.

    Raises OSError.
    """
    file, size = _descriptor(path)
    try:
        data = os.read(file, min(size + 1, most))  # no more is made ready than it says that it has
        while len(data) < most and (more := os.read(file, most - len(data))):
            data += more
    finally:
        os.close(file)
    return size, data


def _descriptor(path: str) -> tuple[int, int]:
    """The open descriptor of such a file, and its size. Raises OSError."""
    if leads_out(path):
        raise OSError(0, OUTSIDE, path)
    file = os.open(path, _WITHOUT_WAITING)
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode):
        os.close(file)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        raise OSError(0, "it is not a regular file", path)
    return file, found.st_size


_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Open without waiting for somebody to write, as a pipe would."""


def digest(data: bytes) -> str:
    """The digest of what was read."""
    return blake2b(data, digest_size=20).hexdigest()


def whole(path: str, most: int = LARGEST) -> bytes:
    """The bytes of such a file, which are so many at most. Raises OSError."""
    data = first_bytes(path, most + 1)[1]
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most // (1024 * 1024)} MiB", path)
    return data


def text_of(path: str) -> str:
    """The text of such a file with its own line ends. Raises OSError, UnicodeDecodeError."""
    return whole(path).decode()


def leads_out(path: str) -> bool:
    """Whether a path is a link in a git repository to what lies outside of it."""
    if not os.path.islink(path):
        return False
    top = repository(os.path.realpath(os.path.dirname(path)))
    return top is not None and not inside(path, top)


def repository(folder: str) -> str | None:
    """The git root that a folder lies in; None where there is none."""
    here = os.path.abspath(folder)
    while not os.path.exists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return here


def inside(target: str, root: str) -> bool:
    """Whether a path lies in a folder, links followed."""
    top = os.path.realpath(root)
    return os.path.commonpath([top, os.path.realpath(target)]) == top
