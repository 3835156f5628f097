"""What all tests share: running policylint as a user does, away from the user's own cache and settings."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import pytest
from hypothesis import is_hypothesis_test, settings

from policylint.__main__ import main
from tests.network import BAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test uses the network; those that are marked speak to other processes of this machine."""
    with BAN.lifted_here(loopback=request.node.get_closest_marker("loopback") is not None):
        yield


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def policylint(cache_home: Path) -> Callable[..., Run]:
    """Run the command: `policylint("check", "x.yaml", cwd=folder)`.

    It runs in this process, which saves an interpreter's start, unless the
    environment it is given is for the interpreter itself.
    """

    def run(*arguments: str, cwd: Path = ROOT, stdin: bytes = b"", env: dict[str, str] | None = None) -> Run:
        environment = {**clean_environment(cache_home), **(env or {})}
        if any(name.startswith("PYTHON") for name in env or {}):
            return in_a_process(arguments, cwd, stdin, environment)
        return in_this_process(arguments, cwd, stdin, environment)

    return run


def in_a_process(arguments: tuple[str, ...], cwd: Path, stdin: bytes, environment: dict[str, str]) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "policylint", *arguments],
        cwd=cwd,
        input=stdin,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_this_process(arguments: tuple[str, ...], cwd: Path, stdin: bytes, environment: dict[str, str]) -> Run:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", errors="strict") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with (
        as_if_started(cwd, environment),
        mock.patch.object(sys, "stdin", given),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main(list(arguments))
        out.flush()
        err.flush()
    printed = (stream.buffer.getvalue().decode() for stream in (out, err))
    return Run(code, *printed)


@contextmanager
def as_if_started(cwd: Path, environment: dict[str, str]) -> Iterator[None]:
    """A working directory and an environment, and afterwards those from before."""
    before, threshold = Path.cwd(), gc.get_threshold()
    os.chdir(cwd)
    try:
        with mock.patch.dict(os.environ, environment, clear=True):
            yield
    finally:
        os.chdir(before)
        gc.set_threshold(*threshold)


UNTRACED = (
    "tests/crash/", "tests/permissive/", "tests/reference/", "tests/test_fuzz.py",
    "tests/policy/test_analysis.py::test_what_the_shipped_rules_on_people_do_to_each_other",
    "tests/cli/test_diff.py::test_what_a_pack_sets_otherwise_is_named",
    "tests/reporters/test_rule_docs.py::test_what_is_stale_missing_or_left_over_is_named_and_mended",
)  # fmt: skip
"""What goes through very much, or runs in processes of its own: tracing it costs more than all the rest."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is of what tables and files show: drawn examples count for nothing in it, and run untraced.

    So do processes of their own, and the tests that go through all rules, which are marked `no_cover`. Spark is another
    process.
    """
    for item in items:
        if "spark" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.loopback)
        if item.nodeid.startswith(UNTRACED) or is_hypothesis_test(getattr(item, "function", None)):
            item.add_marker(pytest.mark.no_cover)


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
