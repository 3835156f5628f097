"""DuckDB, inside this process: the engine that is used unless another is asked for. Only this file imports it."""

from __future__ import annotations

import re
import tempfile

import duckdb

from policylint.findings import Row
from policylint.lean import TYPE_CHECKING
from policylint.ledger.columns import DATES, Cells, Found
from policylint.ledger.csv_header import header_of, refuse_a_long_end
from policylint.ledger.engine import UnreadableLedgerError
from policylint.ledger.patterns import rewritten
from policylint.policy.sql.write import Dialect

if TYPE_CHECKING:
    from typing import Any

    from policylint.ledger.engine import Options, Source

_MEMORY = "1500MB"
"""What DuckDB may take unless told otherwise: rules on rows need a tenth, and those on items and people can spill."""
_FEW = 8
"""Texts that are looked for in a list one by one."""
_ROW, _FILE = "file_row_number", "policylint file"
"""What DuckDB calls the number of a row in its file, and we the file."""
_FILE_BITS = 40
"""A position is the number of a file, and below it so many bits for the row."""
_TEXTS = re.compile(r"(?:VARCHAR|ENUM\(.*\))\[\d*\]")
_NUMBERS = frozenset(
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
)
_HOLDS = {
    "VARCHAR": "text", "UUID": "number", "BOOLEAN": "boolean", "DATE": "date",
    "TIMESTAMP": "moment", "TIMESTAMP_S": "moment", "TIMESTAMP_MS": "moment", "TIMESTAMP_NS": "moment",
    "TIMESTAMP WITH TIME ZONE": "zoned",
}  # fmt: skip
_STORAGE = re.compile(r"temp\w*.directory|duckdb_temp|no space left", re.IGNORECASE)
"""What an error names that is about the folder for temporary files, not about the ledger."""
_LINE = re.compile(r"\b[Ll]ine:? (\d+)")


def quoted_name(name: str) -> str:
    """A name as SQL. DuckDB has no way to write one that holds a NUL."""
    if "\0" in name:
        raise UnreadableLedgerError(
            "shape/ledger", "a column of the ledger has a NUL character in its name", "Rename the column."
        )
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """A text as SQL; a NUL is put in by its number, because a query ends at one."""
    parts = [f"'{part}'" for part in text.replace("'", "''").split("\0")]
    return parts[0] if len(parts) == 1 else f"({' || chr(0) || '.join(parts)})"


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(quoted_text, texts))}]::VARCHAR[]"


def _among(text: str, texts: tuple[str, ...]) -> str:
    """A function of a cell and a constant is worked out once for each value of a dictionary; IN is, for each row."""
    return f"list_contains({_list(texts)}, {text})"


def _shares(listed: str, texts: tuple[str, ...]) -> str:
    if len(texts) > _FEW:
        return f"list_has_any({listed}, {_list(texts)})"
    return f"({' OR '.join(f'list_contains({listed}, {quoted_text(one)})' for one in texts)})"


def _known(listed: str, texts: tuple[str, ...]) -> str:
    """How many elements of a list are one of some texts: an ENUM looks each of them up, and the others become NULL."""
    return f"list_count(TRY_CAST({listed} AS ENUM({', '.join(map(quoted_text, texts))})[]))"


def _beginning(text: str) -> str:
    """What a pattern looks at: few cells are longer, and cutting them costs more than looking at their bytes."""
    return f"(CASE WHEN strlen({text}) > 4096 THEN substr({text}, 1, 4096) ELSE {text} END)"


def pattern_of(pattern: str) -> str:
    """A pattern of the language as RE2 reads it: where Python's `$`, `.` and `\\s` differ, they are written out."""
    return rewritten(pattern, {"$": r"(?:\n?\z)", ".": r"[^\n]", r"\s": r"[\t-\r ]", r"\S": r"[^\t-\r ]"})


