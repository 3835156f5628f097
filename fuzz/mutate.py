"""A mutator that knows lines, words and trees: most of what it makes is still nearly a file of its kind."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from fuzz.bounds import MAX_BYTES
from policylint.documents import read
from policylint.documents.node import plain_value
from policylint.shapes._table import ENUMS, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_TOKEN = re.compile(rb"[A-Za-z_][\w-]*|\d[\d.:-]*|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|\s+|[^\w\s]", re.ASCII)
_MOST_CHANGES = 6
_TURN = 4
"""One of so many inputs is changed as a tree; one of so many changes repeats something many times."""

INTERESTING: tuple[str, ...] = (
    "", " ", "\t", "\r", "\r\n", "\n", "\0", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u2028", "\ufeff", "\u202e",
    "\u0130", "\u00df", "\U0001f30a", "e\u0301", "\u0661\u0662", "\u00b2", "\uff11", "\U0001d7ce", "\ufdfa", "0",
    "-0", "-1", "1e999", "1e-999", "0x1F", "0o17", "1_000", "9" * 60, "9" * 5000, "0." + "1" * 60, ".nan", ".inf",
    "NaN", "Infinity", "null", "~", "true", "NO", "unknown", "absent", "never", "any", "[]", "{}", "''", '""', "- ",
    "? ", ": ", "#", "&a ", "*a", "<<: *a", "!!str ", "!!python/name:os.system ", "|\n", ">-\n", "---", "...",
    "%YAML 1.1\n---\n", "%", "%0A", "%s", "{0}", "{{", "}", "{a.b}", "$as_of", "$dataset.id", "@", "::error::x",
    "##[error]", "]]>", "<script>", "-->", "&amp;", "`", "```", "|", "\\", "\\u0000", "\\ud800", "../", "/", "//",
    "file:", "https://", "hf://a/b", "doi:10.1/x", "~0", "~1", "__proto__", "0000-00-00", "0001-01-01",
    "1000-01-01", "2999-12-31", "2024-02-29", "2023-02-29", "2026-11-22", "2026-11", "2026", "2026-1-5",
    "2026/11/22", "9999-12-31", "P3Y", "P999999999Y", "MIT", "CC-BY-4.0", "cc by nc", "GPL-2.0+", "LicenseRef-",
    "LicenseRef-x", "DocumentRef-a:LicenseRef-b", "(", ")", "AND", "OR", "WITH", "(" * 200, "[" * 300, "{a: " * 300,
    "a:" * 300, " " * 3000, "a" * 3000, "(a+)+$", "^(a|a)*$", "[[:alpha:]]", r"\1", "(?i)", "(?=a)",
)  # fmt: skip


@cache
def words() -> tuple[bytes, ...]:
    """Words that mean something in datasheets: fields and terms; and texts that have broken programs before."""
    fields = {field for one in OBJECTS.values() for field in one["fields"]}
    terms = {value for one in ENUMS.values() for value in one["values"]}
    return tuple(word.encode() for word in (*sorted(fields | terms), *INTERESTING * 4))


def mutated(rng: Random, corpus: Sequence[bytes]) -> bytes:
    """One more input: one of the corpus, changed in a few places."""
    data = rng.choice(corpus)
    if rng.randrange(_TURN) == 0:
        data = _as_tree(rng, data, corpus)
    for _ in range(rng.randint(1, _MOST_CHANGES)):
        change = rng.choice(_CHANGES)
        data = change(rng, data, rng.choice(corpus))[:MAX_BYTES]
    if rng.randrange(_TURN * 4) == 0:
        data = _repeated(rng, data)
    return data


# bytes, tokens, lines


def _bytes(rng: Random, data: bytes, _: bytes) -> bytes:
    """A few bytes otherwise, or gone, or new ones."""
    start = rng.randint(0, len(data))
    end = min(len(data), start + rng.randint(0, 4))
    return data[:start] + rng.randbytes(rng.randint(0, 3)) + data[end:]


def _cut(rng: Random, data: bytes, _: bytes) -> bytes:
    """Without a stretch; often without its end."""
    start = rng.randint(0, len(data))
    end = len(data) if rng.random() < 0.3 else min(len(data), start + rng.randint(0, 200))
    return data[:start] + data[end:]


def _word(rng: Random, data: bytes, other: bytes) -> bytes:
    """One token replaced by a word, or by a token of another input."""
    found = list(_TOKEN.finditer(data))
    if not found:
        return rng.choice(words())
    one = rng.choice(found)
    theirs = _TOKEN.findall(other)
    new = rng.choice(theirs) if theirs and rng.random() < 0.4 else rng.choice(words())
    return data[: one.start()] + new + data[one.end() :]


def _inserted(rng: Random, data: bytes, _: bytes) -> bytes:
    """A word between two tokens."""
    at = rng.choice([0, *(one.end() for one in _TOKEN.finditer(data))])
    return data[:at] + rng.choice(words()) + data[at:]


def _swapped(rng: Random, data: bytes, _: bytes) -> bytes:
    """Two tokens in each other's place."""
    found = list(_TOKEN.finditer(data))
    if len(found) < 2:
        return data
    one, two = sorted(rng.sample(found, 2), key=lambda match: match.start())
    return data[: one.start()] + two[0] + data[one.end() : two.start()] + one[0] + data[two.end() :]


