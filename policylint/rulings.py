"""What the rules in force find on one world: each item that fails or that nobody can decide, and what that costs."""

from __future__ import annotations

from policylint.findings import Finding, milder
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.compile import Compiled, compile_rule, of_records
from policylint.policy.judge import Judgement, TooManyError, combinations, judge, outcome, undecided
from policylint.selection import selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policylint.facts.common import World
    from policylint.policy.in_force import Policy
    from policylint.policy.judge import Unlisted
    from policylint.request import Request

MOST_FINDINGS = 200
"""Findings that are listed of one rule on one document and use; the rest are counted."""


class Judged(NamedTuple):
    """A finding of a rule, with all that it was made from."""

    finding: Finding
    rule: Compiled
    judged: Judgement
    world: World


class Rules(NamedTuple):
    """The rules of a run, and which others the findings of a sharper one make superfluous."""

    on_items: tuple[Compiled, ...]
    on_rows: tuple[Compiled, ...]
    """Rules on the rows of a ledger, which is read once for all of them."""
    subsumes: Mapping[str, Sequence[str]]


class Ruling:
    """What one rule finds on a world: the findings that are listed, and how many more there are.

    With `once`, each item is asked about only once, and what waits has no words: all of it will be one finding.
    """

    __slots__ = ("_once", "_rule", "_unknown", "_waited", "_world", "listed", "more", "stopped")

    def __init__(self, rule: Compiled, world: World, unknown: str | None, *, once: bool) -> None:
        self._rule, self._world, self._unknown, self._once = rule, world, unknown, once
        self._waited: set[tuple[str, str, str]] = set()
        self.listed: list[Judged] = []
        self.more = 0
        self.stopped: TooManyError | None = None
        """Where not everything was judged."""

    @property
    def findings(self) -> list[Finding]:
        """Those that are listed, and one for those that are not."""
        found = [one.finding for one in self.listed]
        if self.more:
            from policylint.problems import more_of  # noqa: PLC0415 - not for a clean run

            found.append(more_of(found[-1], self.more))
        return found

    def add(self, judged: Judgement) -> None:
        """Take a judgement that failed or could not be decided."""
        cost = level(self._rule, judged.outcome, self._unknown)
        if cost == "ignore":
            return
        brief = self._once and judged.outcome == "unknown"
        if brief and self._asked(judged):
            return
        if len(self.listed) < MOST_FINDINGS:
            found = _finding(self._rule, judged, self._world, cost, brief=brief)
            self.listed.append(Judged(found, self._rule, judged, self._world))
        else:
            self.more += 1

    def _asked(self, judged: Judgement) -> bool:
        """Whether each item of a judgement was in one that waited before; notes those that were in none."""
        items = {(name, item.pointer, item.name) for name, item in judged.scope.items()}
        new = items - self._waited
        self._waited |= new
        return bool(items) and not new


def rules_of(policy: Policy, request: Request) -> Rules:
    """The rules of a policy that are asked for."""
    rules = [compile_rule(plan) for plan in selected(policy.rules, request)]
    return Rules(
        tuple(rule for rule in rules if not of_records(rule.plan)),
        tuple(rule for rule in rules if of_records(rule.plan)),
        {rule.plan["id"]: rule.plan["subsumes"] for rule in rules if rule.plan["subsumes"]},
    )


def of_world(rules: Rules, world: World) -> Rules:
    """The rules of a world's moment; where nothing describes the dataset, those on advisories alone."""

    def about(some: Iterable[Compiled]) -> tuple[Compiled, ...]:
        found = (rule for rule in some if world.moment in rule.plan["moments"])
        return tuple(rule for rule in found if not world.undescribed or _about_advisories(rule))

    return rules._replace(on_items=about(rules.on_items), on_rows=about(rules.on_rows))


def _about_advisories(rule: Compiled) -> bool:
    """Whether a rule ranges over advisories: all that can be said of a dataset that nothing describes."""
    return any(listed is not None and listed[3] == ["Datasheet", "advisories"] for _, listed in rule.plan["for_each"])


def level(rule: Compiled, outcome: str, unknown: str | None) -> str:
    """What an outcome costs: an unknown (`unknown` overrides the rule's own) never more than the rule's severity."""
    severity: str = rule.plan["severity"]
    if outcome != "unknown":
        return severity
    own = rule.plan["unknown"] or severity
    return own if own == "ignore" else milder(unknown or own, severity)


def ruling(rule: Compiled, world: World, applied: dict[str, int], unknown: str | None, *, once: bool) -> Ruling | None:
    """What a rule finds on a world; None where all is in order. `applied` counts the items that it applied to."""
    found: Ruling | None = None
    unlisted: Unlisted = {}
    count = 0
    try:
        for scope in combinations(rule, world, unlisted):
            came = outcome(rule, scope, world)
            if came != "not_applicable":
                count += 1
                if came != "pass":
                    found = found or Ruling(rule, world, unknown, once=once)
                    found.add(Judgement(came, scope))
    except TooManyError as stopped:
        found = found or Ruling(rule, world, unknown, once=once)
        found.stopped = stopped
    if unlisted:
        found = found or Ruling(rule, world, unknown, once=once)
        for judged in undecided(unlisted):
            count += 1
            found.add(judged)
    if count:
        identifier = rule.plan["id"]
        applied[identifier] = applied.get(identifier, 0) + count
    return found


def _finding(rule: Compiled, judged: Judgement, world: World, cost: str, *, brief: bool) -> Finding:
    from policylint.policy.conclude import finding, waiting  # noqa: PLC0415 - not for a clean run

    found = waiting(rule, judged, world, cost) if brief else None
    return found or finding(rule, judged, world, cost)


def without_subsumed(findings: list[Finding], subsumes: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Without those that a sharper rule's finding on the same item makes superfluous."""
    silenced = {(other, one.item) for one in findings for other in subsumes.get(one.rule, ())}
    return [one for one in findings if (one.rule, one.item) not in silenced] if silenced else findings


def unread(rules: Iterable[Compiled], world: World, applied: dict[str, int], unknown: str | None) -> list[Finding]:
    """What rules on rows come to where the ledger is not here: it cannot be told, which is worth a warning."""
    from policylint.policy.conclude import finding  # noqa: PLC0415 - not for a clean run

    made = []
    for rule in rules:
        for judged in judge(rule, world):
            applied[rule.plan["id"]] = applied.get(rule.plan["id"], 0) + 1
            cost = milder(level(rule, "unknown", unknown), "warning")
            made += [finding(rule, judged, world, cost)] if cost != "ignore" else []
    return made
