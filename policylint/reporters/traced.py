"""Why a finding came out as it did, for people: each condition with its truth, its value, and where that stands."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, TRUE
from policylint.reporters.style import Style, fit, paint, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policylint.findings import Finding, Place
    from policylint.policy.traced import Traced

_WORDS = {TRUE: ("true", "fix"), FALSE: ("false", "error")}


def render_traced(finding: Finding, moment: str, as_of: str, conditions: Iterable[Traced], style: Style) -> str:
    """A finding and the conditions of its rule."""
    label = paint(f"{finding.severity}[{finding.rule}]", finding.severity, style)
    outcome = "fail" if finding.outcome == "fail" else "cannot tell"
    policy = f"{finding.policy[0]}" if finding.policy is not None else ""
    lines = [
        f"{label}: {safe(finding.message)}",
        f"  at {_spot(finding.place)}",
        *([f"  by way of {' → '.join(map(safe, finding.chain))}"] if finding.chain else []),
        f"  {outcome}, at {moment}, as of {as_of}; the rule is {safe(policy)}",
        f"  fingerprint {finding.fingerprint}",
        "",
    ]
    for one in conditions:
        lines += _lines(one, 1, style)
    return fit("\n".join(lines), style) + "\n"


def _lines(one: Traced, depth: int, style: Style) -> Iterator[str]:
    indent = "  " * depth
    word, color = _WORDS.get(one.truth, ("unknown", "question")) if one.truth is not None else ("", "")
    head = f"{indent}{safe(one.text)}" + (f"  → {paint(word, color, style)}" if word else ":")
    yield head + (f" {safe(one.value)}" if one.truth is None and one.value else "")
    if one.truth is not None and one.value:
        yield f"{indent}    is {safe(one.value)}" + (f" (line {one.line} of the rule)" if one.line else "")
    for place in one.places:
        yield f"{indent}    {paint(_spot(place), 'place', style)}"
    for part in one.parts:
        yield from _lines(part, depth + 1, style)


def _spot(place: Place) -> str:
    return f"{safe(place.path)}:{place.span.line}:{place.span.column}"
