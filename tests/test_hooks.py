"""The hooks of `.pre-commit-hooks.yaml`, as pre-commit runs them in a repository of somebody else.

`pre-commit` clones what is committed here, so a change of a hook shows once it is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from policylint.discover import is_document, kind_by_name
from policylint.drafting.automation import FILES
from tests.conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from pathlib import Path

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
GOOD = (ROOT / "examples/no-people/datasheet.yaml").read_text(encoding="utf-8")
BAD = (ROOT / "examples/ms-celeb-1m/datasheet.yaml").read_text(encoding="utf-8")
SLOPPY = GOOD.replace("id: alpine-snow-depth", "id: sloppy").replace("CC-BY-4.0", "cc-by-4.0")
RULE = (ROOT / "examples/own-policy/rules/faces/no-names.yaml").read_text(encoding="utf-8")
IDENTITY = ("-c", "user.name=A tester", "-c", "user.email=tester@example.org")
PRE_COMMIT = (sys.executable, "-m", "pre_commit")
NOWHERE = "http://127.0.0.1:9"
OFFLINE = {"PIP_NO_INDEX": "1", "http_proxy": NOWHERE, "https_proxy": NOWHERE}
HOOK = re.compile(r"^- hook id: (\S+)$", re.MULTILINE)


class Ran(NamedTuple):
    """What pre-commit says of a hook."""

    code: int
    modified: bool
    text: str


def run(*command: str, cwd: Path, code: int = 0, env: dict[str, str] | None = None) -> str:
    home = cwd.parent / "home"
    environment = {**clean_environment(home), "PRE_COMMIT_HOME": str(home), **(env or {})}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=600)
    text = done.stdout + done.stderr
    assert done.returncode == code, text
    return text


def repository(folder: Path, files: dict[str, str]) -> Path:
    """A git repository with files in it, to be committed."""
    place = folder / "data"
    place.mkdir()
    run("git", "init", "-q", cwd=place)
    write(place, files)
    return place


def write(place: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    run("git", "add", "-A", cwd=place)


def by_hook(printed: str) -> dict[str, Ran]:
    _, *parts = HOOK.split(printed)
    return {
        identifier: Ran(
            int(found[1]) if (found := re.search(r"^- exit code: (\d)$", text, re.MULTILINE)) else 0,
            "files were modified by this hook" in text,
            text,
        )
        for identifier, text in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_hook_of_a_repository_in_one_environment(tmp_path: Path) -> None:
    files = {
        "datasheet.yaml": GOOD,
        "faces/faces.datasheet.yaml": BAD,
        "sloppy/datasheet.yaml": SLOPPY,
        "card/croissant.json": '{"@type": "sc:Dataset",',
        "policies/rules/faces/no-names.yaml": RULE.replace("expect: pass", "expect: unknown", 1),
        "README.md": "# Snow\n\nNo card.\n",
        "other.yaml": "a: [\n",
    }
    place = repository(tmp_path, files)
    done = by_hook(run(*PRE_COMMIT, "try-repo", str(ROOT), "--all-files", "--verbose", cwd=place, code=1))

    assert list(done) == sorted(HOOKS)
    assert {identifier: ran.code for identifier, ran in done.items()} == dict.fromkeys(HOOKS, 1)
    assert {identifier for identifier, ran in done.items() if ran.modified} == {"policylint-fix"}
    assert "faces/faces.datasheet.yaml" in done["policylint"].text
    assert "consent/private-individuals" in done["policylint"].text
    assert "fixed sloppy/datasheet.yaml" in done["policylint-fix"].text
    assert (place / "sloppy/datasheet.yaml").read_text(encoding="utf-8") == SLOPPY.replace("cc-by", "CC-BY")
    assert "card/croissant.json" in done["policylint-cards"].text
    assert "README.md" not in "".join(ran.text for ran in done.values())
    assert "other.yaml" not in "".join(ran.text for ran in done.values())
    for file in ("faces/faces.datasheet.yaml", "card/croissant.json"):
        assert file in done["policylint-project"].text
    assert "no-names" in done["policylint-policies"].text


CONFIG = """\
repos:
  - repo: {root}
    rev: {rev}
    hooks: [{hooks}]
