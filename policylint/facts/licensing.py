"""Facts about one licence expression: an entry's own, a source's, a model's.

A source whose datasheet is here has the licences that it states; of any other, the sheet's own entry says which it has.
"""

from __future__ import annotations

from functools import lru_cache, reduce

from policylint.facts.common import Answer, Item, World
from policylint.facts.lineage import CARRIES, UNCHANGED, ancestors, item_of
from policylint.facts.terms import defined_terms, expression_choices, words_terms
from policylint.lean import TYPE_CHECKING
from policylint.licenses.answer import from_words
from policylint.licenses.catalog import license_entry, spelled
from policylint.licenses.expression import ExpressionError, operands, parse
from policylint.licenses.operands import choices
from policylint.licenses.terms import ACTIONS, LIMITS, NOT_SAID, Terms, meet
from policylint.logic import FALSE, TRUE, UNKNOWN
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from policylint.licenses.expression import Operand

_OF_THE_DATA = ("dataset", "collection", "contents", "annotations")
_GIVEN_AWAY = ("use", "modify", "derive", "distribute", "train", "commercial_use")
"""What a licence grants to everybody who holds a copy. Sublicensing is not among it: the terms come along anyway."""


def terms_at(text: Any, own: dict[str, Terms]) -> Terms | None:
    """The terms that an expression surely has: of a choice, each action as the most generous alternative has it."""
    try:
        tree = parse(text) if isinstance(text, str) else None
    except ExpressionError:
        return None
    if tree is None:
        return None
    offered = expression_choices(tree, own)
    return offered[0] if len(offered) == 1 else reduce(_join, offered)


def _join(one: Terms, other: Terms) -> Terms:
    """The more generous of two choices, where one is throughout; what they differ in is not said."""
    both = meet(one, other)
    if both.actions == one.actions:
        return other
    if both.actions == other.actions:
        return one
    actions = {name: one.actions[name] if one.actions[name] == other.actions[name] else None for name in ACTIONS}
    limits = {name: getattr(one, name) if getattr(one, name) == getattr(other, name) else None for name in LIMITS}
    shared = tuple(duty for duty in one.requires if duty in other.requires)
    return Terms(actions, limits["actors"], limits["purposes"], shared, one.doubtful | other.doubtful)


def _of_item(item: Item) -> tuple[Terms | None, tuple[Item, ...]]:
    """The terms of an item's `license`, in the words of its own sheet, and where they stand."""
    at = item.child("license")
    return terms_at(at.value, defined_terms(item.sheet)), (at,)


def _of_ancestor(ancestor: Item) -> tuple[Terms | None, tuple[Item, ...]]:
    """The terms of a source: those of all licences of its data where its datasheet states them, else of its entry."""
    entries = _licenses(ancestor)
    if not entries:
        return _of_item(ancestor.child("entry"))
    found = [_of_item(entry) for entry in entries]
    known = [terms for terms, _ in found if terms is not None]
    places = tuple(place for _, at in found for place in at)
    return (reduce(meet, known) if len(known) == len(found) else None), places


def _licenses(ancestor: Item) -> list[Item]:
    """The entries on the data that a source's datasheet has."""
    entries = ancestor.child("dataset").child("licenses").children() if ancestor.child("dataset").value else []
    return [one for one in entries if one.child("applies_to").value in (*_OF_THE_DATA, UNSAID)]


def _answer(found: tuple[Terms | None, tuple[Item, ...]], value: Callable[[Terms], Any]) -> Answer:
    terms, places = found
    said = UNSAID if terms is None else value(terms)
    if terms is None or said is UNSAID:
        return Answer(UNSAID, (), places)
    ceiling = "warning" if terms.doubtful else None
    return Answer(said, places, places if isinstance(said, Partial) else (), ceiling)


def _listed(wanted: tuple[str, ...], among: Sequence[str] = ACTIONS) -> Callable[[Terms], Any]:
    def listed(terms: Terms) -> Any:
        known = [action for action in among if terms.actions[action] in wanted]
        undecided = [action for action in among if terms.actions[action] is None]
        return Partial(known, undecided) if undecided else known

    return listed


def _limit(name: str) -> Callable[[Terms], Any]:
    def limit(terms: Terms) -> Any:
        bounds = getattr(terms, name)
        return UNSAID if bounds is None else list(bounds)

    return limit


def _requires(terms: Terms) -> Any:
    return UNSAID if None in terms.actions.values() and not terms.requires else list(terms.requires)


_FIELDS: dict[str, Callable[[Terms], Any]] = {
    "actors": _limit("actors"),
    "purposes": _limit("purposes"),
    "permits": _listed(("permit", "permit_if")),
    "prohibits": _listed(("prohibit",)),
    "contested": _listed(("contested",)),
    "requires": _requires,
    "withholds": _listed(("prohibit", "silent"), _GIVEN_AWAY),
}


def of_entry(field: str) -> Callable[[Item, World], Answer]:
    """The fact that reads one field of the terms of an item's `license`."""
    return lambda item, _: _answer(_of_item(item), _FIELDS[field])


def of_ancestor(field: str) -> Callable[[Item, World], Answer]:
    """The fact that reads one field of the terms of a source at any distance."""
    return lambda ancestor, _: _answer(_of_ancestor(ancestor), _FIELDS[field])


def of_words(field: str) -> Callable[[Item, World], Answer]:
    """The fact that reads one field of what an item's `license` comes to where it is told in words."""

    def derive(item: Item, _: World) -> Answer:
        said = item.value.get("license") if isinstance(item.value, dict) else None  # its place is that of the match
        terms = words_terms(from_words(said)) if isinstance(said, str) else None
        return _answer((terms, (item.child("license"),)), _FIELDS[field])

    return derive


