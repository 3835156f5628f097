"""`compatible_with`: whether what was adapted under one licence may be released under this one. Only on sheets."""

from __future__ import annotations

from typing import Any

from policylint.logic import UNKNOWN, Truth
from policylint.policy.words.common import Operand, Type, Word, scalars


def _compatible_with(value: Any, operand: Any, _: str | None) -> Truth:
    """The value is the licence that is granted, the operand that of the source. What is no expression is unknown."""
    from policylint.licenses.compose import compatible  # noqa: PLC0415 - few policies ask
    from policylint.licenses.expression import ExpressionError  # noqa: PLC0415 - few policies ask

    if not isinstance(value, str) or not isinstance(operand, str):
        return UNKNOWN
    try:
        return compatible(value, operand)
    except ExpressionError:
        return UNKNOWN


def _string(kind: Type) -> str | None:
    return None if any(one["kind"] == "string" for one in scalars(kind)) else "it reads licence expressions"


WORDS = (Word("compatible_with", _compatible_with, Operand.SCALAR, _string),)
