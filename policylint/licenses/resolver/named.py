"""The answer to a text that names licences: one, several, or one with something said against it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from policylint.lean import TYPE_CHECKING
from policylint.licenses.answer import ALIAS, AMBIGUOUS, CUSTOM, UNKNOWN, Resolution, custom
from policylint.licenses.resolver import clauses, wording
from policylint.licenses.resolver.tables import tables, titled
from policylint.licenses.resolver.words import words_of

if TYPE_CHECKING:
    from policylint.licenses.resolver.mentions import Mention
    from policylint.licenses.resolver.words import Word

_AROUND = 40
"""How many characters before and after a name are looked at for what is made of it."""
_SHOWN = 6


def answer(text: str, cleaned: str, found: list[Mention], left: list[Word]) -> Resolution | None:
    """What a text means whose mentions and other words are given; None if it names no licence."""
    meant = [one for one in found if not one.weak or _meant(one, cleaned, left)]
    if meant and len(meant) < len(found):
        meant = [one for one in found if one in meant or _listed(one, cleaned)]
    meant = _distinct(meant)
    if not meant:
        if any(_pattern_for_another(one, cleaned) for one in found):
            why = "it takes a known licence as a pattern for another"
            return Resolution(text, CUSTOM, candidates=_names(found), why=why)
        return None
    return _doubt(text, cleaned, meant, left) or _several(text, cleaned, meant, left) or _one(text, meant[0])


def _one(text: str, one: Mention) -> Resolution:
    if not one.settled:
        return Resolution(text, AMBIGUOUS, family=one.family, candidates=one.licenses, why=one.why)
    return Resolution(text, ALIAS, one.licenses[0], why=f"it is a name of {one.licenses[0]}{titled(one.licenses[0])}")


# which mentions count


def _meant(one: Mention, cleaned: str, left: list[Word]) -> bool:
    """Whether a word that has other meanings is meant as a licence: little else is said, or licences are spoken of."""
    filler = wording.listed("speaking" if one.everyday else "filler")
    if all(word.text in filler for word in left):
        return True
    before, after = _around(one, cleaned)
    return bool(before and before[-1] in wording.listed("speaking")) or bool(
        after and after[0] in ("license", "licensed")
    )


def _listed(one: Mention, cleaned: str) -> bool:
    """Whether a mention is an entry of a list: where another entry is a licence, so is this one."""
    before, after = cleaned[: one.start].split()[-1:], cleaned[one.end :].split()[:1]
    first, last = (before or [""])[0].lower(), (after or [""])[0].lower()
    joined = ("", "or", "and")
    return (first in joined or first[-1] in ",;|/[\"'") and (last in joined or last[0] in ",;|/]\"'")


def _around(one: Mention, cleaned: str) -> tuple[list[str], list[str]]:
    """The words before and after a mention, a few of each."""
    before = words_of(cleaned[max(0, one.start - _AROUND) : one.start])
    after = words_of(cleaned[one.end : one.end + _AROUND])
    return [word.text for word in before[-4:]], [word.text for word in after[:3]]


def _distinct(found: list[Mention]) -> list[Mention]:
    """Mentions that say something else than the others: one licence once, no family beside its member."""
    settled = [one for one in found if one.settled]
    kept: list[Mention] = []
    for one in found:
        if one.settled:
            vague = one.licenses[0] == "LicenseRef-PublicDomain" and len(settled) > 1
            if not vague and one.licenses not in [other.licenses for other in kept if other.settled]:
                kept.append(one)
        elif not _says_less(one, settled) and one.licenses not in [other.licenses for other in kept]:
            kept.append(one)
    later = {name.removesuffix("-or-later") for name in _names(kept) if name.endswith("-or-later")}
    kept = [one for one in kept if not (one.settled and one.licenses[0].removesuffix("-only") in later)]
    if any((one.family or "").startswith("CC-") for one in kept):
        kept = [one for one in kept if one.family != "CC" or one.settled]
    return kept


def _says_less(one: Mention, settled: list[Mention]) -> bool:
    """Whether another mention says which of the family it is."""
    if one.why.startswith("there is no"):
        return False
    for other in settled:
        own = other.licenses[0]
        if own in one.licenses or (one.family is not None and other.family == one.family):
            return True
        if one.family == "CC" and own.startswith(("CC", "LicenseRef-CC", "LicenseRef-PDM")):
            return True
        if own.removesuffix("-or-later") in [name.removesuffix("-only") for name in one.licenses]:
            return True
    return False


def _names(found: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in found for name in one.licenses))


# what is said beside the names


def _doubt(text: str, cleaned: str, meant: list[Mention], left: list[Word]) -> Resolution | None:
    """What the other words of a text take away from the licences that it names, if anything."""
    rest = wording.without_neutral(" ".join(word.text for word in left))
    candidates = _names(meant)
    family = meant[0].family if len(meant) == 1 else None
    shown = " and ".join(candidates[:_SHOWN])
    taken = clauses.taken(clauses.clauses_of(cleaned, left), loose=True)
    implied = _implied(candidates)
    added = [one for one in wording.restrictions(rest, strict=True, more=taken) if one not in implied]
    if "multiple" in added or wording.says("partial", rest):
        return custom(text, ("multiple",), candidates)
    if added:
        why = f"it names {shown}, and adds terms of its own: {', '.join(added)}"
        return Resolution(text, CUSTOM, None, family, candidates, tuple(added), why)
    if wording.says("negated", rest) and taken & implied:
        why = f"it names {shown}, and says in words what that holds"
        return Resolution(text, CUSTOM, None, family, candidates, tuple(sorted(taken)), why)
    if wording.says("negated", rest):
        why = f"it names {shown}, and says what does not hold: read it"
        return Resolution(text, UNKNOWN, None, family, candidates, (), why)
    if wording.says("doubtful", rest) or any(cleaned[one.end :].lstrip(" )")[:1] == "?" for one in meant):
        return Resolution(text, UNKNOWN, None, family, candidates, (), f"it names {shown}, and is not sure")
    if wording.says("added", rest) or any(
        _pattern_for_another(one, cleaned) or _hyphenated(one, cleaned) for one in meant
    ):
        why = f"it takes {shown} as a pattern for another, or adds to it"
        return Resolution(text, CUSTOM, None, family, candidates, (), why)
    return custom(text, ("multiple",), candidates) if _another(cleaned, left) else None


def _pattern_for_another(one: Mention, cleaned: str) -> bool:
    """Whether a mention is part of the name of another licence: MIT-style, modified BSD."""
    before, after = _around(one, cleaned)
    if before and before[-1] == "license":
        before.pop()
    return wording.ends("before", " ".join(before)) or wording.begins("after", " ".join(after))


def _hyphenated(one: Mention, cleaned: str) -> bool:
    """Whether a mention is a part of a longer name: BSD-3-Clause-Something, NP-OSL."""
    before, after = _around(one, cleaned)
    filler = wording.listed("filler")
    if after and after[0] not in filler and _hyphen().match(cleaned, one.end):
        return True
    return bool(before and before[-1] not in filler and _hyphen().match(cleaned, one.start - 1))


@cache
def _hyphen() -> re.Pattern[str]:
    """A hyphen that makes one word of what stands around it."""
    return re.compile(r"(?<=\w)-(?=[^\W\d_])")


def _implied(licenses: tuple[str, ...]) -> set[str]:
    """The restrictions that some licences hold themselves: saying them again adds nothing."""
    names = f"-{'-'.join(licenses)}-"
    return {"attribution", "open"} | {meaning for mark, meaning in _IMPLIED if mark in names}


_IMPLIED = (
    ("-NC-", "non-commercial"), ("oncommercial", "non-commercial"), ("-ND-", "no-derivatives"),
    ("-SA-", "share-alike"), ("GPL", "share-alike"), ("ODbL", "share-alike"),
)  # fmt: skip


def _another(cleaned: str, left: list[Word]) -> bool:
    """Whether the text names one more licence, which is not known: capitalised words and "License"."""
    for at, word in enumerate(left):
        if word.text not in wording.listed("called") or cleaned[word.end : word.end + 2].lstrip().startswith(":"):
            continue
        here = at
        while here and cleaned[left[here - 1].start].isupper() and left[here].start - left[here - 1].end <= 1:
            here -= 1
        if any(one.text not in wording.listed("filler") for one in left[here:at]):
            return True
    return False


# several


def _several(text: str, cleaned: str, meant: list[Mention], left: list[Word]) -> Resolution | None:
    """Several licences: an expression where AND or OR alone joins them, else not one of them."""
    if len(meant) == 1:
        return None
    candidates = _names(meant)
    operators = _operators(cleaned, meant, left)
    links = [one for one in meant if one.link]
    if not operators and len(meant) == 2 and len(links) == 1:
        name = next(one for one in meant if not one.link)
        why = f"the name says {_said(name)} and the link says {_said(links[0])}: they disagree"
        return Resolution(text, AMBIGUOUS, candidates=candidates, why=why)
    terms = [one.licenses[0] if one.settled else tables().references.get(one.family or "", "") for one in meant]
    if len(set(operators)) == 1 and all(terms) and any(one.settled for one in meant):
        written = f" {operators[0]} ".join(f"({term})" if " AND " in term or " OR " in term else term for term in terms)
        which = "all of them apply" if operators[0] == "AND" else "the licensee may choose"
        return Resolution(text, ALIAS, written, why=f"it names {len(meant)} licences, and {which}")
    why = f"it names several licences, and not how they combine: {', '.join(candidates[:_SHOWN])}"
    return Resolution(text, CUSTOM, candidates=candidates, restrictions=("multiple",), why=why)


def _said(one: Mention) -> str:
    return one.licenses[0] if one.settled else (one.family or one.licenses[0])


def _operators(cleaned: str, meant: list[Mention], left: list[Word]) -> list[str]:
    """The operators between mentions; none if something else stands between two of them."""
    words = [word.text for word in left]
    choice = "dual" in words or "either" in words or " your option" in f" {' '.join(words)}"
    found = []
    for one, other in pairwise(meant):
        between = {word.text for word in left if one.end <= word.start < other.start} - wording.listed("joins")
        if between == {"or"} or (not between and choice and "/" in cleaned[one.end : other.start]):
            found.append("OR")
        elif between == {"and"}:
            found.append("OR" if choice else "AND")
        else:
            return []
    return found
