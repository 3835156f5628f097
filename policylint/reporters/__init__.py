"""The shelf of outputs: one file per format, each with `render(report, style) -> str`.

To add one: write its file, name it in FORMATS, give it a golden file in `tests/reporters/`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policylint.findings import Report
    from policylint.reporters.style import Style

FORMATS = {
    "text": "policylint.reporters.text",
    "concise": "policylint.reporters.concise",
    "json": "policylint.reporters.json",
}
"""Format → module: imported when it is asked for."""


def render(report: Report, name: str, style: Style) -> str:
    """A report in a format, ending in a newline unless it is empty."""
    text: str = import_module(FORMATS[name]).render(report, style)
    return text
