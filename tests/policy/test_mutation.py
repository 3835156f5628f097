"""What tests have seen of a rule, and the mistakes in it that they do not notice."""

from __future__ import annotations

import pytest

from policylint.documents import read
from policylint.policy.compile import compile_rule
from policylint.policy.coverage import gaps
from policylint.policy.examine import examine
from policylint.policy.load import load_rule, shipped_rule
from policylint.policy.mutation import mutants, survivors
from policylint.policy.nearby import near
from policylint.policy.rule import Rule, read_rule, read_tests
from policylint.policy.scores import Witness
from policylint.policy.suite import Suite
from policylint.policy.testing import cases, holds, run_case

HEAD = """\
title: A rule
severity: error
message: It is not so
remedy: Make it so.
why: One reason. Another reason.
references: [House rule 1]
"""
FAILS = "tests: [{name: t, expect: fail, datasheet: {}}]\n"


def rule(text: str, tests: str = FAILS) -> Rule:
    found, problems = read_rule(read((HEAD + text + tests).encode(), "rules/a/b.yaml"), {})
    assert found is not None, problems
    return found


LISTED = "{in: {g: people.groups}, where: {g.kind: mixed}, max: 0}"
EACH = "{in: {g: people.groups}, where: {g.share: {stated: true}}, satisfy: {g.kind: mixed}}"
WITH_PARAMETER = """\
require: {any: [{$parameters.ok: true}, {people.present: {stated: true}}]}
parameters: {ok: {type: boolean, default: false}}
"""
ALWAYS = ["require and forbid swapped", "require: nothing"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("require: {people.present: true}\n", ALWAYS),
        ("forbid: {people.present: true}\n", ["require and forbid swapped", "forbid: nothing"]),
        (
            "when: {people.present: true}\nrequire: {people.remainder: {in: [none, unlisted]}}\n",
            [
                "require and forbid swapped",
                "when: nothing",
                "when: people.present: true turned round",
                "require: nothing",
                "require: people.remainder: {in: [none, unlisted]} without none",
                "require: people.remainder: {in: [none, unlisted]} without unlisted",
            ],
        ),
        (
            "require: {any: [{people.present: true}, {not: {people.remainder: none}}]}\n",
            [
                *ALWAYS,
                "require: without people.present: true",
                "require: without people.remainder: {not: none}",
                "require: people.present: true turned round",
                "require: people.remainder: {not: none} turned round",
            ],
        ),
        (
            "require: {people.shares_total: {min: 1, below: 2.5}}\n",
            [
                *ALWAYS,
                "require: without people.shares_total: {min: 1}",
                "require: without people.shares_total: {below: 2.5}",
                "require: people.shares_total: {min: 1} turned round",
                "require: people.shares_total: {min: 1} with min: 0",
                "require: people.shares_total: {min: 1} with min: 2",
                "require: people.shares_total: {below: 2.5} turned round",
            ],
        ),
        (
            "require: {maintenance.retraction.date: {on_or_before: $as_of}}\n",
            [*ALWAYS, "require: maintenance.retraction.date: {on_or_before: $as_of} with before instead"],
        ),
        (
            f"require: {{count: {LISTED}}}\n",
            [
                *ALWAYS,
                f"require: count: {LISTED} without `where`",
                f"require: count: {LISTED} with max: 1",
                "require: g.kind: mixed turned round",
            ],
        ),
        (
            f"require: {{every: {EACH}}}\n",
            [
                *ALWAYS,
                f"require: every: {EACH} without `where`",
                f"require: every: {EACH} with some instead",
                "require: g.share: {stated: true} turned round",
                "require: g.kind: mixed turned round",
            ],
        ),
        (
            WITH_PARAMETER,
            [
                *ALWAYS,
                "require: without $parameters.ok: true",
                "require: without people.present: {stated: true}",
                "require: $parameters.ok: true turned round",
                "require: people.present: {stated: true} turned round",
            ],
        ),
    ],
)
def test_every_mistake_is_made_once(text: str, made: list[str]) -> None:
    assert [mutant.text for mutant in mutants(rule(text).plan)] == made


def test_no_mutant_is_the_rule_itself_or_another_one() -> None:
    plan = rule(
        "when: {all: [{people.present: true}]}\n"
        "require: {any: [{people.remainder: {in: [none]}}, {people.shares_total: {min: 1, max: 2}}]}\n"
    ).plan
    made = [repr(mutant.plan(plan)) for mutant in mutants(plan)]
    assert len({repr(plan), *made}) == len(made) + 1


