"""What is judged: a datasheet alone, for its own intended uses, and with each use declaration."""

from __future__ import annotations

from policylint.facts.common import UNDESCRIBED, Item, Sheet, World, no_advisories
from policylint.lean import TYPE_CHECKING
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from policylint.advisories.registry import Registry
    from policylint.facts.common import Link

    Links = Callable[[Sheet], tuple[Link, ...]]


def worlds(
    sheet: Sheet,
    moment: str,
    uses: Iterable[tuple[Sheet, list[Item]]],
    as_of: str,
    links: Links,
    also_checked: Container[str] = (),
    registry: Callable[[], Registry] = no_advisories,
) -> Iterator[World]:
    """A datasheet at a moment: *create* looks at the sheet, *consume* at each pair, *audit* at both.

    Each use comes with its entries that name the sheet. `also_checked` are the paths of uses that are checked
    themselves: a finding on both is the same from either side.
    """
    if moment != "consume":
        root = Item(sheet.value, sheet, "")
        intended = root.child("uses").child("intended")
        own = None if intended.value is UNSAID else tuple(intended.children())
        yield World(root, own, None, moment, as_of, {}, links=links, registry=registry)
    if moment != "create":
        for use, named in uses:
            checked = "use" if use.document.path in also_checked else "datasheet"
            yield from (pair(sheet, use, entry, moment, as_of, links, checked, registry) for entry in named)
            if not named:
                yield pair(sheet, use, None, moment, as_of, links, registry=registry)


def pair(
    sheet: Sheet,
    use: Sheet,
    entry: Item | None,
    moment: str,
    as_of: str,
    links: Links,
    checked: str = "datasheet",
    registry: Callable[[], Registry] = no_advisories,
) -> World:
    """A sheet and one use of it. What the entry says of activities holds instead of what the use says."""
    value = use.value
    if entry is not None and entry.child("activities").value is not UNSAID:
        value = {**value, "activities": entry.child("activities").value}
        use = use._replace(value=value, origins={**use.origins, "/activities": f"{entry.pointer}/activities"})
    root, uses = Item(sheet.value, sheet, ""), (Item(value, use, ""),)
    return World(root, uses, entry, moment, as_of, {}, checked, links, registry)


def undescribed(entry: Item) -> Sheet | None:
    """What stands for the datasheet of a dataset that a use names and nobody describes: its coordinate, at the entry.

    None where the entry has no coordinate either.
    """
    ref, identifier = entry.child("ref"), entry.child("id").value
    kind, colon, name = ref.value.partition(":") if isinstance(ref.value, str) else ("", "", "")
    if not colon:
        return None
    address = kind.lower() in ("http", "https", "url")
    value = {
        "id": identifier if isinstance(identifier, str) else ref.value,
        "identifiers": {"url": ref.value} if address else {kind.lower(): name.partition("@")[0]},
    }
    origins = {"/id": f"{entry.pointer}/id", "/identifiers": ref.pointer, "": entry.pointer}
    return Sheet(value, entry.sheet.document, "datasheet", origins, UNDESCRIBED)


def entries(use: Sheet) -> list[Item]:
    """The entries of a use's `datasets`."""
    return Item(use.value, use, "").child("datasets").children()
