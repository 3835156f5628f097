"""Totals of a ledger against what its datasheet says: each claim of the sheet that the rows can confirm is an item.

An engine counts the totals of a real ledger (`policylint/ledger/totals.py`); `count` is the same on rows at hand.
"""

from __future__ import annotations

from policylint.dates import earlier, interval
from policylint.facts.common import Answer, Item, World
from policylint.facts.records import NOBODY, effective, happened, where_to_say
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.shapes.check import UNSAID
from policylint.vocabularies import below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

AGREED = ("given", "renewed")
KINDS = ("private_individual", "public_figure")
CLOSE = 0.01
"""Shares that differ by less agree."""


class People(NamedTuple):
    """People in numbers, each once, and only those who are still in the data.

    Of each number, `…_open` are those of whom the rows do not say it. `expires` is the first day on which the consent
    of one of those who agreed ends, None where none does.
    """

    people: int = 0
    private: int = 0
    public: int = 0
    kind_open: int = 0
    minors: int = 0
    minors_open: int = 0
    agreed: int = 0
    agreed_open: int = 0
    expires: str | None = None


class Totals(NamedTuple):
    """A ledger in numbers: all its rows, and the items and people that are still in the data.

    `mixed` are the items of which some people agreed and others did not. `uncovered` are the listed items without a
    row, None where no list is named. `groups` are the people by `group_id`; () where no row says one.
    """

    rows: int
    items: int
    mixed: int
    everybody: People
    groups: tuple[tuple[str, People], ...] = ()
    uncovered: int | None = None


# counted from rows


def count(world: World) -> Totals | None:
    """The totals of the rows at hand; None where there are none at hand."""
    if world.records is None:
        return None
    kept = [row for row in world.records if _removed(row, world) is not TRUE]
    named = sorted({group for row in kept if (group := row.child("group_id").value) is not UNSAID})
    by_item: dict[Any, list[Truth]] = {}
    for row in kept:
        by_item.setdefault(row.child("item_id").value, []).extend([_agreed(row, world)] if _somebody(row) else [])
    return Totals(
        rows=len(world.records),
        items=len(by_item.keys() - {UNSAID}),
        mixed=sum(TRUE in found and FALSE in found for item, found in by_item.items() if item is not UNSAID),
        everybody=_people(kept, world),
        groups=tuple((name, _people(_of_group(kept, name), world)) for name in named),
    )


def _of_group(rows: Iterable[Item], name: str) -> list[Item]:
    return [row for row in rows if row.child("group_id").value == name]


def _removed(row: Item, world: World) -> Truth:
    return happened(row.child("removed_at"), world) if "removed_at" in row.value else FALSE


def _somebody(row: Item) -> bool:
    return row.child("subject_id").value not in (NOBODY, UNSAID)


def _agreed(row: Item, world: World) -> Truth:
    status = effective(row, world).value
    return UNKNOWN if status is UNSAID else truth(status in AGREED)


def _people(rows: Iterable[Item], world: World) -> People:
    by_person: dict[str, list[Item]] = {}
    for row in rows:
        if _somebody(row):
            by_person.setdefault(row.child("subject_id").value, []).append(row)
    people = list(by_person.values())
    agreed = [_every(_agreed(row, world) for row in rows) for rows in people]
    minors = [_some(_is(row, "minor", wanted=True) for row in rows) for rows in people]
    kinds = [{row.child("subject_kind").value for row in rows} for rows in people]
    ends = [str(row.child("expires_at").value) for rows in people for row in rows if _agreed(row, world) is TRUE]
    return People(
        people=len(people),
        private=sum(KINDS[0] in kind for kind in kinds),
        public=sum(kind == {KINDS[1]} for kind in kinds),
        kind_open=sum(KINDS[0] not in kind and kind != {KINDS[1]} for kind in kinds),
        minors=minors.count(TRUE),
        minors_open=minors.count(UNKNOWN),
        agreed=agreed.count(TRUE),
        agreed_open=agreed.count(UNKNOWN),
        expires=min((days[0] for end in ends if (days := interval(end)) and end != "never"), default=None),
    )


def _is(row: Item, column: str, *, wanted: object) -> Truth:
    value = row.child(column).value
    return UNKNOWN if value is UNSAID else truth(value == wanted)


def _every(truths: Iterable[Truth]) -> Truth:
    verdict = TRUE
    for one in truths:
        verdict &= one
    return verdict


def _some(truths: Iterable[Truth]) -> Truth:
    return ~_every(~one for one in truths)


# facts


def totals(world: World) -> Totals | None:
    """The totals of the ledger that is judged: handed in by whoever may open it, or counted from the rows at hand."""
    if "ledger" not in world.memo:
        world.memo["ledger"] = world.totals() or count(world)
    found: Totals | None = world.memo["ledger"]
    return found


def number(read: Callable[[Totals], int | None]) -> Callable[[Item, World], Answer]:
    """The fact that reads one number of the totals."""

    def derive(sheet: Item, world: World) -> Answer:
        at = sheet.child("people").child("ledger")
        found = totals(world)
        value = None if found is None else read(found)
        return Answer(UNSAID, (), (where_to_say(at),), "warning") if value is None else Answer(value, (at,))

    return derive


class Claim(NamedTuple):
    """What a sheet says and the rows can confirm: in words, where, the claim, what the rows come to, if they agree."""

    what: str
    at: Item
    said: Any
    counted: Any
    agrees: Truth


