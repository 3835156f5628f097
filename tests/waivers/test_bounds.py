"""A waiver file may have thousands of entries, each wrong in many ways: what is said of them stays short."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from policylint.reporters import render
from policylint.reporters.style import Style
from tests.waivers.project import FILES, WAIVER, judged, lines, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

COUNT = 300
CHANGED = {"file": "datasheet.yaml", "pointer": "/name", "value": "another"}
ENTRIES: dict[str, dict[str, Any]] = {
    "malformed": {f"key-{number}": number for number in range(20)},
    "expired": {"expires": "2026-11-02"},
    "void": {"excuses": [*WAIVER["excuses"], *([CHANGED] * 20)]},
    "self-approved": {"approved_by": WAIVER["owner"]},
    "unused": {"at": {"file": "datasheet.yaml", "pointer": "/people"}},
}


@pytest.mark.parametrize("name", ENTRIES)
def test_what_is_said_of_hundreds_of_entries_is_short(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    entries = [{**WAIVER, **ENTRIES[name], "id": f"W-{number}"} for number in range(COUNT)]
    write(tmp_path, {**FILES, "waivers.yaml": lines(entries)})
    report = judged(tmp_path, ["datasheet.yaml"])
    said = [one for one in report.findings if one.rule == f"waiver/{name}"]
    assert len(said) == 101
    assert said[-1].message == f"{COUNT - 100} more findings of this rule, from here on"
    assert said[-1].place.span.line > said[-2].place.span.line
    assert {one.severity for one in said} == {said[0].severity}
    assert max(len(one.related) for one in said) <= 5
    assert max(len(one.message) for one in said) < 500
    assert not any(one.waiver for one in report.findings)
    assert len(render(report, "text", Style())) < 300_000
    assert len(report.waivers) == (0 if name == "malformed" else COUNT), "every one that can be read is in the report"


def test_a_hundred_and_one_entries_are_one_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for count, more in ((100, 0), (101, 1)):
        entries = [{**WAIVER, "expires": "2026-11-02", "id": f"W-{number}"} for number in range(count)]
        write(tmp_path, {**FILES, "waivers.yaml": lines(entries)})
        report = judged(tmp_path, ["datasheet.yaml"])
        found = Counter("more" in one.message for one in report.findings if one.rule == "waiver/expired")
        assert (found[False], found[True]) == (100, more)
    assert "1 more finding of this rule" in render(report, "text", Style())


def test_a_file_that_stops_the_run_says_so_in_few_words(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    twins = "".join(f"- {{id: W-{number}, id: W-{number}}}\n" for number in range(COUNT))
    write(tmp_path, {**FILES, "waivers.yaml": twins, "policylint.yaml": "waivers: {file: waivers.yaml}\n"})
    run = policylint("check", "datasheet.yaml", cwd=tmp_path)
    assert run.code == 2
    assert run.err.count("syntax/duplicate-key") < COUNT
