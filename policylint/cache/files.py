"""Files of the cache: each whole or not at all, with the digest of what it holds, ours alone.

They are read with `marshal`, as Python reads its own bytecode: like that, they
are trusted because nobody else can write them: what belongs to somebody else, or stands where others may write, is
not read.
"""

from __future__ import annotations

import marshal
import os
import sys
from _blake2 import blake2b
from stat import S_ISREG, S_IWGRP, S_IWOTH

from policylint import __version__, resources
from policylint.reading import whole

TYPE_CHECKING = False  # as type checkers take it to be true: importing `typing` costs what starting Python does
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_FORMAT = 1
_DIGEST = 20
_OLD = 30 * 24 * 60 * 60
"""Seconds after which a file that was not written again is swept away."""
_SWEPT = 8
"""How many of 256 times a file is written the old ones beside it are swept away."""
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def digest(*contents: bytes) -> bytes:
    """The digest of contents, one after the other."""
    state = blake2b(digest_size=_DIGEST)
    for content in contents:
        state.update(content)
    return state.digest()


def digest_of(value: Any) -> bytes:
    """The digest of plain values; equal ones have equal digests. Raises ValueError for what is none."""
    return digest(marshal.dumps(value, 2))  # version 2 writes no references, so identity does not count


def read(file: str) -> Any:
    """What a file holds; None if it is not there, broken, not ours, or may be written by others."""
    try:
        with open(file, "rb", opener=_as_it_is) as opened:
            status = os.fstat(opened.fileno())
            if not S_ISREG(status.st_mode) or not _ours(status) or not _ours(os.stat(os.path.dirname(file))):
                return None
            data = opened.read()
        body = data[_DIGEST:]
        ours = data[:_DIGEST] == digest(_stamp_of_format(), body)
        return marshal.loads(body) if ours else None  # noqa: S302 - as the docstring of the module says
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _as_it_is(file: str, flags: int) -> int:
    """Open a file: no link, and without waiting, as a pipe would."""
    return os.open(file, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _ours(status: os.stat_result) -> bool:
    """Whether a file or a folder is ours, and nobody else may write it."""
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & (S_IWGRP | S_IWOTH))


def write(file: str, value: Any) -> None:
    """Keep plain values in a file, and at times sweep beside it. What cannot be kept is not, which is no error."""
    from policylint.writing import write_bytes  # noqa: PLC0415 - not for what is only read

    try:
        body = marshal.dumps(value)
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        head = digest(_stamp_of_format(), body)
        write_bytes(file, head + body, mode=0o600)
        if head[0] < _SWEPT:
            sweep(os.path.dirname(file))
    except (OSError, ValueError):
        return


def _stamp_of_format() -> bytes:
    """What a file must have been written by: marshal differs between versions of Python."""
    return f"{_FORMAT} {sys.implementation.cache_tag} {sys.hexversion}".encode()


def sweep(folder: str) -> None:
    """Delete the files of a folder that were written long before the last one."""
    try:
        with os.scandir(folder) as entries:
            written = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.is_file()]
        last = max((time for time, _ in written), default=0)
        for time, path in written:
            if last - time > _OLD:
                os.unlink(path)
    except OSError:
        return  # another process sweeps too


def code() -> bytes:
    """The digest of policylint itself: its version, and when its files were written.

    Installing writes its folder anew. A checkout changes file by file, without its version changing.
    """
    if not _CODE:
        packed = resources.root().startswith(_PACKAGE)
        stamps = [_installed()] if packed else sorted(_shipped())
        _CODE.append(digest(repr((_FORMAT, __version__, sys.hexversion, stamps)).encode()))
    return _CODE[0]


_CODE: list[bytes] = []
"""Looked up once: what runs is what was read when it started."""


def _installed() -> tuple[str, int, int]:
    status = os.stat(_PACKAGE)
    return _PACKAGE, status.st_ino, status.st_ctime_ns


def _shipped() -> Iterator[tuple[str, int, int]]:
    """Each file that a checkout brings, with its size and time."""
    waiting = [_PACKAGE, *(resources.path(name) for name in ("policies", "registry"))]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if "." not in entry.name:
                    if entry.name != "__pycache__" and entry.is_dir():
                        waiting.append(entry.path)
                else:
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns


def content(path: str) -> bytes | None:
    """The digest of a file's bytes; None where it cannot be read."""
    try:
        return digest(whole(path))
    except OSError:
        return None
