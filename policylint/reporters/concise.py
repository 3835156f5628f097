"""One finding a line: `path:line:column: severity[rule] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.reporters.style import Style, fit, safe

if TYPE_CHECKING:
    from policylint.findings import Report


def render(report: Report, style: Style) -> str:
    """The findings, one a line; nothing if there are none."""
    return "".join(
        fit(f"{safe(one.place.path)}:{one.place.span.line}:{one.place.span.column}: {one.severity}[{one.rule}] {safe(one.message)}\n", style)
        for one in report.findings
    )
