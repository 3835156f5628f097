"""`matches`: a pattern somewhere in a text, in the subset that RE2, Python and Java read alike."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from policylint.logic import FALSE, UNKNOWN, Truth, truth
from policylint.policy.words.common import Operand, Type, Word, scalars
from policylint.shapes.check import UNSAID

LONGEST = 4096
_FORBIDDEN = (
    (re.compile(r"\(\?(?!:|[ims]+\))"), "look-around, named groups and conditionals are not allowed"),
    (re.compile(r"\\[1-9]"), "back-references are not allowed"),
    (re.compile(r"\\[^\\dDwWsSbBnrtfv.^$*+?()\[\]{}|/\-\"' ]"), "this escape is not read alike everywhere"),
    (re.compile(r"[*+?}]\+"), "possessive repetition is not allowed"),
    (re.compile(r"\{\d{4,}|\{\d*,\d{4,}"), "repetition beyond 999 is not allowed"),
    (re.compile(r"[+*}]\)\s*[+*{]"), "a repetition of a repetition can take for ever"),
)


def misfit(pattern: str) -> str | None:
    """Why a pattern is refused, or None.

    >>> misfit("(?=a)")
    'look-around, named groups and conditionals are not allowed'
    """
    bare = pattern.replace("\\\\", "")
    for forbidden, why in _FORBIDDEN:
        if forbidden.search(bare):
            return why
    try:
        _compiled(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"it is not a regular expression: {error}"
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _matches(value: Any, operand: Any, _: str | None) -> Truth:
    """Only the first 4 KB of a text are looked at."""
    if value is UNSAID:
        return UNKNOWN
    return truth(_compiled(operand).search(value[:LONGEST]) is not None) if isinstance(value, str) else FALSE


def _string(kind: Type) -> str | None:
    return None if any(one["kind"] in ("string", "date", "enum") for one in scalars(kind)) else "it reads texts"


WORDS = (Word("matches", _matches, Operand.PATTERN, _string),)
