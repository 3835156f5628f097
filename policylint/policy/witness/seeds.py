"""Fragments to begin a search with: those of the rules' own tests, each alone and those of two rules laid together.

The tests of a rule show everything that it can come to, so a search that begins with them finds in a moment what
counting up from nothing would not reach.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import chain, islice

from policylint.lean import TYPE_CHECKING
from policylint.policy.witness.worlds import Fragments, size
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from policylint.policy.rule import Test
    from policylint.policy.witness.domains import Tree

_MOST_TOGETHER = 600
"""Combinations of two rules' tests that are tried."""

Seeds = tuple[Fragments, ...]


def seeds_of(tests: Iterable[Test]) -> Seeds:
    """The fragments of tests, those that say least first."""
    found = [
        Fragments(
            _plain(test.datasheet.value) if test.datasheet is not None else {},
            _plain(test.use.value) if test.use is not None else None,
            {path: _plain(checked.value) for path, checked, _ in test.sheets},
            {name: _plain(checked.value) for name, checked in test.advisories},
            test.as_of,
        )
        for test in tests
    ]
    return tuple(sorted(found, key=size))


def _plain(value: Any) -> Any:
    """A typed value as it is written."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return "unknown" if value is UNSAID else value


def tries(groups: Sequence[Seeds]) -> Iterator[Fragments]:
    """Each seed, then each of one rule laid over each of another, either way round."""
    yield from chain.from_iterable(groups)
    for index, group in enumerate(groups):
        others = [seed for other in (*groups[:index], *groups[index + 1 :]) for seed in other]
        pairs = sorted(((one, other) for one in group for other in others), key=lambda pair: sum(map(size, pair)))
        yield from islice((_together(*pair) for pair in pairs), _MOST_TOGETHER)


def variants(value: Any, tree: Tree) -> Iterator[Any]:
    """A value with one field as each that the rules tell apart, in the place where it stands or would."""
    if tree.item is not None:
        items = value if isinstance(value, list) and value else [dict(tree.item.fixed)]
        for index, item in enumerate(items):
            yield from ([*items[:index], one, *items[index + 1 :]] for one in variants(item, tree.item))
    elif tree.values:
        yield from (one for one in tree.values if one != value)
    else:
        said = value if isinstance(value, dict) else {}
        for key, below in tree.fields.items():
            yield from ({**said, key: one} for one in variants(said.get(key), below))


def _together(one: Fragments, other: Fragments) -> Fragments:
    return Fragments(*(_laid(upper, under) for upper, under in zip(one, other, strict=True)))


def _laid(upper: Any, under: Any) -> Any:
    """One value over another: key by key, item by item; else the upper one."""
    if isinstance(upper, dict) and isinstance(under, dict):
        return {key: _laid(upper.get(key), under.get(key)) for key in dict.fromkeys((*upper, *under))}
    if isinstance(upper, list) and isinstance(under, list) and all(isinstance(one, dict) for one in (*upper, *under)):
        longer = upper if len(upper) > len(under) else under
        return [*(_laid(*pair) for pair in zip(upper, under, strict=False)), *longer[min(len(upper), len(under)) :]]
    return under if upper is None else upper


# taking out


def smallest(value: Any, shows: Callable[[Any], bool]) -> Any:
    """What is left of a value when all is taken out that it shows the same without; outer things first."""
    kept = 0
    while True:
        for keys in islice(_inner(value), kept, None):
            less = _without(value, keys)
            if shows(less):
                value = less
                break
            kept += 1
        else:
            return value


def _inner(value: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The keys to everything inside a value, outer things first."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield (*keys, key)
        yield from _inner(one, (*keys, key))


def _without(value: Any, keys: tuple[Any, ...]) -> Any:
    copy = deepcopy(value)
    at: Any = copy
    for key in keys[:-1]:
        at = at[key]
    del at[keys[-1]]
    return copy
