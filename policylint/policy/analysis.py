"""What rules do to each other, and what they never do: shown by datasheets, or said to be undecided.

A rule is looked at alone, and with each other rule that ranges over the same lists and reads one of the same fields,
where both read at most eight together. Rules that share no field are independent. Outcomes are those of one item.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.policy.witness import Sought, Witness, find
from policylint.policy.witness.domains import Spot, domains

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PATHS = 8
MOST_WORLDS = 5_000
"""Datasheets that one question may cost."""
_SATISFIED = ("pass", "not_applicable")


class Remark(NamedTuple):
    """Something that somebody should look at: `dead`, `never-fails`, `implied`, `same` or `contradiction`.

    `witness` shows it, with the rules in their order.
    """

    kind: str
    rules: tuple[str, ...]
    message: str
    witness: Witness | None


class Undecided(NamedTuple):
    """A question about a rule, or about two, that was not settled, and why."""

    kind: str
    rules: tuple[str, ...]
    why: tuple[str, ...]


class Analysis(NamedTuple):
    """All that was found, what could not be decided, and how many rules and pairs were looked at."""

    remarks: tuple[Remark, ...]
    undecided: tuple[Undecided, ...]
    rules: int
    pairs: int


def analyse(plans: list[dict[str, Any]]) -> Analysis:
    """Analyse rules, alone and in pairs."""
    looked = _Look()
    plans = sorted(plans, key=lambda plan: str(plan["id"]))
    idle = {plan["id"] for plan in plans if looked.alone(plan)}
    pairs = [pair for pair in combinations(plans, 2) if _together(*pair)]
    for one, other in pairs:
        if one["id"] not in idle and other["id"] not in idle:
            looked.pair(one, other)
    return Analysis(tuple(looked.remarks), tuple(looked.undecided), len(plans), len(pairs))


def _together(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rules range over the same lists and meet at some moment."""
    lists = [{str(listed and listed[1:3]) for _, listed in plan["for_each"]} for plan in (one, other)]
    meet = not set(one["moments"]).isdisjoint(other["moments"])
    return meet and lists[0] == lists[1] and bool(_shared(one, other))


def _shared(one: dict[str, Any], other: dict[str, Any]) -> frozenset[Spot]:
    """The fields that both read: not the lists that both range over, as an item stands alone."""
    ranged = {tuple(listed[2]) for plan in (one, other) for _, listed in plan["for_each"] if listed}
    return frozenset(spot for spot in _read(one) & _read(other) if spot[1:] not in ranged)


def _read(plan: dict[str, Any]) -> frozenset[Spot]:
    return frozenset(spot for domain in domains([plan])[:1] for spot in domain.spots)


def _applying(plan: dict[str, Any]) -> dict[str, Any]:
    """A rule that passes where this one applies."""
    return {**plan, "when": None, "require": plan["when"], "forbid": False}


def _passes(outcomes: tuple[str, ...]) -> bool:
    return outcomes[0] == "pass"


class _Look:
    """Collects what is found on the way."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.undecided: list[Undecided] = []

    def alone(self, plan: dict[str, Any]) -> bool:
        """Whether a rule never applies, or never fails: then there is nothing to ask of its pairs."""
        if plan["when"] is not None and self.ask("dead", [_applying(plan)], _passes).impossible:
            shown = find([plan], lambda outcomes: outcomes[0] == "not_applicable").witness
            self.remark("dead", [plan], "can never apply: no datasheet meets its `when`", shown)
            return True
        fails = self.ask("never-fails", [plan], lambda outcomes: outcomes[0] == "fail")
        if fails.impossible:
            shown = find([plan], _passes).witness
            self.remark("never-fails", [plan], "can never fail: what it applies to meets it", shown)
        return fails.impossible

    def pair(self, one: dict[str, Any], other: dict[str, Any]) -> None:
        """Whether one of two rules is implied by the other, or whether they contradict each other."""
        if len(_read(one) | _read(other)) > MOST_PATHS:
            self.undecided.append(
                Undecided("pair", (one["id"], other["id"]), (f"more than {MOST_PATHS} paths together",))
            )
            return
        both = find([one, other], lambda outcomes: outcomes == ("fail", "fail"))
        implied = self.implied(one, other, both)
        implies = self.implied(other, one, both)
        if implied and implies:
            self.remark("same", [one, other], f"fails exactly where {other['id']} fails", both.witness)
        elif implied:
            self.remark(
                "implied", [one, other], f"is implied by {other['id']}, which fails wherever it fails", both.witness
            )
        elif implies:
            shown = find([other, one], lambda outcomes: outcomes == ("fail", "fail")).witness
            self.remark("implied", [other, one], f"is implied by {one['id']}, which fails wherever it fails", shown)
        self.contradiction(one, other)

    def implied(self, one: dict[str, Any], other: dict[str, Any], both: Sought) -> bool:
        """Whether the other fails wherever, and at every moment at which, the one fails."""
        if both.impossible or not set(one["moments"]) <= set(other["moments"]):
            return False
        alone = self.ask("implied", [one, other], lambda outcomes: outcomes[0] == "fail" != outcomes[1])
        return alone.impossible and both.witness is not None

    def contradiction(self, one: dict[str, Any], other: dict[str, Any]) -> None:
        """Whether nothing to which one of them applies can satisfy both, though both apply to something."""

        def satisfied(outcomes: tuple[str, ...]) -> bool:
            return "pass" in outcomes and all(outcome in _SATISFIED for outcome in outcomes)

        if not self.ask("contradiction", [one, other], satisfied).impossible:
            return
        shown = find([one, other], lambda outcomes: sorted(outcomes) == ["fail", "pass"]).witness
        if shown is not None:
            self.remark(
                "contradiction", [one, other], f"contradicts {other['id']}: what satisfies one fails the other", shown
            )

    def ask(self, kind: str, plans: list[dict[str, Any]], wanted: Callable[[tuple[str, ...]], bool]) -> Sought:
        """Search, and note when it was not settled."""
        sought = find(plans, wanted, limit=MOST_WORLDS)
        if sought.witness is None and not sought.exhausted:
            self.undecided.append(Undecided(kind, tuple(plan["id"] for plan in plans), sought.why))
        return sought

    def remark(self, kind: str, plans: list[dict[str, Any]], message: str, witness: Witness | None) -> None:
        self.remarks.append(Remark(kind, tuple(plan["id"] for plan in plans), message, witness))
