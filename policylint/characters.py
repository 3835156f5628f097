"""What of a text is not shown as it is: characters that a terminal would obey, and passwords in addresses."""

from __future__ import annotations

import re
from functools import cache

from policylint.lean import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from typing import Any


T = TypeVar("T")

_UNPRINTABLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls but tab, line feed, carriage return
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"  # line separators, byte order mark, non-characters, surrogates
)


@cache
def unprintable() -> re.Pattern[str]:
    """The characters that a terminal would obey, or show as something else, instead of showing them."""
    return re.compile(_UNPRINTABLE)


def has_unprintable(text: str) -> bool:
    """Whether a text holds such a character. Most texts are settled without the pattern."""
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        return False
    return unprintable().search(text) is not None


def without_passwords(text: str) -> str:
    """A text in which no address says who calls and with which password, also where it is cut (`…`).

    >>> without_passwords("postgres://user:secret@db/table, https://example.org/@name")
    'postgres://***@db/table, https://example.org/@name'
    """
    return _callers().sub(r"\1\2\3***", text) if "/" in text and ":" in text else text


def hushed(value: T) -> T:
    """A value without passwords in any text of it.

    >>> hushed({"a": ["https://user:secret@db", 1]})
    {'a': ['https://***@db', 1]}
    """
    said: Any = value
    if isinstance(said, str):
        said = without_passwords(said)
    elif isinstance(said, dict):
        said = {hushed(key): hushed(inner) for key, inner in said.items()}
    elif isinstance(said, list | tuple):
        inner = [hushed(one) for one in said]
        said = type(said)(*inner) if hasattr(said, "_fields") else type(said)(inner)
    return cast("T", said)


def masked(line: str) -> str:
    """A line of a file without passwords, as long as it was: what stands behind them stays in its column.

    >>> masked("a: https://user:secret@db")
    'a: https://***********@db'
    """
    if "/" not in line or ":" not in line:
        return line
    return _callers().sub(_stars, line)


def _stars(caller: re.Match[str]) -> str:
    begin = caller[1] or caller[2] or caller[3]
    return begin + "*" * (len(caller[0]) - len(begin))


@cache
def _callers() -> re.Pattern[str]:
    r"""What begins an address, and who calls there: all up to the last `@` of the part before the path.

    A slash may be written `\/`, and `~1` in a pointer; JSON has `\u2026`. What is masked already stays as it is.
    A password may have a slash that nobody escaped, which a port and a path do not look like; and an address may go
    without its scheme. No part reaches far beyond the next slash, so that a text of many beginnings is read once.
    """
    end = r"(?:@|…|\\u2026)"
    plain = rf'(:(?:\\*/){{2}})(?!\*+{end})(?:[^/?#:\s"]*:[^/\s"]+|[^/?#\s"]+)(?={end})'
    in_pointer = rf'(:(?:\\*~1){{2}})(?!\*+{end})(?:[^/\s"~]|~(?!1))+(?={end})'
    begin = r'(?::(?:\\*/){2}|:(?:\\*~1){2}|(?<![^\s"(<=,])//|(?<![^\s"(<=,/])~1~1)'
    user, password = r'[^/?#:\s"\\@…]*', r'(?!\d*(?:/|~1))[^\s"\\@]{1,200}'
    with_a_slash = rf"({begin}){user}:{password}(?=@)"
    return re.compile(f"{plain}|{in_pointer}|{with_a_slash}")
