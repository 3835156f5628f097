"""The JSON report is what its schema and its model say, and says what the exit code says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from policylint.shapes.report import Report
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
