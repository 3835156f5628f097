"""What all tests share: running policylint as a user does, away from the user's own cache and settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

# No test is timed, and CI judges a change by the same examples every time; elsewhere every run looks for new ones.
settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ours")

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-22"


class Run(NamedTuple):
    """What a run of the command printed, and its exit code."""

    code: int
    out: str
    err: str


def clean_environment(home: Path) -> dict[str, str]:
    """An environment without the user's colours, width and cache."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PRE_COMMIT")
    }
    return {**kept, "XDG_CACHE_HOME": str(home), "PYTHONUTF8": "1", "COLUMNS": "100"}


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def policylint(cache_home: Path) -> Callable[..., Run]:
    """Run the command in a process of its own: `policylint("check", "x.yaml", cwd=folder)`."""

    def run(*arguments: str, cwd: Path = ROOT, stdin: bytes | None = None, env: dict[str, str] | None = None) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "policylint", *arguments],
            cwd=cwd,
            input=stdin if stdin is not None else b"",
            env={**clean_environment(cache_home), **(env or {})},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what is printed now into the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole text with a golden file beside the test; `--update-goldens` writes it anew, to be reviewed."""

    def compare(name: str, text: str) -> None:
        file = request.path.parent / "golden" / name
        if request.config.getoption("--update-goldens"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return compare
