"""The tests of rules are two-sided: what must come comes, and nothing else does; and their places are exact."""

from __future__ import annotations

import pytest

from policylint.documents import read
from policylint.policy.compile import compile_rule
from policylint.policy.rule import read_rule, read_tests
from policylint.policy.testing import cases, holds, run_case, run_test

RULE = """\
title: Only public figures
severity: error
for_each: {group: people.groups}
when: {group.role: {not: {is_a: maker}}}
require: {group.kind: public_figure}
message: "{group} is {group.kind}"
remedy: Take the group out.
why: One reason. Another reason.
references: [House rule 1]
tests:
  - {name: private, expect: fail, datasheet: {people: {groups: [{id: g, role: depicted, kind: private_individual}]}}}
"""
GOOD = "{id: a, role: depicted, kind: public_figure}"
BAD = "{id: b, role: depicted, kind: private_individual}"
OPEN = "{id: c, role: depicted}"
MAKER = "{id: d, role: annotator, kind: private_individual}"
NOT_SAID = "unknown"


def failure(expect: str, at: str | None, groups: str) -> str | None:
    """What is wrong with one test of the rule; None if it holds."""
    place = "" if at is None else f"at: {at}, "
    text = f"tests: [{{name: t, expect: {expect}, {place}datasheet: {{people: {{groups: {groups}}}}}}}]\n"
    rule, problems = read_rule(read(RULE.encode(), "rules/people/public.yaml"), {})
    assert rule is not None, problems
    tests, problems = read_tests(rule, read(text.encode(), "rules/people/public.tests.yaml"))
    assert problems == []
    case = cases(rule, tests)[0]
    result = run_case(case)
    assert run_test(rule, tests[0]) == result
    assert holds(case, compile_rule(case.plan)) == (result.failure is None)
    return result.failure


@pytest.mark.parametrize(
    ("groups", "outcome"),
    [
        (f"[{BAD}]", "fail"),
        (f"[{GOOD}, {BAD}, {MAKER}]", "fail"),
        (f"[{OPEN}]", "unknown"),
        (f"[{GOOD}, {OPEN}, {MAKER}]", "unknown"),
        (NOT_SAID, "unknown"),
        (f"[{GOOD}]", "pass"),
        (f"[{GOOD}, {MAKER}]", "pass"),
        (f"[{MAKER}]", "not_applicable"),
        ("[]", "not_applicable"),
    ],
)
def test_the_worst_item_is_the_outcome(groups: str, outcome: str) -> None:
    for expect in ("fail", "unknown", "pass", "not_applicable"):
        wrong = None if expect == outcome else f"expected {expect}, got {outcome}"
        assert failure(expect, None, groups) == wrong


@pytest.mark.parametrize(
    ("expect", "at", "groups", "wrong"),
    [
        ("fail", "/people/groups/0/kind", f"[{BAD}]", None),
        ("fail", "[/people/groups/0/kind]", f"[{BAD}]", None),
        ("fail", "[/people/groups/0/kind, /people/groups/2/kind]", f"[{BAD}, {GOOD}, {BAD}]", None),
        ("fail", "[/people/groups/2/kind, /people/groups/0/kind]", f"[{BAD}, {GOOD}, {BAD}]", None),
        ("fail", "/people/groups/0/kind", f"[{BAD}, {BAD}]", "an unexpected finding at /people/groups/1/kind"),
        ("fail", "/people/groups/0", f"[{BAD}]",
         "no finding at /people/groups/0; an unexpected finding at /people/groups/0/kind"),
        ("fail", "[/people/groups/0/kind, /people/groups/1/kind]", f"[{BAD}, {GOOD}]",
         "no finding at /people/groups/1/kind"),
        ("fail", "[/people/groups/0/kind, /people/groups/0/kind]", f"[{BAD}]", "no finding at /people/groups/0/kind"),
        ("fail", "[/people/groups/0/kind, /people/groups/1]", f"[{BAD}, {OPEN}]", None),
        ("fail", "/people/groups/0/kind", f"[{BAD}, {OPEN}]", "an unexpected finding at /people/groups/1"),
        ("fail", None, f"[{BAD}, {OPEN}]",
         "expected fail alone, got unknown as well: list every finding under `at`"),
        ("fail", '""', f"[{BAD}]", "no finding at the root; an unexpected finding at /people/groups/0/kind"),
        ("unknown", "/people/groups/0", f"[{OPEN}]", None),
        ("unknown", "/people/groups", NOT_SAID, None),
        ("unknown", "/people/groups/0", f"[{OPEN}, {OPEN}]", "an unexpected finding at /people/groups/1"),
    ],
)  # fmt: skip
def test_at_lists_every_finding(expect: str, at: str | None, groups: str, wrong: str | None) -> None:
    assert failure(expect, at, groups) == wrong
