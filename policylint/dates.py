"""Dates as intervals of days, compared with three truth values.

`2019-06` is the whole of June: whether it lies before a day in June is unknown.
`never` is later than every day. An expiry is the first day on which a thing no
longer holds.
"""

from __future__ import annotations

import re

from policylint.logic import FALSE, TRUE, UNKNOWN, Truth

Interval = tuple[str, str]
_NEVER: Interval = ("9999-99-99", "9999-99-99")
_LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATE = re.compile(r"[12][0-9]{3}(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def _days(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LAST_DAY[month - 1] + leap


def is_date(text: str) -> bool:
    """Whether a text is an ISO 8601 day, month or year of the calendar, 1000 to 2999.

    >>> is_date("2024-02-29"), is_date("2023-02-29"), is_date("2019-06"), is_date("2019-6")
    (True, False, True, False)
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    return match.group(2) is None or int(match.group(2)) <= _days(int(text[:4]), int(match.group(1)))


def interval(date: str) -> Interval | None:
    """The first and the last day of a date, as ISO strings, which sort as days do; None if it is no date.

    >>> interval("2024-02")
    ('2024-02-01', '2024-02-29')
    """
    if date == "never":
        return _NEVER
    if not is_date(date):
        return None
    if len(date) == 4:
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == 10:
        return date, date
    return f"{date}-01", f"{date}-{_days(int(date[:4]), int(date[5:]))}"


def earlier(one: str, other: str) -> Truth:
    """Whether one date lies wholly before another: unknown where the intervals overlap, false for what is no date."""
    left, right = interval(one), interval(other)
    if left is None or right is None:
        return FALSE
    if left[1] < right[0]:
        return TRUE
    return FALSE if left[0] >= right[1] else UNKNOWN
