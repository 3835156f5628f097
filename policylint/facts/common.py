"""What a fact is: a value that policylint derives, with the fields it came from."""

from __future__ import annotations

from types import MappingProxyType

from policylint.documents.node import escape, find, nearest, span_of
from policylint.findings import START, Place, Span
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import UNKNOWN
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from policylint.advisories.registry import Registry
    from policylint.documents import Document
    from policylint.facts.ledger import Totals
    from policylint.logic import Truth


UNDESCRIBED = "undescribed"
"""The format of a sheet that stands for a dataset without one."""


class Sheet(NamedTuple):
    """A typed document that rules look at: a datasheet or a use declaration.

    `kind` is `datasheet` or `use`, the shape that its pointers follow; `format`
    is what the document was written in. `origins` says where values stand that
    were written elsewhere in the document than where the shape has them: pointer
    in the shape → pointer in the document, or a stretch of its text. Those of a
    foreign document name every value that it says, with all that they are in.
    """

    value: dict[str, Any]
    document: Document
    kind: str
    origins: Mapping[str, str | Span] = MappingProxyType({})
    format: str = ""

    @property
    def foreign(self) -> bool:
        """Whether the document is in a format that is none of policylint's own."""
        return self.format not in ("", self.kind)

    @property
    def id(self) -> str | None:
        """Its slug, if it says one."""
        identifier = self.value.get("id")
        return identifier if isinstance(identifier, str) else None

    @property
    def name(self) -> str:
        """What to call it: its id, else its file."""
        return self.id or self.document.path

    def origin(self, pointer: str) -> str | Span:
        """Where the value at a pointer of the shape stands in the document; "" where a foreign one does not say it."""
        if self.foreign:
            return self._foreign_origin(pointer)
        head, tail = pointer, ""
        while head and self.origins:
            if head in self.origins:
                origin = self.origins[head]
                return origin if isinstance(origin, Span) else origin + tail
            head, _, part = head.rpartition("/")
            tail = f"/{part}{tail}"
        return pointer

    def _foreign_origin(self, pointer: str) -> str | Span:
        """The origin of a value, or of its nearest ancestor that has one."""
        while pointer and pointer not in self.origins:
            pointer = pointer.rpartition("/")[0]
        return self.origins.get(pointer, "") if pointer else ""

    def stands(self, pointer: str) -> bool:
        """Whether the value at a pointer of the shape is written in the document."""
        if self.foreign:
            return pointer in self.origins
        origin, root = self.origin(pointer), self.document.root
        return isinstance(origin, str) and root is not None and find(root, origin) is not None

    def place(self, pointer: str, message: str = "") -> Place:
        """The place of the value at a pointer of the shape, or of its nearest ancestor that stands in the document."""
        origin, root = self.origin(pointer), self.document.root
        if isinstance(origin, Span):
            return Place(self.document.path, "", origin, message)
        if root is None:
            return self.document.place(origin, message)
        there = nearest(root, origin)
        return Place(self.document.path, there.pointer, span_of(there.token, self.document.offset), message)


class Item(NamedTuple):
    """A value inside a sheet, and where it is.

    What a fact puts together of several places has `parts`: the items that stand for its fields. `ceiling` bounds the
    severity of findings that rest on it, and `beyond` names what lies behind it outside all files.
    """

    value: Any
    sheet: Sheet
    pointer: str
    parts: Mapping[str, Item] | None = None
    ceiling: str | None = None
    beyond: tuple[str, ...] = ()

    def child(self, key: str) -> Item:
        """The value under a key; UNSAID if it is not said."""
        if self.parts is not None and key in self.parts:
            return self.parts[key]
        value = self.value.get(key, UNSAID) if type(self.value) is dict else UNSAID
        return Item(value, self.sheet, f"{self.pointer}/{escape(key)}")

    def children(self) -> list[Item]:
        """The items of a list; [] if this is none."""
        values = self.value if isinstance(self.value, list) else []
        return [Item(value, self.sheet, f"{self.pointer}/{index}") for index, value in enumerate(values)]

    @property
    def name(self) -> str:
        """The item's id, else its pointer."""
        identifier = self.value.get("id") if isinstance(self.value, dict) else None
        if isinstance(identifier, str):
            return identifier
        return self.value if isinstance(self.value, str) else self.pointer


class Link(NamedTuple):
    """One entry of a sheet's `sources`, and the sheet that it leads to; None where it leads to none."""

    entry: Item
    sheet: Sheet | None


