"""What builds are made of: workflows, the action, the image, samples. Linters judge them where they are installed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from policylint import __version__
from policylint.drafting.automation import WORKFLOW, WORKFLOW_FILE, hook
from policylint.reporters import FORMATS
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
USES = re.compile(r"uses: (\S+)(?: # (.*))?$", re.MULTILINE)


def loaded(path: Path) -> dict[Any, Any]:
    whole: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return whole


def linted(name: str, *arguments: str) -> None:
    """A linter says nothing: one of this environment (zizmor comes with `dev`), or else of the machine."""
    program = shutil.which(name, path=os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"])))
    if program is None:
        pytest.skip(f"{name} is not installed")
    command = (program, *arguments)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_says_nothing(tmp_path: Path) -> None:
    drafted = tmp_path / WORKFLOW_FILE
    drafted.parent.mkdir(parents=True)
    drafted.write_text(WORKFLOW, encoding="utf-8")
    linted("zizmor", "--offline", "--no-progress", "--persona", "pedantic", str(ROOT), str(tmp_path))


def test_actionlint_says_nothing(tmp_path: Path) -> None:
    drafted = tmp_path / "drafted.yml"
    drafted.write_text(WORKFLOW, encoding="utf-8")
    linted("actionlint", *map(str, WORKFLOWS), str(drafted))


def test_hadolint_says_nothing() -> None:
    linted("hadolint", "Dockerfile")


@pytest.mark.parametrize("text", [*(path.read_text(encoding="utf-8") for path in WORKFLOWS), WORKFLOW])
def test_actions_are_pinned_to_commits_and_say_which_version_that_is(text: str) -> None:
    used = [one for one in USES.findall(text) if not one[0].startswith("./")]
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)
        assert re.match(r"v\d+\.\d+\.\d+", comment), action


def test_one_action_has_one_pin_everywhere() -> None:
    texts = [*(path.read_text(encoding="utf-8") for path in WORKFLOWS), WORKFLOW, CI]
    texts.append((ROOT / "action.yml").read_text(encoding="utf-8"))
    pins: dict[str, set[str]] = {}
    for action, _ in (one for text in texts for one in USES.findall(text) if re.search(r"@[0-9a-f]{40}$", one[0])):
        name, _, commit = action.partition("@")
        pins.setdefault(name, set()).add(commit)
    assert {name: commits for name, commits in pins.items() if len(commits) > 1} == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nobody_may_do_more_than_the_job_needs(path: Path) -> None:
    workflow = loaded(path)
    assert workflow["permissions"] == {}
    may_write = {
        (name, scope) for name, job in workflow["jobs"].items() for scope, level in job["permissions"].items()
        if level == "write"
    }  # fmt: skip
    allowed = {("publish", "id-token"), ("publish", "attestations"), ("release", "contents")}
    assert may_write == (allowed if path.name == "release.yml" else set())
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_every_supported_python_is_checked() -> None:
    workflow = loaded(ROOT / ".github/workflows/ci.yml")
    assert workflow["jobs"]["check"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]


def test_the_pages_show_what_init_writes() -> None:
    assert f"```yaml\n{WORKFLOW}```" in CI
    assert f"```yaml\nrepos:\n{hook()}```" in CI


def commands(lines: list[str]) -> list[list[str]]:
    return [shlex.split(line) for line in lines if line.startswith("policylint ")]


def test_the_sample_for_gitlab_calls_what_there_is() -> None:
    job = loaded(ROOT / "docs" / "gitlab-ci.sample.yml")["datasets"]
    assert job["before_script"] == [f"pip install --quiet policylint=={__version__}"]
    ((_, verb, *rest),) = commands(job["script"])
    outputs = dict(one.split("=") for one in rest if "=" in one)
    assert verb == "check"
    assert set(outputs) <= set(FORMATS)
    assert outputs["gitlab"] == job["artifacts"]["reports"]["codequality"]
    assert outputs["json"] in job["artifacts"]["paths"]


def test_the_image_runs_as_nobody_and_holds_what_the_package_needs() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]
    assert all(re.fullmatch(r"FROM python:3\.\d+-slim( AS build)?", line) for line in lines if line.startswith("FROM"))
    kept = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }
    built = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert {"pyproject.toml", "README.md", "LICENSE", "policylint"} <= kept
    for folder in ("schemas", "policies", "registry", "docs/man"):
        assert f'"{folder}' in built
        assert folder in kept
