"""What licences come along with what a dataset was made from, and how surely."""

from __future__ import annotations

from policylint.facts.common import Item
from policylint.facts.lineage import ancestors
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, Truth
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from policylint.facts.common import World
    from policylint.facts.lineage import Ancestor

UNTOUCHED = ("metadata", "software")
"""Parts of a dataset that using its data does not touch."""


class Statement(NamedTuple):
    """A licence of a source: where it is stated, or would be, whose definitions it uses, whether it comes along."""

    entry: Item
    license: Item
    home: Item
    comes: Truth
    relation: Item


def statements(ancestor: Ancestor) -> list[Statement]:
    """The licences of a source that come along: those of its datasheet, else that of the entry that names it.

    Of a source from which the annotations alone come, those of its annotations.
    """
    sheet, entry = ancestor.entry.sheet if ancestor.sheet is None else ancestor.sheet, ancestor.entry
    relation, home = entry.child("relation"), Item(sheet.value, sheet, "")
    listed = home.child("licenses")
    if ancestor.sheet is not None and (listed.value or entry.child("license").value is UNSAID):
        if not listed.value:
            return [Statement(listed, listed._replace(value=UNSAID), home, ancestor.whole, relation)]
        found = [
            Statement(one, one.child("license"), home, _comes(one, ancestor), relation) for one in listed.children()
        ]
    else:
        ceiling = "warning" if ancestor.sheet is None and entry.child("license").value is UNSAID else None
        said = entry.child("license")._replace(beyond=(ancestor.name,), ceiling=ceiling)
        home = Item(entry.sheet.value, entry.sheet, "")
        found = [Statement(entry, said, home, ancestor.content, relation)]
    return [one for one in found if one.comes is not FALSE]


def _comes(entry: Item, ancestor: Ancestor) -> Truth:
    part = entry.child("applies_to").value
    if part in UNTOUCHED:
        return FALSE
    return ancestor.content if part == "annotations" else ancestor.whole


def inherited(world: World) -> list[Statement]:
    """The licences of all that the judged sheet was made from, nearest first."""
    if not world.sheet.child("sources").value:
        return []
    return [one for ancestor in ancestors(world).values() for one in statements(ancestor)]
