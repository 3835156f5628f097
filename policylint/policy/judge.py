"""Rules on a world: every item of every rule, its outcome, and the finding that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.facts.common import Item, World
from policylint.logic import FALSE, TRUE
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.policy.compile import Compiled, Scope


class Judgement(NamedTuple):
    """What one rule came to on one item: `pass`, `fail`, `unknown` or `not_applicable`.

    `unlisted` is the list that is not said, where that is why nothing could be judged.
    """

    outcome: str
    scope: Scope
    unlisted: list[Any] | None = None
    over_uses: bool = False


def judge(rule: Compiled, world: World) -> Iterator[Judgement]:
    """The outcome for each combination of items; nothing where there are no items."""
    scopes, unlisted = _combinations(rule, world)
    if unlisted is not None:
        yield Judgement("unknown", {}, unlisted[0], unlisted[0] is None)
        return
    for scope in scopes:
        yield Judgement(_outcome(rule, scope, world), scope)


def _combinations(rule: Compiled, world: World) -> tuple[list[Scope], tuple[Any] | None]:
    """Every combination of items. An empty list wins over one that is not said."""
    scopes: list[Scope] = [{}]
    unlisted: tuple[Any] | None = None
    for index, (name, items) in enumerate(rule.ranges):
        extended: list[Scope] = []
        for scope in scopes:
            found = items(scope, world)
            if found is None:
                unlisted = unlisted or (rule.plan["for_each"][index][1],)
                found = [_NOTHING]
            extended += [{**scope, name: item} for item in found]
        scopes = extended
    return ([], unlisted) if scopes and unlisted else (scopes, None)


_NOTHING = Item(UNSAID, None, "")  # type: ignore[arg-type] # stands for the items of a list that is not said


def _outcome(rule: Compiled, scope: Scope, world: World) -> str:
    applies = TRUE if rule.when is None else rule.when(scope, world)
    if applies is FALSE:
        return "not_applicable"
    required = rule.require(scope, world)
    if required is TRUE:
        return "pass"
    return "fail" if applies is TRUE and required is FALSE else "unknown"
