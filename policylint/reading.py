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
    if leads_out(path):
        raise OSError(0, OUTSIDE, path)
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115 - whoever asks for it closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(0, "it is not a regular file", path)
    return file


def first_bytes(path: str) -> tuple[int, bytes]:
    """The size of such a file and its first bytes, at most one beyond the bound of documents. Raises OSError."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        return size, _read(file, size, MAX_BYTES + 1)


def _read(file: BinaryIO, size: int, most: int) -> bytes:
    """The first bytes of a file: all that it has, if it is as large as it says. No more is made ready for it."""
    data = file.read(min(size + 1, most))
    return data if len(data) <= size else data + file.read(most - len(data))


def digest(data: bytes) -> str:
    """The digest of what was read."""
    return blake2b(data, digest_size=20).hexdigest()


def whole(path: str, most: int = LARGEST) -> bytes:
    """The bytes of such a file, which are so many at most. Raises OSError."""
    with opened(path) as file:
        data = _read(file, os.fstat(file.fileno()).st_size, most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most // (1024 * 1024)} MiB", path)
    return data


def text_of(path: str) -> str:
    """The text of such a file with its own line ends. Raises OSError, UnicodeDecodeError."""
    return whole(path).decode()


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for somebody to write, as a pipe would."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


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
