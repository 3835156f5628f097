"""The examples come out as the case demands: whole outputs as goldens, and each demand by name."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from policylint.documents import load
from policylint.documents.node import plain_value
from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASE = "examples/ms-celeb-1m"
BENCHMARK = "examples/consented-benchmark"

COMMANDS = {
    "ms-celeb-1m": (1, f"{CASE}/datasheet.yaml"),
    "ms-celeb-1m-university": (1, f"{CASE}/university.use.yaml"),
    "ms-celeb-1m-company-lab": (1, f"{CASE}/company-lab.use.yaml"),
    "ms-celeb-1m-product": (1, f"{CASE}/product.use.yaml"),
    "consented-benchmark": (0, f"{BENCHMARK}/datasheet.yaml"),
    "consented-benchmark-evaluation": (0, f"{BENCHMARK}/evaluation.use.yaml"),
    "consented-benchmark-training": (1, f"{BENCHMARK}/training.use.yaml"),
    "no-people": (0, "examples/no-people/datasheet.yaml"),
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_whole_output(name: str, form: str, policylint: Callable[..., Run], golden: Callable[[str, str], None]) -> None:
    code, path = COMMANDS[name]
    run = policylint("check", path, "--as-of", AS_OF, "--format", form, "--color", "never")
    assert (run.code, run.err) == (code, "")
    golden(f"{name}.{'json' if form == 'json' else form + '.txt'}", _without_digest(run.out))


def _without_digest(text: str) -> str:
    """The policy's digest changes with every edit of a rule's prose; what it is made of is tested elsewhere."""
    lines = [line for line in text.splitlines(keepends=True) if '"digest"' not in line]
    return "".join(lines)


def findings(policylint: Callable[..., Run], *arguments: str) -> list[dict[str, Any]]:
    run = policylint("check", *arguments, "--as-of", AS_OF, "--format", "json")
    found: list[dict[str, Any]] = json.loads(run.out)["findings"]
    return found


def outcomes(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(one["rule"], one["outcome"]) for one in found}


@pytest.mark.parametrize(
    ("rule", "pointer", "token"),
    [
        ("consent/private-individuals", "/people/groups/1/consent/status", "not_sought"),
        ("consent/license-is-not-consent", "/people/groups/1/consent/rests_on", "rests_on"),
        ("subject/public-figure-justified", "/people/groups/0/criterion/kind", "web_popularity"),
        ("maintenance/owner-role", "/maintenance/contact", "none"),
        ("maintenance/backup", "/maintenance/backup", "none"),
        ("retraction/holders-notified", "/maintenance/retraction/holders_notified", "false"),
    ],
)
def test_the_sheet_is_refused_for_the_right_reasons(
    rule: str, pointer: str, token: str, policylint: Callable[..., Run]
) -> None:
    found = findings(policylint, f"{CASE}/datasheet.yaml")
    one = next(one for one in found if one["rule"] == rule and one["pointer"] == pointer)
    assert one["outcome"] == "fail"
    line = (ROOT / CASE / "datasheet.yaml").read_text(encoding="utf-8").splitlines()[one["line"] - 1]
    assert line[one["column"] - 1 : one["end_column"] - 1] == token


def test_a_product_uses_an_academic_licence_commercially(policylint: Callable[..., Run]) -> None:
    found = findings(policylint, f"{CASE}/datasheet.yaml", "--use", f"{CASE}/product.use.yaml")
    one = next(one for one in found if one["rule"] == "license/academic-only")
    assert (one["outcome"], one["path"], one["pointer"]) == ("fail", f"{CASE}/product.use.yaml", "/commercial")
    assert {(place["path"], place["pointer"]) for place in one["related"]} >= {
        (f"{CASE}/datasheet.yaml", "/license_terms/LicenseRef-msceleb/purposes")
    }


def test_a_company_lab_is_not_an_academic_actor(policylint: Callable[..., Run]) -> None:
    found = findings(policylint, f"{CASE}/datasheet.yaml", "--use", f"{CASE}/company-lab.use.yaml")
    one = next(one for one in found if one["rule"] == "license/academic-actor")
    assert (one["outcome"], one["pointer"]) == ("fail", "/actor/type")
    assert one["use"] == "recognition-paper"


def test_for_a_university_the_licence_findings_are_gone_and_consent_stays(policylint: Callable[..., Run]) -> None:
    alone = findings(policylint, f"{CASE}/datasheet.yaml")
    found = findings(policylint, f"{CASE}/datasheet.yaml", "--use", f"{CASE}/university.use.yaml")
    assert not {rule for rule, _ in outcomes(found)} & {"license/academic-only", "license/academic-actor"}
    assert {one for one in outcomes(found) if one[0].startswith("consent/")} == {
        one for one in outcomes(alone) if one[0].startswith("consent/")
    }


def test_taking_the_consent_block_away_makes_refused_not_shown_and_never_a_pass(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    root = load(str(ROOT / CASE / "datasheet.yaml")).root
    assert root is not None
    value = plain_value(root)
    assert value["people"]["groups"][1]["id"] == "private-citizens"
    del value["people"]["groups"][1]["consent"]
    sheet = tmp_path / "datasheet.json"
    sheet.write_text(json.dumps(value), encoding="utf-8")

    def of_the_group(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
        return [(one["outcome"], one["pointer"]) for one in found if one["rule"] == "consent/private-individuals"]

    assert of_the_group(findings(policylint, f"{CASE}/datasheet.yaml")) == [("fail", "/people/groups/1/consent/status")]
    assert of_the_group(findings(policylint, str(sheet))) == [("unknown", "/people/groups/1")]


def test_the_smallest_good_sheet_asks_nothing_about_people(policylint: Callable[..., Run]) -> None:
    run = policylint("check", "examples/no-people/datasheet.yaml", "--as-of", AS_OF)
    assert run.code == 0
    assert run.out.endswith(f"\n\nclean: 1 document (core: 10 of 82 rules applied; as of {AS_OF})\n")


def test_a_second_run_prints_the_same(policylint: Callable[..., Run], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    runs = [
        policylint("check", ".", "--as-of", AS_OF, "--format", form, cwd=tmp_path)
        for form in ("json", "json", "text", "text")
    ]
    assert runs[0] == runs[1]
    assert runs[2] == runs[3]
    cold = policylint("check", ".", "--as-of", AS_OF, "--format", "json", "--no-cache", cwd=tmp_path)
    assert cold == runs[0]