def named(ancestor: Item, _: World) -> Answer:
    """The licence of a source: the expression of all that its datasheet names, else what its entry says."""
    entries = _licenses(ancestor) or [ancestor.child("entry")]
    places = tuple(entry.child("license") for entry in entries)
    texts = [at.value for at in places]
    if UNSAID in texts:
        return Answer(UNSAID, (), places)
    return Answer(texts[0] if len(texts) == 1 else " AND ".join(f"({text})" for text in texts), places)


def granted(item: Item, _: World) -> Answer:
    """An entry's licence as `compatible_with` reads it: the expression, and the terms that its sheet defines."""
    return _granted((item.child("license"),))


def granted_by(ancestor: Item, _: World) -> Answer:
    """A source's licence as `compatible_with` reads it."""
    return _granted(tuple(one.child("license") for one in _licenses(ancestor) or [ancestor.child("entry")]))


def _granted(places: tuple[Item, ...]) -> Answer:
    if any(not isinstance(at.value, str) for at in places):
        return Answer(UNSAID, (), places)
    doubtful = any((terms_at(at.value, defined_terms(at.sheet)) or NOT_SAID).doubtful for at in places)
    value = {"license": [at.value for at in places], "own": defined_terms(places[0].sheet)}
    return Answer(value, places, places, "warning" if doubtful else None)


def mixed(sheet: Item, world: World) -> Answer:
    """Whether the sources whose content comes along are under more than one licence."""
    sources = sheet.child("sources")
    if sources.value is UNSAID:
        return Answer(UNSAID, (), (sources,))
    carried = [one for one in ancestors(world).values() if one.through is None and one.content is not FALSE]
    answers = [named(item_of(one), world) for one in carried]
    places = tuple(at for answer in answers for at in (answer.because or answer.missing)) or (sources,)
    surely = {answer.value for one, answer in zip(carried, answers, strict=True) if one.content is TRUE} - {UNSAID}
    perhaps = len(carried) > 1 and len({answer.value for answer in answers} - surely) > 0
    if len(surely) > 1 or not perhaps:
        return Answer(len(surely) > 1, places)
    undecided = [one.entry.child("relation") for one in carried if one.content is UNKNOWN]
    return Answer(UNSAID, (), (*undecided, *(at for answer in answers for at in answer.missing)))


def carries_content(source: Item, _: World) -> Answer:
    """Whether the licence of a source as a whole comes along with what was taken from it."""
    return _of_relation(source, CARRIES)


def adapted(source: Item, _: World) -> Answer:
    """Whether the source was changed, and its licence comes along."""
    return _of_relation(source, CARRIES - UNCHANGED)


def _of_relation(source: Item, relations: frozenset[str]) -> Answer:
    relation = source.child("relation")
    if relation.value is UNSAID:
        return Answer(UNSAID, (), (relation,))
    return Answer(relation.value in relations, (relation,))


# what the registry says of an entry's licences


def deprecated(entry: Item, _: World) -> Answer:
    """Whether a licence is named by an id that SPDX has withdrawn: a GNU id without `-only` or `-or-later`, for one."""
    at = entry.child("license")
    named = _named(at)
    if named is None:
        return Answer(UNSAID, (), (at,))
    return Answer(any(_is_deprecated(one.id + ("+" if one.or_later else "")) for one in named), (at,))


@lru_cache(maxsize=1 << 10)
def _is_deprecated(identifier: str) -> bool:
    if identifier.startswith("LicenseRef-") or spelled(identifier) is not None:
        return False
    from policylint.licenses.resolver.tables import tables  # noqa: PLC0415 - only for ids without a file of their own

    return identifier.lower() in tables().deprecated


def database_alone(entry: Item, _: World) -> Answer:
    """Whether every licence of an entry is for databases alone, and says nothing of what is in them."""
    return _about_licenses(entry, lambda said: said["parts"] == ["database"], every=True)


def for_models(entry: Item, _: World) -> Answer:
    """Whether a licence is written for models, and neither for databases nor for software."""
    others = {"database", "software"}
    return _about_licenses(entry, lambda said: "model" in said["parts"] and others.isdisjoint(said["parts"]))


def for_software(entry: Item, _: World) -> Answer:
    """Whether a licence is written for software, and used for data as well."""
    return _about_licenses(entry, lambda said: "software" in said["parts"])


def excludes_personal_data(entry: Item, _: World) -> Answer:
    """Whether a licence carves personal data out: then it is not licensed at all."""
    return _about_licenses(entry, lambda said: said.get("personal_data") == "excluded")


def _about_licenses(entry: Item, says: Callable[[dict[str, Any]], bool], *, every: bool = False) -> Answer:
    """What the registry says of any licence of an entry, or of every one. Of an id that it does not have, nobody knows.

    Terms of the sheet's own are for whatever the entry says that they apply to.
    """
    at = entry.child("license")
    named = [license_.id for operand in _named(at) or () for license_ in choices(operand)]
    said = [_said_of(identifier, says) for identifier in named]
    if (not every) in said:
        return Answer(not every, (at,))
    return Answer(UNSAID, (), (at,)) if None in said or not named else Answer(every, (at,))


def _said_of(identifier: str, says: Callable[[dict[str, Any]], bool]) -> bool | None:
    found = license_entry(identifier)
    if found is None or identifier.upper() == "NOASSERTION":
        return False if identifier.startswith(_REFERENCES) else None
    return says(found)


_REFERENCES = ("LicenseRef-", "DocumentRef-")


def _named(at: Item) -> list[Operand] | None:
    """The licences that an entry names; None where it names none that can be read."""
    if at.value is UNSAID or at.value == "NOASSERTION":
        return None
    try:
        return operands(parse(str(at.value)))
    except ExpressionError:
        return None
