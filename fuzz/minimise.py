"""Make an input that breaks something as small as time allows: by lines, then by tokens, then by bytes."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECES = (re.compile(rb"[^\n]*\n?"), re.compile(rb"\w+|\s+|[^\w\s]"), re.compile(rb"(?s)."))


def minimised(data: bytes, breaks: Callable[[bytes], bool], seconds: float) -> bytes:
    """A part of some bytes that still breaks."""
    until = time.monotonic() + seconds
    for pieces in _PIECES:
        data = _without_pieces([one for one in pieces.findall(data) if one], breaks, until)
    return data


def _without_pieces(parts: list[bytes], breaks: Callable[[bytes], bool], until: float) -> bytes:
    """What is left of parts when no run of them can be spared, long runs first."""
    size = max(len(parts) // 2, 1)
    while True:
        start, spared = 0, False
        while start < len(parts) and time.monotonic() < until:
            rest = parts[:start] + parts[start + size :]
            if breaks(b"".join(rest)):
                parts, spared = rest, True
            else:
                start += size
        if time.monotonic() >= until or (size == 1 and not spared):
            return b"".join(parts)
        size = max(size // 2, 1)
