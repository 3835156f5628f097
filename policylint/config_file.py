"""The config file: YAML, or a table of pyproject.toml, to what it says."""

from __future__ import annotations

import os
import re

from policylint.config import Config, Ledgers
from policylint.documents import Document, lines_of, load
from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, Position
from policylint.errors import InvalidFileError
from policylint.findings import START, Problem, Span
from policylint.lean import TYPE_CHECKING
from policylint.reading import text_of
from policylint.shapes.check import UNSAID, check_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


def read(path: str) -> Config:
    """Read a config file. Raises InvalidFileError: a config is never half-applied."""
    document = _toml(path) if path.endswith(".toml") else load(path, _shown(path))
    if [problem.rule for problem in document.problems] == ["syntax/empty"]:
        return Config(_shown(path), os.path.dirname(os.path.abspath(path)))
    if document.problems:
        raise InvalidFileError(document.problems)
    if document.root is None:
        why, remedy = "this is no config", "Write it as YAML."
        raise InvalidFileError([Problem("config/syntax", document.path, START, why, remedy)])
    value, _, problems = check_shape(document, "config")
    if problems:
        raise InvalidFileError(
            [problem._replace(rule=problem.rule.replace("shape/", "config/")) for problem in problems]
        )
    said = {key: one for key, one in value.items() if one is not UNSAID}
    policy = said.get("policy", ["core"])
    base = os.path.dirname(os.path.abspath(path))
    return Config(
        _shown(path), base,
        tuple([policy] if isinstance(policy, str) else policy) or ("core",),
        tuple(said.get("parameters", {}).items()), tuple(said.get("severity", {}).items()),
        said.get("unknown"), tuple(said.get("exclude", ())),
        tuple(_places(document)), tuple(os.path.join(base, root) for root in said.get("roots", ())),
        tuple(os.path.join(base, folder) for folder in said.get("advisories", ())),
        *_waivers(said.get("waivers", {}), base),
        Ledgers(private=tuple(said.get("ledgers", {}).items()), base=base),
    )  # fmt: skip


def _waivers(said: dict[str, Any], base: str) -> tuple[str | None, tuple[str, ...]]:
    """The waiver file by the name that it has in output, and who may approve."""
    file = said.get("file", UNSAID)
    approvers = said.get("approvers", ())
    return _shown(os.path.join(base, file)) if isinstance(file, str) else None, tuple(approvers)


def _places(document: Document) -> Iterator[tuple[str, Span]]:
    """Where each parameter and each severity stands."""
    for table in ("parameters", "severity"):
        node = document.root.get(table) if document.root is not None else None
        for key, _ in node.value if node is not None and node.kind == MAPPING else ():
            yield f"{table} {key.value}", document.key_span(key)


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")


def _toml(path: str) -> Document:
    """The `[tool.policylint]` table of a pyproject.toml as a document: each key has the place of its own line."""
    import tomllib  # noqa: PLC0415 - only where a pyproject.toml is the config

    name = _shown(path)
    try:
        text = text_of(path)
        tool = tomllib.loads(text).get("tool")
    except (OSError, ValueError, RecursionError) as error:
        why = f"this is not TOML: {str(error)[:200] or 'it is nested too deeply'}"
        return Document(name, "", None, (Problem("config/syntax", name, START, why, "Mend the syntax."),))
    if not isinstance(tool, dict) or "policylint" not in tool:
        why, remedy = "there is no table `[tool.policylint]`", "Add it, or name another config."
        return Document(name, text, None, (Problem("config/missing", name, START, why, remedy),))
    table = tool["policylint"]
    lines = lines_of(text)
    named = re.compile(r"\s*(?:\[\s*tool\s*\.\s*)?policylint\b")
    header = next((index for index, line in enumerate(lines) if named.match(line)), 0)
    return Document(name, text, _node(table, Position(header, 0), lines), ())


def _node(value: Any, mark: Position, lines: Sequence[str]) -> Node:
    if isinstance(value, dict):
        pairs = []
        for key, child in value.items():
            place = _line_of(key, mark, lines)
            pairs.append(
                (Node(SCALAR, key, place, Position(place.line, place.column + len(key))), _node(child, place, lines))
            )
        return Node(MAPPING, pairs, mark, mark)
    if isinstance(value, list):
        return Node(SEQUENCE, [_node(item, mark, lines) for item in value], mark, mark)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Node(SCALAR, text, mark, Position(mark.line, mark.column + 1), plain=not isinstance(value, str))


def _line_of(key: str, start: Position, lines: Sequence[str]) -> Position:
    for index in range(start.line, len(lines)):
        match = re.match(rf"""\s*(?:\[[^\]]*\.)?["']?({re.escape(key)})\b""", lines[index])
        if match:
            return Position(index, match.start(1))
    return start