DIALECT = Dialect(
    name=quoted_name,
    text=quoted_text,
    among=_among,
    shares=_shares,
    length=lambda listed: f"len({listed})",
    finds=lambda text, pattern: f"regexp_matches({_beginning(text)}, {quoted_text(pattern_of(pattern))})",
    partial=lambda listed, values: f"({_known(listed, values)} < len({listed}))",
    dates=DATES,
)
CELLS = Cells(
    as_text=lambda cell: f"CAST({cell} AS VARCHAR)",
    is_like=lambda text, pattern: f"regexp_full_match({text}, {quoted_text(pattern)})",
    as_day=lambda text: f"TRY_CAST({text} AS DATE)",
    month_end=lambda day: f"last_day({day})",
    moment_day=lambda text: f"CAST(make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ))) AS DATE)",
    utc_day=lambda cell: f"CAST(make_timestamp(epoch_us({cell})) AS DATE)",
    split=lambda text: f"string_split_regex({text}, ' *; *')",
    no_texts="CAST([] AS VARCHAR[])",
    foreign=lambda listed, values: f"({_known(listed, values)} < list_count({listed}))",
)


class DuckDB:
    """A ledger that is open in DuckDB. Its temporary files lie in a folder of their own, which goes with it
    or with the process.
    """

    dialect, cells, in_one_pass, position = DIALECT, CELLS, True, "policylint row"

    def __init__(self, source: Source, options: Options) -> None:
        self.source = source
        self.folder = tempfile.TemporaryDirectory(prefix="policylint-ledger-", ignore_cleanup_errors=True)
        self.connection = duckdb.connect(config=_settings(options, self.folder.name))
        try:
            self.rows("SET TimeZone = 'UTC'")
            self.relation = self._relation()
        except BaseException:
            self.close()
            raise

    def _relation(self) -> str:
        at = quoted_name(self.position)
        if self.source.kind == "table":
            return f"(SELECT *, rowid AS {at} FROM {self._attached()}) AS source"
        if self.source.kind == "csv":
            files = zip(self.source.files, self.source.names, strict=True)
            parts = [_csv(*file, index << _FILE_BITS, at) for index, file in enumerate(files)]
            return f"({' UNION ALL BY NAME '.join(parts)}) AS source"
        self._refuse_taken_names()
        return f"({_parquet(self.source.files, at)}) AS source"

    def _refuse_taken_names(self) -> None:
        """A column that is called like what tells rows apart would be taken for it."""
        files = _list(tuple(map(_literally, self.source.files)))
        for name, *_ in self.rows(f"DESCRIBE SELECT * FROM read_parquet({files})"):
            if name.lower() in (_ROW, _FILE, self.position):
                why = f"{self.source.shown} has a column `{name}`, and no column of a ledger can be called so"
                raise UnreadableLedgerError("shape/ledger", why, "Rename the column.")

    def _attached(self) -> str:
        """A table of a database file, which is opened to be read alone."""
        self.rows(f"ATTACH {quoted_text(self.source.files[0])} AS ledger (READ_ONLY)")
        parts = self.source.table.split(".")
        self._refuse_a_view(parts[-1])
        return ".".join(["ledger", *map(quoted_name, parts)])

    def _refuse_a_view(self, name: str) -> None:
        """A view is a query that whoever made the file wrote: it could read any file of this machine."""
        views = "SELECT view_name FROM duckdb_views() WHERE database_name = 'ledger'"
        if self.rows(f"SELECT 1 FROM ({views}) WHERE lower(view_name) = lower({quoted_text(name)})"):
            why = f"`{self.source.shown}` is a view, and a view can read more than its own file"
            raise UnreadableLedgerError("shape/ledger", why, "Make it a table: `CREATE TABLE … AS SELECT …`.")

    def columns(self) -> list[Found]:
        """The columns of the source."""
        described = self.rows(f"DESCRIBE SELECT * FROM {self.relation}")
        return [Found(name, _holds(kind)) for name, kind, *_ in described if name != self.position]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query. What is wrong is told without the engine's own words: these show values."""
        try:
            return self.connection.execute(sql).fetchall()
        except duckdb.Error as error:
            raise _unreadable(self.source, error) from None

    def listed(self, path: str) -> str:
        """The lines of a file that say anything."""
        lines = (
            f"read_csv({quoted_text(_literally(path))}, columns = {{'id': 'VARCHAR'}}, header = false,"
            " auto_detect = false, delim = '\x01', quote = '', escape = '')"
        )
        return f"(SELECT trim(id) AS id FROM {lines} WHERE trim(id) <> '') AS lines"

    def smallest(self, value: str, count: int) -> str:
        """The smallest values, in their order."""
        return f"min({value}, {count})"

    def place(self, position: int) -> Row:
        """A file and the number of a row in it, from 1."""
        index = position >> _FILE_BITS
        return Row(self.source.names[index], (position & ((1 << _FILE_BITS) - 1)) + 1)

    def position_of(self, row: Row) -> int:
        """The position of the row that stands there."""
        index = self.source.names.index(row.file) if row.file in self.source.names else 0
        return (index << _FILE_BITS) + row.row - 1

    def close(self) -> None:
        """Leave nothing behind."""
        self.connection.close()
        self.folder.cleanup()


