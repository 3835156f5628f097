"""Patterns in the manner of .gitignore: the last match decides, `!` takes back, a nearer file wins.

Our own because the one well-kept library for it is under a copyleft licence;
the tests compare it with `git check-ignore`.
"""

from __future__ import annotations

import os
import re
from functools import cache

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reading import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_BYTES = 1024 * 1024
"""Bytes of a .gitignore; one that is larger, as one that cannot be read, leaves nothing out."""


class _Pattern(NamedTuple):
    base: str
    regex: re.Pattern[str]
    negated: bool
    folders_only: bool


class Ignore:
    """The patterns that hold in a walk: those of the config, then those of each .gitignore from the git root down."""

    def __init__(self, exclude: Sequence[str], base: str) -> None:
        self._excluded = [pattern for line in exclude if (pattern := _pattern(line, os.path.abspath(base)))]
        self._read: dict[str, list[_Pattern]] = {}
        self._of_folder: tuple[str, str, list[_Pattern], bool] | None = None
        """The folder asked about last: its name, its path, the patterns for what is in it, whether it is left out."""

    def enter(self, folder: str) -> None:
        """Read the .gitignore of a folder, and once those of the folders above it up to the git root."""
        here, self._of_folder = os.path.abspath(folder), None
        while here not in self._read:
            self._read[here] = _file(here)
            above = os.path.dirname(here)
            if above == here or os.path.exists(os.path.join(here, ".git")):
                break
            here = above

    def matches(self, path: str, *, folder: bool) -> bool:
        """Whether a path is left out."""
        above, name = os.path.split(os.path.normpath(path))
        if self._of_folder is None or self._of_folder[0] != above:
            here = os.path.abspath(above)
            self._of_folder = (above, here, *self._inside(here))
        _, here, patterns, left_out = self._of_folder
        full = os.path.join(here, name)
        return left_out or _decide(self._excluded, full, folder=folder) or _decide(patterns, full, folder=folder)

    def _inside(self, here: str) -> tuple[list[_Pattern], bool]:
        """The patterns of .gitignore files for what is in a folder, and whether the config leaves that out."""
        folders = [*_parents(here), here]
        patterns = [pattern for folder in folders for pattern in self._read.get(folder, ())]
        return patterns, any(_decide(self._excluded, folder, folder=True) for folder in folders)


def _parents(full: str) -> list[str]:
    """The folders above a path, outermost first."""
    parents = []
    here = os.path.dirname(full)
    while True:
        parents.append(here)
        above = os.path.dirname(here)
        if above == here:
            return parents[::-1]
        here = above


def _decide(patterns: list[_Pattern], full: str, *, folder: bool) -> bool:
    ignored = False
    for pattern in patterns:
        if pattern.folders_only and not folder:
            continue
        prefix = pattern.base.rstrip(os.sep) + os.sep
        if full.startswith(prefix) and pattern.regex.fullmatch(full[len(prefix) :].replace(os.sep, "/")):
            ignored = not pattern.negated
    return ignored


def _file(folder: str) -> list[_Pattern]:
    try:
        text = whole(os.path.join(folder, ".gitignore"), _MOST_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return []
    return [pattern for line in text.replace("\r\n", "\n").split("\n") if (pattern := _pattern(line, folder))]


def _pattern(line: str, base: str) -> _Pattern | None:
    text = line.rstrip("\n")
    while text.endswith(" ") and not text.endswith("\\ "):
        text = text[:-1]
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text[1:] if negated else text
    folders_only = text.endswith("/")
    text = text.removesuffix("/")
    anchored = "/" in text
    if not text.strip("/") or text.endswith("/"):
        return None
    return _Pattern(base, _regex(text.removeprefix("/"), anchored=anchored), negated, folders_only)


@cache
def _regex(glob: str, *, anchored: bool) -> re.Pattern[str]:
    """A glob as an expression that tries each place once: the first one after a wildcard is as good as any later one.

    So what stands between two wildcards, once found, is not looked for again, and no pattern takes for ever.
    """
    first, *sections = _GLOBSTAR.split(glob if anchored else f"**/{glob}")
    parts = [_section(first), *(f"(?>(?:.*?/)??{_section(one)})" for one in sections[:-1])]
    parts += [f"(?:.*/)?{_section(one)}" for one in sections[-1:]]
    try:
        return re.compile("".join(parts), re.DOTALL)
    except re.error:
        return re.compile(re.escape(glob))


_GLOBSTAR = re.compile(r"(?:^|(?<=/))(?:\*\*/)+")


def _section(glob: str) -> str:
    """What stands between two `**/`."""
    runs, position = [""], 0
    while position < len(glob):
        if glob[position:] == "**" and (position == 0 or glob[position - 1] == "/"):
            runs[-1] += ".+"
            break
        if glob[position] == "*":
            position += len(glob) - position - len(glob[position:].lstrip("*"))
            runs.append("")
        else:
            piece, position = _piece(glob, position)
            runs[-1] += piece
    first, *others = runs
    return first + "".join([*(f"(?>[^/]*?{one})" for one in others[:-1]), *(f"[^/]*{one}" for one in others[-1:])])


def _piece(glob: str, position: int) -> tuple[str, int]:
    sign = glob[position]
    if sign == "?":
        return "[^/]", position + 1
    if sign == "[":
        end = glob.find("]", position + 2)
        if end > 0:
            inner = glob[position + 1 : end].replace("\\", "\\\\")
            inner = "^" + inner[1:] if inner.startswith(("!", "^")) else inner
            return f"(?!/)[{inner}]", end + 1
    if sign == "\\" and position + 1 < len(glob):
        return re.escape(glob[position + 1]), position + 2
    return re.escape(sign), position + 1
