"""Searching for fragments that show what rules do: near the rules' own tests, and from the smallest datasheet on.

What is claimed of a witness was seen: it was judged as a check judges, once as a value and once more as the YAML
that is shown. That there is none is claimed only when every class was tried.
"""

from __future__ import annotations

from itertools import chain, islice

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.compile import Compiled, compile_rule
from policylint.policy.witness.domains import AS_OF, SHEET, USE, Domain, Tree, domains, moment_of
from policylint.policy.witness.seeds import Seeds, smallest, tries, variants
from policylint.policy.witness.worlds import Fragments, Outcomes, outcomes_on, places_on, read_back, size, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

MOST_WORLDS = 20_000
"""Worlds that one search judges before it gives up."""
_MOST_SMALLER = 500
"""Worlds that are judged in search of something smaller than what is known already."""
_MOST_CHANGED = 2000
"""Seeds with one value changed that are tried."""
_MOST_PLACED = 500
"""Worlds on which the places of findings are compared."""
_MOST_ODD = 100
_ABSENT = object()


class Witness(NamedTuple):
    """Fragments (`worlds.Fragments`), with what each rule came to on them."""

    datasheet: dict[str, Any]
    use: dict[str, Any] | None
    outcomes: Outcomes
    sheets: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - a default that nobody changes
    advisories: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - as above
    as_of: str = AS_OF

    @property
    def fragments(self) -> Fragments:
        """The documents alone."""
        return Fragments(self.datasheet, self.use, self.sheets, self.advisories, self.as_of)

    def yaml(self) -> str:
        """The witness as it is written: the datasheet, the use, then what else there is, each under its name."""
        parts = [written(self.datasheet)]
        if self.use is not None:
            parts.append(f"# the use\n{written(self.use)}")
        parts += [f"# {path}\n{written(sheet)}" for path, sheet in self.sheets.items()]
        parts += [f"# the advisory {name}\n{written(one)}" for name, one in self.advisories.items()]
        if self.as_of != AS_OF:
            parts.append(f"# as of {self.as_of}\n")
        return "".join(parts)


def _witness(shown: Fragments, outcomes: Outcomes) -> Witness:
    return Witness(shown.datasheet, shown.use, outcomes, shown.sheets, shown.advisories, shown.as_of)


class Sought(NamedTuple):
    """What a search came to: a witness, or none and whether that is sure (`why` says what it is not sure for)."""

    witness: Witness | None
    exhausted: bool
    why: tuple[str, ...] = ()

    @property
    def impossible(self) -> bool:
        """Whether there is no such datasheet at all."""
        return self.witness is None and self.exhausted


NONE = Sought(None, exhausted=True)
UNDECIDED = Sought(None, exhausted=False)


def find(
    plans: list[dict[str, Any]],
    wanted: Callable[[Outcomes], bool],
    *,
    seeds: Sequence[Seeds] = (),
    limit: int = MOST_WORLDS,
) -> Sought:
    """The smallest datasheet (and use) on which the rules come out as wanted; `seeds` are where to look first.

    A rule has one outcome: the worst of its items'.
    """
    compiled = [compile_rule(plan) for plan in plans]
    nearest = _near(plans, compiled, wanted, seeds)
    why: list[str] = []
    for domain in domains(plans):
        sought = _search(domain, compiled, wanted, limit if nearest is None else _MOST_SMALLER)
        why += sought.why
        if sought.witness is not None and (nearest is None or size(sought.witness.fragments) < size(nearest.fragments)):
            nearest = sought.witness
    if nearest is not None:
        return Sought(nearest, exhausted=False)
    return NONE if not why else UNDECIDED._replace(why=tuple(dict.fromkeys(why)))


def _near(
    plans: list[dict[str, Any]],
    compiled: list[Compiled],
    wanted: Callable[[Outcomes], bool],
    seeds: Sequence[Seeds],
) -> Witness | None:
    """Small fragments, near a seed, on which the rules come out as wanted."""

    def shows(shown: Fragments) -> bool:
        moment = _moment(plans, shown)
        if moment is None:
            return False
        outcomes = outcomes_on(compiled, shown, moment)
        return wanted(outcomes) and read_back(compiled, shown, moment) == outcomes

    return _least(plans, compiled, chain(tries(seeds), _changed(plans, seeds)), shows)


def _least(
    plans: list[dict[str, Any]],
    compiled: list[Compiled],
    among: Iterable[Fragments],
    shows: Callable[[Fragments], bool],
) -> Witness | None:
    """The first fragments that show something, without all that they show it without."""
    found = next((one for one in among if shows(one)), None)
    if found is None:
        return None
    least = _fragments(smallest(_parts(found), lambda parts: shows(_fragments(parts))))
    moment = _moment(plans, least)
    assert moment is not None
    return _witness(least, outcomes_on(compiled, least, moment))


def _changed(plans: list[dict[str, Any]], seeds: Sequence[Seeds]) -> Iterator[Fragments]:
    """Seeds with one value changed, the least ones first."""
    trees = [domain.trees for domain in domains(plans)]
    found = (
        _fragments({**_parts(seed), kind: changed})
        for seed in chain.from_iterable(seeds)
        for kind, tree in ((kind, tree) for one in trees[:1] for kind, tree in one.items())
        if kind == SHEET or seed.use is not None
        for changed in variants(getattr(seed, kind), tree)
    )
    return islice(found, _MOST_CHANGED)


