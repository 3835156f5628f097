"""The licences that a text names: where, which, and with which version."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.resolver.creative_commons import title
from policylint.licenses.resolver.tables import Family, Symbol, Tables, lookup, tables
from policylint.licenses.resolver.words import Word, ends, sentence_ends, words_of

if TYPE_CHECKING:
    from policylint.licenses.resolver.addresses import Link


class Mention(NamedTuple):
    """One naming of a licence, from `start` to `end` of the text.

    `licenses` is the one it names, or those it may mean; `family` what they have in common. `settled` is whether
    it says which. A weak mention is a word with other meanings as well.
    """

    start: int
    end: int
    licenses: tuple[str, ...]
    family: str | None
    settled: bool
    weak: bool = False
    everyday: bool = False
    link: bool = False
    why: str = ""


_TRANSPARENT = frozenset(
    ("license", "public", "of", "agreement", "international", "number", "rev", "revision", "type", "family", "software")
)
_GNU_TRANSPARENT = _TRANSPARENT | frozenset(
    ("as", "published", "by", "free", "foundation", "either", "gnu", "under", "terms", "general", "inc", "fsf", "using")
)
_FURTHEST = 14


def mentions(linked: list[Link], rest: str) -> tuple[list[Mention], list[Word]]:
    """What a text names by its links and by the rest of it, in its order, and the words that are in none of it."""
    found = [_linked(link) for link in linked]
    words = words_of(rest)
    named, left = _named(rest, words)
    return sorted((one for one in (*found, *named) if one is not None), key=lambda one: one.start), left


def _linked(link: Link) -> Mention | None:
    licenses, family, why = link.licenses, link.family, link.why
    if not licenses and link.identifier:
        inner, left = _named(link.identifier, words_of(link.identifier))
        if len(inner) == 1 and not left:
            licenses, family, why = inner[0].licenses, inner[0].family, inner[0].why
            settled = inner[0].settled
            return Mention(link.start, link.end, licenses, family, settled, link=True, why=why)
    if not licenses and family is None:
        return None
    return Mention(link.start, link.end, licenses, family, len(licenses) == 1 and not why, link=True, why=why)


def _named(text: str, words: list[Word]) -> tuple[list[Mention], list[Word]]:
    plain = [word.text for word in words]
    known = tables()
    found: list[Mention] = []
    left: list[Word] = []
    until = sentence_ends(text, words)
    at = 0
    while at < len(words):
        symbol, count = lookup(plain, at, known.phrases, known.longest, until[at])
        composed = title(text, words, plain, at)
        if composed is not None and composed.length > count:
            end = at + composed.length
            mention = Mention(
                words[at].start, words[end - 1].end, composed.licenses, composed.family,
                composed.settled, weak=composed.weak, why=composed.why,
            )  # fmt: skip
            found.append(_one_version(mention, text, words, plain, end))
            at = end
            continue
        if symbol is None:
            left.append(words[at])
            at += 1
            continue
        mention, end = _symbol(text, words, plain, at, count, symbol, known)
        mention = _one_version(mention, text, words, plain, end)
        if mention.start < words[at].start:
            while left and left[-1].start >= mention.start:
                left.pop()
        found.append(mention)
        at = end
    return found, left


def _one_version(mention: Mention, text: str, words: list[Word], plain: list[str], at: int) -> Mention:
    """The mention, unsettled if another version follows: 3.0 or 4.0."""
    if not mention.settled or mention.family is None or at >= len(words):
        return mention
    number = at + 1 if plain[at] in ("or", "and") and at + 1 < len(words) else at
    joined = number > at or text[mention.end : words[at].start].strip() in ("/", ",")
    raw = text[words[number].start : words[number].end]
    if joined and _is_number(plain[number]) and "." in raw:
        return mention._replace(settled=False, why=f"it names several versions of {mention.family}")
    return mention


def _symbol(
    text: str, words: list[Word], plain: list[str], at: int, count: int, symbol: Symbol, known: Tables
) -> tuple[Mention, int]:
    """The mention that a phrase begins, with its version, and the word after it."""
    end = at + count
    if symbol.family is None:
        start, stop = words[at].start, words[end - 1].end
        own = symbol.licenses[0].removeprefix("LicenseRef-")
        weak = symbol.weak and not ("-" in own and text[start:stop].lower() == own.lower())
        why = "" if len(symbol.licenses) == 1 else f"{' and '.join(symbol.licenses)} have the same name"
        return Mention(
            start, stop, symbol.licenses, None, len(symbol.licenses) == 1, weak, weak and symbol.everyday, why=why
        ), end
    family = known.families[symbol.family]
    weak = symbol.weak
    family, end = _port(plain, end, family, known)
    number, after = _version(text, words, plain, end, family, known)
    first = at
    if number is None and at and _is_number(plain[at - 1]) and plain[at - 1] in family.members:
        number, after, first = plain[at - 1], end, at - 1
    elif number is None and at > 1 and plain[at - 1] == "of" and plain[at - 2] in family.members:
        number, after, first = plain[at - 2], end, at - 2
    if number is not None:
        family, after = _port(plain, after, family, known)
    later = ""
    if number is not None:
        later, after = _later(text, words, plain, end, after, family)
        while not later and _continues(text, words, plain, after, family, known):
            after += 1
            later, after = _later(text, words, plain, end, after, family)
    span = (words[first].start, words[after - 1].end)
    licenses, settled, why = _members(family, number, later)
    if number is not None and not symbol.everyday:
        weak = False
    return Mention(*span, licenses, family.name, settled, weak, weak and symbol.everyday, why=why), after


def _continues(text: str, words: list[Word], plain: list[str], at: int, family: Family, known: Tables) -> bool:
    """Whether a word after the version still belongs to the name: Llama 3 Community License."""
    if at >= len(words) or plain[at] not in family.words or ends(text, words[at - 1], words[at]):
        return False
    return lookup(plain, at, known.phrases, known.longest)[1] == 0


def _members(family: Family, number: str | None, later: str) -> tuple[tuple[str, ...], bool, str]:
    if number is None:
        if family.one:
            return family.candidates, True, ""
        return family.candidates, False, f"{family.name} does not say which: {family.why}"
    if number not in family.members:
        return family.candidates, False, f"there is no version {number} of {family.name} that policylint knows"
    one = family.members[number]
    if family.gnu:
        return (f"{one}-or-later" if later == "later" else f"{one}-only",), True, ""
    return (f"{one}+" if later == "later" and not one.startswith("LicenseRef-") else one,), True, ""


def _port(plain: list[str], at: int, family: Family, known: Tables) -> tuple[Family, int]:
    """The family of a place that follows: Open Government Licence, Canada."""
    for count in (3, 2, 1):
        place = " ".join(plain[at : at + count])
        if place in family.ports and len(plain) >= at + count:
            return known.families[family.ports[place]], at + count
    return family, at


def _version(
    text: str, words: list[Word], plain: list[str], at: int, family: Family, known: Tables
) -> tuple[str | None, int]:
    """The version that follows a family's name, and the word after it."""
    transparent = _GNU_TRANSPARENT if family.gnu else _TRANSPARENT
    here = at
    while here < len(words) and here - at < _FURTHEST:
        if not family.gnu and here and ends(text, words[here - 1], words[here]):
            break
        word = plain[here]
        apart = _apart(text, words, here, family)
        if apart is not None:
            return apart, here + 2
        if word in family.members:
            return word, here + 1
        if family.gnu and len(word) == 2 and _dotted(word[0], word[1]) in family.members:
            return _dotted(word[0], word[1]), here + 1
        if _is_number(word):
            return (None, at) if _is_year(word) or here > at + 1 else (word, here + 1)
        again, count = lookup(plain, here, known.phrases, known.longest)
        if again is not None and again.family == family.name:
            here += count
        elif word in transparent or word == ">=":
            here += 1
        else:
            break
    return None, at


