"""`policylint explain`: a rule's page, and why one finding of a report came out as it did."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AS_OF, ROOT, Run

Policylint = Callable[..., Run]
Golden = Callable[[str, str], None]

CASES = {
    "any-and-all": ("datasheet.yaml", "consent/private-individuals", ()),
    "pair": ("product.use.yaml", "license/academic-only", ()),
    "unknown": ("datasheet.yaml", "retraction/holders-notified", ()),
    "asked-use": ("datasheet.yaml", "license/academic-only", ("--use", "product.use.yaml")),
    "not-stated": ("datasheet.yaml", "subject/kinds-complete", ()),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in (ROOT / "examples" / "ms-celeb-1m").glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def report(policylint: Policylint, folder: Path, *arguments: str) -> dict[str, Any]:
    done = policylint("check", *arguments, "--as-of", AS_OF, "--format", "json", "--no-config", cwd=folder)
    (folder / "report.json").write_text(done.out, encoding="utf-8")
    found: dict[str, Any] = json.loads(done.out)
    return found


def fingerprint(said: dict[str, Any], rule: str) -> str:
    return str(next(one["fingerprint"] for one in said["findings"] if one["rule"] == rule))


def explained(policylint: Policylint, folder: Path, *arguments: str) -> Run:
    return policylint("explain", *arguments, "--report", "report.json", "--no-config", cwd=folder)


@pytest.mark.parametrize("name", CASES)
def test_each_condition_with_its_value_and_its_line(
    name: str, policylint: Policylint, folder: Path, golden: Golden
) -> None:
    file, rule, more = CASES[name]
    said = report(policylint, folder, file, *more)
    done = explained(policylint, folder, fingerprint(said, rule)[:12])
    assert (done.code, done.err) == (0, "")
    golden(f"explain-{name}.txt", done.out)


def made_from_it(folder: Path) -> None:
    """A datasheet that is made from the example, and a card of another format."""
    text = (folder / "datasheet.yaml").read_text(encoding="utf-8")
    beyond = re.sub(r"\nidentifiers:\n( +.*\n)+|\nhomepage: .*", "\n", text)
    named = beyond.replace("\nid: ms-celeb-1m\nname: MS-Celeb-1M\n", "\nid: child\nname: Child\n")
    child = named.replace("\nsources: unknown\n", "\nsources: [{ref: ./datasheet.yaml, relation: subset}]\n")
    (folder / "child.yaml").write_text(child, encoding="utf-8")
    card = "---\nlicense: cc-by-nc-4.0\npretty_name: Copy of MS-Celeb-1M\ntags: [face]\n---\n# A copy\n"
    (folder / "README.md").write_text(card, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "rule", "chain", "line"),
    [
        ("child.yaml", "consent/private-individuals", ["child", "ms-celeb-1m"], "  by way of child → ms-celeb-1m"),
        ("child.yaml", "retraction/transitive", ["child", "ms-celeb-1m"], "  by way of child → ms-celeb-1m"),
        ("README.md", "retraction/advisory-match", [], "        README.md:3:14"),
    ],
)
def test_findings_that_came_from_a_source_or_in_a_card_are_explained(
    file: str, rule: str, chain: list[str], line: str, policylint: Policylint, folder: Path
) -> None:
    made_from_it(folder)
    said = report(policylint, folder, "child.yaml", "README.md")
    found = [one for one in said["findings"] if (one["rule"], one["path"], one["chain"]) == (rule, file, chain)]
    done = explained(policylint, folder, found[0]["fingerprint"])
    assert (done.code, done.err) == (0, "")
    assert line in done.out.splitlines()
    assert "  → true" in done.out


def test_a_finding_that_is_gone_is_said_to_be_gone(policylint: Policylint, folder: Path, golden: Golden) -> None:
    said = report(policylint, folder, "datasheet.yaml")
    sheet = folder / "datasheet.yaml"
    old = sheet.read_text(encoding="utf-8")
    sheet.write_text(old.replace("contact: none", "contact: data@example.org"), encoding="utf-8")
    done = explained(policylint, folder, fingerprint(said, "maintenance/owner-role"))
    assert (done.code, done.err) == (0, "")
    golden("explain-gone.txt", done.out)
    sheet.write_text(old.replace("status: not_sought", "status: refused"), encoding="utf-8")
    done = explained(policylint, folder, fingerprint(said, "consent/private-individuals"))
    assert (done.code, done.err) == (0, "")
    golden("explain-another.txt", done.out)


def test_another_policy_is_said_to_be_another(policylint: Policylint, folder: Path) -> None:
    said = report(policylint, folder, "datasheet.yaml")
    (folder / "mine.yaml").write_text("title: Mine\nextends: [core]\n", encoding="utf-8")
    done = explained(policylint, folder, fingerprint(said, "maintenance/backup"), "--policy", "./mine.yaml")
    assert done.code == 0
    assert done.err == "policylint: note: the policy is not the one that the report was made with\n"


def test_the_packs_of_the_report_are_used_where_the_config_names_others(policylint: Policylint, folder: Path) -> None:
    said = report(policylint, folder, "datasheet.yaml")
    rule = ROOT / "examples/own-policy/rules/faces/no-names.yaml"
    (folder / "policylint.yaml").write_text(f"policy: [{rule}]\n", encoding="utf-8")
    done = policylint("explain", fingerprint(said, "maintenance/backup"), "--report", "report.json", cwd=folder)
    assert (done.code, done.err) == (0, "")


def with_a_broken_sheet(folder: Path) -> str:
    text = (folder / "datasheet.yaml").read_text(encoding="utf-8")
    (folder / "datasheet.yaml").write_text(text.replace("people:", "peeple:", 1), encoding="utf-8")
    return "shape/unknown-key"


def test_findings_of_policylint_itself_have_no_conditions(policylint: Policylint, folder: Path) -> None:
    rule = with_a_broken_sheet(folder)
    done = explained(policylint, folder, fingerprint(report(policylint, folder, "datasheet.yaml"), rule))
    assert done.code == 2
    assert done.err.startswith("policylint: shape/unknown-key is of policylint itself and has no conditions: `peeple`")


WRONG: dict[str, tuple[str, str | None, str]] = {
    "too short": ("ab", None, "`ab` is too short: give at least 4 digits of the fingerprint"),
    "of no finding": ("ffffffff0000", None, "no finding of report.json has a fingerprint that begins with"),
    "no file": ("abcd", "", "--report report.json: No such file or directory"),
    "no JSON": ("abcd", "{", "--report report.json: Expecting property name"),
    "deep": ("abcd", "[" * 100_000, "--report report.json: "),
    "another list": ("abcd", "[1]", "--report report.json: this is no report; make one with"),
    "another mapping": ("abcd", '{"version": 2}', "--report report.json: this is no report; make one with"),
    "half a report": (
        "abcd",
        '{"version": 1, "as_of": "2026-01-01", "documents": [], "policy": {"digest": ""}, "findings": [{"rule": "x"}]}',
        "--report report.json: this is no report; make one with",
    ),
    "no documents": (
        "abcd",
        '{"version": 1, "as_of": "2026-01-01", "documents": [1], "policy": {"digest": "", "packs": []}, "findings":[]}',
        "--report report.json: this is no report; make one with",
    ),
    "no day": (
        "abcd",
        '{"version": 1, "as_of": "today", "documents": [], "policy": {"digest": "", "packs": []}, "findings": []}',
        "--report report.json: this is no report; make one with",
    ),
    "nothing found": (
        "abcd",
        '{"version": 1, "as_of": "2026-01-01", "documents": [], "policy": {"digest": "", "packs": []}, "findings": []}',
        "no finding of report.json has a fingerprint that begins with `abcd`",
    ),
}


@pytest.mark.parametrize(("given", "text", "message"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_explained(
    given: str, text: str | None, message: str, policylint: Policylint, folder: Path
) -> None:
    if text is None:
        report(policylint, folder, "datasheet.yaml")
    elif text:
        (folder / "report.json").write_text(text, encoding="utf-8")
    done = explained(policylint, folder, given)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"policylint: {message}")
    assert "Traceback" not in done.err


def test_a_beginning_of_two_fingerprints_names_both(policylint: Policylint, folder: Path) -> None:
    said = report(policylint, folder, "datasheet.yaml")
    for one, beginning in zip(said["findings"], ("abcd0", "abcd1"), strict=False):
        one["fingerprint"] = beginning + one["fingerprint"][5:]
    (folder / "report.json").write_text(json.dumps(said), encoding="utf-8")
    done = explained(policylint, folder, "abcd")
    assert done.code == 2
    for one in said["findings"][:2]:
        assert f"{one['fingerprint']}  {one['rule']}" in done.err


def test_a_file_that_is_not_here_is_named(policylint: Policylint, folder: Path) -> None:
    said = report(policylint, folder, "datasheet.yaml")
    (folder / "datasheet.yaml").unlink()
    done = explained(policylint, folder, fingerprint(said, "maintenance/backup"))
    assert done.code == 2
    assert done.err == "policylint: datasheet.yaml: there is no such file here; run this where the report was made\n"


def test_a_rule_that_is_not_in_force_is_named(policylint: Policylint, folder: Path) -> None:
    said = report(policylint, folder, "datasheet.yaml")
    rule = str(ROOT / "examples/own-policy/rules/faces/no-names.yaml")
    done = explained(policylint, folder, fingerprint(said, "maintenance/backup"), "--policy", rule)
    assert done.code == 2
    assert "the rule maintenance/backup is not in force here; the report was made with core" in done.err


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("consent/not-expird", "there is no rule `consent/not-expird`: did you mean `consent/not-expired`?"),
        ("zzz", "there is no rule `zzz`: `policylint rules` lists them"),
        ("gone.yaml", "there is no rule `gone.yaml`"),
    ],
)
def test_a_rule_that_nobody_has(name: str, message: str, policylint: Policylint, folder: Path) -> None:
    done = policylint("explain", name, cwd=folder)
    assert done.code == 2
    assert done.err.startswith(f"policylint: {message}")


def test_a_rule_in_force_is_known_by_its_id(policylint: Policylint) -> None:
    done = policylint("explain", "faces/no-names", "--policy", "./examples/own-policy")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("faces/no-names: Faces carry no names\n\nerror; ")
    assert "packs: house\n" in done.out
    assert policylint("explain", "faces/no-names").code == 2


def test_a_page_of_a_rule_of_ones_own(policylint: Policylint, golden: Golden) -> None:
    done = policylint("explain", "examples/own-policy/rules/faces/no-names.yaml")
    assert (done.code, done.err) == (0, "")
    golden("explain-own-rule.txt", done.out)
