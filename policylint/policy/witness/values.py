"""The values that stand for all others: one of each class between which the readings of a path cannot tell."""

from __future__ import annotations

from itertools import combinations, pairwise

from policylint.dates import interval, is_date
from policylint.documents.node import SCALAR, Node, Position
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.words import WORDS
from policylint.policy.words.common import Type, as_list, element, is_list, scalars
from policylint.shapes.check import ABSENT, scalar, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_TEXTS = ("something", "other@example.org", "a", "DE", "P1Y", "https://example.org/", "0" * 64)
"""Texts that no rule names; the first that a type takes stands for them all."""
_MOST_ELEMENTS = 5


class Reading(NamedTuple):
    """One leaf that reads a path: its word, the constant it compares with, the vocabulary of both."""

    word: str
    operand: Any
    vocabulary: str | None


class Values(NamedTuple):
    """Values that stand for a path's domain; `closed` if every value of the domain is as one of them."""

    values: list[Any]
    closed: bool


def values_of(kind: Type, readings: list[Reading], as_of: str, *, apart: bool, samples: Iterable[Any] = ()) -> Values:
    """What stands for a type under some readings. `apart`: something else tells its values apart, so keep them all."""
    if is_list(kind):
        return _lists(kind, readings, apart=apart, samples=samples)
    constants = [one for reading in readings for one in as_list(reading.operand)]
    values: list[Any] = list(samples)
    closed = bool(scalars(kind)) and not any(reading.word == "matches" for reading in readings)
    for one in scalars(kind):
        found = _scalars(one, constants, as_of)
        values += found.values
        closed = closed and found.closed and (not apart or one["kind"] in ("enum", "boolean", "const"))
    values = _distinct(values)
    return Values(values if apart else _one_of_each(values, readings), closed)


def _scalars(kind: Type, constants: list[Any], as_of: str) -> Values:
    name = kind["kind"]
    if name == "enum":
        return Values(list(words_of(kind)), closed=True)
    if name == "const":
        return Values([kind["value"]], closed=True)
    if name == "boolean":
        return Values([True, False], closed=True)
    if name in ("integer", "number"):
        return Values(_numbers(kind, constants), closed=True)
    if name == "date":
        days = [one for one in [*constants, as_of] if isinstance(one, str) and is_date(one)]
        return Values(_dates(days), closed=True)
    texts = [one for one in constants if isinstance(one, str) and _is_of(one, kind)]
    fresh = next((text for text in _TEXTS if text not in texts and _is_of(text, kind)), None)
    return Values(texts + ([fresh] if fresh is not None else []), closed=fresh is not None)


def _is_of(text: str, kind: Type) -> bool:
    beginning = Position(0, 0)
    return scalar(Node(SCALAR, text, beginning, beginning, plain=False), kind) is not ABSENT


def _numbers(kind: Type, constants: list[Any]) -> list[Any]:
    """Each bound, what lies between two, and what lies beyond them all."""
    low, high = kind.get("min"), kind.get("max")
    bounds = sorted({one for one in constants if isinstance(one, int | float) and not isinstance(one, bool)})
    if not bounds:
        bounds = [low or 0]
    points = [bounds[0] - 1, *bounds, bounds[-1] + 1]
    if kind["kind"] == "integer":
        near = {int(bound) + step for bound in bounds for step in (-1, 0, 1, 2)}
        points = sorted({*(int(point) for point in points if point == int(point)), *near})
    else:
        ends = [end for end in (low, high) if end is not None]
        points = sorted({*points, *ends})
        points = sorted({*points, *((one + other) / 2 for one, other in pairwise(points))})
    return [point for point in points if (low is None or point >= low) and (high is None or point <= high)]


def _dates(constants: list[str]) -> list[str]:
    """For each day or span of days: what is before, within, around and after it."""
    from datetime import date, timedelta  # noqa: PLC0415 - only analyses need a calendar

    found: list[str] = []
    for constant in constants:
        first, last = (date.fromisoformat(end) for end in _ends(constant))
        middle = first + (last - first) // 2
        days = (first - timedelta(1), first, middle, last, last + timedelta(1))
        found += [text for day in days for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4])]
        found.append(constant)
    return [text for text in _distinct(found) if is_date(text)]


def _ends(constant: str) -> tuple[str, str]:
    span = interval(constant)
    assert span is not None, constant
    return span[0], span[1]


def _lists(kind: Type, readings: list[Reading], *, apart: bool, samples: Iterable[Any]) -> Values:
    """Lists of terms: every set of elements, one of each class of elements."""
    constants = [one for reading in readings for one in as_list(reading.operand) if isinstance(one, str)]
    values: list[Any] = []
    closed = bool(scalars(element(kind)))
    for one in scalars(element(kind)):
        found = _scalars(one, constants, "")
        values, closed = values + found.values, closed and found.closed
    elements = _distinct(values) if apart else _one_per_part(_distinct(values), readings)
    closed = closed and not apart and len(elements) <= _MOST_ELEMENTS
    most = len(elements) if closed else 1
    lists = [list(chosen) for size in range(most + 1) for chosen in combinations(elements, size)]
    lists = [one for one in lists if len(one) >= kind.get("min", 0)]
    found_lists = _distinct([*samples, *lists])
    return Values(found_lists if apart else _one_of_each(found_lists, readings), closed)


def _one_per_part(elements: list[Any], readings: list[Reading]) -> list[Any]:
    """One element of each kind that the readings tell apart, whatever list it is in."""
    known: dict[Any, Any] = {}
    for one in elements:
        parts = [
            tuple(WORDS[reading.word].test([one], [wanted], reading.vocabulary) for wanted in reading.operand)
            for reading in readings
            if isinstance(reading.operand, list)
        ]
        known.setdefault((*parts, *_truths([one], readings)), one)
    return list(known.values())


def _one_of_each(values: list[Any], readings: list[Reading]) -> list[Any]:
    """The first value of each class: those on which all readings agree."""
    known: dict[Any, Any] = {}
    for value in values:
        known.setdefault(_truths(value, readings), value)
    return list(known.values())


def _truths(value: Any, readings: list[Reading]) -> tuple[Any, ...]:
    return tuple(WORDS[reading.word].test(value, reading.operand, reading.vocabulary) for reading in readings)


def _distinct(values: Iterable[Any]) -> list[Any]:
    """Without repetition, in order; `true` is not 1."""
    return list({(type(value), repr(value)): value for value in values}.values())
