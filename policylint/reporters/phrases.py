"""What reporters say of a finding, a waiver or a baseline: in the same words in every format."""

from __future__ import annotations

import json
import os
from collections import Counter

from policylint import resources
from policylint.characters import hushed, without_passwords
from policylint.dates import days_between
from policylint.findings import rank
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from policylint.findings import Finding, Grant, Place, Records, Report


def counted(number: int, noun: str) -> str:
    """A number and its noun.

    >>> counted(1, "error"), counted(1200, "error")
    ('1 error', '1,200 errors')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def levels(report: Report) -> str:
    """How many findings of each severity count.

    `2 errors, 1 warning`; "" where none does.
    """
    found = Counter(finding.severity for finding in report.counted)
    return ", ".join(counted(found[level], level) for level in ("error", "warning", "info") if found[level])


def spot(place: Place) -> str:
    """Where a place is: `path:line:column`."""
    return f"{place.path}:{place.span.line}:{place.span.column}"


def message(finding: Finding) -> str:
    """What a finding says. What could not be decided is no statement."""
    return finding.message if finding.outcome == "fail" else f"cannot tell: {finding.message}"


def numbers(records: Records) -> str:
    """A rule on records in numbers, with one row as an example."""
    undecided = f", {records.unknown:,} cannot be judged" if records.unknown else ""
    example = f"; e.g. {records.sample[0].file} row {records.sample[0].row:,}" if records.sample else ""
    return f"{records.fail:,} of {records.applied:,} fail{undecided}{example}"


def page_name(finding: Finding) -> str:
    """What `explain` takes: the id of a shipped rule, the file of another; "" where no rule stands behind a finding."""
    file = finding.policy[0] if finding.policy else ""
    return finding.rule if file and os.path.isfile(resources.path(*file.split("/"))) else file


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity; within one, failures before what cannot be told, and then in the order of the report."""
    return sorted(findings, key=lambda one: (rank(one.severity), one.outcome != "fail"))


def unique_fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Findings with their fingerprints, numbered where several have the same: other programs merge what has one."""
    seen: Counter[str] = Counter()
    for one in findings:
        seen[one.fingerprint] += 1
        yield one, f"{one.fingerprint}:{seen[one.fingerprint]}"


# waivers and baselines


def grants(report: Report) -> dict[str, Grant]:
    """The waivers of a report by their ids."""
    return {one.id: one for one in report.waivers}


def excuse(finding: Finding, by_id: Mapping[str, Grant]) -> str:
    """Until when and by whom a finding is waived."""
    grant = by_id.get(finding.waiver or "")
    return f"waived until {grant.expires} by {grant.approved_by}" if grant else f"waived by {finding.waiver}"


def waived(report: Report) -> str:
    """How many findings are waived, and until when at least: `1 waived (next expires 2027-01-22)`; "" if none is."""
    if not report.waived:
        return ""
    by_id = grants(report)
    ends = [by_id[one.waiver].expires for one in report.findings if one.waiver is not None and one.waiver in by_id]
    return f"{report.waived:,} waived" + (f" (next expires {min(ends)})" if ends else "")


def baseline(report: Report) -> str:
    """What a baseline hides, and since when; "" where there is none."""
    if report.baseline is None:
        return ""
    path, written, hidden, settled = report.baseline
    age = days_between(written, report.as_of)
    since = f" ({counted(age, 'day')} ago)" if age >= 0 else ""
    return f"{counted(hidden, 'finding')} hidden by baseline {path}, written {written}{since}, {settled:,} settled"


# text that programs read


def json_text(data: Any) -> str:
    """Values as JSON in pure ASCII: without passwords, and no log viewer sees its commands (`##[…]`, `##vso[…]`)."""
    text = json.dumps(data, indent=2)
    if without_passwords(text) != text:  # perhaps: in there, a line break is no white space
        text = json.dumps(hushed(data), indent=2)
    return text.replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[") + "\n"


def clip(text: str, most: int) -> str:
    """A text cut to so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
