"""What was lost on the way is found three levels up, and shown where it was brought in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

NOBODY = "{present: false}"
PASSERS_BY = """{present: true, groups: [{id: passers-by, role: depicted, kind: private_individual, \
identifiability: direct, legal_basis: none_claimed, consent: {status: not_sought, coverage: 0}}]}"""


def sheet(folder: Path, name: str, license_: str, sources: str = "[]", people: str = NOBODY, more: str = "") -> None:
    """Write `<name>/datasheet.yaml`; its sources begin on line 6."""
    path = folder / name / "datasheet.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'datasheet: "1"\nid: {name}\nname: {name}\npeople: {people}\nsources:\n  {sources}\n'
        f"licenses: [{{applies_to: dataset, license: {license_}}}]\nmaintenance: {{status: active}}\n{more}"
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    (made / ".git").mkdir(parents=True)
    return made


def findings_of(policylint: Callable[..., Run], project: Path, *arguments: str) -> list[dict[str, Any]]:
    run = policylint("check", *arguments, "--as-of", AS_OF, "--format", "json", cwd=project)
    assert run.code in (0, 1), run.err
    findings: list[dict[str, Any]] = json.loads(run.out)["findings"]
    return findings


def test_laundering_retraction_and_consent_each_with_its_chain(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "dukemtmc", "CC-BY-4.0", people=PASSERS_BY)
    sheet(project, "cleaned", "CC-BY-NC-4.0", "- {ref: ../dukemtmc, relation: cleaned}")
    sheet(project, "merged", "CC-BY-4.0", "- {note: none, relation: facts}\n  - {ref: ../cleaned, relation: merged}")
    findings = findings_of(policylint, project, "merged")
    for rule, chain in (
        ("license/laundering", ["merged", "cleaned"]),
        ("retraction/transitive", ["merged", "cleaned", "dukemtmc"]),
        ("consent/private-individuals", ["merged", "cleaned", "dukemtmc"]),
    ):
        (found,) = [one for one in findings if one["rule"] == rule]
        assert (found["path"], found["pointer"], found["line"], found["column"]) == (
            "merged/datasheet.yaml", "/sources/1", 7, 6,
        )  # fmt: skip
        assert found["chain"] == chain
        assert (found["severity"], found["outcome"]) == ("error", "fail")


def test_a_datasheet_speaks_for_itself_and_the_entry_where_there_is_none(
    policylint: Callable[..., Run], project: Path
) -> None:
    sheet(project, "faces", "CC-BY-NC-4.0")
    sheet(project, "told-wrong", "CC-BY-4.0", "- {ref: ../faces, relation: copy, license: CC0-1.0}")
    sheet(project, "told-alone", "CC-BY-4.0", "- {ref: hf:example/faces, relation: copy, license: CC-BY-NC-4.0}")
    (wrong,) = [one for one in findings_of(policylint, project, "told-wrong") if one["rule"] == "license/laundering"]
    (alone,) = [one for one in findings_of(policylint, project, "told-alone") if one["rule"] == "license/laundering"]
    assert (wrong["outcome"], wrong["chain"], wrong["pointer"]) == ("fail", ["told-wrong", "faces"], "/sources/0")
    assert (alone["outcome"], alone["chain"], alone["pointer"]) == (
        "fail", [], "/sources/0/license",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "license_", "fails"),
    [
        ("cleaned", "copy", "MIT", True),
        ("copy", "cleaned", "MIT", True),
        ("copy", "subset", "MIT", False),  # nothing is adapted: the copy keeps its licence
        ("cleaned", "copy", "CC-BY-SA-4.0", False),
        ("cleaned", "annotations_only", "MIT", False),
        ("cleaned", "facts", "MIT", False),
    ],
)
def test_share_alike_reaches_as_far_as_what_was_adapted(
    first: str, second: str, license_: str, *, fails: bool, policylint: Callable[..., Run], project: Path
) -> None:
    sheet(project, "alike", "CC-BY-SA-4.0")
    sheet(project, "between", "CC-BY-SA-4.0", f"- {{ref: ../alike, relation: {first}}}")
    sheet(project, "made", license_, f"- {{ref: ../between, relation: {second}}}")
    found = [one for one in findings_of(policylint, project, "made") if one["rule"] == "license/share-alike"]
    assert bool(found) is fails
    assert all(one["outcome"] == "fail" for one in found)


USE = """use: "1"
id: shop
datasets: [{id: made, sheet: made/datasheet.yaml, rests_on: license}]
actor: {type: [company]}
purpose: product.public
activities: [use]
commercial: true
"""


@pytest.mark.parametrize(
    ("relation", "source", "outcome", "severity", "at"),
    [
        ("merged", "CC-BY-4.0", None, None, None),
        ("merged", "CC-BY-NC-4.0", "fail", "error", ("made/datasheet.yaml", "/sources/0", ["made", "source"])),
        ("facts", "CC-BY-NC-4.0", None, None, None),
        ("annotations_only", "CC-BY-NC-4.0", None, None, None),
        ("unknown", "CC-BY-4.0", None, None, None),
        ("unknown", "CC-BY-NC-4.0", "unknown", "warning", ("made/datasheet.yaml", "/sources/0/relation", [])),
    ],
)
def test_a_use_is_bound_by_the_terms_that_came_along(
    relation: str, source: str, outcome: str | None, severity: str | None, at: tuple[str, str, list[str]] | None,
    policylint: Callable[..., Run], project: Path,
) -> None:  # fmt: skip
    sheet(project, "source", source)
    sheet(project, "made", "CC-BY-4.0", f"- {{ref: ../source, relation: {relation}}}")
    (project / "use.yaml").write_text(USE)
    found = [one for one in findings_of(policylint, project, "use.yaml") if one["rule"] == "license/non-commercial"]
    assert [(one["outcome"], one["severity"]) for one in found] == [(outcome, severity)][: outcome is not None]
    if at is not None:
        (one,) = found
        places = [(one["path"], one["pointer"]), *((other["path"], other["pointer"]) for other in one["related"])]
        assert at[:2] in places or at[1] in [missing["pointer"] for missing in one["missing"]]


def test_of_annotations_alone_the_licence_of_the_annotations_counts(
    policylint: Callable[..., Run], project: Path
) -> None:
    sheet(project, "source", "CC-BY-4.0}, {applies_to: annotations, license: CC-BY-NC-4.0")
    sheet(project, "made", "CC-BY-4.0", "- {ref: ../source, relation: annotations_only}")
    (project / "use.yaml").write_text(USE)
    found = [one for one in findings_of(policylint, project, "use.yaml") if one["rule"] == "license/non-commercial"]
    assert [one["outcome"] for one in found] == ["fail"]


def test_a_coordinate_without_a_sheet_asks_and_does_not_fail(policylint: Callable[..., Run], project: Path) -> None:
    sheet(project, "made", "CC-BY-4.0", "- {ref: hf:example/faces, relation: merged}")
    (project / "use.yaml").write_text(USE)
    findings = [one for one in findings_of(policylint, project, "use.yaml") if one["rule"].startswith("license/")]
    assert {(one["outcome"], one["severity"]) for one in findings} == {("unknown", "warning")}
    assert {one["missing"][0]["pointer"] for one in findings} == {"/sources/0/license"}


def test_a_licence_of_its_own_is_read_in_the_sheet_that_defines_it(
    policylint: Callable[..., Run], project: Path
) -> None:
    terms = (
        "license_terms: {LicenseRef-a: {permits: [use], prohibits: [commercial_use], actors: [any], purposes: [any]}}\n"
    )
    freer = terms.replace("permits: [use], prohibits: [commercial_use]", "permits: [use, commercial_use]")
    sheet(project, "source", "LicenseRef-a", more=terms)
    sheet(project, "made", "LicenseRef-a", "- {ref: ../source, relation: merged}", more=freer)
    (found,) = [one for one in findings_of(policylint, project, "made") if one["rule"] == "license/laundering"]
    assert (found["outcome"], found["chain"]) == ("fail", ["made", "source"])
