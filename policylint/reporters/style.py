"""How text may be printed: colours, width, characters; and how to print what a terminal would obey."""

from __future__ import annotations

import re
from functools import cache

from policylint.characters import has_unprintable, unprintable, without_passwords
from policylint.lean import NamedTuple


class Style(NamedTuple):
    """What the place that the text goes to can show. `width` is in columns."""

    color: bool = False
    width: int = 100
    unicode: bool = True


def safe(text: str) -> str:
    """A text on one line, with every control character spelled out: a terminal must show it, not obey it.

    So must the log of a build: where it would begin one of its commands, the first character is spelled out. Who
    calls at an address, and with which password, is nobody's to read.

    >>> safe("a" + chr(27) + "[31m")
    'a\\\\u{1B}[31m'
    >>> safe("::error::ours, ##[error]ours, std::string")
    '\\\\u{3A}:error::ours, \\\\u{23}#[error]ours, std::string'
    """
    text = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    text = without_passwords(text.replace("\t", " "))
    if "::" in text or "##" in text:
        text = _commands().sub(_spelled, text)
    return unprintable().sub(_spelled, text) if has_unprintable(text) else text


def _spelled(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match.group()):X}}}"


@cache
def _commands() -> re.Pattern[str]:
    """Where a log of GitHub Actions or Azure Pipelines would take what follows for a command of its own."""
    words = "add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|notice|remove-matcher|save-state|set-env"
    return re.compile(rf":(?=:(?:{words}|set-output|stop-commands|warning)\b)|#(?=#(?:\[|vso\[))", re.IGNORECASE)


_ASCII = {0x2026: "...", 0x2192: "->", 0x2014: "-", 0x2013: "-", 0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"}


def fit(text: str, style: Style) -> str:
    """A text in the characters that can be shown."""
    return text if style.unicode else text.translate(_ASCII).encode("ascii", "backslashreplace").decode()


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - only for what is not ASCII

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "question": "1;35",
    "bold": "1",
    "dim": "2",
    "place": "36",
    "fix": "32",
}


def paint(text: str, kind: str, style: Style) -> str:
    """A text in a colour, where colours are wanted."""
    return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if style.color else text
