"""Slips of the words that are answers: `unknown` or null (nothing is said) and `none` (there is none).

`Unknown`, `None` and `"null"` are no texts: a contact of that name would pass for one that somebody gave.
"""

from __future__ import annotations

import re
from functools import cache

_BLANK = r"[ \t\r\n]*"
_END = r"(?![\s\S])"
_UNKNOWN = "(?:[Uu]+[Nn]+[Kk]+[Nn]+[Oo]+[Ww]+[Nn]+|[Nn]+[Uu]+[Ll]+)"
_NONE = "[Nn]+[Oo]+[Nn]+[Ee]+"

SAYS_SOMETHING = rf"^(?!{_BLANK}{_UNKNOWN}{_BLANK}{_END}|(?!none{_END}){_BLANK}{_NONE}{_BLANK}{_END})[\s\S]*[^ \t\r\n]"
"""A text that is neither blank nor one of the words in another case, in blanks, or with a letter too many."""
_LONGEST = 16


def meant(text: str) -> str | None:
    """The word that a text is a slip of; None for any other text, and for the words themselves.

    >>> meant("Unknown"), meant(" NONE "), meant("null"), meant("none"), meant("Nonesuch")
    ('unknown', 'none', 'unknown', None, None)
    """
    said = text.strip(" \t\r\n")
    if len(text) > _LONGEST or text in ("unknown", "none") or (said and said[0] not in "uUnN"):
        return None
    if _says_something().match(text):
        return None
    return "none" if "e" in text.lower() else "unknown" if text.strip() else None


@cache
def _says_something() -> re.Pattern[str]:
    return re.compile(SAYS_SOMETHING)
