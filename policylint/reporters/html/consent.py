"""Section 3: how far consent reaches in each group of people. Shares alone: nobody is named, no id is shown."""

from __future__ import annotations

from policylint.facts.common import Item, World
from policylint.facts.consent import effective
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.markup import element
from policylint.reporters.html.parts import bullets, note, quiet, section, table, together
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.dossier import Dossier
    from policylint.facts.common import Sheet
    from policylint.markup import Child, Element

_WIDTH = 240
_KINDS = {
    "given": "granted",
    "renewed": "granted",
    "requested": "pending",
    "deferred": "pending",
    "refused": "refused",
    "withdrawn": "refused",
    "revoked": "refused",
    "expired": "refused",
    "invalidated": "refused",
    "not_sought": "refused",
    "not_required": "other",
    "waived_by_ethics_body": "other",
}
"""Status of consent → how its part of a bar is drawn."""
_LEGEND = {
    "granted": "given or renewed",
    "other": "not required, or waived by an ethics body",
    "pending": "asked, not answered",
    "refused": "refused, withdrawn, expired or never asked",
    "unknown": "unknown, or not covered",
}


class Part(NamedTuple):
    """A part of a bar: how it is drawn, which share of the group it is, and what it is called."""

    kind: str
    share: float
    text: str


def parts_of(status: Any, coverage: Any) -> list[Part]:
    """A group by its consent, which reaches as far as its coverage. A share that nobody states is unknown.

    >>> [(part.kind, part.share) for part in parts_of("given", 0.75)]
    [('granted', 0.75), ('unknown', 0.25)]
    >>> [part.text for part in parts_of("given", UNSAID)]
    ['given, for what share is not stated']
    """
    if status is UNSAID:
        return [Part("unknown", 1, "unknown")]
    kind, word = _KINDS.get(status, "unknown"), str(status).replace("_", " ")
    if kind != "granted":
        return [Part(kind, 1, word)]
    if coverage is UNSAID:
        return [Part("unknown", 1, f"{word}, for what share is not stated")]
    found = [Part(kind, coverage, word), Part("unknown", 1 - coverage, "not covered")]
    return [part for part in found if part.share > 0]


def consent_section(dossier: Dossier, as_of: str) -> Element:
    """The groups of every datasheet as bars."""
    told: list[Child] = []
    without = []
    for sheet in dossier.datasheets:
        rows = list(_rows(sheet, as_of))
        if rows:
            heads = ("Group", "consent", "share of the people", "to withdraw")
            told += [element("h3", sheet.name), table(f"Consent in {sheet.name}", heads, rows, "bars groups")]
        else:
            without.append(f"{sheet.name}: {_presence(sheet)}")
    legend = bullets((together(_swatch(kind), text, class_="swatch") for kind, text in _LEGEND.items()), "legend")
    return section(
        "consent",
        "3. Consent coverage",
        note(
            f"What consent holds on {as_of}, as each datasheet states it: shares of a group, never people or their ids."
        ),
        legend if told else None,
        *told,
        bullets(without),
    )


def _presence(sheet: Sheet) -> str:
    present = Item(sheet.value, sheet, "").child("people").child("present").value
    return "no people" if present is False else "its groups of people are not stated"


def _rows(sheet: Sheet, as_of: str) -> Iterator[list[Child]]:
    root = Item(sheet.value, sheet, "")
    world = World(root, None, None, "create", as_of, {})
    for group in root.child("people").child("groups").children():
        consent = group.child("consent")
        given = isinstance(consent.value, dict)
        status = effective(consent, world).value if given else UNSAID
        parts = parts_of(status, consent.child("coverage").value)
        words = ", ".join(f"{_percent(part.share)} {part.text}" for part in parts)
        kind, withdrawal = group.child("kind").value, consent.child("withdrawal").child("contact").value
        yield [
            together(group.name, quiet(_said(kind).replace("_", " ")), class_="stacked"),
            together(_bar(parts, f"{group.name}: {words}"), words, class_="stacked"),
            _percent(group.child("share").value),
            _said(withdrawal),
        ]


def _said(value: Any) -> str:
    return "not stated" if value is UNSAID else str(value)


def _percent(share: Any) -> str:
    """A share in percent; one that is nearly nothing or nearly all does not turn into it.

    >>> _percent(0.5), _percent(0.9999), _percent(0)
    ('50%', '99.99%', '0%')
    """
    return "not stated" if share is UNSAID else f"{share * 100:.4g}%"


def _bar(parts: list[Part], label: str) -> Element:
    drawn = []
    left = 0.0
    for part in parts:
        width = part.share * _WIDTH
        drawn.append(element("rect", class_=f"part {part.kind}", x=f"{left:.2f}", y=1, width=f"{width:.2f}", height=16))
        left += width
    frame = element("rect", class_="frame", x=0.5, y=0.5, width=_WIDTH - 1, height=17, rx=2)
    return element(
        "svg", element("title", label), *drawn, frame, viewBox=f"0 0 {_WIDTH} 18", role="img", aria_label=label,
        class_="bar",
    )  # fmt: skip


def _swatch(kind: str) -> Element:
    return element(
        "svg", element("rect", class_=f"part {kind}", x=0, y=0, width=16, height=16),
        element("rect", class_="frame", x=0.5, y=0.5, width=15, height=15), viewBox="0 0 16 16", width=16, height=16,
        aria_hidden="true",
    )  # fmt: skip


def patterns() -> Element:
    """The hatchings of bars, so that they differ in grey, too."""
    lines = {"unknown": "M0,6 L6,0", "pending": "M3,0 L3,6", "other": "M0,3 L6,3"}
    hatchings = (_hatching(kind, path) for kind, path in lines.items())
    return element("svg", element("defs", *hatchings), width=0, height=0, aria_hidden="true", class_="hidden")


def _hatching(kind: str, lines: str) -> Element:
    ground, hatch = (
        element("rect", class_="ground", width=6, height=6),
        element("path", d=lines, class_=f"hatch {kind}"),
    )
    size = {"width": 6, "height": 6}
    return element("pattern", ground, hatch, id=f"hatch-{kind}", **size, patternUnits="userSpaceOnUse")
