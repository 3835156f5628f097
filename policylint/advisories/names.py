"""Names of datasets, compared by whole words: never by a piece of a word."""

from __future__ import annotations

import re

from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_BREAKS = re.compile(r"[\W_]+")
_MILLIONS = r"(?<![^\W_])(one|[0-9]+)[\W_]*(?:millions?|mn)(?![^\W_])"
_MOST_WORDS = 40
_LONGEST = 8
"""Words of the longest name that is looked for."""
SHORT = 5
"""A name of so many characters, or fewer, says nothing by itself."""


class Found(NamedTuple):
    """A name that a text holds, and whether it is the whole text."""

    name: str
    whole: bool


def words(text: str) -> list[str]:
    """The words of a name, with millions written one way.

    >>> words("MS-Celeb-1M"), words("80 Million Tiny_Images"), words("One Million Posts")
    (['ms', 'celeb', '1m'], ['80m', 'tiny', 'images'], ['1m', 'posts'])
    """
    folded = text.casefold()
    if "million" in folded or "mn" in folded:
        folded = re.sub(_MILLIONS, lambda match: match.group(1).replace("one", "1") + "m ", folded)
    return [word for word in _BREAKS.split(folded)[: _MOST_WORDS + 1] if word]


def key(text: str) -> str:
    """A name as it is looked up: its words, joined.

    >>> key("MS-Celeb-1M") == key("msceleb_1 million") == "msceleb1m"
    True
    """
    return "".join(words(text))


def find(text: str, known: Container[str]) -> Iterator[Found]:
    """The known names in a text, longest first; no word is used twice, so a part of a longer name is not found."""
    split = words(text)
    free = [True] * len(split)
    for length in range(min(len(split), _LONGEST), 0, -1):
        for start in range(len(split) - length + 1):
            name = "".join(split[start : start + length])
            if name in known and all(free[start : start + length]):
                free[start : start + length] = [False] * length
                yield Found(name, length == len(split))
