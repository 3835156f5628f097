"""What the tests of a rule have seen: each outcome it can have, and each of its conditions true, false and unknown.

A condition counts as seen on every item on which its side is asked (the requirement is not where `when` is false), also
where another condition settles the matter: whether it makes a difference is what mutants show (`mutation.py`).
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.compile import Scope, compile_rule, condition
from policylint.policy.judge import judge
from policylint.policy.rule import OUTCOMES
from policylint.policy.testing import Case, outcome_of
from policylint.policy.tree import Condition, Steps, conditions, parts, scopes_inside, told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from policylint.facts.common import World

Seen = set[tuple[Steps, str]]
_DECIDED = ("true", "false")


class Gap(NamedTuple):
    """Something that no test of a rule has seen. Without a condition it is an outcome of the whole rule."""

    text: str
    condition: Condition | None


def gaps(plan: dict[str, Any], cases: Iterable[Case]) -> tuple[int, list[Gap]]:
    """How much there is to be seen of a rule, and what of it its tests have not seen."""
    seen = {one for case in cases for one in _seen(case)}
    wanted = list(_wanted(plan))
    texts = told_apart(gap.text for _, gap in wanted)
    named = [(key, gap._replace(text=text)) for (key, gap), text in zip(wanted, texts, strict=True)]
    return len(wanted), [gap for key, gap in named if key not in seen]


def _wanted(plan: dict[str, Any]) -> Iterator[tuple[tuple[Steps, str], Gap]]:
    """Each outcome and truth that can come, and the gap that there is without it."""
    everything = list(conditions(plan))
    for outcome in _possible_outcomes(plan, everything):
        yield ((), outcome), Gap(f"no test comes to {outcome}", None)
    for one in everything:
        for truth in _possible_truths(one.plan) if one.simple else ():
            yield (one.steps, truth), Gap(f"{one.text} is never {truth}", one)


def _possible_outcomes(plan: dict[str, Any], everything: list[Condition]) -> list[str]:
    """Without `for_each` and `when` a rule always applies; what asks only whether values are stated always decides."""
    impossible = set()
    if not plan["for_each"] and plan["when"] is None:
        impossible.add("not_applicable")
    if not plan["for_each"] and not any("unknown" in _possible_truths(one.plan) for one in everything if one.simple):
        impossible.add("unknown")
    return [outcome for outcome in OUTCOMES if outcome not in impossible]


def _possible_truths(plan: list[Any]) -> tuple[str, ...]:
    decides = plan[0] == "const" or (plan[0] == "leaf" and plan[2] == "stated")
    return _DECIDED if decides else (*_DECIDED, "unknown")


def _seen(case: Case) -> Iterator[tuple[Steps, str]]:
    compiled = compile_rule(case.plan)
    judged = list(judge(compiled, case.world))
    yield (), outcome_of(judged)
    for one in judged:
        if one.unlisted is not None:
            continue
        if case.plan["when"] is not None:
            yield from _truths(case.plan["when"], ("when",), one.scope, case.world)
        if one.outcome != "not_applicable":
            yield from _truths(case.plan["require"], ("require",), one.scope, case.world)


def _truths(plan: list[Any], steps: Steps, scope: Scope, world: World) -> Iterator[tuple[Steps, str]]:
    """The truth of a condition and of each inside it."""
    yield steps, condition(plan)(scope, world).name.lower()
    for inner, part in parts(plan):
        for inside in scopes_inside(plan, scope, world):
            yield from _truths(part, (*steps, *inner), inside, world)
