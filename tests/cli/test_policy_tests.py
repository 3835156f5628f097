"""`policylint test` as its users meet it: whole outputs, exit codes, and tests that are themselves wrong."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from policylint.reporters.examined_page import TIME
from tests.conftest import ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULE = """\
title: Faces carry no names
severity: error
for_each: {group: people.groups}
when: {group.role: {not: {is_a: maker}}}
require: {group.biometric.identity_labels: {in: [numbered, none]}}
message: "{group}: the labels are {group.biometric.identity_labels}"
remedy: Replace the names by numbers.
why: A picture with a name is an index of faces. Whoever holds it can look people up.
references: [House rule 4]
tests:
  - name: names
    expect: fail
    at: /people/groups/0/biometric/identity_labels
    datasheet: {people: {groups: [{id: g, role: depicted, biometric: {identity_labels: named}}]}}
  - name: numbers
    expect: pass
    datasheet: {people: {groups: [{id: g, role: depicted, biometric: {identity_labels: numbered}}]}}
"""
REST = """\
tests:
  - name: nothing
    expect: pass
    datasheet: {people: {groups: [{id: g, role: depicted, biometric: {identity_labels: none}}]}}
  - name: those who made the data
    expect: not_applicable
    datasheet: {people: {groups: [{id: g, role: annotator, biometric: {identity_labels: named}}]}}
  - name: nobody says whose faces they are, or what the labels are
    expect: unknown
    datasheet: {people: {groups: [{id: a, biometric: {identity_labels: named}}, {id: b, role: depicted}]}}
"""
WRONG = """\
tests:
  - name: a name is fine
    expect: pass
    datasheet: {people: {groups: [{id: g, role: depicted, biometric: {identity_labels: named}}]}}
  - name: the second of two
    expect: fail
    at: /people/groups/1/biometric/identity_labels
    datasheet:
      people:
        groups:
          - {id: a, role: depicted, biometric: {identity_labels: named}}
          - {id: b, role: depicted, biometric: {identity_labels: named}}
          - {id: c, role: depicted}
  - name: numbers are wrong too
    expect: fail
    datasheet: {people: {groups: [{id: g, role: depicted, biometric: {identity_labels: numbered}}]}}
