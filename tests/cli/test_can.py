"""`policylint can`: yes with its duties, no with its reasons, cannot tell with its questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASE = "examples/ms-celeb-1m"
BENCHMARK = "examples/consented-benchmark"


@pytest.mark.parametrize(
    ("name", "code", "arguments"),
    [
        ("yes", 0, (f"{BENCHMARK}/evaluation.use.yaml",)),
        ("no", 1, (f"{CASE}/product.use.yaml",)),
        ("given", 1, (f"{CASE}/product.use.yaml", f"{BENCHMARK}/datasheet.yaml", "examples/no-people/datasheet.yaml")),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_whole_output(
    name: str, code: int, arguments: tuple[str, ...], form: str, policylint: Callable[..., Run],
    golden: Callable[[str, str], None],
) -> None:  # fmt: skip
    run = policylint("can", *arguments, "--format", form, "--as-of", AS_OF)
    assert (run.code, run.err) == (code, "")
    golden(f"can-{name}.{form}", run.out)


SHEET = """datasheet: "1"
id: {id}
name: S
people: {people}
licenses: [{{applies_to: dataset, license: {license}, holder: H}}]
collection: {{methods: [surveys], origins: [{{url: https://example.org, accessed: 2026-01-01}}]}}
sources: []
uses: {{intended: [{{id: i, purpose: research, commercial: true, activities: [use]}}], prohibited: []}}
maintenance: {{status: active, organization: O, contact: data@example.org, backup: library@example.org}}
"""
USE = """use: "1"
id: study
actor: {{name: A, type: [company], country: DE}}
purpose: [research.commercial]
commercial: true
activities: [use]
datasets: [{entries}]
"""


def sheet(folder: Path, name: str, license_: str = "CC-BY-4.0", people: str = "{present: false}") -> str:
    text = SHEET.format(id=name, license=license_, people=people)
    (folder / f"{name}.datasheet.yaml").write_text(text, encoding="utf-8")
    return f"{{id: {name}, sheet: {name}.datasheet.yaml, rests_on: license}}"


def answers(folder: Path, policylint: Callable[..., Run], *entries: str) -> tuple[int, dict[str, dict[str, Any]]]:
    (folder / "study.use.yaml").write_text(USE.format(entries=", ".join(entries)), encoding="utf-8")
    run = policylint("can", "study.use.yaml", "--format", "json", "--as-of", AS_OF, cwd=folder)
    return run.code, {one["dataset"]: one for one in json.loads(run.out)["datasets"]}


def test_each_dataset_has_an_answer_of_its_own(policylint: Callable[..., Run], tmp_path: Path) -> None:
    good, bad = sheet(tmp_path, "good"), sheet(tmp_path, "bad", "CC-BY-NC-4.0")
    open_ = sheet(tmp_path, "open", people="{present: unknown}")
    code, found = answers(tmp_path, policylint, good, bad, open_)
    assert code == 1
    assert {name: one["answer"] for name, one in found.items()} == {"good": "yes", "bad": "no", "open": "cannot_tell"}
    assert "attribution" in {one["duty"] for one in found["good"]["obligations"]}
    assert [one["rule"] for one in found["bad"]["reasons"]] == ["license/non-commercial"]
    assert found["bad"]["obligations"] == []
    assert "/people/present" in [one["fields"][0]["pointer"] for one in found["open"]["questions"]]


def test_unknown_is_never_yes(policylint: Callable[..., Run], tmp_path: Path) -> None:
    assert answers(tmp_path, policylint, sheet(tmp_path, "open", people="{present: unknown}"))[0] == 5


@pytest.mark.parametrize(
    "entry",
    [
        "{id: far, ref: 'hf:owner/name'}",
        "{id: far, sheet: gone.datasheet.yaml}",
        "{id: far, sheet: broken.datasheet.yaml}",
    ],
)
def test_a_dataset_that_nobody_describes_is_not_allowed_by_silence(
    entry: str, policylint: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "broken.datasheet.yaml").write_text('datasheet: "1"\nid: far\nnmae: S\n', encoding="utf-8")
    code, found = answers(tmp_path, policylint, sheet(tmp_path, "good"), entry)
    assert (code, found["good"]["answer"], found["far"]["answer"]) == (5, "yes", "cannot_tell")
    assert found["far"]["doubts"]


def test_a_use_of_nothing_is_no_yes(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "study.use.yaml").write_text(USE.format(entries=""), encoding="utf-8")
    assert policylint("can", "study.use.yaml", cwd=tmp_path) == Run(3, "", "study.use.yaml: the use lists no dataset\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gone.yaml",), "gone.yaml"),
        ((f"{CASE}/datasheet.yaml",), "this is no use declaration"),
        ((f"{CASE}/product.use.yaml", "gone.yaml"), "gone.yaml: there is no such datasheet"),
        ((f"{CASE}/product.use.yaml", f"{CASE}/product.use.yaml"), "this is no datasheet"),
        ((f"{CASE}/product.use.yaml", "--format", "xml"), "--format is one of text, json"),
    ],
)
def test_what_it_cannot_do_is_said(arguments: tuple[str, ...], says: str, policylint: Callable[..., Run]) -> None:
    run = policylint("can", *arguments)
    assert (run.code, run.out) == (2, "")
    assert says in run.err
