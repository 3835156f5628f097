"""A little fuzzing, the same each time; what fuzzing found once; and that it would find what is wrong."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import yaml

from fuzz import bounds, engines, promises
from fuzz.__main__ import summary
from fuzz.bounds import Broken, attempt
from fuzz.minimise import minimised
from fuzz.mutate import mutated
from fuzz.targets import TARGETS, Target
from policylint.findings import Finding, Place, Span
from tests.conftest import ROOT
from tests.reporters import reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REGRESSIONS = ROOT / "tests" / "fuzz_regressions"
FOUND = sorted(str(file.relative_to(REGRESSIONS)) for file in REGRESSIONS.glob("*/*"))
PATIENCE = 10
"""Machines that run tests are slow, and busy."""


@pytest.mark.no_cover
@pytest.mark.parametrize("name", TARGETS)
def test_a_few_inputs_break_nothing(name: str) -> None:
    tally = engines.Tally(TARGETS[name], runs=TARGETS[name].few)
    tally.most *= PATIENCE
    engines.by_mutation(tally, seed=20261122)
    assert tally.executions == TARGETS[name].few
    assert {signature: (crash.text, data) for signature, (crash, data) in tally.found.items()} == {}


@pytest.mark.no_cover
@pytest.mark.parametrize("file", FOUND)
def test_what_was_found_once_is_mended(file: str) -> None:
    crash = attempt(TARGETS[file.partition("/")[0]].run, (REGRESSIONS / file).read_bytes(), PATIENCE)
    assert crash is None, crash.text


# that it would find what is wrong


def _bad(data: bytes) -> None:
    if b"bad" in data:
        raise KeyError("bad")


def _busy(data: bytes) -> None:
    until = time.process_time() + 0.01 * len(data)
    while time.process_time() < until:
        pass


def _greedy(data: bytes) -> None:
    if len(data) > 1:
        assert len(bytearray(bounds.most_memory() + bounds.MOST_MEMORY)) > 0


def test_an_exception_is_found_and_its_input_made_small() -> None:
    tally = engines.Tally(Target(_bad, lambda: (b"a good line\nand a bad one\n", b"fine"), 300), runs=300)
    engines.by_mutation(tally, 1)
    ((crash, data),) = tally.smaller().items()
    assert data == b"bad"
    assert crash.signature.startswith("KeyError ")
    assert "KeyError: 'bad'" in crash.text


def test_hypothesis_finds_it_too() -> None:
    tally = engines.Tally(Target(_bad, lambda: (b"a bad line\n",), 1), runs=50)
    engines.by_hypothesis(tally, 1)
    assert tally.executions == 50
    assert list(tally.found)


@pytest.mark.parametrize(
    ("target", "data", "signature"),
    [
        (_bad, b"bad", "KeyError"),
        (_busy, b"x" * 40, "slow"),
        (_busy, b"x" * 1000, "hang"),
        (_greedy, b"xx", "memory"),
    ],
)
def test_bounds_are_kept(
    target: Callable[[bytes], None], data: bytes, signature: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if signature == "hang":
        monkeypatch.setattr(bounds, "HANGS_AFTER", 0.5)
    if signature == "memory":
        monkeypatch.setattr(bounds, "MOST_MEMORY", 64 * 2**20)
    assert attempt(target, data[:1], 0.1) is None
    crash = attempt(target, data, 0.1)
    assert crash is not None
    assert crash.signature.partition(" ")[0] == signature


def test_the_same_seed_makes_the_same_inputs_and_they_are_small() -> None:
    corpus = TARGETS["yaml"].seeds()
    made = [[mutated(rng, corpus) for _ in range(300)] for rng in (random.Random(7), random.Random(7))]
    assert made[0] == made[1]
    assert len(set(made[0])) > 250
    assert max(map(len, made[0])) <= bounds.MAX_BYTES


def test_what_is_left_breaks_and_nothing_in_it_can_be_spared() -> None:
    data = b"".join(b"line %d with words\n" % number for number in range(200))
    small = minimised(data, lambda one: b"17" in one and b"words\n" in one, 30)
    assert small == b"17words\n"


@pytest.mark.parametrize(
    "span",
    [
        Span(0, 1, 0, 2),
        Span(3, 1, 3, 1),
        Span(1, 0, 1, 1),
        Span(1, 4, 1, 4),
        Span(1, 3, 1, 2),
        Span(1, 1, 1, 5),
        Span(1, 1, 2, 1),
    ],
)
def test_a_place_outside_is_seen(span: Span) -> None:
    promises.inside(Span(1, 3, 1, 4), ("ab", ""), "right after its end")
    with pytest.raises(Broken):
        promises.inside(span, ("ab", ""), "")


@pytest.mark.parametrize("text", ["a\x1b[31m", "a\tb", "a\rb", "\u202e", "::error::x", "##[error]x"])
def test_what_a_terminal_or_a_log_would_obey_is_seen(text: str) -> None:
    promises.plain("error[x/y]: calm\n", "text")
    with pytest.raises(Broken):
        promises.plain(text, "text")


@pytest.mark.parametrize("text", ["<main><p></main>", "<main><blink></blink></main>", "<main onload='x'></main>"])
def test_a_page_of_others_is_seen(text: str) -> None:
    promises.page("<main><p>x</p></main>")
    with pytest.raises(Broken):
        promises.page(text)


def test_a_finding_out_of_place_or_out_of_order_is_seen() -> None:
    whole = reports.whole()
    report = whole._replace(findings=tuple(sorted(whole.findings, key=Finding.sort_key)))
    promises.of_report(report, b"")
    place = Place(report.findings[0].path, "", Span(9, 1, 9, 1))
    for findings in ([report.findings[0]._replace(place=place)], report.findings[::-1]):
        with pytest.raises(Broken):
            promises.of_report(report._replace(findings=tuple(findings)), b"")


@pytest.mark.no_cover
def test_the_command(tmp_path: Path) -> None:
    log = tmp_path / "fuzz.log"
    command = (
        "-m",
        "fuzz",
        "json,dates",
        "--engine",
        "mutator",
        "--seconds",
        "1",
        "--log",
        str(log),
        "--findings",
        str(tmp_path),
    )
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(one["target"], one["findings"]) for one in said] == [("json", []), ("dates", [])]
    assert all(one["executions"] for one in said)
    assert summary(log).count("\n") == 4


def test_the_first_seed_of_every_target_is_sound() -> None:
    """What fuzzing begins with reaches what it is to try: the first document of each kind parses, and is judged."""
    for name in ("yaml", "datasheet", "use", "rule", "pack", "extension", "config", "waivers"):
        assert yaml.safe_load(TARGETS[name].seeds()[0])
