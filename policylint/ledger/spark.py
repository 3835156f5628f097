"""Spark, where one machine is outgrown: the same queries in its dialect. Only this file imports pyspark.

Without a master's address it runs inside this machine; a session that the caller has already is used as it is.
"""

from __future__ import annotations

import logging
import os
import re

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from policylint.findings import Row
from policylint.lean import TYPE_CHECKING
from policylint.ledger.columns import DATES, Cells, Found
from policylint.ledger.csv_header import header_of
from policylint.ledger.engine import UnreadableLedgerError
from policylint.ledger.patterns import rewritten
from policylint.policy.sql.write import Dialect

if TYPE_CHECKING:
    from typing import Any

    from pyspark.sql import DataFrame

    from policylint.ledger.engine import Options, Source

_FILE_BITS = 40
_PARTITION_BITS = 33
"""A row's number of Spark's own: that of its partition, and below it so many bits for the row in that."""
_NUMBERS = frozenset(("tinyint", "smallint", "int", "bigint"))
_HOLDS = {"string": "text", "boolean": "boolean", "date": "date", "timestamp": "zoned", "timestamp_ntz": "moment",
          "array<string>": "texts"}  # fmt: skip


def quoted_name(name: str) -> str:
    """A name as SQL."""
    return "`" + name.replace("`", "``") + "`"


def quoted_text(text: str) -> str:
    """A text as SQL: what is no plain character is written by its number."""
    return (
        "'"
        + "".join(one if one.isalnum() or one in " _-.,:;/+@()[]{}*?^|<>=#!&~" else _escaped(one) for one in text)
        + "'"
    )


def _escaped(one: str) -> str:
    units = one.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _list(texts: tuple[str, ...]) -> str:
    return f"CAST(array({', '.join(map(quoted_text, texts))}) AS ARRAY<STRING>)"


_WORD = "[0-9A-Za-z_]"
_JAVA = {
    "$": r"(?:\n?\z)", ".": r"[^\n]", r"\s": r"[\t-\r ]", r"\S": r"[^\t-\r ]",
    r"\b": rf"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    r"\B": rf"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
}  # fmt: skip


def pattern_of(pattern: str) -> str:
    """A pattern of the language as Java reads it."""
    return rewritten(pattern, _JAVA)


def _whole(pattern: str) -> str:
    return rf"\A(?:{pattern})\z"


DIALECT = Dialect(
    name=quoted_name,
    text=quoted_text,
    among=lambda text, texts: f"({text} IN ({', '.join(map(quoted_text, texts))}))",
    shares=lambda listed, texts: f"arrays_overlap({listed}, {_list(texts)})",
    length=lambda listed: f"size({listed})",
    finds=lambda text, pattern: f"(substr({text}, 1, 4096) RLIKE {quoted_text(pattern_of(pattern))})",
    partial=lambda listed, values: f"(size(array_except({listed}, {_list(values)})) > 0)",
    dates=DATES,
)
CELLS = Cells(
    as_text=lambda cell: f"CAST({cell} AS STRING)",
    is_like=lambda text, pattern: f"({text} RLIKE {quoted_text(_whole(pattern))})",
    as_day=lambda text: f"TRY_CAST({text} AS DATE)",
    month_end=lambda day: f"last_day({day})",
    moment_day=lambda text: f"CAST(TRY_CAST({text} AS TIMESTAMP) AS DATE)",
    utc_day=lambda cell: f"CAST({cell} AS DATE)",
    split=lambda text: f"split({text}, ' *; *', -1)",
    no_texts="CAST(array() AS ARRAY<STRING>)",
    foreign=lambda listed, values: f"(size(array_except(array_compact({listed}), {_list(values)})) > 0)",
)


