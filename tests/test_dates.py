"""Dates are those of the calendar, and compare as intervals of days."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.dates import earlier, interval, is_date
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth

ONE_DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(1000, 1, 1), dt.date(2999, 12, 31)

days = st.dates(FIRST, LAST)
dates = st.one_of(
    days.map(dt.date.isoformat),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
)
number = st.one_of(st.integers(0, 13), st.integers(27, 33), st.integers(0, 9999))
almost = st.one_of(
    st.builds("{:04}-{:02}-{:02}".format, st.integers(900, 3100), st.integers(0, 14), st.integers(0, 33)),
    st.builds("{:04}-02-{:02}".format, st.sampled_from([1900, 2000, 2023, 2024, 2100, 2400]), st.integers(27, 31)),
    st.builds("{:04}-{:02}".format, st.integers(900, 3100), st.integers(0, 14)),
    st.builds("{}-{}-{}".format, number, number, number),
    st.builds("{}-{}".format, number, number),
    number.map(str),
    dates.flatmap(lambda text: st.sampled_from([text + "\n", " " + text, text + "T00:00", text + "-", text + "Z"])),
    st.text("0123456789-\u0663\uff11 ", max_size=11),
)


def calendar_has(text: str) -> bool:
    """What the standard library says, of ASCII texts of the three forms and of the years 1000 to 2999."""
    if not text.isascii() or len(text) not in (4, 7, 10):
        return False
    try:
        day = dt.datetime.strptime(text + "0000-01-01"[len(text) :], "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False
    return day.isoformat()[: len(text)] == text and FIRST <= day <= LAST


@settings(max_examples=600, deadline=None)
@given(st.one_of(dates, almost))
def test_a_date_is_a_day_a_month_or_a_year_of_the_calendar(text: str) -> None:
    assert is_date(text) == calendar_has(text)


@pytest.mark.parametrize("year", [1000, 1600, 1900, 2000, 2023, 2024, 2100, 2400, 2999])
def test_every_day_of_some_years(year: int) -> None:
    texts = [f"{year}-{month:02}-{day:02}" for month in range(14) for day in range(33)]
    assert [text for text in texts if is_date(text)] == [text for text in texts if calendar_has(text)]


NO_DATES = [
    *("", "never", "unknown", "0999", "3000", "-2019", " 2019", "20190601", "2019/06/01", "2019-06-01T00:00:00"),
    *("2019-6", "2019-00", "2019-13", "2019-06-1", "2019-06-00", "2019-06-31", "2023-02-29", "2019-06-01\n"),
    "\u0662\u0660\u0661\u0669",  # 2019 in Arabic digits
]


@pytest.mark.parametrize("text", NO_DATES, ids=repr)
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


@settings(max_examples=300, deadline=None)
@given(days)
def test_an_interval_ends_the_day_before_the_next_begins(day: dt.date) -> None:
    text = day.isoformat()
    assert interval(text) == (text, text)
    first, last = interval(text[:7]) or ("", "")
    assert first == text[:7] + "-01"
    assert (dt.date.fromisoformat(last) + ONE_DAY).isoformat()[8:] == "01"
    assert last[:7] == text[:7]
    assert interval(text[:4]) == (f"{text[:4]}-01-01", f"{text[:4]}-12-31")


EARLIER = [
    ("2019-06-14", "2019-06-15", TRUE),
    ("2019-06-15", "2019-06-15", FALSE),
    ("2019-06-16", "2019-06-15", FALSE),
    ("2019-06", "2019-06-15", UNKNOWN),
    ("2019-06-15", "2019-06", UNKNOWN),
    ("2019-06", "2019-06", UNKNOWN),
    ("2019-05", "2019-06-01", TRUE),
    ("2019-06", "2019-06-01", FALSE),  # no day of June is before the first
    ("2019-06-30", "2019-06", FALSE),  # nor is the last before any
    ("2019", "2020", TRUE),
    ("2019", "2019-12", UNKNOWN),
    ("2019", "2019-01-01", FALSE),
    ("2999-12-31", "never", TRUE),
    ("never", "2999", FALSE),
    ("never", "never", FALSE),
    ("2019-02-30", "2020", FALSE),
    ("2019", "soon", FALSE),
]


@pytest.mark.parametrize(("one", "other", "expected"), EARLIER)
def test_earlier(one: str, other: str, expected: Truth) -> None:
    assert earlier(one, other) is expected


def days_of(text: str) -> tuple[str, str]:
    found = interval(text)
    assert found is not None
    return found


@settings(max_examples=400, deadline=None)
@given(dates, dates)
def test_earlier_is_true_when_all_pairs_of_days_say_so_and_false_when_none_does(one: str, other: str) -> None:
    (one_first, one_last), (other_first, other_last) = days_of(one), days_of(other)
    pairs = {first < second for first in (one_first, one_last) for second in (other_first, other_last)}
    assert earlier(one, other) is (UNKNOWN if len(pairs) == 2 else TRUE if True in pairs else FALSE)


@settings(max_examples=400, deadline=None)
@given(dates, dates, dates)
def test_earlier_is_an_order(one: str, other: str, third: str) -> None:
    assert earlier(one, one) in (FALSE, UNKNOWN)
    assert not (earlier(one, other) is TRUE and earlier(other, one) is not FALSE)
    if earlier(one, other) is TRUE and earlier(other, third) is TRUE:
        assert earlier(one, third) is TRUE


@settings(max_examples=200, deadline=None)
@given(dates)
def test_never_is_later_than_every_date(date: str) -> None:
    assert (earlier(date, "never"), earlier("never", date)) == (TRUE, FALSE)
