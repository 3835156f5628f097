"""The ends of waivers as a calendar that other programs read (RFC 5545)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.findings import Grant
from policylint.reporters.calendar import calendar

GRANT = Grant(
    "W-1", "license/academic-only", "faces", "demo", "By letter; see the file, page 3.\nUntil the contract.", "a@b.c",
    "d@e.f", "2026-11-22", "2027-01-22", "live", "waivers.yaml", 3,
)  # fmt: skip


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_waiver_is_a_whole_day_with_a_reminder() -> None:
    assert unfolded(calendar([GRANT], "2026-11-22"))[4:] == [
        "BEGIN:VEVENT",
        "UID:eeeaadc9358d53fbd20d1daec1ea4997@policylint",
        "DTSTAMP:20261122T000000Z",
        "DTSTART;VALUE=DATE:20270122",
        "SUMMARY:Waiver W-1 ends: license/academic-only on faces for demo",
        (
            "DESCRIPTION:By letter\\; see the file\\, page 3.\\nUntil the contract.\\nOwner: a@b.c\\nApproved by: d@e.f"
            "\\nWritten in: waivers.yaml"
        ),
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Waiver W-1 ends: license/academic-only on faces for demo",
        "TRIGGER:-P30D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_renewal_moves_the_day_and_what_has_ended_has_none() -> None:
    def uid(one: Grant) -> str:
        return next(line for line in unfolded(calendar([one], "2026-11-22")) if line.startswith("UID:"))

    assert uid(GRANT) == uid(GRANT._replace(expires="2028-01-01", reason="Another.", line=9))
    assert uid(GRANT) != uid(GRANT._replace(id="W-2"))
    for state in ("expired", "void", "unused", "refused"):
        assert "BEGIN:VEVENT" not in unfolded(calendar([GRANT._replace(state=state)], "2026-11-22"))


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_no_text_breaks_a_line(text: str) -> None:
    lines = unfolded(calendar([GRANT._replace(reason=text)], "2026-11-22"))
    assert len(lines) == 18
    assert lines[9].startswith("DESCRIPTION:")
