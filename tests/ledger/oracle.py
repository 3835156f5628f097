"""The same rule on the same rows, three ways: by the tree that judges datasheets, and by each engine's SQL."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import duckdb

from policylint.documents import read
from policylint.facts.common import Item, Sheet, World
from policylint.facts.records import COLUMNS, rows_of
from policylint.ledger.columns import matched
from policylint.ledger.duckdb import DuckDB
from policylint.ledger.engine import Options, Source
from policylint.ledger.queries import Asked
from policylint.ledger.scan import scan
from policylint.policy.compile import compile_rule
from policylint.policy.judge import judge
from policylint.policy.rule import read_rule
from policylint.policy.sql.translate import record_rule
from policylint.shapes.check import UNSAID, check_fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from policylint.findings import Records
    from policylint.ledger.engine import Engine

AS_OF = "2026-01-01"
Cells = dict[str, Any]
OUTCOMES = ("not_applicable", "pass", "fail", "unknown")


def plan_of(when: Any, require: Any, bound: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The plan of a rule on rows, read as a policy file is."""
    rule = {
        "title": "t", "severity": "error", "for_each": {**(bound or {}), "record": "records"}, "require": require,
        "message": "m", "remedy": "r", "why": "w", "references": [], "tests": [{"name": "n", "expect": "fail"}],
    }  # fmt: skip
    if when is not None:
        rule["when"] = when
    found, problems = read_rule(read(json.dumps(rule).encode(), "rules/area/rule.yaml"), {})
    assert found is not None, [f"{one.message} {one.remedy}" for one in problems]
    return found.plan


def world_of(
    rows: Sequence[Cells], datasheet: Mapping[str, Any] | None = None, use: Mapping[str, Any] | None = None
) -> World:
    """A world with a ledger, and the datasheet and the use that its rules look at."""
    sheet = _item(datasheet or {}, "datasheet")
    ledger = Sheet({}, sheet.sheet.document, "ledger")
    records = tuple(Item(row, ledger, f"/{index}") for index, row in enumerate(rows_of(rows)))
    uses = (_item(use, "use"),) if use is not None else None
    return World(sheet, uses, None, "create", AS_OF, {}, records=records)


def _item(value: Mapping[str, Any], kind: str) -> Item:
    document = read(json.dumps(value).encode(), f"{kind}.yaml")
    assert document.root is not None
    checked = check_fragment(document, document.root, kind)
    assert not checked.problems, checked.problems
    return Item(checked.value, Sheet(checked.value, document, kind, checked.origins), "")


def by_tree(plan: dict[str, Any], world: World) -> list[str]:
    """The outcome on each row, as the tree has it; where a rule ranges over uses as well, those of the first."""
    return [one.outcome for one in judge(compile_rule(plan), world)]


def asked_of(plan: dict[str, Any], world: World) -> Asked:
    """The expressions of a rule, for the one use that there is."""
    scope = {name: world.uses[0] for name, listed in plan["for_each"] if listed is None and world.uses}
    values = {
        name: sorted({row.value[name] for row in world.records or () if row.value.get(name, UNSAID) is not UNSAID})
        for name in ("license",)
    }
    made = record_rule(plan, scope, world, values.__getitem__)
    return Asked(made.when, made.require)


def by_engine(engine: Engine, asked: Sequence[Asked]) -> list[Records]:
    """What an engine counts of each rule."""
    table, missing = matched(engine.columns(), {})
    assert not missing
    return scan(engine, table, asked, AS_OF)[None][1]


def counted(outcomes: Iterable[str]) -> tuple[int, int, int]:
    """How many rows a rule applied to, failed on and could not tell of."""
    listed = list(outcomes)
    return sum(one != "not_applicable" for one in listed), listed.count("fail"), listed.count("unknown")


def shown(outcomes: Sequence[str]) -> list[int]:
    """The rows that are shown: the first that fail, else the first that cannot be told."""
    wanted = "fail" if "fail" in outcomes else "unknown"
    return [number for number, one in enumerate(outcomes, 1) if one == wanted][:20]


# files


def as_csv(path: Path, rows: Sequence[Cells]) -> Source:
    """The rows as CSV, in which everything is text."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_text(row.get(name)) for name in columns] for row in rows)
    return Source("csv", (str(path),), (path.name,), shown=path.name)


def _text(cell: Any) -> str:
    if isinstance(cell, list):
        return (";".join("" if one is None else one for one in cell) or ";") if cell else "-"
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def as_parquet(path: Path, rows: Sequence[Cells]) -> Source:
    """The rows as Parquet, in which booleans and lists are what they are."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    types = {"boolean": "BOOLEAN", "list": "VARCHAR[]"}
    declared = ", ".join(f'"{name}" {types.get(COLUMNS[name].kind, "VARCHAR")}' for name in columns)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rows ({declared})")
        if rows:
            marks = ", ".join("?" * len(columns))
            connection.executemany(
                f"INSERT INTO rows VALUES ({marks})", [[row.get(name) for name in columns] for row in rows]
            )
        connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    return Source("parquet", (str(path),), (path.name,), shown=path.name)


def in_duckdb(source: Source, asked: Sequence[Asked]) -> list[Records]:
    """What DuckDB counts."""
    engine = DuckDB(source, Options())
    try:
        return by_engine(engine, asked)
    finally:
        engine.close()
