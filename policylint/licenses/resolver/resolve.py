"""From what people write to a licence: never a guess at a version, never more than the text says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from policylint.licenses.expression import MAX_LENGTH, Both, Either, Expression, ExpressionError, Operand, parse
from policylint.licenses.resolver import wording
from policylint.licenses.resolver.addresses import links
from policylint.licenses.resolver.mentions import Mention, mentions
from policylint.licenses.resolver.near import nearest
from policylint.licenses.resolver.tables import tables
from policylint.licenses.resolver.words import clean, words_of

if TYPE_CHECKING:
    from policylint.licenses.resolver.words import Word

MAX_TEXT = 20_000
"""A longer text is a document: its words are not a licence's name."""

EXACT, ALIAS, AMBIGUOUS, CUSTOM, NONE, UNKNOWN = "exact", "alias", "ambiguous", "custom", "none", "unknown"


class Resolution(NamedTuple):
    """What a text says about its licence.

    `license` is an SPDX id, a `LicenseRef-` or an expression, and None unless the text says just that.
    `candidates` are licences that it may mean, or names among others; `restrictions` what its own terms hold;
    `near` is a name that looks like it, which is a hint and no answer.
    """

    text: str
    status: str
    license: str | None
    family: str | None
    candidates: tuple[str, ...]
    restrictions: tuple[str, ...]
    why: str
    near: str | None = None


def resolve(text: str) -> Resolution:
    """What a text says about its licence.

    >>> resolve("Creative Commons Attribution 4.0 International License").license
    'CC-BY-4.0'
    >>> resolve("CC BY-NC").status, resolve("research purposes only").restrictions
    ('ambiguous', ('academic-only',))
    """
    if len(text) > MAX_TEXT:
        return _answer(text, UNKNOWN, f"it is longer than {MAX_TEXT} characters: a document, not a licence's name")
    cleaned = clean(text)
    return _exact(text, cleaned.strip()) or _whole(text, cleaned) or _read(text, cleaned)


def suggestion(text: str) -> str | None:
    """What to write instead of a text, where it means one licence and is not how that is written; else None.

    >>> suggestion("CC BY 4.0"), suggestion("CC-BY-4.0"), suggestion("CC BY")
    ('CC-BY-4.0', None, None)
    """
    found = resolve(text)
    return found.license if found.license is not None and found.license != text else None


def _answer(
    text: str,
    status: str,
    why: str,
    license_: str | None = None,
    *,
    family: str | None = None,
    candidates: tuple[str, ...] = (),
    restrictions: tuple[str, ...] = (),
    near: str | None = None,
) -> Resolution:
    return Resolution(text, status, license_, family, candidates, restrictions, why, near)


# ids and expressions


def _exact(text: str, stripped: str) -> Resolution | None:
    if stripped in ("NONE", "NOASSERTION"):
        status, why = (
            (NONE, "SPDX: no licence is granted") if stripped == "NONE" else (UNKNOWN, "SPDX: nothing is said")
        )
        return _answer(text, status, why)
    own = tables().ids.get(stripped.lower())
    if own is not None:
        return _answer(text, EXACT, f"{own} is an id{_titled(own)}", own)
    if not stripped or len(stripped) > MAX_LENGTH:
        return None
    try:
        tree = parse(stripped)
    except ExpressionError:
        return None
    current = _current(tree)
    if current is None:
        return None
    written, renewed = current
    if renewed:
        return _answer(text, ALIAS, f"it is a deprecated id; today it is written {written}", written)
    if isinstance(tree, Operand) and tree.id.startswith("LicenseRef-"):
        why = "it refers to terms that the document itself must state"
        return _answer(text, EXACT, why, written)
    return _answer(text, EXACT, "it is an SPDX expression of known ids", written)


def _titled(identifier: str) -> str:
    title = tables().titles.get(identifier)
    return f": {title}" if title else ""


def _current(tree: Expression) -> tuple[str, bool] | None:
    """An expression as it is written today, and whether a deprecated id was renewed; None if an id is not known."""
    if isinstance(tree, Operand):
        return _operand(tree)
    parts = [_current(part) for part in tree.parts]
    found = [part for part in parts if part is not None]
    if len(found) != len(parts):
        return None
    operator = " AND " if isinstance(tree, Both) else " OR "
    written = [
        f"({text})" if isinstance(part, Either) and isinstance(tree, Both) else text
        for part, (text, _) in zip(tree.parts, found, strict=True)
    ]
    return operator.join(written), any(renewed for _, renewed in found)


