"""The first line of a CSV file, whose names no engine shall guess, and the last, which none shall leave out."""

from __future__ import annotations

import csv
import gzip
import io
import os
import zlib

from policylint.ledger.engine import UnreadableLedgerError

_LONGEST = 1 << 20
"""Bytes that a header may have, and the last line."""


def header_of(path: str, shown: str) -> list[str]:
    """The names of the columns of a file, which is called as shown.

    Raises UnreadableLedgerError where there are none, or one comes twice.
    """
    names = _first_line(path, shown)
    if not names or not any(names):
        raise UnreadableLedgerError("syntax/ledger", f"{shown} has no header", "Begin with a line of column names.")
    if len({name.lower() for name in names}) < len(names):
        raise UnreadableLedgerError("shape/ledger", f"{shown} has two columns of one name", "Rename one of them.")
    return names


def refuse_a_long_end(path: str, shown: str) -> None:
    """Raise UnreadableLedgerError where a file that is not packed ends in a line of more than 1 MB.

    DuckDB leaves such a row out without a word, and whoever refused in it would not be counted.
    """
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LONGEST))
            end = file.read(_LONGEST)
    except OSError:
        raise _unreadable(shown) from None
    if size > _LONGEST and b"\n" not in end.removesuffix(b"\n"):
        why = f"{shown} ends in a line of more than {_LONGEST >> 20} MB"
        raise UnreadableLedgerError("syntax/ledger", why, "Write it again: one line for each row.")


def _first_line(path: str, shown: str) -> list[str]:
    try:
        with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
            text = io.TextIOWrapper(io.BytesIO(file.read(_LONGEST)), "utf-8-sig", errors="replace", newline="")
        return next(csv.reader(text, strict=True), [])
    except (OSError, EOFError, zlib.error, csv.Error):
        raise _unreadable(shown) from None


def _unreadable(shown: str) -> UnreadableLedgerError:
    return UnreadableLedgerError("syntax/ledger", f"{shown} cannot be read as CSV", "Write it again, whole, in UTF-8.")
