"""Files are written whole or not at all.

A text goes into a temporary file beside its target, `.policylint-xxxxxxxx.tmp`, which then takes the target's place. A
run that is killed leaves at most that, and the next one that writes into the folder takes it away: nobody holds its
lock any more.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress

from policylint.lean import TYPE_CHECKING
from policylint.reading import OUTSIDE, leads_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

_BEGINS, _ENDS = ".policylint-", ".tmp"
_RANDOM = 4
"""Bytes of a temporary name that nobody can foresee."""


def write_whole(file: str, text: str) -> None:
    """Write a text to a file: whole or not at all; to a device or a pipe as it comes.

    Through a link, unless it leads out of its repository: who wrote the link may not be who calls.

    A file that is there keeps its mode, and every end of a line is written as the text has it.

    Raises OSError.
    """
    write_pieces(file, (text,))


def write_pieces(file: str, pieces: Iterable[str]) -> None:
    """Write a text that comes in pieces, as `write_whole` does. Raises OSError, and whatever making a piece raises."""
    if leads_out(file):
        raise OSError(0, OUTSIDE, file)
    if os.path.exists(file) and not os.path.isfile(file):
        with open(file, "w", encoding="utf-8", newline="") as opened:
            opened.writelines(pieces)
        return
    target = os.path.realpath(file)
    mode = stat.S_IMODE(os.stat(target).st_mode) if os.path.lexists(target) else None
    with _written(os.path.dirname(target), pieces, 0o666 if mode is None else mode) as temporary:
        if mode is not None:
            os.chmod(temporary, mode)  # what the umask has taken from it
        os.replace(temporary, target)


def write_bytes(file: str, data: bytes, mode: int) -> None:
    """Write a file of our own, whole or not at all, never through a link. Raises OSError.

    What a crash of the machine takes from it is found out by who reads it.
    """
    temporary = os.path.join(os.path.dirname(file), f"{_BEGINS}{os.urandom(_RANDOM).hex()}{_ENDS}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
            opened.write(data)
        with suppress(FileNotFoundError):
            os.unlink(file)  # a file system may wait for the disk where one file takes the place of another
        os.replace(temporary, file)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def write_new(file: str, text: str) -> None:
    """Write a text to a file that is not there yet, with the folders it needs: whole or not at all, never over another.

    Raises OSError, FileExistsError among them.
    """
    folder = os.path.dirname(os.path.abspath(file))
    os.makedirs(folder, exist_ok=True)
    with _written(folder, (text,), 0o666) as temporary:
        os.link(temporary, file)  # unlike a rename, it fails where a file is


@contextmanager
def _written(folder: str, pieces: Iterable[str], mode: int) -> Iterator[str]:
    """A temporary file in a folder that holds a text, on the disk and not only on its way there."""
    _sweep(folder)
    name, opened = "", None
    try:
        while opened is None:
            name = os.path.join(folder, f"{_BEGINS}{os.urandom(_RANDOM).hex()}{_ENDS}")
            opened = _held_file(name, mode)
        with opened:
            opened.writelines(pieces)
            opened.flush()
            os.fsync(opened.fileno())
            if sys.platform != "win32":  # which moves no file that is open
                yield name
        if sys.platform == "win32":
            yield name
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _held_file(name: str, mode: int) -> TextIO | None:
    """A new file, never one that a link leads to, held by its lock; None if another run took it for a stray one."""
    file = open(  # noqa: SIM115 - whoever asks for it closes it
        name, "x", encoding="utf-8", newline="", opener=lambda path, flags: os.open(path, flags, mode)
    )
    if _held(file.fileno()) and os.path.lexists(name):
        return file
    file.close()
    return None


def _sweep(folder: str) -> None:
    """Take away the temporary files of runs that are no more."""
    if sys.platform == "win32":
        return
    with os.scandir(folder) as entries:
        left = [one.path for one in entries if one.name.startswith(_BEGINS) and one.name.endswith(_ENDS)]
    for path in left:
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if _held(descriptor):
                    os.unlink(path)
            finally:
                os.close(descriptor)


def _held(descriptor: int) -> bool:
    """Whether nobody else holds the lock of a file; from now on it is held here."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 - only where something is written

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