def _lines(rng: Random, data: bytes, other: bytes) -> bytes:
    """A line gone, twice, elsewhere, indented otherwise, or from another input."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return other
    at = rng.randrange(len(lines))
    match rng.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines.insert(rng.randrange(len(lines)), lines.pop(at))
        case 3:
            lines[at] = b" " * rng.randrange(5) + lines[at].lstrip(b" ")
        case 4:
            theirs = other.splitlines(keepends=True) or [b"\n"]
            start = rng.randrange(len(theirs))
            lines[at:at] = theirs[start : start + rng.randint(1, 5)]
        case _:
            end = rng.choice((b"\n", b"\r\n", b"\r", b"\x0b", b"\x0c", b"\x85", b"\xe2\x80\xa8", b""))
            lines[at] = lines[at].rstrip(b"\r\n") + end
    return b"".join(lines)


def _spliced(rng: Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one input and the end of another."""
    return data[: rng.randint(0, len(data))] + other[rng.randint(0, len(other)) :]


_CHANGES: tuple[Callable[[Random, bytes, bytes], bytes], ...] = (
    _bytes, _cut, _word, _word, _word, _inserted, _inserted, _swapped, _lines, _lines, _spliced,
)  # fmt: skip


def _repeated(rng: Random, data: bytes) -> bytes:
    """One token or line so often that it fills the input: what is not linear in it shows."""
    parts = data.splitlines(keepends=True) if rng.random() < 0.5 else _TOKEN.findall(data)
    if not parts:
        return data
    start = rng.randrange(len(parts))
    piece = b"".join(parts[start : start + rng.randint(1, 4)])
    if not piece:
        return data
    room = MAX_BYTES - len(data)
    times = rng.choice((10, 300, room // len(piece)))
    return (b"".join(parts[:start]) + piece * times + b"".join(parts[start:]))[:MAX_BYTES]


# trees


def _as_tree(rng: Random, data: bytes, corpus: Sequence[bytes]) -> bytes:
    """The tree of an input with a few nodes changed, written as JSON, which is YAML too, where the tree stood."""
    head, text, tail = _matter(data)
    tree = _tree(text)
    if not isinstance(tree, dict | list):
        return data
    for _ in range(rng.randint(1, 3)):
        tree = _changed(rng, tree, _tree(_matter(rng.choice(corpus))[1]))
    try:
        written = json.dumps(tree, ensure_ascii=rng.random() < 0.5, indent=rng.choice((None, 1)))
    except (ValueError, RecursionError):
        return data
    return head + written.encode("utf-8", "surrogatepass") + (b"\n" if tail else b"") + tail


def _matter(data: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before a tree, its text, and what comes after it."""
    if data.startswith(b"---\n"):
        end = data.find(b"\n---", 4)
        if end > 0:
            return data[:4], data[4:end], data[end + 1 :]
    return b"", data, b""


def _tree(text: bytes) -> Any:
    root = read(text, "tree").root
    return plain_value(root) if root is not None else None


def _changed(rng: Random, tree: Any, other: Any) -> Any:
    """A tree with one node otherwise."""
    spots = _spots(tree)
    if not spots:
        return tree
    parent, key = rng.choice(spots)
    value = parent[key]
    match rng.randrange(8):
        case 0:
            del parent[key]
        case 1 | 2:
            parent[key] = deepcopy(rng.choice(_VALUES))
        case 3:
            parent[key] = [value] if rng.random() < 0.5 else {"id": value}
        case 4:
            theirs = _spots(other)
            parent[key] = deepcopy(_value_of(rng.choice(theirs))) if theirs else None
        case 5 if isinstance(parent, dict):
            parent[rng.choice(words()).decode()] = value
        case 5:
            parent += [value] * rng.choice((1, 2, 40))
        case 6:
            parent[key] = rng.choice(words()).decode()
        case _:
            parent[key] = deepcopy(_value_of(rng.choice(spots)))
    return tree


def _value_of(spot: tuple[Any, Any]) -> Any:
    return spot[0][spot[1]]


def _spots(tree: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree that holds a value: its mapping or list, and its key there."""
    found: list[tuple[Any, Any]] = []
    left = [tree]
    while left:
        one = left.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        found += [(one, key) for key in keys]
        left += [one[key] for key in keys]
    return found


_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 1e300, "", " ", "unknown", "absent", "never", [], {}, [[]], [None],
    {"": None}, ["unknown"], {"id": "unknown"}, "x" * 5000, list(range(50)), {"a": {"b": {"c": []}}}, "2026-13-45",
    "\u202e", "a\nb", ["a", 1, None, {}],
)  # fmt: skip
