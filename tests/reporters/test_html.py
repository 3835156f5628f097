"""The page: whole, well-formed, closed to markup from documents, readable by everybody; and what its table says."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from policylint import __version__
from policylint.dossier import Dossier
from policylint.errors import PolicylintError
from policylint.findings import Baseline, Finding, Grant, Place, Report, Row, Span
from policylint.findings import Records as Numbers
from policylint.markup import element, link, visible, written
from policylint.matrix import matrix
from policylint.reporters import render
from policylint.reporters.style import Style
from policylint.shapes.walk import objects_of
from tests.conftest import ROOT
from tests.reporters.hostile import ELEMENTS, HOSTILE, hostile_report
from tests.reporters.pages import DOCUMENTS, Page, page_of, policy, report_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GRANTS = tuple(
    Grant(
        f"W-{state}", "consent/private-individuals", "faces", None, f"Because {state}", "owner@example.org",
        "counsel@example.org", "2026-01-01", ends, state, "policylint.waivers.yaml", number,
    )
    for number, (state, ends) in enumerate(
        [("live", "2027-03-01"), ("expired", "2026-10-01"), ("expiring", "2026-12-04"), ("unused", "2027-01-01"),
         ("not_started", "2027-06-01"), ("void", "2027-01-01"), ("refused", "2027-01-01")], 1,
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    """The report on the small family, with a waiver in use, others of every state, and a baseline."""
    found = report_on(DOCUMENTS)
    assert isinstance(found.dossier, Dossier)
    first = next(one for one in found.findings if one.rule == "consent/private-individuals")

    def marked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(one._replace(waiver="W-live") if one == first else one for one in findings)

    cases = tuple(case._replace(findings=marked(case.findings)) for case in found.dossier.cases)
    return found._replace(
        findings=marked(found.findings), waivers=GRANTS, baseline=Baseline("baseline.json", "2026-09-01", 3, 1),
        dossier=found.dossier._replace(cases=cases),
    )  # fmt: skip


@pytest.fixture(scope="module")
def text(report: Report) -> str:
    return page_of(report)


def test_the_whole_page(text: str, golden: Callable[[str, str], None]) -> None:
    without = re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)  # it changes with every edit of a rule's prose
    golden("page.html", without.replace(__version__, "VERSION"))


def test_the_same_input_is_the_same_page() -> None:
    assert page_of(report_on(DOCUMENTS)) == page_of(report_on(DOCUMENTS))


def test_it_needs_the_documents() -> None:
    with pytest.raises(PolicylintError, match="needs the documents"):
        render(report_on(DOCUMENTS, keep=False), "html", Style())


# structure


def _sound(text: str) -> Page:
    """A page that is well-formed in both ways of reading it, and leads nowhere wrong."""
    ET.fromstring(text.removeprefix("<!doctype html>\n"))
    page = Page(text)
    assert page.mistakes == []
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for one in page.elements:
        for name in ("href", "aria-labelledby"):
            target = one.attributes.get(name, "#")
            target = target if name == "href" else f"#{target.removeprefix('#')}"
            assert target == "#" or target[1:] in ids or target.startswith(("http://", "https://")), target
    for reference in re.findall(r"url\(#([^)]+)\)", text):
        assert reference in ids
    return page


def test_structure(text: str) -> None:
    page = _sound(text)
    assert page.all("html")[0].attributes["lang"] == "en"
    assert [len(page.all(tag)) for tag in ("h1", "main", "header", "nav", "footer")] == [1, 1, 1, 1, 1]
    levels = [int(one.tag[1]) for one in page.elements if re.fullmatch("h[1-6]", one.tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert all(one.attributes.get("scope") in ("col", "row") for one in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    drawings = [one for one in page.all("svg") if "aria-hidden" not in one.attributes]
    assert drawings
    assert all(one.attributes["role"] == "img" and one.attributes["aria-label"] for one in drawings)
    scrolled = [one for one in page.all("div") if one.attributes.get("class") == "scroll"]
    assert all({"tabindex", "role", "aria-label"} <= one.attributes.keys() for one in scrolled)
    assert "2026-11-22" in page.text
    assert "not legal advice" in page.text


def test_nothing_is_loaded_and_nothing_runs(text: str) -> None:
    page = Page(text)
    policy_ = next(one for one in page.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy_.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert {one.tag for one in page.elements} <= ELEMENTS
    assert not [one for one in page.elements if {"src", "srcset", "action", "style"} & one.attributes.keys()]
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as the Web Content Accessibility Guidelines count it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("nth", [0, 1], ids=["light", "dark"])
def test_contrast(nth: int) -> None:
    css = (ROOT / "policylint/reporters/html/page.css").read_text(encoding="utf-8")
    assert not set(css) & set("<>&")
    scheme = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[nth]
    colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", scheme))
    tinted = [(name, f"{name}-tint") for name in ("error", "warning", "info", "ok", "doubt")]
    words = ("text", "quiet", "link", "error", "warning", "info")
    on_paper = [(name, paper) for name in words for paper in ("sheet", "ground")]
    for fore, back in [*tinted, *on_paper]:
        assert contrast(colors[fore], colors[back]) >= 4.5, (fore, back)


# what a document says is never markup


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The report on documents that are markup wherever they can be, and their folder."""
    folder = tmp_path_factory.mktemp("hostile")
    return folder, hostile_report(folder)


