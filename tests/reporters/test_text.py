"""The last lines of a text report: what counts, what is waived, what a baseline hides."""

from __future__ import annotations

import pytest

from policylint.findings import Baseline, Report
from policylint.reporters import render
from policylint.reporters.style import Style
from tests.reporters import reports

WHOLE = reports.whole()
EXCUSED = WHOLE._replace(findings=WHOLE.findings[3:], obligations=())
UNDER = "core: 4 of 68 rules applied; as of 2026-11-22"
WAIVED = "  license/declared  faces/datasheet.yaml:2:9  W-2026-014: waived until 2026-12-04 by counsel@example.org\n"
WAIVED_BY_NAME = "  license/declared  faces/datasheet.yaml:2:9  W-2026-014: waived by W-2026-014\n"
HIDDEN = "12 findings hidden by baseline baseline.json, written 2026-10-13 (40 days ago), 3 settled\n"


@pytest.mark.parametrize(
    ("report", "text"),
    [
        (
            EXCUSED,
            f"Waived\n{WAIVED}{HIDDEN}\nclean, 1 waived (next expires 2026-12-04): 1 document ({UNDER})\n",
        ),
        (
            EXCUSED._replace(baseline=None, waivers=()),
            f"Waived\n{WAIVED_BY_NAME}\nclean, 1 waived: 1 document ({UNDER})\n",
        ),
        (
            EXCUSED._replace(baseline=None, judged=0),
            f"Waived\n{WAIVED}\nnothing was checked, 1 waived (next expires 2026-12-04) ({UNDER})\n",
        ),
        (EXCUSED._replace(findings=()), f"{HIDDEN}\nclean: 1 document ({UNDER})\n"),
        (
            EXCUSED._replace(findings=(), baseline=Baseline("b.json", "2027-01-01", 1, 0)),
            f"1 finding hidden by baseline b.json, written 2027-01-01, 0 settled\n\nclean: 1 document ({UNDER})\n",
        ),
        (EXCUSED._replace(findings=(), baseline=None), f"clean: 1 document ({UNDER})\n"),
    ],
)
def test_what_does_not_count_is_told(report: Report, text: str) -> None:
    assert render(report, "text", Style()) == text
