"""Rules on the rows of a ledger: counts and first positions, from as few queries as the engine needs."""

from __future__ import annotations

from policylint.findings import Records
from policylint.lean import TYPE_CHECKING
from policylint.ledger.queries import AFTER, EVERYTHING, Asked, counts, samples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from policylint.ledger.columns import Table
    from policylint.ledger.engine import Engine
    from policylint.ledger.queries import Within

Counted = dict[str | None, tuple[int, list[Records]]]
"""By dataset (None where rows are not told apart): how many rows there are, and what each rule came to."""


def scan(engine: Engine, table: Table, asked: Sequence[Asked], as_of: str, within: Within = EVERYTHING) -> Counted:
    """What rules come to on the rows of a ledger, all of them in one pass."""
    unlike = list(dict.fromkeys(asked))
    answers = engine.rows(counts(engine, table, unlike, as_of, within))
    found = {answer[0]: (answer[1], _records(engine, answer[2:])) for answer in answers}
    if not engine.in_one_pass:
        _add_samples(engine, table, unlike, as_of, within, found)
    at = [unlike.index(one) for one in asked]
    return {key: (rows, [records[index] for index in at]) for key, (rows, records) in found.items()}


def _records(engine: Engine, answer: Sequence[Any]) -> list[Records]:
    """The counts of each rule, and where its first rows stand."""
    width = 4 if engine.in_one_pass else 3
    taken = [answer[start : start + width] for start in range(0, len(answer), width)]
    return [
        Records(one[0] or 0, one[1] or 0, one[2] or 0, _places(engine, one[3:]))  # NULL where there are no rows
        for one in taken
    ]


def _places(engine: Engine, found: Sequence[Any]) -> tuple[Any, ...]:
    """The rows that fail; where none does, those that cannot be told."""
    positions = list(found[0] or ()) if found else []
    fails = [one for one in positions if one < AFTER]
    return tuple(engine.place(one) for one in fails or [one - AFTER for one in positions])


def _add_samples(
    engine: Engine, table: Table, asked: Sequence[Asked], as_of: str, within: Within, found: Counted
) -> None:
    """Look for the first rows of the rules that have any to show."""
    numbers = [
        n for n in range(len(asked)) if any(records[n].fail or records[n].unknown for _, records in found.values())
    ]
    if not numbers:
        return
    positions: dict[tuple[int, Any], list[int]] = {}
    shown = [asked[number] for number in numbers]
    for index, key, position in engine.rows(samples(engine, table, shown, as_of, within)):
        positions.setdefault((numbers[index], key), []).append(position)
    for (number, key), listed in positions.items():
        records = found[key][1]
        records[number] = records[number]._replace(sample=_places(engine, [listed]))
