"""Advisories in the format of OSV (1.7). The ids are our own: OSV knows no ecosystem of datasets."""

from __future__ import annotations

from policylint.dates import interval
from policylint.lean import TYPE_CHECKING
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from typing import Any

    from policylint.advisories.registry import Advisory

SCHEMA_VERSION = "1.7.5"
_REFERENCES = {
    "statement": "ADVISORY",
    "court": "ADVISORY",
    "paper": "ARTICLE",
    "report": "REPORT",
    "article": "ARTICLE",
    "incident": "REPORT",
    "package": "PACKAGE",
    "fix": "FIX",
    "discussion": "DISCUSSION",
    "evidence": "EVIDENCE",
}
_OWN = (
    "status", "severity", "categories", "retracted", "retracted_note", "replaced_on", "action", "alternatives",
    "derivatives", "derived_models", "confidence", "last_verified", "publisher_statement",
)  # fmt: skip


def as_osv(advisory: Advisory) -> dict[str, Any]:
    """One advisory as OSV has it; what OSV has no field for stands in `database_specific`."""
    said = {key: _plain(value) for key, value in advisory.value.items() if value is not UNSAID}
    entry: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "id": advisory.id,
        "modified": _moment(said["modified"]),
        "published": _moment(said["published"]),
        "withdrawn": _moment(said["withdrawn"]) if "withdrawn" in said else None,
        "upstream": said.get("upstream"),
        "related": said.get("related"),
        "summary": said["summary"],
        "details": said.get("details"),
        "affected": [_affected(one) for one in said["affected"]],
        "references": [{"type": _REFERENCES[one["type"]], "url": one["url"]} for one in said["references"]],
        "credits": [{"name": name} for name in said.get("credits", [])] or None,
        "database_specific": {key: said[key] for key in _OWN if key in said},
    }
    return {key: value for key, value in entry.items() if value is not None}


def _affected(dataset: dict[str, Any]) -> dict[str, Any]:
    versions = {"versions": dataset["versions"]} if "versions" in dataset else {}
    rest = {key: value for key, value in dataset.items() if key != "versions"}
    return {**versions, "database_specific": rest}


def _moment(date: str) -> str:
    """A date as the beginning of its first day, UTC."""
    days = interval(date)
    assert days is not None, date
    return f"{days[0]}T00:00:00Z"


def _plain(value: Any) -> Any:
    """A value without what is not said."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one is not UNSAID}
    return [_plain(one) for one in value] if isinstance(value, list) else value
