"""What was taken down is refused wherever it turns up: in a use without any datasheet, in a source, in a copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

USE = """\
use: "1"
id: face-model
actor: {type: [company], country: DE}
purpose: [product]
commercial: true
activities: [train]
datasets:
  - ref: hf:gaunernst/ms1mv3-wds
    rests_on: license
models: []
"""
OWN = """\
advisory: "1"
published: "2026-01-01"
modified: "2026-01-01"
upstream: [ODA-2019-0001]
summary: Our own copy, which nobody may use any more.
severity: critical
status: derived
action: [do_not_use]
affected: [{dataset: Office Faces}]
references: []
confidence: high
"""
SHEET = """\
datasheet: "1"
id: office-faces
name: Office Faces
people: {present: false}
sources: []
licenses: [{applies_to: dataset, license: CC-BY-4.0}]
maintenance: {status: active}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def retractions(run: Run) -> list[dict[str, Any]]:
    return [one for one in json.loads(run.out)["findings"] if one["rule"].startswith("retraction/")]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_use_of_what_was_made_from_ms_celeb_without_any_datasheet(
    form: str, policylint: Callable[..., Run], project: Path, golden: Callable[[str, str], None]
) -> None:
    (project / "use.yaml").write_text(USE)
    run = policylint("check", "use.yaml", "--as-of", AS_OF, "--format", form, "--color", "never", cwd=project)
    assert (run.code, run.err) == (1, "")
    kept = [line for line in run.out.splitlines(keepends=True) if '"digest"' not in line]
    golden(f"undescribed-ms1mv3.{'json' if form == 'json' else 'txt'}", "".join(kept))


def test_the_chain_the_day_and_what_to_do_are_said(policylint: Callable[..., Run], project: Path) -> None:
    (project / "use.yaml").write_text(USE)
    (one,) = retractions(policylint("check", "use.yaml", "--as-of", AS_OF, "--format", "json", cwd=project))
    assert (one["rule"], one["severity"], one["pointer"]) == ("retraction/transitive", "error", "/datasets/0/ref")
    assert one["chain"][-2:] == ["MS1MV3", "MS-Celeb-1M"]
    assert "2019-06" in one["message"]
    assert "do not use it" in one["remedy"]


def test_before_it_was_taken_down_nothing_is_known(policylint: Callable[..., Run], project: Path) -> None:
    (project / "use.yaml").write_text(USE)
    run = policylint("check", "use.yaml", "--as-of", "2019-05-31", "--format", "json", cwd=project)
    assert (run.code, retractions(run)) == (3, [])


def test_a_source_is_refused_at_its_entry_with_the_chain(policylint: Callable[..., Run], project: Path) -> None:
    for name, source in (
        ("a", "{ref: ../b, relation: merged}"),
        ("b", "{ref: 'hf:gaunernst/ms1mv3-wds', type: dataset, relation: cleaned}"),
    ):
        (project / name).mkdir()
        text = SHEET.replace("office-faces", name).replace("Office Faces", f"Data {name}")
        (project / name / "datasheet.yaml").write_text(text.replace("sources: []", f"sources: [{source}]"))
    found = retractions(policylint("check", "a", "--as-of", AS_OF, "--format", "json", cwd=project))
    assert [(one["rule"], one["severity"], one["path"], one["pointer"]) for one in found] == [
        ("retraction/transitive", "error", "a/datasheet.yaml", "/sources/0")
    ]
    assert found[0]["chain"] == ["a", "b", "hf:gaunernst/ms1mv3-wds", "MS-Celeb-1M"]


def test_own_advisories_are_read_beside(policylint: Callable[..., Run], project: Path) -> None:
    (project / "datasheet.yaml").write_text(SHEET)
    check = ("check", "--as-of", AS_OF, "--format", "json")
    assert retractions(policylint(*check, cwd=project)) == []
    (project / "advisories").mkdir()
    (project / "advisories" / "OURS-2026-0001.yaml").write_text(OWN)
    (project / ".policylint.yaml").write_text("advisories: [./advisories]\n")
    (one,) = retractions(policylint(*check, cwd=project))
    assert (one["pointer"], one["chain"]) == ("/name", ["office-faces", "Office Faces", "MS-Celeb-1M"])
    assert "OURS-2026-0001" in policylint("advisory", "list", cwd=project).out


