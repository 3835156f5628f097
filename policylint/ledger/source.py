"""Where the ledger of a datasheet is: what `people.ledger` names, or what the config says of private ones."""

from __future__ import annotations

import hashlib
import os
import re

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.ledger.engine import Source, UnreadableLedgerError
from policylint.reading import inside
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from policylint.facts.common import Item

_PIECE = 1 << 20
_PATTERN = frozenset("*?[")
_DATASET = "$dataset.id"
ENDINGS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".csv.gz": "csv"}
DATABASES = (".duckdb", ".db")


class Named(NamedTuple):
    """A ledger that is named: by its path or its table, with the columns' names, its hash, and which rows are meant.

    `base` is the folder that the path counts from; `ours` says that it may lie anywhere, because the config names it.
    """

    path: str | None
    table: str | None
    base: str
    columns: Mapping[str, str]
    sha256: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    ours: bool = False


def named_by(ledger: Item, dataset: str | None, private: Mapping[str, Any], base: str) -> Named | None:
    """The ledger that a datasheet names; None where it only says that there is one, elsewhere."""
    said = {key: value for key, value in ledger.value.items() if value is not UNSAID}
    columns = said.get("columns", {})
    setting = private.get(dataset or "", private.get("*"))
    folder = os.path.dirname(ledger.sheet.document.path)
    if setting is not None:
        told = {key: value for key, value in setting.items() if value is not UNSAID}
        where = tuple((column, _value(value)) for column, value in told.get("where", {}).items())
        return Named(told.get("path"), told.get("table"), base, columns, said.get("sha256"), where, ours=True)
    if "path" not in said and "table" not in said:
        return None
    return Named(said.get("path"), said.get("table"), folder, columns, said.get("sha256"))


def list_of_items(ledger: Item, roots: Sequence[str]) -> str | None:
    """The file that lists the items a ledger has to cover; None where none is named, or it is kept elsewhere.

    Raises UnreadableLedgerError where it leads out of the project, or is another than its hash says.
    """
    path, sha256 = ledger.child("items").child("path"), ledger.child("items").child("sha256")
    if not isinstance(path.value, str):
        return None
    target = os.path.normpath(os.path.join(os.path.dirname(ledger.sheet.document.path), path.value))
    if not any(inside(target, root) for root in roots):
        remedy = "Keep the list inside the project, or name its folder under `roots` in the config."
        raise UnreadableLedgerError("reference/unresolved", f"`{path.value}` leads out of the project", remedy, "items")
    if not os.path.isfile(target):
        return None
    if isinstance(sha256.value, str) and _digest(target) != sha256.value.lower():
        why = f"{path.value} is not the list of items that the datasheet pins: its hash is another"
        raise UnreadableLedgerError(
            "reference/version", why, "Name the list that was hashed, or hash it anew.", "items"
        )
    return os.path.abspath(target)


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def of_dataset(where: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], str | None]:
    """The conditions that hold for all datasets of a ledger, and the column that tells them apart."""
    fixed = [(column, value) for column, value in where if value != _DATASET]
    return fixed, next((column for column, value in where if value == _DATASET), None)


def found(named: Named, roots: Sequence[str]) -> Source | None:
    """The files of a ledger, or its table; None where there is no such file. Raises UnreadableLedgerError."""
    if named.path is None:
        assert named.table is not None
        return Source("table", (), (), named.table, named.table)
    target = os.path.normpath(os.path.join(named.base, named.path))
    top, pattern = _parted(target)
    _refuse_outside(named, (top,), roots)  # before anything is looked for there
    files = _files(top, pattern)
    _refuse_outside(named, files, roots)
    if not files:
        return None
    if target.endswith(DATABASES) and named.table is not None:
        return Source("table", (os.path.abspath(target),), (_shown(target),), named.table, named.table)
    kinds = {_kind(file) for file in files}
    if len(kinds) > 1 or None in kinds:
        remedy = f"Name files that end in {', '.join(ENDINGS)}, all of one kind."
        raise UnreadableLedgerError("shape/ledger", f"`{named.path}` is no ledger that can be read", remedy)
    names = tuple(map(_shown, files))
    return Source(kinds.pop() or "", tuple(map(os.path.abspath, files)), names, shown=_shown(target))


def _refuse_outside(named: Named, files: Iterable[str], roots: Sequence[str]) -> None:
    if not named.ours and not all(any(inside(file, root) for root in roots) for file in files):
        remedy = "Keep the ledger inside the project, or name where it is under `ledgers` or `roots` in the config."
        raise UnreadableLedgerError("reference/unresolved", f"`{named.path}` leads out of the project", remedy)


def _parted(target: str) -> tuple[str, str]:
    """Where a path begins to be a pattern: what is before, and the pattern. A name comes before a pattern.

    >>> _parted("ledgers/2026-*/**/*.csv"), _parted("ledger.csv")
    (('ledgers', '2026-*/**/*.csv'), ('ledger.csv', ''))
    """
    parts = target.split(os.sep)
    first = next((index for index, part in enumerate(parts) if not _PATTERN.isdisjoint(part)), len(parts))
    if first == len(parts) or os.path.lexists(target):
        return target, ""
    return os.sep.join(parts[:first]) or (os.sep if first else "."), "/".join(parts[first:])


def _files(top: str, pattern: str) -> list[str]:
    """The files at a path: itself, those below it, or those of a pattern there. No link to a folder is followed."""
    if pattern:
        return _matching(top, pattern)
    if os.path.isfile(top):
        return [top]
    below = [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names]
    return sorted(
        file for file in below if _kind(file) is not None and not os.path.basename(file).startswith((".", "_"))
    )


def _matching(top: str, pattern: str) -> list[str]:
    from pathlib import Path  # noqa: PLC0415 - only for a pattern

    parts = ["**" if part == "**" else re.sub(r"\*+", "*", part) for part in pattern.split("/")]
    found = Path(top).glob("/".join([*parts, *(["*"] if parts[-1] == "**" else [])]))
    shown = (one for one in found if not any(part.startswith(".") for part in one.relative_to(top).parts))
    return sorted(str(one) for one in shown if one.is_file())


def _kind(file: str) -> str | None:
    return next((kind for ending, kind in ENDINGS.items() if file.lower().endswith(ending)), None)


def _shown(path: str) -> str:
    return path.replace(os.sep, "/")


def hash_of(source: Source) -> str:
    """The SHA-256 of a file; of several, that of the lines `HASH  NAME` that `sha256sum` prints for them in order."""
    if len(source.files) == 1:
        return _digest(source.files[0])
    top = os.path.commonpath(source.files)
    lines = "".join(f"{_digest(file)}  {_shown(os.path.relpath(file, top))}\n" for file in source.files)
    return hashlib.sha256(lines.encode(errors="surrogateescape")).hexdigest()


def _digest(path: str) -> str:
    state = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            state.update(piece)
    return state.hexdigest()


def stamp(source: Source) -> tuple[tuple[int, int, int], ...]:
    """What changes when a file does: looked at before and after it is read."""
    return tuple(map(_state, source.files))


def _state(file: str) -> tuple[int, int, int]:
    """A file that is gone is another one than it was."""
    try:
        state = os.stat(file)
    except OSError:
        return (0, 0, 0)
    return (state.st_ino, state.st_size, state.st_mtime_ns)
