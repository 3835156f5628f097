"""The pages of rules are what the rules say: none is stale, missing or left over."""

import shutil
from pathlib import Path

import pytest

from policylint.documents import read
from policylint.documents.node import plain_value
from policylint.policy.load import load_rules
from policylint.policy.page import page_of
from policylint.policy.rule import Rule
from policylint.reporters import rule_docs
from tests.conftest import ROOT


@pytest.mark.no_cover
def test_the_pages_in_the_repository_are_what_the_rules_say() -> None:
    assert list(rule_docs.stale(str(ROOT))) == [], "run `make docs`"


@pytest.mark.no_cover
def test_every_shipped_rule_has_a_page_and_is_listed() -> None:
    pages = rule_docs.outputs()
    rules = [rule.id for rule in load_rules()[0]]
    assert sorted(pages) == sorted([*(f"{rule}.md" for rule in rules), "README.md"])
    assert all(f"({rule}.md)" in pages["README.md"] for rule in rules)


@pytest.mark.no_cover
def test_what_is_stale_missing_or_left_over_is_named_and_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs" / "rules", tmp_path / "docs" / "rules")
    (tmp_path / "docs/rules/maintenance/backup.md").unlink()
    (tmp_path / "docs/rules/maintenance/gone.md").write_text("# gone\n", encoding="utf-8")
    (tmp_path / "docs/rules/README.md").write_text("# Rules\n", encoding="utf-8")
    names = ["README.md", "maintenance/backup.md", "maintenance/gone.md"]
    assert rule_docs.main(["--check"], str(tmp_path)) == 1
    assert sorted(capsys.readouterr().out.splitlines()) == [f"stale docs/rules/{name}" for name in names]
    assert rule_docs.main([], str(tmp_path)) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == [
        "deleted docs/rules/maintenance/gone.md",
        "wrote docs/rules/README.md",
        "wrote docs/rules/maintenance/backup.md",
    ]
    assert rule_docs.main(["--check"], str(tmp_path)) == 0


RULES = load_rules()[0]


SHOWN = ("datasheet", "use", "ledger")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_example_is_the_tests_own_piece(rule: Rule) -> None:
    sections = {section.title: section for section in page_of(rule, []).sections}
    for title, expect in (("Fails", "fail"), ("Passes", "pass")):
        test = next((one for one in rule.tests if one.expect == expect), None)
        if test is None:
            continue
        example = read("\n".join(sections[title].code).encode(), "example.yaml").root
        assert example is not None
        written = {key.value: plain_value(value) for key, value in test.node.value if key.value in SHOWN}
        assert plain_value(example) == written
        assert sections[title].name == test.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_asks_is_its_own_sentence(rule: Rule) -> None:
    (asked,) = [section for section in page_of(rule, []).sections if section.title == "What it asks"]
    shown = read("\n".join(asked.code).encode(), "asked.yaml").root
    assert shown is not None
    assert rule.document.root is not None
    whole = plain_value(rule.document.root)
    assert plain_value(shown) == {key: whole[key] for key in whole if key in ("for_each", "when", "require", "forbid")}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_holds_what_people_need(rule: Rule) -> None:
    sections = {section.title: section for section in page_of(rule, ["core"]).sections}
    assert {"What it asks", "Why", "Fails", "How to fix", "When to waive", "References", "The rule"} <= set(sections)
    assert ("Parameters" in sections) == bool(rule.parameters)
    assert ("Passes" in sections) == any(test.expect == "pass" for test in rule.tests)
    assert sections["Why"].text == rule.why
