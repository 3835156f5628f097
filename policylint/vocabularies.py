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
    if type(term) is str and type(other) is str:
        return other in up(term, vocabulary)
    if isinstance(term, bool) or isinstance(other, bool):
        return term is other
    return bool(other in (term, "any"))


@lru_cache(maxsize=1 << 14)
def up(term: str, vocabulary: str | None) -> tuple[str, ...]:
    """A term and all that it is below, the nearest first and `any` at the end.

    >>> up("research.academic", "purpose"), up("2.1", None)
    (('research.academic', 'research', 'any'), ('2.1', 'any'))
    """
    found = [term]
    while (wider := _broader(found[-1], vocabulary)) is not None:
        found.append(wider)
    return (*found, "any")


def _broader(term: str, vocabulary: str | None) -> str | None:
    if vocabulary in ENUMS:
        wider: str | None = ENUMS[vocabulary].get("broader", {}).get(term)
        return wider
    head, dot, _ = term.rpartition(".")
    return head if dot and vocabulary is not None else None


def is_text(terms: Iterable[Any]) -> bool:
    """Whether all terms are texts, as those of vocabularies are."""
    return _TEXT.issuperset(map(type, terms))


_TEXT = frozenset((str,))


def above(terms: Iterable[str], vocabulary: str) -> frozenset[str]:
    """The terms of a vocabulary that some of these are, or are below.

    >>> sorted(above(["research.academic"], "purpose"))
    ['any', 'research', 'research.academic']
    """
    return _all_above(tuple(terms), vocabulary)


@lru_cache(maxsize=1 << 12)
def _all_above(terms: tuple[str, ...], vocabulary: str) -> frozenset[str]:
    return frozenset(one for term in terms for one in up(term, vocabulary))


class Partial(list["Any"]):
    """A list of which some elements are known; `open_to` are those that may be in it as well, by default any."""

    def __init__(self, known: Iterable[Any], open_to: Iterable[Any] = ("any",)) -> None:
        super().__init__(known)
        self.open_to = frozenset(open_to)
