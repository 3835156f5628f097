"""Ledgers that are broken, that change, or that no disk has room for: a finding says so, and no count is wrong."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import pytest

from policylint.config import Ledgers
from tests.conftest import ROOT
from tests.ledger.test_check import HEAD, ROWS, findings, here, parquet, refused, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

sys.path.insert(0, str(ROOT / "benchmarks"))

import make_ledger
from make_ledger import Shape

__all__ = ["here"]
CSV = "\n".join([HEAD, *ROWS]) + "\n"


def whole(folder: Path) -> bytes:
    parquet(folder)
    return (folder / "consent.parquet").read_bytes()


def packed(text: str) -> bytes:
    return gzip.compress(text.encode())


# what is written, under which name, and what is said of it: rule and message
BROKEN: list[tuple[str, str, Callable[[Path], bytes], str, str]] = [
    ("empty", "x.parquet", lambda _: b"", "syntax/ledger", "x.parquet cannot be read as Parquet"),
    ("no Parquet", "x.parquet", lambda _: CSV.encode(), "syntax/ledger", "x.parquet cannot be read as Parquet"),
    ("garbled", "x.parquet", lambda at: whole(at)[:20] + b"\xff" * 60 + whole(at)[80:], "syntax/ledger", "x.parquet"),
    ("without its end", "x.parquet", lambda at: whole(at)[:-9], "syntax/ledger", "x.parquet cannot be read"),
    ("an empty text", "x.csv", lambda _: b"", "syntax/ledger", "x.csv has no header"),
    ("no rows", "x.csv", lambda _: HEAD.encode() + b"\n", "shape/ledger", "x.csv has no rows"),
    ("UTF-16", "x.csv", lambda _: CSV.encode("utf-16"), "syntax/ledger", "x.csv"),
    ("a field too many", "x.csv", lambda _: (CSV + "i8,s8,given,,x\n").encode(), "syntax/ledger", "x.csv, line 7"),
    ("a quote that stays open", "x.csv", lambda _: (CSV + 'i8,"s8,given,\n').encode(), "syntax/ledger", "x.csv"),
    ("a quote in the header", "x.csv", lambda _: f'"{CSV}'.encode(), "syntax/ledger", "x.csv cannot be read as CSV"),
    ("half an archive", "x.csv.gz", lambda _: packed(CSV * 500)[:-20], "syntax/ledger", "x.csv.gz cannot be read"),
    ("no archive", "x.csv.gz", lambda _: CSV.encode(), "syntax/ledger", "x.csv.gz cannot be read as CSV"),
]


@pytest.mark.parametrize(
    ("name", "write", "rule", "message"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN]
)
def test_a_file_that_cannot_be_read(
    name: str, write: Callable[[Path], bytes], rule: str, message: str, here: Path
) -> None:
    (here / name).write_bytes(write(here))
    found = findings(here, f"{{path: {name}}}")
    assert str(here) not in refused(found, rule, message).message
    assert all(one.records is None for one in found.values())


def select(here: Path, columns: str) -> None:
    with duckdb.connect() as connection:
        made = (
            f"SELECT 'i' || range AS item_id, 's' || range AS subject_id, 'refused' AS status, {columns} FROM range(9)"
        )
        connection.execute(f"COPY ({made}) TO '{here / 'consent.parquet'}' (FORMAT parquet)")


@pytest.mark.parametrize(
    "columns",
    [
        '1 AS filename, 2 AS "file", 3 AS "key", 4 AS k, 5 AS rows_read, 6 AS one, 7 AS found',
        """1 AS \"\"\"; DROP TABLE x; --\", 2 AS "it's", 3 AS "`a`", 4 AS "o0", 5 AS "w0", 6 AS "" """,
        "{'a': [1, 2]} AS nested, [[1]] AS lists, 'x'::BLOB AS bytes, 1.5::DECIMAL(5, 2) AS number",
    ],
)
def test_columns_that_are_none_of_ours_change_nothing(columns: str, here: Path) -> None:
    select(here, columns.replace(', 6 AS ""', ""))
    records = findings(here, "{path: consent.parquet}")["consent/refused-absent"].records
    assert records is not None
    assert records[:3] == (9, 9, 0)


