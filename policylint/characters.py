"""The characters that a terminal would obey instead of showing them."""

from __future__ import annotations

import re
from functools import cache

_UNPRINTABLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls but tab, line feed, carriage return
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"  # line separators, byte order mark, non-characters, surrogates
)


@cache
def unprintable() -> re.Pattern[str]:
    """The characters that a terminal would obey, or show as something else, instead of showing them."""
    return re.compile(_UNPRINTABLE)


def has_unprintable(text: str) -> bool:
    """Whether a text holds such a character. Most texts are settled without the pattern."""
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        return False
    return unprintable().search(text) is not None
