"""What the clauses of a text take away: its words become classes, and frames over the classes say what is refused.

Classes and frames stand in `registry/license-grammar.yaml`. A class is one sign here, so that a clause is a short
text and a frame a pattern over it.
"""

from __future__ import annotations

import re
from functools import cache
from string import ascii_letters

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.resolver.tables import lookup, registry
from policylint.licenses.resolver.words import phrase, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.licenses.resolver.words import Word

_OTHER, _COMMA = "_", ","
_SCRIPTS = "\u3000"
"""Words after it are signs of scripts without blanks: some of them that mean nothing here count as one."""
_SHORTEST = 4
_NEAR, _FAR = 8, 24
"""The most words that `..` and `...` of a frame stand for."""


class _Lexicon(NamedTuple):
    """The signs of phrases and of beginnings, and the most words that each of them has by its first."""

    phrases: dict[str, str]
    longest: dict[str, int]
    beginnings: dict[str, str]
    furthest: dict[str, int]


class _Reading(NamedTuple):
    """What some frames take away; `loose` ones are read only in a text on licences."""

    takes: str
    pattern: re.Pattern[str]
    beside: frozenset[str]
    loose: bool


def taken(clauses: tuple[str, ...], *, loose: bool) -> frozenset[str]:
    """The restrictions that some clauses state; `loose`: in a text on licences.

    >>> sorted(taken(clauses_of("Selling the images, or anything made from them, is not allowed."), loose=False))
    ['non-commercial']
    """
    passed = _signs(_ASIDE if loose else f"{_ASIDE}|described")
    heard = [one for one in clauses if not _signs(_OF_WEIGHT).isdisjoint(one) and passed.isdisjoint(one)]
    return frozenset(one.takes for one in _readings() if (loose or not one.loose) and any(_says(one, c) for c in heard))


_ASIDE = "elsewhere|left-behind|unfit"
_OF_WEIGHT = "commerce|non-commercial|share|publish|derive|verbatim|scholarly|trial|company|others"
"""A clause without one of these takes nothing away."""


def of_this(clauses: tuple[str, ...]) -> bool:
    """Whether some clauses speak of the terms of the dataset itself: not of how it was made, nor of another one.

    >>> of_this(clauses_of("It is released under")), of_this(clauses_of("Unlike earlier ones, it is released under"))
    (True, False)
    """
    signs = "".join(clauses)
    return not _signs("grant").isdisjoint(signs) and _signs(f"{_ASIDE}|made|described").isdisjoint(signs)


def left_behind(clauses: tuple[str, ...]) -> bool:
    """Whether some clauses speak of a licence that was, or of data that are not there any more."""
    return any(not _signs("left-behind").isdisjoint(one) for one in clauses)


def refuse(clauses: tuple[str, ...]) -> bool:
    """Whether some clauses say that something is forbidden, whatever it is.

    >>> refuse(clauses_of("Out-of-scope use")), refuse(clauses_of("Uses"))
    (True, False)
    """
    return any(not _signs("forbidden").isdisjoint(one) for one in clauses)


def clauses_of(text: str, words: list[Word] | None = None) -> tuple[str, ...]:
    """The clauses of a cleaned text, or of some of its words, as signs: double negations and the like settled."""
    return tuple(_settled(one) for one in _clauses(text, words_of(text) if words is None else words))


def _says(reading: _Reading, clause: str) -> bool:
    if reading.beside and reading.beside.isdisjoint(clause):
        return False
    return reading.pattern.search(clause) is not None


# words to classes


def _clauses(text: str, words: list[Word]) -> Iterator[str]:
    """The clauses of a text: a sign for each of their words, commas and marks."""
    plain = [word.text for word in words]
    signs = ""
    at = end = 0
    while at < len(words):
        for mark in _mark().findall(text, end, words[at].start):
            name = _marks().get(mark, "end")
            if name not in ("comma", "aside"):
                yield signs
                signs = ""
            signs += _COMMA if name == "comma" else _signs_by_name().get(name, "")
        sign, count = _class(plain, at)
        if sign != _OTHER or not plain[at] > _SCRIPTS or not signs.endswith(_OTHER):
            signs += sign
        at += count
        end = words[at - 1].end
    yield signs


