"""SARIF 2.1.0, as code scanning reads it: rules with their whole texts, findings with stable fingerprints.

Columns count code points; the end is exclusive. Texts are escaped where SARIF would take them for links.
"""

from __future__ import annotations

import os
from urllib.parse import quote

from policylint import __version__, resources
from policylint.characters import without_passwords
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.load import load_rule
from policylint.policy.page import page_of
from policylint.reporters.own_findings import about
from policylint.reporters.phrases import (
    clip,
    grants,
    json_text,
    message,
    numbers,
    page_name,
    spot,
    unique_fingerprints,
    worst_first,
)
from policylint.reporters.rule_docs import page_text
from policylint.reporters.style import Style, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from policylint.findings import Finding, Grant, Place, Report, Span
    from policylint.policy.page import Page

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_TOP = "%SRCROOT%"
_MOST_RESULTS = 25_000
_MOST_RELATED = 100
_MOST_TEXT = 1024
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "info": "recommendation"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - reporters have one signature
    """The report as one run."""
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> dict[str, Any]:
    found = list(report.findings if len(report.findings) <= _MOST_RESULTS else worst_first(report.findings))
    listed = found[:_MOST_RESULTS]
    rules = _rules(listed)
    numbered = {one.rule: number for number, one in enumerate(rules)}
    waivers = grants(report) if report.waived else None
    return {
        "tool": {"driver": _driver(rules)},
        "invocations": [_invocation(report, len(found) - len(listed))],
        "originalUriBaseIds": {_TOP: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, mark, numbered[one.rule], waivers) for one, mark in unique_fingerprints(listed)],
        "properties": {"as_of": safe(report.as_of), "packs": [safe(one) for one in report.packs]},
    }


def _rules(findings: Iterable[Finding]) -> list[Finding]:
    """The worst finding of each rule, in the order of the rules' ids."""
    by_rule = {one.rule: one for one in reversed(worst_first(findings))}
    return [by_rule[rule] for rule in sorted(by_rule)]


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    """That the run came to its end, and what of it is not in the file."""
    text = f"{left_out:,} findings are not listed: the worst {_MOST_RESULTS:,} are"
    notes = [{"level": "warning", "message": {"text": text}}] if left_out else []
    return {"executionSuccessful": True, "exitCode": report.exit_code, "toolExecutionNotifications": notes}


# rules


class _Text(NamedTuple):
    """What there is to say of a rule."""

    title: str
    why: str
    remedy: str
    more: str
    page: str


def _driver(rules: list[Finding]) -> dict[str, Any]:
    return {
        "name": "policylint",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(one, _text(one)) for one in rules],
    }


def _rule(finding: Finding, text: _Text) -> dict[str, Any]:
    identifier = safe(finding.rule)
    parts = [text.why, f"How to fix: {text.remedy}", text.more]
    return {
        "id": identifier,
        "name": clip("".join(word.capitalize() for word in identifier.replace("/", "-").split("-")), 255),
        "shortDescription": {"text": clip(text.title, _MOST_TEXT)},
        "fullDescription": {"text": clip(f"{text.title}. {text.why}".strip(), _MOST_TEXT)},
        "help": {"text": "\n\n".join(part for part in parts if part), "markdown": text.page},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {
            "tags": ["data-policy", clip(identifier.partition("/")[0], 100)],
            "problem.severity": _PROBLEMS[finding.severity],
            "precision": "high" if finding.policy else "very-high",
        },
    }


def _text(finding: Finding) -> _Text:
    """A rule's texts: from its file; where that cannot be read, or none stands behind a finding, from what is known."""
    page = _page(finding)
    if page is None:
        return _own_text(finding)
    sections = {section.title: section.text for section in page.sections}
    name = page_name(finding)
    more = f"policylint explain {name}"
    return _Text(
        safe(page.title),
        safe(sections.get("Why", "")),
        safe(sections.get("How to fix", "")),
        f"More: {safe(more)}",
        f"{page_text(page)}\n`{safe(more).replace('`', '')}` shows this page in a terminal.\n",
    )


def _page(finding: Finding) -> Page | None:
    """The page of the rule behind a finding, without its packs: to look through them all takes longer than the rest."""
    if finding.policy is None:
        return None
    shipped = resources.path(*finding.policy[0].split("/"))
    file = shipped if os.path.isfile(shipped) else finding.policy[0]
    if not os.path.isfile(file):
        return None
    try:
        page = page_of(load_rule(file), ())
    except PolicylintError:
        return None  # a rule that needs the rest of its policy
    return page._replace(facts=page.facts[:-1])


