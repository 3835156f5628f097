"""On a generated ledger, full of NULLs, each engine counts for every shipped rule what the tree finds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from policylint.config import Ledgers
from tests.conftest import ROOT

if TYPE_CHECKING:
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
@pytest.mark.parametrize(("shape", "name"), [(TYPED, "ledger.parquet"), (TEXT, "ledger.csv")])
def test_spark_counts_what_is_expected(shape: Shape, name: str, tmp_path: Path) -> None:
    path, items = tmp_path / name, tmp_path / "items.txt"
    make_ledger.write(path, shape)
    make_ledger.write_items(items, shape)
    with make_ledger.opened(path, shape, Ledgers("spark", threads=2)) as (seen, ledger):
        assert make_ledger.judged(seen, ledger) == make_ledger.expected(shape)
        totals = ledger.totals(make_ledger.AS_OF)
        assert totals is not None
        counted = totals._replace(uncovered=ledger.uncovered(str(items), make_ledger.AS_OF))
        assert counted == make_ledger.expected_totals(shape)
