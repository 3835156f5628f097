"""Seeded ledgers of any size, and how many of their rows each rule on records fails on, cannot tell of and applies to.

    python benchmarks/make_ledger.py ledger.parquet --rows 10000000 [--seed 1] [--profile celebrities] [--text]

A ledger is one period of 1,000 rows, full of NULLs and of whatever else cells can hold, that repeats with items and
people of its own each time; then the rows are stirred. So what the tree that judges datasheets finds in one period is
known of any number of rows, without an engine. Beside the ledger stand its datasheet, its list of items and the counts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from policylint.config import Ledgers
from policylint.documents import read
from policylint.facts.common import Item, Sheet, World
from policylint.facts.ledger import People, Totals, count
from policylint.facts.records import COLUMNS, in_data, rows_of
from policylint.ledger.book import Book
from policylint.ledger.judging import on_rows
from policylint.policy.compile import compile_rule, of_records
from policylint.policy.judge import judge
from policylint.policy.load import load_rules
from policylint.shapes.check import UNSAID, check_fragment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.ledger.book import Ledger

AS_OF = "2026-01-01"
PERIOD = 1000
DATASET = "generated"
BY_DUCKDB = Ledgers()
MISSING = 3
"""Listed items that no row is about."""
Row = dict[str, Any]
Weighted = dict[Any, int]

_DAYS = tuple(f"20{year}-{month:02}-{day:02}" for year in range(18, 25) for month, day in ((1, 31), (6, 2), (11, 15)))
_LATER = ("2026-01-02", "2027-06-30", "2031-12-31")
_HASHES = tuple(hashlib.sha256(str(number).encode()).hexdigest() for number in range(4))
_NOBODY, _UNKNOWN, _MAIL = -1, -2, -3

_CELLS: dict[str, Weighted] = {
    "dataset_id": {DATASET: 99, None: 1},
    "group_id": {"g": 60, "h": 35, None: 5},
    "subset": {"train": 80, "test": 15, None: 5},
    "subject_kind": {"public_figure": 60, "private_individual": 32, "mixed": 1, None: 5, "celebrity": 1, "unknown": 1},
    "minor": {False: 88, True: 5, None: 7},
    "majority_on": {None: 50, "2025-03-01": 30, "2030-05": 10, "2026-01-01": 10},
    "guardian_id": {None: 90, "w1": 10},
    "status": {
        "given": 70, "renewed": 10, "refused": 2, "requested": 1, "deferred": 1, "not_sought": 2, "withdrawn": 2,
        "revoked": 1, "expired": 1, "invalidated": 1, "not_required": 2, None: 4, "unknown": 1, "consented": 2,
    },
    "legal_basis": {"consent": 80, "contract": 5, "none_claimed": 5, None: 9, "because": 1},
    "given_by": {"subject": 80, "guardian": 6, "uploader": 4, None: 9, "nobody": 1},
    "granted_at": {**dict.fromkeys(_DAYS, 4), "2019": 2, "2024-06": 2, None: 8, "soon": 1, "2024-02-30": 1},
    "renewed_at": {None: 75, "2025-01-01": 10, "2025-12-31": 10, "2024": 3, "unknown": 2},
    "expires_at": {
        None: 50, "never": 4, **dict.fromkeys(_LATER, 12), "2026-01-01": 2, "2025-06-30": 2, "2026": 2, "2017-01-01": 1,
        "unknown": 2, "later": 1,
    },
    "withdrawn_at": {
        None: 85, "never": 2, "2025-02-01": 4, "2026-01-01": 1, "2026-01-02": 2, "2026-01": 2, "2017-03-03": 1,
        "unknown": 2, "2025-12-31T23:30:00-02:00": 1,
    },
    "objected_at": {None: 93, "2025-11-11": 3, "2026": 2, "unknown": 2},
    "scopes_allow": {
        ("research",): 40, ("research", "product"): 25, ("research.academic",): 8, ("evaluation",): 5, (): 4, None: 8,
        ("research", None): 4, (None,): 2, ("no_purpose",): 2, ("product.internal", "security"): 2,
    },
    "scopes_deny": {(): 60, None: 20, ("security.surveillance",): 8, ("product",): 6, ("research", None): 4, ("x",): 2},
    "notice_sha256": {**dict.fromkeys(_HASHES, 22), None: 12},
    "release": {"written": 60, "electronic": 20, "none": 10, None: 9, "spoken": 1},
    "jurisdiction": {"DE": 30, "FR": 20, "US.IL": 15, "US.TX": 10, "US": 10, "JP": 5, None: 10},
    "special_categories": {(): 70, None: 10, ("health",): 8, ("biometric_id",): 8, ("health", None): 2, ("sad",): 2},
    "license": {
        "CC-BY-4.0": 50, "CC-BY-NC-4.0": 20, "MIT": 10, "CC0-1.0": 5, None: 9, "NONE": 2, "all mine": 2,
        "MIT OR CC-BY-NC-4.0": 2,
    },
    "author": {**{f"author-{number}": 4 for number in range(20)}, None: 20},
    "opt_out": {"clear": 70, "reserved": 5, "unknown": 10, "na": 5, None: 9, "maybe": 1},
    "removed_at": {None: 92, "2025-05-05": 4, "2026-01-02": 1, "2026": 1, "unknown": 1, "never": 1},
    "removal_reason": {None: 92, "withdrawal": 5, "license": 2, "lost": 1},
}  # fmt: skip
_CELEBRITIES: dict[str, Weighted] = {
    **{name: {None: 1} for name in _CELLS},
    "dataset_id": {DATASET: 1},
    "group_id": {"celebrities": 1},
    "subject_kind": {"public_figure": 69, "private_individual": 31},
    "minor": {False: 98, True: 2},
    "status": {"not_sought": 95, "given": 5},
    "legal_basis": {"none_claimed": 1},
    "given_by": {"subject": 1},
    "granted_at": {"2016-05-01": 1},
    "scopes_allow": {("research.academic",): 1},
    "scopes_deny": {(): 1},
    "special_categories": {(): 1},
}
_GUARDED = {"minor": True, "guardian_id": "w1", "given_by": "guardian", "removed_at": None}
"""Cells that go together: a minor for whom a guardian agreed."""
PROFILES = {"mixed": _CELLS, "celebrities": _CELEBRITIES}
"""`mixed` holds everything that a cell can; `celebrities` is a ledger of people who are said to be public figures."""

_PEOPLE = """\
people:
  present: true
  groups:
