"""For people: the findings as frames and questions, then a summary line. A clean run needs only the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.findings import rank
from policylint.reporters.style import Style, fit, paint

if TYPE_CHECKING:
    from policylint.findings import Report


def render(report: Report, style: Style) -> str:
    """The report as text."""
    if not report.findings:
        return summary(report, style) + "\n"
    from policylint.reporters.text_findings import render_findings  # noqa: PLC0415 - not for a clean run

    return f"{render_findings(report, style)}\n{summary(report, style)}\n"


def summary(report: Report, style: Style) -> str:
    """One line: the counts, how many rules applied, as of which day."""
    applied = {rule for document in report.documents for rule, count in document.applied.items() if count}
    documents = _counted(len(report.documents), "document")
    under = f"{', '.join(report.packs)}: {len(applied)} of {report.rules} rules applied; as of {report.as_of}"
    if report.empty and not report.findings:
        return paint("nothing was checked", "warning", style) + fit(f" ({under})", style)
    if not report.findings:
        return paint("clean", "fix", style) + fit(f": {documents} ({under})", style)
    undecided = f", {report.unknown} of them undecided" if report.unknown else ""
    counts = ", ".join(
        _counted(report.count(level), level) for level in ("error", "warning", "info") if report.count(level)
    )
    worst = min((one.severity for one in report.findings), key=rank)
    rest = f"{undecided} in {documents}"
    between = "\n" if len(counts) + len(rest) + len(under) + 3 > style.width else " "
    return paint(counts, worst, style) + fit(f"{rest}{between}({under})", style)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
