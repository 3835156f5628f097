"""Section 4: what must be done where the answer is yes, with text ready to copy."""

from __future__ import annotations

from itertools import groupby

from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.reporters.html.parts import note, pairs, quiet, section, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policylint.findings import Report
    from policylint.markup import Child, Element


def obligations_section(report: Report) -> Element:
    """The duties, dataset by dataset."""
    if not report.obligations:
        return section(
            "obligations", "4. Licence obligations",
            element("p", "None: no licence here grants a use that comes with a duty, or none asks for anything."),
        )  # fmt: skip
    whose = "Of whoever makes the uses judged here" if report.with_uses else "Asked of those who use the datasets"
    told: list[Child] = []
    for dataset, ones in groupby(report.obligations, key=lambda one: one[0]):
        told += [element("h3", dataset), pairs(_rows(ones))]
    return section(
        "obligations",
        "4. Licence obligations",
        note(f"{whose}. A click on a framed line selects all of it."),
        *told,
    )


def _rows(ones: Iterable[tuple[str, str, str | None, str]]) -> Iterator[tuple[str, Child]]:
    for _, duty, license_, text in ones:
        copied = element("p", text, class_="copy") if duty == "attribution" else element("p", text)
        yield duty.replace("_", " "), together(copied, quiet(license_) if license_ else None)
