"""What a licence lets people do: terms, how strict they are, and their meet.

Terms are ordered from the most to the least restrictive: prohibit < silent <
contested < permit_if < permit. *Silent* is not *prohibit*: the text does not
speak, so nothing is granted. *Not said* (None) is neither.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from policylint.vocabularies import below

ACTIONS = (
    "use", "evaluate", "modify", "derive", "distribute", "extract", "train",
    "share_model", "share_output", "sublicense", "commercial_use",
)  # fmt: skip
IMPLIED = {"evaluate": "use", "extract": "use"}
"""Actions that licences do not name: ODRL includes them in use."""

ORDER = ("prohibit", "silent", "contested", "permit_if", "permit")
_RANK = {value: rank for rank, value in enumerate(ORDER)}
ANYBODY = ("any",)


class Terms(NamedTuple):
    """The terms of one licence, or of several that apply together.

    An action's value is one of ORDER, or None if it is not said. `actors` and
    `purposes` are who may use it and what for: ("any",) for no limit, None if
    not said. `firm` is False where a fact of the registry is not read from the
    text, so that a finding on it is at most a warning.
    """

    actions: dict[str, str | None]
    actors: tuple[str, ...] | None = ANYBODY
    purposes: tuple[str, ...] | None = ANYBODY
    requires: tuple[str, ...] = ()
    firm: bool = True


NOT_SAID = Terms(dict.fromkeys(ACTIONS), None, None)
NOTHING = Terms(dict.fromkeys(ACTIONS, "silent"))
EVERYTHING = Terms(dict.fromkeys(ACTIONS, "permit"))


def meet(one: Terms, other: Terms) -> Terms:
    """The terms of two licences that apply together: the stricter of each; duties united.

    What is not said by one leaves the actors and purposes as the other states
    them; an action stays not said unless the other prohibits it.
    """
    return Terms(
        {action: _stricter(one.actions[action], other.actions[action]) for action in ACTIONS},
        _common(one.actors, other.actors, "actor_type"),
        _common(one.purposes, other.purposes, "purpose"),
        tuple(dict.fromkeys((*one.requires, *other.requires))),
        one.firm and other.firm,
    )


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

    Actions that it does not list are silent, or as in `like`.
    """
    actions: dict[str, str | None] = dict((base or NOTHING).actions)
    for value, name in (("permit", "permits"), ("prohibit", "prohibits")):
        actions.update(dict.fromkeys(_listed(terms.get(name)), value))
    for action, broader in IMPLIED.items():
        if base is None and actions[action] == "silent":
            actions[action] = actions[broader]
    actors, purposes = _listed(terms.get("actors")), _listed(terms.get("purposes"))
    requires = (*(base.requires if base else ()), *_listed(terms.get("requires")))
    return Terms(
        actions,
        actors or (base.actors if base else None),
        purposes or (base.purposes if base else None),
        tuple(dict.fromkeys(requires)),
        base.firm if base else True,
    )


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()
