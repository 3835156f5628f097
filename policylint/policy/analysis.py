"""What rules do to each other, and what they never do: shown by datasheets, or said to be undecided.

A rule is looked at alone, and with each other rule that ranges over the same lists and reads one of the same fields.
Rules that share no field are independent. Examples are looked for near the rules' own tests first. That there is none
is decided where every class of datasheets was tried, which is for rules that read at most eight paths together.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from types import MappingProxyType

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.compile import about_ledger
from policylint.policy.jointly import applies, fails_where, meets, ranged
from policylint.policy.witness import Seeds, Sought, Witness, find
from policylint.policy.witness.domains import Spot, domains

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

MOST_PATHS = 8
MOST_WORLDS = 1_000
"""Datasheets that one question may cost."""
_MOST_WIDE = 100
"""Datasheets that a question may cost which they will hardly decide."""
_FEW_PAIRS = 20
"""So many pairs are done before other processes have begun."""

Plan = dict[str, "Any"]


class Remark(NamedTuple):
    """Something to look at: `dead`, `never-fails`, `never-passes`, `implied`, `same` or `contradiction`.

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


def analyse(plans: list[Plan], seeds: Mapping[str, Seeds] = MappingProxyType({}), *, jobs: int = 1) -> Analysis:
    """Analyse rules, alone and in pairs. `seeds` are the fragments of their tests, by rule.

    Rules on a ledger are left out: what there is in its rows no datasheet shows.
    """
    plans = sorted((plan for plan in plans if not about_ledger(plan)), key=lambda plan: str(plan["id"]))
    alone = [_Look([plan], seeds) for plan in plans]
    idle = {look.plans[0]["id"] for look in alone if look.alone()}
    pairs = [pair for pair in combinations(plans, 2) if _together(*pair)]
    asked = [_Look(list(pair), seeds) for pair in pairs if idle.isdisjoint(plan["id"] for plan in pair)]
    looked = [*alone, *_all(asked, jobs)]
    remarks = [remark for look in looked for remark in look.remarks]
    undecided = [one for look in looked for one in look.undecided]
    return Analysis(tuple(remarks), tuple(undecided), len(plans), len(pairs))


def _all(asked: list[_Look], jobs: int) -> Iterable[_Look]:
    """All pairs, in their order, however many processes look at them."""
    if jobs == 1 or len(asked) <= _FEW_PAIRS:
        return [_pair(look) for look in asked]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_pair, asked))


def _pair(look: _Look) -> _Look:
    look.pair()
    return look


def _together(one: Plan, other: Plan) -> bool:
    """Whether two rules range over the same lists and meet at some moment."""
    lists = [sorted(ranged(plan).values()) for plan in (one, other)]
    meet = not set(one["moments"]).isdisjoint(other["moments"])
    return meet and lists[0] == lists[1] and bool(_shared(one, other))


def _shared(one: Plan, other: Plan) -> frozenset[Spot]:
    """The fields that both read: not the lists that both range over, as an item stands alone."""
    lists = {tuple(listed[2]) for plan in (one, other) for _, listed in plan["for_each"] if listed}
    return frozenset(spot for spot in _read(one) & _read(other) if spot[1:] not in lists)


def _read(plan: Plan) -> frozenset[Spot]:
    return frozenset(spot for domain in domains([plan])[:1] for spot in domain.spots)


def _fails(outcomes: tuple[str, ...]) -> bool:
    return outcomes[0] == "fail"


