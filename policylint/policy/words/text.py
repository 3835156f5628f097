"""`matches`: a pattern somewhere in a text, in the subset that RE2, Python and Java read alike."""

from __future__ import annotations

import re
from functools import cache

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, UNKNOWN, Truth, truth
from policylint.policy.words.common import Operand, Type, Word, is_list, scalars
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from typing import Any


LONGEST = 4096


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that `patterns.misfit` has let through."""
    return re.compile(pattern, re.ASCII)


def _matches(value: Any, operand: Any, _: str | None) -> Truth:
    """Only the first 4 KB of a text are looked at."""
    if value is UNSAID:
        return UNKNOWN
    return truth(compiled(operand).search(value[:LONGEST]) is not None) if isinstance(value, str) else FALSE


def _string(kind: Type) -> str | None:
    if is_list(kind):
        return "it reads one text, and this may be a list: ask it of each item, by `some` or `every`"
    return None if any(one["kind"] in ("string", "date", "enum") for one in scalars(kind)) else "it reads texts"


WORDS = (Word("matches", _matches, Operand.PATTERN, _string),)
