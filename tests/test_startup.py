"""A hook runs at every commit: a clean check loads nothing that it does not need, and less where nothing changed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAVY = {
    "argparse", "asyncio", "click", "dataclasses", "difflib", "hashlib", "importlib.metadata", "inspect", "json",
    "jsonschema", "multiprocessing", "pathlib", "pickle", "pydantic", "rich", "subprocess", "textwrap", "tomllib",
    "traceback", "typer", "typing",
}  # fmt: skip
NOT_WHEN_KEPT = {"yaml", "datetime"}
SHEET = "examples/no-people/datasheet.yaml"
PROBE = """
import sys
before = set(sys.modules)
from policylint.__main__ import main
code = main(sys.argv[1:])
sys.stderr.write("\\n".join(sorted(set(sys.modules) - before)))
sys.exit(code)
"""


def unmeasured(home: Path) -> dict[str, str]:
    """An environment in which coverage does not start with the interpreter: it brings modules of its own."""
    return {key: value for key, value in clean_environment(home).items() if not key.startswith("COV")}


def modules(home: Path, sheet: str = SHEET) -> set[str]:
    """The modules that a clean check of a datasheet loads."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "check", sheet, "--no-config"],
        cwd=ROOT,
        env=unmeasured(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return set(done.stderr.splitlines())


def listed(found: set[str]) -> str:
    """Our own modules, one a line: those of Python differ from version to version."""
    return "".join(f"{name}\n" for name in sorted(found) if name.startswith("policylint"))


def test_a_clean_check_imports_nothing_heavy(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    copy = tmp_path / "copy.datasheet.yaml"
    copy.write_bytes((ROOT / SHEET).read_bytes())
    first = modules(tmp_path)
    assert "policylint.policy.load" in first, "without a kept plan, the policy is loaded"
    judged = modules(tmp_path, str(copy))
    assert judged & HEAVY == set()
    golden("modules-judged.txt", listed(judged))
    kept = modules(tmp_path)
    assert kept & (HEAVY | NOT_WHEN_KEPT) == set()
    golden("modules-kept.txt", listed(kept))


def test_a_broken_plan_is_as_good_as_none(tmp_path: Path) -> None:
    def loads(number: int) -> bool:
        """Whether the policy is loaded for a datasheet that nobody has seen before."""
        new = tmp_path / f"{number}.datasheet.yaml"
        new.write_bytes((ROOT / SHEET).read_bytes())
        return "policylint.policy.load" in modules(tmp_path, str(new))

    assert loads(0)
    (plan,) = (tmp_path / "policylint").glob("plan-*")
    data = plan.read_bytes()
    for number, broken in enumerate((b"", b"{}", data[:-20], data.replace(b"error", b"infos"), data + b"x"), 1):
        plan.write_bytes(broken)
        assert loads(number)
        assert not loads(-number)


def test_a_changed_rule_is_seen_at_once(tmp_path: Path) -> None:
    from policylint.cache import plans
    from policylint.policy.in_force import Settings

    folder = tmp_path / "policies" / "rules" / "mine"
    folder.mkdir(parents=True)
    text = (ROOT / "policies/rules/maintenance/backup.yaml").read_text(encoding="utf-8")
    (folder / "backup.yaml").write_text(text, encoding="utf-8")
    settings = Settings(("./policies",), base=str(tmp_path))
    first = plans.policy(settings, str(tmp_path / "cache"))
    assert plans.policy(settings, str(tmp_path / "cache")).rules == first.rules
    (folder / "backup.yaml").write_text(text.replace("severity: warning", "severity: info"), encoding="utf-8")
    assert plans.policy(settings, str(tmp_path / "cache")).rules[0]["severity"] == "info"
    (folder / "other.yaml").write_text(text, encoding="utf-8")
    assert len(plans.policy(settings, str(tmp_path / "cache")).rules) == 2


def test_a_file_that_appears_beside_a_pack_is_seen(tmp_path: Path) -> None:
    from policylint.cache import plans
    from policylint.errors import InvalidFileError
    from policylint.policy.in_force import Settings

    top = tmp_path / "p"
    (top / "packs").mkdir(parents=True)
    (top / "packs" / "x.yaml").write_text("title: x\nrules: [maintenance/backup]\n")
    settings = Settings(("./p/packs/x.yaml",), base=str(tmp_path))
    assert plans.policy(settings, str(tmp_path / "cache")).packs == ("x",)
    (top / "rules" / "maintenance").mkdir(parents=True)
    text = (ROOT / "policies/rules/maintenance/backup.yaml").read_text(encoding="utf-8")
    (top / "rules" / "maintenance" / "backup.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFileError, match="two rules are called"):
        plans.policy(settings, str(tmp_path / "cache"))