class _Look:
    """One rule, or two, and what is found of them on the way."""

    def __init__(self, plans: list[Plan], seeds: Mapping[str, Seeds]) -> None:
        self.plans = plans
        self.seeds = [seeds.get(str(plan["id"]), ()) for plan in plans]
        self.wide = len(frozenset().union(*map(_read, plans))) > MOST_PATHS
        self.remarks: list[Remark] = []
        self.undecided: list[Undecided] = []

    def alone(self) -> bool:
        """Whether a rule never applies, fails or passes: then there is nothing to ask of its pairs."""
        plan = self.plans[0]
        if plan["when"] is not None and self.none_where("dead", applies(plan)):
            shown = self.find(self.plans, lambda outcomes: outcomes[0] == "not_applicable").witness
            self.remark("dead", "can never apply: no datasheet meets its `when`", shown)
        elif self.ask("never-fails", self.plans, _fails).impossible:
            shown = self.find(self.plans, lambda outcomes: outcomes[0] == "pass").witness
            self.remark("never-fails", "can never fail: what it applies to meets it", shown)
        elif self.none_where("never-passes", applies(plan), meets(plan)):
            shown = self.find(self.plans, _fails).witness
            self.remark("never-passes", "can never be satisfied: nothing that it applies to meets it", shown)
        return bool(self.remarks)

    def pair(self) -> None:
        """Whether one of two rules is implied by the other, or whether they contradict each other."""
        one, other = self.plans
        both = self.find([one, other], lambda outcomes: outcomes == ("fail", "fail"))
        implied = self.implied(one, other, both)
        implies = self.implied(other, one, both)
        if implied and implies:
            self.remark("same", f"fails exactly where {other['id']} fails", both.witness)
        elif implied:
            self.remark("implied", f"is implied by {other['id']}, which fails wherever it fails", both.witness)
        elif implies:
            text = f"is implied by {one['id']}, which fails wherever it fails"
            self.remark("implied", text, both.witness, (other, one))
        else:
            self.contradiction(one, other)

    def implied(self, one: Plan, other: Plan, both: Sought) -> bool:
        """Whether the other fails wherever, and at every moment at which, the one fails."""
        if both.witness is None or not set(one["moments"]) <= set(other["moments"]):
            return False
        alone = self.ask("implied", [one, other], lambda outcomes: outcomes[0] == "fail" != outcomes[1])
        return alone.impossible

    def contradiction(self, one: Plan, other: Plan) -> None:
        """Whether nothing to which both apply satisfies both, though some of it satisfies each."""
        apply = [applies(one), applies(other)]
        if not self.none_where("contradiction", *apply, meets(one), meets(other)):
            return
        if not all(self.some_where(*apply, meets(plan)) for plan in (one, other)):
            return
        both_apply = fails_where(self.plans, apply)
        shown = self.find(
            [one, other, both_apply], lambda outcomes: (sorted(outcomes[:2]), outcomes[2]) == (["fail", "pass"], "fail")
        ).witness
        if shown is not None:
            text = f"contradicts {other['id']}: nothing to which both apply can satisfy both"
            self.remark("contradiction", text, shown._replace(outcomes=shown.outcomes[:2]))

    # asking

    def none_where(self, kind: str, *conditions: list[Any]) -> bool:
        """Whether there can be no item on which all conditions hold."""
        return self.ask(kind, [fails_where(self.plans, list(conditions))], _fails).impossible

    def some_where(self, *conditions: list[Any]) -> bool:
        """Whether an item was found on which all conditions hold."""
        return self.find([fails_where(self.plans, list(conditions))], _fails).witness is not None

    def ask(self, kind: str, plans: list[Plan], wanted: Callable[[tuple[str, ...]], bool]) -> Sought:
        """Search, and note when it was not settled."""
        sought = self.find(plans, wanted)
        if sought.witness is None and not sought.exhausted:
            wide = (f"more than {MOST_PATHS} paths",) if self.wide else ()
            rules = plans if len(plans) == len(self.plans) > 1 else self.plans
            self.undecided.append(Undecided(kind, tuple(plan["id"] for plan in rules), (*wide, *sought.why)))
        return sought

    def find(self, plans: list[Plan], wanted: Callable[[tuple[str, ...]], bool]) -> Sought:
        """Search, near the tests of the rules first."""
        return find(plans, wanted, seeds=self.seeds, limit=_MOST_WIDE if self.wide else MOST_WORLDS)

    def remark(self, kind: str, message: str, witness: Witness | None, plans: tuple[Plan, ...] = ()) -> None:
        """Note what was found; the witness's outcomes in the order of the rules."""
        if plans and witness is not None:
            witness = witness._replace(outcomes=witness.outcomes[::-1])
        self.remarks.append(Remark(kind, tuple(str(plan["id"]) for plan in plans or self.plans), message, witness))
