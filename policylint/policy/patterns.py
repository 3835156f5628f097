"""Which patterns `matches` takes: those that RE2, Python and Java read alike, and that end."""

from __future__ import annotations

import re

from policylint.lean import TYPE_CHECKING
from policylint.policy.words.text import compiled

if TYPE_CHECKING:
    from typing import Any


_FORBIDDEN = (
    (re.compile(r"\(\?(?!:|[ims]+\))"), "look-around, named groups and conditionals are not allowed"),
    (re.compile(r"\\[1-9]"), "back-references are not allowed"),
    (re.compile(r"\\[^\\dDwWsSbBnrtfv.^$*+?()\[\]{}|/\-\"' ]"), "this escape is not read alike everywhere"),
    (re.compile(r"[*+?}]\+"), "possessive repetition is not allowed"),
    (re.compile(r"\{\d{4,}|\{\d*,\d{4,}"), "repetition beyond 999 is not allowed"),
    (re.compile(r"\{,"), "a repetition begins with its least number: `{0,n}`"),
    (re.compile(r"\[[^\]]*(?<!\\)\["), "a bracket within brackets is not read alike everywhere: write `\\[`"),
)
_LONGEST = 1000
_MOST_WAYS = 256
"""Each `?` may double the ways to try, and alternatives that begin alike multiply them."""


def misfit(pattern: str) -> str | None:
    """Why a pattern is refused, or None.

    Python tries one way after another, so what RE2 reads in one pass can take for ever: a repetition inside a
    repetition, alternatives inside one, or several unbounded ones, are refused.

    >>> misfit("(?=a)")
    'look-around, named groups and conditionals are not allowed'
    >>> misfit("((a|aa)*)b")
    'a repetition of a repetition, or of alternatives, can take for ever'
    """
    if len(pattern) > _LONGEST:
        return f"a pattern of more than {_LONGEST} characters is not allowed"
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
    if _unfixed(tree) > (2 if pattern.startswith("^") else 1):
        return "several repetitions of no fixed number can take for ever: begin with `^` for two, or fix their numbers"
    if _ways(tree) > _MOST_WAYS:
        return f"optional parts and alternatives with more than {_MOST_WAYS} ways to match can take for ever"
    return None


_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")


def _children(operator: str, argument: Any) -> list[Any]:
    if operator in _REPEATS:
        return [argument[2]]
    if operator == "SUBPATTERN":
        return [argument[3]]
    return list(argument[1]) if operator == "BRANCH" else []


def _nested(tree: Any, *, inside: bool) -> bool:
    for code, argument in tree:
        operator = str(code)
        repeats = operator in _REPEATS and argument[1] > 1
        if inside and (repeats or operator == "BRANCH"):
            return True
        if repeats and argument[0] != argument[1] and _ways(argument[2]) > 1:
            return True
        if any(_nested(child, inside=inside or repeats) for child in _children(operator, argument)):
            return True
    return False


def _unfixed(tree: Any) -> int:
    """How many repetitions of a tree have no fixed number."""
    count = 0
    for code, argument in tree:
        operator = str(code)
        count += operator in _REPEATS and argument[0] != argument[1] and argument[1] > 1
        count += sum(map(_unfixed, _children(operator, argument)))
    return count


def _ways(tree: Any) -> int:
    """In how many ways a tree may match at one place, beside how often it repeats; no more are counted than matter."""
    ways = 1
    for code, argument in tree:
        operator = str(code)
        inner = [_ways(child) for child in _children(operator, argument)]
        if operator in _REPEATS and argument[1] == 1:
            ways *= inner[0] + (argument[0] == 0)
        elif operator in _REPEATS:
            ways *= inner[0] ** argument[0] if argument[0] == argument[1] else 1
        elif operator == "BRANCH":
            ways *= max(inner) if _told_apart(argument[1]) else sum(inner)
        elif inner:
            ways *= inner[0]
        ways = min(ways, _MOST_WAYS + 1)
    return ways


def _told_apart(branches: Any) -> bool:
    """Whether the first character tells which of some alternatives it is."""
    firsts = [chr(branch[0][1]).lower() if branch and str(branch[0][0]) == "LITERAL" else "" for branch in branches]
    return "" not in firsts and len(set(firsts)) == len(firsts)
