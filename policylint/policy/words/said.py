"""`stated`: whether a value is said at all. The one word that is never unknown."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.logic import Truth, truth
from policylint.policy.words.common import Operand, Word, alternatives
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _stated(value: Any, operand: Any, _: str | None) -> Truth:
    return truth(is_said(value) == operand)


def _stated_known(operand: Any, _: str | None) -> Callable[[Any], Truth]:
    said, unsaid = truth(operand is True), truth(operand is False)

    def test(value: Any) -> Truth:
        if type(value) is dict:
            return said if is_said(value) else unsaid
        return unsaid if value is UNSAID else said

    return test


def is_said(value: Any) -> bool:
    """Whether a value says anything: a mapping in which nothing is said does not."""
    if isinstance(value, dict):
        return any(is_said(one) for one in value.values())
    return value is not UNSAID


WORDS = (
    Word("stated", _stated, Operand.BOOLEAN, lambda kind: None if alternatives(kind) else "nothing", _stated_known),
)
