"""Who calls at an address, and with which password, is shown nowhere: by no format, no frame and no command."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint import check
from policylint.__main__ import main
from policylint.characters import masked, without_passwords
from policylint.findings import Place, Span
from policylint.reporters import FORMATS, render
from policylint.reporters.calendar import calendar
from policylint.reporters.frame import excerpt
from policylint.reporters.grants import grants_json
from policylint.reporters.phrases import json_text
from policylint.reporters.style import Style
from tests.conftest import AS_OF, ROOT
from tests.reporters import reports
from tests.reporters.pages import DOCUMENTS, report_on

if TYPE_CHECKING:
    from pathlib import Path


SECRET = "hunter2"
HIDDEN = {
    "a user and a password": ("https://user:hunter2@host.example/x", "https://***@host.example/x"),
    "a token alone": ("https://hunter2@host.example", "https://***@host.example"),
    "no user": ("redis://:hunter2@cache:6379/0", "redis://***@cache:6379/0"),
    "of a database": ("jdbc:postgresql://user:hunter2@db/t", "jdbc:postgresql://***@db/t"),
    "an at in it": ("s3://key:a@hunter2@bucket/x", "s3://***@bucket/x"),
    "a user with an at": ("https://a@b.example:hunter2@host/x", "https://***@host/x"),
    "what would end the host": ("https://user:a#hunter2?b@host/x", "https://***@host/x"),
    "a slash in it": ("postgres://user:hunter2/w@host/x", "postgres://***@host/x"),
    "no scheme": ("(//user:hunter2@host/x)", "(//***@host/x)"),
    "a quote": ("https://user:'hunter2'@host/x", "https://***@host/x"),
    "other letters": ("https://user:hunter2é🌊@host/x", "https://***@host/x"),
    "percent": ("https://user:hunter2%40@host/x", "https://***@host/x"),
    "as JSON may write it": (r"https:\/\/user:hunter2@host\/x", r"https:\/\/***@host\/x"),
    "two": ("https://u:hunter2@a/x,ftp://u:hunter2@b/y", "https://***@a/x,ftp://***@b/y"),
    "cut": ("https://user:hunter2…", "https://***…"),
    "long": (f"https://user:{SECRET * 2000}@host/x", "https://***@host/x"),
}
SHOWN = (
    "https://host.example/@name", "https://host.example:8080/x?y=a@b.example", "mailto:owner@host.example",
    "see https://host.example, or write to owner@host.example", "10:30 // a@b", '"https://host.example","a@b.example"',
    "https://***@host.example", "https://host.example:8080/a:b@c", "https://host.example:/a@b", "//host.example/@name",
    "a//b:c@d",
)  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden(text: str, shown: str) -> None:
    assert without_passwords(text) == shown
    assert without_passwords(shown) == shown
    assert len(masked(text)) == len(text)
    assert without_passwords(masked(text)) == masked(text)
    assert SECRET not in masked(text)


def test_a_pointer_names_the_key_without_them() -> None:
    assert without_passwords("/a/https:~1~1user:hunter2~0x@host~1y@z") == "/a/https:~1~1***@host~1y@z"


def test_a_line_break_ends_an_address_in_json_too() -> None:
    said = {"text": "https://host.example\nowner@host.example", "more": "https://hunter2@host.example"}
    assert json.loads(json_text(said)) == {**said, "more": "https://***@host.example"}
    del said["more"]
    assert json.loads(json_text(said)) == said


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_not(text: str) -> None:
    assert without_passwords(text) == masked(text) == text


@pytest.mark.parametrize(
    "piece", ["://", "://a:b", "://*", ":\\/\\/a:", ":~1~1a:", ":~1~1*", ":" + "\\" * 99, "://a@", "~", "…"]
)
def test_a_long_text_is_read_once(piece: str) -> None:
    few, lots = piece * (20_000 // len(piece)), piece * (400_000 // len(piece))
    seconds = []
    for text in (few, lots):
        started = time.process_time()
        without_passwords(text)
        masked(text)
        seconds.append(time.process_time() - started)
    assert seconds[1] < 100 * max(seconds[0], 0.002)  # four hundred times where it is not linear


@given(st.text(alphabet="a:/@#?.\\…* é", max_size=40))
def test_a_text_is_hidden_once_and_for_all(text: str) -> None:
    assert without_passwords(without_passwords(text)) == without_passwords(text)
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_them(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each of them wherever a text can stand."""
    monkeypatch.chdir(ROOT)
    text = " ".join(text for text, _ in HIDDEN.values())
    report = reports.hostile(text)._replace(dossier=report_on(DOCUMENTS).dossier)
    for style in (Style(), Style(color=True, unicode=False, width=40)):
        said = render(report, form, style)
        assert SECRET not in said
        assert "***" in said.replace("\\", "")
    assert SECRET not in calendar(report.waivers, AS_OF) + grants_json(report.waivers)


