"""What an analysis finds, each with a datasheet that shows it: the whole output is held."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policylint.documents import read
from policylint.policy.analysis import analyse
from policylint.policy.compile import compile_rule
from policylint.policy.load import load_rules
from policylint.policy.rule import read_rule
from policylint.policy.witness import seeds_of
from policylint.policy.witness.worlds import Fragments, outcomes_on
from tests.conftest import Run

FOLDER = Path(__file__).parent / "analysed"
PLANS = {rule.id: rule.plan for rule in load_rules(str(FOLDER))[0]}


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_printed(form: str, policylint: Callable[..., Run], golden: Callable[[str, str], None]) -> None:
    done = policylint("rules", "--policy", str(FOLDER), "--analyse", "--format", form, "--no-config")
    assert (done.code, done.err) == (1, "")
    golden(f"analysis.{form}", done.out)


def test_every_example_shows_what_is_said() -> None:
    shown = {remark.kind: remark for remark in analyse(list(PLANS.values())).remarks}
    assert set(shown) == {"dead", "never-fails", "implied", "contradiction"}
    for remark in shown.values():
        assert remark.witness is not None
        compiled = [compile_rule(PLANS[rule]) for rule in remark.rules]
        came = outcomes_on(compiled, remark.witness.fragments, "create")
        assert came == remark.witness.outcomes
    assert shown["contradiction"].witness is not None
    assert sorted(shown["contradiction"].witness.outcomes) == ["fail", "pass"]


def plan_of(name: str, body: str) -> dict[str, Any]:
    """A rule that is in force: its parts, and what is the same in all of them."""
    text = f"title: t\nseverity: error\n{body}\nmessage: m\nremedy: r\nwhy: w\nreferences: [x]\n"
    rule, problems = read_rule(read(f"{text}tests: [{{name: n, expect: fail}}]".encode(), f"rules/a/{name}.yaml"), {})
    assert rule is not None, problems
    return rule.plan


EACH = "for_each: {group: people.groups}\n"
TOLD = EACH + "when: {group.kind: {in: [private_individual, mixed]}}\nrequire: {group.notified: true}"
MIXED = EACH + "when: {group.kind: mixed}\n"
OF_OTHERS = "for_each: {g: people.groups}\nwhen: {g.kind: {in: [mixed, public_figure]}}\nforbid: {g.notified: true}"
OF_SOURCES = "for_each: {g: people.groups*}\nwhen: {g.kind: mixed}\nrequire: {g.notified: false}"


@pytest.mark.parametrize(
    ("body", "contradict"),
    [
        (EACH + "when: {group.kind: private_individual}\nforbid: {group.notified: true}", True),
        (OF_OTHERS, True),
        (OF_SOURCES, True),
        (EACH + "when: {group.kind: public_figure}\nforbid: {group.notified: true}", False),
        (MIXED + "forbid: {all: [{group.notified: true}, {group.share: {min: 0.5}}]}", False),
        (MIXED + "require: {any: [{group.notified: true}, {group.share: {min: 0.5}}]}", False),
    ],
    ids=["part of a kind", "other names", "with those of sources", "nothing in common", "some pass both", "weaker"],
)
def test_rules_contradict_each_other_where_both_apply(body: str, *, contradict: bool) -> None:
    found = analyse([plan_of("one", TOLD), plan_of("other", body)])
    assert [one.kind for one in found.remarks if one.kind == "contradiction"] == ["contradiction"] * contradict
    assert all(one.kind == "implied" for one in found.undecided)
    for remark in found.remarks:
        assert remark.witness is not None
        assert remark.kind == "implied" or "pass" in remark.witness.outcomes


def test_a_rule_that_forbids_what_another_is_about_does_not_contradict_it() -> None:
    web = plan_of("web", EACH + "forbid: {group.acquisition: public_web}")
    told = plan_of("told", EACH + "when: {group.acquisition: public_web}\nrequire: {group.notified: true}")
    assert [one.kind for one in analyse([web, told]).remarks] == ["implied"]


def test_a_rule_that_nothing_can_satisfy() -> None:
    plan = plan_of("never", MIXED + "require: {all: [{group.notified: true}, {group.notified: false}]}")
    (remark,) = analyse([plan]).remarks
    assert (remark.kind, remark.witness and remark.witness.outcomes) == ("never-passes", ("fail",))


def test_rules_without_items_contradict_each_other_on_a_datasheet() -> None:
    some = plan_of("some", "require: {count: {in: {g: people.groups}, min: 1}}")
    none = plan_of("none", "require: {count: {in: {g: people.groups}, max: 0}}")
    assert [one.kind for one in analyse([some, none]).remarks] == ["contradiction"]


def test_what_a_pair_that_reads_much_does_is_shown_or_said_to_be_undecided() -> None:
    names = ("kind", "share", "count", "acquisition", "legal_basis", "deceased", "identifiability", "role", "criterion")
    stated = ", ".join(f"{{group.{name}: {{stated: true}}}}" for name in names)
    told, wide = plan_of("told", TOLD), plan_of("wide", f"{EACH}require: {{all: [{{group.notified: true}}, {stated}]}}")
    undecided = analyse([told, wide]).undecided
    assert ("contradiction", ("a/told", "a/wide")) in [one[:2] for one in undecided]
    assert all(one.why[0] == "more than 8 paths" for one in undecided)
    group = {"kind": "mixed", "share": 0.5, "count": 1, "acquisition": "public_web", "legal_basis": "consent"}
    group |= {"deceased": "none", "identifiability": "direct", "role": "depicted", "criterion": {"text": "t"}}
    seen = Fragments({"people": {"groups": [{**group, "notified": True}]}})
    undecided = analyse([told, wide], {"a/wide": (seen,)}).undecided
    assert [one.kind for one in undecided] == ["implied"]


@pytest.mark.no_cover
def test_what_the_shipped_rules_on_people_do_to_each_other() -> None:
    rules = [rule for rule in load_rules()[0] if rule.id.startswith(("consent/", "subject/"))]
    seeds = {rule.id: seeds_of(rule.tests) for rule in rules}
    found = analyse([rule.plan for rule in rules], seeds, jobs=2)
    assert found.remarks == ()
    assert len(found.undecided) * 5 < found.pairs


def test_rules_that_share_no_field_are_not_a_pair() -> None:
    assert analyse([PLANS["a/notified"], PLANS["a/direct"]]).pairs == 0