def _operand(operand: Operand) -> tuple[str, bool] | None:
    known, plus = tables(), "+" if operand.or_later else ""
    lowered = operand.id.lower()
    renewed = known.deprecated.get(lowered + plus) or known.deprecated.get(lowered)
    own = known.ids.get(lowered)
    if operand.id.startswith(("LicenseRef-", "DocumentRef-")) and len(operand.id) > len("LicenseRef-"):
        own = own or operand.id
    if own is None and renewed is None:
        return None
    if renewed is not None and plus and lowered + plus not in known.deprecated:
        return None
    written = renewed if own is None and renewed is not None else f"{own}{plus}"
    if operand.exception is None:
        return written, own is None
    exception = known.exceptions.get(operand.exception.lower())
    if exception is None or " " in written:
        return None
    return f"{written} WITH {exception}", own is None


# whole texts that name no licence


def _whole(text: str, cleaned: str) -> Resolution | None:
    words = " ".join(word.text for word in words_of(cleaned))
    if not words:
        return _answer(text, UNKNOWN, "it says nothing")
    kind = tables().statements.get(words) or tables().statements.get(_without(words))
    if kind is None and wording.silent().fullmatch(words):
        kind = UNKNOWN
    return None if kind is None else _statement(text, kind)


def _without(words: str) -> str:
    return words.removeprefix("license ").removeprefix("is ")


def _statement(text: str, kind: str) -> Resolution:
    if kind == UNKNOWN:
        return _answer(text, UNKNOWN, "it does not say under which licence")
    if kind == NONE:
        return _answer(text, NONE, "it says that nobody is granted anything")
    if kind == CUSTOM:
        return _answer(text, CUSTOM, "it says that the terms are others, and not which")
    found = ("attribution", "open") if kind == "open-attribution" else (kind,)
    return _custom(text, found)


def _custom(text: str, found: tuple[str, ...], candidates: tuple[str, ...] = ()) -> Resolution:
    what = f"terms of its own: {', '.join(found)}" if found else "terms of its own"
    return _answer(text, CUSTOM, what, candidates=candidates, restrictions=found)


# texts that name licences


def _read(text: str, cleaned: str) -> Resolution:
    found, left = mentions(cleaned)
    statement = _address(cleaned)
    if statement is not None:
        return _statement(text, statement)
    plain = " ".join(word.text for word in left)
    named = _distinct([one for one in found if not one.weak or _meant(one, cleaned, left)])
    if not named:
        return _unnamed(text, cleaned, found)
    doubt = _doubt(text, cleaned, plain, named, left)
    if doubt is not None:
        return doubt
    if len(named) > 1:
        return _several(text, cleaned, named, left)
    (one,) = named
    if one.settled:
        return _answer(
            text, ALIAS, f"it is a name of {one.licenses[0]}{_titled(one.licenses[0])}", one.licenses[0], family=None
        )
    return _answer(text, AMBIGUOUS, one.why, family=one.family, candidates=one.licenses)


def _address(cleaned: str) -> str | None:
    found = [tables().addresses.get(link.address) for link in links(cleaned)[0]]
    return next((one for one in found if one is not None), None)


_SPEAKING = frozenset(
    ("license", "under", "licensed", "released", "distributed", "licence", "spdx", "lizenz", "lizenziert")
)
_FILLER = frozenset(
    """license licensed under released distributed available is are this that these dataset datasets data set work content
    contents all files file see more information info for details open source software free terms conditions term of use
    usage to in and with by on it its name id licenseid spdx identifier text full copy at from project code model models
    material materials published provided made shared subject according following governed covered can be found used
    please refer here below above public s other others licenses type title as our you your we type www org com both
    agreement legal standard family copyright c © repository repo database documentation docs images corpus publication
    official page link url website rights uses using approved osi""".split()
)


def _meant(one: Mention, cleaned: str, left: list[Word]) -> bool:
    """Whether a word that has other meanings is meant as a licence: little else is said, or licences are spoken of."""
    if all(word.text in _FILLER for word in left):
        return True
    before = words_of(cleaned[max(0, one.start - 40) : one.start])
    after = words_of(cleaned[one.end : one.end + 12])
    return bool(before and before[-1].text in _SPEAKING) or bool(after and after[0].text in ("license", "licensed"))


