"""The shipped rules: each test inside a rule holds; what they cover is held to by `make policies`."""

import re
from pathlib import Path

import pytest

from policylint import resources
from policylint.policy.load import load_rules
from policylint.policy.rule import OUTCOMES, Rule
from policylint.policy.rule import Test as RuleTest
from policylint.policy.testing import run_test

RULES = load_rules()[0]
TESTS = [(rule, test) for rule in RULES for test in rule.tests]


def named(pair: tuple[Rule, RuleTest]) -> str:
    return f"{pair[0].id}: {pair[1].name}"


def test_every_shipped_rule_loads() -> None:
    rules, problems = load_rules()
    assert problems == []
    assert len(rules) == len(list(Path(resources.path("policies", "rules")).glob("*/*.yaml")))


@pytest.mark.parametrize("pair", TESTS, ids=named)
def test_the_tests_inside_rules_hold(pair: tuple[Rule, RuleTest]) -> None:
    assert run_test(*pair).failure is None


@pytest.mark.parametrize("pair", TESTS, ids=named)
def test_a_test_whose_place_or_outcome_is_another_fails(pair: tuple[Rule, RuleTest]) -> None:
    rule, test = pair
    others = [outcome for outcome in OUTCOMES if outcome != test.expect]
    assert all(run_test(rule, test._replace(expect=outcome, at=None)).failure for outcome in others)
    if test.expect in ("fail", "unknown"):
        assert run_test(rule, test._replace(at=("/nowhere",))).failure is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_failing_test_says_where(rule: Rule) -> None:
    assert any(test.at is not None for test in rule.tests if test.expect == "fail")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_names_of_tests_tell_them_apart(rule: Rule) -> None:
    names = [test.name for test in rule.tests]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_why_and_what_to_do(rule: Rule) -> None:
    sentences = re.findall(r"[.!?](?=\s|$)", rule.why)
    assert 2 <= len(sentences) <= 6
    assert rule.plan["remedy"][-1].endswith(".")
    assert rule.references


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_messages_fill_in_every_placeholder(rule: Rule) -> None:
    messages = [finding.message for test in rule.tests for finding in run_test(rule, test).findings]
    assert messages
    assert [message for message in messages if re.search(r"[{}]|UNSAID|None\b", message)] == []
    fixed = [re.escape(part) if isinstance(part, str) else ".+" for part in rule.plan["message"]]
    assert [message for message in messages if not re.fullmatch("".join(fixed), message)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_finding_stands_in_the_fragment_and_names_the_line_of_the_rule(rule: Rule) -> None:
    tests_begin = rule.document.lines.index("tests:") + 1
    for test in rule.tests:
        for finding in run_test(rule, test).findings:
            assert (finding.rule, finding.place.path) == (rule.id, rule.file)
            assert finding.outcome == "unknown" or not finding.missing
            assert finding.place.span.line > tests_begin or test.datasheet is None
            assert finding.policy is not None
            assert finding.policy[0] == rule.file
            assert 1 <= finding.policy[1] < tests_begin
