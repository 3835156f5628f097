"""A datasheet in another format, and what became of each thing that it says.

Nobody's word is taken for what a format holds: the text that a writer made is
read back by the reader of its format, and what does not come back is lost, or
stands there in words only.
"""

from __future__ import annotations

import os

from policylint.documents import read
from policylint.documents.node import escape
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes.check import UNSAID
from policylint.sheets import typed
from policylint.writers import writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.facts.common import Sheet
    from policylint.writers.common import Value

_NOT_DATA = ("datasheet",)
_NAMES = frozenset({"id", "name", "ref", "code", "applies_to", "license"})
"""Fields that tell one item of a list from another."""


class Conversion(NamedTuple):
    """The text, and the pointers of the sheet by what became of them; `filled` is what the format asked for besides.

    A pointer stands for everything below it. Together `kept`, `worded` and
    `lost` are all that the sheet says.
    """

    text: str
    kept: tuple[str, ...]
    worded: tuple[str, ...]
    lost: tuple[str, ...]
    filled: tuple[str, ...]


def convert(sheet: Sheet, to: str, base: str | None = None) -> Conversion:
    """Write a sheet in a format, and read it back. Raises PolicylintError if the format cannot hold it at all."""
    value = plainly(sheet.value)
    target = writer(to)
    written = target.write(value, base)
    again = read_back(written.text, target.FILE)
    if again is None:
        raise PolicylintError(f"{sheet.document.path}: this cannot be written as {to}: what came out cannot be read")
    lost = set(_lost(value, plainly(again), ""))
    worded = {one for one in lost if any(_below(one, above) for above in written.worded)}
    state = dict.fromkeys(stated(value), "kept") | dict.fromkeys(lost, "lost") | dict.fromkeys(worded, "worded")
    by_state = {name: tuple(_folded(value, state, name)) for name in ("kept", "worded", "lost")}
    return Conversion(written.text, by_state["kept"], by_state["worded"], by_state["lost"], written.filled)


def read_back(text: str, file: str) -> Value | None:
    """The typed value of a text by the reader of its format; None if it cannot be read."""
    loaded = typed(read(text.encode(), os.path.basename(file)), None, {})
    return loaded.sheet.value if loaded.sheet is not None else None


def plainly(value: Value) -> Value:
    """A typed sheet as one would write it: without what follows from another answer, and its format's version."""
    plain = {key: one for key, one in value.items() if key not in _NOT_DATA}
    people = plain.get("people")
    if isinstance(people, dict):
        plain["people"] = _unsettled(people)
    return plain


def _unsettled(people: dict[str, Any]) -> dict[str, Any]:
    """`people` without the answers that follow from `present: false` and from an ethics review of the whole."""
    if people.get("present") is False:
        return {key: one for key, one in people.items() if one not in ([], "none")}
    review, groups = people.get("ethics_review"), people.get("groups")
    if review is None or not isinstance(groups, list):
        return people
    kept = [{key: one for key, one in group.items() if (key, one) != ("ethics_review", review)} for group in groups]
    return {**people, "groups": kept}


def stated(value: Any, pointer: str = "") -> Iterator[str]:
    """The pointers of everything that a value says: texts, numbers, and empty lists, which say that there are none."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from stated(one, f"{pointer}/{escape(key)}")
    elif isinstance(value, list) and value:
        for index, one in enumerate(value):
            yield from stated(one, f"{pointer}/{index}")
    elif value is not UNSAID:
        yield pointer


def _lost(value: Any, again: Any, pointer: str) -> Iterator[str]:
    """The pointers of what a value says and its copy does not."""
    if isinstance(value, dict) and isinstance(again, dict):
        for key, one in value.items():
            yield from _lost(one, again.get(key), f"{pointer}/{escape(key)}")
    elif isinstance(value, list) and value and isinstance(again, list):
        left = list(again)
        for index, one in enumerate(value):
            match = next((other for other in left if _agree(one, other)), None)
            if match is not None:
                left.remove(match)
            yield from _lost(one, match, f"{pointer}/{index}")
    elif not _same(value, again):
        yield from stated(value, pointer)


def _agree(one: Any, other: Any) -> bool:
    """Whether two items of lists are about the same thing: by what names them, else by all that both say."""
    if isinstance(one, dict) and isinstance(other, dict):
        shared = [key for key in one if key in other]
        named = [key for key in shared if key in _NAMES] or shared
        return bool(named) and all(_agree(one[key], other[key]) for key in named)
    return _same(one, other)


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same; the blanks around a text say nothing."""
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _below(pointer: str, above: str) -> bool:
    return pointer == above or pointer.startswith(f"{above}/")


def _folded(value: Any, state: dict[str, str], wanted: str, pointer: str = "") -> Iterator[str]:
    """The pointers in one state; where all below a pointer are in it, that pointer alone."""
    below = {state[one] for one in stated(value, pointer)}
    if below == {wanted} and pointer:
        yield pointer
    elif wanted in below and isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _folded(one, state, wanted, f"{pointer}/{escape(str(key))}")
