"""Facts about releases: which came out after the one that is used."""

from __future__ import annotations

import re

from policylint.dates import earlier
from policylint.facts.common import Answer
from policylint.lean import TYPE_CHECKING
from policylint.logic import TRUE, UNKNOWN, Truth, truth
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from policylint.facts.common import Item, World

_NUMBERED = r"v?([0-9]{1,9}(?:\.[0-9]{1,9}){0,9})"


def after_used(release: Item, world: World) -> Answer:
    """Whether a release is newer than the version that the use pins, or else the sheet describes."""
    version, used = release.child("version"), _used(world)
    missing = tuple(item for item in (version, used) if item.value is UNSAID)
    if missing:
        return Answer(UNSAID, (), missing)
    if version.value == used.value:
        return Answer(value=False, because=(used,))
    verdict = _newer(release, used.value, world)
    return Answer(UNSAID, (), (release.child("date"),)) if verdict is UNKNOWN else Answer(verdict is TRUE, (used,))


def _used(world: World) -> Item:
    own = world.sheet.child("version")
    pinned = world.entry.child("version") if world.entry is not None else own
    return own if pinned.value is UNSAID and own.value is not UNSAID else pinned


def _newer(release: Item, used: str, world: World) -> Truth:
    """Whether a release is newer than a version: by their dates, and where these leave it open, by their numbers."""
    listed = world.sheet.child("releases").children()
    dates = [one.child("date").value for one in listed if one.child("version").value == used]
    if dates and dates[0] is not UNSAID and release.child("date").value is not UNSAID:
        verdict = earlier(dates[0], release.child("date").value)
        if verdict is not UNKNOWN:
            return verdict
    one, other = _numbers(used), _numbers(release.child("version").value)
    return truth(one < other) if one and other else UNKNOWN


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, zeros at the end left out; none where it is not made of numbers.

    >>> _numbers("v2.10.0"), _numbers("2016-rc1")
    ((2, 10), ())
    """
    found = re.fullmatch(_NUMBERED, version)
    numbers = [int(part) for part in found[1].split(".")] if found else []
    while numbers and numbers[-1] == 0 and len(numbers) > 1:
        numbers.pop()
    return tuple(numbers)
