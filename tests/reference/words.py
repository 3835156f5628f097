"""The words of the language, one function each: (value, operand, vocabulary) to a truth.

A value that nobody has said is `NOTHING`; so may be an operand, and an element of a list. What a word says of `NOTHING`
is unknown, but where the table of the language settles it from the sets alone.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from policylint.shapes._table import ENUMS
from tests.reference.kleene import Truth, all_of, any_of


class Nothing:
    """What is not said."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = Nothing()
ANY = "any"
LONGEST = 4096


def same(one: Any, other: Any) -> bool:
    """Equality is strict on types: true is not 1, but 1 is 1.0."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    return bool(one == other)


def below(term: Any, other: Any, vocabulary: str | None) -> Truth:
    """Whether a term is another or stands below it; everything stands below `any`."""
    if other == ANY:
        return True
    if term is NOTHING or other is NOTHING:
        return None
    broader = ENUMS.get(vocabulary or "", {}).get("broader", {})
    while not same(term, other):
        if not isinstance(term, str) or term not in broader:
            return False
        term = broader[term]
    return True


def elements(value: Any) -> list[Any]:
    """A scalar counts as a list of one."""
    return value if isinstance(value, list) else [value]


def equals(value: Any, other: Any, _: str | None = None) -> Truth:
    """`field: value`."""
    return None if NOTHING in (value, other) else same(value, other)


def is_in(value: Any, choices: Any, _: str | None = None) -> Truth:
    """`in`: equal to one of them; of no choices it is none, whatever it is."""
    if choices is NOTHING:
        return None
    return any_of(equals(value, choice) for choice in elements(choices))


def covers(value: Any, wanted: Any, vocabulary: str | None) -> Truth:
    """`covers`: each that is wanted equals or is below some element; nothing wanted is covered by all."""
    if wanted is NOTHING:
        return None
    if wanted == []:
        return True
    if value is NOTHING:
        return None
    return all_of(among(one, elements(value), vocabulary) for one in elements(wanted))


def within(value: Any, allowed: Any, vocabulary: str | None) -> Truth:
    """`within`: every element equals or is below one that is allowed; `[any]` is the whole domain."""
    if ANY in elements(allowed):
        return True
    if value is NOTHING:
        return None
    if value == []:
        return True
    if allowed is NOTHING:
        return None
    return all_of(among(one, elements(allowed), vocabulary) for one in elements(value))


def among(term: Any, others: list[Any], vocabulary: str | None) -> Truth:
    """Whether a term equals or is below one of others. What says nothing is left open: it may be no element at all."""
    truth = any_of(below(term, other, vocabulary) for other in others)
    return None if term is NOTHING and truth is False else truth


def intersects(value: Any, others: Any, vocabulary: str | None) -> Truth:
    """`intersects`: some pair is equal, or one of it above the other; the empty list meets nothing."""
    if value == [] or others == []:
        return False
    if NOTHING in (value, others):
        return None
    pairs = [(one, other) for one in elements(value) for other in elements(others)]
    return any_of(meets(one, other, vocabulary) for one, other in pairs)


def meets(one: Any, other: Any, vocabulary: str | None) -> Truth:
    """Whether two terms are equal, or one stands above the other. What says nothing may be no element at all."""
    if NOTHING in (one, other):
        return None
    return any_of([below(one, other, vocabulary), below(other, one, vocabulary)])


def is_a(value: Any, term: Any, vocabulary: str | None) -> Truth:
    """`is_a`: equal to the term, or below it in its vocabulary."""
    return None if NOTHING in (value, term) else below(value, term, vocabulary)


def compared(holds: Callable[[float, float], bool]) -> Callable[[Any, Any, str | None], Truth]:
    """A comparison of numbers; an answer that is no number is neither more nor less."""

    def word(value: Any, bound: Any, _: str | None = None) -> Truth:
        if NOTHING in (value, bound):
            return None
        return is_number(value) and is_number(bound) and holds(value, bound)

    return word


def is_number(value: Any) -> bool:
    """A boolean is no number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def days(text: Any) -> tuple[float, float] | None:
    """The first and the last day of a date; `never` lies after all days. None of what is no date."""
    if not isinstance(text, str):
        return None
    if text == "never":
        return float("inf"), float("inf")
    parts = [int(part) for part in text.split("-")] if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text) else []
    if len(parts) == 1:
        return date(parts[0], 1, 1).toordinal(), date(parts[0], 12, 31).toordinal()
    if len(parts) == 2:
        last = calendar.monthrange(*parts)[1]
        return date(parts[0], parts[1], 1).toordinal(), date(parts[0], parts[1], last).toordinal()
    return (date.fromisoformat(text).toordinal(),) * 2 if parts else None


def dated(holds: Callable[[float, float], bool]) -> Callable[[Any, Any, str | None], Truth]:
    """A comparison of dates as intervals: decided where all days of the one and all of the other agree."""

    def word(value: Any, other: Any, _: str | None = None) -> Truth:
        if NOTHING in (value, other):
            return None
        one, two = days(value), days(other)
        if one is None or two is None:
            return False
        seen = {holds(day, another) for day in one for another in two}
        return seen.pop() if len(seen) == 1 else None

    return word


def matches(value: Any, pattern: Any, _: str | None = None) -> Truth:
    """`matches`: the pattern is found in the text, of which the first 4 KB are read."""
    if value is NOTHING:
        return None
    return isinstance(value, str) and re.search(pattern, value[:LONGEST]) is not None


def stated(value: Any, wanted: Any, _: str | None = None) -> Truth:
    """`stated`: whether it is said; this one always decides."""
    return (value is not NOTHING) is wanted


STANCES: dict[Any, Truth] = {"permit": True, "permit_if": True, "prohibit": False, "silent": False}
"""What terms say of an action; they may also be contested."""


def permits(terms: Any, use: Any, _: str | None = None) -> Truth:
    """`permits`: each activity of the use, and commercial use if it is commercial.

    What is not said may be anything: it leaves open what the terms do not settle either way.
    """
    if NOTHING in (terms, use):
        return None
    activities, commercial = use.get("activities"), use.get("commercial")
    sold = STANCES.get(terms["commercial_use"])
    listed = [STANCES.get(terms[one]) for one in activities] if isinstance(activities, list) else [None]
    if commercial is False:
        return all_of(listed)
    return all_of([*listed, sold if commercial is True or sold is True else None])


WORDS: dict[str, Callable[[Any, Any, str | None], Truth]] = {
    "in": is_in,
    "covers": covers,
    "within": within,
    "intersects": intersects,
    "is_a": is_a,
    "min": compared(lambda value, bound: value >= bound),
    "max": compared(lambda value, bound: value <= bound),
    "above": compared(lambda value, bound: value > bound),
    "below": compared(lambda value, bound: value < bound),
    "before": dated(lambda day, other: day < other),
    "after": dated(lambda day, other: day > other),
    "on_or_before": dated(lambda day, other: day <= other),
    "on_or_after": dated(lambda day, other: day >= other),
    "matches": matches,
    "stated": stated,
    "permits": permits,
}
