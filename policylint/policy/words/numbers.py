"""`min`, `max` (inclusive), `above`, `below` (exclusive)."""

from __future__ import annotations

import operator

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, UNKNOWN, Truth, truth
from policylint.policy.words.common import Operand, Type, Word, scalars
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _compare(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any, str | None], Truth]:
    def test(value: Any, operand: Any, _: str | None) -> Truth:
        if value is UNSAID or operand is UNSAID:
            return UNKNOWN
        if isinstance(value, str | bool) or isinstance(operand, str | bool):
            return FALSE
        return truth(compare(value, operand))

    return test


def _number(kind: Type) -> str | None:
    return None if any(one["kind"] in ("number", "integer") for one in scalars(kind)) else "it compares numbers"


WORDS = tuple(
    Word(name, _compare(compare), Operand.NUMBER, _number)
    for name, compare in (("min", operator.ge), ("max", operator.le), ("above", operator.gt), ("below", operator.lt))
)
