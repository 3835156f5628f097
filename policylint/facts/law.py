"""Facts that rest on what laws say: which hold for people and days, who has come of age, how long data may be kept.

The laws' own dates, places, ages and numbers are in `registry/legal/`, with their sources; here is only how they are
applied.
"""

from __future__ import annotations

import re
from functools import cache

from policylint import resources
from policylint.dates import earlier, interval
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.facts.common import Answer, Item, World
from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial

if TYPE_CHECKING:
    from typing import Any


LAWS = ("gdpr.eu", "gdpr.uk", "bipa", "ccpa", "ai_act.prohibitions", "ai_act.gpai", "ai_act.high_risk")
"""The laws of `registry/legal/laws.yaml`; a test holds the two together."""

_BREADTH = ("closed", "controlled", "agreement", "registration", "open")
_DURATION = r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"


def in_force(sheet: Item, world: World) -> Answer:
    """The laws that apply on the day judged; whether one covers the case is for the rule to ask."""
    return Answer([law for law in LAWS if _applies(law, world)], (sheet,))


def of_people(group: Item, world: World) -> Answer:
    """The laws that may protect the people of a group: those of where they live.

    A country named without its states may mean each of them, unless its people were left out.
    """
    lived, left_out = group.child("jurisdictions"), group.child("biometric").child("excluded_jurisdictions")
    out = left_out.value if isinstance(left_out.value, list) else []
    places = {law: _not_left_out(_places(law), out) for law in LAWS if _applies(law, world)}
    if lived.value is UNSAID:
        return Answer(Partial([], [law for law, where in places.items() if where]), (), (lived,))
    met = [law for law, where in places.items() if any(_overlap(one, place) for one in lived.value for place in where)]
    return Answer(met, (lived, left_out) if out else (lived,))


def _applies(law: str, world: World) -> bool:
    return earlier(world.as_of, _legal("laws")["laws"][law]["from"]) is FALSE


def _places(law: str) -> list[str]:
    places: list[str] = _legal("laws")["laws"][law].get("places", [])
    return places


def _not_left_out(places: list[str], left_out: list[str]) -> list[str]:
    """The places of a law that were not left out as a whole."""
    return [place for place in places if not any(_within(place, out) for out in left_out)]


def _overlap(one: str, other: str) -> bool:
    return _within(one, other) or _within(other, one)


def _within(place: str, other: str) -> bool:
    return place == other or place.startswith(f"{other}-")


def minors_grown(group: Item, world: World) -> Answer:
    """Whether everybody who was a minor when consent was last given must have come of age since."""
    consent, lived = group.child("consent"), group.child("jurisdictions")
    status = consent.child("status")
    given = consent.child("renewed_on" if status.value == "renewed" else "granted_on")
    missing = tuple(item for item in (status, given) if item.value is UNSAID)
    if missing:
        return Answer(UNSAID, (), missing)
    youngest, oldest = _majority(lived.value)
    verdict = _reached(given.value, youngest, world)
    if youngest != oldest and verdict is TRUE:
        verdict = _reached(given.value, oldest, world) | UNKNOWN
    if verdict is UNKNOWN:
        return Answer(UNSAID, (), (lived,) if lived.value is UNSAID else (given,))
    return Answer(verdict is TRUE, (given,))


def _majority(lived: Any) -> tuple[int, int]:
    """The ages at which people of some places may come of age: the lowest and the highest."""
    table = _legal("majority")
    usual: int = table["years"]
    ages: dict[str, int] = {place: entry["years"] for place, entry in table["places"].items()}
    if lived is UNSAID:
        return usual, max(ages.values())
    highest = max((age for place, age in ages.items() if any(_overlap(place, one) for one in lived)), default=usual)
    return highest, highest


def _reached(date: str, years: int, world: World) -> Truth:
    """Whether so many years have gone by since a date."""
    days = interval(date)
    if days is None:
        return UNKNOWN
    first, last = (_years_later(day, years) for day in days)
    if last <= world.as_of:
        return TRUE
    return UNKNOWN if first <= world.as_of else FALSE


