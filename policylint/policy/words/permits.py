"""`permits`: whether terms permit all that a use does. Only on sheets: it has no SQL form.

One question for each activity, and one for commercial use if the use is
commercial. What terms prohibit or are silent on they do not permit; what is
contested or not said is unknown.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from policylint.policy.words.common import Operand, Type, Word, alternatives
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from typing import Any


_TRUTH = {"permit": TRUE, "permit_if": TRUE, "prohibit": FALSE, "silent": FALSE, "contested": UNKNOWN, None: UNKNOWN}


def _permits(value: Any, operand: Any, _: str | None) -> Truth:
    if value is UNSAID or operand is UNSAID:
        return UNKNOWN
    activities, commercial = operand.get("activities", UNSAID), operand.get("commercial", UNSAID)
    verdict = UNKNOWN if activities is UNSAID else TRUE
    for action in activities if isinstance(activities, list) else ():
        verdict &= _TRUTH[value[action]]
    if commercial is False:
        return verdict
    sold = _TRUTH[value["commercial_use"]]
    return verdict & (sold if commercial is True else sold | UNKNOWN)


def _terms(kind: Type) -> str | None:
    fits = any(one == {"kind": "object", "name": "Terms"} for one in alternatives(kind))
    return None if fits else "it asks what terms permit: write `use.terms`"


WORDS = (Word("permits", _permits, Operand.USE, _terms),)
