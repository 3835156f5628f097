"""A run that is killed anywhere leaves every file as it was or as it was to be."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from policylint.writing import write_whole
from tests.cli.test_fix import SHEET
from tests.conftest import AS_OF, ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed as POSIX does")
STRAY = re.compile(r"(?:.*/)?\.policylint-[0-9a-f]{8}\.tmp")
"""What a killed run may leave beside whole files."""
HOOKS = "repos:\n  - repo: https://example.org/hooks\n    rev: v1\n    hooks: [{id: a}]\n"
WAIVER = """\
- id: W-2026-001
  rule: maintenance/backup
  dataset: waves
  reason: They are asked in the spring.
  owner: data-office@example.org
  approved_by: counsel@example.org
  approved_on: 2026-01-01
  expires: 2026-02-01
"""
CONFIG = {"policylint.yaml": "waivers: {file: waivers.yaml}\n"}
OPEN = SHEET.replace("  contact: data@sea.example.org\n", "").replace("  since: 2026/1/5   # roughly\n", "")


class Case(NamedTuple):
    """A command, the files that it starts from, and those that it writes."""

    command: str
    start: dict[str, str]
    writes: tuple[str, ...]


CASES = {
    "init": Case(
        "init --yes --hook --workflow",
        {"README.md": "# Waves\n", ".pre-commit-config.yaml": HOOKS},
        ("datasheet.yaml", ".pre-commit-config.yaml", ".github/workflows/policylint.yml"),
    ),
    "fix": Case(
        "check --fix",
        {"datasheet.yaml": SHEET, "b/datasheet.yaml": SHEET.replace("waves", "other")},
        ("datasheet.yaml", "b/datasheet.yaml"),
    ),
    "another waiver": Case(
        "waiver new maintenance/backup",
        {"datasheet.yaml": OPEN, **CONFIG, "waivers.yaml": WAIVER},
        ("waivers.yaml",),
    ),
    "prune": Case("waiver prune", {"datasheet.yaml": OPEN, **CONFIG, "waivers.yaml": WAIVER}, ("waivers.yaml",)),
    "a baseline anew": Case(
        "baseline write",
        {
            "datasheet.yaml": OPEN,
            ".policylint-baseline.json": '{"baseline": 1, "written": "2026-01-01", "findings": [{"rule": "a/b", '
            '"dataset": "waves", "use": null, "outcome": "fail", "file": null, "fingerprint": "0", '
            '"since": "2026-01-01"}]}\n',
        },
        (".policylint-baseline.json",),
    ),
    "convert": Case(
        "convert datasheet.yaml --to croissant --output out.json",
        {"datasheet.yaml": OPEN, "out.json": "{}\n"},
        ("out.json",),
    ),
    "reports": Case(
        f"check --as-of {AS_OF} --output html=a/r.html --output json=a/r.json",
        {"datasheet.yaml": OPEN, "a/r.json": "{}\n"},
        ("a/r.html", "a/r.json"),
    ),
    "a plan": Case(f"check --as-of {AS_OF}", {"datasheet.yaml": OPEN}, ("cache/policylint/plan-",)),
    "a manifest": Case(
        "audit . --write-manifest m.jsonl", {"a.bin": "a" * 9999, "b.bin": "b", "m.jsonl": "\n"}, ("m.jsonl",)
    ),
}


def killed(name: str, folder: Path, times: int) -> list[dict[str, Any]]:
    """The run to its end, then each that was killed."""
    case = CASES[name]
    template, work = folder / "template", folder / "work"
    for path, text in case.start.items():
        (template / path).parent.mkdir(parents=True, exist_ok=True)
        (template / path).write_bytes(text.encode())
    task = {"template": str(template), "work": str(work), "command": case.command.split(), "random": times}
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.driver"], cwd=ROOT,
        env=clean_environment(work / "cache" if name == "a plan" else folder / "cache"),
        input=json.dumps(task), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", CASES)
def test_every_file_is_whole_wherever_a_run_was_killed(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    whole, *runs = killed(name, tmp_path, 2)
    before = {name: base64.b64encode(text.encode()).decode() for name, text in case.start.items()}
    after = whole["files"]
    written = {name for name in after if after[name] != before.get(name)}
    assert all(any(one.startswith(wanted) for one in written) for wanted in case.writes), written
    assert not [one for one in after if STRAY.fullmatch(one)]
    assert sum(one["status"] == -signal.SIGKILL for one in runs) > 3
    assert any(one["status"] == -signal.SIGXFSZ for one in runs) == any(after[name] for name in written)
    assert any(STRAY.fullmatch(name) for one in runs for name in one["files"]), "some were killed while they wrote"
    for one in runs:
        left = {name: content for name, content in one["files"].items() if not STRAY.fullmatch(name)}
        assert {name: left.get(name) for name in {*before, *after, *left}}.items() <= {
            (name, content) for name in {*before, *after} for content in (before.get(name), after.get(name))
        }


def stray(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if STRAY.fullmatch(path.name)]


def test_what_a_killed_run_left_goes_with_the_next_that_writes_there(tmp_path: Path) -> None:
    program = (
        "import os, sys; from policylint.writing import write_pieces; write_pieces(sys.argv[1], map(os._exit, [9]))"
    )
    for count in (1, 1):  # the second takes away what the first left
        subprocess.run([sys.executable, "-c", program, str(tmp_path / "a.txt")], cwd=ROOT, check=False)
        assert len(stray(tmp_path)) == count
    (tmp_path / ".policylint-mine").write_text("kept", encoding="utf-8")
    write_whole(str(tmp_path / "b.txt"), "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".policylint-mine", "b.txt"]


def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    from policylint.writing import write_pieces

    def pieces(inner: Callable[[], None]) -> Any:
        yield "one "
        inner()
        yield "two"

    write_pieces(str(tmp_path / "a"), pieces(lambda: write_whole(str(tmp_path / "b"), "b")))
    assert [(path.name, path.read_text()) for path in sorted(tmp_path.iterdir())] == [("a", "one two"), ("b", "b")]