def _distinct(found: list[Mention]) -> list[Mention]:
    """Mentions that say something else than the others: one licence once, no family beside its member."""
    settled = [one for one in found if one.settled]
    kept: list[Mention] = []
    for one in found:
        if one.settled:
            vague = one.licenses[0] == "LicenseRef-PublicDomain" and len(settled) > 1
            if not vague and one.licenses[0] not in [other.licenses[0] for other in kept if other.settled]:
                kept.append(one)
        elif not _says_less(one, settled) and one.licenses not in [other.licenses for other in kept]:
            kept.append(one)
    later = {name.removesuffix("-or-later") for name in _names(kept) if name.endswith("-or-later")}
    kept = [one for one in kept if not (one.settled and one.licenses[0].removesuffix("-only") in later)]
    wide = [one for one in kept if one.family == "CC" and not one.settled]
    others = [one for one in kept if (one.family or "").startswith("CC-")]
    return [one for one in kept if not (others and one in wide)]


def _says_less(one: Mention, settled: list[Mention]) -> bool:
    """Whether another mention says which of the family it is."""
    for other in settled:
        own = other.licenses[0]
        if own in one.licenses or (one.family is not None and other.family == one.family):
            return not one.why.startswith("there is no")
        if one.family == "CC" and own.startswith(("CC", "LicenseRef-CC", "LicenseRef-PDM")):
            return True
        if own.removesuffix("-or-later") in [name.removesuffix("-only") for name in one.licenses]:
            return True
    return False


def _names(named: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in named for name in one.licenses))


def _doubt(text: str, cleaned: str, plain: str, named: list[Mention], left: list[Word]) -> Resolution | None:
    """What the other words of a text take away from the licences it names, if anything."""
    rest = wording.neutral().sub(" ", plain)
    candidates = _names(named)
    family = named[0].family if len(named) == 1 else None
    added = [one for one in wording.restrictions(rest, strict=True) if one not in _implied(candidates)]
    if "multiple" in added or wording.partial().search(rest) and not _offered(rest):
        return _custom(text, ("multiple",), candidates)
    if added:
        why = f"it names {' and '.join(candidates)}, and adds terms of its own: {', '.join(added)}"
        return _answer(text, CUSTOM, why, family=family, candidates=candidates, restrictions=tuple(added))
    if wording.negated().search(rest):
        why = f"it names {' and '.join(candidates[:3])}, and says what does not hold: read it"
        return _answer(text, UNKNOWN, why, family=family, candidates=candidates)
    if wording.doubtful().search(rest):
        return _answer(text, UNKNOWN, "it is not sure of itself", family=family, candidates=candidates)
    if wording.modified().search(rest) or any(_taken_as_pattern(one, cleaned) for one in named):
        why = f"it takes {' and '.join(candidates[:3])} as a pattern, or adds to it"
        return _answer(text, CUSTOM, why, family=family, candidates=candidates)
    if _another(cleaned, left):
        return _custom(text, ("multiple",), candidates)
    return None


def _taken_as_pattern(one: Mention, cleaned: str) -> bool:
    before = " ".join(word.text for word in words_of(cleaned[max(0, one.start - 40) : one.start])[-4:])
    after = " ".join(word.text for word in words_of(cleaned[one.end : one.end + 30])[:3])
    before = before.removesuffix(" license")
    return bool(wording.pattern().search(before) or wording.pattern().match(after))


def _offered(rest: str) -> bool:
    return " either " in f" {rest} " and len([word for word in rest.split() if wording.partial().fullmatch(word)]) == 1


def _implied(candidates: tuple[str, ...]) -> set[str]:
    """The restrictions that the named licences hold themselves."""
    implied = {"attribution", "open"}
    name = f"-{'-'.join(candidates)}-"
    for mark, meaning in (
        ("-NC-", "non-commercial"),
        ("-ND-", "no-derivatives"),
        ("-SA-", "share-alike"),
        ("Noncommercial", "non-commercial"),
        ("GPL", "share-alike"),
        ("ODbL", "share-alike"),
    ):
        if mark in name:
            implied.add(meaning)
    return implied


