"""The front matter of a Markdown text with some keys changed, and every other byte as it was."""

from __future__ import annotations

import re

from policylint.documents.front_matter import block
from policylint.documents.node import MAPPING, Node, plain_value
from policylint.documents.yaml_nodes import read_yaml
from policylint.lean import TYPE_CHECKING
from policylint.writers.yaml_text import to_yaml

if TYPE_CHECKING:
    from typing import Any


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARK = "\ufeff"


def edited(text: str, changes: dict[str, Any]) -> str:
    """The text with each key set to its value, or without it where that is None. Raises SyntaxProblem."""
    if text.startswith(_MARK):
        return _MARK + edited(text.removeprefix(_MARK), changes)
    matter = block(text)
    first = _LINE.match(text)
    opening = first.group() if first else ""
    end = opening[len(opening.rstrip("\r\n")) :] or "\n"
    if matter is None:
        return f"---{end}{_yaml(changes, end)}---{end}{text}"
    below = text[len(opening) + len(matter) :]
    return opening + _changed(matter, changes, end) + below


def _yaml(changes: dict[str, Any], end: str) -> str:
    kept = {key: value for key, value in changes.items() if value is not None}
    return to_yaml(kept).replace("\n", end) if kept else ""


def _changed(matter: str, changes: dict[str, Any], end: str) -> str:
    root = read_yaml(matter)
    if root is None or root.kind != MAPPING or not root.value:
        return matter + _yaml(changes, end)
    if matter.lstrip().startswith("{") or any(key.start.column for key, _ in root.value):
        return _yaml({**plain_value(root), **changes}, end)  # not a key to a line: written anew
    lines = _LINE.findall(matter)
    starts = [key.start.line for key, _ in root.value] + [len(lines)]
    for index, (key, _) in reversed(list(enumerate(root.value))):
        if key.value in changes:
            last = _last(lines, starts[index], starts[index + 1])
            lines[starts[index] : last] = [_yaml({key.value: changes[key.value]}, end)]
    return "".join(lines) + _yaml({key: one for key, one in changes.items() if not _has(root, key)}, end)


def _has(root: Node, key: str) -> bool:
    return any(name.value == key for name, _ in root.value)


def _last(lines: list[str], first: int, next_key: int) -> int:
    """Where a key's lines end: before the blank lines and comments that stand above the next key."""
    while next_key > first + 1 and (not lines[next_key - 1].strip() or lines[next_key - 1].startswith("#")):
        next_key -= 1
    return next_key
