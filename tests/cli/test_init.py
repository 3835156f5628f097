"""`policylint init`: what files say becomes a datasheet with its sources; the rest is asked or stays unknown."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.documents import load
from policylint.sheets import typed
from tests.conftest import Run, clean_environment

Policylint = Callable[..., Run]
CARD = """\
---
pretty_name: Street Faces
license: apache-2.0
source_datasets:
- extended|other-faces
---
# Street Faces

## Licensing Information

The data is released under CC BY-NC 4.0.
"""
PACKAGE = '{"name": "waves", "title": "Waves", "resources": [{"path": "a.csv"}], "licenses": [{"name": "CC-BY-4.0"}]}'
MIT = "MIT License\n\nCopyright (c) 2024 Somebody\n"
BY_SA = "Creative Commons Attribution-ShareAlike 4.0 International Public License\n\nBy exercising …\n"


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def drafted(policylint: Policylint, folder: Path) -> str:
    done = policylint("init", "--yes", "--dry-run", cwd=folder)
    assert (done.code, done.err) == (0, "")
    return done.out


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_a_card_and_a_licence_file(policylint: Policylint, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    written(tmp_path, README_md=CARD, LICENSE=MIT, a_jpg="", b_jpg="")
    golden("init-card.yaml", drafted(policylint, tmp_path))


def test_the_draft_is_valid_and_check_says_what_is_left(policylint: Policylint, tmp_path: Path) -> None:
    written(tmp_path, README_md=CARD, LICENSE=MIT)
    done = policylint("init", "--yes", cwd=tmp_path)
    assert (
        done.out == "wrote datasheet.yaml\nWhat is left to answer, most decisive first: policylint ask datasheet.yaml\n"
    )
    loaded = typed(load(str(tmp_path / "datasheet.yaml")), None, {})
    assert loaded.sheet is not None
    assert not loaded.problems
    checked = policylint("check", "datasheet.yaml", "--format", "concise", cwd=tmp_path)
    assert checked.code == 1
    assert "error[subject/declared] Whether people are in the data is not stated" in checked.out
    assert "shape/" not in checked.out


def test_an_empty_folder_gives_a_sheet_that_says_nothing_but_its_name(policylint: Policylint, tmp_path: Path) -> None:
    folder = tmp_path / "North Sea"
    folder.mkdir()
    text = drafted(policylint, folder)
    assert "id: north-sea  # the folder's name" in text
    assert "present: unknown  # Are there people in the data?" in text
    assert "license: NOASSERTION  # Under which licence is this part?" in text


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"LICENSE": BY_SA}, [("dataset", "CC-BY-SA-4.0")]),
        ({"LICENSE": MIT}, [("software", "MIT"), ("dataset", "NOASSERTION")]),
        ({"LICENSE": "We hold some rights.\n"}, [("dataset", "NOASSERTION")]),
        ({"datapackage.json": PACKAGE, "LICENSE": MIT}, [("dataset", "CC-BY-4.0"), ("software", "MIT")]),
        ({"datapackage.json": PACKAGE.replace("CC-BY-4.0", "mit"), "LICENSE": MIT}, [("dataset", "MIT")]),
        ({"datapackage.json": PACKAGE.replace("CC-BY-4.0", "in house rules")}, [("dataset", "NOASSERTION")]),
    ],
)
def test_a_licence_text_is_that_of_the_code_unless_it_can_only_be_that_of_the_data(
    policylint: Policylint, tmp_path: Path, files: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    text = drafted(policylint, tmp_path)
    found = re.findall(r"- applies_to: (\w+).*\n    license: ([^ \n]+)", text)
    assert found == expected


def test_a_licence_file_that_says_another_licence_is_kept_beside_the_tag(
    policylint: Policylint, tmp_path: Path
) -> None:
    (tmp_path / "datapackage.json").write_text(PACKAGE)
    (tmp_path / "LICENSE").write_text(BY_SA)
    assert "    license: CC-BY-4.0  # datapackage.json:1\n    declared: CC-BY-SA-4.0  # LICENSE:1" in drafted(
        policylint, tmp_path
    )


def test_from_one_file(policylint: Policylint, tmp_path: Path) -> None:
    written(tmp_path, README_md=CARD)
    (tmp_path / "package.json").write_text(PACKAGE)
    done = policylint("init", "--yes", "--dry-run", "--from", "package.json", cwd=tmp_path)
    assert "name: Waves  # package.json:1" in done.out
    refused = policylint("init", "--yes", "--from", "README.txt", cwd=tmp_path)
    assert refused.code == 2
    assert "--from README.txt: the file cannot be read" in refused.err
    assert not (tmp_path / "datasheet.yaml").exists()


def test_a_datasheet_that_is_there_is_never_written_over(policylint: Policylint, tmp_path: Path) -> None:
    written(tmp_path, datasheet_yaml="mine")
    done = policylint("init", "--yes", cwd=tmp_path)
    assert (done.code, done.err) == (
        2,
        "policylint: datasheet.yaml: this file is there already; nothing was written\n",
    )
    policylint("init", "--yes", "--workflow", cwd=tmp_path)
    assert (tmp_path / "datasheet.yaml").read_text() == "mine"
    assert (tmp_path / ".github/workflows/policylint.yml").exists()


def test_without_a_terminal_it_asks_for_yes(policylint: Policylint, tmp_path: Path) -> None:
    done = policylint("init", cwd=tmp_path)
    assert done.code == 2
    assert "say --yes" in done.err
    assert not list(tmp_path.iterdir())


def test_a_link_is_followed_inside_its_repository(policylint: Policylint, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(BY_SA)
    folder = tmp_path / "repository" / "set"
    (folder.parent / ".git").mkdir(parents=True)
    folder.mkdir()
    (folder / "LICENSE").symlink_to(tmp_path / "elsewhere")
    assert "NOASSERTION" in drafted(policylint, folder)
    (folder.parent / "LICENSE").write_text(BY_SA)
    (folder / "LICENSE").unlink()
    (folder / "LICENSE").symlink_to("../LICENSE")
    assert "    license: CC-BY-SA-4.0  # LICENSE:1\n" in drafted(policylint, folder)


# asked on a terminal


def interview(folder: Path, cache: Path, *answers: str) -> tuple[int, str]:
    """Run `init` on a terminal that types the answers; its exit code and all that the terminal showed."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "policylint", "init"]
    process = subprocess.Popen(
        command, cwd=folder, env=clean_environment(cache), stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    os.write(leader, "".join(f"{answer}\n" for answer in answers).encode() + b"\x04")
    shown = b""
    while True:
        try:
            chunk = os.read(leader, 4096)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(leader)
    return process.wait(60), shown.decode()


def test_seven_questions_at_most_and_the_answers_are_in_the_draft(tmp_path: Path, cache_home: Path) -> None:
    code, shown = interview(
        tmp_path, cache_home, "Street Faces", "CC BY", "CC BY 4.0", "private", "no", "lfw, Own Pictures", "reserch",
        "research.academic", "data@faces.example.org",
    )  # fmt: skip
    assert code == 0, shown
    assert shown.count("?") >= 7
    assert "7. At which address" in shown
    assert "8. " not in shown
    assert "CC-BY-4.0" in shown  # a version is asked for, not guessed
    assert "did you mean `research`?" in shown
    text = (tmp_path / "datasheet.yaml").read_text(encoding="utf-8")
    for line in (
        "name: Street Faces  # answered",
        "    license: CC-BY-4.0  # answered",
        "    - id: people",
        "      kind: private_individual  # answered",
        "        status: not_sought  # answered",
        "  - id: lfw  # answered",
        "    note: Own Pictures",
        "      purpose: research.academic  # answered",
        "  contact: data@faces.example.org  # answered",
    ):
        assert line in text.splitlines(), text


def test_enter_takes_the_default_and_consent_is_never_guessed(tmp_path: Path, cache_home: Path) -> None:
    code, shown = interview(tmp_path, cache_home, "", "", "both", "?", "", "", "", "")
    assert code == 0, shown
    assert "A licence, or being public, is no consent." in shown
    text = (tmp_path / "datasheet.yaml").read_text(encoding="utf-8")
    assert "        status: unknown  # " in text
    assert "license: NOASSERTION" in text


def test_when_the_input_ends_nothing_is_written(tmp_path: Path, cache_home: Path) -> None:
    code, shown = interview(tmp_path, cache_home, "Faces")
    assert code == 2
    assert "the input has ended: nothing was written" in shown
    assert not (tmp_path / "datasheet.yaml").exists()


def test_what_files_say_is_not_asked(tmp_path: Path, cache_home: Path) -> None:
    (tmp_path / "datapackage.json").write_text(PACKAGE)
    code, shown = interview(tmp_path, cache_home, *[""] * 4)
    assert code == 0, shown
    assert "called" not in shown
    assert "licence is the data" not in shown


# the hook and the workflow

HOOKS = """\
# ours
repos:
- repo: https://example.org/x   # keep
  rev: "1"
  hooks:
  - id: a   # last

# the end
ci: {skip: [a]}
"""


def test_the_hook_is_added_and_the_rest_stays_byte_for_byte(policylint: Policylint, tmp_path: Path) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(HOOKS)
    policylint("init", "--yes", "--hook", cwd=tmp_path)
    made = file.read_text()
    before, after = HOOKS.split("\n# the end\n")
    assert made.startswith(before + "- repo: local\n  hooks:\n    - id: policylint\n")
    assert made.endswith("\n# the end\n" + after)
    again = policylint("init", "--yes", "--hook", cwd=tmp_path)
    assert file.read_text() == made
    assert ".pre-commit-config.yaml runs policylint already" in again.err


@pytest.mark.parametrize("text", ["repos: []\n", "repos: [{repo: meta, hooks: []}]\n", "a: [\n", "- x\n"])
def test_a_config_that_cannot_be_added_to_safely_stays(policylint: Policylint, tmp_path: Path, text: str) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(text)
    done = policylint("init", "--yes", "--hook", cwd=tmp_path)
    assert done.code == 0
    assert file.read_text() == text
    assert "put this under `repos`" in done.err
    assert "  - repo: local\n" in done.out


def test_a_hook_where_there_is_no_config(policylint: Policylint, tmp_path: Path) -> None:
    policylint("init", "--yes", "--hook", cwd=tmp_path)
    assert (tmp_path / ".pre-commit-config.yaml").read_text().startswith("repos:\n  - repo: local\n")


def test_a_dry_run_writes_nothing(policylint: Policylint, tmp_path: Path) -> None:
    done = policylint("init", "--yes", "--dry-run", "--hook", "--workflow", cwd=tmp_path)
    assert done.code == 0
    assert not list(tmp_path.iterdir())
    assert "policylint check\n" in done.out
