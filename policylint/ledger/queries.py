"""The queries of a scan, as text: all rules on single rows in one of them, read once.

A query is a staircase of subqueries: what is read, what is derived from that, the two truths of each rule, its outcome,
and then the counts. Each expression is written once.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.ledger.columns import Selected, Table, select
from policylint.policy.sql.write import FAIL, OPEN, outcome, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from policylint.ledger.engine import Engine
    from policylint.policy.sql.expressions import Expression

SAMPLE = 20
"""Positions that are kept of each rule."""
AFTER = 1 << 60
"""Added to the position of a row that is undecided: those that fail come first."""


class Asked(NamedTuple):
    """A rule on rows: when it applies, and what it asks."""

    when: Expression
    require: Expression


class Within(NamedTuple):
    """Which rows are looked at: those in which these columns have these values. `by` is a column to count by.

    Rows in which that is empty are counted under `unsaid`.
    """

    where: tuple[tuple[str, str], ...] = ()
    by: str | None = None
    unsaid: str | None = None


EVERYTHING = Within()


def columns_of(expression: Any) -> Iterable[str]:
    """The columns that an expression names."""
    if not isinstance(expression, tuple) or not hasattr(expression, "_fields"):
        return
    for field, value in zip(expression._fields, expression, strict=True):
        if field in ("column", "other") and isinstance(value, str):
            yield value
        parts = value if isinstance(value, tuple) and not hasattr(value, "_fields") else (value,)
        for part in parts:
            yield from columns_of(part)


def staircase(engine: Engine, table: Table, wanted: Iterable[str], as_of: str, within: Within) -> str:
    """What is read of a ledger and derived from it, as a subquery with the columns wanted."""
    made = select(dict.fromkeys(wanted), table, as_of, engine.dialect, engine.cells)
    name = engine.dialect.name
    kept = [name(engine.position), *([f"{key_of(engine, within)} AS {name('key')}"] if within.by else [])]
    read = ", ".join([*kept, *(f"{sql} AS {name(column)}" for column, sql in made.read.items())])
    rows = f"SELECT {read} FROM {engine.relation}{where_of(engine, within)}"
    if not made.derived:
        return rows
    return f"SELECT *, {_named(engine, made)} FROM ({rows}) AS {name('cells')}"


def _named(engine: Engine, made: Selected) -> str:
    return ", ".join(f"{sql} AS {engine.dialect.name(column)}" for column, sql in made.derived.items())


def key_of(engine: Engine, within: Within) -> str:
    """What rows are counted by."""
    if within.by is None:
        return "NULL"
    key = _text(engine, within.by)
    return key if within.unsaid is None else f"COALESCE({key}, {engine.dialect.text(within.unsaid)})"


def _text(engine: Engine, column: str) -> str:
    return engine.cells.as_text(engine.dialect.name(column))


def where_of(engine: Engine, within: Within) -> str:
    """Rows of another dataset are none of ours; a row that does not say whose it is, neither."""
    same = [f"{_text(engine, column)} = {engine.dialect.text(value)}" for column, value in within.where]
    return f" WHERE {' AND '.join(same)}" if same else ""


def outcomes(engine: Engine, table: Table, asked: Sequence[Asked], as_of: str, within: Within) -> str:
    """The outcome of each rule on each row, in columns that are numbered: `o0`, `o1`."""
    name = engine.dialect.name
    wanted = [column for one in asked for side in one for column in columns_of(side)]
    rows = staircase(engine, table, wanted, as_of, within)
    kept = [name(engine.position), *([name("key")] if within.by else [])]
    truths = [
        f"{write(side, engine.dialect)} AS {name(f'{letter}{index}')}"
        for index, one in enumerate(asked)
        for letter, side in (("w", one.when), ("r", one.require))
    ]
    decided = [f"{outcome(name(f'w{index}'), name(f'r{index}'))} AS {name(f'o{index}')}" for index in range(len(asked))]
    return (
        f"SELECT {', '.join([*kept, *decided])} FROM"
        f" (SELECT {', '.join([*kept, *truths])} FROM ({rows}) AS {name('rows')}) AS {name('truths')}"
    )


def counts(engine: Engine, table: Table, asked: Sequence[Asked], as_of: str, within: Within) -> str:
    """One query over all rows: how many there are, and of each rule how many it applies to, fail, cannot be told."""
    name = engine.dialect.name
    parts = [*([name("key")] if within.by else ["NULL"]), "count(*)"]
    for index in range(len(asked)):
        one = name(f"o{index}")
        parts += [f"count_if({one} > 0)", f"count_if({one} = {FAIL})", f"count_if({one} = {OPEN})"]
        if engine.in_one_pass:
            parts += [engine.smallest(_ordered(engine, one), SAMPLE)]
    query = f"SELECT {', '.join(parts)} FROM ({outcomes(engine, table, asked, as_of, within)}) AS {name('outcomes')}"
    return f"{query} GROUP BY {name('key')}" if within.by else query


def samples(engine: Engine, table: Table, asked: Sequence[Asked], as_of: str, within: Within) -> str:
    """The first rows of each rule that fail or cannot be told, for Spark, whose aggregates keep no few smallest."""
    name = engine.dialect.name
    found = f"({outcomes(engine, table, asked, as_of, within)}) AS found"
    key = name("key") if within.by else "NULL"
    orders = ", ".join(_ordered(engine, name(f"o{index}")) for index in range(len(asked)))
    each = f"SELECT n, {key} AS k, p FROM {found} LATERAL VIEW posexplode(array({orders})) AS n, p"
    ranked = (
        f"SELECT n, k, p, row_number() OVER (PARTITION BY n, k ORDER BY p) AS i FROM ({each}) AS each_one"
        " WHERE p IS NOT NULL"
    )
    return f"SELECT n, k, p FROM ({ranked}) AS ranked WHERE i <= {SAMPLE} ORDER BY n, k, p"


def _ordered(engine: Engine, one: str) -> str:
    """A row's place in the order in which rows are shown; NULL where it is not."""
    position = engine.dialect.name(engine.position)
    return f"CASE {one} WHEN {FAIL} THEN {position} WHEN {OPEN} THEN {position} + {AFTER} END"
