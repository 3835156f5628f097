"""What is judged: a datasheet alone, for its own intended uses, and with each use declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.facts.common import Item, Sheet, World
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from policylint.facts.common import Link

    Links = Callable[[Sheet], tuple[Link, ...]]


def worlds(
    sheet: Sheet,
    moment: str,
    uses: Iterable[tuple[Sheet, list[Item]]],
    as_of: str,
    links: Links,
    also_checked: Container[str] = (),
) -> Iterator[World]:
    """A datasheet at a moment: *create* looks at the sheet, *consume* at each pair, *audit* at both.

    Each use comes with its entries that name the sheet. `also_checked` are the paths of uses that are checked
    themselves: a finding on both is the same from either side.
    """
    if moment != "consume":
        root = Item(sheet.value, sheet, "")
        intended = root.child("uses").child("intended")
        yield World(
            root, None if intended.value is UNSAID else tuple(intended.children()), None, moment, as_of, {}, links=links
        )
    if moment != "create":
        for use, named in uses:
            checked = "use" if use.document.path in also_checked else "datasheet"
            yield from (pair(sheet, use, entry, moment, as_of, links, checked) for entry in named)
            if not named:
                yield pair(sheet, use, None, moment, as_of, links)


def pair(
    sheet: Sheet, use: Sheet, entry: Item | None, moment: str, as_of: str, links: Links, checked: str = "datasheet"
) -> World:
    """A sheet and one use of it. What the entry says of activities holds instead of what the use says."""
    value = use.value
    if entry is not None and entry.child("activities").value is not UNSAID:
        value = {**value, "activities": entry.child("activities").value}
        use = use._replace(value=value, origins={**use.origins, "/activities": f"{entry.pointer}/activities"})
    return World(Item(sheet.value, sheet, ""), (Item(value, use, ""),), entry, moment, as_of, {}, checked, links)


def entries(use: Sheet) -> list[Item]:
    """The entries of a use's `datasets`."""
    return Item(use.value, use, "").child("datasets").children()
