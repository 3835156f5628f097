"""The totals of a ledger: DuckDB and Spark count what is counted on rows at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from policylint.facts.ledger import Totals, claims, count
from policylint.ledger.columns import matched
from policylint.ledger.duckdb import DuckDB
from policylint.ledger.engine import Options
from policylint.ledger.queries import EVERYTHING
from policylint.ledger.totals import totals, uncovered
from tests.ledger import oracle
from tests.ledger.rules import rows

if TYPE_CHECKING:
    from pathlib import Path

    from policylint.ledger.engine import Engine

PLAIN = {"withdrawn_at": None, "objected_at": None, "expires_at": "2027-05-05", "removed_at": None}
GROUPED = [
    {
        **row,
        **(PLAIN if index % 3 else {}),
        "group_id": (None, "g", "h", "g")[index % 4],
        "item_id": f"i{index % 47}",
        "subject_id": (f"s{index // 2}", "unknown", None)[0 if index % 10 else index // 10 % 3],
    }
    for index, row in enumerate(rows())
]


def counted(engine: Engine, items: str) -> Totals:
    try:
        table, _ = matched(engine.columns(), {})
        found = totals(engine, table, oracle.AS_OF, EVERYTHING)[None]
        return found._replace(uncovered=uncovered(engine, table, oracle.AS_OF, EVERYTHING, engine.listed(items)))
    finally:
        engine.close()


def items(folder: Path) -> str:
    """A list of items: one that has a row, one that has none, twice, and lines that say nothing."""
    (folder / "items.txt").write_text("i3\n\n nobody's \nnobody's\n\n", encoding="utf-8")
    return str(folder / "items.txt")


def expected() -> Totals:
    found = count(oracle.world_of(GROUPED))
    assert found is not None
    assert min(found.items, found.mixed, *found.everybody[:8]) > 0, "every number is shown"
    return found._replace(uncovered=1)


def test_duckdb_counts_what_the_rows_are(tmp_path: Path) -> None:
    source = oracle.as_parquet(tmp_path / "ledger.parquet", GROUPED)
    assert counted(DuckDB(source, Options()), items(tmp_path)) == expected()


@pytest.mark.usefixtures("spark")
def test_spark_counts_what_the_rows_are(tmp_path: Path) -> None:
    from policylint.ledger.spark import Spark

    source = oracle.as_parquet(tmp_path / "ledger.parquet", GROUPED)
    assert counted(Spark(source, Options()), items(tmp_path)) == expected()


PUBLIC = {"subject_kind": "public_figure"}
AGREED = {"status": "given", "given_by": "subject", "withdrawn_at": None, "objected_at": None, "expires_at": None}
GROUP = {"id": "g", "role": "depicted", "kind": "public_figure"}


def people(*cells: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"item_id": f"i{number}", "subject_id": f"s{number}", **one} for number, one in enumerate(cells)]


CLAIMS: list[tuple[str, dict[str, Any], list[dict[str, Any]], dict[str, bool | None]]] = [
    ("public figures alone", {"kind": "public_figure"}, people(PUBLIC, PUBLIC), {
        "share of private individuals": True, "share of public figures": True}),
    ("a private individual", {}, people(PUBLIC, {"subject_kind": "private_individual"}), {
        "share of private individuals": False, "share of public figures": False}),
    ("a kind that is not said", {}, people(PUBLIC, {"subject_kind": None}), {
        "share of private individuals": None, "share of public figures": None}),
    ("mixed people claim nothing", {"kind": "mixed"}, people(PUBLIC), {}),
    ("how many", {"kind": "mixed", "count": 2}, people(PUBLIC, PUBLIC), {"people of g": True}),
    ("fewer", {"kind": "mixed", "count": 3}, people(PUBLIC, PUBLIC), {"people of g": False}),
    ("all agreed", {"kind": "mixed", "consent": {"coverage": 1}}, people(AGREED), {"coverage of g": True}),
    ("one did not", {"kind": "mixed", "consent": {"coverage": 1}}, people(AGREED, {**AGREED, "status": "refused"}), {
        "coverage of g": False}),
    ("half agreed", {"kind": "mixed", "consent": {"coverage": 0.5}}, people(AGREED, {**AGREED, "status": "refused"}), {
        "coverage of g": True}),
    ("whether one agreed is not said", {"kind": "mixed", "consent": {"coverage": 1}},
     people(AGREED, {**AGREED, "status": None}), {"coverage of g": None}),
    ("minors, and said to be none", {"kind": "mixed", "minors": {"status": "none"}}, people({"minor": True}), {
        "minors of g": False}),
    ("no minors, and said to be some", {"kind": "mixed", "minors": {"status": "present"}}, people({"minor": False}), {
        "minors of g": False}),
    ("minors, as said", {"kind": "mixed", "minors": {"status": "present"}}, people({"minor": True}), {
        "minors of g": True}),
    ("consent ends before it is said to", {"kind": "mixed", "consent": {"expires_on": "never"}},
     people({**AGREED, "expires_at": "2027-01-01"}), {"end of consent of g": False}),
    ("consent ends when it is said to", {"kind": "mixed", "consent": {"expires_on": "2027-01-01"}},
     people({**AGREED, "expires_at": "2027-01-01"}), {"end of consent of g": True}),
]  # fmt: skip


@pytest.mark.parametrize(("group", "ledger", "agrees"), [case[1:] for case in CLAIMS], ids=[case[0] for case in CLAIMS])
def test_what_a_sheet_claims(
    group: dict[str, Any], ledger: list[dict[str, Any]], agrees: dict[str, bool | None]
) -> None:
    world = oracle.world_of(ledger, {"people": {"groups": [{**GROUP, **group}], "ledger": {"path": "consent.csv"}}})
    found = claims(world.sheet, world).items
    assert found is not None
    assert {item.value["what"]: item.value.get("agrees") for item in found} == agrees
