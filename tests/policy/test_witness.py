"""Witnesses: what is found was judged, what is said to be impossible cannot be found by chance either."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.documents import read
from policylint.policy.compile import about_ledger, compile_rule
from policylint.policy.load import load_rules
from policylint.policy.rule import OUTCOMES, read_rule
from policylint.policy.testing import run_test
from policylint.policy.witness import distinguish, find, seeds_of
from policylint.policy.witness.worlds import Fragments, outcomes_on, size

RULES = [rule for rule in load_rules()[0] if not about_ledger(rule.plan)]

_RULE = """\
title: t
severity: error
for_each: {{group: people.groups}}
{body}
message: m
remedy: r
why: w
references: [x]
tests: [{{name: n, expect: fail}}]
"""


def plan_of(body: str, *, for_each: bool = True) -> dict[str, Any]:
    text = _RULE.format(body=body)
    if not for_each:
        text = text.replace("for_each: {group: people.groups}\n", "")
    rule, problems = read_rule(read(text.encode(), "rules/a/b.yaml"), {})
    assert rule is not None, problems
    return rule.plan


@pytest.mark.parametrize(
    ("body", "outcome", "datasheet"),
    [
        ("require: {group.notified: true}", "fail", {"people": {"groups": [{"id": "a", "notified": False}]}}),
        ("require: {group.notified: true}", "unknown", {}),
        ("require: {group.notified: true}", "not_applicable", {"people": {"groups": []}}),
        ("require: {group.share: {above: 1}}", "pass", None),
        ("require: {group.share: {min: 0}}", "fail", None),
        ("require: {group.share: {min: 0.5, below: 0.6}}", "pass", {"people": {"groups": [{"id": "a", "share": 0.5}]}}),
        ("when: {group.kind: mixed}\nrequire: {group.kind: {in: [mixed]}}", "fail", None),
        ("require: {group.vulnerable: {within: [student], covers: [patient]}}", "pass", None),
        ("require: {group.consent.granted_on: {before: 2020-01-01, after: 2020-01-01}}", "pass", None),
        (
            "require: {group.deceased: {stated: true}}",
            "fail",
            {"people": {"groups": [{"id": "a", "deceased": "unknown"}]}},
        ),
        ("require: {group.deceased: {stated: true}}", "pass", {"people": {"groups": [{"id": "a"}]}}),
    ],
)
def test_the_smallest_datasheet_or_none(body: str, outcome: str, datasheet: dict[str, Any] | None) -> None:
    sought = find([plan_of(body)], lambda outcomes: outcomes == (outcome,))
    assert (sought.witness.datasheet if sought.witness else None) == datasheet
    assert sought.impossible == (datasheet is None)


def test_two_quantifiers_may_need_two_items() -> None:
    some = "{some: {in: {g: people.groups}, satisfy: {g.kind: %s}}}"
    body = f"require: {{all: [{some % 'mixed'}, {some % 'public_figure'}]}}"
    sought = find([plan_of(body, for_each=False)], lambda outcomes: outcomes == ("pass",))
    assert sought.witness is not None
    kinds = [group["kind"] for group in sought.witness.datasheet["people"]["groups"]]
    assert sorted(kinds) == ["mixed", "public_figure"]


@pytest.mark.parametrize("least", [1, 2, 3])
def test_a_count_needs_as_many_items_as_it_counts(least: int) -> None:
    body = f"require: {{count: {{in: {{e: people.groups}}, min: {least}}}}}"
    sought = find([plan_of(body, for_each=False)], lambda outcomes: outcomes == ("pass",))
    assert sought.witness is not None
    assert len(sought.witness.datasheet["people"]["groups"]) == least


@pytest.mark.parametrize(
    "body",
    [
        "require: {people.shares_total: {min: 3}}",
        "require: {name: {matches: ^zz}}",
        "forbid: {uses.prohibited: {intersects: $uses.prohibited}}",
    ],
)
def test_what_cannot_be_gone_through_is_undecided(body: str) -> None:
    sought = find([plan_of(body, for_each=False)], lambda _: False)
    assert (sought.witness, sought.exhausted) == (None, False)
    assert sought.why


def test_a_search_that_is_cut_short_is_undecided() -> None:
    sought = find([plan_of("require: {group.kind: mixed}")], lambda _: False, limit=2)
    assert not sought.exhausted
    assert sought.why == ("more than 2 datasheets to try",)


def test_rules_are_told_apart() -> None:
    one, other = plan_of("require: {group.kind: mixed}"), plan_of("require: {group.kind: {in: [mixed, public_figure]}}")
    sought = distinguish(one, other)
    assert sought.witness is not None
    assert sought.witness.outcomes == ("fail", "pass")
    assert distinguish(one, one).impossible


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_shipped_rule_has_a_small_example_of_all_that_its_tests_show(rule: Any) -> None:
    seen = {run_test(rule, test).outcome for test in rule.tests if not test.parameters and not test.files}
    assert "fail" in seen or any(test.files for test in rule.tests)
    least = min(size(seed) for seed in seeds_of(test for test in rule.tests if test.expect == "fail"))
    for outcome in seen:
        witness = find([rule.plan], (outcome,).__eq__, seeds=[seeds_of(rule.tests)]).witness
        assert witness is not None
        assert witness.outcomes == (outcome,)
        assert outcome != "fail" or size(witness.fragments) <= least


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_a_shipped_rule_was_seen_to_do_is_never_called_impossible(rule: Any, outcome: str) -> None:
    seen = {run_test(rule, test).outcome for test in rule.tests if not test.parameters}
    sought = find([rule.plan], lambda outcomes: outcomes == (outcome,), limit=2000)
    assert not (sought.impossible and outcome in seen)


# random rules

_VALUES: dict[str, list[Any]] = {
    "kind": ["private_individual", "public_figure", "mixed"],
    "notified": [True, False],
    "share": [0, 0.25, 0.5, 0.75, 1],
    "vulnerable": [[], ["student"], ["patient"], ["student", "patient"], ["elderly"]],
    "deceased": ["none", "some", "all", "unknown"],
}
_MATCHERS: dict[str, list[str]] = {
    "kind": ["mixed", "{in: [mixed, public_figure]}", "{stated: true}"],
    "notified": ["true", "false", "{stated: false}"],
    "share": ["{min: 0.5}", "{below: 0.5}", "{above: 0.75}", "1"],
    "vulnerable": ["{intersects: [student]}", "{within: [student]}", "{covers: [patient]}", "{stated: true}"],
    "deceased": ["none", "{not: all}", "{stated: true}"],
}
_LEAF = st.sampled_from([f"{{group.{field}: {matcher}}}" for field, known in _MATCHERS.items() for matcher in known])
_CONDITION = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.builds("{{not: {}}}".format, inner),
        st.builds(
            lambda word, one, other: f"{{{word}: [{one}, {other}]}}", st.sampled_from(["all", "any"]), inner, inner
        ),
    ),
    max_leaves=4,
)


@given(
    when=_CONDITION,
    word=st.sampled_from(["require", "forbid"]),
    require=_CONDITION,
    outcome=st.sampled_from(OUTCOMES),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=60, deadline=None)
def test_none_is_none(when: str, word: str, require: str, outcome: str, seed: int) -> None:
    plan = plan_of(f"when: {when}\n{word}: {require}")
    compiled = [compile_rule(plan)]
    sought = find([plan], lambda outcomes: outcomes == (outcome,))
    if sought.witness is not None:
        assert outcomes_on(compiled, sought.witness.fragments, "create") == (outcome,)
        return
    assert sought.exhausted
    chance = random.Random(seed)
    for _ in range(100):
        group = {key: chance.choice(values) for key, values in _VALUES.items() if chance.random() < 0.7}
        groups = [{"id": f"g{index}", **group} for index in range(chance.randrange(3))]
        assert outcomes_on(compiled, Fragments({"people": {"groups": groups}}), "create") != (outcome,)


def test_rules_that_find_the_same_in_different_places_are_told_apart() -> None:
    parts = "{group.kind: mixed}", "{group.notified: true}"
    one, other = (plan_of(f"require: {{all: [{first}, {then}]}}") for first, then in (parts, parts[::-1]))
    sought = distinguish(one, other)
    assert sought.witness is not None
    assert sought.witness.outcomes == ("fail", "fail")
    (group,) = sought.witness.datasheet["people"]["groups"]
    assert {"kind", "notified"} <= set(group)
    assert (group["kind"] != "mixed", group["notified"]) == (True, False)
    assert distinguish(one, one).impossible
