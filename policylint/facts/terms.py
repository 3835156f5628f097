"""Facts about licences: what one entry says, and what all that a use touches let it do."""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import islice, product

from policylint.dates import earlier
from policylint.facts.common import Answer, Item, World, takes
from policylint.facts.inherited import UNTOUCHED, inherited
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.answer import from_words
from policylint.licenses.catalog import family_terms, terms_of
from policylint.licenses.expression import Either, Expression, ExpressionError, Operand, operands, parse
from policylint.licenses.operands import choices
from policylint.licenses.terms import (
    ACTIONS,
    ANYBODY,
    EVERYTHING,
    LIMITS,
    NOT_SAID,
    NOTHING,
    Terms,
    meet,
    perhaps,
    stated,
    under,
)
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial, below

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from policylint.facts.common import Sheet
    from policylint.facts.inherited import Statement
    from policylint.licenses.answer import Resolution

_MOST_CHOICES = 64
_TERMS = ("permits", "prohibits", "like", "actors", "purposes")
"""Keys of a `license_terms` entry of which one must be said, or it has no terms."""


class Part(NamedTuple):
    """One entry of `licenses` that a use touches, or a licence that came along from a source.

    `license` is where it is stated, `settles` the field that would say what its terms are.
    """

    item: Item
    choices: tuple[Terms, ...]
    definitions: tuple[Item, ...]
    license: Item
    settles: Item
    words: tuple[Item, ...] = ()

    def places(self, field: str) -> tuple[Item, ...]:
        """Where the part's terms are stated: that field of its own definitions where they say it, and its licence."""
        stated_in = [item.child(field) if item.child(field).value is not UNSAID else item for item in self.definitions]
        return (*stated_in, self.license, *self.words)


class Effective(NamedTuple):
    """The terms for a set of uses, and the parts they come from: the sheet's own, then those of its sources."""

    terms: Terms
    parts: tuple[tuple[Part, Terms], ...]
    own: tuple[tuple[Part, Terms], ...] = ()


# one entry


def resolved(entry: Item, world: World) -> Answer:
    """Whether an entry's licence is one that policylint can read: known ids, or references with terms of their own."""
    license_ = entry.child("license")
    tree = _tree(license_.value)
    if world.entry is not None and _with_grant(NOTHING, world) is EVERYTHING:
        return Answer(True, (license_,))  # noqa: FBT003 - what the use rests on needs no licence
    if license_.value is UNSAID:
        return Answer(UNSAID, (), (license_,))
    if tree is None:
        return Answer(False, (license_,))  # noqa: FBT003 - the fact's value
    if license_.value == "NONE":
        return Answer(True, (license_,))  # noqa: FBT003 - the fact's value
    unread = [
        operand
        for operand in operands(tree)
        if any(one.terms is NOT_SAID for one in choices(operand, own_terms(world)))
    ]
    like = [_definition(operand.id, world.sheet).child("like") for operand in operands(tree)]
    unlike = [item for item in like if item.value is not UNSAID and terms_of(item.value) is None]
    if unlike:
        return Answer(False, tuple(unlike))  # noqa: FBT003 - the fact's value
    if unread:
        references = [
            _definition(operand.id, world.sheet) for operand in unread if operand.id.startswith("LicenseRef-")
        ]
        stated_at = [item for item in references if world.sheet.child("license_terms").value is not UNSAID]
        return Answer(UNSAID, (), tuple(stated_at) or (license_,))
    return Answer(True, (license_,))  # noqa: FBT003 - the fact's value


def _tree(text: Any) -> Expression | None:
    try:
        return parse(text) if isinstance(text, str) else None
    except ExpressionError:
        return None


def _definition(identifier: str, home: Item) -> Item:
    return home.child("license_terms").child(identifier)


def own_terms(world: World, home: Item | None = None) -> dict[str, Terms]:
    """The terms of a sheet's own licences by id, of those that it states any of; by default of the judged sheet."""
    sheet = (home or world.sheet).sheet
    key = ("own_terms", sheet.document.path)
    if key not in world.memo:
        world.memo[key] = defined_terms(sheet)
    found: dict[str, Terms] = world.memo[key]
    return found


