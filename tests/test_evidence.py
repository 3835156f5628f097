"""Evidence: files that a sheet names are looked at inside the project, in pieces, and never anywhere else."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from policylint import evidence
from policylint.evidence import verified
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"I agree."
RIGHT = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "sub").mkdir(parents=True)
    (folder / "form.txt").write_bytes(TEXT)
    (folder / "sub" / "form.txt").write_bytes(TEXT)
    (tmp_path / "outside.txt").write_bytes(TEXT)
    (folder / "out").symlink_to(tmp_path / "outside.txt")
    (folder / "in").symlink_to(folder / "form.txt")
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "pipe")
    return folder


@pytest.mark.parametrize(
    ("path", "sha256", "verdict"),
    [
        ("form.txt", RIGHT, TRUE),
        ("form.txt", RIGHT.upper(), TRUE),
        ("sub/../form.txt", RIGHT, TRUE),
        ("in", RIGHT, TRUE),
        ("form.txt", "0" * 64, FALSE),
        ("form.txt", "no hash", FALSE),
        ("gone.txt", RIGHT, FALSE),
        ("sub", RIGHT, FALSE),
        ("pipe", RIGHT, FALSE),
        ("loop", RIGHT, FALSE),
        ("../outside.txt", RIGHT, UNKNOWN),
        ("out", RIGHT, UNKNOWN),
        ("/etc/passwd", RIGHT, UNKNOWN),
        ("form\0.txt", RIGHT, UNKNOWN),
        ("form.txt" * 1000, RIGHT, FALSE),
    ],
)
def test_a_file_is_verified_inside_the_project_alone(project: Path, path: str, sha256: str, verdict: Truth) -> None:
    assert verified(str(project / "datasheet.yaml"), path, sha256, [str(project)]) is verdict


def test_a_path_counts_from_the_folder_of_the_sheet(project: Path) -> None:
    (project / "form.txt").unlink()
    assert verified(str(project / "sub" / "datasheet.yaml"), "form.txt", RIGHT, [str(project)]) is TRUE


@pytest.mark.parametrize(("largest", "verdict"), [(len(TEXT), TRUE), (len(TEXT) - 1, UNKNOWN)])
def test_a_file_is_read_up_to_a_bound(
    project: Path, monkeypatch: pytest.MonkeyPatch, largest: int, verdict: Truth
) -> None:
    monkeypatch.setattr(evidence, "LARGEST", largest)
    assert verified(str(project / "datasheet.yaml"), "form.txt", RIGHT, [str(project)]) is verdict


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_that_cannot_be_read_is_not_doubted(project: Path) -> None:
    (project / "form.txt").chmod(0)
    assert verified(str(project / "datasheet.yaml"), "form.txt", RIGHT, [str(project)]) is UNKNOWN


SHEET = """\
datasheet: "1"
id: voices
name: Voices
people:
  present: true
  groups:
    - id: speakers
      role: speaker
      consent: {status: given, given_by: [subject], evidence: [{path: form.txt, sha256: %s}]}
licenses: [{applies_to: dataset, license: CC-BY-4.0}]
maintenance: {status: active}
"""


@pytest.mark.parametrize(("sha256", "found"), [(RIGHT, False), ("0" * 64, True)])
def test_check_looks_at_the_evidence(project: Path, sha256: str, found: bool) -> None:  # noqa: FBT001 - a column
    (project / "datasheet.yaml").write_text(SHEET % sha256)
    done = subprocess.run(
        [sys.executable, "-m", "policylint", "check", "datasheet.yaml", "--select", "consent/evidence-hash"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert ("info[consent/evidence-hash]" in done.stdout) is found
