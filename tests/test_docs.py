"""What the pages show is what the tool does: every command in them is run, every file in them is read.

A `console` block holds commands and what they print. A `yaml` block says what it is (`yaml datasheet`,
`yaml use`, `yaml rule`, `yaml pack`, `yaml config`); a path after that is a file it must be equal to, and
`> path` a file that the commands further down the page find. `python tests/test_docs.py` writes what the
commands print now into the pages.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

from policylint.documents import Document, read
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.policy.rule import read_rule
from policylint.policy.testing import run_tests
from policylint.shapes.check import check_fragment, check_shape

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/rules/*.md"), *ROOT.glob("examples/*/*.md")]
)
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


class Block(NamedTuple):
    """A fenced block: its page, its line there, the words after the fence, and its text."""

    page: Path
    line: int
    info: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(page, text.count("\n", 0, match.start()) + 1, match["info"].strip(), match["text"])
        for match in _BLOCK.finditer(text)
    ]


# commands and what they print


def replay(page: Path, folder: Path) -> dict[int, str]:
    """Run the commands of a page in a folder; line of a console block → what that block should be."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    shown: dict[int, str] = {}
    for block in blocks(page):
        if block.info == "console":
            shown[block.line] = _run_all(block, folder)
        elif " > " in block.info:
            target = folder / block.info.partition(" > ")[2]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
    return shown


def _run_all(block: Block, folder: Path) -> str:
    printed: list[str] = []
    code = 0
    for line in block.text.splitlines():
        if not line.startswith("$ "):
            continue
        command = shlex.split(line[2:], comments=True)
        printed.append(line + "\n")
        if command == ["echo", "$?"]:
            printed.append(f"{code}\n")
        elif command == ["pip", "install", "."]:
            install(folder)
        else:
            assert command[0] == "policylint", f"{block.name}: only policylint is run here, not `{line}`"
            code, text = policylint(command[1:], folder)
            assert code != 4, f"{block.name}: `{line}` ends in an internal error:\n{text}"
            printed.append(text)
    return "".join(printed)


def install(folder: Path) -> None:
    """Build the package in a folder and put it where the commands after this look for packages."""
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(folder / "site")]
    command = [sys.executable, "-m", "pip", "install", "--quiet", *options, str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def policylint(arguments: list[str], folder: Path) -> tuple[int, str]:
    """The exit code of policylint in a folder, and all that it prints."""
    color = ["--color", "never"] if arguments[0] == "check" else []
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder / "site")]), "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100", "NO_COLOR": "1", "XDG_CACHE_HOME": os.devnull,
    }  # fmt: skip
    command = [sys.executable, "-m", "policylint", *arguments, *color]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    shown = {block.line: block.text for block in blocks(page) if block.info == "console"}
    assert replay(page, tmp_path) == shown


# files


def _yaml_blocks() -> list[Block]:
    return [block for page in PAGES for block in blocks(page) if block.info.split()[:1] == ["yaml"]]


def _problems(block: Block, kind: str, tmp_path: Path) -> list[str]:
    if kind == "pack" and " > " in block.info:
        return []  # its rules stand on its page, and the commands there load it
    name = {"rule": "rules/docs/example.yaml", "pack": "packs/example.yaml"}.get(kind, "example.yaml")
    document = read(block.text.encode(), name)
    found = list(document.problems)
    if document.root is not None and kind in ("datasheet", "use", "config"):
        whole = kind == "config" or document.root.get(kind) is not None
        found += (check_shape(document, kind) if whole else check_fragment(document, document.root, kind)).problems
    elif kind == "rule":
        return _rule_problems(document)
    elif kind == "pack":
        shutil.copytree(ROOT / "examples" / "own-policy" / "rules", tmp_path / "rules")
        (tmp_path / "packs").mkdir()
        (tmp_path / name).write_text(block.text, encoding="utf-8")
        load_policy(Settings((str(tmp_path / name),)))
    return [f"{problem.span.line}:{problem.span.column} {problem.message}" for problem in found]


def _rule_problems(document: Document) -> list[str]:
    rule, problems = read_rule(document, {})
    failures = [f"{result.test.name}: {result.failure}" for result in run_tests(rule) if result.failure] if rule else []
    return [f"{problem.span.line}:{problem.span.column} {problem.message}" for problem in problems] + failures


@pytest.mark.parametrize("block", _yaml_blocks(), ids=lambda block: block.name)
def test_yaml_is_what_it_says(block: Block, tmp_path: Path) -> None:
    words = block.info.partition(">")[0].split()
    kind = words[1] if len(words) > 1 else ""
    assert kind in ("", "datasheet", "use", "rule", "pack", "config")
    assert _problems(block, kind, tmp_path) == []
    if len(words) == 3:
        assert block.text == (ROOT / words[2]).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    assert [link for link in _LINK.findall(text) if not (page.parent / link).exists()] == []


def test_pages_name_only_rules_that_exist() -> None:
    rules = {
        f"{file.parent.name}/{file.stem}"
        for folder in ("policies", "examples/own-policy")
        for file in (ROOT / folder).glob("rules/*/*.yaml")
    }
    areas = "|".join(sorted({rule.partition("/")[0] for rule in rules}))
    named = {
        found for page in PAGES for found in re.findall(rf"`((?:{areas})/[a-z-]+)`", page.read_text(encoding="utf-8"))
    }
    assert named - rules == set()


def _write_pages() -> None:
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            shown = replay(page, Path(folder))
        text = page.read_text(encoding="utf-8")
        for block in blocks(page):
            if block.line in shown:
                text = text.replace(f"```console\n{block.text}```", f"```console\n{shown[block.line]}```", 1)
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write_pages()
