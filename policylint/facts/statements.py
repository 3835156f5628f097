"""Facts about what a licence entry says in words: the licence as it is written, the publisher's words, their address.

Words take away and never give: they can contradict what a licence grants, or state terms where none is named. The
resolver is loaded only for words, and for what is no expression of known ids.
"""

from __future__ import annotations

from functools import lru_cache

from policylint.beside import speaks_of_data
from policylint.facts.common import Answer, Item, World
from policylint.facts.terms import defined_terms, takes_of_its_own, words_terms
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.answer import from_words
from policylint.licenses.catalog import license_entry, of_code, terms_of
from policylint.licenses.expression import ExpressionError, operands, parse
from policylint.licenses.operands import choices
from policylint.licenses.terms import ANYBODY, NOT_SAID, Terms
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from policylint.licenses.answer import Resolution
    from policylint.licenses.texts import TextRead


class Reading(NamedTuple):
    """What a text says about its licence: how surely, what to write instead, and what it may mean."""

    status: str
    suggestion: str | None = None
    candidates: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 10)
def reading(text: str) -> Reading:
    """What is written for a licence. Expressions of known ids are read without the resolver."""
    ids = _ids(text)
    members = [one for identifier in ids for one in (license_entry(identifier) or {}).get("members", ())]
    if members:
        return Reading("ambiguous", None, tuple(members))
    if ids and all(_known(identifier) for identifier in ids):
        return Reading("exact")
    found = from_words(text)
    suggestion = found.license if found.license != text else None
    return Reading(found.status, suggestion or found.near, found.candidates)


def _ids(text: str) -> list[str]:
    try:
        return [operand.id for operand in operands(parse(text))]
    except ExpressionError:
        return []


def _known(identifier: str) -> bool:
    return (
        identifier in ("NONE", "NOASSERTION") or identifier.startswith("LicenseRef-") or _terms(identifier) is not None
    )


def _terms(identifier: str) -> Terms | None:
    try:
        known = [one.terms for operand in operands(parse(identifier)) for one in choices(operand)]
    except ExpressionError:
        return None
    return known[0] if known and known[0] is not NOT_SAID else None


def says(value: Callable[[Reading], Any]) -> Callable[[Item, World], Answer]:
    """The fact that reads one thing from what is written for a licence."""

    def derive(entry: Item, _: World) -> Answer:
        at = entry.child("license")
        if not isinstance(at.value, str) or at.value == "NOASSERTION":
            return Answer(UNSAID, (), (at,))
        found = value(reading(at.value))
        return Answer(UNSAID if found is None else found, (at,), (at,))

    return derive


def unread(sheet: Item, _: World) -> Answer:
    """For a message: the licences that cannot be looked up, each with what to write instead where that is clear."""
    texts = [entry.child("license").value for entry in sheet.child("licenses").children()]
    found = {text: reading(text) for text in texts if isinstance(text, str)}
    listed = [_hint(text, one) for text, one in found.items() if one.status not in ("exact", "ambiguous")]
    return Answer(", ".join(listed) or "none is stated")


def _hint(text: str, found: Reading) -> str:
    shown = f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}…"'
    return f"{shown} (write {found.suggestion})" if found.suggestion else shown


_LONGEST = 60


# the publisher's words


def _words(entry: Item) -> list[tuple[Item, Resolution]]:
    """What the publisher's words and their address say of the licence, of those that say anything."""
    places = [entry.child(key) for key in ("declared", "declared_in")]
    found = [(at, from_words(at.value)) for at in places if isinstance(at.value, str)]
    return [(at, one) for at, one in found if one.license or one.candidates or one.restrictions]


@lru_cache(maxsize=1 << 10)
def _text_read(text: str) -> TextRead | None:
    from policylint.licenses.texts import text_read  # noqa: PLC0415 - only where a licence's text lies beside

    return text_read(text)


def _beside(entry: Item, world: World) -> list[tuple[Item, Resolution]]:
    """What the licence texts beside an entry's file say of the data, each at the words that say it.

    The text of a software licence is taken to be that of the code, and one that an entry names as its own to be its.
    """
    if entry.sheet is not world.sheet.sheet or entry.child("applies_to").value not in (*_OF_THE_DATA, UNSAID):
        return []
    if "beside" not in world.memo:
        world.memo["beside"] = _texts(world)
    found: list[tuple[Item, Resolution]] = world.memo["beside"]
    return found


def _texts(world: World) -> list[tuple[Item, Resolution]]:
    """As above, whichever the entry: it is asked once for each, and reads all of them."""
    named = [
        one for other in world.sheet.child("licenses").children() for one in _ids(str(other.child("license").value))
    ]
    found = []
    for text in world.beside(world.sheet.sheet):
        read = None if _needs_no_reading(text.value, named) else _text_read(text.value)
        if read is not None and not _of_others(read.found.license, named):
            sheet = text.sheet._replace(origins={text.pointer: read.span})
            found.append((Item(read.words, sheet, text.pointer), read.found))
    return found


_OF_THE_DATA = ("dataset", "collection", "contents")
_HEADING = 300
_CODE_HEADINGS = (
    "mit license", "apache license", "gnu general public license", "gnu lesser general public license",
    "gnu affero general public license", "bsd 2-clause", "bsd 3-clause", "mozilla public license", "isc license",
)  # fmt: skip
"""How the commonest licences of code begin, in lower case."""


