"""The order of terms: what is equal to, or below, what."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from policylint.shapes._table import ENUMS

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=1 << 14, typed=True)
def below(term: Any, other: Any, vocabulary: str | None) -> bool:
    """Whether a term is another one, or below it in its vocabulary. Everything is below `any`.

    Dotted terms are below what stands before a dot; other vocabularies name
    the broader term of each.

    >>> below("research.academic", "research", "purpose"), below("author", "maker", "role")
    (True, True)
    """
    if isinstance(term, bool) or isinstance(other, bool):
        return term is other
    if other in (term, "any"):
        return True
    if not isinstance(term, str) or not isinstance(other, str):
        return False
    if term.startswith(other + "."):
        return True
    broader = ENUMS[vocabulary].get("broader", {}) if vocabulary in ENUMS else {}
    return term in broader and below(broader[term], other, vocabulary)


class Partial(list[Any]):
    """A list of which some elements are known; `open_to` are those that may be in it as well, by default any."""

    def __init__(self, known: Iterable[Any], open_to: Iterable[Any] = ("any",)) -> None:
        super().__init__(known)
        self.open_to = frozenset(open_to)
