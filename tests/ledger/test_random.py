"""Random rules on random rows: DuckDB comes to what the tree comes to."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policylint.facts.records import COLUMNS, EVENTS
from tests.ledger import oracle
from tests.ledger.rules import CONDITIONS, SHEET, USE

_DAYS = st.one_of(
    st.dates().filter(lambda day: 1000 <= day.year <= 2999).map(lambda day: day.isoformat()),
    st.sampled_from(["2026-01-01", "2025-12-31", "2026-01", "2026", "never", "unknown", "soon", "2025-02-30"]),
    st.datetimes().filter(lambda at: 1001 <= at.year <= 2998).map(lambda at: f"{at.isoformat(' ', 'seconds')}+02:00"),
)
_TEXTS = st.one_of(
    st.sampled_from(
        ["a", "it's", '"; DROP TABLE rows', "unknown", "none", "jane@example.org", " a ", "US.IL", "CC-BY-4.0"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=6),
)


def _cells(name: str) -> st.SearchStrategy[Any]:
    column = COLUMNS[name]
    if column.kind == "boolean":
        return st.sampled_from([True, False, None])
    if column.kind in ("date", "event"):
        return st.none() | _DAYS
    if column.kind == "list":
        return st.none() | st.lists(st.sampled_from([*column.values[:20:4], None, "no_word"]), max_size=3)
    if column.kind == "enum":
        return st.sampled_from([*column.values[:6], None, "unknown", "no_word"])
    return st.none() | _TEXTS


_NAMES = st.sets(st.sampled_from(sorted(COLUMNS)), min_size=6).map(lambda names: sorted({*names, "item_id", "status"}))
_ROWS = _NAMES.flatmap(
    lambda names: st.lists(st.fixed_dictionaries({name: _cells(name) for name in names}), min_size=1, max_size=6)
)


def _days() -> st.SearchStrategy[dict[str, Any]]:
    words = st.sampled_from(["before", "after", "on_or_before", "on_or_after"])
    day = st.sampled_from(["2026", "2025-12", "2026-01-01", "$as_of", "$record.granted_at"])
    return st.builds(lambda name, word, one: {f"record.{name}": {word: one}}, st.sampled_from(EVENTS), words, day)


_CONDITIONS = st.recursive(
    st.sampled_from(CONDITIONS) | _days(),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, inner),
    ),
    max_leaves=5,
)
_RULES = st.lists(st.tuples(st.none() | _CONDITIONS, _CONDITIONS), min_size=1, max_size=8)


@given(_ROWS, _RULES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_random_rules_on_random_rows(rows: list[dict[str, Any]], rules: list[tuple[Any, Any]]) -> None:
    world = oracle.world_of(rows, SHEET, USE)
    plans = [oracle.plan_of(when, require, {"use": "uses"}) for when, require in rules]
    outcomes = [oracle.by_tree(plan, world) for plan in plans]
    with tempfile.TemporaryDirectory() as folder:
        source = oracle.as_parquet(Path(folder) / "ledger.parquet", rows)
        found = oracle.in_duckdb(source, [oracle.asked_of(plan, world) for plan in plans])
    for plan, records, expected in zip(plans, found, outcomes, strict=True):
        assert tuple(records[:3]) == oracle.counted(expected), plan["require"]
        assert [row.row for row in records.sample] == oracle.shown(expected), plan["require"]
