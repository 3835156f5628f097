"""What a licence's text says: which licence it is by its heading, else the first sentence that restricts use."""

from __future__ import annotations

import re
from functools import lru_cache

from policylint.beside import speaks_of_data
from policylint.documents import lines_of
from policylint.findings import Span
from policylint.lean import NamedTuple
from policylint.licenses.prose import Section, sentences
from policylint.licenses.resolver import Resolution, resolve

_HEADING_LINES = 6
_KEPT_OUT = frozenset(("academic-only", "non-commercial"))


class TextRead(NamedTuple):
    """What a text comes to, in which words, and where they stand."""

    found: Resolution
    words: str
    span: Span


def heading(text: str) -> str | None:
    """The licence whose name the first lines of a text are.

    >>> heading("Creative Commons Attribution 4.0 International\\n\\nBy exercising the Licensed Rights …")
    'CC-BY-4.0'
    """
    lines = [line.strip() for line in lines_of(text) if line.strip()][:_HEADING_LINES]
    found = [resolve(" ".join(lines[:count])) for count in (1, 2, 3)]
    return next((one.license for one in found if one.license is not None), None)


@lru_cache(maxsize=64)
def text_read(text: str) -> TextRead | None:
    """What a licence's text comes to; None where it is no licence that is known, and restricts nothing.

    What it adds on the dataset to the licence in its heading comes first.
    """
    lines = lines_of(text)
    named = heading(text)
    if named is not None:
        added = _restricting(lines, of_the_data=True) if speaks_of_data(text) else None
        if added is not None:
            return added
        first = next(number for number, line in enumerate(lines, start=1) if line.strip())
        shown = lines[first - 1].rstrip()
        start = len(shown) - len(shown.lstrip())
        return TextRead(resolve(named), named, Span(first, start + 1, first, len(shown) + 1))
    if "gnu " in text.lower():
        return None  # its licences speak of "noncommercial distribution" of object code
    return _restricting(lines)


def _restricting(lines: tuple[str, ...], *, of_the_data: bool = False) -> TextRead | None:
    """The first sentence that keeps uses out, of all or of those on the dataset."""
    said = (one for one in sentences(Section("", 1, lines)) if not of_the_data or speaks_of_data(one.text))
    read = (TextRead(resolve(one.text), one.text, one.span) for one in said)
    return next((one for one in read if _restricts(one)), None)


def _restricts(read: TextRead) -> bool:
    """Whether a sentence keeps uses out beyond doubt: a legal text is full of words that only sound so."""
    if not _KEPT_OUT.isdisjoint(read.found.restrictions):
        return True
    return _is_non_commercial(read.found) and _is_non_commercial(resolve(_EITHER.sub(" ", read.words)))


def _is_non_commercial(found: Resolution) -> bool:
    """Whether what a text names is a non-commercial licence of Creative Commons, whatever its version."""
    return found.status == "ambiguous" and "".join(found.candidates[:1]).startswith("CC-BY-NC")


_EITHER = re.compile(r"\bcommercial (?:or|and) non-?commercial\b", re.IGNORECASE)
"""With it, "for any purpose, commercial or non-commercial, and by any means" has all letters of such a licence."""
