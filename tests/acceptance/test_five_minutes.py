"""The first five minutes: an empty folder, a card and a LICENSE, a draft, answers, a clean check. Read the golden file
as a newcomer would: every step must say what the next one is.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from policylint.__main__ import main
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

CARD = """\
---
pretty_name: Harbour Sounds
license: cc-by-4.0
language: [en]
---
# Harbour Sounds

Recordings of ships and gulls in a harbour.
"""
MIT = "MIT License\n\nCopyright (c) 2026 Somebody\n"
ANSWERS = {
    "present: unknown": "present: false",
    "methods: unknown": "methods: [direct_measurement]\n"
    "  origins: [{url: https://harbour.example.org, accessed: 2026/3/31}]",
    "intended: unknown": "intended: [{id: study, purpose: research, commercial: false, activities: [use, train]}]",
    "prohibited: unknown": "prohibited: []",
    "sources: unknown": "sources: []",
    "status: unknown": "status: active",
    "organization: unknown": "organization: Harbour Office",
    "contact: unknown": "contact: data@harbour.example.org\n  backup: library@harbour.example.org",
}


def test_from_nothing_to_clean(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    cache_home: Path,
    golden: Callable[[str, str], None],
) -> None:
    folder = tmp_path / "harbour-sounds"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name, value in (
        ("COLUMNS", "100"), ("NO_COLOR", "1"), ("POLICYLINT_AS_OF", AS_OF), ("XDG_CACHE_HOME", str(cache_home)),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    told: list[str] = []

    def step(line: str, code: int) -> None:
        told.append(f"$ {line}\n")
        assert main(shlex.split(line)[1:]) == code
        printed = capsys.readouterr()
        told.extend((printed.err, printed.out, f"[{code}]\n\n"))

    step("policylint check", 3)
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    (folder / "LICENSE").write_text(MIT, encoding="utf-8")
    step("policylint check", 0)
    step("policylint init --yes", 0)
    step("policylint check", 1)
    step(f"policylint ask datasheet.yaml --as-of {AS_OF}", 0)
    file = folder / "datasheet.yaml"
    text = file.read_text(encoding="utf-8")
    told.append(f"# datasheet.yaml\n{text}\n")
    for old, new in ANSWERS.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    step("policylint check", 1)
    step("policylint check --fix", 0)
    step("policylint check", 0)
    golden("five-minutes.txt", "".join(told))