def defined_terms(sheet: Sheet) -> dict[str, Terms]:
    """The terms of the licences that a sheet defines, by id, of those that it states any of."""
    definitions = sheet.value.get("license_terms")
    return {
        identifier: _stated(definition)
        for identifier, definition in (definitions.items() if isinstance(definitions, dict) else ())
        if identifier.startswith("LicenseRef-")
        and isinstance(definition, dict)
        and any(definition.get(key, UNSAID) is not UNSAID for key in _TERMS)
    }


def _stated(definition: dict[str, Any]) -> Terms:
    like = definition.get("like")
    known = terms_of(like) if isinstance(like, str) else None
    return stated(definition, (known or NOT_SAID) if "like" in definition else None)


def expression_choices(tree: Expression, own: dict[str, Terms]) -> list[Terms]:
    """The alternatives that an expression offers, in the order written; `own` are licences that its sheet defines."""
    if isinstance(tree, Operand):
        return [one.terms for one in choices(tree, own)]
    if isinstance(tree, Either):
        return [terms for part in tree.parts for terms in expression_choices(part, own)][:_MOST_CHOICES]
    combined = [NOT_SAID]
    for index, part in enumerate(tree.parts):
        offered = expression_choices(part, own)
        pairs = ((one, other) for one in combined for other in offered)
        combined = offered if index == 0 else [meet(one, other) for one, other in islice(pairs, _MOST_CHOICES)]
    return combined


def _part(entry: Item, license_: Item, home: Item, world: World) -> Part:
    """A part by its entry and licence; `home` is the sheet that defines licences of its own."""
    tree = _tree(license_.value)
    named = [operand.id for operand in operands(tree)] if tree is not None else []
    definitions = [_definition(identifier, home) for identifier in named if identifier.startswith("LicenseRef-")]
    settles = definitions[0]._replace(ceiling=license_.ceiling) if definitions else license_
    stated_here = tuple(item for item in definitions if item.value is not UNSAID)
    own, words = own_terms(world, home), () if stated_here else _taken_away(entry)
    written, texts = license_.value if tree is not None else None, tuple(str(at.value) for at in words)
    left = _left(written, texts, own) if own else _left_of(written, texts)
    return Part(entry, left, stated_here, license_, settles, words)


def _left(written: str | None, words: tuple[str, ...], own: dict[str, Terms]) -> tuple[Terms, ...]:
    """What an expression offers, and its publisher's words leave of it."""
    tree = _tree(written)
    offered = expression_choices(tree, own) if tree is not None else [NOT_SAID]
    taken = [words_terms(from_words(text)) for text in words]
    return tuple(reduce(meet, (terms for terms in taken if terms is not None), one) for one in offered)


@lru_cache(maxsize=1 << 8)
def _left_of(written: str | None, words: tuple[str, ...]) -> tuple[Terms, ...]:
    """As above, where a sheet defines no licence of its own: most use one of a few."""
    return _left(written, words, {})


def _from_source(one: Statement, world: World) -> Part:
    """A licence that came along; where it is not known whether it did, the relation would say."""
    part = _part(one.entry, one.license, one.home, world)
    if one.comes is TRUE:
        return part
    choices = tuple(perhaps(terms) for terms in part.choices)
    return part._replace(choices=choices, settles=one.relation._replace(ceiling="warning"))


def _taken_away(entry: Item) -> tuple[Item, ...]:
    """Where the publisher's own words, or their address, take something away.

    Where a sheet states the terms of its licence itself, whoever wrote those has read the words.
    """
    places = [at for key in ("declared", "declared_in") if isinstance((at := entry.child(key)).value, str)]
    return tuple(at for at in places if words_terms(from_words(at.value)) is not None)


