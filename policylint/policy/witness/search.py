"""Going through the datasheets that rules tell apart, from the smallest on, and judging each of them.

What is claimed of a witness was seen: it was judged as a check judges, once as a value and once more as the YAML
that is shown. That there is none is claimed only when every class was tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from policylint.documents import Document, read
from policylint.documents.node import Node
from policylint.facts.common import Item, Sheet, World
from policylint.policy.compile import Compiled, compile_rule
from policylint.policy.judge import judge
from policylint.policy.witness.domains import AS_OF, SHEET, USE, Domain, Tree, domains
from policylint.shapes.check import UNSAID, check_fragment, settle_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_WORLDS = 20_000
"""Worlds that one search judges before it gives up."""
_MOST_ODD = 100
_ABSENT = object()

Outcomes = tuple[str, ...]


class Witness(NamedTuple):
    """A datasheet, and a use where there is one, with what each rule came to on it."""

    datasheet: dict[str, Any]
    use: dict[str, Any] | None
    outcomes: Outcomes

    def yaml(self) -> str:
        """The witness as it is written: the datasheet, then the use."""
        return written(self.datasheet) + ("" if self.use is None else f"# the use\n{written(self.use)}")


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
    limit: int = MOST_WORLDS,
) -> Sought:
    """The smallest datasheet (and use) on which the rules come out as wanted.

    A rule has one outcome: the worst of its items'.
    """
    compiled = [compile_rule(plan) for plan in plans]
    why: list[str] = []
    nearest: Witness | None = None
    for domain in domains(plans):
        sought = _search(domain, compiled, wanted, limit)
        why += sought.why
        if sought.witness is not None and (nearest is None or _size(sought.witness) < _size(nearest)):
            nearest = sought.witness
    if nearest is not None:
        return Sought(nearest, exhausted=False)
    return NONE if not why else UNDECIDED._replace(why=tuple(dict.fromkeys(why)))


def distinguish(one: dict[str, Any], other: dict[str, Any], *, limit: int = MOST_WORLDS) -> Sought:
    """The smallest datasheet on which two rules come out differently."""
    return find([one, other], lambda outcomes: outcomes[0] != outcomes[1], limit=limit)


def written(value: dict[str, Any]) -> str:
    """A fragment as YAML."""
    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)
    return text


def _search(domain: Domain, compiled: list[Compiled], wanted: Callable[[Outcomes], bool], limit: int) -> Sought:
    judged = odd = 0
    for sheet, use in _candidates(domain):
        judged += 1
        if judged > limit:
            return UNDECIDED._replace(why=(*domain.why, f"more than {limit} datasheets to try"))
        outcomes = outcomes_on(compiled, sheet, use, domain.moment)
        if not wanted(outcomes):
            continue
        if _reads_back(compiled, sheet, use, domain.moment) == outcomes:
            return Sought(Witness(sheet, use, outcomes), exhausted=False)
        odd += 1
        if odd > _MOST_ODD:
            break
    why = (*domain.why, "what would show it is no valid datasheet") if odd else domain.why
    return NONE if not why else UNDECIDED._replace(why=why)


# judging


def outcomes_on(compiled: list[Compiled], sheet: dict[str, Any], use: dict[str, Any] | None, moment: str) -> Outcomes:
    """What each rule comes to on a datasheet, as written, and a use."""
    value = _typed(sheet)
    settle_people(value)
    world = _world(Sheet(value, _NOWHERE, SHEET), None if use is None else Sheet(_typed(use), _NOWHERE, USE), moment)
    return tuple(_worst({one.outcome for one in judge(rule, world)}) for rule in compiled)


def _worst(outcomes: set[str]) -> str:
    return next((one for one in ("fail", "unknown", "pass") if one in outcomes), "not_applicable")


def _typed(value: Any) -> Any:
    """A value as the walk over a document types it: what says `unknown` is not said."""
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return UNSAID if value == "unknown" else value


def _world(sheet: Sheet, use: Sheet | None, moment: str) -> World:
    root = Item(sheet.value, sheet, "")
    if use is None:
        intended = root.child("uses").child("intended")
        uses = None if intended.value is UNSAID else tuple(intended.children())
        return World(root, uses, None, moment, AS_OF, {})
    item = Item(use.value, use, "")
    entry = next(iter(item.child("datasets").children()), None)
    return World(root, (item,), entry, moment, AS_OF, {}, USE)


_NOWHERE = Document("", "", None, ())


def _reads_back(
    compiled: list[Compiled], sheet: dict[str, Any], use: dict[str, Any] | None, moment: str
) -> Outcomes | None:
    """What the rules come to on the datasheet and the use as YAML; None if that is not valid."""
    sheets = [_read(value, kind) for value, kind in ((sheet, SHEET), (use, USE)) if value is not None]
    if None in sheets:
        return None
    known = [one for one in sheets if one is not None]
    world = _world(known[0], known[1] if len(known) > 1 else None, moment)
    return tuple(_worst({one.outcome for one in judge(rule, world)}) for rule in compiled)


def _read(value: dict[str, Any], kind: str) -> Sheet | None:
    document = read(written(value).encode(), f"witness.{kind}.yaml")
    if not isinstance(document.root, Node):
        return None
    checked = check_fragment(document, document.root, kind)
    return None if checked.problems else Sheet(checked.value, document, kind, checked.origins)


# counting up


def _candidates(domain: Domain) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Every datasheet and use of a domain, from those that say least."""
    both = Tree(domain.trees, None, 0, (), {})
    for size in range(_most(both) + 1):
        for fields in _fields(list(both.fields.items()), size):
            sheet = fields.get(SHEET, {})
            yield sheet, (fields.get(USE, {}) if domain.declared else None)


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


def _size(witness: Witness) -> int:
    return _count(witness.datasheet) + _count(witness.use)


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_count(one) for one in value.values())
    return 1 + sum(_count(one) for one in value if isinstance(one, dict)) if isinstance(value, list) else 1