def claims(sheet: Item, world: World) -> Answer:
    """Every claim of the sheet that its ledger can confirm; none where it names no ledger."""
    at, found = sheet.child("people").child("ledger"), totals(world)
    if found is None:
        elsewhere = Answer(UNSAID, (), (where_to_say(at),), "warning")
        return elsewhere if isinstance(at.value, dict) else Answer([], (at,), items=())
    made = [*_of_sheet(sheet, found), *_of_kinds(sheet, found), *_of_groups(sheet, found)]
    return Answer([], (at,), items=tuple(_item(sheet, claim) for claim in made if claim.said is not UNSAID))


def _item(sheet: Item, claim: Claim) -> Item:
    at = claim.at
    value = {"what": claim.what, "said": claim.said, "counted": claim.counted}
    if claim.agrees is not UNKNOWN:
        value["agrees"] = claim.agrees is TRUE
    return Item(value, sheet.sheet, at.pointer, {"said": at, "agrees": at})


def _of_sheet(sheet: Item, found: Totals) -> Iterator[Claim]:
    size = sheet.child("size")
    for what, at, counted in (
        ("rows", sheet.child("people").child("ledger").child("rows"), found.rows),
        ("items", size.child("items"), found.items),
        ("people", size.child("people"), found.everybody.people),
    ):
        yield Claim(what, at, at.value, counted, truth(at.value == counted))


def _subjects(sheet: Item) -> list[Item]:
    """The groups that are not makers."""
    groups = sheet.child("people").child("groups").children()
    return [group for group in groups if not below(group.child("role").value, "maker", "role")]


def _of_kinds(sheet: Item, found: Totals) -> Iterator[Claim]:
    """The share of each kind of people, as far as the groups say it. A group of mixed people claims nothing."""
    groups, everybody = _subjects(sheet), found.everybody
    for kind, counted in zip(KINDS, (everybody.private, everybody.public), strict=True):
        said = _share(groups, kind)
        if said is None or not everybody.people:
            continue
        at = next((one for one in groups if one.child("kind").value == kind), groups[0]).child("kind")
        what = "share of private individuals" if kind == KINDS[0] else "share of public figures"
        low, high = counted / everybody.people, (counted + everybody.kind_open) / everybody.people
        yield Claim(what, at, said, round(low, 4), _within(said, low, high))


def _share(groups: Sequence[Item], kind: str) -> float | None:
    """The share of a kind that the groups claim; None where they do not say it."""
    kinds = [group.child("kind").value for group in groups]
    if not groups or any(one not in KINDS for one in kinds):
        return None
    if len(set(kinds)) == 1:
        return 1.0 if kinds[0] == kind else 0.0
    shares = [group.child("share").value for group in groups if group.child("kind").value == kind]
    return None if UNSAID in shares else round(sum(shares), 9)


def _within(said: float, low: float, high: float) -> Truth:
    """Whether a share that lies between two bounds is close to the one that is claimed."""
    if high <= said - CLOSE or low >= said + CLOSE:
        return FALSE
    return TRUE if said - CLOSE < low and high < said + CLOSE else UNKNOWN


def _of_groups(sheet: Item, found: Totals) -> Iterator[Claim]:
    """What each group says of its people, where the rows tell whose they are: by `group_id`, or since there is one."""
    groups, by_id = _subjects(sheet), dict(found.groups)
    for group in groups:
        people = by_id.get(str(group.child("id").value), None if by_id or len(groups) > 1 else found.everybody)
        if by_id and people is None:
            people = People()
        if people is not None:
            yield from _of_group_claims(group, people, found.everybody)


def _of_group_claims(group: Item, people: People, everybody: People) -> Iterator[Claim]:
    name = f" of {group.name}"
    counted, share = group.child("count"), group.child("share")
    yield Claim(f"people{name}", counted, counted.value, people.people, truth(counted.value == people.people))
    if everybody.people and share.value is not UNSAID:
        of_all = people.people / everybody.people
        yield Claim(f"share{name}", share, share.value, round(of_all, 4), _within(share.value, of_all, of_all))
    yield from _of_minors(group, people, name)
    consent = group.child("consent")
    coverage, expires = consent.child("coverage"), consent.child("expires_on")
    if people.people and coverage.value is not UNSAID:
        low, high = people.agreed / people.people, (people.agreed + people.agreed_open) / people.people
        yield Claim(f"coverage{name}", coverage, coverage.value, round(low, 4), _covers(coverage.value, low, high))
    if expires.value is not UNSAID and people.expires is not None:
        yield Claim(
            f"end of consent{name}", expires, expires.value, people.expires, ~earlier(people.expires, expires.value)
        )


def _of_minors(group: Item, people: People, name: str) -> Iterator[Claim]:
    """That there are no minors, and that there are some."""
    status = group.child("minors").child("status")
    if status.value == "none":
        none = FALSE if people.minors else UNKNOWN if people.minors_open else TRUE
        yield Claim(f"minors{name}", status, "none", people.minors, none)
    elif status.value == "present":
        some = TRUE if people.minors else UNKNOWN if people.minors_open else FALSE
        yield Claim(f"minors{name}", status, "present", people.minors, some)


def _covers(said: float, low: float, high: float) -> Truth:
    """Whether the coverage is what is claimed; that all agreed is only true if all did."""
    if said == 1:
        return TRUE if low == 1 else FALSE if high < 1 else UNKNOWN
    return _within(said, low, high)