def _another(cleaned: str, left: list[Word]) -> bool:
    """Whether the text names one more licence, which is not known: a capitalised word and "License"."""
    for at, word in enumerate(left):
        if word.text not in ("license", "agreement", "eula") or cleaned[word.end : word.end + 2].strip().startswith(
            ":"
        ):
            continue
        here = at
        while here and cleaned[left[here - 1].start].isupper() and left[here].start - left[here - 1].end <= 1:
            here -= 1
        if any(one.text not in _FILLER and one.text not in _BEFORE for one in left[here:at]):
            return True
    return False


_BEFORE = frozenset(
    (
        "dual",
        "following",
        "version",
        "international",
        "unported",
        "generic",
        "new",
        "present",
        "see",
        "universal",
        "creative",
        "commons",
        "gnu",
        "document",
        "documents",
    )
)


def _several(text: str, cleaned: str, named: list[Mention], left: list[Word]) -> Resolution:
    """Several licences: an expression where the text joins them with AND or OR alone, else not one of them."""
    candidates = _names(named)
    links = [one for one in named if one.link]
    if len(named) == 2 and len(links) == 1 and not _joins(cleaned, named, left):
        link, name = links[0], next(one for one in named if not one.link)
        why = f"the name says {_said(name)} and the link says {_said(link)}: they disagree"
        return _answer(text, AMBIGUOUS, why, candidates=candidates)
    operators = _joins(cleaned, named, left)
    terms = [one.licenses[0] if one.settled else tables().references.get(one.family or "") for one in named]
    if operators and len(set(operators)) == 1 and all(terms):
        operator = operators[0]
        written = f" {operator} ".join(one for one in terms if one is not None)
        which = "all of them apply" if operator == "AND" else "the licensee may choose"
        return _answer(text, ALIAS, f"it names {len(named)} licences, and {which}", written)
    return _answer(
        text, CUSTOM, f"it names several licences and not how they combine: {', '.join(candidates[:6])}",
        candidates=candidates, restrictions=("multiple",),
    )  # fmt: skip


def _said(one: Mention) -> str:
    return one.licenses[0] if one.settled else (one.family or one.licenses[0])


def _joins(cleaned: str, named: list[Mention], left: list[Word]) -> list[str]:
    """The operators between mentions; empty if something else stands between two of them."""
    found = []
    text = " ".join(word.text for word in left)
    dual = "dual" in text.split() or "your option" in text or "your choice" in text or "either" in text.split()
    for one, other in zip(named, named[1:], strict=False):
        between = [word.text for word in left if one.end <= word.start < other.start]
        core = [
            word
            for word in between
            if word
            not in ("license", "licensed", "under", "both", "terms", "of", "either", "dual", "at", "your", "option")
        ]
        gap = cleaned[one.end : other.start]
        if core == ["or"]:
            found.append("OR")
        elif core == ["and"]:
            found.append("OR" if dual else "AND")
        elif not core and dual and "/" in gap:
            found.append("OR")
        else:
            return []
    return found


# texts with terms of their own


def _unnamed(text: str, cleaned: str, found: list[Mention]) -> Resolution:
    linked, rest = links(cleaned)
    spoken = [word.text for word in words_of(rest)]
    words = " ".join(spoken)
    if wording.nothing().fullmatch(words) and not {"license", "licensed", "permission"} & set(
        words.replace("no license", "").split()
    ):
        return _statement(text, NONE)
    if linked and all(word in _FILLER for word in spoken):
        return _answer(text, UNKNOWN, "it is a link to terms that policylint does not know")
    stated = tuple(wording.restrictions(words))
    if stated:
        return _custom(text, stated)
    if any(_taken_as_pattern(one, cleaned) for one in found):
        return _answer(text, CUSTOM, "it takes a known licence as a pattern", candidates=_names(found))
    near = nearest(cleaned.strip())
    if (
        any(word in spoken for word in ("license", "agreement", "terms", "eula", "custom", "licensed", "lizenz"))
        and not near
    ):
        return _custom(text, ())
    if near:
        return _answer(
            text, UNKNOWN, f"it is no name of a licence that policylint knows; did you mean {near}?", near=near
        )
    return _answer(text, UNKNOWN, "it names no licence that policylint knows, and no terms")
