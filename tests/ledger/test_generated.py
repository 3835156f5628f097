"""On a generated ledger, full of NULLs, each engine counts for every shipped rule what the tree finds."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from policylint.config import Ledgers
from tests.conftest import ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

sys.path.insert(0, str(ROOT / "benchmarks"))

import make_ledger
from make_ledger import Shape

TYPED, TEXT = Shape(2400, seed=7), Shape(2400, seed=7, text=True)
PLANS = make_ledger.record_plans()


@pytest.mark.parametrize("shape", [TYPED, TEXT])
def test_what_is_expected_is_what_the_tree_finds_on_every_row(shape: Shape) -> None:
    seen = make_ledger.world(shape, make_ledger.rows(shape))
    found = {name: make_ledger.counted(make_ledger.outcomes(plan, seen)) for name, plan in PLANS.items()}
    assert found == make_ledger.expected(shape)


def test_every_rule_fails_passes_and_cannot_tell() -> None:
    counts = make_ledger.expected(TEXT)
    assert len(counts) >= 15
    for name, one in counts.items():
        assert 0 < one.applied <= TEXT.rows, name
        assert one.fail + one.unknown < one.applied or name in NEVER_PASS, name
        assert one.fail or name in NEVER_FAIL, name
        assert one.unknown, name


NEVER_FAIL = ("license/item-level-records",)
"""Rules that no row fails: what is not said is unknown."""
NEVER_PASS: tuple[str, ...] = ()


def test_a_ledger_is_the_same_every_time(tmp_path: Path) -> None:
    make_ledger.write(tmp_path / "one.parquet", TYPED)
    make_ledger.write(tmp_path / "two.parquet", TYPED)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    assert make_ledger.rows(TYPED) != make_ledger.rows(TYPED._replace(seed=8))


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        (TYPED, "ledger.parquet"), (TEXT, "ledger.parquet"), (TEXT, "ledger.csv"), (TEXT, "ledger.csv.gz"),
        (Shape(1003, seed=3), "ledger.parquet"), (Shape(70, seed=4), "ledger.parquet"),
    ],
)  # fmt: skip
def test_duckdb_counts_what_is_expected(shape: Shape, name: str, tmp_path: Path) -> None:
    path, items = tmp_path / name, tmp_path / "items.txt"
    make_ledger.write(path, shape)
    make_ledger.write_items(items, shape)
    with make_ledger.opened(path, shape) as (seen, ledger):
        assert make_ledger.judged(seen, ledger) == make_ledger.expected(shape)
        totals = ledger.totals(make_ledger.AS_OF)
        assert totals is not None
        counted = totals._replace(uncovered=ledger.uncovered(str(items), make_ledger.AS_OF))
        assert counted == make_ledger.expected_totals(shape)


@pytest.mark.usefixtures("spark")
def test_spark_counts_what_is_expected(tmp_path: Path) -> None:
    path, items = tmp_path / "ledger.parquet", tmp_path / "items.txt"
    make_ledger.write(path, TYPED)
    make_ledger.write_items(items, TYPED)
    with make_ledger.opened(path, TYPED, Ledgers("spark", threads=2)) as (seen, ledger):
        assert make_ledger.judged(seen, ledger) == make_ledger.expected(TYPED)
        totals = ledger.totals(make_ledger.AS_OF)
        assert totals is not None
        counted = totals._replace(uncovered=ledger.uncovered(str(items), make_ledger.AS_OF))
        assert counted == make_ledger.expected_totals(TYPED)


@pytest.mark.usefixtures("spark")
def test_spark_counts_in_csv_what_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    make_ledger.write(path, TEXT)
    with make_ledger.opened(path, TEXT, Ledgers("spark", threads=2)) as (seen, ledger):
        assert make_ledger.judged(seen, ledger) == make_ledger.expected(TEXT)


def test_public_figures_only_says_the_sheet_and_the_ledger_shows_who_is_in_it(
    tmp_path: Path, policylint: Callable[..., Run]
) -> None:
    """Of ten million rows as of these: `benchmarks/ledger.py` shows it."""
    shape = Shape(100_000, profile="celebrities")
    make_ledger.write(tmp_path / "ledger.parquet", shape)
    make_ledger.write_items(tmp_path / "items.txt", shape)
    text = make_ledger.datasheet(shape, "ledger.parquet", "items.txt")
    (tmp_path / "datasheet.yaml").write_text(text, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    run = policylint(
        "check", "datasheet.yaml", "--as-of", make_ledger.AS_OF, "--format", "json", "--no-config", cwd=tmp_path
    )
    assert run.code == 1, run.err
    found: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(run.out)["findings"]:
        found.setdefault(one["rule"], []).append(one)
    people = make_ledger.expected_totals(shape).everybody
    messages = [one["message"] for one in found["subject/label-vs-claim"] if one["outcome"] == "fail"]
    for said, counted in (
        ("share of private individuals: the datasheet says 0.0", people.private / people.people),
        ("share of public figures: the datasheet says 1.0", people.public / people.people),
        ("coverage of celebrities: the datasheet says 1", people.agreed / people.people),
        ("minors of celebrities: the datasheet says none", people.minors),
    ):
        assert f"{said}, and the rows of its ledger come to {round(counted, 4)}" in messages
    assert 0.25 < people.private / people.people < 0.4
    refused = found["consent/refused-absent"][0]["records"]
    expected = make_ledger.expected(shape)["consent/refused-absent"]
    assert (refused["applied"], refused["fail"], refused["unknown"]) == expected
    assert refused["fail"] > 90_000
    assert f"(how many: {make_ledger.MISSING})" in found["consent/ledger-covers-all"][0]["message"]
