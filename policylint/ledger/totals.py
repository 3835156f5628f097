"""The totals of a ledger, by the engine: what `facts.ledger.count` counts on rows at hand."""

from __future__ import annotations

from policylint.facts.ledger import AGREED, KINDS, People, Totals
from policylint.facts.records import NOBODY
from policylint.lean import TYPE_CHECKING
from policylint.ledger.queries import key_of, staircase, where_of
from policylint.policy.sql.derived import EFFECTIVE, IN_DATA
from policylint.policy.sql.write import LAST_DAY, first

if TYPE_CHECKING:
    from typing import Any

    from policylint.ledger.columns import Table
    from policylint.ledger.engine import Engine
    from policylint.ledger.queries import Within

_READ = ("item_id", "subject_id", "group_id", "subject_kind", "minor", "expires_at", IN_DATA, EFFECTIVE)


def totals(engine: Engine, table: Table, as_of: str, within: Within) -> dict[str | None, Totals]:
    """The totals, by dataset (None where rows are not told apart)."""
    kept = _kept(engine, table, as_of, within)
    everybody = {key: people for key, _, people in _people(engine, kept, by_group=False)}
    groups: dict[Any, list[tuple[str, People]]] = {}
    for key, group, people in _people(engine, kept, by_group=True):
        groups.setdefault(key, []).append((group, people))
    found = {}
    for key, rows in engine.rows(_rows(engine, within)):
        found[key] = Totals(rows, 0, 0, everybody.get(key, People()), tuple(groups.get(key, ())))
    for key, count, mixed in engine.rows(_items(kept)):
        if key in found:  # it is, unless the ledger was written to meanwhile: then none of this is used
            found[key] = found[key]._replace(items=count, mixed=mixed or 0)
    return found


def uncovered(engine: Engine, table: Table, as_of: str, within: Within, items: str) -> int:
    """How many items of a list (SQL with a column `id`) have no row that is still in the data."""
    kept = _kept(engine, table, as_of, within)
    ((count,),) = engine.rows(
        f"SELECT count(*) FROM (SELECT DISTINCT id FROM {items}) AS listed"
        f" LEFT JOIN (SELECT DISTINCT item FROM ({kept}) AS kept) AS known ON listed.id = known.item"
        " WHERE known.item IS NULL"
    )
    return int(count)


def _rows(engine: Engine, within: Within) -> str:
    key = key_of(engine, within)
    query = f"SELECT {key}, count(*) FROM {engine.relation}{where_of(engine, within)}"
    return query if within.by is None else f"{query} GROUP BY {key}"


def _kept(engine: Engine, table: Table, as_of: str, within: Within) -> str:
    """The rows of what is still in the data, each with whether its person agreed: 1, 0 or NULL."""
    name, text = engine.dialect.name, engine.dialect.text
    rows = staircase(engine, table, _READ, as_of, within)
    agreed = ", ".join(map(text, AGREED))
    effective = name(EFFECTIVE)
    columns = {
        "k": name("key") if within.by else "NULL",
        "item": name("item_id"),
        "person": f"CASE WHEN {name('subject_id')} <> {text(NOBODY)} THEN {name('subject_id')} END",
        "grp": name("group_id"),
        "kind": name("subject_kind"),
        "minor": name("minor"),
        "ends": f"CASE WHEN {name(first('expires_at'))} < DATE '{LAST_DAY}' THEN {name(first('expires_at'))} END",
        "agreed": f"CASE WHEN {effective} IN ({agreed}) THEN 1 WHEN {effective} IS NOT NULL THEN 0 END",
    }
    listed = ", ".join(f"{sql} AS {column}" for column, sql in columns.items())
    # a row that may have been removed is still counted: FALSE alone says that it is history
    return f"SELECT {listed} FROM ({rows}) AS rows_read WHERE {name(IN_DATA)} IS DISTINCT FROM FALSE"


def _people(engine: Engine, kept: str, *, by_group: bool) -> list[tuple[Any, str, People]]:
    """People in numbers, each once: of all rows, or of those of each group."""
    text = engine.dialect.text
    keys = "k, grp" if by_group else "k"
    private, public = (text(kind) for kind in KINDS)
    each = (
        f"SELECT {keys}, person,"
        f" max(CASE WHEN kind = {private} THEN 1 ELSE 0 END) AS private,"
        f" min(CASE WHEN kind = {public} THEN 1 ELSE 0 END) AS public,"
        " max(CASE WHEN minor THEN 1 ELSE 0 END) AS minor,"
        " max(CASE WHEN minor IS NULL THEN 1 ELSE 0 END) AS minor_open,"
        " min(agreed) AS agreed, max(CASE WHEN agreed IS NULL THEN 1 ELSE 0 END) AS agreed_open,"
        " min(CASE WHEN agreed = 1 THEN ends END) AS ends"
        f" FROM ({kept}) AS kept WHERE person IS NOT NULL{' AND grp IS NOT NULL' if by_group else ''}"
        f" GROUP BY {keys}, person"
    )
    whole = (
        f"SELECT {keys}, count(*), sum(private), sum(public),"
        " sum(CASE WHEN private = 0 AND public = 0 THEN 1 ELSE 0 END), sum(minor),"
        " sum(CASE WHEN minor = 0 THEN minor_open ELSE 0 END),"
        " sum(CASE WHEN agreed = 1 AND agreed_open = 0 THEN 1 ELSE 0 END),"
        " sum(CASE WHEN agreed = 0 THEN 0 ELSE agreed_open END),"
        f" min(ends) FROM ({each}) AS each_person GROUP BY {keys}"
    )
    answers = engine.rows(f"{whole} ORDER BY {keys}" if by_group else whole)
    skipped = 2 if by_group else 1
    return [(one[0], one[1] if by_group else "", _numbers(one[skipped:])) for one in answers]


def _numbers(found: tuple[Any, ...]) -> People:
    people, private, public, kind_open, minors, minors_open, agreed, agreed_open = map(int, found[:-1])
    ends = found[-1].isoformat() if found[-1] is not None else None
    return People(people, private, public, kind_open, minors, minors_open, agreed, agreed_open, ends)


def _items(kept: str) -> str:
    """How many items there are, and of how many some people agreed and others did not."""
    by_item = (
        f"SELECT k, item, min(CASE WHEN person IS NOT NULL THEN agreed END) AS least,"
        f" max(CASE WHEN person IS NOT NULL THEN agreed END) AS most FROM ({kept}) AS kept"
        " WHERE item IS NOT NULL GROUP BY k, item"
    )
    return (
        "SELECT k, count(*), sum(CASE WHEN least = 0 AND most = 1 THEN 1 ELSE 0 END)"
        f" FROM ({by_item}) AS each_item GROUP BY k"
    )
