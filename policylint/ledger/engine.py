"""What an engine must know to be asked about a ledger: as little as possible."""

from __future__ import annotations

from policylint.characters import without_passwords
from policylint.lean import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from typing import Any

    from policylint.findings import Row
    from policylint.ledger.columns import Cells, Found
    from policylint.policy.sql.write import Dialect


class UnreadableLedgerError(Exception):
    """A ledger that cannot be read, or not to its end.

    `rule` is the finding's, `remedy` what to do, `field` that of `people.ledger` which is at fault.
    """

    def __init__(self, rule: str, message: str, remedy: str, field: str = "") -> None:
        message = without_passwords(message)
        super().__init__(message)
        self.rule, self.message, self.remedy, self.field = rule, message, remedy, field


class Options(NamedTuple):
    """How an engine is to work: its memory (`300MB`), its threads, the address of a Spark master."""

    memory: str | None = None
    threads: int | None = None
    master: str | None = None


class Source(NamedTuple):
    """Where the rows are: files of one kind (`parquet` or `csv`), or a table of the engine; `shown` is what to call it.

    `names` are what to call each of the files.
    """

    kind: str
    files: tuple[str, ...]
    names: tuple[str, ...]
    table: str = ""
    shown: str = ""


class Engine(Protocol):
    """An engine with a ledger open in it. Raises UnreadableLedgerError wherever the ledger is at fault."""

    dialect: Dialect
    cells: Cells
    relation: str
    """What to select from: the source's own columns, and the position of each row."""
    position: str
    """The column that tells rows apart, in the order in which they stand."""
    in_one_pass: bool
    """Whether `smallest` finds the first rows in the query that counts them."""

    def columns(self) -> list[Found]:
        """The columns of the source, in their order."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""

    def listed(self, path: str) -> str:
        """SQL for a file with one item id a line: what to select the column `id` from."""

    def smallest(self, value: str, count: int) -> str:
        """SQL for the smallest values of an aggregate, in their order, NULLs left out."""

    def place(self, position: int) -> Row:
        """Where the row at a position stands."""

    def position_of(self, row: Row) -> int:
        """The position of the row that stands there."""

    def close(self) -> None:
        """Leave nothing behind."""
