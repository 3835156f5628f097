"""The Reviewdog Diagnostic Format: what a reviewer bot writes beside the lines. Columns are bytes of UTF-8."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import json_text, message, numbers
from policylint.reporters.style import Style, safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from policylint.findings import Finding, Report

    Sources = Mapping[str, Sequence[str]]

_SEVERITY = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - reporters have one signature
    """The findings that count."""
    diagnostics = [_diagnostic(one, report.sources) for one in report.counted]
    return json_text({"source": {"name": "policylint"}, "diagnostics": diagnostics})


def _diagnostic(finding: Finding, sources: Sources) -> dict[str, Any]:
    place = finding.place
    lines = sources.get(place.path, ())
    records = f" ({numbers(finding.records)})" if finding.records else ""
    return {
        "message": f"{safe(message(finding) + records)}\nFix: {safe(finding.remedy)}",
        "location": {
            "path": safe(place.path),
            "range": {
                "start": _position(place.span.line, place.span.column, lines),
                "end": _position(place.span.end_line, place.span.end_column, lines),
            },
        },
        "severity": _SEVERITY[finding.severity],
        "code": {"value": safe(finding.rule)},
    }


def _position(line: int, column: int, lines: Sequence[str]) -> dict[str, int]:
    return {"line": line, "column": _bytes_before(line, column, lines) + 1}


def _bytes_before(line: int, column: int, lines: Sequence[str]) -> int:
    """The bytes of a line that stand before a column: as many as its characters, where these are ASCII or not known."""
    text = lines[line - 1] if 1 <= line <= len(lines) else ""
    if text.isascii():
        return column - 1
    return len(text[: column - 1].encode("utf-8", "surrogatepass"))
