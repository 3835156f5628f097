"""Waivers for people and for programs: what each is worth, what it excuses, who answers for it, until when."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import json_text
from policylint.reporters.style import Style, fit, paint, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policylint.findings import Grant

_COLORS = {"live": "fix", "expiring": "warning", "not_started": "info", "unused": "warning"}


def grants_text(grants: Sequence[Grant], style: Style) -> str:
    """A line for each, and what it is for below."""
    width = max((len(one.id) for one in grants), default=0)
    lines = [line for one in grants for line in _lines(one, width, style)]
    count = f"{len(grants)} waiver{'' if len(grants) == 1 else 's'}"
    return "".join(lines) + f"{count}\n"


def _lines(one: Grant, width: int, style: Style) -> list[str]:
    about = " ".join(filter(None, [one.rule, one.dataset and f"on {one.dataset}", one.use and f"for {one.use}"]))
    state = paint(one.state.replace("_", " ").ljust(11), _COLORS.get(one.state, "error"), style)
    named = fit(safe(one.id), style).ljust(width)
    who = f"owner {one.owner}, approved by {one.approved_by}; {one.path}:{one.line}"
    return [
        f"{named}  {state}  " + fit(safe(f"{one.starts} to {one.expires}  {about}"), style) + "\n",
        fit(safe(f"  {one.reason} ({who})"), style) + "\n",
    ]


def grants_json(grants: Sequence[Grant]) -> str:
    """A list of objects."""
    return json_text([one._asdict() for one in grants])
