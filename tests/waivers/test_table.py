"""Each way in which a waiver may fail, on a day that stands still."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import AS_OF, ROOT
from tests.waivers.project import FILES, SHEET, WAIVER, changed, excused, judged, lines, of_rules, remarks, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/waivers/table.yaml").read_text(encoding="utf-8"))
ROWS = [line for line in SHEET.splitlines(keepends=True) if line.startswith("    - ")]


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_a_waiver_is_worth(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = changed(WAIVER, case.get("waiver", {}))
    text = SHEET.replace(*case["edit"]) if "edit" in case else SHEET
    assert ("edit" in case) == (text != SHEET)
    if case.get("reorder"):
        text = text.replace("".join(ROWS), "".join([ROWS[1], ROWS[0], ROWS[2]]))
    waivers = lines([first, *(changed(first, one) for one in case.get("also", ()))])
    write(tmp_path, {**FILES, "datasheet.yaml": text, "waivers.yaml": waivers})
    report = judged(
        tmp_path, ["datasheet.yaml"], as_of=case.get("day", AS_OF), approvers=tuple(case.get("approvers", ()))
    )
    assert remarks(report) == case["says"]
    assert [one for _, _, one in excused(report)] == ([case.get("by", "W-1")] if case["excused"] else [])
    assert {one.id: one.state for one in report.waivers}.get("W-1") == case.get("state")
    assert all(one.place.path == "waivers.yaml" for one in report.findings if one.rule.startswith("waiver/"))
    (tmp_path / "waivers.yaml").write_text("# none\n", encoding="utf-8")
    bare = judged(tmp_path, ["datasheet.yaml"], as_of=case.get("day", AS_OF))
    assert [one._replace(waiver=None) for one in of_rules(report)] == of_rules(bare), "other findings stay as they are"


@pytest.mark.parametrize("zone", ["EAST-14", "WEST+12", "UTC0"])
def test_a_day_is_a_day_of_utc_wherever_the_machine_stands(
    zone: str, tmp_path: Path, policylint: Callable[..., Run]
) -> None:
    """At every hour it is another day in one of these zones."""
    config = f"policy: [{ROOT / 'tests/waivers/policies'}]\nwaivers: {{file: waivers.yaml}}\n"
    today = datetime.now(UTC).date()
    approved = (today - timedelta(days=99)).isoformat()
    ends = {f"W-{days}": (today + timedelta(days=days)).isoformat() for days in (-1, 0, 1, 2)}
    waivers = [changed(WAIVER, {"id": name, "approved_on": approved, "expires": end}) for name, end in ends.items()]
    write(tmp_path, {**FILES, "policylint.yaml": config, "waivers.yaml": lines(waivers)})
    run = policylint("waiver", "list", "--format", "json", cwd=tmp_path, env={"TZ": zone, "PYTHONPATH": str(ROOT)})
    if datetime.now(UTC).date() != today:
        pytest.skip("it has become midnight")
    states = {one["id"]: one["state"] for one in json.loads(run.out)}
    assert states == {"W--1": "expired", "W-0": "expired", "W-1": "unused", "W-2": "expiring"}


def test_every_finding_about_waivers_is_in_the_table() -> None:
    said = {one for case in CASES for one in case["says"]}
    assert said == {
        "expired", "expiring", "not-started", "unused", "void", "over-broad", "malformed", "self-approved",
        "approver-unknown", "unwaivable", "too-long",
    }  # fmt: skip
