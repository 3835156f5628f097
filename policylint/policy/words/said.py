"""`stated`: whether a value is said at all. The one word that is never unknown."""

from __future__ import annotations

from typing import Any

from policylint.logic import Truth, truth
from policylint.policy.words.common import Operand, Word, alternatives
from policylint.shapes.check import UNSAID


def _stated(value: Any, operand: Any, _: str | None) -> Truth:
    return truth((value is not UNSAID) == operand)


WORDS = (Word("stated", _stated, Operand.BOOLEAN, lambda kind: None if alternatives(kind) else "nothing"),)
