"""The names in the first line of a CSV file: read here, so that no engine guesses them."""

from __future__ import annotations

import csv
import gzip
import io
import zlib

from policylint.ledger.engine import UnreadableLedgerError

_LONGEST = 1 << 20
"""Bytes that a header may have."""


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


def _first_line(path: str, shown: str) -> list[str]:
    try:
        with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
            text = io.TextIOWrapper(io.BytesIO(file.read(_LONGEST)), "utf-8-sig", errors="replace", newline="")
        return next(csv.reader(text, strict=True), [])
    except (OSError, EOFError, zlib.error, csv.Error):
        raise UnreadableLedgerError(
            "syntax/ledger", f"{shown} cannot be read as CSV", "Write it again, whole, in UTF-8."
        ) from None
