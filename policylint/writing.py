"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_whole(file: str, text: str) -> None:
    """Write a text to a file: whole or not at all; through a link; to a device or a pipe as it comes.

    A file that is there keeps its mode, and every end of a line is written as the text has it.

    Raises OSError.
    """
    write_pieces(file, (text,))


def write_pieces(file: str, pieces: Iterable[str]) -> None:
    """Write a text that comes in pieces, as `write_whole` does. Raises OSError, and whatever making a piece raises."""
    target = os.path.realpath(file)
    if os.path.lexists(target) and not os.path.isfile(target):
        _write(target, pieces)
        return
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        _write(temporary, pieces)
        if os.path.lexists(target):
            os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(temporary, target)
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


def write_bytes(file: str, data: bytes, mode: int) -> None:
    """Write a file of our own, whole or not at all, never through a link. Raises OSError."""
    temporary = f"{file}.{os.getpid()}.tmp"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
            opened.write(data)
        os.replace(temporary, file)
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


def write_new(file: str, text: str) -> None:
    """Write a text to a file that is not there yet, with the folders it needs: whole or not at all, never over another.

    Raises OSError, FileExistsError among them.
    """
    os.makedirs(os.path.dirname(os.path.abspath(file)), exist_ok=True)
    temporary = f"{file}.{os.getpid()}.tmp"
    try:
        _write(temporary, (text,))
        os.link(temporary, file)  # unlike a rename, it fails where a file is
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


def _write(file: str, pieces: Iterable[str]) -> None:
    with open(file, "w", encoding="utf-8", newline="") as opened:  # the text's own line ends
        opened.writelines(pieces)