def test_every_command_that_judges_reads_own_advisories(policylint: Callable[..., Run], project: Path) -> None:
    (project / "old.yaml").write_text(SHEET.replace("Office Faces", "Chairs").replace("office-faces", "chairs"))
    (project / "new.yaml").write_text(SHEET)
    (project / "advisories").mkdir()
    (project / "advisories" / "OURS-2026-0001.yaml").write_text(OWN)
    (project / ".policylint.yaml").write_text("advisories: [./advisories]\n")
    report = policylint("check", "new.yaml", "--as-of", AS_OF, "--format", "json", cwd=project)
    (project / "report.json").write_text(report.out)
    (one,) = retractions(report)
    traced = policylint("explain", one["fingerprint"], "--report", "report.json", cwd=project)
    assert "no longer finds this" not in traced.out
    assert one["rule"] in policylint("graph", "new.yaml", "--as-of", AS_OF, cwd=project).out
    assert one["rule"] in policylint("diff", "old.yaml", "new.yaml", "--as-of", AS_OF, cwd=project).out


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        (OWN.replace("derived", "derive"), "derive", "7:9"),
        (OWN.replace("ODA-2019-0001", "ODA-2019-9999"), "there is no advisory `ODA-2019-9999`", "4:12"),
        (OWN.replace("severity: critical\n", ""), "severity", "1:1"),
        (OWN + "retired: true\n", "retired", "12:1"),
        ("a: [", "", "1:"),
        ("", "", "1:1"),
    ],
)
def test_a_broken_own_advisory_stops_the_run_with_its_place(
    text: str, says: str, place: str, policylint: Callable[..., Run], project: Path
) -> None:
    (project / "datasheet.yaml").write_text(SHEET)
    (project / "own").mkdir()
    (project / "own" / "OURS-2026-0001.yaml").write_text(text)
    (project / ".policylint.yaml").write_text("advisories: [own]\n")
    run = policylint("check", "--as-of", AS_OF, cwd=project)
    assert run.code == 2
    assert f"own/OURS-2026-0001.yaml:{place}" in run.err
    assert says in run.err
    assert "Traceback" not in run.err


def test_a_folder_of_advisories_that_is_not_there_stops_the_run(policylint: Callable[..., Run], project: Path) -> None:
    (project / "datasheet.yaml").write_text(SHEET)
    (project / ".policylint.yaml").write_text("advisories: [nowhere]\n")
    run = policylint("check", "--as-of", AS_OF, cwd=project)
    assert (run.code, "there is no such folder of advisories" in run.err) == (2, True)
    (project / "nowhere").mkdir()
    run = policylint("check", "--as-of", AS_OF, cwd=project)
    assert (run.code, "the folder holds no advisories" in run.err) == (2, True)


def test_the_advisories_are_listed_shown_and_exported(policylint: Callable[..., Run], project: Path) -> None:
    listed = policylint("advisory", "list", cwd=project)
    assert listed.out.splitlines()[-1].startswith("51 advisories")
    shown = policylint("advisory", "show", "ODA-2019-0012", cwd=project)
    assert "made from   MS-Celeb-1M (ODA-2019-0001)" in shown.out
    entries = json.loads(policylint("advisory", "export", cwd=project).out)
    assert len(entries) == 51
    assert policylint("advisory", "export", "--format", "osv", "-o", "osv", cwd=project).code == 0
    written = {path.stem: json.loads(path.read_text()) for path in (project / "osv").glob("*.json")}
    assert written == {entry["id"]: entry for entry in entries}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "ODA-2019-001"), "did you mean `ODA-20"),
        (("export", "--format", "csaf"), "--format is one of osv"),
        (("export", "-o", "datasheet.yaml"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: tuple[str, ...], says: str, policylint: Callable[..., Run], project: Path
) -> None:
    (project / "datasheet.yaml").write_text(SHEET)
    run = policylint("advisory", *arguments, cwd=project)
    assert (run.code, says in run.err) == (2, True)
