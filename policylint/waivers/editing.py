"""Entries written into a waiver file and taken out of it: all other bytes stay as they are."""

from __future__ import annotations

import json
import re

from policylint.documents import read
from policylint.documents.node import SEQUENCE, plain_value
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.waivers.values import ABSENT, NOT_SAID, digest, is_long
from policylint.writers.yaml_text import scalar

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from policylint.documents import Document
    from policylint.findings import Looked
    from policylint.waivers.values import Files

HEAD = "# Who answers for which finding, why, and until when. policylint says what is wrong with an entry.\n"
_POINTER = re.compile(r"/[\w/.~-]+", re.ASCII)


class Draft(NamedTuple):
    """A waiver that nobody has granted yet: what it would excuse, without who, why and until when."""

    id: str
    rule: str
    dataset: str | None
    use: str | None
    at: tuple[str, str]
    looked: tuple[Looked, ...]
    longest: int
    approvers: tuple[str, ...]


def skeleton(draft: Draft, files: Files) -> list[str]:
    """The lines of an entry. It counts for nothing until a person has filled in what is empty."""
    named = [("id", draft.id), ("rule", draft.rule), ("dataset", draft.dataset), ("use", draft.use)]
    lines = [f"{key}: {scalar(value)}" for key, value in named if value is not None]
    lines.append(f"at: {_flow([('file', draft.at[0]), *([('pointer', draft.at[1])] if draft.at[1] else [])])}")
    lines.append("excuses:")
    lines += [f"  - {_excuse(one, files)}" for one in draft.looked]
    who = f"one of {', '.join(draft.approvers)}; " if draft.approvers else ""
    lines += [
        _asked("reason", "why this may be so, and what will be done about it"),
        _asked("evidence", "what it rests on: [{path: legal/letter.pdf, sha256: …}]"),
        _asked("owner", "who answers for it"),
        _asked("approved_by", f"who decided; {who}not the owner"),
        _asked("approved_on", "the day of the decision"),
        _asked("expires", f"the first day on which it no longer counts; at most {draft.longest} days later"),
    ]
    return ["- " + lines[0], *(f"  {line}" for line in lines[1:])]


def _asked(key: str, what: str) -> str:
    return f"{key}:".ljust(14) + f"# {what}"


def _excuse(looked: Looked, files: Files) -> str:
    pairs = [("file", files.file(looked.file))]
    pointer = files.named(looked)
    pairs += [("pointer", pointer)] if pointer else []
    now = files.value(looked.file, pointer)[1]
    if is_long(now) or now == f'"{ABSENT}"':
        return _flow([*pairs, ("sha256", digest(now))])
    return f"{_flow(pairs)[:-1]}, value: {now if now in (ABSENT, NOT_SAID) else _value(json.loads(now))}}}"


def _value(value: Any) -> str:
    """A short value on one line."""
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return f"[{', '.join(map(scalar, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else scalar(value)


def _flow(pairs: Sequence[tuple[str, str]]) -> str:
    shown = [(key, value if _POINTER.fullmatch(value) else scalar(value)) for key, value in pairs]
    return "{" + ", ".join(f"{key}: {value}" for key, value in shown) + "}"


def free_id(taken: Collection[str], year: str) -> str:
    """The next number of a year: `W-2026-001`."""
    number = 1
    while f"W-{year}-{number:03}" in taken:
        number += 1
    return f"W-{year}-{number:03}"


def appended(path: str, text: str, entries: Sequence[Sequence[str]]) -> str:
    """The text of a waiver file with more entries at its end. Raises PolicylintError for one that is not in lines."""
    document = read(text.encode(), path)
    end = "\r\n" if "\r\n" in text else "\n"
    root = document.root
    indent = " " * _column(document) if root is not None and root.value else ""
    if root is not None and not root.value:
        text = _without_brackets(document, text)
    text = text if text in ("", "\ufeff") or text.endswith("\n") else text + end
    blocks = ["".join(f"{indent}{line}{end}" for line in entry) for entry in entries]
    gap = end if root is not None and root.value else ""
    return _as_meant(text + gap + end.join(blocks), _values(document), len(entries))


def _without_brackets(document: Document, text: str) -> str:
    """The text of an empty list `[]` without it."""
    root = document.root
    assert root is not None
    lines = text.splitlines(keepends=True)
    line, start, end = root.start.line, root.start.column, root.end.column
    shift = 1 if line == 0 and text.startswith("\ufeff") else 0
    rest = lines[line][: start + shift] + lines[line][end + shift :].lstrip(" ")
    lines[line] = rest if rest.strip("\ufeff \r\n") else rest[:shift]
    return "".join(lines)


def without(path: str, text: str, indexes: Collection[int]) -> str:
    """The text of a waiver file without some of its entries, and without the comments right above them.

    Raises PolicylintError for one that is not in lines.
    """
    document = read(text.encode(), path)
    starts = _dashes(document)
    lines = text.splitlines(keepends=True)
    blocks = _blocks(lines, starts, _column(document))
    gone = {line for index in indexes for line in range(*blocks[index])}
    kept = "".join(line for number, line in enumerate(lines) if number not in gone)
    rest = [one for index, one in enumerate(_values(document)) if index not in indexes]
    return _as_meant(kept, rest, 0)


def _blocks(lines: list[str], starts: list[int], column: int) -> list[tuple[int, int]]:
    """The lines of each entry: with the comments right above, but for the head of the file, and empty lines after."""
    ends = [*starts[1:], len(lines)]
    blocks: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        last = end
        while last > start + 1 and _between(lines[last - 1], column):
            last -= 1
        while last < end and not lines[last].strip():
            last += 1
        first = start
        while first > 0 and lines[first - 1].lstrip(" ").startswith("#"):
            first -= 1
        blocks.append((start if first == 0 or first < _end_of(blocks) else first, last))
    return blocks


def _end_of(blocks: list[tuple[int, int]]) -> int:
    return blocks[-1][1] if blocks else 0


def _between(line: str, column: int) -> bool:
    """Whether a line belongs to no entry: an empty one, the end of the document, a comment that stands as far out."""
    bare = line.strip()
    return not bare or bare in ("---", "...") or (bare[0] == "#" and len(line) - len(line.lstrip(" ")) <= column)


def _column(document: Document) -> int:
    """How far in the entries stand. Raises PolicylintError where they are not entries of their own lines."""
    root = document.root
    assert root is not None
    line, column = root.start.line, root.start.column
    if document.lines[line][column : column + 1] != "-":
        raise PolicylintError(f"{document.path}: write it as entries that begin with `- id:`, each on lines of its own")
    return int(column)


def _dashes(document: Document) -> list[int]:
    """The line on which each entry begins."""
    root, column = document.root, _column(document)
    assert root is not None
    found = []
    for item in root.value:
        line = item.start.line
        while document.lines[line][: column + 1] != " " * column + "-":
            line -= 1
        found.append(line)
    return found


def _values(document: Document) -> list[Any]:
    return [plain_value(one) for one in document.root.value] if document.root is not None else []


def _as_meant(text: str, rest: list[Any], more: int) -> str:
    """A text, once it has been read back: the other entries are what they were."""
    again = read(text.encode(), "waivers.yaml")
    found = _values(again) if again.root is not None and again.root.kind == SEQUENCE else []
    broken = again.problems and [one.rule for one in again.problems] != ["syntax/empty"]
    if broken or len(found) != len(rest) + more or repr(found[: len(rest)]) != repr(rest):
        raise PolicylintError("the waiver file would then read otherwise: nothing was written; edit it by hand")
    return text
