"""For people: the findings as frames and questions, then a summary line. A clean run needs only the line."""

from __future__ import annotations

from policylint.findings import rank
from policylint.lean import TYPE_CHECKING
from policylint.reporters.style import Style, fit, paint, safe

if TYPE_CHECKING:
    from policylint.findings import Report


def render(report: Report, style: Style) -> str:
    """The report as text."""
    if not report.findings and report.baseline is None:
        return _to_do(report, style) + summary(report, style) + "\n"
    from policylint.reporters.text_findings import render_excused, render_findings  # noqa: PLC0415 - not if clean

    parts = [part for part in (render_findings(report, style), render_excused(report, style)) if part]
    return "\n".join([*parts, f"{_to_do(report, style)}{summary(report, style)}\n"])


def _to_do(report: Report, style: Style) -> str:
    """What must be done where the answer is yes, one line each; of a dataset without a use, what it asks of others."""
    if not report.obligations:
        return ""
    if report.with_uses:
        lines = dict.fromkeys(f"  {safe(dataset)}: {safe(text)}" for dataset, _, _, text in report.obligations)
        return "\n".join(fit(line, style) for line in ("To do", *lines)) + "\n\n"
    asked: dict[str, list[str]] = {}
    for dataset, duty, _, _ in report.obligations:
        asked.setdefault(dataset, []).append(duty.replace("_", " "))
    lines = dict.fromkeys(f"  {safe(one)}: {safe(', '.join(dict.fromkeys(duties)))}" for one, duties in asked.items())
    return "\n".join(fit(line, style) for line in ("Asked of those who use it", *lines)) + "\n\n"


_FIRST_STEP = "There is no datasheet and no use declaration here: `policylint init` writes a first datasheet."


def summary(report: Report, style: Style) -> str:
    """One line: the counts, how many rules applied, as of which day; and where there is nothing, what to do."""
    applied = {rule for document in report.documents for rule, count in document.applied.items() if count}
    documents = _counted(len(report.documents), "document")
    under = f"{safe(', '.join(report.packs))}: {len(applied)} of {report.rules} rules applied; as of {report.as_of}"
    excused = f", {_waived(report)}" if report.waived else ""
    if report.empty and not report.counted:
        first = "" if report.documents else f"\n{_FIRST_STEP}"
        return paint("nothing was checked", "warning", style) + fit(f"{excused} ({under}){first}", style)
    if not report.counted:
        return paint("clean", "fix", style) + fit(f"{excused}: {documents} ({under})", style)
    undecided = f", {report.unknown} of them undecided" if report.unknown else ""
    counts = ", ".join(
        _counted(report.count(level), level) for level in ("error", "warning", "info") if report.count(level)
    )
    worst = min((one.severity for one in report.counted), key=rank)
    rest = f"{undecided}{excused} in {documents}"
    between = "\n" if len(counts) + len(rest) + len(under) + 3 > style.width else " "
    return paint(counts, worst, style) + fit(f"{rest}{between}({under})", style)


def _waived(report: Report) -> str:
    from policylint.reporters.phrases import waived  # noqa: PLC0415 - only where something is

    return safe(waived(report))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
