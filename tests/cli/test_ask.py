"""`policylint ask`: what is asked, of whom, in which order, and that nothing is asked twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MSCELEB = "examples/ms-celeb-1m/datasheet.yaml"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_whole_output(form: str, policylint: Callable[..., Run], golden: Callable[[str, str], None]) -> None:
    run = policylint("ask", MSCELEB, "--format", form, "--as-of", AS_OF)
    assert (run.code, run.err) == (0, "")
    golden(f"ask.{form}", run.out)


def test_a_sheet_without_people_is_asked_nothing(policylint: Callable[..., Run]) -> None:
    run = policylint("ask", "examples/no-people/datasheet.yaml", "--as-of", AS_OF)
    assert run == Run(0, f"alpine-snow-depth: no question is open (core; as of {AS_OF})\n", "")


def asked(policylint: Callable[..., Run], text: str, folder: Path, *options: str) -> list[dict[str, Any]]:
    (folder / "datasheet.yaml").write_text('datasheet: "1"\nid: s\nname: S\n' + text, encoding="utf-8")
    run = policylint("ask", "datasheet.yaml", "--format", "json", "--as-of", AS_OF, *options, cwd=folder)
    assert (run.code, run.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(run.out)["questions"]
    return found


EMPTY = "people: {present: unknown}\nlicenses: unknown\nmaintenance: unknown\n"


def test_what_most_rules_wait_for_comes_first(policylint: Callable[..., Run], tmp_path: Path) -> None:
    counts = [len(one["rules"]) for one in asked(policylint, EMPTY, tmp_path)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


TWO = """people:
  present: true
  groups:
    - {id: readers, kind: private_individual, role: speaker, share: 0.5, consent: {status: unknown}}
    - {id: listeners, kind: private_individual, role: speaker, share: 0.5}
licenses: [{applies_to: dataset, license: CC0-1.0}]
maintenance: {organization: O, contact: data@example.org, backup: unknown}
"""


def test_one_question_for_all_groups_and_none_inside_what_is_not_said(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    about = {one["fields"][0]["pointer"]: one["about"] for one in asked(policylint, TWO, tmp_path)}
    consent = [pointer for pointer in about if "/consent" in pointer]
    assert consent == ["/people/groups/0/consent"]
    assert about["/people/groups/0/consent"] == ["readers", "listeners"]
    assert about["/maintenance/backup"] == []


def test_a_use_asks_more(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "a.use.yaml").write_text('use: "1"\nid: u\ndatasets: [{id: s}]\n', encoding="utf-8")
    alone = asked(policylint, TWO, tmp_path)
    used = asked(policylint, TWO, tmp_path, "--use", "a.use.yaml")
    assert {one["fields"][0]["path"] for one in alone} == {"datasheet.yaml"}
    assert {one["fields"][0]["path"] for one in used} == {"datasheet.yaml", "a.use.yaml"}


def test_a_card_of_another_format_is_asked_too(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\npretty_name: Snow\nlicense: cc-by-4.0\n---\n# Snow\n", encoding="utf-8")
    run = policylint("ask", "README.md", "--format", "json", "--as-of", AS_OF, cwd=tmp_path)
    assert "Are there people in the data?" in {one["question"] for one in json.loads(run.out)["questions"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gone.yaml",), "gone.yaml"),
        (("examples/ms-celeb-1m/product.use.yaml",), "this is no datasheet"),
        ((MSCELEB, "--format", "xml"), "--format is one of text, markdown, json"),
        ((MSCELEB, "--as-of", "2026"), "--as-of is a day"),
    ],
)
def test_what_it_cannot_do_is_said(arguments: tuple[str, ...], says: str, policylint: Callable[..., Run]) -> None:
    run = policylint("ask", *arguments)
    assert (run.code, run.out) == (2, "")
    assert says in run.err


def test_hostile_names_are_shown_and_not_obeyed(policylint: Callable[..., Run], tmp_path: Path) -> None:
    sheet = TWO.replace("id: readers", 'id: "a_b*[x](javascript:alert(1))"').replace("0.5", "0.4")
    (tmp_path / "datasheet.yaml").write_text('datasheet: "1"\nid: s\nname: S\n' + sheet, encoding="utf-8")
    run = policylint("ask", "datasheet.yaml", "--format", "markdown", cwd=tmp_path)
    assert "](javascript" not in run.out
