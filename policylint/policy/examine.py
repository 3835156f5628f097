"""One rule examined by its tests: which fail, what they have not seen, which mutants they do not notice."""

from __future__ import annotations

from policylint.documents.node import MAPPING
from policylint.findings import Place, Span
from policylint.lean import TYPE_CHECKING
from policylint.policy.compile import compile_rule
from policylint.policy.coverage import gaps
from policylint.policy.mutation import survivors
from policylint.policy.nearby import flow, near
from policylint.policy.scores import Examined, Failure, Score, Seen, Shortfall, Witness
from policylint.policy.testing import Case, Result, cases, run_case
from policylint.policy.tree import Condition, conditions
from policylint.policy.witness import distinguish, seeds_of
from policylint.policy.witness.domains import moment_of
from policylint.policy.witness.worlds import places_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from policylint.documents import Document
    from policylint.documents.node import Node
    from policylint.policy.mutation import Mutant
    from policylint.policy.rule import Rule
    from policylint.policy.suite import Suite
    from policylint.policy.witness import Witness as Found

_MOST_WORLDS = 1000
"""Datasheets that are tried for each survivor: about half a second."""


def examine(suite: Suite, *, coverage: bool, mutate: bool) -> Examined:
    """Run a rule's tests, and what is asked for beyond."""
    rule = suite.rule
    made = cases(rule, suite.tests)
    results = [run_case(case) for case in made]
    sound = [case for case, result in zip(made, results, strict=True) if result.failure is None]
    failures = tuple(_failure(rule, result) for result in results if result.failure is not None)
    covered = _coverage(rule, made) if coverage else None
    mutated = _mutation(rule, sound) if mutate else None
    unused = (*_unused(rule, "gap", covered), *_unused(rule, "mutant", mutated))
    return Examined(rule.id, rule.file, suite.packs, len(made), failures, covered, mutated, unused)


def _coverage(rule: Rule, made: Iterable[Case]) -> Score:
    total, missed = gaps(rule.plan, made)
    places = [(gap.text, _place(rule, gap.condition) if gap.condition else _tests_of(rule)) for gap in missed]
    return _score(rule, "gap", total, places)


def _mutation(rule: Rule, sound: list[Case]) -> Score:
    total, missed = survivors(rule.plan, sound)
    score = _score(rule, "mutant", total, [(one.text, _place(rule, one.condition)) for one in missed])
    named = zip(score.missed, missed, strict=True)
    shown = tuple(one if one.why else one._replace(witness=_witness(rule, mutant, sound)) for one, mutant in named)
    return score._replace(missed=shown)


def _witness(rule: Rule, mutant: Mutant, sound: list[Case]) -> Witness | None:
    """The smallest datasheet that tells a mutant from its rule; where there are too many to try, one near the tests."""
    other = mutant.plan(rule.plan)
    seeds = seeds_of(case.test for case in sound)
    found = distinguish(rule.plan, other, seeds=[seeds], limit=_MOST_WORLDS).witness
    if found is None:
        return near(rule, mutant, sound)
    ours, theirs = found.outcomes
    if ours == theirs:
        ours, theirs = _where([rule.plan, other], found)
    said = {kind: flow(part) if part else None for kind, part in found.fragments._asdict().items()}
    given = flow(found.datasheet), flow(found.use) if found.use is not None else None
    return Witness(*given, ours, theirs, "", said["sheets"], said["advisories"])


def _where(plans: list[dict[str, Any]], found: Found) -> tuple[str, str]:
    """Where the rule and a mutant of it find the same."""
    moment = moment_of(plans, declared=found.use is not None)
    assert moment is not None
    places = places_on([compile_rule(plan) for plan in plans], found.fragments, moment)
    assert places is not None
    ours, theirs = (", ".join(one) for one in places)
    return ours, theirs


def _score(rule: Rule, kind: str, total: int, missed: list[tuple[str, Place]]) -> Score:
    why = {one.text: one.why for one in rule.explained if one.kind == kind}
    return Score(total, tuple(Shortfall(text, place, why.get(text, "")) for text, place in missed))


def _unused(rule: Rule, kind: str, score: Score | None) -> list[Shortfall]:
    """The explanations that explain nothing, where it was looked for."""
    if score is None:
        return []
    missed = {one.text for one in score.missed}
    explained = [one for one in rule.explained if one.kind == kind and one.text not in missed]
    return [Shortfall(one.text, _at(rule.document, one.node)) for one in explained]


# places


def _failure(rule: Rule, result: Result) -> Failure:
    test = result.test
    expect = test.node.get("expect")
    assert expect is not None
    assert result.failure is not None
    expected = _at(test.document, expect, f"the test expects {test.expect}")
    places = (expected, *(_came(rule, result) if result.findings else _nothing_came(rule, result)))
    seen = tuple(Seen(one.outcome, one.place.pointer, one.message) for one in result.findings)
    return Failure(test.name, test.expect, result.outcome, result.failure, places, seen)


def _came(rule: Rule, result: Result) -> list[Place]:
    """Where the findings of a test are, and the conditions that decided them."""
    came = [one.place._replace(message=f"{one.outcome}: {one.place.message}") for one in result.findings]
    lines = dict.fromkeys(one.policy[1] for one in result.findings if one.policy is not None)
    return [*came, *(_line(rule.document, line, "decided here") for line in lines)]


def _nothing_came(rule: Rule, result: Result) -> list[Place]:
    """Where the fragments of a test begin, and what is asked of them."""
    test = result.test
    given = [node for node in (test.datasheet_node, test.use_node) if node is not None]
    asked = [one for one in conditions(rule.plan) if len(one.steps) == 1]
    fragments = [_at(test.document, _first(node), f"this comes to {result.outcome}") for node in given]
    return [*fragments, *(_place(rule, one)._replace(message=one.side) for one in asked)]


def _first(node: Node) -> Node:
    """What a fragment is shown by: its first key."""
    return node.value[0][0] if node.kind == MAPPING and node.value else node


def _place(rule: Rule, condition: Condition) -> Place:
    """Where a condition stands: the path that it begins with, on its line."""
    name = condition.text.removeprefix(f"{condition.side}: ").partition(":")[0]
    return _line(rule.document, condition.line, "", name)


def _line(document: Document, line: int, message: str, word: str = "") -> Place:
    """A word on a line of a file; without it, all that the line says."""
    text = document.lines[line - 1]
    begin = text.find(word) if word else -1
    if begin < 0:
        word, begin = text.strip(), len(text) - len(text.lstrip())
    return Place(document.path, "", Span(line, begin + 1, line, begin + 1 + len(word)), message)


def _tests_of(rule: Rule) -> Place:
    root = rule.document.root
    key = next(key for key, _ in root.value if key.value == "tests") if root is not None else None
    return _at(rule.document, key) if key is not None else _line(rule.document, 1, "")


def _at(document: Document, node: Node, message: str = "") -> Place:
    return Place(document.path, "", document.key_span(node), message)
