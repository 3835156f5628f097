"""Whether a file that a document names is here and is what its hash says: read in pieces, inside the project."""

from __future__ import annotations

import hashlib
import os

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, UNKNOWN, Truth, truth
from policylint.reading import inside

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 1 << 30
"""Bytes of evidence that are read; a larger file is not verified, and not doubted."""
_PIECE = 1 << 20


def verified(origin: str, path: str, sha256: str, roots: Sequence[str]) -> Truth:
    """Whether the file at a path, counted from the folder of `origin`, has a hash.

    FALSE where it is not there or is another; UNKNOWN where it lies outside `roots`, links followed, or cannot be read.
    """
    try:
        target = os.path.join(os.path.dirname(origin), path)
        if not any(inside(target, root) for root in roots):
            return UNKNOWN
        if not os.path.isfile(target):
            return FALSE
        found = _digest(target)
    except (OSError, ValueError):
        return UNKNOWN
    return UNKNOWN if found is None else truth(found == sha256.lower())


def digest(path: str) -> str | None:
    """The SHA-256 of a file; None if it is no regular file, cannot be read, or is larger than what is read."""
    try:
        return _digest(path) if os.path.isfile(path) else None
    except (OSError, ValueError):
        return None


def digest_of(data: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def _digest(path: str) -> str | None:
    """The SHA-256 of a file; None if it is larger than what is read."""
    state, left = hashlib.sha256(), LARGEST
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            left -= len(piece)
            if left < 0:
                return None
            state.update(piece)
    return state.hexdigest()
