"""What an analysis finds, each with a datasheet that shows it: the whole output is held."""

from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.policy.analysis import analyse
from policylint.policy.compile import compile_rule
from policylint.policy.load import load_rules
from policylint.policy.witness.worlds import outcomes_on
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


def test_a_pair_that_reads_too_much_is_said_to_be_undecided() -> None:
    plan = PLANS["a/notified"]
    names = ("kind", "share", "count", "acquisition", "legal_basis", "deceased", "identifiability", "role")
    leaves = [
        ["leaf", [f"group.{name}", "group", [name], None, [], "\0"], "stated", ["const", True], None, 1]
        for name in names
    ]
    wide = {**plan, "id": "a/wide", "require": ["all", [plan["require"], *leaves]]}
    undecided = analyse([plan, wide]).undecided
    assert ("pair", ("a/notified", "a/wide"), ("more than 8 paths together",)) in undecided


def test_rules_that_share_no_field_are_not_a_pair() -> None:
    assert analyse([PLANS["a/notified"], PLANS["a/direct"]]).pairs == 0
