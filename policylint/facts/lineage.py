"""Facts about lineage: what a dataset is made from, at any distance, and what comes along from there."""

from __future__ import annotations

from collections import deque

from policylint.facts.common import Answer, Item, Sheet, World, takes
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.shapes._table import ENUMS
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_FLOWS = {"carries": TRUE, "annotations_only": TRUE, "none": FALSE}
"""What comes along by a relation; what a model's terms decide, or nobody says, is unknown."""
CARRIES = frozenset(word for word, comes in ENUMS["relation"]["content"].items() if comes == "carries")
"""Relations with which the licence of a source as a whole comes along."""
UNCHANGED = frozenset(("copy", "subset"))
"""Those of them that adapt nothing."""


class Ancestor(NamedTuple):
    """A source at any distance: the `sources` entry that names it, through which nearer one it comes, what it carries.

    `sheet` is None where the entry leads to no datasheet, `through` where the judged sheet itself names it.
    """

    entry: Item
    sheet: Sheet | None
    through: Ancestor | None
    content: Truth
    people: Truth
    whole: Truth
    """Whether the content comes along as a whole, not the annotations alone."""
    adapted: Truth
    """Whether it comes along as a whole, and was changed on the way."""

    @property
    def name(self) -> str:
        """Its id, or what the entry calls it."""
        if self.sheet is not None and self.sheet.id is not None:
            return self.sheet.id
        said = (self.entry.child(key).value for key in ("id", "ref", "note"))
        return next((one for one in said if isinstance(one, str)), self.entry.pointer)

    @property
    def way(self) -> list[Ancestor]:
        """The ancestors on the way to it, nearest first, itself last."""
        steps = []
        here: Ancestor | None = self
        while here is not None:
            steps.append(here)
            here = here.through
        return steps[::-1]

    @property
    def chain(self) -> list[str]:
        """The names on the way to it, nearest first, its own last."""
        return [one.name for one in self.way]


def flow(entry: Item, kind: str) -> Truth:
    """Whether `content`, the `whole` of it, or `people` of a source come along, by the relation of its entry."""
    relation = entry.child("relation").value
    if relation is UNSAID:
        return UNKNOWN
    if kind == "whole" and relation == "annotations_only":
        return FALSE
    return _FLOWS.get(ENUMS["relation"]["content" if kind == "whole" else kind][relation], UNKNOWN)


def _changes(entry: Item) -> Truth:
    """Whether a relation changes what it takes."""
    relation = entry.child("relation").value
    return UNKNOWN if relation is UNSAID else truth(relation not in UNCHANGED)


def ancestors(world: World) -> dict[str, Ancestor]:
    """All that the sheet is made from, by key (`key_of`), nearest first; each once with its shortest chain.

    Never the sheet itself. What comes along counts over every chain, not over
    the shortest alone: a dataset that was merged in twice carries what either
    road carries.
    """
    if "ancestors" not in world.memo:
        world.memo["ancestors"] = _ancestors(world)
    found: dict[str, Ancestor] = world.memo["ancestors"]
    return found


def _ancestors(world: World) -> dict[str, Ancestor]:
    root = world.sheet.sheet
    own = key_of(root)
    first: dict[str, tuple[Item, Sheet | None, str]] = {}
    edges: dict[str, list[tuple[str, Item]]] = {}
    waiting = deque([root])
    while waiting:
        sheet = waiting.popleft()
        here = key_of(sheet)
        for entry, target in world.links(sheet):
            key = key_of(target) if target is not None else _nameless(entry)
            if key == own or (sheet is root and not takes(entry, world)):
                continue
            edges.setdefault(here, []).append((key, entry))
            if key not in first:
                first[key] = (entry, target, here)
                if target is not None:
                    waiting.append(target)
    content, people, whole = (_flows(own, edges, kind) for kind in ("content", "people", "whole"))
    found: dict[str, Ancestor] = {}
    changed = {own: FALSE}
    for key, (entry, sheet_of, through) in first.items():
        changed[key] = changed[through] | _changes(entry)
        comes = whole.get(key, FALSE)
        found[key] = Ancestor(
            entry, sheet_of, found.get(through), content.get(key, FALSE), people.get(key, FALSE), comes,
            comes & changed[key],
        )  # fmt: skip
    return found


def _flows(root: str, edges: dict[str, list[tuple[str, Item]]], kind: str) -> dict[str, Truth]:
    """What comes along to each ancestor's far end: along a chain all must carry, and any chain will do."""
    reached = {root: TRUE}
    waiting = deque([root])
    while waiting:
        here = waiting.popleft()
        for key, entry in edges.get(here, ()):
            arrives = reached.get(key, FALSE) | (reached[here] & flow(entry, kind))
            if arrives is not reached.get(key, FALSE):
                reached[key] = arrives
                waiting.append(key)
    return reached


def key_of(sheet: Sheet) -> str:
    """What tells a datasheet from others: its file."""
    return sheet.document.path


def _nameless(entry: Item) -> str:
    """What tells a source without a datasheet from others: what it is called, or where it stands."""
    for key in ("ref", "id"):
        if isinstance(entry.child(key).value, str):
            return f"\0{entry.child(key).value}"
    return f"\0{entry.sheet.document.path}#{entry.pointer}"


