"""Files of the repository that are written from others: which are not what they should be, and writing them.

Paths are relative to the repository, with `/`.
"""

from __future__ import annotations

import json
import os
import sys

from policylint.lean import TYPE_CHECKING
from policylint.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def stale(wanted: Mapping[str, str], folder: str | None = None, repository: str = REPOSITORY) -> dict[str, str | None]:
    """Each file that is missing or different, with its text, and each that is left over in `folder`, with None."""
    old: dict[str, str | None] = {
        path: text for path, text in wanted.items() if _text(os.path.join(repository, path)) != text
    }
    left_over = _below(folder, repository) if folder is not None else ()
    return old | {path: None for path in left_over if path not in wanted}


def bring_up_to_date(old: Mapping[str, str | None], arguments: Sequence[str], repository: str = REPOSITORY) -> int:
    """Write and delete what is `stale`, or, with `--check`, only name it and return 1."""
    check = "--check" in arguments
    for path, text in old.items():
        file = os.path.join(repository, path)
        if not check and text is None:
            os.unlink(file)
        elif not check and text is not None:
            os.makedirs(os.path.dirname(file), exist_ok=True)
            write_whole(file, text)
        sys.stdout.write(f"{'stale' if check else 'deleted' if text is None else 'wrote'} {path}\n")
    return 1 if old and check else 0


def _below(folder: str, repository: str) -> Iterator[str]:
    for place, _, names in os.walk(os.path.join(repository, folder)):
        for name in sorted(names):
            yield os.path.relpath(os.path.join(place, name), repository).replace(os.sep, "/")


def _text(file: str) -> str | None:
    if not os.path.isfile(file):
        return None
    with open(file, encoding="utf-8") as opened:
        return opened.read()


_LINE = 120


def assignment(target: str, value: Any) -> str:
    """A line of Python, or several, in which a target is given a literal value, as the formatter would write it."""
    head = f"{target} = "
    return head + _literal(value, 0, len(head)) + "\n"


def _literal(value: Any, indent: int, used: int) -> str:
    """A Python literal, on one line where it fits beside the columns used."""
    flat = _flat(value)
    if not isinstance(value, dict | list) or used + len(flat) + 1 <= _LINE:
        return flat
    inner = " " * (indent + 4)
    if isinstance(value, list):
        lines = [inner + _literal(part, indent + 4, indent + 4) for part in value]
        return "[\n" + ",\n".join(lines) + ",\n" + " " * indent + "]"
    lines = []
    for key, part in value.items():
        head = f"{inner}{_flat(key)}: "
        lines.append(head + _literal(part, indent + 4, len(head)))
    return "{\n" + ",\n".join(lines) + ",\n" + " " * indent + "}"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flat(key)}: {_flat(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
