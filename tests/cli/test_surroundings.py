"""`badge`, `completions` and the manual page: what surrounds a run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from policylint.__main__ import main
from policylint.cli import man
from policylint.findings import CheckedDocument, Finding, Place, Report, Span
from policylint.reporters.badge import FORMATS, badge, render_badge
from tests.conftest import AS_OF, ROOT, clean_environment

if TYPE_CHECKING:
    from pathlib import Path

CLEAN, CASE = "examples/no-people", "examples/ms-celeb-1m/datasheet.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))


# badges


def report(datasets: int, *severities: str, waived: int = 0) -> Report:
    place = Place("a", "", Span(1, 1, 1, 1))
    found = [Finding("a/b", severity, "fail", "m", "r", place) for severity in severities]
    found += [Finding("a/b", "error", "fail", "m", "r", place, waiver=f"w{index}") for index in range(waived)]
    documents = tuple(
        CheckedDocument(f"{index}.yaml", "datasheet", "datasheet", None, valid=True, applied={})
        for index in range(datasets)
    )
    return Report(AS_OF, (), 1, "", documents, tuple(found), {}, judged=datasets)


@pytest.mark.parametrize(
    ("found", "message", "color"),
    [
        (report(12), "pass · 12 datasets", "brightgreen"),
        (report(1), "pass · 1 dataset", "brightgreen"),
        (report(2, "warning", "warning"), "pass · 2 warnings · 2 datasets", "yellowgreen"),
        (report(2, "info"), "pass · 2 datasets", "brightgreen"),
        (report(3, waived=2), "pass · 3 datasets · 2 waived", "brightgreen"),
        (report(3, "error", "warning"), "fail · 1 error · 1 warning", "red"),
        (report(3, "error", waived=1), "fail · 1 error · 1 waived", "red"),
        (report(0), "nothing checked", "lightgrey"),
    ],
)
def test_a_badge_says_it_in_words_and_not_in_colour_alone(found: Report, message: str, color: str) -> None:
    made = badge(found)
    assert (made.label, made.message, made.color) == ("data policy", message, color)
    said = json.loads(render_badge(made, "json"))
    assert said == {"schemaVersion": 1, "label": "data policy", "message": message, "color": color}


@pytest.mark.parametrize("label", ['a <b> & "c"', "\x1b[31m", "数据", "x" * 80])
def test_a_picture_is_well_formed_whatever_it_is_called(label: str) -> None:
    text = render_badge(badge(report(12), label), "svg")
    root = ET.fromstring(text)
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text is not None
    assert title.text.endswith("pass · 12 datasets")
    assert root.get("aria-label") == title.text
    assert "\x1b" not in text
    assert int(root.get("width", "0")) > 7 * len("pass · 12 datasets")


def test_white_on_these_colours_can_be_read() -> None:
    def light(hexes: str) -> float:
        parts = [int(hexes[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for found in (report(1), report(1, "warning"), report(1, "error"), report(0)):
        fills = re.findall(r'height="20" fill="#(\w{6})"', render_badge(badge(found), "svg"))
        assert fills
        assert all(1.05 / (light(fill) + 0.05) >= 4.5 for fill in fills)


def test_a_badge_is_written_whatever_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, word in ((CLEAN, "pass"), (CASE, "fail"), (str(tmp_path), "nothing")):
        for form in FORMATS:
            file = tmp_path / f"badge.{form}"
            assert main(["badge", path, "--as-of", AS_OF, "--output", str(file)]) == 0
            assert word in file.read_text(encoding="utf-8")
        assert main(["badge", path, "--as-of", AS_OF]) == 0
        assert json.loads(capsys.readouterr().out)["message"].startswith(word)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--output", "badge.png"], "--output badge.png: without --format, the ending is one of json, svg, not `png`"),
        (["--format", "png"], "--format is one of json, svg, not `png`"),
        (["nowhere"], "nowhere: there is no such file or folder"),
        (["--use", "nowhere"], "use nowhere: there is no such file"),
        ([CLEAN, "--output", "nowhere/badge.svg"], "nowhere/badge.svg: cannot be written: No such file or directory"),
    ],
)
def test_a_wrong_call_writes_nothing(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["badge", *arguments]) == 2
    assert says in capsys.readouterr().err


# completions


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_what_a_shell_is_to_source(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completions", shell]) == 0
    script = capsys.readouterr().out
    assert "_POLICYLINT_COMPLETE" in script
    if shutil.which(shell):
        done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_bash_completes_commands_and_options(cache_home: Path) -> None:
    bin_folder = os.path.dirname(sys.executable)
    script = f"""
PATH={bin_folder}:$PATH
eval "$(policylint completions bash)"
for line in "policylint comp" "policylint badge --la"; do
  COMP_WORDS=($line); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
  _policylint_completion policylint; echo "${{COMPREPLY[@]}}"
done
"""
    done = subprocess.run(
        ["bash", "-c", script], env=clean_environment(cache_home), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["completions", "--label"]


# the manual page


def test_the_manual_page_is_what_the_command_line_says() -> None:
    assert list(man.stale(str(ROOT))) == [], "run `make docs`"


def test_roff_finds_nothing_wrong() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tascii", "-ww", str(ROOT / man.PAGE)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    plain = re.sub(r".\x08", "", done.stdout)
    for words in ("policylint license combine", "policylint rules new", "--fail-on", "EXIT STATUS"):
        assert words in plain


def test_the_page_is_written_where_it_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert man.main(["--check"], str(tmp_path)) == 1
    assert man.main([], str(tmp_path)) == 0
    assert man.main(["--check"], str(tmp_path)) == 0
    assert capsys.readouterr().out == f"stale {man.PAGE}\nwrote {man.PAGE}\n"
    assert (tmp_path / man.PAGE).read_bytes() == (ROOT / man.PAGE).read_bytes()
