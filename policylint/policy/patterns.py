"""Which patterns `matches` takes: those that RE2, Python and Java read alike, and that end."""

from __future__ import annotations

import re
from typing import Any

from policylint.policy.words.text import compiled

_FORBIDDEN = (
    (re.compile(r"\(\?(?!:|[ims]+\))"), "look-around, named groups and conditionals are not allowed"),
    (re.compile(r"\\[1-9]"), "back-references are not allowed"),
    (re.compile(r"\\[^\\dDwWsSbBnrtfv.^$*+?()\[\]{}|/\-\"' ]"), "this escape is not read alike everywhere"),
    (re.compile(r"[*+?}]\+"), "possessive repetition is not allowed"),
    (re.compile(r"\{\d{4,}|\{\d*,\d{4,}"), "repetition beyond 999 is not allowed"),
)
_MANY = 32
"""A repetition of up to so many is as good as written out."""


def misfit(pattern: str) -> str | None:
    """Why a pattern is refused, or None.

    Python tries one way after another, so what RE2 reads in one pass can take for ever: a repetition inside a
    repetition, alternatives inside one, or several unbounded ones, are refused.

    >>> misfit("(?=a)")
    'look-around, named groups and conditionals are not allowed'
    >>> misfit("((a|aa)*)b")
    'a repetition of a repetition, or of alternatives, can take for ever'
    """
    bare = pattern.replace("\\\\", "")
    for forbidden, why in _FORBIDDEN:
        if forbidden.search(bare):
            return why
    try:
        compiled(pattern)
        tree = re._parser.parse(pattern)  # type: ignore[attr-defined] # noqa: SLF001 - the tree that `re` runs
    except (re.error, OverflowError, RecursionError) as error:
        return f"it is not a regular expression: {error}"
    if _nested(tree, inside=False):
        return "a repetition of a repetition, or of alternatives, can take for ever"
    if _unbounded(tree) > (2 if pattern.startswith("^") else 1):
        return "several unbounded repetitions can take for ever: begin with `^` for two, or bound them ({0,32})"
    return None


def _children(operator: str, argument: Any) -> list[Any]:
    if operator in ("MAX_REPEAT", "MIN_REPEAT"):
        return [argument[2]]
    if operator == "SUBPATTERN":
        return [argument[3]]
    return list(argument[1]) if operator == "BRANCH" else []


def _nested(tree: Any, *, inside: bool) -> bool:
    for code, argument in tree:
        operator = str(code)
        repeats = operator in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] > 1
        if inside and (repeats or operator == "BRANCH"):
            return True
        if any(_nested(child, inside=inside or repeats) for child in _children(operator, argument)):
            return True
    return False


def _unbounded(tree: Any) -> int:
    count = 0
    for code, argument in tree:
        operator = str(code)
        count += operator in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] > _MANY
        count += sum(_unbounded(child) for child in _children(operator, argument))
    return count
