"""A file of another format is judged as it is: at its own lines, and calm about what it cannot say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

KAGGLE = '{\n  "title": "Tram delays",\n  "id": "transport-lab/trams",\n  "licenses": [{"name": "CC-BY-NC-4.0"}]\n}\n'
USE = """\
use: "1"
id: timetable
actor: {name: Transport office, type: [company]}
purpose: [product.internal]
commercial: true
activities: [use]
datasets: [{id: trams, ref: ./dataset-metadata.json}]
"""


def checked(policylint: Callable[..., Run], folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    run = policylint("check", *arguments, "--as-of", AS_OF, "--format", "json", cwd=folder)
    return run.code, json.loads(run.out)


def test_what_a_file_cannot_say_is_one_warning(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "dataset-metadata.json").write_text(KAGGLE)
    code, report = checked(policylint, tmp_path)
    assert code == 0
    (finding,) = report["findings"]
    assert (finding["rule"], finding["severity"], finding["outcome"]) == (
        "policylint/open-questions", "warning", "unknown",
    )  # fmt: skip
    assert (finding["line"], finding["column"]) == (2, 3)
    pointers = [one["pointer"] for one in finding["missing"]]
    assert {"/people/present", "/uses/intended", "/maintenance/contact"} <= set(pointers)
    assert len(pointers) == len(set(pointers))
    (document,) = report["documents"]
    assert (document["kind"], document["format"], document["id"]) == ("datasheet", "kaggle", "trams")


def test_what_is_open_of_many_sources_is_as_many_questions_as_of_two(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    def asked(count: int) -> dict[str, Any]:
        sources = ", ".join(f'{{"title": "Depot {number}"}}' for number in range(count))
        (tmp_path / "datapackage.json").write_text(
            f'{{"name": "trams", "resources": [], "licenses": [{{"name": "CC-BY-4.0"}}], "sources": [{sources}]}}'
        )
        (finding,) = checked(policylint, tmp_path)[1]["findings"]
        return finding  # type: ignore[no-any-return] # a finding of JSON

    two, many = asked(2), asked(30)
    assert two["message"] == many["message"]
    pointers = [one["pointer"] for one in many["missing"]]
    assert all(any(one.startswith(f"/sources/{number}") for one in pointers) for number in range(30))


def test_the_whole_text(policylint: Callable[..., Run], tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    (tmp_path / "dataset-metadata.json").write_text(KAGGLE)
    run = policylint("check", "--as-of", AS_OF, "--color", "never", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    golden("open-questions.txt", run.out)


def test_a_use_of_a_foreign_file_fails_at_the_uses_line(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "dataset-metadata.json").write_text(KAGGLE)
    (tmp_path / "use.yaml").write_text(USE)
    code, report = checked(policylint, tmp_path, "use.yaml")
    assert code == 1
    (finding,) = [one for one in report["findings"] if one["rule"] == "license/non-commercial"]
    assert (finding["path"], finding["line"]) == ("use.yaml", 5)
    (licence,) = finding["related"]
    assert (licence["path"], licence["pointer"], licence["line"], licence["column"]) == (
        "dataset-metadata.json", "/licenses/0/name", 4, 25,
    )  # fmt: skip


@pytest.mark.parametrize("silent", ["", "activities: unknown\n"])
def test_what_a_use_does_not_say_is_not_asked_of_the_card_alone(
    silent: str, policylint: Callable[..., Run], tmp_path: Path
) -> None:
    based = '"sources": [{"title": "Stops"}], "resources": [], "licenses": [{"name": "CC-BY-ND-4.0"}]'
    (tmp_path / "datapackage.json").write_text(f'{{"name": "trams", {based}}}\n')
    use = USE.replace("activities: [use]\n", silent).replace("./dataset-metadata.json", "./datapackage.json")
    (tmp_path / "use.yaml").write_text(use)
    code, report = checked(policylint, tmp_path, "use.yaml", "--select", "license/use-permitted")
    (finding,) = report["findings"]
    assert (code, finding["rule"], finding["severity"]) == (1, "license/use-permitted", "error")
    assert "/activities" in [one["pointer"] for one in finding["missing"]]


def test_a_walk_passes_over_a_readme_that_describes_no_dataset(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A project\n")
    run = policylint("check", cwd=tmp_path)
    assert (run.code, run.err) == (3, "")
    named = policylint("check", "README.md", cwd=tmp_path)
    assert (named.code, named.err) == (3, "policylint: note: README.md: nothing that policylint reads; skipped\n")


CARD = """\
---
pretty_name: Trams
license: mit
source_datasets: [extended|transport/stops, transport/timetables]
---
# Trams

## Licensing Information

Only for non-commercial research.
"""


def test_what_a_card_says_against_itself_is_shown_at_both_places(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text(CARD)
    code, report = checked(policylint, tmp_path)
    assert code == 1
    (finding,) = [one for one in report["findings"] if one["severity"] == "error"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("license/statements-disagree", 3, 10)
    assert [(one["line"], one["column"]) for one in finding["related"]] == [(10, 1)]


def test_the_sources_of_a_card_are_elsewhere_and_no_finding_each(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text(CARD)
    _, report = checked(policylint, tmp_path)
    assert not [one for one in report["findings"] if one["rule"].startswith("reference/")]
