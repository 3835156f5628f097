"""A bare scalar and `in`: equality, strict about types (`true` is not 1; 1 is 1.0)."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.policy.words.common import Operand, Type, Word, as_list, is_list
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
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


def _no_list(kind: Type) -> str | None:
    return "a list is not one value: use `intersects`" if is_list(kind) else None


WORDS = (Word("is", _is, Operand.SCALAR, _no_list), Word("in", _in, Operand.LIST, _no_list))
