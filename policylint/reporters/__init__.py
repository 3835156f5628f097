"""The shelf of outputs: one file per format, each with `render(report, style) -> str`.

To add one: write its file, name it in FORMATS, and in the import contracts; a golden file of it goes to
`tests/reporters/golden/`, and `docs/outputs.md` says what it is for.
"""

from __future__ import annotations

from importlib import import_module

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from policylint.findings import Report
    from policylint.reporters.style import Style

FORMATS = {
    "text": "policylint.reporters.text",
    "concise": "policylint.reporters.concise",
    "json": "policylint.reporters.json",
    "sarif": "policylint.reporters.sarif",
    "junit": "policylint.reporters.junit",
    "github": "policylint.reporters.github",
    "gitlab": "policylint.reporters.gitlab",
    "rdjson": "policylint.reporters.rdjson",
    "markdown": "policylint.reporters.markdown",
    "html": "policylint.reporters.html",
}
"""Format → module: imported when it is asked for."""
FROM_THE_TOP = frozenset(("sarif", "junit", "github", "gitlab", "rdjson", "markdown"))
"""Formats whose readers look for a path from the top of the repository, wherever policylint was run."""
WITH_DOCUMENTS = frozenset(("html",))
"""Formats that show the documents too: a run must keep them."""
WITH_DUTIES = frozenset(("text", "json", "markdown", "html"))
"""Formats that say what must be done where the answer is yes; for others a run need not remember it."""


def render(report: Report, name: str, style: Style) -> str:
    """A report in a format, ending in a newline unless it is empty."""
    text: str = import_module(FORMATS[name]).render(report, style)
    return text
