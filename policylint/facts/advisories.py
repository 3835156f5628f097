"""Facts about advisories: what has publicly happened to a dataset, and to those it was made from."""

from __future__ import annotations

from policylint.advisories.advice import advice
from policylint.advisories.match import Known, Match, matches
from policylint.coordinates import normal
from policylint.dates import earlier, interval
from policylint.facts.common import Answer, Item, World
from policylint.facts.lineage import Ancestor, ancestors
from policylint.findings import milder
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, Truth
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.advisories.registry import Advisory, Registry

_NAMED = ("hf", "kaggle", "github")
"""Coordinates that end in the dataset's name."""
_WORST_FIRST = ("enforcement", "retracted", "withdrawn", "superseded", "contested", "restricted")


class Held(NamedTuple):
    """An advisory that holds, its root (itself, unless it is derived), and the names on the way there."""

    advisory: Advisory
    root: Advisory
    way: tuple[str, ...]


def listed(sheet: Item, world: World) -> Answer:
    """`advisories`: of the dataset itself and of its ancestors, on the day that is judged."""
    if sheet.sheet is not world.sheet.sheet:
        world = world._replace(sheet=sheet, entry=None, memo={})
    items = tuple(_items(world))
    return Answer([item.value for item in items], items, items=items)


def _items(world: World) -> Iterator[Item]:
    """The dataset's own advisories, then its ancestors'; each advisory once.

    What the registry says of a dataset stands instead of what would follow from
    those it was made from: their advisories are not repeated above it.
    """
    registry = world.registry()
    own = _holding(known_by(world), registry, world.as_of)
    version = world.sheet.child("version").value
    yield from (_item(match, held, version, world.entry, None) for match, held in own)
    seen = {match.advisory for match, _ in own}
    spoken: dict[int | None, set[str]] = {None: _settled(own, registry)}
    for ancestor in ancestors(world).values() if world.sheet.child("sources").value else ():
        found = _of_source(ancestor, registry, world.as_of)
        above = spoken[id(ancestor.through) if ancestor.through is not None else None]
        spoken[id(ancestor)] = above | _settled(found, registry)
        if ancestor.content is FALSE and ancestor.people is FALSE:
            continue
        for match, held in found:
            if match.advisory not in seen and match.advisory not in above and not _put_right(ancestor, held):
                seen.add(match.advisory)
                yield _item(match, held, UNSAID, ancestor.entry, ancestor)


def _of_source(ancestor: Ancestor, registry: Registry, as_of: str) -> list[tuple[Match[Item], Held]]:
    """The advisories about a source, found once for each entry that names it, however many datasets lie below."""
    if registry.remembered is None:
        return _holding(_known_source(ancestor), registry, as_of)
    of_document = registry.remembered.setdefault(ancestor.entry.sheet.document.path, {})
    key = (ancestor.entry.pointer, as_of)
    if key not in of_document:
        of_document[key] = _holding(_known_source(ancestor), registry, as_of)
    found: list[tuple[Match[Item], Held]] = of_document[key]
    return found


def _holding(known: Known[Item], registry: Registry, as_of: str) -> list[tuple[Match[Item], Held]]:
    """The advisories about a dataset that hold on a day."""
    found = ((match, _held(match.advisory, registry, as_of)) for match in matches(known, registry))
    return [(match, held) for match, held in found if held is not None]


def _settled(found: list[tuple[Match[Item], Held]], registry: Registry) -> set[str]:
    """The advisories of what a dataset was made from, where its own says what follows from them."""
    own = [match.advisory for match, held in found if held.way and match.kind != "possible"]
    return {above for one in own for above in registry.upstream(one)}


# what a dataset is known by


def known_by(world: World) -> Known[Item]:
    """What the judged dataset is known by: its sheet, and the entry of the use that names it."""
    known = known_sheet(world.sheet)
    if world.entry is None:
        return known
    by_entry = _known_entry(world.entry)
    return Known(
        by_entry.hashes + known.hashes,
        known.coordinates + by_entry.coordinates,
        known.names + by_entry.names,
        known.other,
    )


