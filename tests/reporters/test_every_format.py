"""Every format holds the same findings, is what its readers take, and lets no text out of its place."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from policylint.characters import has_unprintable
from policylint.reporters import FORMATS, FROM_THE_TOP, render, sarif
from policylint.reporters.own_findings import _AREAS, _TITLES, about
from policylint.reporters.style import Style
from tests.conftest import ROOT
from tests.reporters import reports
from tests.reporters.pages import DOCUMENTS, report_on
from tests.reporters.readers import READERS, commands, disagreement, expected, read_concise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policylint.findings import Report

SUFFIX = {"text": "txt", "concise": "txt", "junit": "xml", "github": "txt", "markdown": "md"}
MADE: dict[str, Callable[[], Report]] = {
    "whole": reports.whole,
    "empty": lambda: reports.report(judged=0),
    "few": lambda: reports.many(9),
}


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def made(name: str) -> Report:
    return MADE[name]() if name in MADE else reports.examples()[name]


# the same findings


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("name", [*MADE, *reports.EXAMPLES])
def test_every_format_holds_the_same_findings(name: str, form: str) -> None:
    report = made(name)
    found = sorted(READERS[form](render(report, form, Style())))
    if form == "github":
        assert set(found) <= set(expected(report, form))
        return
    assert found == expected(report, form)


@pytest.mark.parametrize("name", [*MADE, *reports.EXAMPLES])
def test_text_names_every_rule_and_every_place_of_a_failure(name: str) -> None:
    report = made(name)
    text = render(report, "text", Style())
    for one in report.findings:
        assert one.rule in text
        if not one.missing:
            assert f"{one.place.path}:{one.place.span.line}:{one.place.span.column}" in text


def test_all_formats_are_read_here() -> None:
    assert {*READERS, "text", "html"} == {*FORMATS}


@pytest.mark.parametrize("form", [*READERS, "text"])
def test_whole_output(form: str, golden: Callable[[str, str], None]) -> None:
    text = render(made("whole"), form, Style())
    golden(f"whole.{form}.{SUFFIX.get(form, 'json')}", text)


@pytest.mark.parametrize("form", sorted(FROM_THE_TOP))
def test_whole_output_of_an_example(form: str, golden: Callable[[str, str], None]) -> None:
    golden(f"training.{form}.{SUFFIX.get(form, 'json')}", render(made("training"), form, Style()))


# hostile texts


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("form", [*READERS, "text"])
@pytest.mark.parametrize("one", reports.HOSTILE, ids=lambda one: one.name)
def test_no_text_gets_out_of_its_place(one: reports.Hostile, form: str) -> None:
    report = reports.hostile(one.text)
    for style in (Style(), Style(unicode=False), Style(width=40)):
        text = render(report, form, style)
        assert not has_unprintable(text)
        assert set(re.findall(r"\s", text)) <= {" ", "\n"}
        found = commands(text)
        assert not found or form == "github"
    if form in ("sarif", "gitlab", "rdjson"):
        assert not [leaf for leaf in leaves(json.loads(text)) if has_unprintable(leaf)]


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("one", reports.HOSTILE, ids=lambda one: one.name)
def test_a_hostile_report_reads_as_any_other(one: reports.Hostile, form: str) -> None:
    report = reports.hostile(one.text)
    assert disagreement(report, form, render(report, form, Style())) == ""


@pytest.fixture(scope="module")
def dossier() -> object:
    """The documents beside a report, which a page shows too."""
    return report_on(DOCUMENTS).dossier


@pytest.mark.parametrize("name", [*MADE, *reports.EXAMPLES])
def test_a_page_holds_the_same_findings(name: str, dossier: object) -> None:
    report = made(name)._replace(dossier=dossier)
    assert disagreement(report, "html", render(report, "html", Style())) == ""


@pytest.mark.parametrize("one", reports.HOSTILE, ids=lambda one: one.name)
def test_a_hostile_page_reads_as_any_other(one: reports.Hostile, dossier: object) -> None:
    report = reports.hostile(one.text)._replace(dossier=dossier)
    text = render(report, "html", Style())
    assert not has_unprintable(text)
    assert disagreement(report, "html", text) == ""


# what single formats promise


def test_annotations_stop_at_ten_of_a_level_and_say_so() -> None:
    found = commands(render(reports.many(25), "github", Style()))
    assert [one.name for one in found] == ["error"] * 10
    assert [one.properties["title"] for one in found[:4]] == [
        "mine/rule-0",
        "mine/rule-1",
        "mine/rule-2",
        "mine/rule-0",
    ]
    assert found[-1].data.startswith("16 more errors: ")
    assert "GITHUB_STEP_SUMMARY" in found[-1].data
    assert len(commands(render(reports.many(10), "github", Style()))) == 10
    assert "more" not in commands(render(reports.many(10), "github", Style()))[-1].data


def test_annotations_of_a_failure_come_before_those_of_a_doubt() -> None:
    doubts = [one._replace(outcome="unknown") for one in reports.many(12).findings]
    report = reports.report(*doubts, reports.finding("it fails", 99, records=None))
    first = commands(render(report, "github", Style()))[0]
    assert first.data.startswith("it fails\nFix: ")


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("text", "nothing was checked"),
        ("junit", '<error type="empty" message="nothing was checked"'),
        ("github", "::error title=policylint::nothing was checked\n"),
        ("markdown", "### ? policylint: nothing was checked\n"),
        ("json", '"result": "empty"'),
        ("sarif", '"exitCode": 3'),
    ],
)
def test_a_run_that_checked_nothing_says_so(form: str, says: str) -> None:
    empty = reports.report(judged=0, baseline=None)
    assert says in render(empty, form, Style())
    if form in ("junit", "github"):
        assert says not in render(empty._replace(allow_empty=True), form, Style())


@pytest.mark.parametrize(
    ("fail_on", "failures", "told"), [("never", 0, 3), ("error", 1, 2), ("warning", 2, 1), ("info", 3, 0)]
)
def test_junit_fails_what_the_exit_code_fails(fail_on: str, failures: int, told: int) -> None:
    text = render(reports.whole()._replace(fail_on=fail_on), "junit", Style())
    assert (text.count("<failure "), text.count("<system-out>"), text.count("<skipped ")) == (failures, told, 1)
    assert '<skipped message="waived until 2026-12-04 by counsel@example.org">' in text


def test_junit_lists_as_passed_only_rules_that_found_nothing() -> None:
    report = reports.examples()["case"]
    failing = {one.rule for one in report.findings}
    passed = re.findall(r'<testcase classname="policylint\.([^"]*)"[^>]*/>', render(report, "junit", Style()))
    applied = {rule for document in report.documents for rule in document.applied}
    assert set(passed) <= applied
    assert len(set(passed) - failing) == len(applied - failing) > 10
    of_the_sheet = {one.rule for one in report.findings if one.place.path == "examples/ms-celeb-1m/datasheet.yaml"}
    suite = render(report, "junit", Style()).partition('name="examples/ms-celeb-1m/datasheet.yaml"')[2]
    assert not of_the_sheet & set(
        re.findall(r'classname="policylint\.([^"]*)"[^>]*/>', suite.partition("</testsuite>")[0])
    )


@pytest.mark.parametrize("name", [*MADE, *reports.EXAMPLES, "twins"])
def test_no_two_cases_of_junit_have_one_name(name: str) -> None:
    """GitLab shows the first of those that are called the same."""
    twins = (*reports.many(3, rules=1).findings, reports.finding("x", 9, rule="mine/rule-0", use=None))
    report = reports.report(*twins, *twins) if name == "twins" else made(name)
    cases = ET.fromstring(render(report, "junit", Style())).iter("testcase")
    names = [(case.get("classname"), case.get("name")) for case in cases]
    assert len(set(names)) == len(names)
    if name == "twins":
        assert ("policylint.mine/rule-0", "number 0 for number 0 — mine/rule-0 at /x") in names
        assert ("policylint.mine/rule-0", "number 0 for number 0 — mine/rule-0 at /x (2)") in names


def test_annotations_name_columns_of_one_line_alone() -> None:
    place = reports.finding().place
    several = reports.finding("b", 2, place=place._replace(span=place.span._replace(end_line=4)))
    one, other = commands(render(reports.report(reports.finding("a", 1, place=place), several), "github", Style()))[:2]
    assert (one.properties["col"], one.properties["endColumn"]) == ("9", "12")
    assert (other.properties["line"], other.properties["endLine"]) == ("2", "4")
    assert not {"col", "endColumn"} & set(other.properties)


def test_columns_of_rdjson_are_bytes() -> None:
    (one, *_) = json.loads(render(made("whole"), "rdjson", Style()))["diagnostics"]
    start, end = (one["location"]["range"][name]["column"] for name in ("start", "end"))
    before, token = reports.LINE[:8], reports.LINE[8:11]
    assert (start, end) == (len(before.encode()) + 1, len((before + token).encode()) + 1)
    assert reports.LINE.encode()[start - 1 : end - 1].decode() == token


def test_sarif_keeps_the_worst_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 5)
    mild = reports.many(8)
    findings = tuple(
        one._replace(severity="error" if number > 5 else "info") for number, one in enumerate(mild.findings)
    )
    (run,) = json.loads(render(mild._replace(findings=findings), "sarif", Style()))["runs"]
    assert [one["level"] for one in run["results"]] == ["error", "error", "note", "note", "note"]
    assert "3 findings are not listed" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_tells_a_waiver_a_chain_and_the_whole_rule() -> None:
    (run,) = json.loads(render(made("whole"), "sarif", Style()))["runs"]
    suppressions = [one["suppressions"] for one in run["results"]]
    assert suppressions[:3] == [[], [], []]
    assert suppressions[3][0]["justification"] == (
        "W-2026-014: The contract is being signed. (approved by counsel@example.org, until 2026-12-04)"
    )
    (flow,) = run["results"][0]["codeFlows"]
    assert [one["location"]["message"]["text"] for one in flow["threadFlows"][0]["locations"]] == [
        "crawl-2016", "street-2019",
    ]  # fmt: skip
    rule = run["tool"]["driver"]["rules"][0]
    headings = [line for line in rule["help"]["markdown"].splitlines() if line.startswith("##")]
    assert {"## Why", "## Fails: never asked", "## How to fix"} <= set(headings)
    assert "packs: none" not in rule["help"]["markdown"]
    assert "Records: 1,200 of 1,000,000 fail" in run["results"][0]["message"]["text"]


def test_a_path_outside_the_repository_stays_whole() -> None:
    report = reports.report(reports.finding(place=reports.finding().place._replace(path="/data/a b.yaml")))
    (run,) = json.loads(render(report, "sarif", Style()))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///data/a%20b.yaml"
    }


def test_a_page_has_a_limit_and_says_what_is_beyond() -> None:
    report = reports.many(2000, rules=2000)
    long = tuple(one._replace(message=one.message + "m" * 400, remedy="r" * 900) for one in report.findings)
    text = render(report._replace(findings=long), "markdown", Style())
    shown = READERS["markdown"](text)
    assert f"\n… {2000 - len(shown):,} more findings\n" in text
    fixes = text.count("<details>")
    assert f"… how to fix {2000 - fixes:,} more rules: " in text
    assert len(shown) > 100
    assert fixes > 100


def test_waivers_show_the_days_that_are_left() -> None:
    text = render(made("whole"), "markdown", Style())
    assert "until **2026-12-04, in 12 days**: The contract is being signed." in text
    past = reports.whole()._replace(as_of="2026-12-04")
    assert "until **2026-12-04, expired**" in render(past, "markdown", Style())


@pytest.mark.parametrize("form", [*READERS, "text"])
def test_ten_thousand_findings_take_ten_times_as_long_as_a_thousand(form: str) -> None:
    few, lots = reports.many(500), reports.many(5000)
    render(few, form, Style())
    assert _seconds(lots, form) < 40 * max(_seconds(few, form), 0.01)  # a hundred times where it is not linear


def _seconds(report: Report, form: str) -> float:
    started = time.process_time()
    render(report, form, Style())
    return time.process_time() - started


# the problem matcher, and findings of our own


def test_the_problem_matcher_reads_what_concise_prints() -> None:
    matchers = json.loads((ROOT / "docs/ci/problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    names = ("datasheet.yaml", "C:\\data\\a b.yaml", "a:1:2.yaml", "/abs/ü.yaml", "b[c].yaml")
    found = [
        reports.finding("t", number, severity=level, place=reports.finding().place._replace(path=name))
        for number, (name, level) in enumerate(
            (name, level) for name in names for level in ("error", "warning", "info")
        )
    ]
    text = render(reports.report(*found, reports.finding("t", 99, waiver="W t")), "concise", Style())
    matched = [_matched(matchers, line) for line in text.splitlines()]
    assert matched[:-1] == [
        (one.place.path, "2", "9", {"info": "notice"}.get(one.severity, one.severity), one.rule, "t") for one in found
    ]
    assert matched[-1] is None
    assert [place[1:] for place in read_concise(text)[:1]] == [("datasheet.yaml", 2)]


def _matched(matchers: list[dict[str, Any]], line: str) -> tuple[str, ...] | None:
    """What a runner makes of a line: the first matcher that takes it."""
    for one in matchers:
        (pattern,) = one["pattern"]
        match = re.search(pattern["regexp"], line)
        if match is not None:
            severity = match[pattern["severity"]] if "severity" in pattern else one["severity"]
            file, row, column, code, message = (
                match[pattern[n]] for n in ("file", "line", "column", "code", "message")
            )
            return file, row, column, severity, code, message
    return None


def test_every_finding_of_policylint_itself_has_a_text() -> None:
    areas = "|".join(_AREAS)
    named = {
        rule
        for file in (ROOT / "policylint").rglob("*.py")
        for rule in re.findall(rf'"((?:{areas})/[a-z][a-z-]*)"', file.read_text(encoding="utf-8"))
    }
    described = {"audit", "policylint", "reference", "shape", "syntax"}
    assert {rule for rule in named if rule.partition("/")[0] in described} == set(_TITLES)
    assert about("waiver/expired").title == "A waiver does not hold"
    assert all(all(one) for one in map(about, named))


def test_the_page_on_outputs_and_the_help_name_every_format() -> None:
    page = (ROOT / "docs/outputs.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE)) == {*FORMATS}
    assert all(f"## {name}\n" in page for name in FORMATS if name != "json")
    from policylint.cli import check

    assert all(name in check.FORMATS for name in FORMATS)
