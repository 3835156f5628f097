"""`policylint convert` as one runs it: what is written, what is told, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from policylint.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

SHEET = """\
datasheet: "1"
id: waves
name: Wave heights
version: 1.10
people: {present: false}
licenses: [{applies_to: dataset, license: CC-BY-4.0}]
access: {mode: open}
maintenance: {status: active}
"""
README = (
    "---\r\n# ours\r\nlicense: mit  # for now\r\n\r\n# what it is about\r\nlanguage: [no]\r\nversion: 1.10\r\n---\r\n"
    "# Waves\r\n\r\nlicense: mit\ttrailing \r\n\n---\nno end"
)


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return name


def test_the_text_goes_out_and_what_was_lost_is_told_beside(policylint: Callable[..., Run], tmp_path: Path) -> None:
    run = policylint("convert", written(tmp_path, "datasheet.yaml", SHEET), "--to", "card", cwd=tmp_path)
    assert run.code == 0
    assert run.out.startswith(
        "---\npretty_name: Wave heights\nlicense: cc-by-4.0\n---\n\n# Wave heights\n\n- version: 1.10\n"
    )
    assert run.err == (
        "policylint: note: card has no place for: /id, /access\n"
        "policylint: note: card says in words only: /version, /people, /maintenance\n"
    )


def test_the_account_for_machines(policylint: Callable[..., Run], tmp_path: Path) -> None:
    written(tmp_path, "datasheet.yaml", SHEET)
    run = policylint("convert", "datasheet.yaml", "--to", "frictionless", "--format", "json", cwd=tmp_path)
    said = json.loads(run.out)
    assert (run.code, run.err) == (0, "")
    assert json.loads(said.pop("text"))["title"] == "Wave heights"
    assert said == {
        "version": "1",
        "to": "frictionless",
        "file": None,
        "kept": ["/id", "/name", "/version", "/licenses"],
        "in_words": [],
        "lost": ["/people", "/access", "/maintenance"],
        "filled_in": ["resources: replace-me"],
    }
    to_file = ("--to", "frictionless", "--format", "json", "-o", "datapackage.json")
    again = json.loads(policylint("convert", "datasheet.yaml", *to_file, cwd=tmp_path).out)
    assert (again["file"], "text" in again) == ("datapackage.json", False)
    assert json.loads((tmp_path / "datapackage.json").read_text())["name"] == "waves"


def test_a_readme_keeps_every_other_byte(policylint: Callable[..., Run], tmp_path: Path) -> None:
    written(tmp_path, "datasheet.yaml", SHEET)
    base = written(tmp_path, "README.md", README)
    run = policylint("convert", "datasheet.yaml", "--to", "card", "--base", base, "-o", base, cwd=tmp_path)
    assert run.code == 0
    expected = README.replace("license: mit  # for now", "license: cc-by-4.0", 1).replace(
        "version: 1.10\r\n---", "version: 1.10\r\npretty_name: Wave heights\r\n---"
    )
    assert (tmp_path / base).read_bytes() == expected.encode()


@pytest.mark.parametrize("text", [README, "\ufeff" + README.replace("\r\n", "\n"), "---\n{license: mit, x: 1}\n---\n"])
def test_a_card_as_a_card_is_itself(text: str, policylint: Callable[..., Run], tmp_path: Path) -> None:
    base = written(tmp_path, "README.md", text)
    assert policylint("convert", base, "--to", "card", "-o", "again.md", cwd=tmp_path).code == 0
    assert (tmp_path / "again.md").read_bytes() == text.encode()


def test_a_large_readme_is_not_cut(policylint: Callable[..., Run], tmp_path: Path) -> None:
    base = written(tmp_path, "README.md", "---\nlicense: mit\n---\n" + "waves \n" * 400_000)
    written(tmp_path, "datasheet.yaml", SHEET)
    assert policylint("convert", "datasheet.yaml", "--to", "card", "--base", base, "-o", "x.md", cwd=tmp_path).code == 0
    assert (tmp_path / "x.md").stat().st_size > 2_800_000


def test_a_readme_without_front_matter_gets_one(policylint: Callable[..., Run], tmp_path: Path) -> None:
    written(tmp_path, "datasheet.yaml", SHEET)
    base = written(tmp_path, "README.md", "# Waves\n")
    run = policylint("convert", "datasheet.yaml", "--to", "card", "--base", base, cwd=tmp_path)
    assert run.out == "---\npretty_name: Wave heights\nlicense: cc-by-4.0\n---\n# Waves\n"


def test_what_a_foreign_file_says_and_we_do_not_model_comes_back(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    package = {"name": "waves", "resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [1.50, "NO", None]}}]}
    written(tmp_path, "datapackage.json", json.dumps(package))
    assert policylint("convert", "datapackage.json", "--to", "datasheet", "-o", "d.yaml", cwd=tmp_path).code == 0
    back = json.loads(policylint("convert", "d.yaml", "--to", "frictionless", cwd=tmp_path).out)
    assert back["resources"] == package["resources"]


@pytest.mark.parametrize("to", WRITERS)
def test_a_broken_file_is_shown_at_its_line_and_nothing_is_written(
    to: str, policylint: Callable[..., Run], tmp_path: Path
) -> None:
    written(tmp_path, "datasheet.yaml", SHEET.replace("present: false", "present: perhaps"))
    run = policylint("convert", "datasheet.yaml", "--to", to, "-o", "out", cwd=tmp_path)
    assert (run.code, run.out) == (1, "")
    assert "datasheet.yaml:5:19" in run.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["datasheet.yaml", "--to", "dcat"],
            "--to is one of datasheet, croissant, card, frictionless, spdx, not `dcat`",
        ),
        (["datasheet.yaml", "--to", "spdx", "--format", "xml"], "--format is one of text, json, not `xml`"),
        (["datasheet.yaml", "--to", "spdx", "--base", "README.md"], "--base is the README that `--to card` puts"),
        (["use.yaml", "--to", "spdx"], "this is no datasheet, and no file of a format that policylint reads"),
        (["README.md", "--to", "spdx"], "this is no datasheet, and no file of a format that policylint reads"),
        (["datasheet.yaml", "--to", "card", "--base", "model.md"], "cannot be written as card"),
        (["datasheet.yaml", "--to", "spdx", "-o", "missing/x.json"], "missing/x.json: cannot be written: No such file"),
        (["infinite.yaml", "--to", "croissant"], "an extension holds a number that JSON cannot"),
    ],
)
def test_a_wrong_call_is_told(arguments: list[str], said: str, policylint: Callable[..., Run], tmp_path: Path) -> None:
    written(tmp_path, "datasheet.yaml", SHEET)
    written(tmp_path, "infinite.yaml", SHEET + "extensions: {croissant: {x: .inf}}\n")
    written(tmp_path, "use.yaml", 'use: "1"\nid: u\ndatasets: [{id: a, sheet: datasheet.yaml}]\n')
    written(tmp_path, "README.md", "# Waves\n")
    written(tmp_path, "model.md", "---\nlibrary_name: x\n---\n")
    run = policylint("convert", *arguments, cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert said in run.err


@pytest.mark.parametrize("text", ["---\nlicense: mit\n", "---\na: [\n---\n", "---\na: 1\na: 2\n---\n"])
def test_a_broken_readme_is_shown_and_left_alone(text: str, policylint: Callable[..., Run], tmp_path: Path) -> None:
    written(tmp_path, "datasheet.yaml", SHEET)
    base = written(tmp_path, "README.md", text)
    run = policylint("convert", "datasheet.yaml", "--to", "card", "--base", base, "-o", base, cwd=tmp_path)
    assert (run.code, run.out) == (1, "")
    assert "README.md:" in run.err
    assert (tmp_path / base).read_text() == text
