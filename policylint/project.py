"""A project as references see it: which folders they may lead into, and which of its datasheets carry a name."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from policylint.config import root_of
from policylint.lineage import Lineage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from policylint.index import Index
    from policylint.sheets import Store


def lineage_of(
    store: Store, checked: Collection[str], roots: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Lineage:
    """Where references lead: inside the project of the file that makes them, or into further `roots`.

    `checked` are the files of a run by the names it uses; `exclude` is what a walk leaves out.
    """

    @cache
    def roots_of(folder: str) -> tuple[str, ...]:
        return (root_of(folder), *roots)

    def reachable(path: str) -> tuple[str, ...]:
        return roots_of(os.path.dirname(path))

    @cache
    def find(reference: str, origin: str) -> list[str]:
        return index().find(reference, origin)

    @cache
    def index() -> Index:
        from policylint.index import Index  # noqa: PLC0415 - only where something is referred to by a name

        return Index(store, reachable, exclude)

    return Lineage(store, checked, reachable, find)
