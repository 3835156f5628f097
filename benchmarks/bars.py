"""Bars on a scale of powers of ten, drawn as SVG."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from policylint.markup import Element, element, written

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW, _THICK = 760, 220, 100, 56, 26, 16
_OURS, _OTHERS, _INK, _FAINT = "#0b6e4f", "#8a97a6", "#1f2933", "#d5dbe1"


class Bar(NamedTuple):
    """One bar: its name, its length, what is written at its end, and whether it is ours."""

    name: str
    value: float
    text: str
    ours: bool = False


def drawn(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """The bars as a picture with a title and a description, readable on a light and on a dark page."""
    low, high = _decades([bar.value for bar in bars])
    height = _TOP + _ROW * len(bars) + 34
    description = "; ".join(f"{bar.name}: {bar.text}" for bar in bars)
    picture = element(
        "svg",
        element("title", title, id="title"),
        element("desc", f"{title}, {unit}, on a scale of powers of ten. {description}.", id="desc"),
        element("rect", width=_WIDTH, height=height, fill="#ffffff"),
        _text(16, 26, title, weight=600, size=15),
        _text(16, 44, f"{unit}; each line is ten times the one before; shorter is better", fill="#52606d"),
        *(part for power in range(low, high + 1) for part in _line(power, low, high, height)),
        *(part for index, bar in enumerate(bars) for part in _bar(bar, index, low, high)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_labelledby="title desc",
        font_family="system-ui, sans-serif",
    )
    return written(picture)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around some values, never the same twice."""
    least, most = min(values), max(values)
    low = math.floor(math.log10(least / 1.5))
    return low, max(math.ceil(math.log10(most)), low + 1)


def _at(value: float, low: int, high: int) -> float:
    span = _WIDTH - _LEFT - _RIGHT
    return round(_LEFT + span * (math.log10(value) - low) / (high - low), 1)


def _line(power: int, low: int, high: int, height: int) -> list[Element]:
    x = _at(10.0**power, low, high)
    bottom = height - 26
    return [
        element("line", x1=x, y1=_TOP, x2=x, y2=bottom, stroke=_FAINT),
        _text(x, bottom + 16, f"{10.0**power:,g}", anchor="middle", fill="#52606d"),
    ]


def _bar(bar: Bar, index: int, low: int, high: int) -> list[Element]:
    y, end = _TOP + index * _ROW + 5, _at(bar.value, low, high)
    middle = y + _THICK - 4
    weight = 600 if bar.ours else 400
    return [
        _text(_LEFT - 8, middle, bar.name, anchor="end", weight=weight),
        element("rect", x=_LEFT, y=y, width=round(end - _LEFT, 1), height=_THICK, fill=_OURS if bar.ours else _OTHERS),
        _text(end + 6, middle, bar.text, weight=weight),
    ]


def _text(
    x: float, y: float, text: str, anchor: str = "start", weight: int = 400, size: int = 12, fill: str = _INK
) -> Element:
    return element("text", text, x=x, y=y, text_anchor=anchor, font_weight=weight, font_size=size, fill=fill)