def _needs_no_reading(text: str, ids: list[str]) -> bool:
    """Whether a text begins with the name of a licence of code, or of one of some licences, and adds nothing."""
    if speaks_of_data(text):
        return False
    heading = " ".join(text[:_HEADING].split()).lower().lstrip("# ").removeprefix("the ")
    names = [str((license_entry(one) or {}).get("name", "")).lower() for one in ids]
    return heading.startswith((*_CODE_HEADINGS, *filter(None, names)))


def _of_others(identifier: str | None, ids: list[str]) -> bool:
    """Whether a licence is that of code, or named by an entry."""
    theirs = _ids(identifier) if identifier is not None else []
    return bool(theirs) and all(of_code(one) or any(_akin(one, other) for other in ids) for one in theirs)


def beside(entry: Item, world: World) -> Answer:
    """Whether a licence's text that lies beside the file says something of the data."""
    found = _beside(entry, world)
    return Answer(bool(found), tuple(text for text, _ in found))


def _narrower(words: Resolution, ours: list[Terms]) -> bool:
    """Whether a text takes away what every licence of ours grants, or asks that what is made be shared alike."""
    taken = words_terms(words)
    if taken is None:
        return False
    shared = "share_alike" in taken.requires
    return all(_takes_away(taken, one) or (shared and "share_alike" not in one.requires) for one in ours)


def agree(entry: Item, world: World) -> Answer:
    """Whether the publisher's words name no other licence, and take nothing away that the licence grants.

    A licence's text beside the file may grant more than the licence that is stated, and not less. What
    names several licences is contradicted by what contradicts each of them.
    """
    at = entry.child("license")
    meant = _meant(at.value, defined_terms(entry.sheet)) if isinstance(at.value, str) else []
    if not meant:
        return Answer(UNSAID, (), (at,))
    words, texts = _words(entry), _beside(entry, world)
    against = [place for place, one in words if all(_contradicts(one, ids, terms) for ids, terms in meant)]
    against += [place for place, one in texts if all(_narrower(one, terms) for _, terms in meant)]
    return Answer(not against, (at, *(against or [place for place, _ in (*words, *texts)])))


def _meant(text: str, own: Mapping[str, Terms]) -> list[tuple[list[str], list[Terms]]]:
    """The licences that a text may mean, each with the terms of its parts; none where those of one are not known."""
    ids = _ids(text)
    known = [own.get(one) or _terms(one) for one in ids if one != "NOASSERTION"]
    if known and None not in known:
        return [(ids, [one for one in known if one is not None])]
    candidates = [(one, _terms(one)) for one in (reading(text).candidates if text != "NOASSERTION" else ())]
    found = [([one], [terms]) for one, terms in candidates if terms is not None]
    return found if len(found) == len(candidates) else []


def restrict(entry: Item, world: World) -> Answer:
    """Whether the publisher's words, or a licence's text beside the file, keep people or uses out."""
    found = [place for place, one in _words(entry) if restrictive(one)]
    texts = [place for place, one in _beside(entry, world) if restrictive(one)]
    if texts:
        return Answer(value=True, because=(*found, *(() if found else (entry.child("license"),)), *texts))
    said = [at for at in (entry.child("declared"), entry.child("declared_in")) if at.value is not UNSAID]
    return Answer(bool(found), tuple(found or said) or (entry.child("license"),))


def say(entry: Item, world: World) -> Answer:
    """For a message: what the publisher's words come to, those of a text beside the file last."""
    said = [one for _, one in (*_words(entry), *_beside(entry, world))]
    found = [one.license or ", ".join(one.restrictions) or " or ".join(one.candidates) for one in said]
    return Answer("; ".join(dict.fromkeys(found)) or "nothing about the licence")


def _contradicts(words: Resolution, ours: list[str], terms: list[Terms]) -> bool:
    if words.license is not None:
        theirs = _ids(words.license)
        return not any(_akin(one, other) for one in ours for other in theirs)
    if words.candidates and not takes_of_its_own(words) and _named_among(words, ours):
        return False
    taken = words_terms(words)
    return taken is not None and any(_takes_away(taken, one) for one in terms)


def _akin(one: str, other: str) -> bool:
    """Whether two ids are of one licence: the same, a port of it, or the same GNU version."""
    one, other = (text.lower().removesuffix("-only").removesuffix("-or-later") for text in (one, other))
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _named_among(words: Resolution, ours: list[str]) -> bool:
    """Whether words that name several licences name ours, or its family; of two that differ, the stricter counts."""
    if words.family is None and any(_limits(one) for one in words.candidates if one not in ours):
        return False
    return any(one in words.candidates or (words.family and one.startswith(words.family)) for one in ours)


def _limits(identifier: str) -> bool:
    terms = terms_of(identifier)
    return terms is not None and _restricts(terms)


def _restricts(terms: Terms) -> bool:
    return terms.actions["commercial_use"] == "prohibit" or terms.actors != ANYBODY or terms.purposes != ANYBODY


def restrictive(words: Resolution) -> bool:
    """Whether words keep people or uses out: by what they say, or by the licence that they name."""
    taken = words_terms(words)
    kept = taken is not None and "prohibit" in (taken.actions["distribute"], taken.actions["derive"])
    return taken is not None and (_restricts(taken) or kept)


def _takes_away(words: Terms, ours: Terms) -> bool:
    """Whether words prohibit what a licence permits, or are for fewer people or purposes."""
    taken = [action for action, value in words.actions.items() if value == "prohibit"]
    return any(ours.actions[action] == "permit" for action in taken) or any(
        getattr(words, limit) != ANYBODY and getattr(ours, limit) == ANYBODY for limit in ("actors", "purposes")
    )
