"""Programs that read a report look for its paths from the top of the repository, wherever policylint was run."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from policylint.__main__ import main
from policylint.commands.reporting import from_the_top
from tests.cli.test_check import ERROR

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a dataset in a folder, a link to it, and a folder beside the repository."""
    for folder in ("repo/.git", "repo/data/faces", "beside"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "repo/data/faces/datasheet.yaml").write_bytes(ERROR)
    (tmp_path / "repo/link.yaml").symlink_to("data/faces/datasheet.yaml")
    return tmp_path


@pytest.mark.parametrize(
    ("here", "workspace", "path", "called"),
    [
        ("repo", "", "data/faces/datasheet.yaml", "data/faces/datasheet.yaml"),
        ("repo", "", "./data//faces/datasheet.yaml", "data/faces/datasheet.yaml"),
        ("repo/data", "", "faces/datasheet.yaml", "data/faces/datasheet.yaml"),
        ("repo/data/faces", "", "../../link.yaml", "data/faces/datasheet.yaml"),
        ("repo/data", "", "{top}/repo/data/faces/datasheet.yaml", "data/faces/datasheet.yaml"),
        ("repo", "", "../beside/x.yaml", "{top}/beside/x.yaml"),
        ("repo", "", "<stdin>", "<stdin>"),
        ("repo/data", "{top}", "faces/datasheet.yaml", "data/faces/datasheet.yaml"),
        ("beside", "{top}", "x.yaml", "beside/x.yaml"),
        ("beside", "", "x.yaml", "x.yaml"),
        ("beside", "{top}/repo", "x.yaml", "x.yaml"),
    ],
)
def test_a_path_is_called_as_its_readers_do(project: Path, here: str, workspace: str, path: str, called: str) -> None:
    top = os.path.realpath(project)
    call = from_the_top(f"{top}/{here}", workspace.format(top=top))
    assert call(path.format(top=top)) == called.format(top=top)


@pytest.mark.parametrize(("form", "path"), [("json", "faces/datasheet.yaml"), ("gitlab", "data/faces/datasheet.yaml")])
def test_what_is_printed(
    form: str,
    path: str,
    project: Path,
    cache_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project / "repo" / "data")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    assert main(["check", ".", "--format", form]) == 1
    shown = json.loads(capsys.readouterr().out)
    found = shown["findings"] if form == "json" else [one["location"] for one in shown]
    assert {one["path"] for one in found} == {path}
