"""A hook runs at every commit: a clean check loads nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "argparse", "asyncio", "click", "dataclasses", "difflib", "hashlib", "importlib.metadata", "inspect", "jsonschema",
    "pathlib", "pydantic", "rich", "subprocess", "textwrap", "tomllib", "traceback", "typer",
)  # fmt: skip
PROBE = """
import sys
from policylint.__main__ import main
code = main(["check", "examples/no-people/datasheet.yaml", "--no-config"])
sys.stderr.write("\\n".join(sorted(sys.modules)))
sys.exit(code)
"""


def unmeasured(home: Path) -> dict[str, str]:
    """An environment in which coverage does not start with the interpreter: it brings modules of its own."""
    return {key: value for key, value in clean_environment(home).items() if not key.startswith("COV")}


def modules(home: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=ROOT,
        env=unmeasured(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr.splitlines()


def test_a_clean_check_imports_nothing_heavy(tmp_path: Path) -> None:
    first = modules(tmp_path)
    assert "policylint.policy.load" in first, "without a cached plan, the policy is loaded"
    again = modules(tmp_path)
    loaded_at_start = subprocess.run(
        [sys.executable, "-c", "import sys; print('\\n'.join(sys.modules))"],
        env=unmeasured(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    ours = set(again) - set(loaded_at_start.stdout.splitlines())
    assert ours & set(HEAVY) == set()
    assert not {
        name
        for name in ours
        if name.startswith(("policylint.policy.load", "policylint.policy.rule", "policylint.cli", "policylint.api"))
    }


def test_a_broken_cache_is_as_good_as_none(tmp_path: Path) -> None:
    expected = modules(tmp_path)
    (plan,) = (tmp_path / "policylint").glob("plan-*.json")
    for broken in (b"", b"\xff\xfe", b"{}", plan.read_bytes()[:-20], plan.read_bytes().replace(b"error", b"infos")):
        plan.write_bytes(broken)
        assert "policylint.policy.load" in modules(tmp_path)
        assert "policylint.policy.load" not in modules(tmp_path)
    assert expected


def test_a_changed_rule_is_seen_at_once(tmp_path: Path) -> None:
    from policylint import cache
    from policylint.policy.in_force import Settings

    folder = tmp_path / "policies" / "rules" / "mine"
    folder.mkdir(parents=True)
    text = (ROOT / "policies/rules/maintenance/backup.yaml").read_text(encoding="utf-8")
    (folder / "backup.yaml").write_text(text, encoding="utf-8")
    settings = Settings(("./policies",), base=str(tmp_path))
    first = cache.policy(settings, str(tmp_path / "cache"))
    assert cache.policy(settings, str(tmp_path / "cache")).rules == first.rules
    (folder / "backup.yaml").write_text(text.replace("severity: warning", "severity: info"), encoding="utf-8")
    assert cache.policy(settings, str(tmp_path / "cache")).rules[0]["severity"] == "info"
    (folder / "other.yaml").write_text(text, encoding="utf-8")
    assert len(cache.policy(settings, str(tmp_path / "cache")).rules) == 2


def test_a_file_that_appears_beside_a_pack_is_seen(tmp_path: Path) -> None:
    from policylint import cache
    from policylint.errors import InvalidFileError
    from policylint.policy.in_force import Settings

    top = tmp_path / "p"
    (top / "packs").mkdir(parents=True)
    (top / "packs" / "x.yaml").write_text("title: x\nrules: [maintenance/backup]\n")
    settings = Settings(("./p/packs/x.yaml",), base=str(tmp_path))
    assert cache.policy(settings, str(tmp_path / "cache")).packs == ("x",)
    (top / "rules" / "maintenance").mkdir(parents=True)
    text = (ROOT / "policies/rules/maintenance/backup.yaml").read_text(encoding="utf-8")
    (top / "rules" / "maintenance" / "backup.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFileError, match="two rules are called"):
        cache.policy(settings, str(tmp_path / "cache"))
