"""What a licence lets people do: terms, how strict they are, and their meet.

Terms are ordered from the most to the least restrictive: prohibit < silent <
contested < permit_if < permit. *Silent* is not *prohibit*: the text does not
speak, so nothing is granted. *Not said* (None) is neither.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.vocabularies import below

if TYPE_CHECKING:
    from typing import Any


ACTIONS = (
    "use", "evaluate", "modify", "derive", "distribute", "extract", "train",
    "share_model", "share_output", "sublicense", "commercial_use",
)  # fmt: skip
IMPLIED = {"evaluate": "use", "extract": "use"}
"""Actions that licences do not name: ODRL includes them in use."""

ORDER = ("prohibit", "silent", "contested", "permit_if", "permit")
_RANK = {value: rank for rank, value in enumerate(ORDER)}
ANYBODY = ("any",)


LIMITS = ("actors", "purposes")


class Terms(NamedTuple):
    """The terms of one licence, or of several that apply together.

    An action's value is one of ORDER, or None if it is not said. `actors` and
    `purposes` are who may use it and what for: ("any",) for no limit, None if
    not said. `doubtful` are the actions and limits that rest on a fact of the
    registry which is not read from the text: a finding on those alone is at
    most a warning. `targets` are the licences, besides itself, that what is made
    from it may carry; they count where it requires `share_alike`.
    """

    actions: dict[str, str | None]
    actors: tuple[str, ...] | None = ANYBODY
    purposes: tuple[str, ...] | None = ANYBODY
    requires: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()


NOT_SAID = Terms(dict.fromkeys(ACTIONS), None, None)
NOTHING = Terms(dict.fromkeys(ACTIONS, "silent"))
EVERYTHING = Terms(dict.fromkeys(ACTIONS, "permit"))


def meet(one: Terms, other: Terms) -> Terms:
    """The terms of two licences that apply together: the stricter of each; duties united.

    What is not said by one leaves the actors and purposes as the other states
    them; an action stays not said unless the other prohibits it.
    """
    actions = {action: _stricter(one.actions[action], other.actions[action]) for action in ACTIONS}
    actors = _common(one.actors, other.actors, "actor_type")
    purposes = _common(one.purposes, other.purposes, "purpose")
    results = {**actions, "actors": actors, "purposes": purposes}
    firm = {
        name
        for name, result in results.items()
        if any(name not in terms.doubtful and _same(_said(terms, name), result) for terms in (one, other))
    }
    doubtful = (one.doubtful | other.doubtful) - firm
    requires = tuple(dict.fromkeys((*one.requires, *other.requires)))
    return Terms(actions, actors, purposes, requires, doubtful, _shared_targets(one, other))


def perhaps(terms: Terms) -> Terms:
    """Terms of which it is not known whether they apply: what they permit is permitted; the rest is not said."""
    actions = {action: value if value == "permit" else None for action, value in terms.actions.items()}
    actors, purposes = (limit if limit == ANYBODY else None for limit in (terms.actors, terms.purposes))
    return Terms(actions, actors, purposes)


def _same(one: Any, other: Any) -> bool:
    return set(one) == set(other) if isinstance(one, tuple) and isinstance(other, tuple) else bool(one == other)


def _said(terms: Terms, name: str) -> Any:
    return getattr(terms, name) if name in LIMITS else terms.actions[name]


def _shared_targets(one: Terms, other: Terms) -> frozenset[str]:
    bound = [terms.targets for terms in (one, other) if "share_alike" in terms.requires]
    return frozenset.intersection(*bound) if bound else frozenset()


def _stricter(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return "prohibit" if "prohibit" in (one, other) else None
    return one if _RANK[one] <= _RANK[other] else other


def _common(one: tuple[str, ...] | None, other: tuple[str, ...] | None, name: str) -> tuple[str, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return tuple(
        dict.fromkeys(
            [term for term in one if any(below(term, bound, name) for bound in other)]
            + [term for term in other if any(below(term, bound, name) for bound in one)]
        )
    )


def stated(terms: dict[str, Any], base: Terms | None) -> Terms:
    """The terms that a datasheet's `license_terms` entry states, over those of the licence it is `like`.

    Actions that it does not list are silent, or as in `like`. Where a list is
    written as not said, so are the actions that it might hold.
    """
    unsaid = [name for name in ("permits", "prohibits") if name in terms and not isinstance(terms[name], list)]
    actions: dict[str, str | None] = dict((base or NOTHING).actions)
    if unsaid:
        actions = {action: value if value == "prohibit" else None for action, value in actions.items()}
    said = [(value, terms[name]) for value, name in _LISTS if name in terms and name not in unsaid]
    listed = {action: value for value, named in said for action in named}
    actions.update(listed)
    for action, broader in IMPLIED.items():
        if base is None and action not in listed:
            actions[action] = actions[broader]
    limits = {name: _limit(terms, name, base) for name in LIMITS}
    own = {*listed, *(name for name in LIMITS if name in terms)}
    requires = (
        *(base.requires if base else ()),
        *(terms["requires"] if isinstance(terms.get("requires"), list) else ()),
    )
    return Terms(
        actions,
        limits["actors"],
        limits["purposes"],
        tuple(dict.fromkeys(requires)),
        base.doubtful - own if base else frozenset(),
        base.targets if base else frozenset(),
    )


_LISTS = (("permit", "permits"), ("prohibit", "prohibits"))


def _limit(terms: dict[str, Any], name: str, base: Terms | None) -> tuple[str, ...] | None:
    """Who, or what for: as stated; not said where it is written so; else as in the licence it is like."""
    if name in terms:
        return tuple(terms[name]) if isinstance(terms[name], list) else None
    inherited: tuple[str, ...] | None = getattr(base, name) if base is not None else None
    return inherited


READINGS = ("conservative", "legal_minimum", "strict_deny")
"""How what the law leaves open is read; the first is the default."""
_OPEN = ("train", "share_model", "share_output")


class Reading(NamedTuple):
    """Terms of which what is contested about training is decided, and the duties that come with each decision."""

    terms: Terms
    obligations: tuple[tuple[str, str], ...] = ()
    """(action, duty), such as ("share_model", "share_alike")."""


def under(terms: Terms, reading: str) -> Reading:
    """Terms under a reading of what is contested about training.

    `conservative` does all that would be due if a model were made from the data
    as an adaptation is: it permits with the licence's duties, and does not share
    where adaptations may not be shared. `legal_minimum` leaves it open, for an
    exception or a grant to decide. `strict_deny` reads contested as prohibited.
    """
    contested = [action for action in _OPEN if terms.actions[action] == "contested"]
    if reading == "legal_minimum" or not contested:
        return Reading(terms)
    if reading == "strict_deny":
        return Reading(terms._replace(actions={**terms.actions, **dict.fromkeys(contested, "prohibit")}))
    decided = {action: _as_adaptation(terms, action) for action in contested}
    duties = [duty for duty in ("attribution", "share_alike") if duty in terms.requires]
    obligations = tuple((action, duty) for action, value in decided.items() if value != "prohibit" for duty in duties)
    return Reading(terms._replace(actions={**terms.actions, **decided}), obligations)


def _as_adaptation(terms: Terms, action: str) -> str:
    if action != "train" and terms.actions["derive"] in ("prohibit", "silent"):
        return "prohibit"
    return "permit" if terms.actions["commercial_use"] == "permit" else "permit_if"