"""
_MIXED = """\
    - {id: g, role: speaker, kind: public_figure, consent: {status: given, coverage: 1}}
    - {id: h, role: user, kind: private_individual, consent: {status: given, coverage: 1}}
"""
_FIGURES = """\
    - {id: celebrities, role: depicted, kind: public_figure, criterion: {kind: web_popularity, text: On many pages},
       minors: {status: none}, consent: {status: given, coverage: 1}}
"""


# one period


class Shape(NamedTuple):
    """What makes one ledger: how many rows, of which seed and profile, and whether all of its cells are text."""

    rows: int
    seed: int = 1
    profile: str = "mixed"
    text: bool = False


def period(shape: Shape) -> list[Row]:
    """The rows that repeat, as the ledger has them but for ids: `item` and `person` are numbers within the period."""
    luck = random.Random(f"{shape.profile} {shape.seed}")
    cells = PROFILES[shape.profile]
    people = [{name: _one(luck, cells[name]) for name in ("subject_kind", "minor", "group_id")} for _ in range(400)]
    return [_row(luck, cells, people, shape) for _ in range(PERIOD)]


def _row(luck: random.Random, cells: dict[str, Weighted], people: list[Row], shape: Shape) -> Row:
    """A row about a person, who mostly is of one kind; some items show several people."""
    number = luck.randrange(len(people))
    own = people[number] if luck.random() < 0.9 or shape.profile != "mixed" else {}
    made = {name: own[name] if name in own else _one(luck, weighted) for name, weighted in cells.items()}
    if shape.profile == "mixed" and luck.random() < 0.03:
        made |= _GUARDED
    person = number if shape.profile != "mixed" else _one(luck, {number: 90, _NOBODY: 5, _UNKNOWN: 3, _MAIL: 2})
    item = None if shape.profile == "mixed" and luck.random() < 0.01 else luck.randrange(650)
    evidence = shape.profile == "mixed" and luck.random() < 0.8
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in made.items()}
    whole = listed if shape.text else {name: _typed(name, value) for name, value in listed.items()}
    return {**whole, "person": person, "item": item, "evidence": evidence}


def _one(luck: random.Random, weighted: Weighted) -> Any:
    return luck.choices(list(weighted), list(weighted.values()))[0]


def _typed(name: str, value: Any) -> Any:
    """A cell of a column that has a type: a date there is a day or nothing."""
    if COLUMNS[name].kind not in ("date", "event"):
        return value
    whole = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and value != "2024-02-30"
    return value if whole else None


# written by DuckDB


def write(path: Path, shape: Shape, memory: str = "1GB") -> None:
    """The ledger as a file: Parquet, or CSV where the name says so, in which all cells are text."""
    parquet = path.name.endswith(".parquet")
    assert parquet or shape.text, "in CSV all cells are text"
    with _database(shape, memory) as connection:
        form = "FORMAT parquet, COMPRESSION zstd" if parquet else "FORMAT csv, HEADER true"
        connection.execute(f"COPY ({ledger(shape)}) TO {_literal(str(path))} ({form})")


def write_items(path: Path, shape: Shape) -> None:
    """The items of the ledger, one a line, and a few that it has no row of."""
    whole, rest = divmod(shape.rows, PERIOD)
    ids = "SELECT format('i{:09d}', again * 1000 + item) AS id FROM"
    missing = " UNION ALL ".join(f"SELECT 'missing-{number}'" for number in range(MISSING))
    with _database(shape) as connection:
        each = "SELECT DISTINCT item FROM period WHERE item IS NOT NULL"
        repeated = f"{ids} (SELECT range AS again FROM range({whole})) CROSS JOIN ({each})"
        begun = f"{ids} (SELECT {whole} AS again) CROSS JOIN ({each} AND place < {rest})"
        listed = f"{repeated} UNION ALL {begun} UNION ALL {missing}"
        connection.execute(f"COPY ({listed}) TO {_literal(str(path))} (FORMAT csv, HEADER false)")


def rows(shape: Shape) -> list[Row]:
    """The rows of the ledger, in their order."""
    with _database(shape) as connection:
        found = connection.execute(ledger(shape))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, one, strict=True)) for one in found.fetchall()]


@contextmanager
def _database(shape: Shape, memory: str = "1GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the table `period`, of which `ledger` is made."""
    with duckdb.connect(config={"memory_limit": memory}) as connection:
        connection.execute("SET enable_progress_bar = false")
        _fill(connection, shape)
        yield connection