def _years_later(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}"


def destroyed_in_time(retention: Item, _: World) -> Answer:
    """Whether biometric identifiers are destroyed within the time that the law leaves."""
    years: int = _legal("limits")["limits"]["biometric_retention_years"]["value"]
    period, by, starts = (retention.child(key) for key in ("max_period", "destroy_by", "starts"))
    if period.value is not UNSAID:
        return Answer(_years_of(period.value) <= years, (period,))
    missing = tuple(item for item in (by, starts) if item.value is UNSAID)
    if missing:
        return Answer(UNSAID, (), missing)
    first, last = interval(starts.value), interval(by.value)
    if first is None or last is None:
        return Answer(UNSAID, (), (by, starts))
    in_time = _within_years(first, last, years)
    return Answer(UNSAID, (), (by, starts)) if in_time is UNKNOWN else Answer(in_time is TRUE, (by, starts))


def _within_years(first: tuple[str, str], last: tuple[str, str], years: int) -> Truth:
    """Whether one date is at most so many years after another; UNKNOWN where their days leave it open."""
    if last[1] <= _years_later(first[0], years):
        return TRUE
    return FALSE if last[0] > _years_later(first[1], years) else UNKNOWN


def _years_of(duration: str) -> float:
    """The years of an ISO 8601 duration, hours and less left out.

    >>> _years_of("P3Y"), _years_of("P18M"), _years_of("P2Y6M")
    (3.0, 1.5, 2.5)
    """
    found = re.match(_DURATION, duration)
    years, months, weeks, days = (int(part or 0) for part in (found.groups() if found else ("0",) * 4))
    return years + months / 12 + (weeks * 7 + days) / 365


def access_kept(review: Item, world: World) -> Answer:
    """Whether the data is open to no more people than the ethics body approved."""
    approved, mode = review.child("approved").child("access"), world.sheet.child("access").child("mode")
    known = approved.value in _BREADTH
    missing = tuple(item for item, said in ((approved, known), (mode, mode.value is not UNSAID)) if not said)
    if missing:
        return Answer(UNSAID, (), missing)
    return Answer(_BREADTH.index(mode.value) <= _BREADTH.index(approved.value), (mode, approved))


def period_kept(review: Item, world: World) -> Answer:
    """Whether the data was collected within the time that the ethics body approved."""
    approved, period = review.child("approved").child("period"), world.sheet.child("collection").child("period")
    bounds = [
        (period.child("from"), approved.child("from"), _not_before),
        (period.child("to"), approved.child("to"), _not_after),
    ]
    missing = tuple(item for one, other, _ in bounds for item in (one, other) if interval(str(item.value)) is None)
    if missing:
        return Answer(UNSAID, (), missing)
    parts = [(test(interval(one.value), interval(other.value)), (one, other)) for one, other, test in bounds]
    verdict = parts[0][0] & parts[1][0]
    deciding = tuple(item for part, items in parts if part is verdict for item in items)
    return Answer(UNSAID, (), deciding) if verdict is UNKNOWN else Answer(verdict is TRUE, deciding)


def _not_before(done: Any, approved: Any) -> Truth:
    """Whether what was done began in the time approved, the whole of whose first month or year counts."""
    if done[0] >= approved[0]:
        return TRUE
    return FALSE if done[1] < approved[0] else UNKNOWN


def _not_after(done: Any, approved: Any) -> Truth:
    if done[1] <= approved[1]:
        return TRUE
    return FALSE if done[0] > approved[1] else UNKNOWN


@cache
def _legal(name: str) -> dict[str, Any]:
    document = load(resources.path("registry", "legal", f"{name}.yaml"))
    assert document.root is not None, document.problems
    table: dict[str, Any] = plain_value(document.root)
    return table
