"""Rules on a world: every item of every rule, its outcome, and the finding that says why."""

from __future__ import annotations

from policylint.errors import PolicylintError
from policylint.facts.common import Item, World
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from policylint.policy.compile import Compiled, Scope


Unlisted = dict["Any", tuple["Any", "Scope"]]
"""The lists that are not said, each with the items that it hangs on."""
MOST_COMBINATIONS = 100_000
"""Of the items of several lists, for one rule on one sheet: what shipped rules judge in about a second."""


class TooManyError(PolicylintError):
    """A rule ranges over more combinations of items than are judged; `scope` is the first that is not."""

    def __init__(self, rule: str, scope: Scope) -> None:
        super().__init__(
            f"{rule} looks at each {' with each '.join(scope)}: there are more than {MOST_COMBINATIONS:,} of these "
            "combinations, and the rest are not judged"
        )
        self.scope = scope


class Judgement(NamedTuple):
    """What one rule came to on one item: `pass`, `fail`, `unknown` or `not_applicable`.

    `unlisted` holds the list that is not said (None for the uses), where that is why nothing could be judged.
    """

    outcome: str
    scope: Scope
    unlisted: tuple[list[Any] | None] | None = None


def judge(rule: Compiled, world: World) -> Iterator[Judgement]:
    """The outcome for each combination of items; nothing where there are no items."""
    unlisted: Unlisted = {}
    for scope in combinations(rule, world, unlisted):
        yield Judgement(outcome(rule, scope, world), scope)
    yield from undecided(unlisted)


def undecided(unlisted: Unlisted) -> Iterator[Judgement]:
    """A judgement for each list that is not said."""
    for listed, owners in unlisted.values():
        yield Judgement("unknown", owners, (listed,))


def combinations(rule: Compiled, world: World, unlisted: Unlisted) -> Iterable[Scope]:
    """Every combination of items; into `unlisted` goes each list that is not said, with the items that it hangs on.

    An empty list wins over one that is not said. Those of several lists are made one by one, and not kept. Raises
    TooManyError where there are more than a run has time for: a thousand items beside another thousand are a million.
    """
    if not rule.ranges:
        return [{}]
    if len(rule.ranges) > 1:
        return _products(rule, world, unlisted)
    ((name, items),) = rule.ranges
    only = items({}, world)
    if only is None:
        ((_, listed),) = rule.plan["for_each"]
        unlisted[str(listed)] = (listed, {})
        return ()
    return [{name: item} for item in only]


def _products(rule: Compiled, world: World, unlisted: Unlisted) -> Iterator[Scope]:
    """The combinations of the items of several lists."""
    ranges = dict(rule.plan["for_each"])
    found: Iterator[tuple[Scope, tuple[Any, Scope] | None]] = iter([({}, None)])
    for name, items in rule.ranges:
        found = _extended(found, name, items, ranges, world)
    for count, (scope, lacking) in enumerate(found):
        if count == MOST_COMBINATIONS:
            raise TooManyError(rule.plan["id"], scope)
        if lacking is None:
            yield scope
        else:
            unlisted[str(lacking[0]), *(item.pointer for item in lacking[1].values())] = lacking


def _extended(
    found: Iterator[tuple[Scope, tuple[Any, Scope] | None]],
    name: str,
    items: Callable[[Scope, World], list[Item] | None],
    ranges: dict[str, Any],
    world: World,
) -> Iterator[tuple[Scope, tuple[Any, Scope] | None]]:
    """Combinations with the items of one more list; with what stands for them where the list is not said."""
    for scope, lacking in found:
        listed = items(scope, world)
        if listed is None:
            yield {**scope, name: _NOTHING}, lacking or (ranges[name], _owners(name, scope, ranges))
        else:
            for item in listed:
                yield {**scope, name: item}, lacking


def _owners(name: str, scope: Scope, ranges: dict[str, Any]) -> Scope:
    """The items that the list under a name hangs on: `e: group.evidence` on a group."""
    listed = ranges[name]
    root = listed[1] if listed is not None else ""
    return {**_owners(root, scope, ranges), root: scope[root]} if root in scope else {}


_NOTHING = Item(UNSAID, None, "")  # type: ignore[arg-type] # stands for the items of a list that is not said


def outcome(rule: Compiled, scope: Scope, world: World) -> str:
    """What a rule comes to on one combination of items."""
    applies = TRUE if rule.when is None else rule.when(scope, world)
    if applies is FALSE:
        return "not_applicable"
    required = rule.require(scope, world)
    if required is TRUE:
        return "pass"
    return "fail" if applies is TRUE and required is FALSE else "unknown"