def _fill(connection: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    made = period(shape)
    own = {"person": "INTEGER", "item": "INTEGER", "evidence": "BOOLEAN"}
    types = {name: own.get(name) or _type(name, text=shape.text) for name in made[0]}
    declared = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    connection.execute(f"CREATE TABLE period (place INTEGER, {declared})")
    lines = [", ".join(map(_literal, (place, *_cells(one, shape)))) for place, one in enumerate(made)]
    connection.execute(f"INSERT INTO period VALUES ({'), ('.join(lines)})")


def _type(name: str, *, text: bool) -> str:
    if text:
        return "VARCHAR"
    return {"boolean": "BOOLEAN", "list": "VARCHAR[]", "date": "DATE", "event": "DATE"}.get(
        COLUMNS[name].kind, "VARCHAR"
    )


def _cells(one: Row, shape: Shape) -> list[Any]:
    return [as_text(value) if shape.text and name in COLUMNS else value for name, value in one.items()]


def as_text(cell: Any) -> str | None:
    """A cell as CSV has it."""
    if isinstance(cell, list):
        return (";".join("" if one is None else one for one in cell) or ";") if cell else "-"
    return cell if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def ledger(shape: Shape) -> str:
    """The whole ledger, as a query on the table `period`: each of its rows in its turn, stirred."""
    step = next(step for step in range(shape.rows * 5 // 8 + 1, shape.rows * 2 + 2) if math.gcd(step, shape.rows) == 1)
    made = {
        "item_id": "CASE WHEN item IS NOT NULL THEN format('i{:09d}', again * 1000 + item) END",
        "subject_id": _subject("again * 1000 + person"),
        "source_url": "CASE WHEN item % 10 > 0 THEN 'https://photos.example.org/' || again || '/' || item END",
        "evidence_sha256": f"CASE WHEN evidence THEN {_digest('person')} END",
        "sha256": _digest("item"),
    }
    columns = ", ".join(f'{made.get(name, name)} AS "{name}"' for name in COLUMNS)
    turned = f"SELECT (range * {step} + {shape.seed}) % {shape.rows} AS turn FROM range({shape.rows})"
    numbered = f"SELECT turn // {PERIOD} AS again, turn % {PERIOD} AS within FROM ({turned})"
    return f"SELECT {columns} FROM ({numbered}) AS turns JOIN period ON period.place = turns.within"


def _digest(of: str) -> str:
    """What looks like a hash, for less than one costs."""
    return f"md5(again || ' ' || {of}) || md5({of} || ' ' || again)"


def _subject(number: str) -> str:
    """A pseudonym of its own for each number (an odd factor loses none); some are no pseudonyms."""
    name = f"format('s{{:012x}}', ({number} * 25214903917) % 281474976710656)"
    special = {
        _NOBODY: "NULL",
        _UNKNOWN: "'unknown'",
        _MAIL: "format('someone-{}-{}@example.org', again, place)",
    }
    cases = " ".join(f"WHEN {code} THEN {sql}" for code, sql in special.items())
    return f"CASE person {cases} ELSE {name} END"


# what is to be counted


class Counts(NamedTuple):
    """How many rows a rule applies to, fails on and cannot tell of."""

    applied: int
    fail: int
    unknown: int


def datasheet(shape: Shape, path: str, items: str | None = None) -> str:
    """The datasheet that the ledger belongs to."""
    groups = _MIXED if shape.profile == "mixed" else _FIGURES
    listed = f", items: {{path: {json.dumps(items)}}}" if items is not None else ""
    return (
        f'datasheet: "1"\nid: {DATASET}\nname: A generated dataset\n{_PEOPLE}{groups}'
        f"  ledger: {{path: {json.dumps(path)}, rows: {shape.rows}{listed}}}\n"
        "licenses: [{applies_to: dataset, license: CC-BY-4.0}]\n"
        "uses: {intended: [{id: study, purpose: research.academic, commercial: false, activities: [use, train]}]}\n"
        "maintenance: {status: active, organization: Example Institute, contact: data@example.org, backup: none}\n"
    )


@cache
def record_plans() -> dict[str, dict[str, Any]]:
    """The plans of the shipped rules on records, by their ids."""
    found, problems = load_rules()
    assert not problems, problems
    return {rule.plan["id"]: rule.plan for rule in found if of_records(rule.plan)}


def world(shape: Shape, cells: list[Row]) -> World:
    """The world of the datasheet with some rows as its ledger."""
    document = read(datasheet(shape, "ledger.parquet").encode(), "datasheet.yaml")
    assert document.root is not None
    checked = check_fragment(document, document.root, "datasheet")
    assert not checked.problems, checked.problems
    sheet = Item(checked.value, Sheet(checked.value, document, "datasheet", checked.origins), "")
    rows_at = Sheet({}, document, "ledger")
    records = tuple(Item(one, rows_at, f"/{number}") for number, one in enumerate(rows_of(cells)))
    uses = tuple(sheet.child("uses").child("intended").children())
    return World(sheet, uses, None, "create", AS_OF, {}, records=records)


def outcomes(plan: dict[str, Any], seen: World) -> list[str]:
    """What a rule comes to on each row, as the tree that judges datasheets has it."""
    return [one.outcome for one in judge(compile_rule(plan), seen)]


def counted(found: list[str]) -> Counts:
    """The outcomes in numbers."""
    return Counts(sum(one != "not_applicable" for one in found), found.count("fail"), found.count("unknown"))


@cache
def expected(shape: Shape) -> dict[str, Counts]:
    """What each rule comes to on the whole ledger, from what it comes to on one period."""
    whole, rest = divmod(shape.rows, PERIOD)
    seen = world(shape, _as_read(shape))
    found = {name: outcomes(plan, seen) for name, plan in record_plans().items()}
    parts = {name: zip(counted(one), counted(one[:rest]), strict=True) for name, one in found.items()}
    return {name: Counts(*(whole * each + some for each, some in pairs)) for name, pairs in parts.items()}


def _as_read(shape: Shape) -> list[Row]:
    """The rows of one period, in its own order."""
    whole = shape._replace(rows=PERIOD)
    with _database(whole) as connection:
        found = connection.execute(f"{ledger(whole)} ORDER BY place")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, one, strict=True)) for one in found.fetchall()]


