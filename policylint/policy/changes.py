"""What an edit of a policy changes: rules that came, went or differ, and what each of them newly allows or forbids.

Each change has one example, the smallest that was found; that there is none is said only where all was tried.
"""

from __future__ import annotations

from types import MappingProxyType

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.witness import NONE, Seeds, Sought, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from policylint.policy.in_force import Policy

EFFECTS = ("allowed", "forbidden", "undecided")
_SETTINGS = ("severity", "unknown", "moments")
_MEANING = ("for_each", "when", "require", "forbid")
_ALLOWS = ("pass", "not_applicable")


class RuleChange(NamedTuple):
    """A rule that was `added`, `removed` or `changed`; `settings` as (name, old, new); what is new of each effect."""

    rule: str
    kind: str
    settings: tuple[tuple[str, Any, Any], ...]
    effects: dict[str, Sought]


def policy_changes(
    old: Policy, new: Policy, seeds: Mapping[str, tuple[Seeds, ...]] = MappingProxyType({})
) -> list[RuleChange]:
    """The rules in which two policies differ. Two policies of one rule each are two versions of it, whatever its id.

    `seeds` are the fragments of the tests of both versions, by rule.
    """
    before, after = ({plan["id"]: plan for plan in policy.rules} for policy in (old, new))
    if len(before) == len(after) == 1:
        before = dict(zip(after, before.values(), strict=True))
    every = sorted({*before, *after})
    found = [_change(rule, before.get(rule), after.get(rule), seeds.get(rule, ())) for rule in every]
    return [change for change in found if change is not None]


def _change(
    rule: str, old: dict[str, Any] | None, new: dict[str, Any] | None, seeds: tuple[Seeds, ...]
) -> RuleChange | None:
    if old is None and new is not None:
        wanted = {"forbidden": "fail", "undecided": "unknown"}
        return RuleChange(rule, "added", (), {"allowed": NONE, **_alone(new, wanted, seeds)})
    if new is None and old is not None:
        gone = find([old], lambda outcomes: outcomes[0] in ("fail", "unknown"), seeds=seeds)
        return RuleChange(rule, "removed", (), {"allowed": gone, "forbidden": NONE, "undecided": NONE})
    assert old is not None
    assert new is not None
    settings = tuple(_settings(old, new))
    same = all(_without_lines(old[name]) == _without_lines(new[name]) for name in _MEANING)
    if same and not settings:
        return None
    return RuleChange(rule, "changed", settings, dict.fromkeys(EFFECTS, NONE) if same else _effects(old, new, seeds))


def _settings(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What is set for a rule otherwise than before: by its file, a pack or the config."""
    for name in _SETTINGS:
        if old[name] != new[name]:
            yield name, old[name], new[name]
    for name in dict.fromkeys((*old["parameters"], *new["parameters"])):
        before, after = old["parameters"].get(name), new["parameters"].get(name)
        if before != after:
            yield f"parameter {name}", before, after


def _alone(plan: dict[str, Any], outcomes: dict[str, str], seeds: tuple[Seeds, ...]) -> dict[str, Sought]:
    return {
        effect: find([plan], lambda came, wanted=wanted: came == (wanted,), seeds=seeds)  # type: ignore[misc]
        for effect, wanted in outcomes.items()
    }


def _effects(old: dict[str, Any], new: dict[str, Any], seeds: tuple[Seeds, ...]) -> dict[str, Sought]:
    wanted: dict[str, Callable[[tuple[str, ...]], bool]] = {
        "allowed": lambda came: came[0] not in _ALLOWS and came[1] in _ALLOWS,
        "forbidden": lambda came: came[0] != "fail" == came[1],
        "undecided": lambda came: came[0] != "unknown" == came[1],
    }
    return {effect: find([old, new], test, seeds=seeds) for effect, test in wanted.items()}


def _without_lines(plan: Any) -> Any:
    """A condition without the lines it stands on."""
    if not isinstance(plan, list):
        return plan
    kept = plan[:-1] if plan[:1] in (["leaf"], ["count"]) else plan
    return [_without_lines(part) for part in kept]
