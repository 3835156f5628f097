"""Where the entries of `sources` and of a use's `datasets` lead, and what is wrong with that.

A reference leads to a file, or to whichever datasheet of the project carries
the id or the coordinate. Nothing outside the project is opened, and nothing is
fetched.
"""

from __future__ import annotations

from policylint.facts.common import Item, Link, Sheet
from policylint.findings import Place, Problem
from policylint.integrity import unknown_subsets
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.leads import Leads, Question
    from policylint.sheets import Loaded, Store

_DATASETS = ("dataset", "model")
"""Types of source that have a datasheet; the others are where things came from, not what was described."""


class Target(NamedTuple):
    """What an entry leads to: a file that was read (None: none), and what is wrong with the reference."""

    loaded: Loaded | None
    problems: tuple[Problem, ...] = ()

    @property
    def sheet(self) -> Sheet | None:
        """The datasheet, where the file is one that can be judged."""
        return self.loaded.sheet if self.loaded is not None else None


class Broken(NamedTuple):
    """What is wrong with a reference further up, as the sheet that is checked shows it."""

    problem: Problem
    chain: tuple[str, ...]


class Lineage:
    """The references of a run: each entry is resolved once, each file read once."""

    def __init__(self, store: Store, leads: Leads) -> None:
        self.store = store
        self.leads = leads
        self._targets: dict[tuple[str, str], Target] = {}
        self._answers: dict[tuple[str, str], dict[Question, str]] = {}
        self._links: dict[str, tuple[Link, ...]] = {}
        self.most = 0
        """The sheets that one rested on, of that which rested on most."""

    def let_go(self, sheet: Sheet) -> None:
        """Forget where the entries of a sheet lead, with the sheet that they are in."""
        path = sheet.document.path
        self._links.pop(path, None)
        for entry in _entries(sheet):
            self._targets.pop((path, entry.pointer), None)
            self._answers.pop((path, entry.pointer), None)

    def forget(self) -> None:
        """Forget where any entry leads, and all sheets that others were made from."""
        for known in (self._links, self._targets, self._answers, self.store.sources):
            known.clear()

    def links(self, sheet: Sheet) -> tuple[Link, ...]:
        """The entries of a sheet's `sources`, each with the datasheet that it leads to."""
        path = sheet.document.path
        if path not in self._links:
            self._links[path] = tuple(Link(entry, self.target(entry).sheet) for entry in _entries(sheet))
        return self._links[path]

    def target(self, entry: Item) -> Target:
        """What an entry of `sources` or of a use's `datasets` leads to."""
        key = (entry.sheet.document.path, entry.pointer)
        if key not in self._targets:
            self._answers[key] = {}
            self._targets[key] = self._resolved(entry, self._answers[key])
        return self._targets[key]

    def answers(self, sheet: Sheet) -> tuple[dict[Question, str], list[Sheet]]:
        """What a sheet rests on: where its entries lead and what stands there, all the way up; and those sheets."""
        found: dict[Question, str] = {}
        reached = {sheet.document.path: sheet}
        waiting = [sheet]
        while waiting:
            here = waiting.pop()
            for entry in _entries(here):
                further = self.target(entry).sheet
                found |= self._answers[here.document.path, entry.pointer]
                if further is not None and further.document.path not in reached:
                    reached[further.document.path] = further
                    waiting.append(further)
        self.most = max(self.most, len(reached))
        return found, list(reached.values())

    def _resolved(self, entry: Item, answers: dict[Question, str]) -> Target:
        """What an entry leads to; what was asked of the disk for it goes into `answers`."""
        named = _named(entry)
        if named is None:
            return Target(None, _nameless(entry))
        reference, origin, is_path = str(named.value), entry.sheet.document.path, named.pointer.endswith("/sheet")
        found = self.leads.to(reference, origin, is_path=is_path)
        answers["lead", reference, origin, str(is_path)] = self.leads.answer(found)
        if found.path is None:
            return Target(None, (_problem(named, found.rule, found.why, found.remedy, found.severity),))
        loaded = self.store.source(found.path)
        answers["file", loaded.path] = loaded.document.digest
        if loaded.kind != "datasheet":
            why, remedy = f"`{named.value}` is no datasheet", "Name the dataset's sheet."
            return Target(None, (_problem(named, "reference/unresolved", why, remedy),))
        if loaded.sheet is None:
            return Target(loaded, _unreadable(named, loaded) if entry.sheet.kind == "datasheet" else ())
        return Target(loaded, tuple(_disagreements(entry, loaded.sheet)))

    # what is wrong

    def problems(self, sheet: Sheet) -> Iterator[Broken]:
        """What is wrong with the references of a sheet, and of those it is made from that are not checked themselves.

        What lies further up is shown at the entry that leads there, with the chain.
        """
        for entry in _entries(sheet):
            yield from (Broken(problem, ()) for problem in self.target(entry).problems)
        yield from self._above(sheet)

    def _above(self, sheet: Sheet) -> Iterator[Broken]:
        """Walk upwards, depth first: problems of further sheets, and each road that comes back on itself."""
        road: list[tuple[Sheet, Link]] = []
        on_road = {sheet.document.path}
        done: set[str] = set()
        waiting: list[tuple[Sheet, Iterator[Link]]] = [(sheet, iter(self.links(sheet)))]
        while waiting:
            here, links = waiting[-1]
            link = next(links, None)
            if link is None:
                waiting.pop()
                on_road.discard(here.document.path)
                done.add(here.document.path)
                if road:
                    road.pop()
                continue
            further = link.sheet
            if further is None:
                continue
            path = further.document.path
            if path in on_road:
                if path == sheet.document.path or path not in self.leads.checked:
                    yield _cycle([*road, (here, link)], path)
            elif path not in done:
                road.append((here, link))
                on_road.add(path)
                waiting.append((further, iter(self.links(further))))
                if path not in self.leads.checked:
                    yield from self._further(road, further)

    def _further(self, road: list[tuple[Sheet, Link]], further: Sheet) -> Iterator[Broken]:
        first = road[0][1].entry
        for entry in Item(further.value, further, "").child("sources").children():
            for problem in self.target(entry).problems:
                names = (road[0][0].name, *(_name(link) for _, link in road))
                there = Place(problem.path, problem.pointer, problem.span, problem.message)
                why = f"further up, in {names[-1]}: {problem.message}"
                shown = _problem(first, problem.rule, why, problem.remedy, problem.severity)
                yield Broken(shown._replace(related=(there, *problem.related)), names)


