"""`waiver new`, `waiver list`, `waiver prune`, `baseline write` and `check --baseline`, as people call them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from policylint.__main__ import main
from tests.conftest import AS_OF, ROOT, Run
from tests.waivers.project import FILES, SHEET, WAIVER, changed, lines, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLICY = f"policy: [{ROOT / 'tests/waivers/policies'}]\n"
CONFIG = POLICY + "waivers: {file: waivers.yaml, approvers: [counsel@example.org]}\n"
FILLED = {
    "reason:": "reason: They are asked in the spring.  #",
    "owner:": "owner: data-office@example.org  #",
    "approved_by:": "approved_by: counsel@example.org  #",
    "approved_on:": "approved_on: 2026-11-20  #",
    "expires:": "expires: 2027-02-01  #",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run policylint in a folder with the project of the tests, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("policylint.commands.terminal.today", lambda: AS_OF)
    write(tmp_path, {**FILES, "policylint.yaml": CONFIG})

    def run(*arguments: str) -> Run:
        capsys.readouterr()
        code = main(list(arguments))
        printed = capsys.readouterr()
        return Run(code, printed.out, printed.err)

    return run


def waived(here: Callable[..., Run], *arguments: str) -> list[tuple[str, str | None]]:
    report = json.loads(here("check", "--format", "json", *arguments).out)
    return [(one["rule"], one["waiver"]) for one in report["findings"]]


def fill(text: str) -> str:
    for empty, said in FILLED.items():
        text = text.replace(f"  {empty} ", f"  {said} ")
    return text


# waiver new


def test_what_is_written_counts_for_nothing_until_people_have_filled_it_in(
    here: Callable[..., Run], tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    done = here("waiver", "new", "house/asked")
    assert (done.code, done.err) == (0, "")
    text = (tmp_path / "waivers.yaml").read_text(encoding="utf-8")
    golden("waiver-new.yaml", text)
    golden("waiver-new.txt", done.out)
    before = waived(here)
    assert [one for one in before if one[1] is not None] == []
    assert [one for one, _ in before].count("waiver/malformed") == text.count("- id:")
    again = here("waiver", "new", "house/asked")
    assert (again.code, (tmp_path / "waivers.yaml").read_text(encoding="utf-8")) == (2, text)
    assert "what it finds has a waiver in waivers.yaml" in again.err
    (tmp_path / "waivers.yaml").write_text(fill(text), encoding="utf-8")
    after = waived(here)
    assert not [one for one in after if one[0].startswith("waiver/")]
    assert {waiver is not None for rule, waiver in after if rule == "house/asked"} == {True}
    assert "what it finds has a waiver in waivers.yaml" in here("waiver", "new", "house/asked").err


def test_one_finding_is_meant_by_its_fingerprint(here: Callable[..., Run], tmp_path: Path) -> None:
    report = json.loads(here("check", "datasheet.yaml", "--format", "json").out)
    one = next(one for one in report["findings"] if one["rule"] == "house/asked")
    done = here("waiver", "new", one["fingerprint"][:8].upper(), "datasheet.yaml")
    assert (done.code, done.out.splitlines()[0]) == (0, "wrote W-2026-001 into waivers.yaml: house/asked on faces")
    assert (tmp_path / "waivers.yaml").read_text(encoding="utf-8").count("- id:") == 1


def test_without_a_config_the_file_is_made_and_the_config_spelled_out(here: Callable[..., Run], tmp_path: Path) -> None:
    write(tmp_path, {"policylint.yaml": POLICY})
    done = here("waiver", "new", "house/brief", "datasheet.yaml")
    assert done.out.splitlines() == [
        "wrote W-2026-001 into policylint.waivers.yaml: house/brief on faces",
        "It counts for nothing until reason, owner, approved_by, approved_on and expires are filled in.",
        "Name the file in the config: waivers: {file: policylint.waivers.yaml}",
    ]
    assert "at most 90 days later" in (tmp_path / "policylint.waivers.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("house/never", "house/never cannot be waived: the rule says so"),
        ("syntax/yaml", "syntax/yaml is a finding of policylint itself, which no waiver excuses: mend what it finds"),
        ("house/askd", "no rule in force is called `house/askd`; did you mean `house/asked`?"),
        ("abc", "`abc` is no rule (area/slug), and too short for a fingerprint"),
        ("00000000", "no finding has a fingerprint that begins with `00000000`"),
    ],
)
def test_what_cannot_be_waived_is_not_written(name: str, says: str, here: Callable[..., Run], tmp_path: Path) -> None:
    done = here("waiver", "new", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"policylint: {says}")
    assert not (tmp_path / "waivers.yaml").exists()


def test_what_finds_nothing_needs_no_waiver(here: Callable[..., Run], tmp_path: Path) -> None:
    write(tmp_path, {"datasheet.yaml": SHEET.replace("contact: none", "contact: data@example.org")})
    assert here("waiver", "new", "house/brief").err == (
        "policylint: house/brief finds nothing here: there is nothing to waive\n"
    )


def test_a_write_that_fails_leaves_the_file_as_it_was(
    here: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"waivers.yaml": lines([changed(WAIVER, {"expires": "2026-11-02"})])})
    before = (tmp_path / "waivers.yaml").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    for command in (("waiver", "new", "house/brief"), ("waiver", "prune"), ("baseline", "write")):
        done = here(*command)
        assert (done.code, done.out) == (2, "")
        assert "cannot be written: No space left on device" in done.err
    assert (tmp_path / "waivers.yaml").read_bytes() == before
    assert not list(tmp_path.glob("*.tmp"))
    assert not (tmp_path / ".policylint-baseline.json").exists()


# a broken file


@pytest.mark.parametrize("text", ["waivers: []\n", "- [\n", "- id: a\n  id: b\n", "W-1\n", "\x00"])
@pytest.mark.parametrize("command", [("check",), ("can", "use.yaml"), ("waiver", "list"), ("waiver", "prune")])
def test_a_waiver_file_that_is_none_stops_the_run(
    text: str, command: tuple[str, ...], here: Callable[..., Run], tmp_path: Path
) -> None:
    write(tmp_path, {"waivers.yaml": text})
    done = here(*command)
    assert (done.code, done.out) == (2, "")
    assert "--> waivers.yaml:1:" in done.err or "--> waivers.yaml:2:" in done.err
    assert done.err.endswith("1 mistake in the waiver file: nothing was checked\n")


def test_a_file_that_is_not_there_yet_waives_nothing(here: Callable[..., Run]) -> None:
    assert "there is no waiver file waivers.yaml yet" in here("check").err
    assert here("waiver", "list").err.startswith("policylint: waivers.yaml: there is no such file")


# can, audit


def test_a_waived_reason_does_not_say_no(here: Callable[..., Run], tmp_path: Path) -> None:
    rule = tmp_path / "p" / "rules" / "house" / "trade.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_bytes((ROOT / "tests/waivers/policies/rules/house/trade.yaml").read_bytes())
    write(tmp_path, {"policylint.yaml": CONFIG.replace(POLICY, "policy: [./p]\n")})
    assert here("can", "use.yaml").code == 1
    assert here("waiver", "new", "house/trade", "use.yaml").code == 0
    draft = (tmp_path / "waivers.yaml").read_text(encoding="utf-8")
    assert here("can", "use.yaml").code == 1, "a draft excuses nothing"
    (tmp_path / "waivers.yaml").write_text(fill(draft), encoding="utf-8")
    done = here("can", "use.yaml")
    assert done.code == 0
    assert "waived by W-2026-001: [house/trade]" in done.out
    said = json.loads(here("can", "use.yaml", "--format", "json").out)["datasets"][0]
    assert [(one["rule"], one["waiver"]) for one in said["notes"]] == [("house/trade", "W-2026-001")]
    soon = here("can", "use.yaml", "--as-of", "2027-01-20")
    assert (soon.code, "[waiver/expiring]" in soon.out) == (0, True)
    assert here("can", "use.yaml", "--as-of", "2027-02-01").code == 1


def test_waivers_hold_in_an_audit_too(here: Callable[..., Run], tmp_path: Path) -> None:
    write(tmp_path, {"waivers.yaml": lines([WAIVER])})
    report = json.loads(here("audit", "--format", "json").out)
    assert [one["message"] for one in report["findings"] if one["waiver"] == "W-1"] == [
        "visitors: the consent is not_sought"
    ]
    assert report["summary"]["waived"] == 1


# waiver list, waiver prune


def many(tmp_path: Path) -> None:
    head = "# The waivers of the house.\n\n"
    parts = [
        lines([WAIVER]),
        "# this one is over\n" + lines([changed(WAIVER, {"id": "W-2", "expires": "2026-11-02"})]),
        lines([changed(WAIVER, {"id": "W-3", "excuses": [{**WAIVER["excuses"][0], "value": "refused"}]})]),
        lines([changed(WAIVER, {"id": "W-4", "at": {"file": "datasheet.yaml", "pointer": "/name"}})]),
        lines([changed(WAIVER, {"id": "W-5", "approved_by": "data-office@example.org"})]),
        lines([changed(WAIVER, {"id": "W-6", "reason": None})]),
    ]
    write(tmp_path, {"waivers.yaml": head + "\n".join(parts)})


def test_each_waiver_is_listed_with_what_it_is_worth(
    here: Callable[..., Run], tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    many(tmp_path)
    done = here("waiver", "list", "datasheet.yaml")
    golden("waiver-list.txt", done.out)
    assert (done.code, done.err.count("\n"), "W-6 counts for nothing" in done.err) == (0, 1, True)
    listed = json.loads(here("waiver", "list", "datasheet.yaml", "--format", "json").out)
    assert [(one["id"], one["state"]) for one in listed] == [
        ("W-1", "live"), ("W-2", "expired"), ("W-3", "void"), ("W-4", "unused"), ("W-5", "refused"),
    ]  # fmt: skip
    calendar = here("waiver", "list", "datasheet.yaml", "--ics").out
    assert calendar.count("BEGIN:VEVENT") == 1
    assert here("waiver", "list", "--format", "xml").code == 2


def test_what_excuses_nothing_any_more_is_taken_out(here: Callable[..., Run], tmp_path: Path) -> None:
    many(tmp_path)
    before = (tmp_path / "waivers.yaml").read_text(encoding="utf-8")
    tried = here("waiver", "prune", "datasheet.yaml", "--dry-run")
    assert tried.out == (
        "would take out W-2 (expired on 2026-11-02): house/asked\n"
        "would take out W-3 (what it excused has changed): house/asked\n"
        "would take out W-4 (unused): house/asked\n"
    )
    assert (tmp_path / "waivers.yaml").read_text(encoding="utf-8") == before
    assert here("waiver", "prune", "datasheet.yaml").out == tried.out.replace("would take", "took")
    after = (tmp_path / "waivers.yaml").read_text(encoding="utf-8")
    assert after.startswith("# The waivers of the house.\n\n- id: W-1\n")
    assert [line for line in after.splitlines() if line.startswith(("#", "- id"))] == [
        "# The waivers of the house.", "- id: W-1", "- id: W-5", "- id: W-6",
    ]  # fmt: skip
    assert here("waiver", "prune", "datasheet.yaml").out == "waivers.yaml: nothing to take out\n"


# baseline


def test_a_project_starts_from_what_is(here: Callable[..., Run], tmp_path: Path) -> None:
    first = here("baseline", "write")
    assert (first.code, first.out.splitlines()[0]) == (
        0,
        "wrote .policylint-baseline.json: 10 findings, 10 new, 0 settled",
    )
    file = tmp_path / ".policylint-baseline.json"
    text = file.read_text(encoding="utf-8")
    known = ("--baseline", file.name)
    assert waived(here, *known) == [("house/never", None)]
    assert here("check", *known, "--ignore", "house/never").code == 0
    write(tmp_path, {"datasheet.yaml": SHEET.replace("refused", "given").replace("not_sought", "requested")})
    assert [rule for rule, _ in waived(here, *known)] == ["house/never", "house/asked"]
    assert "4 of .policylint-baseline.json are settled" in here("check", *known).err
    assert file.read_text(encoding="utf-8") == text, "a check writes nothing"
    again = here("baseline", "write")
    assert again.out.splitlines()[:2] == [
        "wrote .policylint-baseline.json: 6 findings, 0 new, 4 settled",
        "2 findings stayed out: mend them, or accept them with --accept-new",
    ]
    assert here("baseline", "write", "--accept-new").out.startswith(
        "wrote .policylint-baseline.json: 8 findings, 2 new, 0 settled\n"
    )
    assert waived(here, *known) == [("house/never", None)]


def test_what_protects_people_comes_in_on_demand_alone(here: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "p" / "rules" / "consent"
    folder.mkdir(parents=True)
    (folder / "asked.yaml").write_bytes((ROOT / "tests/waivers/policies/rules/house/asked.yaml").read_bytes())
    write(tmp_path, {"policylint.yaml": "policy: [./p]\n"})
    assert here("baseline", "write", "--output", "b.json").out == (
        "wrote b.json: 0 findings, 0 new, 0 settled\n4 findings more cannot be hidden, or only with --include-privacy\n"
    )
    assert here("baseline", "write", "--output", "c.json", "--include-privacy").out.startswith(
        "wrote c.json: 4 findings"
    )
    assert here("check", "--baseline", "b.json").code == 1
    assert here("check", "--baseline", "c.json").code == 0


def test_a_broken_baseline_stops_the_run(here: Callable[..., Run], tmp_path: Path) -> None:
    for text in ("{", "[]"):
        write(tmp_path, {"b.json": text})
        for command in (("check", "--baseline", "b.json"), ("baseline", "write", "--output", "b.json")):
            done = here(*command)
            assert (done.code, done.out) == (2, "")
            assert (tmp_path / "b.json").read_text(encoding="utf-8") == text
    assert here("check", "--baseline", "nope.json").err.endswith(
        "policylint: nope.json: cannot be read: No such file or directory\n"
    )