def test_conditions_that_read_alike_are_told_apart() -> None:
    twice = "{any: [{people.present: true}, {all: [{people.present: true}, {people.remainder: none}]}]}"
    plan = rule(f"require: {twice}\n").plan
    named = [mutant.text for mutant in mutants(plan)]
    assert "require: people.present: true turned round" in named
    assert "require: people.present: true turned round (2)" in named
    not_seen = [gap.text for gap in gaps(plan, [])[1]]
    assert "require: people.present: true is never true (2)" in not_seen
    assert (len(set(named)), len(set(not_seen))) == (len(named), len(not_seen))


def test_making_mutants_leaves_the_plan_as_it_is() -> None:
    plan = rule("when: {people.present: true}\nrequire: {people.remainder: {in: [none, unlisted]}}\n").plan
    before = repr(plan)
    for mutant in mutants(plan):
        mutant.plan(plan)
    assert repr(plan) == before


TESTS = """\
tests:
  - {name: fails, expect: fail, datasheet: {people: {present: true, remainder: unlisted}}}
  - {name: passes, expect: pass, datasheet: {people: {present: true, remainder: none}}}
  - {name: unknown, expect: unknown, datasheet: {people: {present: true}}}
  - {name: does not apply, expect: not_applicable, datasheet: {people: {present: false, remainder: unlisted}}}
  - {name: cannot tell, expect: unknown, datasheet: {people: {remainder: unlisted}}}
"""
SENTENCE = "when: {people.present: true}\nrequire: {people.remainder: none}\n"


@pytest.mark.parametrize(
    ("without", "not_seen", "not_noticed"),
    [
        ([], [], []),
        (
            ["passes"],
            ["no test comes to pass", "require: people.remainder: none is never true"],
            [],
        ),
        (["unknown"], ["require: people.remainder: none is never unknown"], []),
        (
            ["does not apply"],
            ["no test comes to not_applicable", "when: people.present: true is never false"],
            [],
        ),
        (
            ["does not apply", "cannot tell"],
            [
                "no test comes to not_applicable",
                "when: people.present: true is never false",
                "when: people.present: true is never unknown",
            ],
            ["when: nothing"],
        ),
        (
            ["passes", "unknown", "does not apply", "cannot tell"],
            [
                "no test comes to pass",
                "no test comes to unknown",
                "no test comes to not_applicable",
                "when: people.present: true is never false",
                "when: people.present: true is never unknown",
                "require: people.remainder: none is never true",
                "require: people.remainder: none is never unknown",
            ],
            ["when: nothing"],
        ),
    ],
)
def test_a_test_taken_out_leaves_gaps(without: list[str], not_seen: list[str], not_noticed: list[str]) -> None:
    lines = [line for line in TESTS.splitlines() if not any(f"name: {name}," in line for name in without)]
    one = rule(SENTENCE, "\n".join(lines) + "\n")
    made = cases(one, one.tests)
    total, found = gaps(one.plan, made)
    assert (total, [gap.text for gap in found]) == (10, not_seen)
    assert [mutant.text for mutant in survivors(one.plan, made)[1]] == not_noticed


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("require: {people.present: {stated: true}}\n", 2 + 2),
        ("require: {people.present: true}\n", 3 + 3),
        ("for_each: {g: people.groups}\nrequire: {g.kind: {stated: true}}\n", 4 + 2),
        ("when: {people.present: {stated: true}}\nrequire: {people.remainder: {stated: true}}\n", 3 + 4),
        ("require: {every: {in: {g: people.groups}, satisfy: {g.kind: {stated: true}}}}\n", 3 + 3 + 2),
        ("require: {all: [{people.present: true}, {not: {people.remainder: none}}]}\n", 3 + 6),
        (WITH_PARAMETER, 2 + 4),
    ],
)
def test_only_what_is_possible_has_to_be_seen(text: str, total: int) -> None:
    assert gaps(rule(text).plan, [])[0] == total


def test_conditions_on_parameters_are_seen_both_ways() -> None:
    nobody = "tests:\n  - {name: a, expect: fail, datasheet: {}}\n"
    with_it = nobody + "  - {name: b, expect: pass, parameters: {ok: true}, datasheet: {}}\n"
    without, complete = rule(WITH_PARAMETER, nobody), rule(WITH_PARAMETER, with_it)
    assert "require: $parameters.ok: true is never true" in _not_seen(without)
    assert _not_seen(complete) == ["require: people.present: {stated: true} is never true"]