"""
SURVIVOR = "require: group.biometric.identity_labels: {in: [numbered, none]} without none"
EXPLAINED = f"""\
explained:
  - mutant: "{SURVIVOR}"
    why: Nobody needs the difference.
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A policy folder with one rule."""
    folder = tmp_path / "house"
    (folder / "rules" / "faces").mkdir(parents=True)
    write(folder, RULE)
    return folder


def write(house: Path, rule: str = RULE, beside: str | None = None) -> None:
    (house / "rules" / "faces" / "no-names.yaml").write_text(rule, encoding="utf-8")
    if beside is not None:
        (house / "rules" / "faces" / "no-names.tests.yaml").write_text(beside, encoding="utf-8")


def explained(text: str) -> str:
    return RULE.replace("tests:", text + "tests:")


@pytest.mark.parametrize(
    ("name", "rule", "beside", "options", "code"),
    [
        ("holds", RULE, None, (), 0),
        ("fails", RULE, WRONG, (), 1),
        ("gaps", RULE, None, ("--coverage",), 0),
        ("gaps-that-cost", RULE, None, ("--coverage", "--fail-under", "60"), 1),
        ("survivors", RULE, None, ("--mutate",), 1),
        ("killed", RULE, REST, ("--coverage", "--fail-under", "100", "--mutate"), 0),
        ("explained", explained(EXPLAINED), REST.replace("none}}", "numbered}}"), ("--mutate",), 0),
        ("explained-for-nothing", explained(EXPLAINED), REST, ("--mutate",), 1),
        ("explained-and-not-asked", explained(EXPLAINED), REST, ("--coverage",), 0),
    ],
)
def test_whole_output(
    name: str,
    rule: str,
    beside: str | None,
    options: tuple[str, ...],
    code: int,
    house: Path,
    policylint: Callable[..., Run],
    golden: Callable[[str, str], None],
) -> None:
    write(house, rule, beside)
    run = policylint("test", "house", *options, cwd=house.parent)
    assert (run.code, run.err) == (code, "")
    golden(f"test-{name}.txt", run.out)
    read = policylint("test", "house", *options, "--format", "json", cwd=house.parent)
    assert (read.code, read.err) == (code, "")
    golden(f"test-{name}.json", read.out)


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("house", 5),
        ("./house/", 5),
        ("house/rules/faces/no-names.yaml", 5),
        ("house/rules/faces/no-names.tests.yaml", 3),
        ("house/packs/all.yaml", 5),
    ],
)
def test_what_a_path_names(path: str, tests: int, house: Path, policylint: Callable[..., Run]) -> None:
    write(house, RULE, REST)
    (house / "packs").mkdir()
    (house / "packs" / "all.yaml").write_text("title: All\nrules: [faces/no-names]\n", encoding="utf-8")
    assert policylint("test", path, cwd=house.parent) == Run(0, f"1 rule, {tests} tests: all hold\n", "")


def test_a_folder_is_tested_whole_also_what_its_packs_do_not_name(house: Path, policylint: Callable[..., Run]) -> None:
    (house / "packs").mkdir()
    (house / "packs" / "core-only.yaml").write_text("title: A\nextends: [core]\n", encoding="utf-8")
    run = json.loads(policylint("test", "house", "--format", "json", cwd=house.parent).out)
    packs = {rule["rule"]: rule["packs"] for rule in run["rules"]}
    assert (packs["faces/no-names"], packs["subject/declared"]) == ([], ["core-only"])
    assert [pack["pack"] for pack in run["packs"]] == ["core-only", "in no pack"]


def test_without_a_path_the_policy_of_the_config_is_tested(house: Path, policylint: Callable[..., Run]) -> None:
    (house.parent / ".policylint.yaml").write_text("policy: [./house]\n", encoding="utf-8")
    assert policylint("test", cwd=house.parent).out == "1 rule, 2 tests: all hold\n"
    shipped = len(list((ROOT / "policies" / "rules").glob("*/*.yaml")))
    run = policylint("test", "--no-config", cwd=house.parent)
    assert run.code == 0
    assert run.out.startswith(f"{shipped} rules, ")


def test_two_paths_to_a_rule_test_it_once(house: Path, policylint: Callable[..., Run]) -> None:
    write(house, RULE, REST)
    file = "house/rules/faces/no-names"
    run = policylint("test", f"{file}.tests.yaml", f"{file}.yaml", "house", cwd=house.parent)
    assert run.out == "1 rule, 5 tests: all hold\n"


def test_a_check_takes_no_file_of_tests_for_a_rule(house: Path, policylint: Callable[..., Run]) -> None:
    write(house, RULE, "this: [is no rule, and not even tests]\n")
    assert policylint("rules", "--policy", "./house", cwd=house.parent).out.endswith("1 rule in force\n")


ONE = "tests:\n  - {name: t, expect: fail%s}\n"
BAD_TESTS: list[tuple[str, str, int, int, str, str]] = [
    ("no tests", "test: []\n", 1, 1, "policy/unknown-key", "Did you mean `tests`?"),
    ("no list", "tests: {name: t}\n", 1, 9, "policy/value", "Write it as `[a, b]`."),
    ("none", "tests: []\n", 1, 1, "policy/missing", "Write a test, or delete the file."),
    ("not YAML", "tests: [a}\n", 1, 10, "syntax/yaml", "Mend the syntax"),
    ("empty", "", 1, 1, "syntax/empty", ""),
    ("a rule", RULE, 1, 1, "policy/unknown-key", "The keys here are `tests`."),
    ("no expectation", "tests: [{name: t}]\n", 1, 10, "policy/missing", "Add `expect:`."),
    ("an outcome that is none", "tests: [{name: t, expect: fails}]\n", 1, 27, "policy/unknown-value", "`fail`?"),
    ("a misspelled key", ONE % ", datashet: {}", 2, 29, "policy/unknown-key", "Did you mean `datasheet`?"),
    ("a misspelled fragment", ONE % ", datasheet: {peple: {}}", 2, 41, "policy/test", "Did you mean `people`?"),
    ("a value of a fragment", ONE % ", datasheet: {people: {present: maybe}}", 2, 59, "policy/test", "Write"),
    ("a place that is no pointer", ONE % ", at: people", 2, 33, "policy/test", "Write it as `/people/groups/0`."),
    ("a place that is a mapping", ONE % ", at: {a: b}", 2, 34, "policy/value", "Write it as `[a, b]`."),
    ("a list with one that is none", ONE % ", at: [/a, b]", 2, 38, "policy/test", "Write it as `/people/groups/0`."),
    ("no places", ONE % ", at: []", 2, 29, "policy/test", "Write a pointer such as `/people/groups/0`."),
    ("a place of a pass", "tests: [{name: t, expect: pass, at: /a}]\n", 1, 33, "policy/test", "Take `at` out."),
    ("half a day", ONE % ", as_of: 2026-01", 2, 36, "policy/test", "Write it as 2026-01-31."),
    ("no moment", ONE % ", moment: now", 2, 37, "policy/unknown-value", "Write one of"),
    ("no parameter", ONE % ", parameters: {least: 1}", 2, 42, "policy/parameter", "Declare it"),
    ("a ledger that is no list", ONE % ", ledger: {a: b}", 2, 38, "policy/value", "Write it as `[a, b]`."),
    ("a row that is no mapping", ONE % ", ledger: [a]", 2, 38, "policy/test", "Write `ledger: [{column: cell}]`."),
    ("a misspelled column", ONE % ", ledger: [{statu: given}]", 2, 39, "policy/test", "Did you mean `status`?"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "remedy"), [bad[1:] for bad in BAD_TESTS], ids=[bad[0] for bad in BAD_TESTS]
)
def test_tests_that_are_wrong_are_shown_at_their_place(
    text: str, line: int, column: int, code: str, remedy: str, house: Path, policylint: Callable[..., Run]
) -> None:
    write(house, RULE, text)
    run = policylint("test", "house", cwd=house.parent)
    assert (run.code, run.out) == (2, "")
    assert f"error[{code}]: " in run.err
    assert f"--> house/rules/faces/no-names.tests.yaml:{line}:{column}\n" in run.err
    assert remedy in run.err


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("explained: {gap: a, why: b}\n", 10, 13, "policy/value"),
        ("explained: [{gap: a}]\n", 10, 14, "policy/missing"),
        ("explained: [{why: a}]\n", 10, 14, "policy/missing"),
        ("explained: [{gap: a, mutant: b, why: c}]\n", 10, 14, "policy/missing"),
        ("explained: [{gap: a, why: ''}]\n", 10, 22, "policy/missing"),
        ("explained: [{gap: a, whi: b}]\n", 10, 22, "policy/unknown-key"),
        ("explained: [a]\n", 10, 13, "policy/value"),
    ],
)
def test_explanations_that_explain_nothing_do_not_load(
    text: str, line: int, column: int, code: str, house: Path, policylint: Callable[..., Run]
) -> None:
    write(house, explained(text))
    run = policylint("check", "--policy", "./house", "house", cwd=house.parent)
    assert run.code == 2
    assert f"error[{code}]: " in run.err
    assert f"--> house/rules/faces/no-names.yaml:{line}:{column}\n" in run.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hous",), "there is no policy pack `hous`"),
        (("./hous",), "policy `./hous`: there is no such file or folder"),
        (("house/rules/faces/no-faces.tests.yaml",), "there is no rule beside these tests"),
        (("house", "--format", "xml"), "--format is one of text, json, not `xml`"),
        (("house", "--jobs", "0"), "--jobs is at least 1"),
        (("house", "--fail-under", "90"), "--fail-under is about --coverage: ask for both"),
        (("house", "--coverage", "--fail-under", "101"), "--fail-under is a percentage from 0 to 100"),
        (("house", "--coverage", "--report", "x.md"), "--report is about --coverage and --mutate: ask for all three"),
    ],
)
def test_a_wrong_call_is_a_sentence(
    arguments: tuple[str, ...], said: str, house: Path, policylint: Callable[..., Run]
) -> None:
    (house.parent / "house" / "rules" / "faces" / "no-faces.tests.yaml").write_text(REST, encoding="utf-8")
    run = policylint("test", *arguments, cwd=house.parent)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("policylint: ")
    assert run.err.count("\n") == 1
    assert said in run.err


def test_the_mistakes_of_all_files_are_shown_together(house: Path, policylint: Callable[..., Run]) -> None:
    write(house, RULE, "tests: [{name: t}]\n")
    for name in ("no-faces", "no-voices"):
        (house / "rules" / "faces" / f"{name}.yaml").write_text(RULE, encoding="utf-8")
    (house / "rules" / "faces" / "no-voices.tests.yaml").write_text("test: []\n", encoding="utf-8")
    run = policylint("test", "house", cwd=house.parent)
    assert (run.code, run.out) == (2, "")
    assert re.findall(r"--> (\S+)", run.err) == [
        "house/rules/faces/no-names.tests.yaml:1:10",
        "house/rules/faces/no-voices.tests.yaml:1:1",
        "house/rules/faces/no-voices.tests.yaml:1:1",
    ]


def test_tests_without_a_rule_stop_the_folder(house: Path, policylint: Callable[..., Run]) -> None:
    (house / "rules" / "faces" / "no-faces.tests.yaml").write_text(REST, encoding="utf-8")
    run = policylint("test", "house", cwd=house.parent)
    assert (run.code, run.out) == (2, "")
    assert "no-faces.tests.yaml: there is no rule beside these tests" in run.err


@pytest.mark.no_cover
def test_the_order_of_processes_changes_nothing(policylint: Callable[..., Run]) -> None:
    asked = ("test", "--no-config", "--coverage", "--mutate", "--format", "json", "--jobs")
    one, three = (policylint(*asked, jobs) for jobs in ("1", "3"))
    assert one == three
    assert one.code == 0


@pytest.mark.no_cover
def test_the_kept_report_is_what_the_command_writes(policylint: Callable[..., Run], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    asked = ("test", "--no-config", "--coverage", "--mutate", "--report", str(page))
    assert policylint(*asked).code == 0
    kept = (ROOT / "docs" / "policy-tests.md").read_text(encoding="utf-8")
    assert _without_time(page.read_text(encoding="utf-8")) == _without_time(kept)


def _without_time(text: str) -> str:
    timeless, found = re.subn(rf"^{TIME}.*$", "", text, flags=re.MULTILINE)
    assert found == 1
    return timeless


@pytest.mark.no_cover
def test_the_shipped_rules_are_tested_whole(policylint: Callable[..., Run]) -> None:
    run = policylint("test", "--no-config", "--coverage", "--fail-under", "100", "--mutate", "--format", "json")
    found: dict[str, Any] = json.loads(run.out)
    assert (run.code, run.err, found["result"]) == (0, "", "pass")
    assert {(rule["coverage"]["percent"], rule["mutation"]["percent"]) for rule in found["rules"]} == {(100, 100)}
