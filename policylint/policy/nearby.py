"""A small fragment on which a rule and a mutant of it differ, looked for near the rule's own tests.

It is for rules that look at more than can be gone through from the smallest datasheet on (`witness/`).

One value at a time is changed in a test's fragment, to each that the rule's conditions tell apart; from the first
fragment on which the two differ, all is taken out that they differ without. What is found is typed and judged as a test
would be. Finding nothing says nothing: a fragment further away may tell them apart.
"""

from __future__ import annotations

from copy import deepcopy
from functools import partial

from policylint.dates import days_before
from policylint.documents import read
from policylint.documents.node import pointer_parts
from policylint.facts import FACTS
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.compile import Compiled, Scope, compile_rule
from policylint.policy.judge import judge
from policylint.policy.scores import Witness
from policylint.policy.testing import Case, outcome_of, world_of
from policylint.policy.tree import parts, scopes_inside, value
from policylint.policy.witness.seeds import smallest
from policylint.shapes._table import ENUMS
from policylint.shapes.check import Checked, check_fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from policylint.facts.common import World
    from policylint.policy.mutation import Mutant
    from policylint.policy.rule import Rule

_ABSENT, _TWICE = object(), object()
_DAYS = ("before", "after", "on_or_before", "on_or_after")
_MOST_TRIES = 1000
_FAR = ("2000-01-01", "2999-12-31")

Keys = list[str]
Change = tuple[str, Keys, "Any"]
"""The kind of fragment, the keys that lead to a value in it, and what it is to be."""


class _Pair(NamedTuple):
    """A rule and a mutant of it with a test's parameters, and the test, whose fragments are exchanged."""

    owner: Rule
    case: Case
    rule: Compiled
    mutant: Compiled


def near(rule: Rule, mutant: Mutant, cases: Iterable[Case]) -> Witness | None:
    """The smallest fragments found on which the outcomes differ; None if none was found."""
    tries = 0
    for case in cases:
        pair = _Pair(rule, case, compile_rule(case.plan), compile_rule(mutant.plan(case.plan)))
        given = {
            kind: checked.value
            for kind, checked in (("datasheet", case.test.datasheet), ("use", case.test.use))
            if checked is not None
        }
        for change in _changes(pair):
            tries += 1
            if tries > _MOST_TRIES:
                return None
            changed = _changed(given, change)
            if changed is not None and _differ(pair, changed):
                return _told(pair, smallest(changed, partial(_differ, pair)))
    return None


# judging


def _differ(pair: _Pair, fragments: dict[str, Any]) -> bool:
    outcomes = _outcomes(pair, fragments)
    return outcomes is not None and outcomes[0] != outcomes[1]


def _outcomes(pair: _Pair, fragments: dict[str, Any]) -> tuple[str, str] | None:
    """What the rule and the mutant come to; None where the fragments could not stand in a test."""
    typed: dict[str, Checked] = {}
    for kind, fragment in fragments.items():
        document = read(flow(fragment).encode(), "fragment.yaml")
        if document.root is None:
            return None
        checked = check_fragment(document, document.root, kind)
        if checked.problems:
            return None
        typed[kind] = checked
    world = world_of(pair.owner, pair.case.test._replace(datasheet=typed.get("datasheet"), use=typed.get("use")))
    return outcome_of(judge(pair.rule, world)), outcome_of(judge(pair.mutant, world))


def _told(pair: _Pair, fragments: dict[str, Any]) -> Witness:
    outcomes = _outcomes(pair, fragments)
    assert outcomes is not None
    said = {kind: flow(fragment) for kind, fragment in fragments.items()}
    return Witness(said.get("datasheet"), said.get("use"), *outcomes, pair.case.test.name)


def flow(fragment: Any) -> str:
    """A fragment as YAML on one line; what is not said in it is `unknown`."""
    if isinstance(fragment, dict):
        return "{" + ", ".join(f"{value(key)}: {flow(one)}" for key, one in fragment.items()) + "}"
    if isinstance(fragment, list):
        return "[" + ", ".join(flow(one) for one in fragment) + "]"
    return value(fragment) if isinstance(fragment, str | bool | int | float) else "unknown"


