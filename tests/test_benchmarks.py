"""What benchmarks measure on is what it is said to be, and they run; how long anything takes is no matter of tests."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml

from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

sys.path.insert(0, str(ROOT / "benchmarks"))

import counts
import field_rules
import peers
import run
from bars import Bar, drawn
from processes import Case, Measured, counted, ended_with, measure
from processes import Run as Process
from report import CORE, PASS, Found, Target, on_cores, pages, ratio, targets
from sheets import sheet, write

SVG = "{http://www.w3.org/2000/svg}"


# what is measured on


def test_nine_in_ten_are_clean_and_every_call_gives_the_same(policylint: Callable[..., Run], tmp_path: Path) -> None:
    size = write(tmp_path, 20)
    assert 3500 <= size <= 5000
    assert sheet(7) == sheet(7)
    run = policylint("check", str(tmp_path), "--as-of", AS_OF, "--format", "json")
    found = json.loads(run.out)["findings"]
    assert {one["dataset"] for one in found if one["severity"] == "error"} == {"speeches-10", "speeches-20"}
    assert {one["dataset"] for one in found} == {"speeches-10", "speeches-20"}, "clean is without warnings"


def test_the_rules_on_fields_find_the_same_as_policy_and_as_schema(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    for name, text in field_rules.policylint().items():
        (tmp_path / "policy" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "policy" / name).write_text(text, encoding="utf-8")
    write(tmp_path / "sheets", 10)
    policy = str(tmp_path / "policy")
    said = policylint("check", str(tmp_path / "sheets"), "--as-of", AS_OF, "--policy", policy, "--format", "json").out
    names = {f"bench/{one.name}": one.pointer for one in field_rules.RULES}
    found = json.loads(said)["findings"]
    assert {(one["dataset"], names[one["rule"]]) for one in found} == {
        ("speeches-10", pointer) for pointer in field_rules.FAIL_ON_WRONG
    }
    validator = jsonschema.Draft7Validator(field_rules.json_schema(peers.datasheet_schema()))
    for number in range(1, 11):
        value = json.loads(json.dumps(yaml.safe_load(sheet(number)), default=str))
        errors = ["/".join(map(str, error.absolute_path)) for error in validator.iter_errors(value)]
        assert len(errors) == (3 if number == 10 else 0), errors


def test_every_tool_gets_every_rule() -> None:
    assert len(field_rules.RULES) == 80
    assert field_rules.rego().count("failed contains") == 80
    assert len(field_rules.cel()) == 80
    assert len(field_rules.spectral({})["rules"]) == 81
    assert len(field_rules.policylint()) == 81
    compile(field_rules.checkov(), "fields.py", "exec")
    for peer in peers.PEERS:
        for name, text in peer.files.items():
            if name.endswith(".py"):
                compile(text(), name, "exec")


# how it is measured


def test_what_cannot_be_run_keeps_its_reason_and_is_not_run_again() -> None:
    python = sys.executable
    cases = [
        Case("works", (python, "-c", "print('2 found')"), "", wrong=counted(lambda out: int(out.split()[0]), 2)),
        Case("finds less", (python, "-c", "print('1 found')"), "", wrong=counted(lambda out: int(out.split()[0]), 2)),
        Case("says nothing", (python, "-c", ""), "", wrong=counted(lambda out: int(out.split()[0]), 2)),
        Case("fails", (python, "-c", "raise SystemExit(3)"), ""),
        Case("may fail", (python, "-c", "raise SystemExit(3)"), "", wrong=ended_with(0, 3)),
        Case("is not there", ("/no/such/program",), ""),
    ]
    found = measure(cases, runs=2, most_seconds=60)
    assert {name: (len(one.runs), one.why) for name, one in found.items()} == {
        "works": (2, ""),
        "finds less": (0, "found 1, not 2 (exit code 0)"),
        "says nothing": (0, "ended with exit code 0, and said nothing that can be counted"),
        "fails": (0, "ended with exit code 3"),
        "may fail": (2, ""),
        "is not there": (0, "No such file or directory"),
    }
    assert all(0 < run.wall < 60 and run.megabytes > 1 for run in found["works"].runs)


def test_a_case_that_has_had_its_time_is_run_once() -> None:
    (one,) = measure([Case("pass", (sys.executable, "-c", "pass"), "")], runs=3, most_seconds=0).values()
    assert len(one.runs) == 1
    long = Case("long", (sys.executable, "-c", "import time; time.sleep(0.3)"), "", prepare=lambda: begun.append(1))
    begun: list[int] = []
    (one,) = measure([long], runs=3, most_seconds=0.1).values()
    assert (len(one.runs), len(begun)) == (1, 1), "the first run was too long for a second"
    (one,) = measure([long], runs=3, most_seconds=0.1, least=2).values()
    assert len(one.runs) == 2


def test_a_tool_that_cannot_be_installed_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    spectral = next(one for one in peers.PEERS if one.npm)
    found = peers.installed(spectral, tmp_path)
    assert found.why == "there is no npm here"
    assert run.missing([found])["Spectral"].why == "there is no npm here"
    assert run.missing([found], croissant=True) == {}


def test_a_small_run_makes_the_page_and_its_pictures(tmp_path: Path) -> None:
    options = run.parsed(["--runs", "1", "--files", "2", "--sizes", "2", "3", "--no-peers"])
    found = run.found(options, tmp_path)
    gone = peers.Installed(peers.PEERS[0], tmp_path, "", "pip could not install it here")
    found = found._replace(many={**found.many, **run.missing([gone])})
    text, pictures = pages(found, run.hidden(str(tmp_path), None))
    for measured in (found.starts, found.one, *found.croissant, *found.growth.values()):
        assert [one.why for one in measured.values() if one.why] == []
    assert "| jsonschema-rs in a script | not measured: pip could not install it here |" in text
    assert (
        "\npolicylint check --as-of 2026-11-22 --no-config --format concise --fail-on never BENCH/1.datasheet.yaml\n"
        in text
    )
    assert str(tmp_path) not in text
    assert str(ROOT) not in text
    assert {one.met for one in targets(found)} <= {"yes", "yes, and the stretch", "**no**", "not measured"}
    rows = [line.count("|") for line in text.splitlines() if line.startswith("|")]
    assert all(count > 3 for count in rows)
    assert set(found.parts) >= {"the rules", "YAML to nodes with lines and columns"}
    assert all(taken > 0 for taken in found.parts.values())
    assert {"yaml._yaml", "policylint.run"} < {one.module for one in found.imports}
    for name, picture in pictures.items():
        assert f"(benchmarks/{name})" in text
        assert CORE in _texts(picture)


# the page and its pictures


def _texts(picture: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(picture).iter(f"{SVG}text")]


def test_a_picture_is_well_formed_and_says_what_it_shows() -> None:
    picture = drawn("A <title>", "ms & more", [Bar("ours", 5, "5.0", ours=True), Bar("theirs", 500, "500")])
    root = ET.fromstring(picture)
    assert root.findtext(f"{SVG}title") == "A <title>"
    assert "theirs: 500" in (root.findtext(f"{SVG}desc") or "")
    assert root.attrib["aria-labelledby"] == "title desc"
    assert {one.attrib["id"] for one in root if "id" in one.attrib} == {"title", "desc"}
    _, ours, theirs = (float(one.attrib["width"]) for one in root.iter(f"{SVG}rect"))
    assert theirs - ours == pytest.approx(2 * (_step(root)), abs=0.3), "two powers of ten further"
    assert ours > 0


def _step(root: ET.Element) -> float:
    first, second, *_ = (float(one.attrib["x1"]) for one in root.iter(f"{SVG}line"))
    return second - first


@pytest.mark.parametrize("values", [[1.0], [10.0, 10.0], [0.001, 9999.0], [1.5, 1.6]])
def test_bars_stay_in_the_picture(values: list[float]) -> None:
    root = ET.fromstring(drawn("t", "ms", [Bar(str(one), one, str(one)) for one in values]))
    whole, *bars = (one for one in root.iter(f"{SVG}rect"))
    for bar in bars:
        assert 0 < float(bar.attrib["width"]) + float(bar.attrib["x"]) < float(whole.attrib["width"])


def test_the_pictures_of_the_page_are_there_and_well_formed() -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    pictures = list((ROOT / "docs" / "benchmarks").glob("*.svg"))
    assert {f"(benchmarks/{one.name})" in text for one in pictures} == {True}
    for one in pictures:
        assert CORE in _texts(one.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (Target("", 4, 5, 4.5), "yes, and the stretch"),
        (Target("", 4.8, 5, 4.5), "yes"),
        (Target("", 5.1, 5, 4.5), "**no**"),
        (Target("", 12, 10, more=True), "yes"),
        (Target("", 9, 10, more=True), "**no**"),
        (Target("", None, 10), "not measured"),
    ],
)
def test_a_target_is_met_or_not(target: Target, met: str) -> None:
    assert target.met == met


def test_processor_time_takes_the_place_of_that_on_the_wall() -> None:
    rows = {name: Measured(Case(name, (), ""), [Process(4.0, core, 20)]) for name, core in ((PASS, 1.0), (CORE, 2.0))}
    found = Found(rows, rows, rows, 1, [], {}, 4000, [], {}, {}, {}, (0, 0), 1)
    assert ratio(found.many[CORE], found.many[PASS]) == 1
    turned = on_cores(found)
    assert ratio(turned.many[CORE], turned.starts[PASS]) == 2


def test_growth_is_told_of_the_turns_that_both_sizes_had() -> None:
    def cases(count: int, walls: list[float], megabytes: float) -> dict[str, Measured]:
        name = f"{count:,} files"
        runs = [Process(wall, wall, megabytes) for wall in walls]
        return {one: Measured(Case(one, (), ""), runs) for one in (name, f"{name}, unchanged")}

    starts = {
        name: Measured(Case(name, (), ""), []) for name in (PASS, "policylint, one file", "policylint, unchanged")
    }
    rows = {CORE: Measured(Case(CORE, (), ""), [])}
    growth = {10: cases(10, [1.2, 1.2, 0.6, 0.6, 0.6], 20), 1010: cases(1010, [121.2, 121.2], 21)}
    found = Found(starts, rows, rows, 1, [], growth, 4000, [], {}, {}, {}, (0, 0), 1)
    told = {one.name: one.value for one in targets(found)}
    assert told["time for each file, from 10 to 1,010 files"] == pytest.approx(1)
    assert told["memory for each further file, up to 1,010"] == pytest.approx(1.024)
    assert told["a document of 4 KB, of 10 never seen, on one core"] == pytest.approx(60)
    assert told["a document of 4 KB, of 1,010 never seen, on one core"] == pytest.approx(120)


# counts


def test_a_check_costs_no_more_than_its_budget() -> None:
    kept = json.loads(counts.BUDGET.read_text(encoding="utf-8"))
    if kept["python"] != counts.version():
        pytest.skip(f"the budget is for Python {kept['python']}")
    found = counts.measured()
    assert set(found) == set(kept["budget"])
    over = counts.over(found, kept["budget"], kept["room"])
    assert over == [], "make it cheaper, or run `python benchmarks/counts.py --write` and say why"


def test_what_is_over_budget_is_said() -> None:
    found, budget = {"one": {"calls": 109, "files": 110}}, {"one": {"calls": 100, "files": 100}}
    assert counts.over(found, budget, 0.09) == ["one: 110 files, at most 109 (100 and 9%)"]
