"""`compatible_with`: whether what was adapted under one licence may be released under this one. Only on sheets."""

from __future__ import annotations

from functools import reduce

from policylint.lean import TYPE_CHECKING
from policylint.logic import UNKNOWN, Truth
from policylint.policy.words.common import Operand, Type, Word, alternatives, scalars
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from typing import Any


def _compatible_with(value: Any, operand: Any, _: str | None) -> Truth:
    """The value is the licence that is granted, the operand that of the source. What is no expression is unknown.

    Either is an expression, or one with the terms that its own datasheet defines.
    """
    from policylint.licenses.compose import compatible  # noqa: PLC0415 - few policies ask
    from policylint.licenses.expression import ExpressionError  # noqa: PLC0415 - few policies ask

    if value is UNSAID or operand is UNSAID:
        return UNKNOWN
    (targets, ours), (sources, theirs) = _read(value), _read(operand)
    if any(ours[name] != theirs[name] for name in ours.keys() & theirs.keys()):
        return UNKNOWN  # one name for two licences
    try:
        found = [compatible(target, source, {**theirs, **ours}) for target in targets for source in sources]
    except ExpressionError:
        return UNKNOWN
    return reduce(Truth.__and__, found)


def _read(licensed: Any) -> tuple[list[str], dict[str, Any]]:
    return (licensed["license"], licensed["own"]) if isinstance(licensed, dict) else ([str(licensed)], {})


def _licence(kind: Type) -> str | None:
    licensed = any(one == {"kind": "object", "name": "Licensed"} for one in alternatives(kind))
    return None if licensed or any(one["kind"] == "string" for one in scalars(kind)) else "it reads licence expressions"


WORDS = (Word("compatible_with", _compatible_with, Operand.SCALAR, _licence),)
