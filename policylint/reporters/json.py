"""JSON, version 1: the report as data (`schemas/report.schema.json`). Pure ASCII, keys in a fixed order."""

from __future__ import annotations

from policylint import __version__
from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import json_text, page_name

if TYPE_CHECKING:
    from typing import Any

    from policylint.findings import Baseline, Finding, Place, Records, Report
    from policylint.reporters.style import Style


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - reporters have one signature
    """The report as JSON text."""
    return json_text(as_data(report))


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "version": 1,
        "tool": {"name": "policylint", "version": __version__},
        "as_of": report.as_of,
        "policy": {"packs": list(report.packs), "rules": report.rules, "digest": report.digest},
        "summary": {
            "result": report.result,
            "documents": len(report.documents),
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "infos": report.count("info"),
            "unknown": report.unknown,
            "waived": report.waived,
        },
        "documents": [document._asdict() for document in report.documents],
        "findings": [_finding(finding) for finding in report.findings],
        "obligations": [dict(zip(_OBLIGATION, one, strict=True)) for one in report.obligations],
        "waivers": [grant._asdict() for grant in report.waivers],
        "baseline": _baseline(report.baseline) if report.baseline else None,
    }


_OBLIGATION = ("dataset", "duty", "license", "text")


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "message": finding.message,
        "remedy": finding.remedy,
        "dataset": finding.dataset,
        "use": finding.use,
        "path": place.path,
        "pointer": place.pointer,
        "line": place.span.line,
        "column": place.span.column,
        "end_line": place.span.end_line,
        "end_column": place.span.end_column,
        "related": [_related(one) for one in finding.related],
        "chain": list(finding.chain),
        "missing": [{"path": one.file, "pointer": one.pointer} for one in finding.missing],
        "policy": {"path": finding.policy[0], "line": finding.policy[1]} if finding.policy else None,
        "records": _records(finding.records) if finding.records else None,
        "fingerprint": finding.fingerprint,
        "waiver": finding.waiver,
        "docs": f"policylint explain {page_name(finding)}" if finding.policy else None,
    }


def _records(records: Records) -> dict[str, Any]:
    return {**records._asdict(), "sample": [row._asdict() for row in records.sample]}


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return {name: getattr(baseline, name) for name in ("path", "written", "hidden", "settled")}


def _related(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "pointer": place.pointer,
        "line": place.span.line,
        "column": place.span.column,
        "message": place.message,
    }
