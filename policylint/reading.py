"""Reading a file without waiting, without end, or without noticing that it is none; and the digest of what was read."""

from __future__ import annotations

import os
import stat
from _blake2 import blake2b

MAX_BYTES = 2 * 1024 * 1024
"""The largest document that is parsed."""


def first_bytes(path: str) -> tuple[int, bytes]:
    """The size of a regular file and its first bytes, at most one beyond the bound. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        return status.st_size, _read(descriptor, MAX_BYTES + 1)
    finally:
        os.close(descriptor)


def _read(descriptor: int, most: int) -> bytes:
    """So many bytes, or all there are: one call may give fewer."""
    data = os.read(descriptor, most)
    if len(data) == most or not data:
        return data
    pieces, left = [data], most - len(data)
    while left and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def digest(data: bytes) -> str:
    """The digest of what was read."""
    return blake2b(data, digest_size=20).hexdigest()
