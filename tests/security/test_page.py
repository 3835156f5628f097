"""What SECURITY.md promises is tested: each line of its tables names tests, and each test of hostile input is named."""

from __future__ import annotations

import ast
import re

from tests.conftest import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def rows() -> list[str]:
    """The lines of the tables, without their heads."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    return [line for line in lines if not line.startswith(("| wants", "|---"))]


def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_line_names_tests_that_exist() -> None:
    assert len(rows()) > 20
    for line in rows():
        named = NAMED.findall(line)
        assert named, line
        for file, name in named:
            assert name in names_in(file), line


def test_every_test_of_hostile_input_is_named() -> None:
    ours = {
        (f"security/{path.name}", name)
        for path in (ROOT / "tests" / "security").glob("test_*.py")
        for name in names_in(f"security/{path.name}")
    }
    assert ours - set(NAMED.findall(PAGE)) == set()
