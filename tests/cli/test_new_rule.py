"""`policylint rules new`: a rule to fill in, which says what is missing and is never written over another."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.documents import load
from policylint.policy.files import open_policy
from policylint.policy.load import load_rules
from policylint.policy.rule import read_rule
from policylint.policy.testing import run_tests
from tests.conftest import ROOT, Run

Policylint = Callable[..., Run]
FILE = "rules/consent/asked-again.yaml"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_a_rule_and_the_schema_for_the_editor(policylint: Policylint, tmp_path: Path) -> None:
    done = policylint("rules", "new", "consent/asked-again", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        f"wrote {FILE}\nwrote schemas/rule.schema.json\nFill in what is empty, then the tests: policylint test {FILE}\n"
    )
    assert files(tmp_path) == {FILE, "schemas/rule.schema.json"}
    header = re.match(r"# yaml-language-server: \$schema=(\S+)\n", (tmp_path / FILE).read_text(encoding="utf-8"))
    assert header is not None
    named = (tmp_path / FILE).parent / header[1]
    assert named.read_bytes() == (ROOT / "schemas/rule.schema.json").read_bytes()


def test_into_another_folder(policylint: Policylint, tmp_path: Path) -> None:
    done = policylint("rules", "new", "consent/asked-again", "--in", "policies/house", cwd=tmp_path)
    assert done.code == 0
    assert files(tmp_path) == {f"policies/house/{FILE}", "policies/house/schemas/rule.schema.json"}


def test_what_is_empty_is_named_line_by_line(policylint: Policylint, tmp_path: Path) -> None:
    policylint("rules", "new", "consent/asked-again", cwd=tmp_path)
    _, problems = read_rule(load(str(tmp_path / FILE)), {})
    assert [(one.span.line, one.rule, one.remedy) for one in problems] == [
        (2, "policy/missing", "Write the title as text."),
        (7, "policy/missing", "Write the message as text."),
        (8, "policy/missing", "Write the remedy as text."),
        (9, "policy/missing", "Write the why as text."),
        (6, "policy/value", "Write `path: value`."),
    ]
    done = policylint("rules", "--policy", FILE, cwd=tmp_path)
    assert done.code == 2
    assert "5 mistakes in the policy or config: nothing was checked" in done.err


FILLED = {
    "title:": "title: Consent was given",
    "require:": "require: {group.consent.status: given}",
    "message:": 'message: "{group}: the consent is {group.consent.status}"',
    "remedy:": "remedy: Ask them.",
    "why:": "why: They were not asked.",
}


def filled(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    for key, line in FILLED.items():
        text = re.sub(rf"^{key} .*$", line, text, flags=re.MULTILINE)
    return text


def test_every_test_fails_until_it_is_filled_in(policylint: Policylint, tmp_path: Path) -> None:
    policylint("rules", "new", "consent/asked-again", cwd=tmp_path)
    (tmp_path / FILE).write_text(filled(tmp_path / FILE), encoding="utf-8")
    rules, problems = load_rules(str(tmp_path))
    assert problems == []
    results = run_tests(rules[0])
    assert [result.test.expect for result in results] == ["pass", "fail", "unknown", "not_applicable"]
    assert all(result.failure for result in results)


def test_filled_in_it_holds(policylint: Policylint, tmp_path: Path) -> None:
    policylint("rules", "new", "consent/asked-again", cwd=tmp_path)
    text = filled(tmp_path / FILE).replace("{people: {groups: []}}", "{}")
    group = "{people: {groups: [{id: g, role: %s, consent: {status: %s}}]}}"
    for said in (("speaker", "given"), ("speaker", "refused"), ("speaker", "unknown"), ("author", "given")):
        text = text.replace("datasheet: {}", f"datasheet: {group % said}", 1)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    rules, problems = load_rules(str(tmp_path))
    assert problems == []
    assert [result.failure for result in run_tests(rules[0])] == [None] * 4


def test_a_file_that_is_there_stays(policylint: Policylint, tmp_path: Path) -> None:
    for name in (FILE, "schemas/rule.schema.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("mine\n", encoding="utf-8")
    done = policylint("rules", "new", "consent/asked-again", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"policylint: {FILE}: this file is there already; nothing was written\n"
    done = policylint("rules", "new", "consent/another", cwd=tmp_path)
    assert done.code == 0
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in (FILE, "schemas/rule.schema.json")} == {"mine\n"}
    assert files(tmp_path) == {FILE, "rules/consent/another.yaml", "schemas/rule.schema.json"}


def test_a_rule_of_that_id_in_another_file_stays_the_only_one(policylint: Policylint, tmp_path: Path) -> None:
    other = tmp_path / FILE.replace(".yaml", ".yml")
    other.parent.mkdir(parents=True)
    other.write_text("mine\n", encoding="utf-8")
    done = policylint("rules", "new", "consent/asked-again", cwd=tmp_path)
    assert done.code == 2
    assert "rules/consent/asked-again.yml: this file is there already; nothing was written" in done.err
    assert files(tmp_path) == {"rules/consent/asked-again.yml"}


def test_a_broken_link_is_not_written_through(policylint: Policylint, tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere.yaml")
    assert policylint("rules", "new", "consent/asked-again", cwd=tmp_path).code == 2
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("asked", "`asked` is no id of a rule: write area/slug, in small letters, digits and `-`"),
        ("../etc/passwd", "`../etc/passwd` is no id of a rule: write area/slug, in small letters, digits and `-`"),
        ("Consent/Asked", "`Consent/Asked` is no id of a rule: write area/slug, in small letters, digits and `-`"),
        ("consent/not-expired", "policylint brings a rule consent/not-expired: choose another id"),
    ],
)
def test_an_id_that_cannot_be(name: str, message: str, policylint: Policylint, tmp_path: Path) -> None:
    done = policylint("rules", "new", name, cwd=tmp_path)
    assert (done.code, done.out, done.err) == (2, "", f"policylint: {message}\n")
    assert files(tmp_path) == set()


def test_a_folder_that_cannot_be_written(policylint: Policylint, tmp_path: Path) -> None:
    (tmp_path / "rules").write_text("a file\n", encoding="utf-8")
    done = policylint("rules", "new", "consent/asked-again", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith(f"policylint: {FILE}: cannot be written: ")
    assert files(tmp_path) == {"rules"}


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*/*/**/*.yaml")), ids=lambda path: path.name)
def test_the_first_line_of_an_example_names_the_schema(path: Path) -> None:
    header = open_policy(str(path)).lines[0]
    assert header.startswith("# yaml-language-server: $schema=")
    named = os.path.normpath(path.parent / header.partition("=")[2])
    kind = "pack" if path.parent.name == "packs" else "rule"
    assert Path(named) == ROOT / "schemas" / f"{kind}.schema.json"