@pytest.mark.parametrize("text", [text for text, _ in HIDDEN.values() if len(text) < 99])
def test_no_frame_shows_them(text: str) -> None:
    """Wherever in the line its token begins and ends, and however narrow it is."""
    line = f"a: {text}, b: {text} c"
    for begin in range(1, len(line)):
        for end, room in ((begin + 1, 100), (len(line), 100), (begin + 3, 30)):
            cut = excerpt(Place("x.yaml", "", Span(1, begin, 1, end)), [line], room, Style())
            assert cut is not None
            assert SECRET not in "".join(cut)
            assert cut[0].endswith(masked(line)[: begin - 1][-3:])


SHEET = """\
datasheet: "1"
id: faces
name: Faces of ADDRESS
people:
  present: true
  groups:
    - id: visitors
      role: depicted
      kind: private_individual
      biometric: {raw: [face_image]}
      consent: {status: not_sought, evidence: [{url: "ADDRESS", claim: "see ADDRESS"}]}
licenses: [{applies_to: dataset, license: "see ADDRESS", holder: ADDRESS}]
uses: {intended: [{id: a, purpose: [research], commercial: true, activities: [use, train]}], prohibited: []}
collection: {methods: [web_scraping], origins: [{url: "ADDRESS", accessed: 2026-01-01}]}
sources: [{ref: "ADDRESS", relation: derived}]
maintenance: {status: active, organization: ADDRESS, contact: ADDRESS, backup: ADDRESS}
"""
USE = """\
use: "1"
id: demo
actor: {name: ADDRESS, type: [company]}
purpose: [product.public]
commercial: true
activities: [use]
datasets: [{id: faces, sheet: datasheet.yaml}, {ref: ADDRESS}]
"""
LONG = f"https://user:{SECRET * 20}@host.example/x"
FILES = {
    "datasheet.yaml": SHEET,
    "use.yaml": USE,
    "broken.datasheet.yaml": SHEET.replace("licenses:", "licences:"),
    "cut.datasheet.yaml": SHEET.replace("status: active", "status: ADDRESS").replace("ADDRESS", LONG),
    "README.md": "---\nlicense: ADDRESS\nlicense_link: ADDRESS\nsource_datasets: [ADDRESS]\n---\n# Faces of ADDRESS\n",
    "croissant.json": '{"@context": {"@vocab": "https://schema.org/"}, "@type": "sc:Dataset", "name": "ADDRESS",\n'
    ' "conformsTo": "http://mlcommons.org/croissant/1.0", "license": "ADDRESS", "url": "ADDRESS", "description": 7}\n',
    "waivers.yaml": "- {id: W-1, rule: ADDRESS, reason: ADDRESS, owner: [ADDRESS]}\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> Path:
    for name, text in FILES.items():
        address = "https://user:hunter2@host.example/" + "x" * 60
        (tmp_path / name).write_text(text.replace("ADDRESS", address), encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    monkeypatch.chdir(tmp_path)
    return tmp_path


CALLS = [
    *(("check", "--format", form, *FILES) for form in FORMATS),
    *(("audit", "--format", form, ".") for form in FORMATS),
    ("report", ".", "-o", "-"),
    *(("can", "use.yaml", "--format", form) for form in ("text", "json")),
    *(("ask", "datasheet.yaml", "--format", form) for form in ("text", "markdown", "json")),
    *(("ask", "README.md", "--format", form) for form in ("text", "markdown", "json")),
    *(("graph", "use.yaml", "--format", form) for form in ("text", "dot", "mermaid", "svg")),
    ("notice", "datasheet.yaml"),
    ("badge", "."),
    ("waiver", "list", "."),
    ("baseline", "write", "."),
    ("license", "resolve", "https://user:hunter2@host.example"),
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call[:4]))
def test_no_command_shows_them(call: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = folder / ".policylint.yaml"
    config.write_text("waivers: {file: waivers.yaml}\n", encoding="utf-8")
    main([*call])
    printed = capsys.readouterr()
    assert SECRET not in printed.out + printed.err
    assert printed.out + printed.err
    assert "internal error" not in printed.err


def test_no_mistake_of_a_file_that_stops_the_run_shows_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (
        (".policylint.yaml", "waivers: https://user:hunter2@host\n"),
        ("w.yaml", "https://a:hunter2@b\n"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    assert main(["check"]) == 2
    (folder / ".policylint.yaml").write_text("waivers: {file: w.yaml}\n", encoding="utf-8")
    assert main(["check"]) == 2
    said = capsys.readouterr().err
    assert said.count("://****") == 2
    assert SECRET not in said


def test_nor_does_the_report_of_the_python_api(folder: Path) -> None:
    report = check([folder / name for name in FILES], as_of=AS_OF, config=False)
    assert len(report.findings) > 5
    for said in (str(report), repr(report), repr(report.findings), json.dumps(report.to_dict()), report._repr_html_()):
        assert SECRET not in said
    assert "***" in str(report)
