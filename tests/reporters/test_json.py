"""The JSON report is what its schema and its model say, and says what the exit code says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from policylint import findings
from policylint.findings import Baseline, Grant
from policylint.reporters import render
from policylint.reporters.style import Style
from policylint.shapes.report import Report
from policylint.shapes.vocabulary import VOCABULARIES
from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))


def valid(text: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(text)
    jsonschema.Draft7Validator(SCHEMA).validate(report)
    Report.model_validate(report)
    return report


@pytest.mark.parametrize(
    "path", ["examples", "examples/no-people", "examples/ms-celeb-1m/product.use.yaml", "tests/reporters"]
)
def test_it_is_valid_and_adds_up(path: str, policylint: Callable[..., Run]) -> None:
    run = policylint("check", path, "--as-of", AS_OF, "--format", "json")
    report = valid(run.out)
    summary, findings = report["summary"], report["findings"]
    assert summary["result"] == {0: "pass", 1: "fail", 3: "empty"}[run.code]
    assert summary["errors"] + summary["warnings"] + summary["infos"] == len(findings)
    assert summary["unknown"] == sum(one["outcome"] == "unknown" for one in findings)
    assert summary["documents"] == len(report["documents"])
    assert report["as_of"] == AS_OF
    assert report["policy"]["packs"] == ["core"]


def test_broken_documents_are_reported_validly(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(b"a: [")
    (tmp_path / "use.yaml").write_bytes(b'use: "1"\nid: u\ndatasets: [{ref: nope.yaml}, {id: x}]\n')
    report = valid(policylint("check", "--format", "json", cwd=tmp_path).out)
    assert [one["rule"] for one in report["findings"]] == [
        "syntax/yaml",
        "reference/unresolved",
        "reference/unresolved",
    ]


def fingerprints(policylint: Callable[..., Run], folder: Path) -> dict[str, str]:
    report = json.loads(policylint("check", "--format", "json", "--as-of", AS_OF, cwd=folder).out)
    return {one["fingerprint"]: f"{one['rule']} {one['pointer']}" for one in report["findings"]}


def test_a_fingerprint_is_of_values_and_not_of_lines(policylint: Callable[..., Run], tmp_path: Path) -> None:
    text = (ROOT / "examples/ms-celeb-1m/datasheet.yaml").read_text(encoding="utf-8")
    sheet = tmp_path / "datasheet.yaml"
    sheet.write_text(text, encoding="utf-8")
    before = fingerprints(policylint, tmp_path)
    assert len(before) >= 10
    sheet.write_text("# moved\n\n" + text.replace("not_sought", "'not_sought'"), encoding="utf-8")
    assert fingerprints(policylint, tmp_path).keys() == before.keys()
    sheet.write_text(text.replace("status: not_sought", "status: refused"), encoding="utf-8")
    changed = {before[key] for key in before.keys() - fingerprints(policylint, tmp_path).keys()}
    assert changed == {"consent/private-individuals /people/groups/1/consent/status"}


def test_waivers_and_a_baseline_are_told() -> None:
    grant = Grant("W-1", "a/b", "d", None, "why", "o", "a", "2026-01-01", "2027-01-01", "live", "w.yaml", 3)
    baseline = Baseline("b.json", "2026-01-01", 4, 1)
    whole = findings.Report(AS_OF, (), 0, "", (), (), {}, waivers=(grant,), baseline=baseline)
    report = valid(render(whole, "json", Style()))
    assert report["waivers"] == [grant._asdict()]
    assert report["baseline"] == {"path": "b.json", "written": "2026-01-01", "hidden": 4, "settled": 1}


def test_every_state_of_a_waiver_has_its_word() -> None:
    told = (Grant.__doc__ or "").partition("`state` is")[2].partition("Dates")[0]
    assert set(re.findall(r"`(\w+)`", told)) == set(VOCABULARIES["waiver_state"])