_TAKES = {
    "non-commercial": {"commercial_use": "prohibit"},
    "no-derivatives": {"derive": "prohibit"},
    "no-redistribution": {"distribute": "prohibit"},
}
"""What a restriction that words state prohibits."""


@lru_cache(maxsize=1 << 8)
def words_terms(words: Resolution) -> Terms | None:
    """What words about a licence leave: all but what they restrict, or the strictest that they may name.

    None where they take nothing away.
    """
    if words.license is not None:
        tree = _tree(words.license)
        offered = expression_choices(tree, {}) if tree is not None else []
        return offered[0] if len(offered) == 1 and offered[0] is not NOT_SAID else None
    taken = {action: value for one in words.restrictions for action, value in _TAKES.get(one, {}).items()}
    scholarly = "academic-only" in words.restrictions
    stated_in_words = EVERYTHING._replace(
        actions={**EVERYTHING.actions, **taken}, purposes=_SCHOLARLY if scholarly else ANYBODY
    )
    among = family_terms(_meant(words))
    if among is not None:
        return meet(stated_in_words, among)
    return stated_in_words if taken or scholarly else None


def takes_of_its_own(words: Resolution) -> bool:
    """Whether words take something away besides what a licence that they name does."""
    return any(one in _TAKES or one == "academic-only" for one in words.restrictions)


def _meant(words: Resolution) -> list[str]:
    """The licences that words may mean, or those known of the several that they name."""
    if words.status == "custom":
        return [one for one in words.candidates if terms_of(one) is not None]
    return list(words.candidates) if words.status == "ambiguous" else []


_SCHOLARLY = ("research.academic", "education")


# all that a use touches


def effective(world: World) -> Effective | None:
    """The terms for the uses being judged together; None while the sheet does not say its licences.

    A choice (`OR`) is made once for all of them: the first that permits most.
    """
    if "terms" not in world.memo:
        world.memo["terms"] = _effective(world)
    found: Effective | None = world.memo["terms"]
    return found


def _effective(world: World) -> Effective | None:
    licenses = world.sheet.child("licenses")
    if licenses.value is UNSAID:
        return None
    listed = [entry for entry in licenses.children() if _touched(entry, world)]
    own = [_part(entry, entry.child("license"), world.sheet, world) for entry in listed]
    if not own:
        return Effective(NOTHING, ())
    parts = own + [_from_source(one, world) for one in inherited(world)]
    if all(len(part.choices) == 1 for part in parts):  # as most are: there is nothing to choose
        only = tuple((part, part.choices[0]) for part in parts)
        return Effective(_with_grant(reduce(meet, (terms for _, terms in only)), world), only, only[: len(own)])
    best: tuple[int, tuple[Terms, ...], Terms] | None = None
    for chosen in islice(product(*(part.choices for part in parts)), _MOST_CHOICES):
        terms = _with_grant(reduce(meet, chosen), world)
        score = sum(permits(terms, use) for use in world.uses or ())
        if best is None or score > best[0]:
            best = (score, chosen, terms)
    assert best is not None
    chosen_of = tuple(zip(parts, best[1], strict=True))
    return Effective(best[2], chosen_of, chosen_of[: len(own)])


def _touched(entry: Item, world: World) -> bool:
    return entry.child("applies_to").value not in UNTOUCHED and takes(entry, world)


def permits(terms: Terms, use: Item) -> bool:
    """Whether terms permit everything that a use states; what is not said does not count."""
    wanted = set(_said(use, "activities")) | ({"commercial_use"} if use.child("commercial").value is True else set())
    if any(terms.actions.get(action) not in ("permit", "permit_if") for action in wanted):
        return False
    purposes = terms.purposes
    return purposes is None or all(
        any(below(one, bound, "purpose") for bound in purposes) for one in _said(use, "purpose")
    )


def _said(item: Item, name: str) -> list[str]:
    value = item.child(name).value
    return value if isinstance(value, list) else []


