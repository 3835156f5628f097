"""The order of terms: what is equal to, or below, what."""

from __future__ import annotations

from functools import lru_cache

from policylint.lean import TYPE_CHECKING
from policylint.shapes._table import ENUMS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def below(term: Any, other: Any, vocabulary: str | None) -> bool:
    """Whether a term is another one, or below it in its vocabulary. Everything is below `any`.

    The shapes' vocabularies name the broader term of each; in any other, dotted
    terms are below what stands before a dot. A text of no vocabulary is below
    itself alone.

    >>> below("research.academic", "research", "purpose"), below("author", "maker", "role"), below("2.1", "2", None)
    (True, True, False)
    """
    if isinstance(term, bool) or isinstance(other, bool):
        return term is other
    if other in (term, "any"):
        return True
    if vocabulary is None or not isinstance(term, str) or not isinstance(other, str):
        return False
    return _above(term, vocabulary, other) if vocabulary in ENUMS else term.startswith(other + ".")


def is_text(terms: Iterable[Any]) -> bool:
    """Whether all terms are texts, as those of vocabularies are."""
    return all(type(term) is str for term in terms)


def above(terms: Iterable[str], vocabulary: str) -> frozenset[str]:
    """The terms of a vocabulary that some of these are, or are below.

    >>> sorted(above(["research.academic"], "purpose"))
    ['any', 'research', 'research.academic']
    """
    return _all_above(tuple(terms), vocabulary)


@lru_cache(maxsize=1 << 12)
def _all_above(terms: tuple[str, ...], vocabulary: str) -> frozenset[str]:
    broader, found = ENUMS.get(vocabulary, {}).get("broader", {}), {"any"} if terms else set()
    for term in terms:
        found.add(term)
        if vocabulary in ENUMS:
            while term in broader and (term := broader[term]) not in found:
                found.add(term)
        else:
            found |= {term[:place] for place, sign in enumerate(term) if sign == "."}
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def _above(term: str, vocabulary: str, other: str) -> bool:
    """Whether a broader term of one in a vocabulary is the other."""
    broader = ENUMS[vocabulary].get("broader", {})
    return term in broader and below(broader[term], other, vocabulary)


class Partial(list["Any"]):
    """A list of which some elements are known; `open_to` are those that may be in it as well, by default any."""

    def __init__(self, known: Iterable[Any], open_to: Iterable[Any] = ("any",)) -> None:
        super().__init__(known)
        self.open_to = frozenset(open_to)
