"""The golden family: which rule fires on which dataset, how much is asked, and what every rule says.

The goldens are to be read from top to bottom: a rule that fires where it does not apply, or a sentence that nobody
understands, is a mistake although every test of a rule holds.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from policylint.discover import Found, kind_by_name
from policylint.pipeline import check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy, load_rule
from policylint.policy.testing import run_tests
from policylint.request import Request
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from policylint.findings import Report

sys.path.insert(0, str(ROOT / "benchmarks"))

from calm import ELSEWHERE, FAMILY, GOOD, MOST_QUESTIONS, NO_PEOPLE, measured, packs, policy

RULES = sorted(
    os.path.relpath(file, ROOT)
    for file in (ROOT / "policies/rules").glob("*/*.yaml")
    if not file.name.endswith(".tests.yaml")
)
_MARKS = {"fail": "F", "unknown": "?"}


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def _reports() -> dict[str, Report]:
    """Every rule on every document of the family."""
    in_force = load_policy(Settings(tuple(RULES)))
    paths = {name: f"examples/{path}" for name, path in FAMILY.items()}
    return {
        name: check([Found(path, kind_by_name(path), named=True)], in_force, Request(AS_OF))[0]
        for name, path in paths.items()
    }


def _mark(rule: str, report: Report) -> str:
    outcomes = {finding.outcome for finding in report.findings if finding.rule == rule}
    applied = sum(document.applied.get(rule, 0) for document in report.documents)
    worst = next((mark for outcome, mark in _MARKS.items() if outcome in outcomes), None)
    return worst or ("+" if applied else ".")


def test_which_rule_fires_where(golden: Callable[[str, str], None]) -> None:
    reports = _reports()
    legend = [f"{index:>2} {name} ({FAMILY[name]})" for index, name in enumerate(reports, 1)]
    rows = []
    for file in RULES:
        rule = file.removeprefix("policies/rules/").removesuffix(".yaml")
        rows.append(f"{rule:<42}" + "".join(f"{_mark(rule, report):>3}" for report in reports.values()))
    numbers = " " * 42 + "".join(f"{index:>3}" for index in range(1, len(reports) + 1))
    explained = "F fails, ? cannot tell, + applies and passes, . does not apply\n"
    golden("family.txt", explained + "\n".join([*legend, "", numbers, *rows]) + "\n")


def test_every_rule_in_its_own_words(golden: Callable[[str, str], None]) -> None:
    golden("messages.txt", "\n".join(_in_words(file) for file in RULES))


def _in_words(file: str) -> str:
    """What a rule says where it fails: on the first of its own tests that does."""
    rule = load_rule(file)
    results = [result for result in run_tests(rule) if result.findings and result.failure is None]
    results.sort(key=lambda result: result.outcome != "fail")
    first = results[0].findings[0]
    head = f"{rule.plan['id']} ({rule.plan['severity']}; {results[0].test.name})"
    return f"{head}\n  {first.message}\n  {first.remedy}\n"


@pytest.mark.parametrize("name", FAMILY)
def test_core_asks_few_questions(name: str) -> None:
    assert len(measured(name, policy("core")).questions) <= MOST_QUESTIONS


@pytest.mark.parametrize("pack", packs())
def test_where_there_are_no_people_nothing_is_asked_about_them(pack: str) -> None:
    in_force = policy(pack)
    asked = [field for name in NO_PEOPLE for field in measured(name, in_force).questions]
    assert [field for field in asked if field.startswith("/people")] == []


@pytest.mark.parametrize("pack", [pack for pack in packs() if pack not in ELSEWHERE])
@pytest.mark.parametrize("name", GOOD)
def test_a_good_sheet_is_clean(name: str, pack: str) -> None:
    assert measured(name, policy(pack)).clean


def test_a_hospital_is_clean_under_a_policy_that_accepts_the_waiver() -> None:
    accepted = load_policy(Settings(("core",), (("consent.accept_ethics_waiver", True),)))
    assert not measured("hospital, with a waiver", policy("core")).clean
    assert measured("hospital, with a waiver", accepted).clean


def test_public_figures_only_is_believed_on_the_sheet_alone() -> None:
    reports = _reports()
    rule = "consent/private-individuals"
    assert _mark(rule, reports["the case, as described"]) == "."
    assert _mark(rule, reports["the case, as it was"]) == "F"
