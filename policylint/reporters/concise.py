"""One finding a line: `path:line:column: severity[rule] message`; of a waived one, `waived` in place of its severity.

`docs/ci/problem-matcher.json` reads these lines.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import excuse, grants, spot
from policylint.reporters.style import Style, fit, safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policylint.findings import Finding, Grant, Report


def render(report: Report, style: Style) -> str:
    """The findings, one a line; nothing if there are none."""
    by_id = grants(report)
    return "".join(fit(_line(one, by_id), style) for one in report.findings)


def _line(finding: Finding, by_id: Mapping[str, Grant]) -> str:
    place = finding.place
    doubt = f"cannot tell, {safe(place.message)}: " if finding.outcome == "unknown" else ""
    level, end = finding.severity, ""
    if finding.waiver is not None:
        level, end = "waived", safe(f" ({finding.waiver}: {excuse(finding, by_id)})")
    return f"{safe(spot(place))}: {level}[{safe(finding.rule)}] {doubt}{safe(finding.message)}{end}\n"
