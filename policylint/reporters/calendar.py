"""The ends of waivers as a calendar (RFC 5545): a day each, and a reminder a month before."""

from __future__ import annotations

import hashlib
import json

from policylint import __version__
from policylint.characters import without_passwords
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policylint.findings import Grant

_WIDTH = 75
_COMING = ("live", "expiring", "not_started")
_REMINDER = "-P30D"


def calendar(grants: Sequence[Grant], as_of: str) -> str:
    """The waivers that have an end to come. The same waivers make the same text, whatever the hour."""
    events = [line for one in grants if one.state in _COMING for line in _event(one, as_of)]
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//policylint//policylint {__version__}//EN",
        "CALSCALE:GREGORIAN",
    ]
    return "".join(f"{line}\r\n" for line in _folded([*head, *events, "END:VCALENDAR"]))


def _event(one: Grant, as_of: str) -> Iterator[str]:
    about = " ".join(filter(None, [one.rule, one.dataset and f"on {one.dataset}", one.use and f"for {one.use}"]))
    summary = _escaped(f"Waiver {one.id} ends: {about}")
    said = f"{one.reason}\nOwner: {one.owner}\nApproved by: {one.approved_by}\nWritten in: {one.path}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(one)}"
    yield f"DTSTAMP:{as_of.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{one.expires.replace('-', '')}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{_escaped(said)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{summary}"
    yield f"TRIGGER:{_REMINDER}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _uid(one: Grant) -> str:
    """The same for a waiver whose end is moved, so that a calendar moves the day instead of adding one."""
    said = json.dumps([one.id, one.rule, one.dataset, one.use])
    return f"{hashlib.sha256(said.encode()).hexdigest()[:32]}@policylint"


def _escaped(text: str) -> str:
    r"""A text as RFC 5545 has it.

    >>> _escaped("a;b, c\\d\ne")
    'a\\;b\\, c\\\\d\\ne'
    """
    for plain, said in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, said)
    return "".join(char for char in without_passwords(text) if char.isprintable())


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Lines of at most 75 bytes; those that go on begin with a space, and no character is cut."""
    for line in lines:
        part = ""
        for char in line:
            if len((part + char).encode()) > _WIDTH:
                yield part
                part = " "
            part += char
        yield part
