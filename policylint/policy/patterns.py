"""Which patterns `matches` takes: those that RE2, Python and Java read alike. Asked when a policy loads."""

from __future__ import annotations

import re

from policylint.policy.words.text import compiled

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
        compiled(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"it is not a regular expression: {error}"
    return None