def _moment(plans: list[dict[str, Any]], shown: Fragments) -> str | None:
    """The moment at which the rules judge fragments; None where they do not judge such."""
    return moment_of(plans, declared=shown.use is not None)


def _parts(shown: Fragments) -> dict[str, Any]:
    return {name: part for name, part in shown._asdict().items() if part is not None}


def _fragments(parts: dict[str, Any]) -> Fragments:
    return Fragments(**{SHEET: {}, **parts})


def distinguish(
    one: dict[str, Any], other: dict[str, Any], *, seeds: Sequence[Seeds] = (), limit: int = MOST_WORLDS
) -> Sought:
    """The smallest datasheet on which two rules come out differently, or else find the same in different places."""
    sought = find([one, other], lambda outcomes: outcomes[0] != outcomes[1], seeds=seeds, limit=limit)
    if sought.witness is not None or one == other:
        return sought
    placed = _placed([one, other], seeds)
    if placed is not None:
        return Sought(placed, exhausted=False)
    return UNDECIDED._replace(why=(*sought.why, f"places were compared on {_MOST_PLACED} datasheets at most"))


def _placed(plans: list[dict[str, Any]], seeds: Sequence[Seeds]) -> Witness | None:
    """The first fragments on which two rules find the same in different places, without what they do so without."""
    compiled = [compile_rule(plan) for plan in plans]

    def shows(shown: Fragments) -> bool:
        moment = _moment(plans, shown)
        places = None if moment is None else places_on(compiled, shown, moment)
        return places is not None and places[0] != places[1]

    every = chain(tries(seeds), _changed(plans, seeds), *map(_candidates, domains(plans)))
    return _least(plans, compiled, islice(every, _MOST_PLACED), shows)


def _search(domain: Domain, compiled: list[Compiled], wanted: Callable[[Outcomes], bool], limit: int) -> Sought:
    judged = odd = 0
    for shown in _candidates(domain):
        judged += 1
        if judged > limit:
            return UNDECIDED._replace(why=(*domain.why, f"more than {limit} datasheets to try"))
        outcomes = outcomes_on(compiled, shown, domain.moment)
        if not wanted(outcomes):
            continue
        if read_back(compiled, shown, domain.moment) == outcomes:
            return Sought(_witness(shown, outcomes), exhausted=False)
        odd += 1
        if odd > _MOST_ODD:
            break
    why = (*domain.why, "what would show it is no valid datasheet") if odd else domain.why
    return NONE if not why else UNDECIDED._replace(why=why)


# counting up


def _candidates(domain: Domain) -> Iterator[Fragments]:
    """Every datasheet and use of a domain, from those that say least."""
    both = Tree(domain.trees, None, 0, (), {})
    for stated in range(_most(both) + 1):
        for fields in _fields(list(both.fields.items()), stated):
            yield Fragments(fields.get(SHEET, {}), fields.get(USE, {}) if domain.declared else None)


def _sized(tree: Tree, size: int) -> Iterator[Any]:
    """Every value of a tree that states so many fields; _ABSENT for none."""
    if tree.item is not None:
        yield from _lists(tree, size)
    elif tree.values:
        yield from ((_ABSENT,) if size == 0 else tree.values if size == 1 else ())
    elif size == 0:
        yield _ABSENT
    else:
        yield from _fields(list(tree.fields.items()), size)
        if tree.fixed and size == 1:
            yield tree.fixed


def _fields(fields: list[tuple[str, Tree]], size: int) -> Iterator[dict[str, Any]]:
    if not fields:
        if size == 0:
            yield {}
        return
    (key, tree), rest = fields[0], fields[1:]
    room = sum(_most(one) for _, one in rest)
    for own in range(max(0, size - room), min(size, _most(tree)) + 1):
        for value in _sized(tree, own):
            for others in _fields(rest, size - own):
                yield others if value is _ABSENT else {key: value, **others}


def _lists(tree: Tree, size: int) -> Iterator[Any]:
    """No list, an empty one, or one of so many items; an item counts for one beside its fields."""
    if size == 0:
        yield _ABSENT
    if size == 1:
        yield []
    for length in range(1, min(tree.most, size) + 1):
        yield from _items(tree, length, size - length, 0)


def _items(tree: Tree, length: int, size: int, index: int) -> Iterator[list[Any]]:
    if length == 0:
        if size == 0:
            yield []
        return
    assert tree.item is not None
    for own in range(size + 1):
        for value in _fields(list(tree.item.fields.items()), own):
            item = {key: f"{one}{index or ''}" if key == "id" else one for key, one in tree.item.fixed.items()} | value
            for others in _items(tree, length - 1, size - own, index + 1):
                yield [item, *others]


def _most(tree: Tree) -> int:
    """The most fields that a value of a tree can state."""
    if tree.item is not None:
        return max(1, tree.most * (1 + _most(tree.item)))
    if tree.values:
        return 1
    return sum(_most(one) for one in tree.fields.values()) or (1 if tree.fixed else 0)