def no_links(sheet: Sheet) -> tuple[Link, ...]:
    """The sources of a sheet where nobody looks up what they lead to."""
    return tuple(Link(entry, None) for entry in Item(sheet.value, sheet, "").child("sources").children())


def no_advisories() -> Registry:
    """No advisories, where nobody hands any in."""
    from policylint.advisories.registry import EMPTY  # noqa: PLC0415 - only where a rule asks

    return EMPTY


def nowhere(sheet: Sheet, path: str, sha256: str) -> Truth:  # noqa: ARG001 - what looks at files has this signature
    """Nobody looks at files."""
    return UNKNOWN


def no_totals() -> None:
    """Nobody opens the ledger."""
    return


def nothing_beside(sheet: Sheet) -> tuple[Item, ...]:  # noqa: ARG001 - what looks at files has this signature
    """Nobody looks at files."""
    return ()


def license_text(path: str, text: str) -> Item:
    """A licence's text as an item: a sheet of its own, whose one value is called after its file."""
    from policylint.documents import Document  # noqa: PLC0415 - only where there is such a text

    pointer = f"/{escape(path.rpartition('/')[2])}"
    sheet = Sheet({}, Document(path, text, None, ()), "license", {pointer: START}, "text")
    return Item(text, sheet, pointer)


class World(NamedTuple):
    """Everything that one judgement sees: a sheet, the uses it is judged for, the day."""

    sheet: Item
    uses: tuple[Item, ...] | None
    """The uses being judged; None if the sheet does not say its own."""
    entry: Item | None
    """The entry of the use declaration's `datasets` that names the sheet."""
    moment: str
    as_of: str
    memo: dict[Any, Any]
    checked: str = "datasheet"
    """The document that is checked, `datasheet` or `use`: where both decide, a finding points at that one's value."""
    links: Callable[[Sheet], tuple[Link, ...]] = no_links
    """Where the entries of a sheet's `sources` lead; handed in by whoever may open files."""
    registry: Callable[[], Registry] = no_advisories
    """The advisories at hand."""
    verify: Callable[[Sheet, str, str], Truth] = nowhere
    """Whether the file that a sheet names by its path has a SHA-256; handed in by whoever may open files."""
    beside: Callable[[Sheet], tuple[Item, ...]] = nothing_beside
    """The licence texts beside a sheet's file; handed in by whoever may open files."""
    records: tuple[Item, ...] | None = None
    """The rows of the ledger, where they are few enough to be handed in."""
    totals: Callable[[], Totals | None] = no_totals
    """The totals of the ledger; handed in by whoever may open it."""

    @property
    def use(self) -> Item | None:
        """The use declaration of a pair; None where the sheet is judged alone."""
        return self.uses[0] if self.uses and self.uses[0].sheet.kind == "use" else None

    @property
    def undescribed(self) -> bool:
        """Whether nothing describes the dataset: all that is known of it is what the use calls it."""
        return self.sheet.sheet.format == UNDESCRIBED

    @property
    def subsets(self) -> frozenset[str] | None:
        """The subsets that the use takes; None for all. An empty list takes nothing away: what is used is judged."""
        taken = self.entry.child("subsets").value if self.entry is not None else UNSAID
        return frozenset(taken) if isinstance(taken, list) and taken else None


class Answer(NamedTuple):
    """A fact's value (UNSAID if undecided), the fields that decided it, and those that would.

    `ceiling` bounds the severity of a finding that rests on it. A fact that is a
    list of what several places say gives its `items`.
    """

    value: Any
    because: tuple[Item, ...] = ()
    missing: tuple[Item, ...] = ()
    ceiling: str | None = None
    items: tuple[Item, ...] | None = None


class Fact(NamedTuple):
    """A fact of an object of the shapes.

    `needs` are the fields, relative to the object, that are missing when the
    object itself is not there.
    """

    type: dict[str, Any]
    derive: Callable[[Item, World], Answer]
    needs: tuple[str, ...]
    description: str


def takes(item: Item, world: World) -> bool:
    """Whether a group, licence or source that may name subsets is touched by the use.

    One that names none, or one that the datasheet does not have, is touched; so is what belongs to another sheet.
    """
    if item.sheet is not world.sheet.sheet:
        return True
    named = item.value.get("subsets") if isinstance(item.value, dict) else None
    if world.subsets is None or not isinstance(named, list) or not named:
        return True
    listed = world.sheet.child("subsets").value
    known = [one.get("id") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return not world.subsets.isdisjoint(named) or any(name not in known for name in named)
