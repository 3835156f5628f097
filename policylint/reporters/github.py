"""Workflow commands of GitHub Actions: what GitHub shows beside the lines of a pull request.

GitHub shows ten annotations of a level and drops the rest without a word. So failures come before what cannot be told,
every rule is shown before one is shown twice, and the tenth says how many there are beyond.
"""

from __future__ import annotations

from collections import Counter

from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import baseline, counted, message, numbers, waived, worst_first
from policylint.reporters.style import Style, fit, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policylint.findings import Finding, Report

_MOST = 10
_COMMAND = {"error": "error", "warning": "warning", "info": "notice"}
_MORE = 'GitHub shows ten of a kind; `--output markdown="$GITHUB_STEP_SUMMARY"` writes all into the job summary'


def render(report: Report, style: Style) -> str:
    """The commands, one a line; nothing if there is nothing to say."""
    return "".join(fit(line, style) + "\n" for level in _COMMAND for line in _of_level(report, level))


def _of_level(report: Report, level: str) -> list[str]:
    found = [one for one in worst_first(report.counted) if one.severity == level]
    lines = [_note(level, text) for text in _notes(report, level)]
    room = _MOST - len(lines)
    shown = found if len(found) <= room else _each_rule_first(found)[: room - 1]
    lines += [_annotation(one) for one in shown]
    beyond = len(found) - len(shown)
    return lines + ([_note(level, f"{counted(beyond, f'more {level}')}: {_MORE}")] if beyond else [])


def _notes(report: Report, level: str) -> Iterator[str]:
    """What there is to say that stands at no line."""
    if level == "error" and report.result == "empty" and not report.allow_empty:
        yield "nothing was checked"
    if level == "info" and report.waived:
        yield waived(report)
    if level == "info" and report.baseline is not None:
        yield baseline(report)


def _each_rule_first(findings: Iterable[Finding]) -> Sequence[Finding]:
    """Findings in such an order that of those with one outcome each rule comes once before one comes twice."""
    seen: Counter[str] = Counter()
    turns = []
    for one in findings:
        seen[one.rule] += 1
        turns.append(((one.outcome != "fail", seen[one.rule]), one))
    return [one for _, one in sorted(turns, key=lambda turn: turn[0])]


def _annotation(finding: Finding) -> str:
    place = finding.place
    records = f"\n{numbers(finding.records)}" if finding.records else ""
    text = f"{message(finding)}{records}\nFix: {finding.remedy}"
    where = {"file": place.path, "line": place.span.line, "endLine": place.span.end_line}
    if place.span.line == place.span.end_line:  # a runner takes columns of one line alone
        where |= {"col": place.span.column, "endColumn": place.span.end_column}
    where["title"] = finding.rule
    properties = ",".join(f"{name}={_property(safe(str(value)))}" for name, value in where.items())
    return f"::{_COMMAND[finding.severity]} {properties}::{_data(text)}"


def _note(level: str, text: str) -> str:
    return f"::{_COMMAND[level]} title=policylint::{_data(text)}"


def _data(text: str) -> str:
    """A text as the data of a command: its own line breaks stay, all else that ends a line is spelled out."""
    return "%0A".join(safe(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return text.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