def known_sheet(sheet: Item) -> Known[Item]:
    """What a datasheet is known by."""
    said = sheet.child("identifiers")
    identifiers = [
        (kind, one)
        for kind in (said.value if isinstance(said.value, dict) else ())
        for one in _one_or_all(said.child(kind))
    ]
    coordinates = [(str(one.value) if kind == "url" else f"{kind}:{one.value}", one) for kind, one in identifiers]
    homepage = sheet.child("homepage")
    if isinstance(homepage.value, str):
        coordinates.append((_address(homepage.value), homepage))
    names = [(str(one.value), one) for one in (sheet.child("name"), sheet.child("id")) if isinstance(one.value, str)]
    names += [(str(one.value).rpartition("/")[2], one) for kind, one in identifiers if kind in _NAMED]
    releases = [one.child("sha256") for one in sheet.child("releases").children()]
    creators = [one.child("name").value for one in sheet.child("motivation").child("creators").children()]
    other = [sheet.child("description").value, *creators]
    return Known(
        tuple((one.value, one) for one in releases if isinstance(one.value, str)),
        tuple(coordinates),
        tuple(names),
        tuple(one for one in other if isinstance(one, str)),
    )


def _address(text: str) -> str:
    return text if ":" in text else f"url:{text}"


def _one_or_all(item: Item) -> list[Item]:
    """The items of a field that is one text or several."""
    items = item.children() if isinstance(item.value, list) else [item]
    return [one for one in items if isinstance(one.value, str)]


def _known_source(ancestor: Ancestor) -> Known[Item]:
    entry = _known_entry(ancestor.entry)
    if ancestor.sheet is None:
        return entry
    known = known_sheet(Item(ancestor.sheet.value, ancestor.sheet, ""))
    return Known(known.hashes + entry.hashes, known.coordinates + entry.coordinates, known.names, known.other)


def _known_entry(entry: Item) -> Known[Item]:
    """What an entry of `sources` or `datasets` says of the dataset that it names."""
    ref, identifier, sha256 = entry.child("ref"), entry.child("id"), entry.child("sha256")
    coordinates = ((ref.value, ref),) if isinstance(ref.value, str) and ":" in ref.value else ()
    names = [(identifier.value, identifier)] if isinstance(identifier.value, str) else []
    if coordinates and normal(str(ref.value)).partition(":")[0] in _NAMED:
        names.append((normal(str(ref.value)).rpartition("/")[2], ref))
    hashes = ((sha256.value, sha256),) if isinstance(sha256.value, str) else ()
    note = entry.child("note").value
    return Known(hashes, coordinates, tuple(names), (note,) if isinstance(note, str) else ())


# what holds


def _held(identifier: str, registry: Registry, as_of: str) -> Held | None:
    """An advisory that holds on a day; None if it does not, or not yet.

    It holds from the first day of its date, a derived one from that of its root;
    one without a date always, and one that was withdrawn never.
    """
    advisory = registry.get(identifier)
    if advisory is None or advisory.said("withdrawn") is not None:
        return None
    if advisory.said("status") != "derived":
        return Held(advisory, advisory, ()) if _begun(advisory, as_of) else None
    roots = [
        held for held in (_root(one, registry, as_of, {identifier}) for one in advisory.said("upstream", [])) if held
    ]
    if not roots:
        return None
    worst = min(roots, key=lambda one: (_rank(one.root.said("status")), one.root.id))
    return Held(advisory, worst.root, (advisory.dataset, *worst.way))


def _root(identifier: str, registry: Registry, as_of: str, passed: set[str]) -> Held | None:
    """What a derived dataset was made from, up to the first that is not derived itself."""
    advisory = registry.get(identifier)
    if advisory is None or identifier in passed or advisory.said("withdrawn") is not None:
        return None
    if advisory.said("status") != "derived":
        return Held(advisory, advisory, (advisory.dataset,)) if _begun(advisory, as_of) else None
    above = [_root(one, registry, as_of, passed | {identifier}) for one in advisory.said("upstream", [])]
    found = [held for held in above if held is not None]
    if not found:
        return None
    worst = min(found, key=lambda one: (_rank(one.root.said("status")), one.root.id))
    return Held(advisory, worst.root, (advisory.dataset, *worst.way))


def _rank(status: str) -> int:
    return _WORST_FIRST.index(status) if status in _WORST_FIRST else len(_WORST_FIRST)


def _begun(advisory: Advisory, as_of: str) -> bool:
    since = interval(advisory.said("retracted", ""))
    return since is None or since[0] <= as_of


def _put_right(ancestor: Ancestor, held: Held) -> bool:
    """Whether a source was taken after its corrected release came out, or in a version that is not concerned."""
    if held.root.said("status") != "superseded":
        return False
    taken, replaced = ancestor.entry.child("retrieved_on").value, held.root.said("replaced_on")
    after = isinstance(taken, str) and replaced is not None and earlier(taken, replaced) is FALSE
    return after or _concerned(held.advisory, (ancestor.entry.child("version").value,)) is FALSE