def _settings(options: Options, folder: str) -> dict[str, str | bool | int | float | list[str]]:
    """Nothing is fetched, and what does not fit into memory goes to the folder."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": folder,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": options.memory or _MEMORY,
    }
    if options.threads is not None:
        settings["threads"] = options.threads
    return settings


def _parquet(files: tuple[str, ...], position: str) -> str:
    paths = [_literally(path) for path in files]
    hive = any("=" in part for path in files for part in path.split("/")[:-1])
    more = ", hive_partitioning = true, hive_types_autocast = false" if hive else ", hive_partitioning = false"
    names = _list(files)
    file = quoted_name(_FILE)
    index = f"((CAST(list_position({names}, {file}) AS BIGINT) - 1) << {_FILE_BITS}) + " if len(files) > 1 else ""
    return (
        f"SELECT * EXCLUDE ({file}, {_ROW}), CAST({index}{_ROW} AS BIGINT) AS {position}"
        f" FROM read_parquet({_list(tuple(paths))}, filename = {quoted_text(_FILE)}, {_ROW} = true{more})"
    )


def _csv(path: str, shown: str, start: int, position: str) -> str:
    """Every column is text, by the names of the header: nothing is guessed."""
    columns = ", ".join(f"{quoted_text(name)}: 'VARCHAR'" for name in header_of(path, shown))
    packed = path.lower().endswith(".gz")
    if not packed:
        refuse_a_long_end(path, shown)
    alone = (
        ", parallel = false" if packed else ""
    )  # nothing is left out then, and what is packed is read in order anyway
    return (
        f"SELECT *, {start} + row_number() OVER () - 1 AS {position} FROM read_csv({quoted_text(_literally(path))},"
        f" columns = {{{columns}}}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        f" hive_partitioning = false, filename = false{alone})"
    )


def _literally(path: str) -> str:
    """A path in which nothing is a pattern."""
    return re.sub(r"([*?\[])", r"[\1]", path)


def _holds(kind: str) -> str:
    if kind.startswith("ENUM("):
        return "text"
    if kind in _NUMBERS:
        return "number"
    return "texts" if _TEXTS.fullmatch(kind) else _HOLDS.get(kind, "other")


def _unreadable(source: Source, error: duckdb.Error) -> UnreadableLedgerError:
    """What is wrong, as far as the kind of an error and its line tell."""
    line = _LINE.search(str(error))
    where = f", line {line.group(1)}" if line and source.kind == "csv" else ""
    if isinstance(error, duckdb.OutOfMemoryException) or _STORAGE.search(str(error)):
        why, remedy = (
            "there is not enough memory or disk",
            "Give it more with --memory, or a larger folder for temporary files.",
        )
        return UnreadableLedgerError("policylint/ledger", f"{source.shown} could not be read to its end: {why}", remedy)
    return UnreadableLedgerError(
        "syntax/ledger",
        f"{source.shown}{where} cannot be read as {_SAID[source.kind]}",
        "Write it again, whole: every line or row with the same columns, in UTF-8.",
    )


_SAID = {"csv": "CSV", "parquet": "Parquet", "table": "a table"}
