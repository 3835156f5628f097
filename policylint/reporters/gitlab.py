"""GitLab's Code Quality report: a list of what is to be seen in a merge request. Waived findings are left out."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import json_text, message, numbers, unique_fingerprints
from policylint.reporters.style import Style, safe

if TYPE_CHECKING:
    from typing import Any

    from policylint.findings import Finding, Report

_SEVERITY = {"error": "critical", "warning": "major", "info": "minor"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - reporters have one signature
    """The findings that count."""
    return json_text([_issue(one, fingerprint) for one, fingerprint in unique_fingerprints(report.counted)])


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    span = finding.place.span
    records = f" ({numbers(finding.records)})" if finding.records else ""
    return {
        "description": safe(message(finding) + records),
        "check_name": safe(finding.rule),
        "fingerprint": fingerprint,
        "severity": _SEVERITY[finding.severity],
        "location": {
            "path": safe(finding.place.path),
            "lines": {"begin": span.line, "end": span.end_line},
        },
    }
