"""Section 1: one word for each dataset and use, and the findings behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.markup import element
from policylint.matrix import NOT_JUDGED, WAIVED, matrix
from policylint.reporters.html.parts import badge, bullets, code, counted, note, quiet, section, table, together
from policylint.verdicts import CANNOT_TELL, NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.dossier import Dossier
    from policylint.findings import Report
    from policylint.markup import Child, Element
    from policylint.matrix import Cell, Row
    from policylint.reporters.html.parts import Anchors

_WORDS = {YES: "pass", NO: "fail", CANNOT_TELL: "cannot tell", WAIVED: "waived"}
_FEW = 4


def verdicts_section(report: Report, dossier: Dossier, anchors: Anchors) -> Element:
    """The table of verdicts."""
    found = matrix(report, dossier)
    heads = ["Dataset", "The dataset itself", *(f"Use: {name}" for name, _ in found.uses)]
    rows = [_row(row, anchors) for row in found.rows]
    return section(
        "verdicts",
        "1. Verdict per dataset and use",
        note(
            "Fail: a rule at error forbids it. Cannot tell: what would decide it is not stated, which is not a yes. "
            "Waived: a waiver excuses all that would have failed. Warnings decide nothing and are counted below."
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
        return quiet("not judged")
    word = badge(cell.answer, _WORDS[cell.answer])
    first = cell.findings[0] if cell.findings else None
    anchor = anchors.by_finding.get(first) if first is not None else None
    verdict = element("a", word, href=f"#{anchor}", class_="plain") if anchor is not None else word
    return together(verdict, bullets(_findings(cell, anchors), "links"))


def _findings(cell: Cell, anchors: Anchors) -> Iterator[Child]:
    for one in cell.findings[:_FEW]:
        waived = " (waived)" if one.waiver is not None else ""
        yield anchors.link(one, f"{one.rule}{waived}")
    more = cell.findings[_FEW:]
    if more:
        yield anchors.link(more[0], f"and {len(more)} more")
    if cell.unlisted:
        yield quiet(f"{counted(cell.unlisted, 'finding')} not listed")


def where(path: str, line: int) -> Element:
    """A file and a line."""
    return code(f"{path}:{line}")
