"""`policylint notice`, and the duties that a check names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import AS_OF, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = """datasheet: "1"
id: snow
name: Snow
people: {{present: false}}
licenses: [{{applies_to: dataset, license: {license}{holder}}}]
uses: {{intended: [{{id: i, purpose: [research], commercial: false, activities: [{activity}]}}]}}
maintenance: unknown
"""
LINE = (
    '"Snow" by ACME, Creative Commons Attribution 4.0 International '
    "(https://creativecommons.org/licenses/by/4.0/legalcode)\n"
)
DUTIES = (
    "Keep the notices, and pass on the text of CC-BY-4.0 or its address.",
    "Say that you changed it, and what.",
    "Do not suggest that {holder} endorses you.",
    "Take the credit out when {holder} asks you to.",
)


def sheet(folder: Path, license_: str = "CC-BY-4.0", holder: str = ", holder: ACME", activity: str = "use") -> str:
    text = SHEET.format(license=license_, holder=holder, activity=activity)
    (folder / "datasheet.yaml").write_text(text, encoding="utf-8")
    return "datasheet.yaml"


def below(mark: str, holder: str = "ACME") -> str:
    """What the licence asks for besides the line to copy."""
    return "".join(f"{mark}{duty.format(holder=holder)}\n" for duty in DUTIES)


@pytest.mark.parametrize(
    ("form", "heading", "mark"), [("text", "Snow\n====\n\n", "  "), ("markdown", "## Snow\n\n- ", "  - ")]
)
def test_a_notice(form: str, heading: str, mark: str, tmp_path: Path, policylint: Callable[..., Run]) -> None:
    sheet(tmp_path)
    expected = heading + LINE + below(mark)
    assert policylint("notice", "--format", form, cwd=tmp_path) == Run(0, expected, "")
    assert policylint("notice", "--format", form, "-o", "NOTICE", cwd=tmp_path) == Run(0, "", "")
    assert (tmp_path / "NOTICE").read_text(encoding="utf-8") == expected


def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(
    tmp_path: Path, policylint: Callable[..., Run]
) -> None:
    sheet(tmp_path)
    run = policylint("notice", "-o", "missing/NOTICE", cwd=tmp_path)
    assert run == Run(2, "", "policylint: missing/NOTICE: cannot be written: No such file or directory\n")


def test_whoever_made_it_is_named_where_no_holder_is(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    path = sheet(tmp_path, holder="")
    with (tmp_path / path).open("a", encoding="utf-8") as file:
        file.write("motivation: {creators: [{name: A. Winter}, {name: Snow Lab}]}\n")
    run = policylint("notice", path, cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert '"Snow" by A. Winter, Snow Lab, ' in run.out


def test_whoever_collected_works_is_not_named_for_their_makers(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    path = sheet(tmp_path, holder="")
    text = (tmp_path / path).read_text(encoding="utf-8").replace("applies_to: dataset", "applies_to: contents")
    (tmp_path / path).write_text(text + "motivation: {creators: [{name: Snow Lab}]}\n", encoding="utf-8")
    run = policylint("notice", path, cwd=tmp_path)
    assert run.code == 1
    assert "[holder not stated]" in run.out


def test_a_holder_that_is_not_stated_is_missing(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    run = policylint("notice", sheet(tmp_path, holder=""), cwd=tmp_path)
    assert run.code == 1
    assert "holder not stated" in run.out
    assert run.err == "datasheet.yaml:5:13: CC-BY-4.0 asks for its holder's name: state `holder`\n"


def test_nothing_to_name_and_nothing_found(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    assert policylint("notice", cwd=tmp_path).code == 3
    assert policylint("notice", sheet(tmp_path, "CC0-1.0"), cwd=tmp_path) == Run(0, "", "")


def test_the_datasets_of_a_use(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    sheet(tmp_path)
    use = tmp_path / "a.use.yaml"
    use.write_text('use: "1"\nid: u\ndatasets: [{id: snow, sheet: datasheet.yaml}]\n', encoding="utf-8")
    assert LINE in policylint("notice", "a.use.yaml", cwd=tmp_path).out


def duties(folder: Path, policylint: Callable[..., Run], path: str) -> list[str]:
    run = policylint("check", path, "--as-of", AS_OF, "--format", "json", cwd=folder)
    return [one["duty"] for one in json.loads(run.out)["obligations"]]


def test_a_check_names_the_duties(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    assert duties(tmp_path, policylint, sheet(tmp_path)) == [
        *("attribution", "no_endorsement", "notice", "remove_credit_on_request", "state_changes"),
    ]
    assert "contested_share_model" in duties(tmp_path, policylint, sheet(tmp_path, activity="share_model"))
    assert duties(tmp_path, policylint, sheet(tmp_path, "CC-BY-ND-4.0", activity="derive")) == []
    assert duties(tmp_path, policylint, sheet(tmp_path, "CC0-1.0")) == []
