"""Section 1: one word for each dataset and use, and the findings behind it."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.matrix import NOT_JUDGED, WAIVED, matrix
from policylint.reporters.html.parts import badge, bullets, counted, note, quiet, section, table, together
from policylint.verdicts import CANNOT_TELL, NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.dossier import Dossier
    from policylint.findings import Finding, Report
    from policylint.markup import Child, Element
    from policylint.matrix import Cell, Row
    from policylint.reporters.html.parts import Anchors

_WORDS = {YES: "pass", NO: "fail", CANNOT_TELL: "cannot tell", WAIVED: "waived"}
_FEW = 3


def verdicts_section(report: Report, dossier: Dossier, anchors: Anchors) -> Element:
    """The table of verdicts."""
    found = matrix(report, dossier)
    heads = ["Dataset", "The dataset itself", *(f"use: {name}" for name, _ in found.uses)]
    rows = [_row(row, anchors) for row in found.rows]
    return section(
        "verdicts",
        "1. Verdict per dataset and use",
        note(
            "Fail: a rule at error forbids it. Cannot tell: what would decide it is not stated, which is not a yes. "
            "Waived: a waiver excuses all that would have failed. Warnings decide nothing. A dash: not judged together."
        ),
        table("Verdict per dataset and use", heads, rows, "matrix") if rows else element("p", "There is no dataset."),
        _hidden(report),
    )


def _hidden(report: Report) -> Element | None:
    if report.baseline is None:
        return None
    return note("Verdicts say what is: findings that the baseline hides count here, and are not listed in this page.")


def _row(row: Row, anchors: Anchors) -> list[Child]:
    name = together(element("strong", row.name), quiet(row.path or "no datasheet here"), class_="stacked")
    return [name, *(_cell(cell, anchors) for cell in (row.alone, *row.cells))]


def _cell(cell: Cell, anchors: Anchors) -> Element:
    if cell.answer == NOT_JUDGED:
        return element(
            "span",
            element("span", "\N{EN DASH}", aria_hidden="true"),
            element("span", "not judged", class_="unseen"),
            class_="quiet",
        )
    word = badge(cell.answer, _WORDS[cell.answer])
    anchor = anchors.by_finding.get(cell.findings[0]) if cell.findings else None
    verdict = element("a", word, href=f"#{anchor}", class_="plain") if anchor is not None else word
    return together(verdict, bullets(_links(cell, anchors), "links"))


def _links(cell: Cell, anchors: Anchors) -> Iterator[Child]:
    """A link for each rule: to the first of its findings, with their number."""
    by_rule: dict[str, list[Finding]] = {}
    for one in cell.findings:
        by_rule.setdefault(one.rule, []).append(one)
    for rule, ones in list(by_rule.items())[:_FEW]:
        times = f" × {len(ones)}" if len(ones) > 1 else ""
        waived = " (waived)" if all(one.waiver is not None for one in ones) else ""
        yield anchors.link(ones[0], f"{rule}{times}{waived}")
    more = list(by_rule.values())[_FEW:]
    if more:
        yield anchors.link(more[0][0], f"and {counted(len(more), 'more rule')}")
    if cell.unlisted:
        yield quiet(f"{counted(cell.unlisted, 'finding')} not listed")
