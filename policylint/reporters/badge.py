"""A badge for a README: the result of a run in two words and a number, as data for shields or as a picture."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reporters.style import cells, safe

if TYPE_CHECKING:
    from policylint.findings import Report

FORMATS = ("json", "svg")
LABEL = "data policy"


class Badge(NamedTuple):
    """What a badge says: the colour is one of shields' names, and never the only thing that tells."""

    label: str
    message: str
    color: str


def badge(report: Report, label: str = LABEL) -> Badge:
    """The badge of a report.

    >>> from policylint.findings import Report
    >>> badge(Report("2026-11-22", (), 0, "", (), (), {}))
    Badge(label='data policy', message='nothing checked', color='lightgrey')
    """
    if report.result == "empty":
        return Badge(label, "nothing checked", "lightgrey")
    failed = report.result == "fail"
    datasets = sum(one.kind == "datasheet" for one in report.documents)
    parts = [
        "fail" if failed else "pass",
        _counted(report.count("error"), "error"),
        _counted(report.count("warning"), "warning"),
        "" if failed else _counted(datasets or len(report.documents), "dataset" if datasets else "document"),
        f"{report.waived} waived" if report.waived else "",
    ]
    color = "red" if failed else "yellowgreen" if report.count("warning") else "brightgreen"
    return Badge(label, " · ".join(filter(None, parts)), color)


def render_badge(one: Badge, form: str) -> str:
    """A badge as shields' endpoint reads it (json), or as a picture (svg)."""
    return _svg(one) if form == "svg" else _json(one)


def _json(one: Badge) -> str:
    said = {"schemaVersion": 1, "label": one.label, "message": one.message, "color": one.color}
    return json.dumps(said, ensure_ascii=False) + "\n"


_HEX = {"brightgreen": "#2e7d32", "yellowgreen": "#6b6b00", "red": "#b3261e", "lightgrey": "#616161"}
"""On each of them white text has a contrast of at least 4.5 to 1."""
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{text}">
  <title>{text}</title>
  <rect width="{left}" height="20" fill="#444"/>
  <rect x="{left}" width="{right}" height="20" fill="{fill}"/>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
    <text x="{label_at}" y="14" textLength="{label_long}">{label}</text>
    <text x="{message_at}" y="14" textLength="{message_long}">{message}</text>
  </g>
</svg>
"""
_CELL, _PADDING = 7, 10


def _svg(one: Badge) -> str:
    label, message = safe(one.label), safe(one.message)
    label_long, message_long = cells(label) * _CELL, cells(message) * _CELL
    left, right = label_long + _PADDING, message_long + _PADDING
    return _SVG.format(
        width=left + right, left=left, right=right, fill=_HEX[one.color], label_long=label_long,
        message_long=message_long, label_at=left / 2, message_at=left + right / 2,
        text=escape(f"{label}: {message}", {'"': "&quot;"}), label=escape(label), message=escape(message),
    )  # fmt: skip


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
