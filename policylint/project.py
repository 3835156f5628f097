"""A project as references see it: which of its datasheets carry a name, and where its references lead."""

from __future__ import annotations

from functools import cache

from policylint.leads import Leads
from policylint.lean import TYPE_CHECKING
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
    def find(reference: str, origin: str) -> list[str]:
        return index().find(reference, origin)

    @cache
    def index() -> Index:
        from policylint.index import Index  # noqa: PLC0415 - only where something is referred to by a name

        return Index(store, leads.roots, exclude)

    leads = Leads(checked, roots, find)
    return Lineage(store, leads)
