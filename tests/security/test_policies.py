"""A policy decides what passes. Nothing in it runs, and every report says which one it was."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_bad_input import GOOD
from tests.conftest import AS_OF, ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

RULE = """\
title: The data is kept
severity: error
require: {maintenance.status: withdrawn}
message: It is kept.
remedy: Do not.
why: Nobody knows.
references: []
tests:
  - {name: kept, expect: fail, datasheet: {maintenance: {status: active}}}
  - {name: not, expect: pass, datasheet: {maintenance: {status: withdrawn}}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A pull request against a rule of the house, which it breaks."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "datasheet.yaml").write_bytes(GOOD)
    for place in ("house", "base"):
        rule = tmp_path / place / "rules" / "house" / "kept.yaml"
        rule.parent.mkdir(parents=True)
        rule.write_text(RULE, encoding="utf-8")
    (tmp_path / "policylint.yaml").write_text("policy: [./house]\n", encoding="utf-8")
    return tmp_path


def check(policylint: Callable[..., Run], project: Path, *arguments: str) -> Run:
    return policylint("check", ".", "--as-of", AS_OF, *arguments, cwd=project)


# code

TAGS = [
    "!!python/object/apply:os.system ['touch ran']",
    "!!python/name:os.system x",
    "!!python/module:os x",
    "!exec 'touch ran'",
]
FILES = {
    "a datasheet": ("x.datasheet.yaml", "datasheet: {tag}\n"),
    "a use": ("x.use.yaml", "use: {tag}\n"),
    "a config": (".policylint.yaml", "policy: {tag}\n"),
    "a rule": ("house/rules/house/other.yaml", "title: {tag}\n"),
    "a waiver file": ("w.yaml", "- id: {tag}\n"),
}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", FILES)
def test_no_tag_makes_an_object(kind: str, tag: str, project: Path, policylint: Callable[..., Run]) -> None:
    name, text = FILES[kind]
    (project / name).write_text(text.format(tag=tag), encoding="utf-8")
    if kind == "a waiver file":
        (project / "policylint.yaml").write_text("policy: [./house]\nwaivers: {file: w.yaml}\n", encoding="utf-8")
    run = check(policylint, project)
    assert run.code in (1, 2)
    assert "syntax/tag" in run.out + run.err
    assert not (project / "ran").exists()


def test_no_text_of_a_rule_is_a_format_that_reads_objects(project: Path, policylint: Callable[..., Run]) -> None:
    """`{maintenance.status.__class__}` is a path that is no field, and no message is filled in twice."""
    rule = project / "house" / "rules" / "house" / "kept.yaml"
    for message in (
        "{maintenance.__class__}",
        "{maintenance.status.__class__}",
        "{0.__class__}",
        "{maintenance[status]}",
    ):
        rule.write_text(RULE.replace("It is kept.", json.dumps(message)), encoding="utf-8")
        assert check(policylint, project).code == 2
    rule.write_text(RULE.replace("It is kept.", '"Kept by {maintenance.organization}"'), encoding="utf-8")
    (project / "datasheet.yaml").write_bytes(GOOD.replace(b"Institute", b'"{maintenance.contact} {0} %s ${HOME}"'))
    assert "Kept by {maintenance.contact} {0} %s ${HOME}" in check(policylint, project, "--format", "concise").out


def test_no_python_beside_a_policy_is_run(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """By the command that is installed, that is; `python -m` looks into the working directory first."""
    for name in (
        "conftest.py",
        "sitecustomize.py",
        "house/__init__.py",
        "house/rules/house/kept.py",
        "yaml.py",
        "policylint.py",
    ):
        (project / name).write_text("open('ran', 'w')\n", encoding="utf-8")
    script = tmp_path_factory.mktemp("bin") / "policylint"
    script.write_text("import sys\nfrom policylint.__main__ import main\nsys.exit(main())\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), "check", "."], cwd=project, capture_output=True, text=True, check=False,
        env={**clean_environment(project.parent / "cache"), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert not (project / "ran").exists()


# a pull request that judges itself

OWN = {
    "it takes the rule away": lambda here: (here / "policylint.yaml").write_text("policy: core\n"),
    "it calls the rule information": lambda here: (here / "policylint.yaml").write_text(
        "policy: [./house]\nseverity: {house/kept: info}\n"
    ),
    "it turns the rule round": lambda here: (here / "house/rules/house/kept.yaml").write_text(
        RULE.replace("require: {maintenance.status: withdrawn}", "require: {maintenance.status: active}")
        .replace("fail,", "x,")
        .replace("pass,", "fail,")
        .replace("x,", "pass,")
    ),
    "it brings a config that is nearer": lambda here: (here / ".policylint.yaml").write_text("policy: core\n"),
}


@pytest.mark.parametrize("name", OWN)
def test_a_policy_of_the_base_branch_judges_a_pull_request(
    name: str, project: Path, policylint: Callable[..., Run]
) -> None:
    """Its own config could let it pass; what is named, from a checkout of the base branch, it cannot change."""
    before = check(policylint, project, "--format", "json")
    OWN[name](project)
    own = check(policylint, project, "--format", "json")
    assert (before.code, own.code) == (1, 0)
    digests = [json.loads(run.out)["policy"]["digest"] for run in (before, own)]
    assert digests[0] != digests[1], "and the report says that it was judged by another policy"
    pinned = check(policylint, project, "--no-config", "--policy", "./base")
    assert pinned.code == 1
    (project / "base" / "policylint.yaml").write_text("policy: [.]\n", encoding="utf-8")
    assert check(policylint, project, "--config", "base/policylint.yaml").code == 1


def test_every_report_for_a_record_names_the_policy(project: Path, policylint: Callable[..., Run]) -> None:
    digest = json.loads(check(policylint, project, "--format", "json").out)["policy"]["digest"]
    assert digest in check(policylint, project, "--format", "html").out
    assert digest in check(policylint, project, "-v").err


def test_what_a_pull_request_waives_for_itself_is_shown(project: Path, policylint: Callable[..., Run]) -> None:
    """And approved only by those whom the config of the base branch names."""
    waiver = {"id": "W-1", "rule": "house/kept", "dataset": "waves", "reason": "r", "owner": "a@example.org",
              "approved_by": "me@example.org", "approved_on": "2026-11-01", "expires": "2027-01-01"}  # fmt: skip
    (project / "w.yaml").write_text(f"- {json.dumps(waiver)}\n", encoding="utf-8")
    settings = "policy: [./house]\nwaivers: {file: w.yaml}\n"
    (project / "policylint.yaml").write_text(settings, encoding="utf-8")
    own = check(policylint, project, "--format", "json")
    shown = json.loads(own.out)["waivers"]
    assert [one["id"] for one in shown] == ["W-1"]
    (project / "base.yaml").write_text(settings.replace("w.yaml", "w.yaml, approvers: [counsel@example.org]"))
    assert check(policylint, project, "--config", "base.yaml").code == 1


def test_the_installed_policies_are_the_shipped_ones(project: Path, policylint: Callable[..., Run]) -> None:
    """A folder of the checkout that is called like a shipped pack is not taken for it."""
    before = check(policylint, project, "--policy", "core", "--format", "json")
    (project / "core" / "packs").mkdir(parents=True)
    (project / "core" / "packs" / "core.yaml").write_text("title: none\nrules: []\n", encoding="utf-8")
    (project / "packs").mkdir()
    (project / "packs" / "core.yaml").write_text("title: none\nrules: []\n", encoding="utf-8")
    after = check(policylint, project, "--policy", "core", "--format", "json")
    assert json.loads(before.out)["policy"] == json.loads(after.out)["policy"]
    assert (ROOT / "policies" / "packs" / "core.yaml").exists()