def _safe_page(text: str) -> Page:
    page = _sound(text)
    assert {one.tag for one in page.elements} <= ELEMENTS
    for one in page.elements:
        assert not [name for name in one.attributes if name.startswith("on")]
        assert "src" not in one.attributes
    return page


def test_the_hostile_documents_say_much(hostile: tuple[Path, Report]) -> None:
    _, report = hostile
    assert isinstance(report.dossier, Dossier)
    shapes = {one.shape for sheet in report.dossier.sheets for one in objects_of(sheet.value, sheet.kind)}
    assert {"Evidence", "Consent", "Group", "License", "Source", "Grant", "Withdrawal"} <= shapes
    assert [one.valid for one in report.documents].count(True) == 8


def test_no_text_of_a_document_is_markup(hostile: tuple[Path, Report]) -> None:
    folder, report = hostile
    page = _safe_page(page_of(report, folder))
    assert HOSTILE in page.text
    assert "'\"><img src=x onerror=alert(1)>&lt;.datasheet.json" in page.text
    assert "javascript:alert(1)" in page.text


def _everything_hostile(value: Any) -> Any:
    """A value of the report with markup in every text of it, beside what must stay a word of ours."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, Span | int | None):
        return value
    made = [_everything_hostile(one) for one in value]
    return type(value)(*made) if hasattr(value, "_fields") else type(value)(made)


def test_no_text_of_a_report_is_markup(report: Report) -> None:
    records = Numbers(3, 2, 1, (Row("consent.csv", 17),))
    related = (Place("a", "/b", Span(1, 1, 1, 2), "c"),)
    findings = []
    for one in report.findings:
        hostile: Finding = _everything_hostile(one._replace(records=records, related=(*one.related, *related)))
        missing = tuple(field._replace(kind="datasheet") for field in hostile.missing)
        unsaid = tuple(field._replace(kind="datasheet") for field in hostile.unsaid)
        findings.append(hostile._replace(severity=one.severity, outcome=one.outcome, missing=missing, unsaid=unsaid))
    grants = [
        _everything_hostile(one)._replace(state=one.state, starts=one.starts, expires=one.expires)
        for one in report.waivers
    ]
    sources: dict[str, tuple[str, ...]] = {one.place.path: (HOSTILE,) * 200 for one in findings}
    assert isinstance(report.dossier, Dossier)
    made = report._replace(
        findings=tuple(findings), waivers=tuple(grants), baseline=_everything_hostile(report.baseline),
        obligations=_everything_hostile(report.obligations), packs=(HOSTILE,), digest=HOSTILE, sources=sources,
        dossier=report.dossier._replace(config=HOSTILE),
    )  # fmt: skip
    assert _safe_page(page_of(made)).text.count(HOSTILE.strip()) > 100


def test_markup_is_written_in_one_place() -> None:
    assert written(element("p", "<b>", title='"&<')) == '<p title="&quot;&amp;&lt;">&lt;b&gt;</p>\n'
    with pytest.raises(ValueError, match="no link may lead"):
        written(element("a", "x", href="javascript:alert(1)"))
    assert [link("x", one) == "x" for one in ("javascript:x", " https://x", "//x", "data:x", "JAVASCRIPT:x")] == [
        True
    ] * 5
    assert visible("a\u202e\x00\ud800\r\nb") == "a\\u{202E}\\u{0}\\u{D800}\nb"
    from policylint import markup

    sources = [*(ROOT / "policylint/reporters/html").glob("*.py"), ROOT / "policylint/graphs/svg.py"]
    assert not [file for file in sources if re.search(r'f?["\']</?[a-z]+[ >]', file.read_text(encoding="utf-8"))]
    assert "Raw" not in dir(markup)


# what the table says


def _answers(report: Report) -> dict[tuple[str, str], str]:
    assert isinstance(report.dossier, Dossier)
    table = matrix(report, report.dossier)
    uses = ["", *(name for name, _ in table.uses)]
    return {
        (row.name, use): cell.answer
        for row in table.rows
        for use, cell in zip(uses, (row.alone, *row.cells), strict=True)
    }


def test_a_cell_of_each_kind(report: Report) -> None:
    assert _answers(report) == {
        ("crawl-2016", ""): "cannot_tell",
        ("crawl-2016", "shop"): "not_judged",
        ("faces", ""): "no",
        ("faces", "shop"): "no",
        ("not-here", ""): "not_judged",
        ("not-here", "shop"): "cannot_tell",
        ("nobody-knows", ""): "not_judged",
        ("nobody-knows", "shop"): "cannot_tell",
    }


def test_a_baseline_hides_findings_and_no_verdict() -> None:
    report = report_on(DOCUMENTS)
    hidden = report._replace(findings=(), baseline=Baseline("b", "2026-01-01", len(report.findings), 0))
    assert _answers(hidden)["faces", ""] == "no"
    assert isinstance(hidden.dossier, Dossier)
    assert all(not cell.findings for row in matrix(hidden, hidden.dossier).rows for cell in (row.alone, *row.cells))


USE = """
use: "1"
id: {name}
actor: {{name: A, type: [company], country: DE}}
purpose: product.public
commercial: {commercial}
activities: [use]
datasets: [{{sheet: one.datasheet.yaml}}]
"""
SHEET = """
datasheet: "1"
id: one
name: One
people:
  present: true
  groups: [{id: g, kind: private_individual, role: depicted, identifiability: direct, consent: {status: refused}}]
