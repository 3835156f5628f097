"""What a dataset is made from is followed: to the people and terms that come along, and no further than the project."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

PEOPLE = """{present: true, groups: [{id: passers-by, role: depicted, kind: private_individual, \
identifiability: direct, legal_basis: none_claimed, consent: {status: not_sought, coverage: 0}}]}"""
NOBODY = "{present: false}"


def sheet(folder: Path, name: str, sources: str = "[]", people: str = NOBODY, more: str = "") -> Path:
    """Write `<name>/datasheet.yaml`; each source on its own line from line 6."""
    path = folder / name / "datasheet.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'datasheet: "1"\nid: {name}\nname: {name}\npeople: {people}\nsources: {sources}\n'
        f"licenses: [{{applies_to: dataset, license: CC-BY-4.0}}]\nmaintenance: {{status: active}}\n{more}"
    )
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    return tmp_path / "project"


def found(policylint: Callable[..., Run], project: Path, *arguments: str) -> list[dict[str, Any]]:
    run = policylint("check", *arguments, "--as-of", AS_OF, "--format", "json", cwd=project)
    assert run.err == ""
    findings: list[dict[str, Any]] = json.loads(run.out)["findings"]
    return findings


def about(findings: list[dict[str, Any]], *rules: str) -> list[dict[str, Any]]:
    return [one for one in findings if one["rule"] in rules or one["rule"].startswith(tuple(f"{r}/" for r in rules))]


CONSENT = "consent/private-individuals"


def test_people_three_levels_up_are_found_at_the_entry_that_brought_them_in(
    policylint: Callable[..., Run], project: Path
) -> None:
    sheet(project, "crawl-2016", people=PEOPLE)
    sheet(project, "street-2019", "[{ref: ../crawl-2016, relation: cleaned}]")
    sheet(project, "faces-2026", "[{note: none}, {id: street-2019, relation: merged}]")
    (finding,) = about(found(policylint, project, "faces-2026"), CONSENT)
    assert (finding["path"], finding["pointer"], finding["line"], finding["column"]) == (
        "faces-2026/datasheet.yaml", "/sources/1", 5, 30,
    )  # fmt: skip
    assert finding["chain"] == ["faces-2026", "street-2019", "crawl-2016"]
    related = [(one["path"], one["pointer"]) for one in finding["related"]]
    assert related[:2] == [
        ("street-2019/datasheet.yaml", "/sources/0"),
        ("crawl-2016/datasheet.yaml", "/people/groups/0/consent/status"),
    ]


@pytest.mark.parametrize(
    ("relation", "outcome"),
    [
        ("copy", "fail"),
        ("embeddings", "fail"),
        ("relabelled", "fail"),
        ("performed", "fail"),
        ("annotations_only", None),
        ("facts", None),
        ("trained_on", "unknown"),
        ("unknown", "unknown"),
    ],
)
def test_people_come_along_by_the_relation(
    relation: str, outcome: str | None, policylint: Callable[..., Run], project: Path
) -> None:
    sheet(project, "faces", people=PEOPLE)
    sheet(project, "made", f"[{{ref: ../faces, relation: {relation}}}]")
    assert [one["outcome"] for one in about(found(policylint, project, "made"), CONSENT)] == [outcome][
        : outcome is not None
    ]


def test_one_road_that_carries_them_is_enough(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "faces", people=PEOPLE)
    sheet(project, "cleaned", "[{ref: ../faces, relation: cleaned}]")
    sheet(project, "made", "[{ref: ../faces, relation: facts}, {ref: ../cleaned, relation: copy}]")
    assert [one["outcome"] for one in about(found(policylint, project, "made"), CONSENT)] == ["fail"]


def test_a_chain_that_is_broken_once_carries_nobody(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "faces", people=PEOPLE)
    sheet(project, "labels", "[{ref: ../faces, relation: annotations_only}]")
    sheet(project, "made", "[{ref: ../labels, relation: copy}]")
    assert about(found(policylint, project, "made"), CONSENT) == []


NOT_FOUND = "reference/unresolved"


@pytest.mark.parametrize(
    ("source", "rule", "severity", "says"),
    [
        ("{ref: ../../outside}", NOT_FOUND, "error", "leads out of the project"),
        ("{ref: /etc/passwd}", NOT_FOUND, "error", "leads out of the project"),
        ("{ref: ../link}", NOT_FOUND, "error", "leads out of the project"),
        ("{ref: /dev/null}", NOT_FOUND, "error", "leads out of the project"),
        ("{ref: ../pipe}", NOT_FOUND, "error", "is no regular file"),
        ("{ref: ../gone}", NOT_FOUND, "error", "there is no file `../gone`"),
        ("{ref: ../broken}", NOT_FOUND, "error", "`../broken` has mistakes"),
        ("{ref: ../gone.yaml}", NOT_FOUND, "error", "there is no file `../gone.yaml`"),
        ("{ref: ../empty}", NOT_FOUND, "error", "the folder `../empty` holds no datasheet"),
        ("{ref: ../note.txt}", NOT_FOUND, "error", "`../note.txt` has mistakes"),
        ("{ref: 'https://example.org/faces'}", NOT_FOUND, "warning", "no datasheet here describes"),
        ("{ref: 'hf:owner/faces'}", NOT_FOUND, "warning", "no datasheet here describes"),
        ("{id: faces}", NOT_FOUND, "warning", "no datasheet here describes `faces`"),
        ("{id: twins}", "reference/ambiguous", "error", "several datasheets here describe `twins`"),
        ("{ref: ../known, version: '9'}", "reference/version", "error", "version 9 is pinned"),
        ("{ref: ../known, sha256: ff}", "reference/version", "error", "the hash is none of those"),
        ("{ref: ../made}", "reference/cycle", "error", "a dataset is made from itself: made → made"),
        ("{ref: ./datasheet.yaml}", "reference/cycle", "error", "made → made"),
        ("{ref: ../made/../made/datasheet.yaml}", "reference/cycle", "error", "made → made"),
        ("{ref: ../alias/datasheet.yaml}", "reference/cycle", "error", "made → made"),
    ],
)
def test_a_source_that_leads_nowhere_good(
    source: str, rule: str, severity: str, says: str, policylint: Callable[..., Run], project: Path
) -> None:
    sheet(project.parent, "outside")
    sheet(project, "known", more="version: '1'\nreleases: [{version: '2', sha256: aa}]\n")
    for name in ("one", "two"):
        path = sheet(project, name)
        path.write_text(path.read_text().replace(f"id: {name}", "id: twins"))
    sheet(project, "broken", more="naem: x\n")
    (project / "empty").mkdir()
    (project / "note.txt").write_text("nothing\n")
    (project / "link").symlink_to(project.parent / "outside")
    os.mkfifo(project / "pipe")
    made = sheet(project, "made", f"[{source}]")
    (project / "alias").symlink_to(made.parent)
    (finding,) = about(found(policylint, project, "made"), "reference")
    assert (finding["rule"], finding["severity"], finding["line"]) == (rule, severity, 5)
    assert says in finding["message"]


@pytest.mark.parametrize(
    "source",
    [
        "{ref: ../known, version: '2'}",
        "{ref: ../known, version: '1', sha256: AA}",
        "{id: known}",
        "{ref: 'hf:Owner/Known@main'}",
        "{ref: 'https://example.org/known/'}",
        "{type: website, ref: 'https://example.org'}",
        "{note: from the street}",
    ],
)
def test_a_source_that_leads_somewhere_is_quiet(source: str, policylint: Callable[..., Run], project: Path) -> None:
    more = "version: '1'\nreleases: [{version: '2', sha256: aa}]\nidentifiers: {hf: owner/known}\nhomepage: https://example.org/known\n"
    sheet(project, "known", more=more)
    sheet(project, "made", f"[{source}]")
    assert about(found(policylint, project, "made"), "reference") == []


@pytest.mark.parametrize("length", [2, 3, 100])
def test_a_circle_is_said_of_each_sheet_on_it(length: int, policylint: Callable[..., Run], project: Path) -> None:
    for number in range(length):
        sheet(project, f"s{number}", f"[{{ref: ../s{(number + 1) % length}, relation: copy}}]")
    findings = about(found(policylint, project, "--select", "maintenance"), "reference/cycle")
    assert len(findings) == length
    assert len(findings[0]["chain"]) == length + 1


def test_a_circle_further_up_is_said_once_with_the_chain(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "a", "[{ref: ../b, relation: copy}]")
    sheet(project, "b", "[{ref: ../c, relation: copy}]")
    sheet(project, "c", "[{ref: ../b, relation: copy}]")
    (finding,) = about(found(policylint, project, "a"), "reference/cycle")
    assert (finding["path"], finding["chain"]) == ("a/datasheet.yaml", ["a", "b", "c", "b"])
    assert "b → c → b" in finding["message"]


def test_what_is_missing_further_up_is_said_with_the_chain(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "b", "[{ref: ./gone.yaml, relation: copy}]")
    sheet(project, "a", "[{ref: ../b, relation: copy}]")
    (finding,) = about(found(policylint, project, "a"), "reference")
    assert (finding["path"], finding["pointer"], finding["chain"]) == ("a/datasheet.yaml", "/sources/0", ["a", "b"])
    assert [one["path"] for one in finding["related"]] == ["b/datasheet.yaml"]
    both = about(found(policylint, project, "a", "b"), "reference")
    assert [one["path"] for one in both] == ["b/datasheet.yaml"]


def test_two_datasheets_with_one_id_are_both_told(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "one")
    path = sheet(project, "two")
    path.write_text(path.read_text().replace("id: two", "id: one"))
    findings = about(found(policylint, project), "reference/ambiguous")
    assert [(one["path"], one["pointer"]) for one in findings] == [
        ("one/datasheet.yaml", "/id"),
        ("two/datasheet.yaml", "/id"),
    ]
    assert findings[0]["related"][0]["path"] == "two/datasheet.yaml"


def test_roots_of_the_config_let_references_out(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project.parent / "shared", "faces", people=PEOPLE)
    sheet(project, "made", "[{ref: ../../shared/faces, relation: copy}]")
    (project / "policylint.yaml").write_text("roots: [../shared]\n")
    findings = found(policylint, project, "made")
    assert about(findings, "reference") == []
    assert len(about(findings, CONSENT)) == 1


def test_a_source_of_other_subsets_is_not_touched_by_a_use(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "faces", people=PEOPLE)
    subsets = "subsets: [{id: train}, {id: test}]\n"
    sheet(project, "made", "[{ref: ../faces, relation: copy, subsets: [train]}]", more=subsets)
    use = (
        'use: "1"\nid: u\nactor: {type: [company]}\npurpose: [evaluation]\ncommercial: false\nactivities: [evaluate]\n'
        "datasets: [{id: made, ref: ../made, subsets: [SUBSET]}]\n"
    )
    for subset, count in (("train", 1), ("test", 0)):
        (project / "use").mkdir(exist_ok=True)
        (project / "use" / "use.yaml").write_text(use.replace("SUBSET", subset))
        assert len(about(found(policylint, project, "use"), CONSENT)) == count
