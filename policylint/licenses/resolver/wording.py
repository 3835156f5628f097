"""What the words of a text say about use where they name no licence, and what they take away where they do.

The phrases stand in `registry/license-wording.yaml`; here they become patterns over folded words.
"""

from __future__ import annotations

import re
from functools import cache

from policylint.lean import TYPE_CHECKING
from policylint.licenses.resolver.tables import registry
from policylint.licenses.resolver.words import fold

if TYPE_CHECKING:
    from typing import Any


RESTRICTIONS = (
    "academic-only", "non-commercial", "no-derivatives", "share-alike", "attribution", "no-redistribution",
    "agreement-required", "ethics-approval", "field-of-use", "open", "proprietary", "multiple", "not-open",
)  # fmt: skip
"""All that a text's own terms can be said to hold, in the order of their listing."""

_FURTHEST = 7
"""The most words that `..` stands for."""


def restrictions(words: str, *, strict: bool = False, more: frozenset[str] = frozenset()) -> list[str]:
    """The restrictions that some folded words state, and `more` that their clauses do. `strict`: only what is sure.

    >>> restrictions("for research use", more=frozenset(("non-commercial",)))
    ['academic-only', 'non-commercial']
    """
    found = {name for name in _facts()["restrictions"] if _pattern("restrictions", name).search(f"{words} ")} | more
    if says("anybody", words):
        found -= {"academic-only", "research"}
    if "research" in found and not strict:
        found.add("academic-only")
    return [name for name in RESTRICTIONS if name in found]


def says(kind: str, words: str, *, whole: bool = False) -> bool:
    """Whether some folded words hold a phrase of a kind; `whole`: whether they are one.

    >>> says("negated", "this is not mit"), says("silent", "license not specified", whole=True)
    (True, True)
    """
    pattern = _pattern(kind)
    return bool(pattern.fullmatch(f"{words} ") if whole else pattern.search(f"{words} "))


def begins(kind: str, words: str) -> bool:
    """Whether some folded words begin with a phrase of a kind."""
    return bool(_pattern(kind).match(f"{words} "))


def ends(kind: str, words: str) -> bool:
    """Whether some folded words end with a phrase of a kind."""
    return bool(_pattern(kind, at_end=True).search(f"{words} "))


def without_neutral(words: str) -> str:
    """Some folded words without the negations that take nothing away."""
    return _pattern("neutral").sub("", f"{words} ").rstrip()


@cache
def listed(kind: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(word for line in _facts()[kind] for word in (line if isinstance(line, list) else [line]))


@cache
def _facts() -> dict[str, Any]:
    return registry("license-wording")


@cache
def _pattern(kind: str, name: str | None = None, *, at_end: bool = False) -> re.Pattern[str]:
    """The phrases of a kind as one pattern over words that each have a blank after them."""
    facts = _facts()
    lines = facts[kind] if name is None else facts[kind][name]
    either = "|".join(_phrase(line) for line in lines)
    return re.compile(f"(?<![^ ])(?:{either})" + ("$" if at_end else ""))


def _phrase(line: str) -> str:
    parts = []
    for part in line.split():
        word = _word(part.removesuffix("?"))
        if part == "..":
            parts.append(f"(?:[^ ]+ ){{0,{_FURTHEST}}}?")
        else:
            parts.append(f"(?:{word} )?" if part.endswith("?") else f"{word} ")
    return "".join(parts)


def _word(part: str) -> str:
    """A word of a phrase: one of some, each a whole word or the beginning of one."""
    named = _facts()["words"]
    alternatives = "|".join(str(named.get(one, one)) for one in part.split("|")).split("|")
    return f"(?:{'|'.join(_one(one) for one in alternatives)})"


def _one(word: str) -> str:
    plain = re.escape(fold(word.removesuffix("*").replace("_", " "))).replace("\\ ", " ")
    return f"{plain}[^ ]*" if word.endswith("*") else plain