@pytest.mark.parametrize("name", ["file_row_number", "policylint row"])
def test_a_column_that_is_called_like_the_number_of_a_row(name: str, here: Path) -> None:
    select(here, f'7 AS "{name}"')
    refused(findings(here, "{path: consent.parquet}"), "shape/ledger", f"has a column `{name}`")


def test_a_value_with_a_nul_is_another_value(here: Path) -> None:
    written(here, ["i1,s\0one,refused,", "i2,s-two,refused\0,", "i3,\0,given,"])
    records = findings(here, "{path: consent.csv}")["consent/refused-absent"].records
    assert records is not None
    assert records[:3] == (3, 1, 1)


def test_a_path_that_looks_like_a_pattern_is_a_path(here: Path) -> None:
    parquet(here, name="a=b [x]*?/led*[1].parquet")
    parquet(here, "status = 'given'", name="a=b [x]1y/led1.parquet")
    parquet(here, "status = 'given'", name="a=b [x]*?/led21.parquet")
    for path in ("a=b [x]*?/led*[1].parquet", "./a=b [x]*?/../a=b [x]*?/led*[1].parquet"):
        records = findings(here, f"{{path: '{path}'}}")["consent/refused-absent"].records
        assert records is not None
        assert records[:2] == (4, 2)


def test_a_ledger_of_others_is_not_this_ones_because_some_rows_do_not_say_whose_they_are(here: Path) -> None:
    written(here, ["voices,i1,s1,given,", ",i9,s9,given,"], head=f"dataset_id,{HEAD}")
    refused(findings(here, "{path: consent.csv}"), "shape/ledger", "has no row of the dataset `faces`")


def test_a_ledger_that_is_written_again_and_again_is_never_counted_wrong(here: Path) -> None:
    """Each of the two versions has counts of its own; a mixture would have others."""
    versions = [Shape(3000, seed=seed, text=True) for seed in (1, 2)]
    for shape in versions:
        make_ledger.write(here / f"{shape.seed}.csv", shape)
    texts = [(here / f"{shape.seed}.csv").read_bytes().replace(b"generated", b"faces") for shape in versions]
    path, stop = here / "ledger.csv", threading.Event()
    path.write_bytes(texts[0])

    def rewrite() -> None:
        while not stop.wait(0.002):
            for text in texts:
                path.write_bytes(text)
                path.unlink()
                path.write_bytes(text)

    wanted = [make_ledger.expected(shape)["consent/refused-absent"] for shape in versions]
    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        seen = [findings(here, "{path: ledger.csv}") for _ in range(8)]
    finally:
        stop.set()
        writer.join()
    for found in seen:
        records = found["consent/refused-absent"].records
        assert records is None or records[:3] in wanted
    calm = findings(here, "{path: ledger.csv}")["consent/refused-absent"].records
    assert calm is not None
    assert calm[:3] == wanted[1]


# no room


@contextmanager
def small_disk(at: Path) -> Iterator[None]:
    """A disk of 8 MB, where one may be mounted."""
    at.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(at)], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def spilling(here: Path) -> None:
    with duckdb.connect() as connection:
        rows = "SELECT 'i' || range AS item_id, md5(range::VARCHAR) AS subject_id, 'given' AS status FROM range(800000)"
        connection.execute(f"COPY ({rows}) TO '{here / 'consent.parquet'}' (FORMAT parquet)")


@pytest.mark.skipif(sys.platform != "linux", reason="tmpfs is a thing of Linux")
def test_a_disk_that_is_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spilling(here)
    with small_disk(here / "small"):
        (here / "small" / "taken").write_bytes(b"x" * (6 << 20))
        monkeypatch.setattr("tempfile.tempdir", str(here / "small"))
        found = findings(here, "{path: consent.parquet, rows: 7}", Ledgers(memory="20MB", threads=1))
        assert os.listdir(here / "small") == ["taken"]
    refused(found, "policylint/ledger", "not enough memory or disk")
    assert "subject/label-vs-claim" not in found or found["subject/label-vs-claim"].outcome == "unknown"


def test_with_room_the_same_ledger_is_counted(here: Path) -> None:
    spilling(here)
    room = Ledgers(memory="160MB", threads=1)  # older engines need more than 90
    found = findings(here, "{path: consent.parquet, rows: 7}", room)
    assert "800000" in found["subject/label-vs-claim"].message