@cache
def expected_totals(shape: Shape) -> Totals:
    """The totals of the whole ledger, with the listed items that nothing in it covers."""
    whole, rest = divmod(shape.rows, PERIOD)
    cells = _as_read(shape)
    parts = [(whole, cells), (1, cells[:rest])]
    return _sum([(times, _totals(shape, part)) for times, part in parts if times and part])


def _totals(shape: Shape, cells: list[Row]) -> Totals:
    seen = world(shape, cells)
    totals = count(seen)
    assert totals is not None
    listed = {one["item_id"] for one in cells} - {None}
    records = seen.records or ()
    known = {row.child("item_id").value for row in records if in_data(row, seen).value is not False} - {UNSAID}
    return totals._replace(uncovered=len(listed - known))


def _sum(parts: list[tuple[int, Totals]]) -> Totals:
    names = sorted({name for _, one in parts for name, _ in one.groups})
    groups = [(name, _people([(n, dict(one.groups).get(name, People())) for n, one in parts])) for name in names]
    return Totals(
        rows=sum(n * one.rows for n, one in parts),
        items=sum(n * one.items for n, one in parts),
        mixed=sum(n * one.mixed for n, one in parts),
        everybody=_people([(n, one.everybody) for n, one in parts]),
        groups=tuple(groups),
        uncovered=sum(n * (one.uncovered or 0) for n, one in parts) + MISSING,
    )


