"""A report with its paths written otherwise: other programs look for them from the top of a repository."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.shown import ShownLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from policylint.findings import Finding, Place, Report

    Rename = Callable[[str], str]


def renamed(report: Report, rename: Rename) -> Report:
    """The report with every path of a checked file, a waiver or a baseline as `rename` writes it."""
    baseline = report.baseline
    return report._replace(
        documents=tuple(one._replace(path=rename(one.path)) for one in report.documents),
        findings=tuple(_finding(one, rename) for one in report.findings),
        sources=ShownLines({rename(path): path for path in report.sources}, report.sources.__getitem__),
        waivers=tuple(one._replace(path=rename(one.path)) for one in report.waivers),
        baseline=baseline and baseline._replace(path=rename(baseline.path)),
    )


def _finding(finding: Finding, rename: Rename) -> Finding:
    records = finding.records
    if records is not None:
        records = records._replace(sample=tuple(row._replace(file=rename(row.file)) for row in records.sample))
    return finding._replace(
        place=finding.place._replace(path=rename(finding.place.path)),
        related=_places(finding.related, rename),
        missing=tuple(one._replace(file=rename(one.file)) for one in finding.missing),
        unsaid=tuple(one._replace(file=rename(one.file)) for one in finding.unsaid),
        records=records,
    )


def _places(places: Iterable[Place], rename: Rename) -> tuple[Place, ...]:
    return tuple(place._replace(path=rename(place.path)) for place in places)
