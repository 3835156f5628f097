"""The YAML front matter of a Markdown file."""

from __future__ import annotations

import re

from policylint.documents.node import SyntaxProblem
from policylint.findings import Span

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?![^\r\n])")


def block(text: str) -> str | None:
    """The front matter of a Markdown text without its fences; None if there is none.

    Raises SyntaxProblem if it never ends.
    """
    opening = _OPENING.match(text)
    if not opening:
        return None
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        raise SyntaxProblem(
            "syntax/front-matter", "the front matter begins here and never ends",
            "Close it with a line that holds only `---`.", Span(1, 1, 1, 4),
        )  # fmt: skip
    return text[opening.end() : closing.start()]


OFFSET = 1
"""Lines above the front matter: its opening fence."""