collection: {methods: [direct_measurement]}
sources: []
maintenance: {status: active, organization: A, contact: data@example.org, backup: library@example.org}
licenses: [{applies_to: dataset, license: CC-BY-NC-4.0, holder: A}]
uses: {intended: [{id: sale, purpose: product.public, commercial: true, activities: [use]}]}
"""


WAIVER = """
- id: W-1
  rule: consent/private-individuals
  dataset: one
  {use}
  at: {{file: one.datasheet.yaml, pointer: /people/groups/g/consent/status}}
  excuses: [{{file: one.datasheet.yaml, pointer: /people/groups/g/consent/status, value: refused}}]
  reason: They are asked again.
  owner: data-office@example.org
  approved_by: counsel@example.org
  approved_on: 2026-11-01
  expires: 2027-01-22
"""


def _two_uses(folder: Path, waiver: str = "") -> Report:
    """A dataset alone and with two uses, all of which one value forbids."""
    (folder / "one.datasheet.yaml").write_text(SHEET, encoding="utf-8")
    (folder / "waivers.yaml").write_text(waiver, encoding="utf-8")
    for name, commercial in (("shop", "true"), ("school", "false")):
        (folder / f"{name}.use.yaml").write_text(USE.format(name=name, commercial=commercial), encoding="utf-8")
    return report_on(folder, policy("consent/private-individuals"), waivers="waivers.yaml" if waiver else None)


def test_what_a_run_reports_once_counts_in_every_cell(tmp_path: Path) -> None:
    report = _two_uses(tmp_path)
    assert [(one.outcome, one.use) for one in report.findings] == [("fail", None)]
    assert _answers(report) == {("one", ""): "no", ("one", "shop"): "no", ("one", "school"): "no"}
    assert isinstance(report.dossier, Dossier)
    (row,) = matrix(report, report.dossier).rows
    assert {cell.findings for cell in (row.alone, *row.cells)} == {report.findings}


@pytest.mark.parametrize(
    ("said", "alone", "shop"), [("use: shop", "no", "waived"), ("starts: 2026-11-01", "waived", "no")]
)
def test_a_waiver_excuses_its_own_cell(said: str, alone: str, shop: str, tmp_path: Path) -> None:
    report = _two_uses(tmp_path, WAIVER.format(use=said))
    assert [one.state for one in report.waivers] == ["live"]
    assert _answers(report) == {("one", ""): alone, ("one", "shop"): shop, ("one", "school"): "no"}
    _sound(page_of(report, tmp_path))


def test_each_use_is_judged_for_itself(tmp_path: Path) -> None:
    _two_uses(tmp_path)
    answers = _answers(report_on(tmp_path, policy("license/non-commercial")))
    assert answers == {("one", ""): "no", ("one", "shop"): "no", ("one", "school"): "yes"}


def test_what_a_card_does_not_say_is_linked_to_its_questions(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-nc-4.0\npretty_name: A card\n---\n", encoding="utf-8")
    report = report_on(tmp_path)
    assert [one.rule for one in report.findings] == ["policylint/open-questions"]
    assert isinstance(report.dossier, Dossier)
    (row,) = matrix(report, report.dossier).rows
    assert (row.alone.answer, row.alone.findings, row.alone.unlisted) == ("cannot_tell", report.findings, 0)


def test_a_datasheet_with_mistakes_cannot_be_told(tmp_path: Path) -> None:
    (tmp_path / "one.datasheet.yaml").write_text('datasheet: "1"\nid: one\nnonsense: 1\n', encoding="utf-8")
    assert _answers(report_on(tmp_path)) == {("one.datasheet.yaml", ""): "cannot_tell"}


def test_an_empty_folder_proves_nothing(tmp_path: Path) -> None:
    page = _sound(page_of(report_on(tmp_path), tmp_path))
    assert "Nothing was checked" in page.text
    assert "There is no dataset." in page.text


def test_a_run_keeps_documents_only_when_asked() -> None:
    assert report_on(DOCUMENTS, keep=False).dossier is None


def _cells(text: str, section: str) -> Iterator[str]:
    root = ET.fromstring(text.removeprefix("<!doctype html>\n"))
    found = next(one for one in root.iter("section") if one.get("id") == section)
    for row in found.iter("tr"):
        yield " | ".join(" ".join("".join(cell.itertext()).split()) for cell in row)


def test_evidence_is_compared_and_its_absence_told(text: str) -> None:
    rows = [row.rpartition(" | ")[2] for row in _cells(text, "evidence")]
    assert rows[1:5] == ["✔ here, and the same", "✘ not here, or changed", "? not fetched", "? not fetched"]
    assert any("/people/groups/0/consent" not in row and "CC-BY-4.0" in row for row in rows[5:])


def test_rules_turned_off_are_shown(text: str) -> None:
    root = ET.fromstring(text.removeprefix("<!doctype html>\n"))
    method = next(one for one in root.iter("section") if one.get("id") == "method")
    tables = {one.findtext("caption"): "".join(one.itertext()) for one in method.iter("table")}
    assert "license/laundering" in tables["Rules turned off"]
    assert "license/laundering" not in tables["Rules in force"]


def test_expired_waivers_stand_on_top_and_unused_ones_apart(text: str) -> None:
    rows = [row.partition(" ")[0] for row in _cells(text, "waivers")]
    ids = [one.partition("policylint.waivers")[0] for one in rows if one.startswith("W-")]
    assert ids == [f"W-{one}" for one in ("expired", "void", "refused", "expiring", "live", "not_started", "unused")]
