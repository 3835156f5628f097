"""Which patterns `matches` takes: those that RE2, Python and Java read alike, and that end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from policylint.policy.words.text import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

_FORBIDDEN = (
    (re.compile(r"\(\?(?!:|[ims]+\))"), "look-around, named groups and conditionals are not allowed"),
    (re.compile(r"\\[1-9]"), "back-references are not allowed"),
    (re.compile(r"\\[^\\dDwWsSbBnrtfv.^$*+?()\[\]{}|/\-\"' ]"), "this escape is not read alike everywhere"),
    (re.compile(r"[*+?}]\+"), "possessive repetition is not allowed"),
    (re.compile(r"\{\d{4,}|\{\d*,\d{4,}"), "repetition beyond 999 is not allowed"),
    (re.compile(r"\{,"), "a repetition begins with its least number: `{0,n}`"),
    (re.compile(r"\[[^\]]*(?<!\\)\["), "a bracket within brackets is not read alike everywhere: write `\\[`"),
)
_MOST_OPTIONAL = 8
"""Each `?` may double the ways to try."""


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
    if _counted(tree, lambda least, most: most > 1 and least != most) > (2 if pattern.startswith("^") else 1):
        return "several repetitions of no fixed number can take for ever: begin with `^` for two, or fix their numbers"
    if _counted(tree, lambda least, most: (least, most) == (0, 1)) > _MOST_OPTIONAL:
        return f"more than {_MOST_OPTIONAL} optional parts can take for ever"
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


def _counted(tree: Any, wanted: Callable[[int, int], bool]) -> int:
    """How many repetitions of a tree are of a kind, by their least and most."""
    count = 0
    for code, argument in tree:
        operator = str(code)
        if operator in ("MAX_REPEAT", "MIN_REPEAT"):
            count += wanted(int(argument[0]), int(argument[1]))
        count += sum(_counted(child, wanted) for child in _children(operator, argument))
    return count
