"""Three readings of one language: the tree, DuckDB and Spark come to the same on every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from policylint.ledger.engine import Options
from tests.ledger import oracle
from tests.ledger.rules import CONDITIONS, SHEET, USE, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from policylint.findings import Records
    from policylint.ledger.engine import Source


WORLD = oracle.world_of(rows(), SHEET, USE)


def plans() -> list[dict[str, Any]]:
    """Each condition as what is asked, and as when it is asked."""
    bound = {"use": "uses"}
    asked = [oracle.plan_of(None, one, bound) for one in CONDITIONS]
    return [
        *asked,
        *(oracle.plan_of(one, {"record.status": {"in": ["given", "renewed"]}}, bound) for one in CONDITIONS),
    ]


PLANS = plans()
ASKED = [oracle.asked_of(plan, WORLD) for plan in PLANS]
EXPECTED = [oracle.by_tree(plan, WORLD) for plan in PLANS]


def agree(found: Sequence[Records], some: slice = slice(None)) -> None:
    for plan, records, outcomes in zip(PLANS[some], found, EXPECTED[some], strict=True):
        assert tuple(records[:3]) == oracle.counted(outcomes), (plan["when"], plan["require"])
        assert [row.row for row in records.sample] == oracle.shown(outcomes), (plan["when"], plan["require"])


def test_the_rows_show_every_outcome() -> None:
    assert {outcome for outcomes in EXPECTED for outcome in outcomes} == set(oracle.OUTCOMES)
    undecided = [
        plan for plan, outcomes in zip(PLANS, EXPECTED, strict=True) if len(set(outcomes) - {"not_applicable"}) < 2
    ]
    assert len(undecided) < len(PLANS) / 4


@pytest.mark.parametrize("write", [oracle.as_csv, oracle.as_parquet])
def test_duckdb_says_what_the_tree_says(
    write: Callable[[Path, Sequence[dict[str, Any]]], Source], tmp_path: Path
) -> None:
    agree(oracle.in_duckdb(write(tmp_path / "ledger.csv", rows()), ASKED))


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize(
    ("write", "first", "last"), [(oracle.as_parquet, 0, len(CONDITIONS)), (oracle.as_csv, len(CONDITIONS) - 26, -14)]
)
def test_spark_says_what_the_tree_says(
    write: Callable[[Path, Sequence[dict[str, Any]]], Source], first: int, last: int, tmp_path: Path
) -> None:
    from policylint.ledger.spark import Spark

    engine = Spark(write(tmp_path / "ledger.csv", rows()), Options(threads=2))
    try:
        some = slice(first, last if last > 0 else len(CONDITIONS) + last)
        agree(oracle.by_engine(engine, ASKED[some]), some)
    finally:
        engine.close()