def _entries(sheet: Sheet) -> list[Item]:
    """The entries of a datasheet's `sources`, or of a use's `datasets`."""
    return Item(sheet.value, sheet, "").child("sources" if sheet.kind == "datasheet" else "datasets").children()


def _named(entry: Item) -> Item | None:
    """The field of an entry that says which dataset it is; None where none does, or where it is no dataset."""
    keys = ("sheet", "ref") if entry.sheet.kind == "use" else ("ref", "id")
    said = next((one for one in (entry.child(key) for key in keys) if one.value is not UNSAID), None)
    kind = entry.child("type").value
    return said if kind is UNSAID or kind in _DATASETS or entry.sheet.kind == "use" else None


def _nameless(entry: Item) -> tuple[Problem, ...]:
    """A use must say which dataset it means; a source that says only what it is made a statement of its own."""
    if entry.sheet.kind != "use":
        return ()
    why, remedy = "the use does not say which dataset this is", "Name it under `ref`, and its datasheet under `sheet`."
    return (_problem(entry, "reference/unresolved", why, remedy),)


def _unreadable(at: Item, loaded: Loaded) -> tuple[Problem, ...]:
    """A source whose datasheet has mistakes, of which the first is shown; a use's datasets show their own."""
    why, first = f"`{at.value}` has mistakes, so nothing about it can be judged", loaded.problems[0]
    there = Place(first.path, first.pointer, first.span, first.message)
    return (_problem(at, "reference/unresolved", why, "Mend it first.")._replace(related=(there,)),)


def _problem(at: Item, rule: str, why: str, remedy: str, severity: str = "error") -> Problem:
    place = at.sheet.place(at.pointer)
    return Problem(rule, place.path, place.span, why, remedy, place.pointer, severity=severity)


def _disagreements(entry: Item, sheet: Sheet) -> Iterator[Problem]:
    """What an entry says of the sheet that it leads to: its version, its hash and its subsets must be there."""
    releases = [one for one in _list(sheet.value.get("releases")) if isinstance(one, dict)]
    version = sheet.value.get("version", UNSAID)
    pinned = entry.child("version")
    described = [version, *(one.get("version") for one in releases)]
    if pinned.value is not UNSAID and version is not UNSAID and pinned.value not in described:
        why = f"version {pinned.value} is pinned, and the datasheet describes version {version}"
        yield _version(pinned, why, sheet.place("/version", "the datasheet's version"))
    known = {one["sha256"].lower() for one in releases if isinstance(one.get("sha256"), str)}
    hashed = entry.child("sha256")
    if known and isinstance(hashed.value, str) and hashed.value.lower() not in known:
        why = "the hash is none of those that the datasheet gives for its releases"
        yield _version(hashed, why, sheet.place("/releases", "the datasheet's releases"))
    if entry.sheet.kind == "use":
        subsets = [one["id"] for one in _list(sheet.value.get("subsets")) if isinstance(one, dict)]
        taken = entry.child("subsets")
        yield from unknown_subsets(entry.sheet.document, taken.pointer, taken.value, subsets)


def _version(at: Item, why: str, there: Place) -> Problem:
    remedy = "Pin the version that the datasheet describes, or name the datasheet of yours."
    return _problem(at, "reference/version", why, remedy)._replace(related=(there,))


def _cycle(road: list[tuple[Sheet, Link]], back_to: str) -> Broken:
    """A road that comes back on itself, shown at the first entry on it."""
    names = [road[0][0].name, *(_name(link) for _, link in road)]
    paths = [sheet.document.path for sheet, _ in road]
    ring = " → ".join(names[paths.index(back_to) :])
    why = f"a dataset is made from itself: {_shortened(ring)}"
    problem = _problem(road[0][1].entry, "reference/cycle", why, "Take out the entry that closes the circle.")
    places = tuple(link.entry.sheet.place(link.entry.pointer, "which names this source") for _, link in road[1:6])
    return Broken(problem._replace(related=places), tuple(names))


def _shortened(text: str, most: int = 200) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def _path(link: Link) -> str:
    return link.sheet.document.path if link.sheet is not None else ""


def _name(link: Link) -> str:
    named = link.sheet.id if link.sheet is not None else None
    return named or next(
        (str(one) for one in (link.entry.child("id").value, link.entry.child("ref").value) if one is not UNSAID), "?"
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
