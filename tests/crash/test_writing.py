"""Every file that policylint writes goes through one module, which writes it whole: what bypasses it is seen here."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = ROOT / "policylint"
BY_OS = frozenset(
    ("chmod", "link", "mkfifo", "mknod", "open", "rename", "renames", "replace", "symlink", "truncate", "unlink")
)
WRITING = frozenset((
    "write_text", "write_bytes", "touch", "copy2", "copyfile", "copytree", "move", "rmtree", "fdopen", "mkstemp",
    "NamedTemporaryFile", "dump", "symlink_to", "hardlink_to",
))  # fmt: skip
"""What changes a file: functions of `os`, and functions and methods whoever they are called on."""
ALLOWED = {
    "cache/files.py": {"os.open", "os.unlink"},
    "judges.py": {"open"},
    "writing.py": {"open", "os.open", "os.link", "os.chmod", "os.unlink", "os.replace"},
    "reading.py": {"os.open"},
    "boundary.py": {"open", "os.open"},
    "generated.py": {"os.unlink"},
}
"""Who may: the module itself; what opens for reading; where nothing is written to; what only a checkout runs; and
what takes away what is in its place."""


def calls(tree: ast.AST) -> Iterator[str]:
    """The calls of a module that write to a file or may do so: `open`, `os.NAME`, or the name of a method."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "open" and _may_write(node, 1, sure=False):
            yield "open"
        elif isinstance(node.func, ast.Attribute):
            on, name = getattr(node.func.value, "id", ""), node.func.attr
            if on == "os" and name in BY_OS:
                yield f"os.{name}"
            elif name in WRITING or (name == "open" and _may_write(node, int(on == "gzip"), sure=True)):
                yield name


def _may_write(call: ast.Call, at: int, *, sure: bool) -> bool:
    """Whether a mode is given that is for writing, or, unless that has to be sure, any that is no constant."""
    modes = [word.value for word in call.keywords if word.arg == "mode"] or call.args[at : at + 1]
    said = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(set(mode) & set("wax+") and set(mode) <= set("wax+rbt") for mode in said) or len(said) + sure < len(
        modes
    )


def test_nothing_is_written_past_the_module_that_writes() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): set(calls(ast.parse(path.read_text(encoding="utf-8"))))
        for path in PACKAGE.rglob("*.py")
    }
    assert {name: seen for name, seen in found.items() if seen} == ALLOWED


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("open(p)", []), ("open(p, 'rb')", []), ("open(p, 'w')", ["open"]), ("open(p, mode='r+')", ["open"]),
        ("open(p, how)", ["open"]), ("Path(p).write_text(t)", ["write_text"]), ("os.open(p, f)", ["os.open"]),
        ("os.replace(a, b)", ["os.replace"]), ("text.replace(a, b)", []), ("Path(p).open('a')", ["open"]),
        ("opened.open(os.path.join(a, b))", []), ("gzip.open(p)", []), ("gzip.open(p, 'wt')", ["open"]),
        ("json.dump(value, file)", ["dump"]), ("shutil.move(a, b)", ["move"]),
    ],
)  # fmt: skip
def test_what_writes_is_seen(text: str, seen: list[str]) -> None:
    assert list(calls(ast.parse(text))) == seen
