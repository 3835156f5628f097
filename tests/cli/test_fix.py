"""`check --fix` writes safe fixes into files and then judges them; `--diff` shows them and writes nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

Policylint = Callable[..., Run]
SHEET = """\
datasheet: "1"
id: waves
name: Waves
people: {present: false}
licenses: [{applies_to: dataset, license: 'cc by 4.0', holder: Institute}]   # as the website says
uses: {intended: [{id: a, purpose: research, commercial: true, activities: [use, train, distribute]}], prohibited: []}
collection: {methods: [direct_measurement], origins: [{url: https://buoys.example.org, accessed: 2026-01-10}]}
sources: []
maintenance:
  status: active
  since: 2026/1/5   # roughly
  organization: Institute
  contact: data@sea.example.org
  backup: library@sea.example.org
"""
WHY = "it is a name of CC-BY-4.0: Creative Commons Attribution 4.0 International"
FIXED = SHEET.replace("cc by 4.0", "CC-BY-4.0").replace("2026/1/5", "2026-01-05")


def sheet(folder: Path, text: str = SHEET) -> Path:
    file = folder / "datasheet.yaml"
    file.write_bytes(text.encode())
    return file


def test_fix_writes_says_what_and_judges_what_it_wrote(policylint: Policylint, tmp_path: Path) -> None:
    file = sheet(tmp_path)
    assert policylint("check", cwd=tmp_path).code == 1
    done = policylint("check", "--fix", cwd=tmp_path)
    assert file.read_text() == FIXED
    assert done.err.splitlines() == [
        f"fixed datasheet.yaml:5:44: `cc by 4.0` → `CC-BY-4.0`: {WHY}",
        "fixed datasheet.yaml:11:10: `2026/1/5` → `2026-01-05`: dates are written YYYY-MM-DD",
    ]
    assert (done.code, "shape/" in done.out) == (0, False)
    again = policylint("check", "--fix", cwd=tmp_path)
    assert (again.code, again.err) == (0, "")


def test_diff_shows_and_writes_nothing(policylint: Policylint, tmp_path: Path) -> None:
    file = sheet(tmp_path)
    done = policylint("check", "--diff", cwd=tmp_path)
    assert (done.code, done.err) == (1, "")
    changed = [line for line in done.out.splitlines() if line.startswith(("-", "+"))]
    assert changed == [
        "--- datasheet.yaml", "+++ datasheet.yaml",
        "-licenses: [{applies_to: dataset, license: 'cc by 4.0', holder: Institute}]   # as the website says",
        "+licenses: [{applies_to: dataset, license: 'CC-BY-4.0', holder: Institute}]   # as the website says",
        "-  since: 2026/1/5   # roughly", "+  since: 2026-01-05   # roughly",
    ]  # fmt: skip
    assert file.read_text() == SHEET
    sheet(tmp_path, FIXED)
    assert policylint("check", "--diff", cwd=tmp_path) == Run(0, "", "")


def test_the_full_command_line_knows_them_too(policylint: Policylint, tmp_path: Path) -> None:
    sheet(tmp_path)
    done = policylint("check", "--diff", "-qv", cwd=tmp_path)  # flags in one word are read by typer
    assert (done.code, "+  since: 2026-01-05" in done.out) == (1, True)


def test_a_mark_the_mode_and_ends_of_lines_stay(policylint: Policylint, tmp_path: Path) -> None:
    file = sheet(tmp_path, "\ufeff" + SHEET.replace("\n", "\r\n"))
    file.chmod(0o640)
    policylint("check", "--fix", cwd=tmp_path)
    assert file.read_bytes().decode() == "\ufeff" + FIXED.replace("\n", "\r\n")
    assert file.stat().st_mode & 0o777 == 0o640


def test_standard_input_is_shown_and_not_written(policylint: Policylint, tmp_path: Path) -> None:
    done = policylint(
        "check", "-", "--diff", "--stdin-filename", "a.datasheet.yaml", cwd=tmp_path, stdin=SHEET.encode()
    )
    assert (done.code, done.out.splitlines()[0]) == (1, "--- a.datasheet.yaml")
    refused = policylint("check", "-", "--fix", cwd=tmp_path, stdin=SHEET.encode())
    assert (refused.code, "--diff shows" in refused.err) == (2, True)


def test_other_formats_and_broken_files_are_left_alone(policylint: Policylint, tmp_path: Path) -> None:
    card = "---\nlicense: cc-by-4.0\npretty_name: Waves\n---\n"
    (tmp_path / "README.md").write_text(card)
    broken = sheet(tmp_path, "datasheet: '1'\nlicenses: [{license: mit}\n")
    policylint("check", "--fix", cwd=tmp_path)
    assert (tmp_path / "README.md").read_text() == card
    assert "license: mit}" in broken.read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="who is root may write everywhere")
def test_a_file_that_cannot_be_written_is_a_sentence(policylint: Policylint, tmp_path: Path) -> None:
    sheet(tmp_path)
    tmp_path.chmod(0o500)
    try:
        done = policylint("check", "--fix", cwd=tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert done.code == 2
    assert "datasheet.yaml: cannot be written" in done.err