def _apart(text: str, words: list[Word], at: int, family: Family) -> str | None:
    """The version that two numbers are which a name's separators have taken apart: OFL 1 1, LGPL-2-1."""
    if at + 1 >= len(words) or not words[at].text.isdecimal() or not words[at + 1].text.isdecimal():
        return None
    version = _dotted(words[at].text, words[at + 1].text)
    between = text[words[at].end : words[at + 1].start]
    return version if version in family.members and between in (" ", "-", "_") else None


def _dotted(whole: str, part: str) -> str:
    """A version of two numbers as words have it: without a final zero."""
    return whole if part == "0" else f"{whole}.{part}"


def _later(text: str, words: list[Word], plain: list[str], end: int, after: int, family: Family) -> tuple[str, int]:
    """Whether it is that version only, or later ones as well."""
    if ">=" in plain[end:after]:
        return "later", after
    if after < len(plain) and plain[after] in ("+", "plus"):
        gap = text[words[after - 1].end : words[after].start]
        if not gap.strip("])") and (not gap or plain[after] == "+" or after + 1 == len(plain)):
            return "later", after + 1
    match = _later_words().match(" ".join(plain[after : after + 12]) + " ")
    if match is None:
        return ("later" if family.gnu and _later_further_on().search(_sentence(text, words, after)) else ""), after
    count = match.group().count(" ")
    return ("only" if match["only"] else "later"), after + count


def _sentence(text: str, words: list[Word], at: int) -> str:
    """The words that follow the one before, to the end of its sentence."""
    found: list[str] = []
    for one, other in pairwise(words[at - 1 : at + 40]):
        if ends(text, one, other):
            break
        found.append(other.text)
    return " ".join(found)


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word > "1900"


@cache
def _later_words() -> re.Pattern[str]:
    return re.compile(
        r"(?:of )?(?:this )?(?:gnu )?(?:general )?(?:public )?(?:license )?"
        r"(?:(?P<only>only )|(?:(?:or|and) )?(?:at your option |at your choice )?(?:or )?(?:any |all )?"
        r"(?:later|newer|greater|higher|above|subsequent|onwards|upwards) )"
    )


@cache
def _later_further_on() -> re.Pattern[str]:
    """GNU's notice has words between the version and what follows from it."""
    return re.compile(
        r"(?<!\d )\bor (?:at [^ ]+ (?:[^ ]+ )?(?:option|discretion|choice) )?(?:any )?(?:later|newer|higher)\b"
    )