def _class(plain: list[str], at: int) -> tuple[str, int]:
    """The sign of the longest phrase at a word, and how many words it has."""
    known = _lexicon()
    whole, length = lookup(plain, at, known.phrases, known.longest)
    begun, count = _begun(plain, at)
    if count > length:
        return begun, count
    return (whole, length) if length else (_OTHER, 1)


def _begun(plain: list[str], at: int) -> tuple[str, int]:
    """The sign of the longest phrase whose last word is but its beginning."""
    known = _lexicon()
    for count in range(min(known.furthest.get(plain[at], 1), len(plain) - at), 0, -1):
        written = " ".join(plain[at : at + count])
        for length in range(len(written), _SHORTEST - 1, -1):
            sign = known.beginnings.get(written[:length])
            if sign is not None:
                return sign, count
    return _OTHER, 0


@cache
def _mark() -> re.Pattern[str]:
    """Marks between words: a point ends a clause where a blank follows it, a dash parts it between two."""
    single = "".join(re.escape(one) for one in _marks() if one not in _DASHES)
    return re.compile(rf"[.;!?](?=\s|$)|[\u3002;!?{single}]|(?<=\s)[{re.escape(_DASHES)}](?=\s)")


_DASHES = "-\u2013\u2014"


@cache
def _marks() -> dict[str, str]:
    return {mark: name for name, marks in _facts()["marks"].items() for mark in marks}


@cache
def _lexicon() -> _Lexicon:
    known = _Lexicon({}, {}, {}, {})
    for name, lines in _facts()["classes"].items():
        for written in (word for line in lines for word in (line if isinstance(line, list) else [line])):
            words = phrase(written.removesuffix("*"))
            begins = written.endswith("*")
            signs, most = (known.beginnings, known.furthest) if begins else (known.phrases, known.longest)
            signs.setdefault(words, _signs_by_name()[name])
            first = words.partition(" ")[0]
            most[first] = max(most.get(first, 0), words.count(" ") + 1)
    return known


# frames to patterns


def _settled(clause: str) -> str:
    """A clause whose double negations, pairs of opposites and tales of how the data were made are one sign each."""
    for pattern, sign in _rewritten():
        clause = pattern.sub(sign, clause)
    return clause


@cache
def _rewritten() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_frame(one["frame"])), _signs_by_name()[one["as"]]) for one in _facts()["settle"])


@cache
def _readings() -> tuple[_Reading, ...]:
    facts = _facts()
    return tuple(
        _Reading(
            one["takes"],
            re.compile(
                "|".join(_frame(line.replace("ACTION", one.get("of", ""))) for line in facts["frames"][one["frames"]])
            ),
            _signs(one.get("beside", "")),
            bool(one.get("loose")),
        )
        for one in facts["readings"]
    )


def _frame(line: str) -> str:
    """The pattern of a frame.

    >>> _frame("END")
    '$'
    """
    return "".join(_part(part) for part in line.split())


def _part(part: str) -> str:
    stops = "".join(sorted(_signs("turn|allowed|made|duty")))
    if part == "..":
        return f"[^{stops}{_COMMA}]{{0,{_NEAR}}}?"
    if part == "...":
        return f"[^{stops}]{{0,{_FAR}}}?"
    if part == "END":
        return "$"
    if part.startswith("!"):
        return f"(?!.{{0,{_NEAR}}}[{''.join(sorted(_signs(part[1:])))}])"
    one = f"[{''.join(sorted(_signs(part.removesuffix('?'))))}]"
    return f"{one}?" if part.endswith("?") else one


@cache
def _signs(names: str) -> frozenset[str]:
    """The signs of some classes, by their names with `|` between them."""
    return frozenset(_signs_by_name()[name] for name in names.split("|") if name)


@cache
def _signs_by_name() -> dict[str, str]:
    return {"other": _OTHER, **dict(zip(_facts()["classes"], ascii_letters, strict=False))}


@cache
def _facts() -> dict[str, Any]:
    return registry("license-grammar")
