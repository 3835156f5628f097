"""What makes a project check itself: the hook in `.pre-commit-config.yaml`, and a workflow of GitHub Actions."""

from __future__ import annotations

from policylint import __version__
from policylint.documents import read
from policylint.documents.node import MAPPING, SEQUENCE, Node, plain_value
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from policylint.documents import Document

HOOKS = ".pre-commit-config.yaml"
WORKFLOW_FILE = ".github/workflows/policylint.yml"
FILES = r"(?i)(^|/)([^/]+\.)?(datasheet|use)(\.[^./]+)?\.(ya?ml|json)$"
"""The files that the hook looks at, as `.pre-commit-hooks.yaml` has them."""
_HOOK = rf"""- repo: local
  hooks:
    - id: policylint
      name: policylint
      entry: policylint check --force-exclude --allow-empty
      language: python
      additional_dependencies: [policylint=={__version__}]
      files: {FILES}
      require_serial: true
"""
WORKFLOW = f"""\
name: datasets
on:
  push:
  pull_request:
  schedule:
    - cron: "0 6 * * 1" # what ends, ends on a day on which nobody commits
permissions: {{}}
concurrency:
  group: datasets-${{{{ github.ref }}}}
  cancel-in-progress: true
jobs:
  policylint:
    name: policylint
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0
        with:
          persist-credentials: false
      - uses: actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0
        with:
          python-version: "3.12"
      - run: pip install policylint=={__version__}
      - run: policylint check
"""


def hook(indent: int = 2) -> str:
    """The entry of `repos`, indented."""
    return "".join(f"{' ' * indent}{line}" for line in _HOOK.splitlines(keepends=True))


def with_hook(text: str | None) -> str | None:
    """The text of a pre-commit config with the hook in it; all else stays byte for byte.

    None where it cannot be put in safely: `repos` is no list in block style, or the file does not parse.

    >>> with_hook("repos:\\n- repo: meta\\n  hooks: [{id: identity}]\\n").splitlines()[3]
    '- repo: local'
    """
    if text is None or not text.strip():
        return f"repos:\n{hook()}"
    before = read(text.encode(), HOOKS)
    repos = before.root.get("repos") if before.root is not None else None
    if repos is None or repos.kind != SEQUENCE or not repos.value:
        return None
    if has_hook(before):
        return text
    lines = text.splitlines(keepends=True)
    last = repos.value[-1]
    end = _end(last, lines)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    entry = hook(repos.start.column).replace("\n", newline)
    if not lines[end - 1].endswith(("\n", "\r")):
        lines[end - 1] += newline
    made = "".join([*lines[:end], entry, *lines[end:]])
    return made if _is_addition(before, read(made.encode(), HOOKS)) else None


def has_hook(document: Document) -> bool:
    """Whether a pre-commit config runs policylint already."""
    whole = plain_value(document.root) if document.root is not None else None
    hooks = [one for repo in _listed(whole, "repos") for one in _listed(repo, "hooks")]
    return any(isinstance(one, dict) and one.get("id") == "policylint" for one in hooks)


def _listed(value: object, key: str) -> list[object]:
    """The list under a key of a mapping; nothing where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _end(node: Node, lines: list[str]) -> int:
    """The number of lines up to the last one that holds something of a node."""
    if node.kind in (MAPPING, SEQUENCE) and node.value:
        last = node.value[-1]
        inner = _end(last[1] if isinstance(last, tuple) else last, lines)
        closes = node.end.line + 1 if node.end.column and lines[node.end.line][: node.end.column].strip() else 0
        return max(inner, closes)
    return node.end.line + (1 if node.end.column else 0)


def _is_addition(before: Document, after: Document) -> bool:
    """Whether a config says what it said before, and one repository more at the end of its list."""
    if before.root is None or after.root is None:
        return False
    old, new = plain_value(before.root), plain_value(after.root)
    added = new["repos"].pop() if isinstance(new.get("repos"), list) and new["repos"] else None
    return bool(old == new and added == plain_value(_parsed()))


def _parsed() -> Node:
    root = read(_HOOK.encode(), HOOKS).root
    assert root is not None
    entry: Node = root.value[0]
    return entry
