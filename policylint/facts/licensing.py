"""Facts about one licence expression: an entry's own, and a source's.

A source is known by what the sheet says of it. What a lineage resolves can give the same answers
from a sheet of its own: `terms_at` takes an expression and the licences that its sheet defines.
"""

from __future__ import annotations

from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from policylint.facts.common import Answer, Item, World
from policylint.facts.terms import expression_choices, own_terms
from policylint.licenses.catalog import license_entry
from policylint.licenses.expression import ExpressionError, operands, parse
from policylint.licenses.terms import ACTIONS, LIMITS, Terms, meet
from policylint.shapes._table import ENUMS
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial

if TYPE_CHECKING:
    from collections.abc import Callable

CARRIES = frozenset(word for word, comes in ENUMS["relation"]["content"].items() if comes == "carries")
"""Relations with which the licence of a source as a whole comes along."""
UNCHANGED = frozenset(("copy", "subset"))
"""Those of them that adapt nothing."""
_GNU = ("GPL", "LGPL", "AGPL", "GFDL")


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


def _on(item: Item, world: World, value: Callable[[Terms], Any]) -> Answer:
    at = item.child("license")
    terms = terms_at(at.value, own_terms(world))
    found = UNSAID if terms is None else value(terms)
    if terms is None or found is UNSAID:
        return Answer(UNSAID, (), (at,))
    ceiling = "warning" if terms.doubtful else None
    return Answer(found, (at,), (at,) if isinstance(found, Partial) else (), ceiling)


def _listed(wanted: tuple[str, ...]) -> Callable[[Terms], Any]:
    def listed(terms: Terms) -> Any:
        known = [action for action in ACTIONS if terms.actions[action] in wanted]
        undecided = [action for action in ACTIONS if terms.actions[action] is None]
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
}


def of_entry(field: str) -> Callable[[Item, World], Answer]:
    """The fact that reads one field of the terms of an item's `license`."""
    return lambda item, world: _on(item, world, _FIELDS[field])


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
    """Whether a licence is named by an id that SPDX has withdrawn: a GNU id without `-only` or `-or-later`."""
    return _about_ids(entry, _is_deprecated)


@cache
def _is_deprecated(identifier: str) -> bool:
    stem = identifier.rstrip("+")
    return stem.startswith(_GNU) and not stem.endswith(("-only", "-or-later")) and any(map(str.isdigit, stem))


def database_alone(entry: Item, _: World) -> Answer:
    """Whether every licence of an entry is for databases alone, and says nothing of what is in them."""
    return _about_ids(entry, lambda one: _parts(one) == ["database"], every=True)


def for_models(entry: Item, _: World) -> Answer:
    """Whether a licence is written for models alone."""
    return _about_ids(entry, lambda one: _parts(one) == ["model"])


def excludes_personal_data(entry: Item, _: World) -> Answer:
    """Whether a licence carves personal data out: then it is not licensed at all."""
    return _about_ids(entry, lambda one: (license_entry(one) or {}).get("personal_data") == "excluded")


def _parts(identifier: str) -> list[str]:
    parts: list[str] = (license_entry(identifier) or {}).get("parts", [])
    return parts


def _about_ids(entry: Item, says: Callable[[str], bool], *, every: bool = False) -> Answer:
    at = entry.child("license")
    if at.value is UNSAID or at.value == "NOASSERTION":
        return Answer(UNSAID, (), (at,))
    try:
        named = [one.id + ("+" if one.or_later else "") for one in operands(parse(str(at.value)))]
    except ExpressionError:
        return Answer(UNSAID, (), (at,))
    return Answer(all(map(says, named)) if every else any(map(says, named)), (at,))
