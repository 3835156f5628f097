"""Section 8: every finding in full, with the lines that it is about."""

from __future__ import annotations

from itertools import groupby

from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.reporters.frame import excerpt, in_order
from policylint.reporters.html.parts import badge, bullets, code, counted, pairs, quiet, scrolling, section
from policylint.reporters.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylint.findings import Finding, Place, Report
    from policylint.markup import Child, Element
    from policylint.reporters.html.parts import Anchors

_ROOM = 100
_FEW = 8


def findings_section(report: Report, anchors: Anchors) -> Element:
    """The findings, file by file."""
    told: list[Child] = []
    for path, ones in groupby(report.findings, key=lambda one: one.place.path):
        told += [element("h3", path), *(_finding(one, report, anchors) for one in ones)]
    return section("findings", "8. Findings in full", *(told or [element("p", "Nothing was found.")]))


def _finding(finding: Finding, report: Report, anchors: Anchors) -> Element:
    anchor = anchors.by_finding[finding]
    kind = "waived" if finding.waiver is not None else finding.severity
    word = f"waived {finding.severity}" if finding.waiver is not None else finding.severity
    heading = element("h4", badge(kind, word), " ", element("span", finding.rule, class_="rule"), id=f"{anchor}-title")
    unsure = finding.outcome != "fail"
    return element(
        "article",
        heading,
        element("p", element("strong", "Cannot tell: ") if unsure else None, finding.message, class_="message"),
        *_frames((finding.place, *finding.related), report),
        pairs(_rows(finding)),
        id=anchor, aria_labelledby=f"{anchor}-title", class_=f"finding {kind}",
    )  # fmt: skip


def _rows(finding: Finding) -> Iterator[tuple[str, Child]]:
    yield "dataset", finding.dataset
    yield "use", finding.use
    yield "chain", " ← ".join(finding.chain) if finding.chain else None
    yield "records", _records(finding)
    yield "to state", _missing(finding)
    yield "why", finding.why or None
    yield "remedy", finding.remedy or None
    yield "rule", code(f"{finding.policy[0]}:{finding.policy[1]}") if finding.policy is not None else None
    yield "waiver", element("a", finding.waiver, href="#waivers") if finding.waiver is not None else None
    yield "fingerprint", element("code", finding.fingerprint, class_="hash")


def _records(finding: Finding) -> str | None:
    found = finding.records
    if found is None:
        return None
    some = ", ".join(f"{one.file} row {one.row}" for one in found.sample)
    numbers = f"{found.fail:,} of {found.applied:,} fail, {found.unknown:,} cannot be told"
    return f"{numbers}; for example {some}" if some else numbers


def _missing(finding: Finding) -> Element | None:
    """The fields that would decide it, or whose silence decided it."""
    asked = (*finding.missing, *finding.unsaid)
    names: list[Child] = [code(f"{one.pointer} in {one.file}") for one in asked[:_FEW]]
    more = [quiet(f"and {counted(len(asked) - _FEW, 'further field')}")] if len(asked) > _FEW else []
    return bullets([*names, *more])


def _frames(places: Sequence[Place], report: Report) -> Iterator[Element]:
    """The lines of the places, file by file, the deciding token marked."""
    for path, inside in groupby(in_order(places), key=lambda one: one.path):
        shown = list(inside)
        lines = report.sources.get(path, ())
        children = [child for place in shown for child in _line(place, lines, main=place is places[0])]
        first = shown[0].span
        yield element("p", code(f"{path}:{first.line}:{first.column}"), class_="at")
        if children:
            yield scrolling(f"Lines of {path}", element("pre", *children))


def _line(place: Place, lines: Sequence[str], *, main: bool) -> Iterator[Child]:
    cut = excerpt(place, lines, _ROOM, Style())
    if cut is None:
        return
    before, token, after = cut
    yield element("span", f"{place.span.line:>5} ", class_="number")
    yield before
    yield element("mark", token or " ", class_="main" if main else None)
    yield after
    yield element("span", f"  ← {place.message}", class_="label") if place.message else None
    yield "\n"
