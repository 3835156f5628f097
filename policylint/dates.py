"""Dates as intervals of days, compared with three truth values.

`2019-06` is the whole of June: whether it lies before a day in June is unknown.
`never` is later than every day. An expiry is the first day on which a thing no
longer holds.
"""

from __future__ import annotations

from functools import lru_cache

from policylint.logic import FALSE, TRUE, UNKNOWN, Truth

Interval = tuple[str, str]
_NEVER: Interval = ("9999-99-99", "9999-99-99")
_LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LAST_DAY[month - 1] + leap


def is_date(text: str) -> bool:
    """Whether a text is an ISO 8601 day, month or year of the calendar, 1000 to 2999.

    >>> is_date("2024-02-29"), is_date("2023-02-29"), is_date("2019-06"), is_date("2019-6")
    (True, False, True, False)
    """
    if len(text) not in (4, 7, 10) or not text.isascii() or text[0] not in "12":
        return False
    year, month, day = text[:4], text[5:7], text[8:]
    if not year.isdigit() or text[4:5] not in ("", "-") or text[7:8] not in ("", "-"):
        return False
    if month and not (month.isdigit() and 1 <= int(month) <= 12):
        return False
    return not day or (day.isdigit() and 1 <= int(day) <= _days(int(year), int(month)))


@lru_cache(maxsize=1 << 10)
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


def days_before(day: str, days: int) -> str:
    """The day so many days before another.

    >>> days_before("2026-01-01", 90), days_before("2024-03-01", 1)
    ('2025-10-03', '2024-02-29')
    """
    from datetime import date, timedelta  # noqa: PLC0415 - only where a rule asks

    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def days_between(start: str, end: str) -> int:
    """How many days there are from one day to another.

    >>> days_between("2024-02-28", "2024-03-01"), days_between("2025-02-28", "2025-03-01")
    (2, 1)
    """
    from datetime import date  # noqa: PLC0415 - only for waivers

    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def earlier(one: str, other: str) -> Truth:
    """Whether one date lies wholly before another: unknown where the intervals overlap, false for what is no date."""
    left, right = interval(one), interval(other)
    if left is None or right is None:
        return FALSE
    if left[1] < right[0]:
        return TRUE
    return FALSE if left[0] >= right[1] else UNKNOWN
