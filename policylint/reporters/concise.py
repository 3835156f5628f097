"""One finding a line: `path:line:column: severity[rule] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.reporters.style import Style, fit, safe

if TYPE_CHECKING:
    from policylint.findings import Finding, Report


def render(report: Report, style: Style) -> str:
    """The findings, one a line; nothing if there are none."""
    return "".join(fit(_line(one), style) for one in report.findings)


def _line(finding: Finding) -> str:
    place = finding.place
    doubt = f"cannot tell, {safe(place.message)}: " if finding.outcome == "unknown" else ""
    spot = f"{safe(place.path)}:{place.span.line}:{place.span.column}"
    return f"{spot}: {finding.severity}[{finding.rule}] {doubt}{safe(finding.message)}\n"