def _with_grant(terms: Terms, world: World) -> Terms:
    """What the use rests on besides the licence: its own rights, an exception in law, a grant of its own."""
    entry = world.entry
    rests_on = entry.child("rests_on").value if entry is not None else UNSAID
    if entry is None or rests_on is UNSAID or rests_on == "license":
        return terms
    if rests_on == "owner":
        return EVERYTHING
    if rests_on == "statutory_exception":
        exception = entry.child("exception")
        assessed = exception.child("law").value is not UNSAID and exception.child("assessed_by").value is not UNSAID
        return EVERYTHING if assessed else terms
    return _granted(terms, entry.child("grant"), world)


def _granted(terms: Terms, grant: Item, world: World) -> Terms:
    """A live grant to the user adds its actions; with commercial use it lifts the limits on who and what for.

    Where it is not said whether a grant is live, neither is what it would change.
    """
    adds = _said(grant, "adds")
    live = _begun(grant, world) & ~_ended(grant, world)
    if live is FALSE or not adds:
        return terms
    lifts = "commercial_use" in adds
    decided = live is TRUE
    changed = {action: "permit" if decided or terms.actions[action] == "permit" else None for action in adds}
    return terms._replace(
        actions={**terms.actions, **changed},
        actors=(ANYBODY if decided else None) if lifts else terms.actors,
        purposes=(ANYBODY if decided else None) if lifts else terms.purposes,
    )


def _begun(grant: Item, world: World) -> Truth:
    begins = grant.child("valid_from").value
    return UNKNOWN if begins is UNSAID else ~earlier(world.as_of, begins)


def _ended(grant: Item, world: World) -> Truth:
    """An end is the first day on which a grant no longer holds; without one it does not end."""
    ends = grant.child("valid_until").value
    if ends is UNSAID:
        return UNKNOWN if isinstance(grant.value, dict) and "valid_until" in grant.value else FALSE
    return ~earlier(world.as_of, ends)


# the facts


def _for(use: Item, world: World) -> World:
    """A world with a use: the one that is asked about, where it has none."""
    return world if world.uses else world._replace(uses=(use,))


def _about(
    use: Item, world: World, field: str, value: Callable[[Terms], Any], decides: Callable[[Terms], bool]
) -> Answer:
    found = effective(_for(use, world))
    if found is None:
        return Answer(UNSAID, (), (world.sheet.child("licenses"),))
    deciding = [part for part, terms in found.parts if decides(terms)] or [part for part, _ in found.parts]
    because = tuple(item for part in deciding for item in part.places(field))
    ceiling = "warning" if _doubtful(found.terms, field) else None
    result = value(found.terms)
    unsaid = tuple(part.settles for part, terms in found.parts if None in terms.actions.values())
    if result is UNSAID:
        return Answer(UNSAID, (), unsaid or because, ceiling)
    return Answer(result, because, unsaid if isinstance(result, Partial) else (), ceiling)


def _doubtful(terms: Terms, field: str) -> bool:
    """Whether all that a fact says rests on facts that are not read from a licence's text."""
    if not terms.doubtful or field in LIMITS:
        return field in terms.doubtful
    values = {"permits": ("permit", "permit_if"), "prohibits": ("prohibit",), "contested": ("contested",)}.get(
        field, ()
    )
    listed = {action for action, value in terms.actions.items() if value in values}
    return bool(listed) and listed <= terms.doubtful


def _limit(name: str) -> Callable[[Item, World], Answer]:
    def derive(use: Item, world: World) -> Answer:
        def limit(terms: Terms) -> Any:
            bounds = getattr(terms, name)
            return UNSAID if bounds is None else list(bounds)

        return _about(use, world, name, limit, lambda terms: getattr(terms, name) not in (None, ANYBODY))

    return derive


def _actions(field: str, wanted: tuple[str, ...]) -> Callable[[Item, World], Answer]:
    def derive(use: Item, world: World) -> Answer:
        def listed(terms: Terms) -> Any:
            known = [action for action in ACTIONS if terms.actions[action] in wanted]
            undecided = [action for action in ACTIONS if terms.actions[action] is None]
            return Partial(known, undecided) if undecided else known

        return _about(use, world, field, listed, lambda terms: any(value in wanted for value in terms.actions.values()))

    return derive