# what rules range over


def direct(sheet: Item, world: World) -> Answer:
    """`sources+`: the sources that the sheet names, each with its datasheet."""
    return _ranged(sheet, world, lambda one: one.through is None)


def every(sheet: Item, world: World) -> Answer:
    """`sources*`: the sources at any distance."""
    return _ranged(sheet, world, lambda _: True)


def _ranged(sheet: Item, world: World, wanted: Callable[[Ancestor], bool]) -> Answer:
    sources = sheet.child("sources")
    if sources.value is UNSAID:
        return Answer(UNSAID, (), (sources,))
    if sheet.sheet is not world.sheet.sheet:
        world = world._replace(sheet=sheet, entry=None, memo={})
    items = tuple(item_of(one) for one in ancestors(world).values() if wanted(one))
    return Answer([item.value for item in items], (sources,), items=items)


def item_of(ancestor: Ancestor) -> Item:
    """An ancestor as rules see it: `entry`, `dataset`, `relation`, and what it carries."""
    entry, sheet = ancestor.entry, ancestor.sheet
    dataset = Item(sheet.value, sheet, "") if sheet is not None else _nowhere(entry)
    relation = entry.child("relation")
    parts = {"entry": entry, "dataset": dataset, "relation": relation}
    values: dict[str, Any] = {
        "entry": entry.value,
        "dataset": dataset.value,
        "relation": relation.value,
        "carries_content": _said(ancestor.whole),
        "carries_people": _said(ancestor.people),
    }
    value = {"id": ancestor.name, **{key: one for key, one in values.items() if one is not UNSAID}}
    parts |= {key: Item(values[key], entry.sheet, relation.pointer) for key in ("carries_content", "carries_people")}
    return Item(value, entry.sheet, entry.pointer, parts)


def _said(truth: Truth) -> Any:
    return UNSAID if truth is UNKNOWN else truth is TRUE


def ancestor_at(item: Item, world: World) -> Ancestor:
    """The ancestor that an item of `sources+` or `sources*` stands for."""
    if "ancestors_at" not in world.memo:
        world.memo["ancestors_at"] = {
            (one.entry.sheet.document.path, one.entry.pointer): one for one in ancestors(world).values()
        }
    found: Ancestor = world.memo["ancestors_at"][item.sheet.document.path, item.pointer]
    return found


def adapted(item: Item, world: World) -> Answer:
    """Whether a source at any distance comes along as a whole, and was changed on the way."""
    return Answer(_said(ancestor_at(item, world).adapted), (item.child("relation"),), (item.child("relation"),))


def ancestor_of(sheet: Sheet, world: World) -> Ancestor | None:
    """The ancestor that a sheet is; None for the sheet that is judged itself, and for a use."""
    if sheet is world.sheet.sheet or sheet.kind != "datasheet":
        return None
    return ancestors(world).get(key_of(sheet))


def groups_with_inherited(people: Item, world: World) -> Answer:
    """`people.groups*`: the sheet's own groups, and those of ancestors whose people come along, under their own ids.

    Where it is not said which groups the sheet has, or whether a source's people
    come along, one group stands for them, of which nothing is said.
    """
    own = people.child("groups")
    inherited = tuple(group for one in ancestors(world).values() for group in _brought_along(one))
    if own.value is UNSAID and not inherited:
        return Answer(UNSAID, (), (own,))
    unlisted = (_undecided(own),) if own.value is UNSAID else ()
    items = (*unlisted, *(group for group in own.children() if takes(group, world)), *inherited)
    return Answer([item.value for item in items], (own,), items=items)


def _brought_along(ancestor: Ancestor) -> list[Item]:
    """The groups of an ancestor whose people come along."""
    if ancestor.sheet is None or ancestor.people is FALSE:
        return []
    groups = Item(ancestor.sheet.value, ancestor.sheet, "").child("people").child("groups").children()
    if ancestor.people is UNKNOWN:
        return [_undecided(ancestor.entry.child("relation"))] if groups else []
    return groups


class _Nothing(dict[str, Item]):
    """The parts of an item of which nothing is said: each waits for the one field that would decide them all."""

    def __init__(self, waits_for: Item) -> None:
        super().__init__()
        self._waits_for = waits_for  # without the part itself: a circle would hold the whole document

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Item:
        return self._waits_for._replace(value=UNSAID, parts=self)


def _undecided(waits_for: Item) -> Item:
    """An item that stands for those of which nothing is known while a field is not said."""
    return waits_for._replace(value={}, parts=_Nothing(waits_for))


def _nowhere(entry: Item) -> Item:
    """The datasheet of a source that has none: nothing in it is said, and all of it waits for the entry."""
    return entry._replace(value=UNSAID, parts=_Nothing(entry))


def carries_people(entry: Item, _: World) -> Answer:
    """Whether the people of a source come along, by the relation that its entry states."""
    relation = entry.child("relation")
    if relation.value is UNSAID:
        return Answer(UNSAID, (), (relation,))
    return Answer(_said(flow(entry, "people")), (relation,))
