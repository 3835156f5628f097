"""A baseline hides what was there and nothing that is new; it shrinks by itself and grows on demand."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.baseline import first, may_hide, print_of, read, renewed, to_json
from policylint.errors import PolicylintError
from tests.waivers.project import FILES, SHEET, WAIVER, changed, house, judged, lines, of_rules, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.baseline import Known, Print
    from policylint.findings import Finding, Report

DAY = "2026-11-22"
RULES = {plan["id"]: plan for plan in house().rules}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        yield Path(made)
        os.chdir(before)


def check(folder: Path, known: Known | None = None, files: list[str] | None = None, **asked: Any) -> Report:
    write(folder, {"waivers.yaml": "[]\n"} if not (folder / "waivers.yaml").exists() else {})
    return judged(folder, files, baseline=known, **asked)


def taken(folder: Path) -> Known:
    """The baseline of what a folder is now, written and read again."""
    report = check(folder, once=False, fold=False)
    found = [one for one in report.findings if may_hide(one, RULES, privacy=True)]
    (folder / "known.json").write_text(to_json(first("known.json", DAY, found).known), encoding="utf-8")
    return read("known.json")


def prints(findings: tuple[Finding, ...]) -> set[Print]:
    return {print_of(one) for one in findings}


STATUSES = st.sampled_from(["not_sought", "requested", "refused", "given"])
SHEETS = st.builds(
    lambda one, other, name, trade, turned: _sheet(one, other, name, trade=trade, turned=turned),
    STATUSES, STATUSES, st.sampled_from(["Nameless", "Faces"]), st.booleans(), st.booleans(),
)  # fmt: skip


def _sheet(one: str, other: str, name: str, *, trade: bool, turned: bool) -> str:
    rows = [row for row in SHEET.splitlines(keepends=True) if row.startswith("    - ")]
    text = SHEET.replace("".join(rows), "".join(reversed(rows) if turned else rows)).replace("Nameless", name)
    text = text.replace("not_sought", one).replace("refused", other)
    return text if trade else text.replace("commercial: true", "commercial: false")


@settings(max_examples=25)
@given(SHEETS, SHEETS)
def test_what_is_hidden_was_there_and_what_is_gone_is_settled(folder: Path, before: str, after: str) -> None:
    write(folder, {**FILES, "datasheet.yaml": before})
    known = taken(folder)
    same = check(folder, known)
    assert {one.rule for one in of_rules(same)} <= {"house/never"}, (
        "written and checked again, all is hidden that may be"
    )
    assert same.baseline is not None
    assert same.baseline.settled == 0
    write(folder, {"datasheet.yaml": after})
    bare, seen = check(folder), check(folder, known)
    there = {print_of(one) for one in known.entries}
    assert prints(seen.findings) >= prints(bare.findings) - there, "nothing new is hidden"
    assert prints(seen.findings) <= prints(bare.findings)
    assert seen.baseline is not None
    assert seen.baseline.hidden == len(bare.findings) - len(seen.findings)
    assert seen.settled == there - prints(check(folder, once=False).findings)
    shrunk = renewed(known, seen.settled, seen.findings, "2026-12-01", accept_new=False)
    assert set(shrunk.known.entries) <= set(known.entries), "it never grows by itself"
    assert check(folder, shrunk.known).findings == seen.findings
    assert shrunk.known.written == ("2026-12-01" if shrunk.dropped else DAY)


def test_it_is_one_line_a_finding_in_one_order(folder: Path) -> None:
    write(folder, FILES)
    known = taken(folder)
    text = to_json(known)
    assert text == to_json(known._replace(entries=tuple(reversed(known.entries))))
    assert len(text.splitlines()) == len(known.entries) + 6
    assert json.loads(text)["findings"][0] == {
        "rule": "house/asked", "dataset": "faces", "use": None, "outcome": "fail", "file": None,
        "fingerprint": known.entries[0].fingerprint, "since": DAY,
    }  # fmt: skip
    assert to_json(known._replace(entries=())).endswith('"findings": []\n}\n')


def test_new_ones_come_in_only_where_somebody_says_so(folder: Path) -> None:
    write(folder, {**FILES, "datasheet.yaml": SHEET.replace("not_sought", "given")})
    known = taken(folder)
    write(folder, FILES)
    new = [one for one in check(folder, known).findings if may_hide(one, RULES, privacy=True)]
    stays = renewed(known, frozenset(), new, "2026-12-01", accept_new=False)
    assert (stays.known, stays.added, stays.left) == (known, 0, 1)
    grows = renewed(known, frozenset(), new, "2026-12-01", accept_new=True)
    assert (grows.added, grows.left, len(grows.known.entries)) == (1, 0, len(known.entries) + 1)
    assert {one.since for one in grows.known.entries} == {DAY, "2026-12-01"}


def test_what_a_run_does_not_look_at_is_not_settled(folder: Path) -> None:
    write(folder, FILES)
    known = taken(folder)
    write(
        folder,
        {"datasheet.yaml": SHEET.replace("refused", "given"), "use.yaml": FILES["use.yaml"].replace("true", "false")},
    )
    found = {}
    for name, files, asked in (
        ("both", None, {}), ("the sheet", ["datasheet.yaml"], {}), ("the use", ["use.yaml"], {}),
        ("one rule", None, {"select": ("house/trade",)}), ("the pair", ["datasheet.yaml"], {"uses": ("use.yaml",)}),
    ):  # fmt: skip
        report = check(folder, known, files, **asked)
        assert report.baseline is not None
        gone = [one for one in known.entries if print_of(one) in report.settled]
        found[name] = sorted((one.rule.removeprefix("house/"), one.use or "") for one in gone)
    of_the_use = [("asked", "demo"), ("trade", "demo")]
    assert found == {
        "both": [("asked", ""), *of_the_use],
        "the sheet": [("asked", "")],
        "the use": of_the_use,
        "one rule": [("trade", "demo")],
        "the pair": [("asked", ""), *of_the_use],
    }


def test_a_waived_finding_and_one_that_cannot_be_waived_are_not_hidden(folder: Path) -> None:
    write(folder, FILES)
    known = taken(folder)
    assert "house/never" not in {one.rule for one in known.entries}
    forged = known._replace(
        entries=(
            *known.entries,
            *first("x", DAY, [one for one in check(folder).findings if one.rule == "house/never"]).known.entries,
        )
    )
    assert [one.rule for one in check(folder, forged).findings] == ["house/never"]
    write(folder, {"waivers.yaml": lines([WAIVER, changed(WAIVER, {"id": "W-2", "rule": "house/never"})])})
    report = check(folder, forged)
    assert [(one.rule, one.waiver) for one in report.findings] == [
        ("house/never", None), ("house/asked", "W-1"), ("waiver/unwaivable", None),
    ]  # fmt: skip
    (folder / "waivers.yaml").unlink()


def test_what_policylint_itself_finds_is_not_hidden(folder: Path) -> None:
    write(folder, {**FILES, "datasheet.yaml": SHEET.replace("name: Nameless", "nam: x")})
    assert not any(may_hide(one, RULES, privacy=True) for one in check(folder, files=["datasheet.yaml"]).findings)


def test_a_document_without_an_id_is_known_by_its_file(folder: Path) -> None:
    card = "---\nlicense: cc0-1.0\n---\n# Cards\n"
    write(folder, {"one/README.md": card, "two/README.md": card})
    report = check(folder, files=["one/README.md"], fold=False)
    known = first("known.json", DAY, [one for one in report.findings if may_hide(one, RULES, privacy=True)]).known
    assert [one for one in check(folder, known, ["one/README.md"]).findings if one.rule == "house/free"] == []
    both = check(folder, known, ["one/README.md", "two/README.md"])
    assert [one.place.path for one in both.findings if one.rule == "house/free"] == ["two/README.md"]


def test_what_came_out_otherwise_is_new(folder: Path) -> None:
    """An unknown that has become a fail is another finding, though its place and value are the same."""
    write(folder, FILES)
    known = taken(folder)
    other = known._replace(entries=tuple(one._replace(outcome="unknown") for one in known.entries))
    assert len(check(folder, other).findings) == len(check(folder).findings)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "known.json:1:1: this is no JSON"),
        ("{", "known.json:1:2: this is no JSON"),
        ("[]", "this is no baseline"),
        ("{}", "this is no baseline"),
        ('{"baseline": true}', "this is no baseline"),
        ('{"baseline": 2, "written": "2026-01-01", "findings": []}', "version 2 of baselines is not known"),
        ('{"baseline": 1, "written": "yesterday", "findings": []}', "a baseline has"),
        ('{"baseline": 1, "written": "2026-01-01", "findings": [], "more": 1}', "a baseline has"),
        ('{"baseline": 1, "written": "2026-01-01", "findings": {}}', "`findings` is a list"),
        ('{"baseline": 1, "written": "2026-01-01", "findings": [1]}', "finding 1 is not as"),
        ('{"baseline": 1, "written": "2026-01-01", "findings": [{"fingerprint": "x"}]}', "finding 1 is not as"),
        ("\xff", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
    ],
)
def test_a_broken_baseline_hides_nothing(text: str, says: str, folder: Path) -> None:
    (folder / "known.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(PolicylintError, match=r"known\.json") as raised:
        read("known.json")
    assert says in str(raised.value)


def test_every_area_of_privacy_is_one() -> None:
    from policylint.baseline import PRIVACY
    from tests.conftest import ROOT

    assert {folder.name for folder in (ROOT / "policies/rules").iterdir()} >= set(PRIVACY)
