"""Section 5: what is excused, by whom, and until when; and what a baseline hides."""

from __future__ import annotations

from policylint.dates import days_between
from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.reporters.html.parts import badge, bullets, code, counted, note, quiet, section, table, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policylint.findings import Grant, Report
    from policylint.markup import Child, Element
    from policylint.reporters.html.parts import Anchors

_ORDER = ("expired", "void", "refused", "expiring", "live", "not_started", "unused")
_KINDS = {
    "expired": "error",
    "void": "error",
    "refused": "error",
    "expiring": "warning",
    "live": "yes",
    "not_started": "info",
    "unused": "warning",
}
_WIDTH = 240


def waivers_section(report: Report, anchors: Anchors) -> Element:
    """The waivers on one line of time, those that ended on top; those that excuse nothing apart."""
    grants = sorted(report.waivers, key=lambda one: (_ORDER.index(one.state), one.expires, one.id))
    used = [one for one in grants if one.state != "unused"]
    unused = [one for one in grants if one.state == "unused"]
    return section(
        "waivers",
        "5. Waivers and baseline",
        *(_timeline(used, report, anchors) if used else [element("p", "No waiver excuses anything here.")]),
        *(_unused(unused) if unused else []),
        _baseline(report),
    )


def next_expiry(report: Report) -> str | None:
    """The day on which the next waiver ends; None where none is in force."""
    return min((one.expires for one in report.waivers if one.state in ("live", "expiring")), default=None)


def _timeline(grants: Sequence[Grant], report: Report, anchors: Anchors) -> list[Child]:
    first = min([report.as_of, *(one.starts for one in grants)])
    last = max([report.as_of, *(one.expires for one in grants)])
    heads = ("Waiver", "State", f"from {first} to {last}", "rule and findings", "reason", "owner, approved by")
    rows = [_row(one, report, anchors, (first, last)) for one in grants]
    return [note(f"The upright line is {report.as_of}."), table("Waivers, by their end", heads, rows, "bars")]


def _row(grant: Grant, report: Report, anchors: Anchors, ends: tuple[str, str]) -> list[Child]:
    excused = [one for one in report.findings if one.waiver == grant.id]
    places = bullets((anchors.link(one, f"{one.place.path}:{one.place.span.line}") for one in excused), "links")
    state = badge(_KINDS[grant.state], grant.state.replace("_", " "))
    return [
        together(grant.id, quiet(f"{grant.path}:{grant.line}"), class_="stacked"),
        together(state, quiet(_ends(grant, report.as_of)), class_="stacked"),
        _bar(grant, report.as_of, ends),
        together(code(grant.rule), quiet(_about(grant)), places, class_="stacked"),
        grant.reason,
        together(grant.owner, quiet(f"approved by {grant.approved_by}"), class_="stacked"),
    ]


def _about(grant: Grant) -> str:
    """What a waiver is for."""
    return " · ".join(filter(None, (grant.dataset, grant.use))) or "any dataset"


def _ends(grant: Grant, as_of: str) -> str:
    left = days_between(as_of, grant.expires)
    if left > 0:
        return f"ends {grant.expires}, in {counted(left, 'day')}"
    return f"ended {grant.expires}" + (f", {counted(-left, 'day')} ago" if left else "")


def _bar(grant: Grant, as_of: str, ends: tuple[str, str]) -> Element:
    first, last = ends
    whole = max(days_between(first, last), 1)

    def at(day: str) -> float:
        return round(days_between(first, day) / whole * _WIDTH, 2)

    left, right, now = at(grant.starts), at(grant.expires), at(as_of)
    label = f"{grant.id}: {grant.starts} to {grant.expires}, {grant.state.replace('_', ' ')}"
    return element(
        "svg",
        element("title", label),
        element("line", class_="axis", x1=0, y1=9, x2=_WIDTH, y2=9),
        element("rect", class_=f"span {_KINDS[grant.state]}", x=left, y=4, width=max(right - left, 1), height=10, rx=2),
        element("line", class_="now", x1=now, y1=0, x2=now, y2=18),
        viewBox=f"0 0 {_WIDTH} 18", role="img", aria_label=label, class_="bar",
    )  # fmt: skip


def _unused(grants: Sequence[Grant]) -> list[Child]:
    rows = [(one.id, code(one.rule), _about(one), one.expires, code(f"{one.path}:{one.line}")) for one in grants]
    heads = ("Waiver", "rule", "for", "ends", "written in")
    return [element("h3", "Unused: they excuse nothing"), table("Unused waivers", heads, rows)]


def _baseline(report: Report) -> Element:
    found = report.baseline
    if found is None:
        return element("p", "No baseline hides a finding.")
    return element(
        "p", "The baseline ", code(found.path), f" of {found.written} hides {counted(found.hidden, 'finding')}; ",
        f"{found.settled} of what it lists " + ("is" if found.settled == 1 else "are") + " settled.",
    )  # fmt: skip
