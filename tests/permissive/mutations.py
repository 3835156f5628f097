"""Ways to take knowledge away from a document, or to garble it: each applied to every value that it fits.

A way gives the trees that it makes of a value, or of a pair of a mapping. None adds an answer that was not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.permissive.trees import NULL, Listed, Mapping, Scalar, Tree, pointer, replaced, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Mutant(NamedTuple):
    """A document with one change: which, where (`*` for every item of a list), and what came of it."""

    mutation: str
    at: str
    tree: Tree


Pair = tuple[str, Tree]


def misspelled(word: str) -> str:
    """A word with one letter too many, as a slip of a finger makes it; of an empty one, a letter.

    >>> misspelled("license"), misspelled("id"), misspelled("")
    ('liccense', 'idd', 'x')
    """
    at = (len(word) + 1) // 2
    return word[:at] + word[at - 1 : at] + word[at:] if word else "x"


def shortened(word: str) -> str:
    """A word without its last letter.

    >>> shortened("licenses"), shortened("a")
    ('license', 'a_')
    """
    return word[:-1] if len(word) > 1 else f"{word}_"


def _case(word: str) -> str:
    """A word in the other case.

    >>> _case("given"), _case("CC-BY-4.0")
    ('GIVEN', 'cc-by-4.0')
    """
    return word.upper() if word.upper() != word else word.lower()


_KEYS: dict[str, Callable[[Pair], Pair | None]] = {
    "key misspelled": lambda pair: (misspelled(pair[0]), pair[1]),
    "key cut short": lambda pair: (shortened(pair[0]), pair[1]),
    "key renamed": lambda pair: (f"x_{pair[0]}", pair[1]),
    "key in another case": lambda pair: (_case(pair[0]), pair[1]),
    "key with dashes": lambda pair: (pair[0].replace("_", "-"), pair[1]) if "_" in pair[0] else None,
    "key dropped": lambda _: None,
}
"""What becomes of a pair of a mapping; None where it goes."""


def _garbled(value: Tree) -> Tree:
    return Scalar("garbled") if not isinstance(value, Scalar) else Mapping((("x", value),))


_ANSWERS_NOTHING = (NULL, Scalar("unknown"), Scalar("none"), Scalar(""))
"""In the place of these, a number is an answer: where a text belongs, it is one."""

_VALUES: dict[str, Callable[[Tree], Tree | None]] = {
    "value null": lambda value: NULL if value != NULL else None,
    "value unknown": lambda value: Scalar("unknown") if value != Scalar("unknown") else None,
    "value emptied": lambda value: (
        Mapping(()) if isinstance(value, Mapping) else Scalar("") if isinstance(value, Scalar) else None
    ),
    "value of another kind": _garbled,
    "value a number": lambda value: Scalar("-7", plain=True) if value not in _ANSWERS_NOTHING else None,
    "value misspelled": lambda value: Scalar(misspelled(value.text)) if isinstance(value, Scalar) else None,
    "value in another case": lambda value: (
        Scalar(_case(value.text), plain=value.plain)
        if isinstance(value, Scalar) and _case(value.text) != value.text
        else None
    ),
    "list reordered": lambda value: (
        Listed(value.items[::-1]) if isinstance(value, Listed) and len(value.items) > 1 else None
    ),
}
"""What becomes of a value; None where the way does not fit."""

_ADDED = {"unknown key added": "something_else", "key of elsewhere added": "severity"}


def _of_mapping(value: Mapping) -> Iterator[tuple[str, int | None, Tree]]:
    for number, pair in enumerate(value.pairs):
        before, after = value.pairs[:number], value.pairs[number + 1 :]
        for name, way in _KEYS.items():
            new = way(pair)
            if new is not None or name == "key dropped":
                yield name, number, Mapping((*before, *([new] if new is not None else []), *after))
        yield "key twice", number, Mapping((*before, pair, pair, *after))
        yield "key twice, once null", number, Mapping((*before, pair, (pair[0], NULL), *after))
    for name, key in _ADDED.items():
        yield name, None, Mapping((*value.pairs, (key, Scalar("true", plain=True))))
    if len(value.pairs) > 1:
        yield "keys reordered", None, Mapping(value.pairs[::-1])


def _of_list(value: Listed) -> Iterator[tuple[str, int | None, Tree]]:
    for number in range(len(value.items)):
        yield "item dropped", number, Listed((*value.items[:number], *value.items[number + 1 :]))
        yield "item null", number, Listed((*value.items[:number], NULL, *value.items[number + 1 :]))


def mutants(tree: Tree) -> Iterator[Mutant]:
    """Every mutant of a document, in order of the places in it."""
    for path, value in walk(tree):
        at = pointer(tree, path)
        for name, way in _VALUES.items() if path else ():
            new = way(value)
            if new is not None and new != value:
                yield Mutant(name, at, replaced(tree, path, new))
        for name, number, new in _inside(value):
            where = (*path, number) if number is not None else path
            yield Mutant(name, pointer(tree, where), replaced(tree, path, new))


def _inside(value: Tree) -> Iterator[tuple[str, int | None, Tree]]:
    """What becomes of a mapping or a list, with the number of the pair or item that it is about."""
    if isinstance(value, Mapping):
        return _of_mapping(value)
    return _of_list(value) if isinstance(value, Listed) else iter(())


MUTATIONS = (
    *_VALUES,
    *_KEYS,
    "key twice",
    "key twice, once null",
    *_ADDED,
    "keys reordered",
    "item dropped",
    "item null",
)
"""Every way, by its name."""
