"""`covers`, `within`, `intersects`, `is_a`: lists of terms, by the order of their vocabulary."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.policy.words.common import Operand, Type, Word, as_list, is_list, scalars
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial, above, below, is_text, up

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _covers(value: Any, operand: Any, name: str | None) -> Truth:
    """Every term asked for is one of the value's, or below one. Nothing asked for is always covered."""
    if operand is UNSAID:
        return UNKNOWN
    wanted = as_list(operand)
    if not wanted and not isinstance(wanted, Partial):
        return TRUE
    if value is UNSAID:
        return UNKNOWN
    return _all_below(wanted, as_list(value), name)


def _within(value: Any, operand: Any, name: str | None) -> Truth:
    """Every term of the value is one of those named, or below one. `[any]` names the whole domain."""
    if isinstance(operand, list) and "any" in operand:
        return TRUE
    if value is UNSAID:
        return UNKNOWN
    terms = as_list(value)
    if not terms and not isinstance(terms, Partial):
        return TRUE
    return UNKNOWN if operand is UNSAID else _all_below(terms, as_list(operand), name)


def _all_below(terms: list[Any], bounds: list[Any], name: str | None) -> Truth:
    """Whether every term is below a bound. A partial list of terms may hold more; partial bounds may cover more."""
    if type(terms) is list and type(bounds) is list and is_text(terms) and is_text(bounds):
        over = frozenset(bounds)
        for term in terms:
            if over.isdisjoint(up(term, name)):
                return FALSE
        return TRUE
    may_cover = bounds.open_to if isinstance(bounds, Partial) else frozenset()
    verdict = TRUE
    for term in terms:
        if not any(below(term, bound, name) for bound in bounds):
            if not any(below(term, bound, name) for bound in may_cover):
                return FALSE
            verdict = UNKNOWN
    rest = terms.open_to if isinstance(terms, Partial) else frozenset()
    return verdict if all(any(below(term, bound, name) for bound in bounds) for term in rest) else UNKNOWN


def _intersects(value: Any, operand: Any, name: str | None) -> Truth:
    """Some term of one side is a term of the other, or above or below one."""
    if _is_empty(value) or _is_empty(operand):
        return FALSE
    if value is UNSAID or operand is UNSAID:
        return UNKNOWN
    ours, theirs = as_list(value), as_list(operand)
    if _meet(ours, theirs, name):
        return TRUE
    if not isinstance(ours, Partial) and not isinstance(theirs, Partial):
        return FALSE
    possible = [[*side, *(side.open_to if isinstance(side, Partial) else ())] for side in (ours, theirs)]
    return UNKNOWN if _meet(possible[0], possible[1], name) else FALSE


def _is_empty(side: Any) -> bool:
    return type(side) is list and not side


def _meet(ours: list[Any], theirs: list[Any], name: str | None) -> bool:
    if name is not None and is_text(ours) and is_text(theirs):
        return not (above(ours, name).isdisjoint(theirs) and above(theirs, name).isdisjoint(ours))
    return any(below(one, other, name) or below(other, one, name) for one in ours for other in theirs)


def _is_a(value: Any, operand: Any, name: str | None) -> Truth:
    return UNKNOWN if value is UNSAID else truth(below(value, operand, name))


def _intersects_known(operand: Any, name: str | None) -> Callable[[Any], Truth] | None:
    if type(operand) is not list or not operand or not is_text(operand) or name is None:
        return None
    theirs, over = frozenset(operand), above(operand, name)

    def test(value: Any) -> Truth:
        if type(value) is list and is_text(value):
            return FALSE if theirs.isdisjoint(above(value, name)) and over.isdisjoint(value) else TRUE
        return _intersects(value, operand, name)

    return test


def _is_a_known(operand: Any, name: str | None) -> Callable[[Any], Truth] | None:
    if type(operand) is not str:
        return None

    def test(value: Any) -> Truth:
        if type(value) is str:
            return TRUE if operand in up(value, name) else FALSE
        return _is_a(value, operand, name)

    return test


def _any(kind: Type) -> str | None:
    return None if is_list(kind) or scalars(kind) else "it compares lists of terms"


def _list(kind: Type) -> str | None:
    return None if is_list(kind) else "it asks what a list covers, and this is one value: use `is_a` or `within`"


def _term(kind: Type) -> str | None:
    if is_list(kind):
        return "a list is not one term: use `within` or `intersects`"
    return None if any(one["kind"] == "enum" for one in scalars(kind)) else "it asks for a term of a vocabulary"


WORDS = (
    Word("covers", _covers, Operand.LIST, _list),
    Word("within", _within, Operand.LIST, _any),
    Word("intersects", _intersects, Operand.LIST, _any, _intersects_known),
    Word("is_a", _is_a, Operand.TERM, _term, _is_a_known),
)
