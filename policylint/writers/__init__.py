"""The shelf of writers: one file each, from a typed datasheet to the text of a format.

To add one, write a file with `FILE`, `HOLDS` and `write(value, base)`, and name
it in `WRITERS`. What a writer kept is not its own word: the text is read back by
the reader of its format (`policylint/conversion.py`).
"""

from __future__ import annotations

from importlib import import_module

from policylint.lean import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from policylint.writers.common import Value, Written

WRITERS = {
    "datasheet": "policylint.writers.datasheet",
    "croissant": "policylint.writers.croissant",
    "card": "policylint.writers.card",
    "frictionless": "policylint.writers.frictionless",
    "spdx": "policylint.writers.spdx",
}
"""What `--to` accepts, and the file that writes it."""


class Writer(Protocol):
    """What a file of this shelf offers."""

    FILE: str
    """What a file of this format is called; by it the text is read back."""
    HOLDS: tuple[str, ...]
    """The fields that the format has a place for, with `*` for any item or key; below each, everything."""

    def write(self, value: Value, base: str | None) -> Written:
        """The text; `base` is the text of a file to put it into, for the formats that are part of one."""


def writer(name: str) -> Writer:
    """The writer of a format that `WRITERS` names."""
    return cast("Writer", import_module(WRITERS[name]))