def _not_seen(one: Rule) -> list[str]:
    return [gap.text for gap in gaps(one.plan, cases(one, one.tests))[1]]


def test_a_test_that_does_not_hold_of_the_rule_kills_nothing() -> None:
    tests = """\
tests:
  - {name: right, expect: fail, datasheet: {people: {present: true, remainder: unlisted}}}
  - {name: wrong, expect: fail, datasheet: {people: {present: false, remainder: unlisted}}}
"""
    one = rule(SENTENCE, tests)
    score = examine(Suite(one, one.tests, ()), coverage=False, mutate=True).mutation
    assert score is not None
    assert [missed.text for missed in score.missed] == ["when: nothing"]


@pytest.mark.parametrize("name", ["license/declared", "consent/scope-covers-use", "subject/kinds-complete"])
def test_whether_a_test_holds_of_a_mutant_is_decided_as_of_the_rule(name: str) -> None:
    file = shipped_rule(name)
    assert file is not None
    one = load_rule(file)
    for mutant in mutants(one.plan):
        for case in cases(one, one.tests):
            mutated = case._replace(plan=mutant.plan(case.plan))
            assert holds(mutated, compile_rule(mutated.plan)) == (run_case(mutated).failure is None)


@pytest.mark.parametrize("name", ["retraction/tombstone", "subject/kinds-complete", "use/prohibited"])
def test_what_is_shown_to_kill_a_mutant_does(name: str) -> None:
    """Each mutant is judged as if the tests that kill it were not there."""
    file = shipped_rule(name)
    assert file is not None
    one = load_rule(file)
    made = cases(one, one.tests)
    found = 0
    for mutant in mutants(one.plan):
        blind = [case for case in made if holds(case, compile_rule(mutant.plan(case.plan)))]
        shown = near(one, mutant, blind)
        if shown is None:
            continue
        found += 1
        given = "".join(
            f", {kind}: {text}" for kind, text in (("datasheet", shown.datasheet), ("use", shown.use)) if text
        )
        moment = next(case.test.moment for case in blind if case.test.name == shown.test)
        text = f"tests: [{{name: t, expect: {shown.rule}{f', moment: {moment}' if moment else ''}{given}}}]"
        tests, problems = read_tests(one, read(text.encode(), "rules/a/b.tests.yaml"))
        assert problems == []
        again = cases(one, tests)[0]
        assert run_case(again).outcome == shown.rule
        assert run_case(again._replace(plan=mutant.plan(again.plan))).outcome == shown.mutant
    assert found >= len(mutants(one.plan)) * 0.75


@pytest.mark.parametrize(
    "text",
    [
        "for_each: {use: uses}\nrequire: {use: {stated: true}, use.terms.actors: {within: [academic]}}\n",
        "for_each: {group: people.groups}\nrequire: {group: {stated: true}, group.anonymous: true}\n",
        "for_each: {group: people.groups, e: group.legal_basis_evidence}\nrequire: {e.path: {matches: x}}\n",
        "require: {some: {in: {u: uses}, satisfy: {u.purpose: {within: $uses.prohibited}}}}\n",
    ],
)
@pytest.mark.parametrize(
    "fragment",
    [
        "datasheet: {}",
        "datasheet: {people: unknown, uses: unknown}",
        "datasheet: {people: {groups: []}, uses: {intended: []}}",
        "datasheet: {people: {groups: [{id: g}]}, uses: {intended: [{id: u}]}}",
        "use: {id: u, purpose: research}",
    ],
)
def test_looking_for_what_kills_a_mutant_always_ends(text: str, fragment: str) -> None:
    one = rule(text, f"tests: [{{name: t, expect: fail, {fragment}}}]\n")
    made = cases(one, one.tests)
    for mutant in mutants(one.plan):
        shown = near(one, mutant, made)
        assert shown is None or shown.rule != shown.mutant


def test_what_kills_a_mutant_is_small() -> None:
    tests = """\
tests:
  - {name: fails, expect: fail, datasheet: {id: x, people: {present: true, remainder: unlisted}, sources: []}}
"""
    one = rule(SENTENCE, tests)
    _, alive = survivors(one.plan, made := cases(one, one.tests))
    assert [(mutant.text, near(one, mutant, made)) for mutant in alive] == [
        ("when: nothing", Witness("{people: {remainder: unlisted}}", None, "unknown", "fail", "fails"))
    ]
