"""JUnit XML: a suite for each document, a case for each finding, and one for each rule that found nothing.

A finding below `--fail-on` is a case that passes and says so in its output; a waived one is skipped. A case without
more says that a rule was applied and nothing of it is reported.
"""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from policylint.findings import rank
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reporters.phrases import excuse, grants, message, numbers, spot
from policylint.reporters.style import Style, safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policylint.findings import CheckedDocument, Finding, Grant, Report


class _Suite(NamedTuple):
    """What one suite is of: a file, its document if it is one that was checked, and the findings on it."""

    path: str
    document: CheckedDocument | None
    findings: list[Finding]


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - reporters have one signature
    """The report as XML in ASCII."""
    root = Element("testsuites", {"name": "policylint"})
    by_id = grants(report)
    touched = _touched(report)
    for suite in _suites(report):
        _write_suite(root, report, suite, by_id, touched)
    if report.result == "empty" and not report.allow_empty:
        _write_emptiness(root)
    _tell_apart(root)
    _sum_up(root)
    indent(root)
    text: str = tostring(root, encoding="us-ascii", xml_declaration=True).decode()
    return text.replace("##", "#&#35;") + "\n"  # no log viewer sees a command of its own in it


def _suites(report: Report) -> list[_Suite]:
    """The documents, and files that findings are on without being among them."""
    suites = {one.path: _Suite(one.path, one, []) for one in report.documents}
    by_name = {one.id: one.path for one in reversed(report.documents) if one.id is not None}
    for finding in report.findings:
        path = _owner(finding, suites, by_name)
        suites.setdefault(path, _Suite(path, None, [])).findings.append(finding)
    return [suites[path] for path in sorted(suites)]


def _owner(finding: Finding, suites: Mapping[str, _Suite], by_name: Mapping[str, str]) -> str:
    """The document whose suite a finding is in: where it stands, else the use or the dataset that was judged."""
    if finding.place.path in suites:
        return finding.place.path
    return by_name.get(finding.use or "") or by_name.get(finding.dataset or "") or finding.place.path


def _touched(report: Report) -> set[tuple[str, str]]:
    """Each rule that found something, with the paths and the names of all that it is about: there it did not pass."""
    found: set[tuple[str, str]] = set()
    for one in report.findings:
        about = {one.place.path, *(place.path for place in one.related), one.dataset, one.use}
        found |= {(one.rule, name) for name in about if name is not None}
    return found


def _write_suite(
    root: Element, report: Report, suite: _Suite, by_id: Mapping[str, Grant], touched: set[tuple[str, str]]
) -> None:
    element = SubElement(root, "testsuite", {"name": safe(suite.path)})
    properties = SubElement(element, "properties")
    SubElement(properties, "property", {"name": "as_of", "value": safe(report.as_of)})
    document = suite.document
    if document is not None:
        for rule in sorted(document.applied):
            if not touched & {(rule, document.path), (rule, document.id or "")}:
                _case(element, suite, rule, document.id)
    for finding in suite.findings:
        case = _case(element, suite, finding.rule, finding.dataset, finding.use, finding.place.pointer)
        _write_outcome(case, finding, report.fail_on, by_id)
    _sum_up(element)


def _case(
    suite: Element, of: _Suite, rule: str, dataset: str | None, use: str | None = None, pointer: str = ""
) -> Element:
    about = (dataset or of.path) + (f" for {use}" if use else "")
    name = f"{about} — {rule}" + (f" at {pointer}" if pointer else "")
    return SubElement(
        suite,
        "testcase",
        {"classname": safe(f"policylint.{rule}"), "name": safe(name), "file": safe(of.path), "time": "0"},
    )


def _tell_apart(root: Element) -> None:
    """Number cases of one name: readers such as GitLab show the first of those that are called the same."""
    seen: Counter[str] = Counter()
    for case in root.iter("testcase"):
        name = case.get("name", "")
        seen[name] += 1
        if seen[name] > 1:
            case.set("name", f"{name} ({seen[name]})")


def _write_outcome(case: Element, finding: Finding, fail_on: str, by_id: Mapping[str, Grant]) -> None:
    said = safe(f"{finding.severity}: {message(finding)}")
    if finding.waiver is not None:
        SubElement(case, "skipped", {"message": safe(excuse(finding, by_id))}).text = _text(finding)
    elif rank(finding.severity) <= rank(fail_on):
        SubElement(case, "failure", {"type": safe(finding.rule), "message": said}).text = _text(finding)
    else:
        SubElement(case, "system-out").text = f"{said}\n{_text(finding)}"


def _text(finding: Finding) -> str:
    records = [f"records: {numbers(finding.records)}"] if finding.records else []
    lines = [spot(finding.place), message(finding), *records, f"fix: {finding.remedy}"]
    return "\n".join(safe(line) for line in lines)


def _write_emptiness(root: Element) -> None:
    """A gate that checked nothing is not green."""
    suite = SubElement(root, "testsuite", {"name": "policylint"})
    case = SubElement(suite, "testcase", {"classname": "policylint", "name": "something was checked", "time": "0"})
    SubElement(case, "error", {"type": "empty", "message": "nothing was checked"})
    _sum_up(suite)


_COUNTS = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}


def _sum_up(element: Element) -> None:
    """Write into its attributes how many cases are below an element, and what came of them."""
    for name, tag in _COUNTS.items():
        element.set(name, str(sum(1 for _ in element.iter(tag))))
    element.set("time", "0")
