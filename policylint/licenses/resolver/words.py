"""The words of a text, folded: case, accents and spellings of "licence" do not tell licences apart, numbers do."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from policylint.lean import NamedTuple

NOISE = frozenset(("the", "a", "an", "v", "ver", "vers", "version", "versions", "versione", "versao"))
"""Words that stand in a licence's name or do not: none is told from another by them."""

_LICENSE = frozenset(
    ("licence", "licenses", "licences", "lizenz", "licencia", "licenca", "licenza", "licentie", "licencja", "licens")
)
_LONG = 20
"""Longer words are several written as one: AttributionNonCommercialShareAlike."""


class Word(NamedTuple):
    """A word, folded, and where it stands in the cleaned text."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """A text in one line: compatibility forms composed, each run of control characters and spaces as one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(" " if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp") else one for one in text)
    return _controls().sub(" ", text)


def words_of(text: str) -> list[Word]:
    """The words of a cleaned text, without noise.

    >>> [word.text for word in words_of("CCBYNCSAv3.0 - Namensnennung, the Licences")]
    ['cc', 'by', 'nc', 'sa', '3', 'namensnennung', 'license']
    """
    found: list[Word] = []
    for match in _word().finditer(text):
        raw, start, end = match.group(), match.start(), match.end()
        if raw == "&":
            raw = "and"
        if raw[0].isdigit():
            found.append(Word(_number(raw), start, end))
            continue
        if len(raw) > 1 and raw[-1] in "vV" and end < len(text) and text[end].isdigit():
            raw = raw[:-1]  # gplv3, CCBYv4.0
        found += [Word(part, start, end) for part in _parts(raw) if part not in NOISE]
    return found


@lru_cache(maxsize=4096)
def _parts(raw: str) -> tuple[str, ...]:
    if _ideographs().search(raw):
        return tuple(raw)  # a script without blanks: each sign is a word
    humps = _humps().findall(raw) if len(raw) > _LONG and not raw.islower() else ()
    if len(humps) > 1:  # one long word is itself
        return tuple(part for piece in humps for part in _parts(piece))
    folded = fold(raw)
    if folded != "by" and _fused().fullmatch(folded):
        return tuple(re.findall("..", folded))
    return ("license",) if folded in _LICENSE else (folded,)


def fold(word: str) -> str:
    """A word in lower case, without accents."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(one for one in unicodedata.normalize("NFKD", word) if unicodedata.category(one) != "Mn")


def _number(raw: str) -> str:
    """A version without its final zeros: 4.0 is 4, and 1,3 is 1.3."""
    parts = raw.lower().replace(",", ".").split(".")
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return ".".join(parts)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+|(?:\d,\d(?![\d.,])|\d+(?:\.\d+)*)(?:\.?[a-zA-Z](?![^\W_]))?|\+|©|&|>=")


@cache
def _ideographs() -> re.Pattern[str]:
    """Chinese characters and Japanese kana."""
    return re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@cache
def _fused() -> re.Pattern[str]:
    """CC elements written as one word, with or without CC."""
    return re.compile(r"(?:cc)?by(?:nc|sa|nd)*")


@cache
def _humps() -> re.Pattern[str]:
    return re.compile(r"[A-Z]*[^\WA-Z\d_]+|[A-Z]+")


@cache
def _controls() -> re.Pattern[str]:
    return re.compile(r"[\x00-\x20\x7f\u2028\u2029]+")


def ends(text: str, one: Word, other: Word) -> bool:
    """Whether a sentence ends between two words that follow each other."""
    return bool(_stop().search(text, one.end, other.start))


def sentence_ends(text: str, words: list[Word]) -> list[int]:
    """For each word, the number of the first word after its sentence."""
    found = [len(words)] * len(words)
    if _stop().search(text):
        for at in range(len(words) - 2, -1, -1):
            found[at] = at + 1 if ends(text, words[at], words[at + 1]) else found[at + 1]
    return found


@cache
def _stop() -> re.Pattern[str]:
    """The end of a sentence; not the point of `U.S.`, `v. 2.0` or `Ver. 2.0`."""
    return re.compile(r"(?:(?<!\b[A-Za-z])(?<!\b[vV]er)\.|[;!?])(?=\s)")


def phrase(text: str) -> str:
    """A name as the tables hold it: its words, one space between them."""
    return " ".join(word.text for word in words_of(clean(text)))