def _people(parts: list[tuple[int, People]]) -> People:
    numbers = {
        field: sum(n * getattr(one, field) for n, one in parts) for field in People._fields if field != "expires"
    }
    return People(**numbers, expires=min((one.expires for _, one in parts if one.expires is not None), default=None))


# what is counted


@contextmanager
def opened(path: Path, shape: Shape, settings: Ledgers = BY_DUCKDB) -> Iterator[tuple[World, Ledger]]:
    """A ledger, open in an engine, and the world that its rules look at."""
    seen = world(shape, [])._replace(records=None)
    book = Book(settings._replace(given=str(path)))
    try:
        ledger = book.ledger(seen.sheet.child("people").child("ledger"), DATASET, ("/",))
        assert ledger is not None
        yield seen, ledger
    finally:
        book.close()


def judged(seen: World, ledger: Ledger, plans: dict[str, dict[str, Any]] | None = None) -> dict[str, Counts]:
    """What an engine counts of each rule, or of some."""
    plans = plans or record_plans()
    found = on_rows([compile_rule(plan) for plan in plans.values()], seen, ledger, show_ids=False)
    return {**dict.fromkeys(plans, Counts(0, 0, 0)), **{one.rule.plan["id"]: Counts(*one.records[:3]) for one in found}}


def described(shape: Shape) -> dict[str, Any]:
    """A ledger and what is to be counted in it, as JSON has it."""
    totals = expected_totals(shape)
    return {
        **shape._asdict(),
        "as_of": AS_OF,
        "rules": {name: one._asdict() for name, one in expected(shape).items()},
        "totals": {
            **totals._asdict(),
            "everybody": totals.everybody._asdict(),
            "groups": {name: people._asdict() for name, people in totals.groups},
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=PROFILES, default="mixed")
    parser.add_argument("--text", action="store_true", help="dates, lists and booleans as text, as in CSV")
    options = parser.parse_args()
    path: Path = options.path
    text = options.text or not path.name.endswith(".parquet")
    shape = Shape(options.rows, options.seed, options.profile, text)
    items = path.with_name("items.txt")
    write(path, shape)
    write_items(items, shape)
    path.with_name("datasheet.yaml").write_text(datasheet(shape, path.name, items.name), encoding="utf-8")
    expected_json = json.dumps(described(shape), indent=2)
    path.with_name("expected.json").write_text(expected_json + "\n", encoding="utf-8")
    sys.stdout.write(expected_json + "\n")


if __name__ == "__main__":
    main()
