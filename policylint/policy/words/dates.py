"""`before`, `after`, `on_or_before`, `on_or_after`: dates are intervals of days.

`2019-06` is the whole of June: against a day in June it is unknown whether it
is before. `never` is later than every day.
"""

from __future__ import annotations

from policylint.dates import earlier, interval
from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, UNKNOWN, Truth
from policylint.policy.words.common import Operand, Type, Word, scalars
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _test(decide: Callable[[str, str], Truth]) -> Callable[[Any, Any, str | None], Truth]:
    def test(value: Any, operand: Any, _: str | None) -> Truth:
        if value is UNSAID or operand is UNSAID:
            return UNKNOWN
        if not isinstance(value, str) or interval(value) is None:
            return FALSE
        return decide(value, operand)

    return test


def _date(kind: Type) -> str | None:
    return None if any(one["kind"] == "date" for one in scalars(kind)) else "it compares dates"


WORDS = (
    Word("before", _test(earlier), Operand.DATE, _date),
    Word("after", _test(lambda value, operand: earlier(operand, value)), Operand.DATE, _date),
    Word("on_or_before", _test(lambda value, operand: ~earlier(operand, value)), Operand.DATE, _date),
    Word("on_or_after", _test(lambda value, operand: ~earlier(value, operand)), Operand.DATE, _date),
)