def _duties(use: Item, world: World) -> Answer:
    return _about(use, world, "requires", lambda terms: list(terms.requires), lambda terms: bool(terms.requires))


def whole(reading: str) -> Callable[[Item, World], Answer]:
    """All terms for a use, with what is contested about training read in one way: what `permits` asks."""

    def derive(use: Item, world: World) -> Answer:
        found = effective(_for(use, world))
        if found is None:
            return Answer(UNSAID, (), (world.sheet.child("licenses"),))
        terms = under(found.terms, reading).terms
        refused = refusals(terms, use)
        short = [part for part, own in found.parts if refused.keys() & refusals(under(own, reading).terms, use).keys()]
        parts = short or [part for part, _ in found.parts]
        because = tuple(item for part in parts for item in part.places("prohibits"))
        unsaid = tuple(part.settles for part, own in found.parts if None in own.actions.values())
        contested = () if unsaid or "contested" not in refused.values() else because[-1:]
        ceiling = "warning" if refused and refused.keys() <= terms.doubtful else None
        return Answer(dict(terms.actions), because, unsaid or contested, ceiling)

    return derive


def refusals(terms: Terms, use: Item) -> dict[str, str | None]:
    """What a use does that its terms do not permit: action → what they say of it."""
    wanted = [*_said(use, "activities"), *(["commercial_use"] if use.child("commercial").value is True else [])]
    return {action: terms.actions[action] for action in wanted if terms.actions[action] not in ("permit", "permit_if")}


_SAID_OF = {
    "prohibit": "forbids",
    "silent": "does not grant",
    "contested": "leaves contested whether it grants",
    None: "is not known to grant",
}


def answer_to(use: Item, world: World) -> Answer:
    """What the terms say of what a use does and they do not permit, in words."""
    found = effective(_for(use, world))
    refused = refusals(found.terms, use) if found is not None else {}
    said = {words: [action for action, value in refused.items() if value == term] for term, words in _SAID_OF.items()}
    text = "; ".join(f"{words} {', '.join(actions)}" for words, actions in said.items() if actions)
    return Answer(text or "is not known to grant all that the use does")


def needs_license(_: Item, world: World) -> Answer:
    """Whether the dataset is used by its licence: not where the use rests on ownership, or on an assessed exception."""
    if world.entry is None:
        return Answer(True, (world.sheet.child("licenses"),))  # noqa: FBT003 - the fact's value
    at = world.entry.child("rests_on")
    if at.value is UNSAID and isinstance(world.entry.value, dict) and "rests_on" in world.entry.value:
        return Answer(UNSAID, (), (at,))
    return Answer(_with_grant(NOTHING, world) is not EVERYTHING, (at,))


def besides_commerce(use: Item, world: World) -> Answer:
    """The use, its commercial side left out where the terms forbid that: license/non-commercial is about it."""
    found = effective(_for(use, world))
    forbidden = found is not None and found.terms.actions["commercial_use"] == "prohibit"
    value = {**use.value, "commercial": False} if forbidden else use.value
    places = [use.child("activities"), *([] if forbidden else [use.child("commercial")])]
    missing = tuple(one for one in places if one.value is UNSAID)
    return Answer(value, tuple(one for one in places if one.value is not UNSAID) or (use,), missing)


DERIVED: dict[str, Callable[[Item, World], Answer]] = {
    "actors": _limit("actors"),
    "purposes": _limit("purposes"),
    "permits": _actions("permits", ("permit", "permit_if")),
    "prohibits": _actions("prohibits", ("prohibit",)),
    "contested": _actions("contested", ("contested",)),
    "requires": _duties,
}


def entry_of(_: Item, world: World) -> Answer:
    """The entry of the use's `datasets` that names the sheet; not said for the sheet's own uses."""
    return Answer(UNSAID) if world.entry is None else Answer(world.entry.value, (world.entry,))