# changing


def _changes(pair: _Pair) -> Iterator[Change]:
    """Each value that a condition tells apart, at each place where the test has the condition look."""
    scopes: list[Scope] = [{}, *(one.scope for one in judge(pair.rule, pair.case.world))]
    for side in ("when", "require"):
        if pair.case.plan[side] is not None:
            yield from _changes_for(pair.case.plan[side], scopes, pair.case.world)


def _changes_for(plan: list[Any], scopes: list[Scope], world: World) -> Iterator[Change]:
    if plan[0] in ("leaf", "every", "some", "count"):
        path, values = (plan[1], _values(plan, world.as_of)) if plan[0] == "leaf" else (plan[2], [_ABSENT, [], _TWICE])
        yield from ((kind, keys, one) for kind, keys in _places(path, scopes) for one in values)
    for _, part in parts(plan):
        reached = [scope for scope in scopes if _bound(plan, scope)]
        yield from _changes_for(part, [one for scope in reached for one in scopes_inside(plan, scope, world)], world)


def _bound(plan: list[Any], scope: Scope) -> bool:
    """Whether a list that is ranged over begins with a name that a scope has, or with the sheet."""
    listed = plan[2] if plan[0] in ("every", "some", "count") else None
    return listed is None or not listed[1] or listed[1] in scope


def _places(path: list[Any] | None, scopes: list[Scope]) -> list[tuple[str, Keys]]:
    """Where a path leads to in the fragments: once for each item that its name stands for."""
    if path is None:
        return [("datasheet", ["uses", "intended"])]
    _, root, keys, fact, _, _ = path
    needs = FACTS[fact[0]][fact[1]].needs if fact is not None else ("",)
    found = []
    for scope in scopes:
        item = scope.get(root)
        if item is None and root:
            continue
        kind, before = ("datasheet", []) if item is None else (item.sheet.kind, pointer_parts(item.pointer))
        found += [(kind, [*before, *keys, *([need] if need else [])]) for need in needs]
    return [place for index, place in enumerate(found) if place not in found[:index]]


def _values(leaf: list[Any], as_of: str) -> list[Any]:
    """Values that a leaf tells apart: those it names, its vocabulary, next to its bounds, around the day; and none."""
    _, _, word, operand, vocabulary, _ = leaf
    if word in _DAYS:
        return [_ABSENT, days_before(as_of, operand[1]) if operand[0] == "as_of" else as_of, *_FAR]
    named = operand[1] if operand[0] == "const" else []
    listed = named if isinstance(named, list) else [named]
    terms = [*listed, *ENUMS.get(vocabulary or "", {"values": []})["values"]]
    near = [one for term in listed for one in _near(term)]
    return [_ABSENT, *(one for term in (*terms, *near) for one in (term, [term]))]


def _near(term: Any) -> list[Any]:
    if isinstance(term, bool):
        return [not term]
    return [term - 1, term + 1] if isinstance(term, int | float) else []


def _changed(fragments: dict[str, Any], change: Change) -> dict[str, Any] | None:
    """The fragments with one value changed; None where there is no such place."""
    kind, keys, new = change
    if not keys:
        return None
    copy = deepcopy(fragments)
    at = copy.setdefault(kind, {})
    for key in keys[:-1]:
        if isinstance(at, list):
            at = at[int(key)] if int(key) < len(at) else None
        elif isinstance(at, dict):
            at = at.setdefault(key, {})
    if not isinstance(at, dict):
        return None
    if new is _ABSENT:
        at.pop(keys[-1], None)
    elif new is _TWICE:
        at[keys[-1]] = [*at[keys[-1]], at[keys[-1]][-1]] if isinstance(at.get(keys[-1]), list) and at[keys[-1]] else []
    else:
        at[keys[-1]] = new
    return copy
