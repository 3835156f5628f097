"""The ledgers of a run: each is opened once, and each question is asked of it once, whatever datasets share it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from policylint.findings import Records
from policylint.lean import TYPE_CHECKING
from policylint.ledger.columns import Table, matched
from policylint.ledger.engine import Engine, Options, Source, UnreadableLedgerError
from policylint.ledger.queries import SAMPLE, Asked, Within
from policylint.ledger.scan import scan
from policylint.ledger.source import Named, found, hash_of, named_by, of_dataset, stamp
from policylint.ledger.totals import totals, uncovered
from policylint.policy.sql.translate import record_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from policylint.config import Ledgers
    from policylint.facts.common import Item, World
    from policylint.facts.ledger import Totals
    from policylint.findings import Row
    from policylint.policy.compile import Compiled, Scope

    Waiting = Callable[[str], AbstractContextManager[None]]


MOST_VALUES = 10_000
"""Values of a column that are looked up; of a row with another nothing is known."""
ENGINES = ("duckdb", "spark")


def _nothing(_: str) -> AbstractContextManager[None]:
    """Nothing is shown while a ledger is read."""
    return nullcontext()


class Book:
    """The ledgers that are open."""

    def __init__(self, settings: Ledgers) -> None:
        self.settings, self.private = settings, dict(settings.private)
        self.waiting: Waiting = settings.waiting or _nothing
        self._open: dict[Any, _Opened] = {}

    def ledger(self, at: Item, dataset: str | None, roots: Sequence[str]) -> Ledger | None:
        """The ledger of a datasheet; None where it is kept elsewhere. Raises UnreadableLedgerError."""
        named = self._named(at, dataset)
        if named is None:
            return None
        source = self._source(named, at, roots)
        if source is None:
            return None
        key = (source, tuple(sorted(named.columns.items())), named.sha256)
        if key not in self._open:
            with self.waiting(f"reading {source.shown}"):
                self._open[key] = _Opened(source, named, self.settings)
        return Ledger(self._open[key], named, dataset, self.waiting)

    def _named(self, at: Item, dataset: str | None) -> Named | None:
        if self.settings.given is None:
            return named_by(at, dataset, self.private, self.settings.base)
        columns, sha256 = at.child("columns").value, at.child("sha256").value
        return Named(
            self.settings.given, None, ".", columns if isinstance(columns, dict) else {},
            sha256 if isinstance(sha256, str) else None, ours=True,
        )  # fmt: skip

    def _source(self, named: Named, at: Item, roots: Sequence[str]) -> Source | None:
        if named.path is None and self.settings.engine != "spark":
            if not named.ours:
                return None
            remedy = "Name a file under `path` as well, or read it with `policylint ledger --engine spark`."
            raise UnreadableLedgerError("policylint/ledger", f"`{named.table}` is a table of Spark", remedy, "table")
        source = found(named, roots)
        if source is None and self.settings.engine == "spark" and self.settings.given is not None:
            return Source("table", (), (), self.settings.given, self.settings.given)
        if source is None and (named.ours or at.child("visibility").value not in ("private", "restricted")):
            remedy = "Correct the path, which counts from the datasheet's folder; or say `visibility: private`."
            raise UnreadableLedgerError("reference/unresolved", f"there is no ledger at `{named.path}`", remedy, "path")
        return source

    def close(self) -> None:
        """Leave nothing behind."""
        for opened in self._open.values():
            opened.engine.close()
        self._open.clear()


class _Opened:
    """A source that is open, what was asked of it, and what it was when it was opened."""

    def __init__(self, source: Source, named: Named, settings: Ledgers) -> None:
        self.source, self.before = source, stamp(source)
        if named.sha256 is not None and source.kind != "table" and hash_of(source) != named.sha256.lower():
            remedy = "Name the ledger that was hashed, or count it anew: `sha256sum` prints the hash of a file."
            why = f"{source.shown} is not the ledger that the datasheet pins: its hash is another"
            raise UnreadableLedgerError("reference/version", why, remedy, "sha256")
        options = Options(settings.memory, settings.threads, settings.master)
        self.engine = start(settings.engine, source, options)
        self.records: dict[Any, dict[Asked, dict[str | None, Records]]] = {}
        self.rows: dict[Any, set[str | None]] = {}
        self.totals: dict[Any, dict[str | None, Totals]] = {}
        self.values: dict[str, tuple[str, ...]] = {}
        try:
            self.table = self._table(named)
        except BaseException:
            self.engine.close()
            raise

    def _table(self, named: Named) -> Table:
        table, missing = matched(self.engine.columns(), named.columns)
        if missing:
            why = f"{self.source.shown} has no column `{missing[0]}`"
            raise UnreadableLedgerError("shape/ledger", why, "Name the ledger's own columns.", "columns")
        if "item_id" not in table.ours:
            remedy = "Name the column that holds the items: `columns: {item_id: THEIR NAME}`."
            raise UnreadableLedgerError(
                "shape/ledger", f"{self.source.shown} has no column `item_id`", remedy, "columns"
            )
        return table

    def unchanged(self) -> None:
        """Refuse what was counted while the source changed: it would be of neither."""
        if stamp(self.source) != self.before:
            why = f"{self.source.shown} changed while it was read"
            raise UnreadableLedgerError("reference/version", why, "Check again when nobody writes to it.")


def start(engine: str, source: Source, options: Options) -> Engine:
    """An engine with a source open in it. Raises UnreadableLedgerError where it is not installed."""
    try:
        if engine == "spark":
            from policylint.ledger.spark import Spark  # noqa: PLC0415 - an extra

            return Spark(source, options)
        from policylint.ledger.duckdb import DuckDB  # noqa: PLC0415 - an extra

        return DuckDB(source, options)
    except ModuleNotFoundError as error:
        extra, needed = ("spark", "Spark") if engine == "spark" else ("ledger", "DuckDB")
        if error.name not in ("duckdb", "pyspark", "py4j"):
            raise
        remedy = f"Install it: pip install 'policylint[{extra}]'."
        raise UnreadableLedgerError("policylint/ledger", f"reading a ledger needs {needed}", remedy) from None


class Ledger:
    """The rows of a ledger that are about one dataset."""

    def __init__(self, opened: _Opened, named: Named, dataset: str | None, waiting: Waiting) -> None:
        self.opened, self.named, self.dataset, self.waiting = opened, named, dataset, waiting
        self.within = self._within()
        self.keys = self._keys()

    def _within(self) -> Within:
        """The rows that are looked at, and how datasets are told apart in them."""
        fixed, by = of_dataset(self.named.where)
        own = self.opened.table.ours.get("dataset_id")
        if by is None and own is not None and not self.named.where and self.dataset is not None:
            return Within((), own.name)
        where = tuple((self._their(column), value) for column, value in fixed)
        return Within(where, self._their(by) if by is not None else None)

    def _their(self, column: str) -> str:
        table = self.opened.table
        ours = table.ours.get(column)
        if ours is None and column not in {one.name for one in table.others}:
            why = f"{self.opened.source.shown} has no column `{column}`"
            raise UnreadableLedgerError("shape/ledger", why, "Correct `ledgers` in the config.")
        return ours.name if ours is not None else column

    def _keys(self) -> tuple[str | None, ...]:
        """Of which dataset the rows are: of this one, and in a ledger of its own those that do not say."""
        if self.within.by is None:
            return (None,)
        return (self.dataset,) if self.named.where else (self.dataset, None)

    @property
    def shown(self) -> str:
        """What the ledger is called."""
        return self.opened.source.shown

    def records(self, asked: Iterable[Asked], as_of: str) -> list[Records]:
        """What rules come to on the rows; those that were not asked before, together in one pass."""
        wanted = list(asked)
        known = self.opened.records.setdefault((self.within, as_of), {})
        fresh = [one for one in dict.fromkeys(wanted) if one not in known]
        if fresh:
            self._scan(fresh, as_of, known)
        return [self._own(known[one]) for one in wanted]

    def _own(self, counted: dict[str | None, Records]) -> Records:
        """The counts of this dataset's rows. A ledger that has rows, and none of this dataset, is another one's."""
        own = [counted[key] for key in self.keys if key in counted]
        if self.keys[0] not in counted and counted.keys() - set(self.keys):
            why, remedy = (
                f"{self.shown} has no row of the dataset `{self.dataset}`",
                "Name its ledger, or its own rows.",
            )
            raise UnreadableLedgerError("shape/ledger", why, remedy)
        return _together(own)

    def _scan(self, asked: list[Asked], as_of: str, known: dict[Asked, dict[str | None, Records]]) -> None:
        opened = self.opened
        with self.waiting(f"reading {self.shown}"):
            counted = scan(opened.engine, opened.table, asked, as_of, self.within)
        opened.unchanged()
        if not any(rows for rows, _ in counted.values()):
            remedy = "Write a row for each item and person, or name the ledger that has them."
            raise UnreadableLedgerError("shape/ledger", f"{self.shown} has no rows", remedy)
        for index, one in enumerate(asked):
            known[one] = {key: records[index] for key, (_, records) in counted.items()}

    def totals(self, as_of: str) -> Totals | None:
        """The totals of the rows, and how many listed items they do not cover."""
        counted = self._totals(as_of, self.within)
        found = [counted[key] for key in self.keys if key in counted]
        if len(found) < 2:
            return found[0] if found else None
        # whoever is in rows of both kinds is one person, so these are counted anew, as one
        return self._totals(as_of, self.within._replace(unsaid=self.dataset))[self.dataset]

    def _totals(self, as_of: str, within: Within) -> dict[str | None, Totals]:
        opened = self.opened
        if (within, as_of) not in opened.totals:
            with self.waiting(f"counting {self.shown}"):
                opened.totals[(within, as_of)] = totals(opened.engine, opened.table, as_of, within)
            opened.unchanged()
        return opened.totals[(within, as_of)]

    def uncovered(self, items: str, as_of: str) -> int:
        """How many listed items have no row."""
        by = self.within.by if self.named.where else None
        own = ((by, self.dataset or ""),) if by is not None else ()
        within = Within((*self.within.where, *own))
        return uncovered(self.opened.engine, self.opened.table, as_of, within, self.opened.engine.listed(items))

    def values(self, column: str) -> tuple[str, ...]:
        """The values that there are in a column, as far as they are looked up."""
        ours, engine = self.opened.table.ours.get(column), self.opened.engine
        if ours is None:
            return ()
        if column not in self.opened.values:
            cell = engine.cells.as_text(engine.dialect.name(ours.name))
            found_values = engine.rows(f"SELECT DISTINCT {cell} FROM {engine.relation} LIMIT {MOST_VALUES}")
            self.opened.values[column] = tuple(
                sorted(value for (value,) in found_values if value not in (None, "", "unknown"))
            )
        return self.opened.values[column]

    def ids(self, rows: Sequence[Row]) -> list[str]:
        """The people of some rows: only for who asked to see them."""
        ours, engine = self.opened.table.ours.get("subject_id"), self.opened.engine
        if ours is None or not rows:
            return []
        cell, at = engine.cells.as_text(engine.dialect.name(ours.name)), engine.dialect.name(engine.position)
        positions = ", ".join(str(engine.position_of(row)) for row in rows)
        told = engine.rows(f"SELECT {cell} FROM {engine.relation} WHERE {at} IN ({positions}) ORDER BY {at}")
        return [str(identifier or "nobody") for (identifier,) in told]

    def asked(self, rule: Compiled, scope: Scope, world: World) -> Asked:
        """A rule on rows, for one combination of the other items that it ranges over."""
        made = record_rule(rule.plan, scope, world, self.values)
        return Asked(made.when, made.require)


def _together(parts: Sequence[Records]) -> Records:
    """The counts of several parts of a ledger as one."""
    if len(parts) == 1:
        return parts[0]
    shown = [part for part in parts if part.fail] or parts
    rows = sorted(row for part in shown for row in part.sample)[:SAMPLE]
    applied, fail = sum(part.applied for part in parts), sum(part.fail for part in parts)
    return Records(applied, fail, sum(part.unknown for part in parts), tuple(rows))
