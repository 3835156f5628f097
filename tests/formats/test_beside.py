"""A card beside a datasheet: what the card does not say is asked of the datasheet, and of nobody twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policylint import check
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from pathlib import Path

CARD = "---\npretty_name: Snow\nlicense: cc-by-4.0\n---\n# Snow\n"
GOOD = (ROOT / "examples/no-people/datasheet.yaml").read_text(encoding="utf-8")
OPEN = "policylint/open-questions"
USE = """\
use: "1"
id: forecasts
actor: {name: An office, type: [company]}
purpose: research
commercial: false
activities: [use]
datasets: [{ref: README.md}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    (tmp_path / "README.md").write_text(CARD, encoding="utf-8")
    return tmp_path


def asked(*paths: str) -> list[str]:
    report = check(paths or ".", as_of=AS_OF, config=False)
    return [one.path for one in report.findings if one.rule == OPEN]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("datasheet.yaml", GOOD, []),
        ("datasheet.yml", "datasheet: '1'\n", []),  # what is wrong with it is said, and stops the build
        ("snow.datasheet.yaml", GOOD, ["README.md"]),  # one of several: nobody says that the card is about it
        ("sub/datasheet.yaml", GOOD, ["README.md"]),
        ("use.yaml", USE, ["README.md"]),
    ],
)
def test_the_datasheet_of_the_folder_answers_for_its_card(
    folder: Path, name: str, text: str, expected: list[str]
) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    assert asked() == expected


def test_a_use_that_names_the_card_still_waits_for_it(folder: Path) -> None:
    (folder / "datasheet.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "use.yaml").write_text(USE, encoding="utf-8")
    report = check(as_of=AS_OF, config=False)
    (waiting,) = [one for one in report.findings if one.rule == OPEN]
    assert waiting.path == "README.md"


def test_a_card_that_is_checked_alone_is_asked(folder: Path) -> None:
    (folder / "datasheet.yaml").write_text(GOOD, encoding="utf-8")
    assert asked("README.md") == ["README.md"]
