"""What the sections of the page share: tables, labels, links to findings."""

from __future__ import annotations

import re

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.markup import Child, Element, element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policylint.findings import Finding, Report

SYMBOLS = {"error": "✘", "warning": "▲", "info": "●", "no": "✘", "cannot_tell": "?", "yes": "✔", "waived": "◐"}
"""What stands beside each colour: a page must read without them."""


class Anchors(NamedTuple):
    """The id of each finding in the page."""

    by_finding: Mapping[Finding, str]

    def link(self, finding: Finding, text: str, **attributes: str | None) -> Element:
        """A link to a finding; the text alone where the page does not list it."""
        anchor = self.by_finding.get(finding)
        if anchor is None:
            return element("span", text, **attributes)
        return element("a", text, href=f"#{anchor}", **attributes)


def anchors(report: Report) -> Anchors:
    """Ids made of the fingerprints, so that they stay where findings come and go; numbered where several have one."""
    taken: dict[str, int] = {}
    ids: dict[Finding, str] = {}
    for one in report.findings:
        name = "finding-" + re.sub(r"[^0-9a-zA-Z]", "-", one.fingerprint)
        taken[name] = taken.get(name, 0) + 1
        ids[one] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return Anchors(ids)


def section(name: str, title: str, *children: Child) -> Element:
    """A section with its heading, which names it."""
    heading = element("h2", title, id=f"{name}-title")
    return element("section", heading, *children, id=name, aria_labelledby=f"{name}-title")


def note(text: str) -> Element:
    """A sentence about what is shown."""
    return element("p", text, class_="note")


def badge(kind: str, text: str) -> Element:
    """A word in a colour, with its symbol."""
    return element("span", f"{SYMBOLS[kind]} {text}", class_=f"badge {kind.replace('_', '-')}")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Child]], class_: str | None = None) -> Element:
    """A table that scrolls in a region of its own; the first cell of each row is its heading."""
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    body = (
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
        for first, *rest in rows
    )
    made = element("table", element("caption", caption), element("thead", head), element("tbody", *body), class_=class_)
    return scrolling(caption, made)


def scrolling(label: str, child: Element) -> Element:
    """What may be wider than a small screen: it can be scrolled, by keyboard too."""
    return element("div", child, class_="scroll", tabindex=0, role="region", aria_label=label)


def pairs(rows: Iterable[tuple[str, Child]], class_: str = "listed") -> Element:
    """Names and what they stand for."""
    said = (
        element("div", element("dt", name), element("dd", text), class_="pair")
        for name, text in rows
        if text is not None
    )
    return element("dl", *said, class_=class_)


def bullets(items: Iterable[Child], class_: str | None = None) -> Element | None:
    """A list; None where it would be empty."""
    made = [element("li", item) for item in items if item is not None]
    return element("ul", *made, class_=class_) if made else None


def together(*children: Child, class_: str | None = None) -> Element:
    """Several things in one cell."""
    return element("div", *children, class_=class_)


def code(text: str) -> Element:
    """What would be typed or is the name of a file."""
    return element("code", text)


def quiet(text: str) -> Element:
    """What is less important than what stands beside it."""
    return element("span", text, class_="quiet")


def counted(number: int, noun: str) -> str:
    """A number and what is counted.

    >>> counted(1, "rule"), counted(2, "rule")
    ('1 rule', '2 rules')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