def _own_text(finding: Finding) -> _Text:
    known = about(finding.rule)
    title = f"The rule {finding.rule}" if finding.policy else known.title
    why = safe(finding.why or ("" if finding.policy else known.why))
    remedy = "What the finding says." if finding.policy else known.remedy
    page = f"# {_unmarked(finding.rule)}\n\n{_unmarked(title)}.\n\n{_unmarked(why)}\n\nHow to fix: {remedy}\n"
    return _Text(safe(title), why, remedy, "", page)


def _unmarked(text: str) -> str:
    """A text without what Markdown or HTML could take for markup."""
    return "".join(f"&#{ord(char)};" if char in "<>&[]`*_|\\@" else char for char in safe(text))


# results


def _result(finding: Finding, mark: str, rule: int, waivers: Mapping[str, Grant] | None) -> dict[str, Any]:
    related = finding.related[:_MOST_RELATED]
    result: dict[str, Any] = {
        "ruleId": safe(finding.rule),
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"primaryLocationLineHash": mark},
        "relatedLocations": [
            {"id": number, **_location(place), "message": {"text": _shown(place)}}
            for number, place in enumerate(related, 1)
        ],
        "properties": _properties(finding),
    }
    if finding.chain:
        result["codeFlows"] = [_flow(finding)]
    if waivers is not None:
        result["suppressions"] = [_suppression(finding, waivers)] if finding.waiver is not None else []
    return result


def _message(finding: Finding) -> str:
    """The message, records in numbers, and links to what else is involved: viewers show what a message links to."""
    lines = [_unlinked(message(finding)) or safe(finding.rule)]
    if finding.records is not None:
        lines.append(f"Records: {_unlinked(numbers(finding.records))}")
    links = [f"[{_label(place)}]({number})" for number, place in enumerate(finding.related[:10], 1)]
    if links:
        lines.append(f"See {', '.join(links)}")
    return "\n".join([*lines, f"Fix: {_unlinked(finding.remedy)}"])


def _unlinked(text: str) -> str:
    """A text in which SARIF sees no link."""
    return safe(text).replace("](", "] (")


def _label(place: Place) -> str:
    return _shown(place).translate({ord("["): "(", ord("]"): ")", ord("\\"): "/"})


def _shown(place: Place) -> str:
    return safe(place.message or spot(place))


def _location(place: Place) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(place.path), "region": _region(place.span)}}


def _artifact(path: str) -> dict[str, str]:
    """A path as a URI: relative to the top of the repository, or whole where it lies elsewhere."""
    uri = quote(without_passwords(path).encode("utf-8", "surrogatepass"))
    return {"uri": f"file://{uri}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": _TOP}


def _region(span: Span) -> dict[str, int]:
    line, column, end_line, end_column = span
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _flow(finding: Finding) -> dict[str, Any]:
    """The way from a source to what is judged; every step is shown at the finding: of the others no place is known."""
    steps = [safe(name) for name in reversed(finding.chain)]
    locations = [
        {
            "location": {
                **_location(finding.place),
                "logicalLocations": [{"name": step, "kind": "dataset"}],
                "message": {"text": step},
            }
        }
        for step in steps
    ]
    return {"message": {"text": " → ".join(steps)}, "threadFlows": [{"locations": locations}]}


def _suppression(finding: Finding, waivers: Mapping[str, Grant]) -> dict[str, Any]:
    grant = waivers.get(finding.waiver or "")
    if grant is None:
        return {"kind": "external", "status": "accepted", "justification": safe(f"waiver {finding.waiver}")}
    said = f"{grant.id}: {grant.reason} (approved by {grant.approved_by}, until {grant.expires})"
    return {"kind": "external", "status": "accepted", "justification": safe(said)}


def _properties(finding: Finding) -> dict[str, Any]:
    known = {
        "outcome": finding.outcome,
        "dataset": finding.dataset,
        "use": finding.use,
        "pointer": finding.place.pointer,
        "waiver": finding.waiver,
    }
    said: dict[str, Any] = {name: safe(value) for name, value in known.items() if value is not None}
    if finding.records is not None:
        applied, failed, unknown, _ = finding.records
        said["records"] = {"applied": applied, "fail": failed, "unknown": unknown}
    return said