def _concerned(advisory: Advisory, versions: tuple[Any, ...]) -> Truth:
    """Whether an advisory is about one of the versions said; unknown where the advisory does not tell."""
    said = {one for one in versions if isinstance(one, str)}
    for affected in advisory.affected:
        fixed, named = affected.get("fixed_versions"), affected.get("versions")
        if isinstance(fixed, list) and not said.isdisjoint(fixed):
            return FALSE
        if isinstance(named, list) and said:
            return TRUE if not said.isdisjoint(named) else FALSE
        if named is UNSAID or isinstance(named, list):
            return Truth.UNKNOWN
    return TRUE


# what rules see


def _item(match: Match[Item], held: Held, version: Any, entry: Item | None, ancestor: Ancestor | None) -> Item:
    """An advisory as rules see it, standing where the dataset was recognised."""
    advisory, root = held.advisory, held.root
    pinned = entry.child("version").value if entry is not None else UNSAID
    concerned = _concerned(advisory, (pinned if pinned is not UNSAID else version,))
    above = ancestor.chain if ancestor is not None else []
    chain = [*above, *(held.way[1:] if above else held.way)]
    values: dict[str, Any] = {
        "advisory": advisory.id,
        "dataset": advisory.dataset,
        "root": root.dataset,
        "status": root.said("status", UNSAID),
        "state": _state(root),
        "severity": advisory.said("severity", UNSAID),
        "match": match.kind,
        "license": next((one for one in map(_license, (advisory, root)) if one is not UNSAID), UNSAID),
        "chain": chain,
        "inherited": bool(chain),
        "concerned": UNSAID if concerned is Truth.UNKNOWN else concerned is TRUE,
        "since": root.said("retracted", UNSAID),
        "summary": root.said("summary", UNSAID),
        "action": advisory.said("action", []),
        "advice": [advice()[one] for one in advisory.said("action", [])],
        "reference": next((one["url"] for one in root.said("references", []) if len(one["url"]) <= 120), UNSAID),
    }
    ceiling = _ceiling(match.kind, held, ancestor)
    beyond = held.way[1:] if above else held.way
    if ancestor is not None and match.where.sheet is ancestor.entry.sheet:
        beyond = (ancestor.name, *beyond)
    at = match.where._replace(ceiling=ceiling, beyond=beyond)
    value = {"id": advisory.id, **{key: one for key, one in values.items() if one is not UNSAID}}
    return at._replace(value=value, parts=dict.fromkeys(values, at))


def _license(advisory: Advisory) -> Any:
    """The terms under which the dataset was given out, as the registry has them."""
    return next((one["license"] for one in advisory.affected if isinstance(one.get("license"), str)), UNSAID)


def _state(root: Advisory) -> Any:
    """The status and its date, as a message says them."""
    status, since = root.said("status", UNSAID), root.said("retracted")
    said = "barred by an authority" if status == "enforcement" else status
    return said if since is None or status is UNSAID else f"{said} since {since}"


def _ceiling(match: str, held: Held, ancestor: Ancestor | None) -> str:
    """What a finding on an advisory is at most."""
    advisory = held.advisory
    most = {"medium": "warning", "low": "warning", "info": "info"}.get(str(advisory.said("severity")), "error")
    if match == "possible":
        most = milder(most, "warning")
    if "low" in (advisory.said("confidence"), held.root.said("confidence")):
        return "info"
    return milder(most, _inherited(held.root.said("status"), ancestor)) if ancestor or held.way else most


def _inherited(status: str, ancestor: Ancestor | None) -> str:
    """What the fate of a source is at most for what was made from it."""
    if status in ("retracted", "enforcement"):
        return "error"
    if status == "withdrawn":
        return "error" if ancestor is None or (ancestor.content & ancestor.people) is TRUE else "warning"
    return "warning" if status == "superseded" else "info"


def registry_date(_: Item, world: World) -> Answer:
    """The day on which the registry was last reviewed."""
    return Answer(world.registry().date)


def registry_age(_: Item, world: World) -> Answer:
    """How many days the registry's review is past."""
    from datetime import date  # noqa: PLC0415 - only where a rule asks

    reviewed = date.fromisoformat(world.registry().date)
    return Answer(max(0, (date.fromisoformat(world.as_of) - reviewed).days))


def trained_here(model: Item, world: World) -> Answer:
    """Whether a model of the use was trained on the dataset that is judged."""
    trained_on = model.child("trained_on")
    name = world.entry.child("id").value if world.entry is not None else UNSAID
    if trained_on.value is UNSAID:
        return Answer(UNSAID, (), (trained_on,))
    if name is UNSAID:
        return Answer(UNSAID, (), (world.entry.child("id"),) if world.entry is not None else (trained_on,))
    return Answer(name in trained_on.value, (trained_on,))