class Spark:
    """A ledger that is open in Spark."""

    dialect, cells, in_one_pass, position = DIALECT, CELLS, False, "policylint row"

    def __init__(self, source: Source, options: Options) -> None:
        self.source = source
        self.own = SparkSession.getActiveSession() is None
        self.session = SparkSession.getActiveSession() or session(options)
        for key, value in _SETTINGS.items():
            self.session.conf.set(key, value)
        self.relation = f"policylint_ledger_{id(self)}"
        try:
            self._open().createOrReplaceTempView(self.relation)
        except PySparkException:
            self.close()
            raise _unreadable(source) from None

    def _open(self) -> DataFrame:
        if self.source.kind == "table":
            return self._counted(self.session.table(self.source.table))
        files = zip(self.source.files, self.source.names, strict=True)
        parts = [self._file(*file, index << _FILE_BITS) for index, file in enumerate(files)]
        whole = parts[0]
        for part in parts[1:]:
            if part.columns != whole.columns:
                raise UnreadableLedgerError(
                    "shape/ledger", f"{self.source.shown}: its files have different columns", "Write all of them alike."
                )
            whole = whole.unionByName(part)
        return whole

    def _file(self, path: str, shown: str, start: int) -> DataFrame:
        at = quoted_name(self.position)
        address = _address(path)
        if self.source.kind == "csv":
            fields = ", ".join(f"{quoted_name(name)} STRING" for name in header_of(path, shown))
            read = self.session.read.schema(fields).csv(
                address, header=True, mode="FAILFAST", multiLine=True, escape='"', encoding="UTF-8", enforceSchema=True,
                ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False,
            )  # fmt: skip
            mask = (1 << _PARTITION_BITS) - 1  # `multiLine` leaves a file in one partition, so rows count from 0 there
            return read.selectExpr("*", f"{start} + (monotonically_increasing_id() & {mask}) AS {at}")
        return self.session.read.parquet(address).selectExpr("*", f"{start} + _metadata.row_index AS {at}")

    def _counted(self, table: DataFrame) -> DataFrame:
        return table.selectExpr("*", f"monotonically_increasing_id() AS {quoted_name(self.position)}")

    def columns(self) -> list[Found]:
        """The columns of the source."""
        types = self.session.table(self.relation).dtypes
        return [Found(name, _holds(kind)) for name, kind in types if name != self.position]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query. What is wrong is told without the engine's own words: these show values."""
        try:
            return [tuple(one) for one in self.session.sql(sql).collect()]
        except PySparkException:
            raise _unreadable(self.source) from None

    def listed(self, path: str) -> str:
        """The lines of a file that say anything."""
        view = f"{self.relation}_items"
        self.session.read.text(_address(path)).createOrReplaceTempView(view)
        return f"(SELECT trim(value) AS id FROM {view} WHERE trim(value) <> '') AS lines"

    def smallest(self, value: str, count: int) -> str:
        """Spark keeps no few smallest values in an aggregate."""
        raise NotImplementedError(f"{value}, {count}")

    def place(self, position: int) -> Row:
        """A file and the number of a row in it, from 1."""
        index = position >> _FILE_BITS
        name = self.source.names[index] if self.source.kind != "table" else self.source.shown
        return Row(name, (position & ((1 << _FILE_BITS) - 1)) + 1)

    def position_of(self, row: Row) -> int:
        """The position of the row that stands there."""
        index = self.source.names.index(row.file) if row.file in self.source.names else 0
        return (index << _FILE_BITS) + row.row - 1

    def close(self) -> None:
        """Leave nothing behind; a session of our own ends."""
        self.session.catalog.dropTempView(self.relation)
        if self.own:
            self.session.stop()


_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.sql.legacy.sizeOfNull": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.codegen.hugeMethodLimit": "8000",
}
"""What the queries rely on: UTC, and NULL for what cannot be read. Java compiles no method of more than 8,000 bytes,
and a query with many rules would be one; below that, Spark makes many of it, which takes two thirds of the time."""


def session(options: Options) -> SparkSession:
    """A session of our own, quiet and on this machine unless a master is named."""
    master = options.master or f"local[{options.threads or '*'}]"
    builder = SparkSession.builder.appName("policylint ledger").master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.sql.shuffle.partitions", "4")
    if options.memory is not None:
        builder = builder.config("spark.driver.memory", options.memory.lower().removesuffix("b"))
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # it would print queries, and values in them
    return made


def _address(path: str) -> str:
    """A path of this machine in which nothing is a pattern."""
    return "file://" + re.sub(r"([*?\[\]{}\\,])", r"\\\1", os.path.abspath(path)) if "://" not in path else path


def _holds(kind: str) -> str:
    return (
        "number" if kind in _NUMBERS else _HOLDS.get(kind, "text" if kind.startswith(("char", "varchar")) else "other")
    )


def _unreadable(source: Source) -> UnreadableLedgerError:
    return UnreadableLedgerError(
        "syntax/ledger",
        f"{source.shown} cannot be read as {_SAID[source.kind]}",
        "Write it again, whole: every line or row with the same columns, in UTF-8.",
    )


_SAID = {"csv": "CSV", "parquet": "Parquet", "table": "a table"}
