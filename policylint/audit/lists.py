"""Coordinates and paths of data in files that list it: DVC's, and lists of requirements or datasets, a line each.

Only such files are read: a coordinate in prose or in code may be there to warn of the dataset.
"""

from __future__ import annotations

import os
import re

from policylint.findings import Span
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAMES = re.compile(r"dvc\.(?:lock|yaml)|.+\.dvc|(?:requirements|datasets?)[\w.-]*\.(?:txt|in|lock)", re.IGNORECASE)
_COORDINATE = re.compile(
    r"""(?<![\w./:@-])(?:
        hf:(?://datasets/)?[\w.-]+/[\w.-]+
        | (?:kaggle|tfds|torchvision|sklearn|openml|doi|arxiv|github):[^\s"'\#,;<>()\[\]{}]+
        | https?://[^\s"'\#,;<>()\[\]{}]+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PATH = re.compile(r"""^\s*(?:-\s+)?path:\s*["']?(?P<path>[^\s"'#][^"'#]*?)["']?\s*$""")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_MOST = 50_000
"""Lines that are looked at, and characters of each."""
_LONGEST = 2_000


class Named(NamedTuple):
    """A coordinate or a path that a list holds, and where it stands."""

    text: str
    span: Span
    is_path: bool = False


def is_list(path: str) -> bool:
    """Whether a file's name says that it lists data.

    >>> is_list("dvc.lock"), is_list("data/faces.dvc"), is_list("requirements-data.txt"), is_list("notes.txt")
    (True, True, True, False)
    """
    return _NAMES.fullmatch(os.path.basename(path)) is not None


def named(lines: Sequence[str], path: str) -> Iterator[Named]:
    """What the lines of a list name; comments are not looked at, and paths only where DVC tracks them."""
    tracks = "dvc" in os.path.basename(path).lower()
    for number, whole in enumerate(lines[:_MOST], 1):
        line = _COMMENT.sub("", whole[:_LONGEST])
        for match in _COORDINATE.finditer(line):
            text = match.group().rstrip(".")
            yield Named(text.replace("hf://datasets/", "hf:"), _span(number, match.start(), len(text)))
        tracked = _PATH.match(line) if tracks else None
        if tracked is not None:
            yield Named(tracked["path"], _span(number, tracked.start("path"), len(tracked["path"])), is_path=True)


def _span(line: int, start: int, length: int) -> Span:
    return Span(line, start + 1, line, start + length + 1)