"""


def without_network() -> tuple[str, ...]:
    """The words before a command that take the network from it, where the machine lets us."""
    words = ("unshare", "--map-root-user", "--net")
    try:
        allowed = subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        allowed = False
    return words if allowed else ()


def test_a_commit_is_refused_until_it_is_mended_and_nothing_needs_the_network(tmp_path: Path) -> None:
    rev = run("git", "rev-parse", "HEAD", cwd=ROOT).strip()
    order = sorted(HOOKS, key=lambda identifier: identifier != "policylint-fix")
    config = CONFIG.format(root=ROOT, rev=rev, hooks=", ".join(f"{{id: {identifier}}}" for identifier in order))
    files = {"datasheet.yaml": SLOPPY, "README.md": "# Snow\n", ".pre-commit-config.yaml": config}
    place = repository(tmp_path, files)
    run(*PRE_COMMIT, "install", "--install-hooks", cwd=place)
    commit = (*without_network(), "git", *IDENTITY, "commit", "-m", "data")

    refused = by_hook(run(*commit, cwd=place, code=1, env=OFFLINE))
    assert list(refused) == ["policylint-fix"]
    assert refused["policylint-fix"] == Ran(0, modified=True, text=refused["policylint-fix"].text)
    run("git", "add", "-A", cwd=place)
    assert "skipped" not in run(*commit, cwd=place, env=OFFLINE)

    write(place, {"datasheet.yaml": GOOD.replace("present: false", "present: unknown")})
    refused = by_hook(run(*commit, cwd=place, code=1, env=OFFLINE))
    assert {identifier: ran.code for identifier, ran in refused.items()} == dict.fromkeys(
        ("policylint-fix", "policylint", "policylint-project"), 1
    )
    assert all("datasheet.yaml" in ran.text for ran in refused.values())
    assert run("git", "log", "--oneline", cwd=place).count("\n") == 1
    write(place, {"datasheet.yaml": GOOD})
    run(*commit, cwd=place, env=OFFLINE)
    assert run("git", "log", "--oneline", cwd=place).count("\n") == 2


NAMES = (
    "datasheet.yaml", "a/datasheet.yml", "faces.datasheet.json", "use.yaml", "a/product.use.yml", "datasheet.en.yaml",
    "README.md", "a/README.md", "croissant.json", "datapackage.json", "datapackage.yaml", "dataset-metadata.json",
    "reuse.yaml", "readme.txt", "data.csv", "other.yaml", "datasheet.md", "package.json", "README.rst",
    "my-datasheet.yaml", "Datasheet.yaml", "DATASHEET.YML", "faces.Use.JSON", "Readme.md",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_hooks_take_what_a_walk_takes(name: str) -> None:
    def taken(identifier: str) -> bool:
        return re.search(HOOKS[identifier]["files"], name) is not None

    assert taken("policylint") == taken("policylint-fix") == (kind_by_name(name) is not None)
    assert taken("policylint-cards") == (is_document(name) and kind_by_name(name) is None)
    assert taken("policylint-project") >= is_document(name)


def test_all_files_come_in_one_call_and_the_drafted_hook_is_the_shipped_one() -> None:
    assert all(hook["require_serial"] for hook in HOOKS.values())
    assert HOOKS["policylint"]["files"] == FILES
    assert HOOKS["policylint"]["files"] == HOOKS["policylint-fix"]["files"]


def test_the_project_hook_runs_on_what_a_check_reads_beside_datasheets() -> None:
    for name in (".policylint.yaml", "pyproject.toml", "policies/rules/a/b.yaml", "policylint.waivers.yaml", "LICENSE"):
        assert re.search(HOOKS["policylint-project"]["files"], name), name
    assert not re.search(HOOKS["policylint-project"]["files"], os.path.join("data", "faces.csv"))
