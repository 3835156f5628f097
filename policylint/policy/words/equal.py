"""A bare scalar and `in`: equality, strict about types (`true` is not 1; 1 is 1.0)."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.policy.words.common import Operand, Type, Word, as_list, is_list
from policylint.shapes.check import UNSAID
from policylint.vocabularies import is_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of one type; whole and decimal numbers are one type."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _is(value: Any, operand: Any, _: str | None) -> Truth:
    if value is UNSAID or operand is UNSAID:
        return UNKNOWN
    return truth(same(value, operand))


def _in(value: Any, operand: Any, _: str | None) -> Truth:
    if isinstance(operand, list) and not operand:
        return FALSE
    if value is UNSAID or operand is UNSAID:
        return UNKNOWN
    listed = as_list(operand)
    if type(value) is str:  # a text equals nothing but texts
        return TRUE if value in listed else FALSE
    return truth(any(same(value, one) for one in listed))


def _is_known(operand: Any, _: str | None) -> Callable[[Any], Truth] | None:
    if type(operand) is str:  # a text equals nothing but texts
        return lambda value: TRUE if value == operand else UNKNOWN if value is UNSAID else FALSE
    if type(operand) is bool:
        return lambda value: TRUE if value is operand else UNKNOWN if value is UNSAID else FALSE
    return None


def _in_known(operand: Any, _: str | None) -> Callable[[Any], Truth] | None:
    if type(operand) is not list or not is_text(operand):
        return None
    texts = frozenset(operand)

    def test(value: Any) -> Truth:
        if type(value) is str:
            return TRUE if value in texts else FALSE
        return UNKNOWN if value is UNSAID and texts else FALSE

    return test


def _no_list(kind: Type) -> str | None:
    return "a list is not one value: use `intersects`" if is_list(kind) else None


WORDS = (Word("is", _is, Operand.SCALAR, _no_list, _is_known), Word("in", _in, Operand.LIST, _no_list, _in_known))
