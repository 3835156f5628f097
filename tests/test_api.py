"""`from policylint import check`: the command line's report, as values."""

from __future__ import annotations

import doctest
import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import policylint
import policylint.api
from policylint import Finding, PolicylintError, Report, Severity, check
from policylint.__main__ import main
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

CASE = "examples/ms-celeb-1m/datasheet.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    monkeypatch.setenv("COLUMNS", "100")


def test_what_the_page_and_the_docstrings_show_is_so() -> None:
    page = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False)
    for failed, tried in (page, doctest.testmod(policylint), doctest.testmod(policylint.api)):
        assert tried
        assert not failed


def test_it_is_the_report_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    report = check(CASE, as_of=AS_OF)
    assert main(["check", CASE, "--as-of", AS_OF, "--format", "json"]) == 1
    assert report.to_dict() == json.loads(capsys.readouterr().out)
    main(["check", CASE, "--as-of", AS_OF, "--color", "never"])
    assert str(report) == capsys.readouterr().out
    assert not report.ok
    assert isinstance(report, Report)
    assert all(isinstance(one, Finding) for one in report.findings)
    assert {one.severity for one in report.findings} == {Severity.ERROR, Severity.WARNING}


def test_paths_days_and_configs_may_be_said_in_several_ways(tmp_path: Path) -> None:
    whole = check(CASE, as_of=AS_OF).to_dict()
    days: list[Any] = [date(2026, 11, 22), datetime(2026, 11, 22, 13, tzinfo=UTC)]
    assert all(check(ROOT / CASE, as_of=day).to_dict()["summary"] == whole["summary"] for day in days)
    assert check([CASE, Path("examples/no-people")], as_of=AS_OF).to_dict()["summary"]["documents"] == 2
    config = tmp_path / "config.yaml"
    config.write_text("severity: {consent/private-individuals: 'off'}\n", encoding="utf-8")
    rules = {one.rule for one in check(CASE, as_of=AS_OF, config=config).findings}
    assert "consent/private-individuals" not in rules
    assert "consent/license-is-not-consent" in rules
    own = "examples/own-policy/rules/faces/no-names.yaml"
    assert {one.rule for one in check(CASE, policy=own, config=False).findings} == {"faces/no-names"}


def test_a_use_and_a_moment() -> None:
    alone = check("examples/consented-benchmark/datasheet.yaml", as_of=AS_OF)
    used = check("examples/consented-benchmark/training.use.yaml", as_of=AS_OF)
    assert alone.ok
    assert "use/evaluation-only" in {one.rule for one in used.findings}
    assert check(CASE, moment="audit", as_of=AS_OF).findings != check(CASE, as_of=AS_OF).findings


def test_a_datasheet_may_be_a_mapping() -> None:
    sheet: dict[str, Any] = {
        "datasheet": "1", "id": "waves", "name": "Waves", "people": {"present": True, "groups": "unknown"},
        "licenses": [{"applies_to": "dataset", "license": "CC-BY-4.0"}],
        "collection": {"origins": [{"url": "https://x.example.org", "accessed": date(2026, 1, 31)}]},
        "maintenance": "unknown",
    }  # fmt: skip
    frozen: Mapping[str, Any] = MappingProxyType(sheet)
    report = check(frozen, config=False)
    assert report.findings
    assert {one.path for one in report.findings} == {"<mapping>"}
    assert not [one for one in report.findings if one.rule.startswith(("shape/", "syntax/"))]


def test_nothing_checked_is_not_ok_and_what_was_skipped_is_noted(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    report = check(tmp_path / "other.yaml")
    assert not report.ok
    assert report.to_dict()["summary"]["result"] == "empty"
    assert [note.partition(": ")[2] for note in report.notes] == ["nothing that policylint reads; skipped"]


@pytest.mark.parametrize(
    ("paths", "options", "says"),
    [
        ("nope.yaml", {}, "nope.yaml: there is no such file or folder"),
        (CASE, {"policy": "cor"}, "did you mean `core`"),
        (CASE, {"use": "nope"}, "use nope: there is no such file"),
        (CASE, {"use": CASE}, "this is no use declaration"),
        (CASE, {"as_of": "2026-1-5"}, "is a day such as 2026-01-31"),
        (CASE, {"moment": "publish"}, "moment is one of create, consume, audit, not `publish`"),
        (CASE, {"config": "nope.yaml"}, "there is no such file"),
        ({"a": {1, 2}}, {}, "the mapping is no datasheet: a set cannot be written in one"),
        ({"a": float("nan")}, {}, "the mapping is no datasheet: "),
    ],
)
def test_a_wrong_call_says_what_is_wrong(paths: Any, options: dict[str, Any], says: str) -> None:
    with pytest.raises(PolicylintError) as raised:
        check(paths, **options)
    assert says in str(raised.value)


def test_a_table_shows_names_and_obeys_none() -> None:
    sheet = {"datasheet": "1", "id": "x", "<script>alert(1)</script>": "", "name": "<b>"}
    html = check(sheet, config=False)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<tr>") == len(check(sheet, config=False).findings) + 1
    assert "<table>" not in check("examples/no-people", as_of=AS_OF)._repr_html_()


def test_the_package_has_these_names_and_no_others() -> None:
    assert {getattr(policylint, name) is not None for name in policylint.__all__} == {True}
    assert set(policylint.api.__all__) == set(policylint.__all__) - {"__version__"}
    with pytest.raises(AttributeError, match="has no attribute 'chek'"):
        _ = policylint.chek
