"""A plan to functions: each condition becomes one closure from a scope to a Truth.

Deciding is all that these do. Why a verdict came out as it did is worked out
afterwards, and only where somebody will read it (`because.py`).
"""

from __future__ import annotations

from policylint.dates import days_before
from policylint.documents.node import escape
from policylint.facts import FACTS
from policylint.facts.common import Answer, Item, World, takes
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.policy.in_force import NO_SILENCE, RECORDS
from policylint.policy.words import WORDS
from policylint.policy.words.said import is_said
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

Scope = dict[str, Item]


class Compiled(NamedTuple):
    """A rule that can be run: its plan, what it ranges over, its two conditions."""

    plan: dict[str, Any]
    ranges: tuple[tuple[str, Callable[[Scope, World], list[Item] | None]], ...]
    when: Callable[[Scope, World], Truth] | None
    require: Callable[[Scope, World], Truth]


def compile_rule(plan: dict[str, Any]) -> Compiled:
    """Compile one rule's plan."""
    ranges = tuple((name, items_of(listed)) for name, listed in plan["for_each"])
    when = condition(plan["when"]) if plan["when"] is not None else None
    for name, listed in plan["for_each"]:
        if is_rows(listed):
            when = _in_data(name, when)
    require = condition(plan["require"])
    return Compiled(plan, ranges, when, _negated(require) if plan["forbid"] else require)


def of_records(plan: dict[str, Any]) -> bool:
    """Whether a rule ranges over the rows of a ledger."""
    return any(is_rows(listed) for _, listed in plan["for_each"])


def beside_rows(rule: Compiled) -> Compiled:
    """A rule as if it ranged over nothing but what it ranges over beside the rows."""
    others = [(name, listed) for name, listed in rule.plan["for_each"] if not is_rows(listed)]
    names = {name for name, _ in others}
    kept = tuple((name, items) for name, items in rule.ranges if name in names)
    return rule._replace(plan={**rule.plan, "for_each": others}, ranges=kept)


def is_rows(listed: list[Any] | None) -> bool:
    """Whether a list that a rule ranges over is the rows of a ledger."""
    return listed is not None and listed[3] == RECORDS


def about_ledger(plan: dict[str, Any]) -> bool:
    """Whether a rule looks at a ledger: at its rows, or at their totals."""
    return of_records(plan) or _asks(plan["for_each"]) or _asks(plan["when"]) or _asks(plan["require"])


def _asks(part: Any) -> bool:
    """Whether a part of a plan reads the totals of a ledger."""
    match part:
        case ["Datasheet", str(name)]:
            return name.startswith("ledger.")
        case list():
            return any(map(_asks, part))
    return False


def _in_data(name: str, when: Callable[[Scope, World], Truth] | None) -> Callable[[Scope, World], Truth]:
    """A rule on rows applies to what is still in the data: rows of what was removed are history."""
    path = [f"{name}.in_data", name, [], ["LedgerRow", "in_data"], [], NO_SILENCE]
    kept = condition(["leaf", path, "is", ["const", True], None, 0])
    return kept if when is None else _fold([kept, when], start=TRUE, ends=FALSE)


# values


def getter(path: list[Any]) -> Callable[[Scope, World], Any]:
    """A function that looks a path up: its value, UNSAID if it is not said; a mapping that says nothing is not."""
    _, root, keys, fact, rest, silence = path
    absent = UNSAID if silence == NO_SILENCE else silence
    if fact is not None:
        owner, name = fact
        further = _pointer(keys)

        def derive(scope: Scope, world: World) -> Any:
            value = answer(scope.get(root) or world.sheet, owner, name, world, keys, further).value
            return _looked(value, rest, absent) if rest else value

        return derive
    return lambda scope, world: _looked((scope.get(root) or world.sheet).value, keys, absent)


def _looked(value: Any, keys: list[str], absent: Any) -> Any:
    for key in keys:
        if type(value) is not dict:
            return UNSAID
        if key not in value:
            value = absent
            break
        value = value[key]
    return value if type(value) is not dict or is_said(value) else UNSAID


def locate(scope: Scope, world: World, root: str, keys: list[str]) -> Item:
    """The item that keys lead to from a bound name, or from the sheet."""
    return below(scope.get(root) or world.sheet, keys)


def below(item: Item, keys: Sequence[str], further: str | None = None) -> Item:
    """The item that keys lead to from another; `further` is their pointer, where it is known."""
    if not keys:
        return item
    if item.parts is not None:
        for key in keys:
            item = item.child(key)
        return item
    value = item.value
    for key in keys:
        value = value.get(key, UNSAID) if type(value) is dict else UNSAID
    return Item(value, item.sheet, item.pointer + (_pointer(keys) if further is None else further))


def _pointer(keys: Sequence[str]) -> str:
    return "".join(f"/{escape(key)}" for key in keys)


def answer(at: Item, owner: str, name: str, world: World, keys: Sequence[str] = (), further: str = "") -> Answer:
    """A fact's answer about an item, or about what keys lead to from it, which is `further` as a pointer.

    Derived once per judgement, place and kind of object there. Not said where its object is not.
    """
    if at.parts is not None:  # what stands for its fields is in places of its own
        at, keys, further = below(at, keys), (), ""
    key = (at.sheet.document.path, at.sheet.kind, at.pointer + further, owner, name)
    known: Answer | None = world.memo.get(key)
    if known is None:
        at = below(at, keys, further)
        fact = FACTS[owner][name]
        if isinstance(at.value, dict):
            known = fact.derive(at, world)
        else:
            known = Answer(UNSAID, (), tuple(at.child(need) for need in fact.needs) or (at,))
        world.memo[key] = known
    return known


def items_of(listed: list[Any] | None) -> Callable[[Scope, World], list[Item] | None]:
    """A function that gives a list's items; None if the list is not said. `listed` None: the uses being judged."""
    if listed is None:
        return lambda _, world: None if world.uses is None else list(world.uses)
    text, root, keys, fact, rest, _ = listed
    value_of, of_sheet, further = getter(listed), ("items", text), _pointer(keys)

    def items(scope: Scope, world: World) -> list[Item] | None:
        if root in scope:
            return found_items(scope, world)
        if of_sheet not in world.memo:
            world.memo[of_sheet] = found_items(scope, world)
        known: list[Item] | None = world.memo[of_sheet]
        return known

    def found_items(scope: Scope, world: World) -> list[Item] | None:
        at = below(scope.get(root) or world.sheet, keys, further)
        if fact is not None:
            found = answer(at, fact[0], fact[1], world)
            if found.items is not None:
                return list(found.items)
            at = found.because[0] if found.because else at
            at = below(at, rest)
        value = value_of(scope, world)
        if value is UNSAID:
            return None
        if value is not at.value:
            at = at._replace(value=value)
        if isinstance(value, list):
            return at.children() if world.entry is None else [item for item in at.children() if takes(item, world)]
        return [] if value == "none" else [at]

    return items


# conditions


def condition(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    """Compile one condition."""
    return _COMPILERS[plan[0]](plan)


def _leaf(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    _, path, word, operand, vocabulary, _ = plan
    get, test, against = getter(path), WORDS[word].test, WORDS[word].against
    if operand[0] == "const":
        constant = operand[1]
        decide = against(constant, vocabulary) if against is not None else None
        if decide is not None:
            return lambda scope, world: decide(get(scope, world))
        return lambda scope, world: test(get(scope, world), constant, vocabulary)
    if operand[0] == "as_of":
        back = operand[1]
        return lambda scope, world: test(
            get(scope, world), days_before(world.as_of, back) if back else world.as_of, vocabulary
        )
    other = getter(operand[1])
    return lambda scope, world: test(get(scope, world), other(scope, world), vocabulary)


def _const(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    value = truth(plan[1])
    return lambda scope, world: value  # noqa: ARG005 - conditions have one signature


def _not(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    return _negated(condition(plan[1]))


def _negated(inner: Callable[[Scope, World], Truth]) -> Callable[[Scope, World], Truth]:
    def negated(scope: Scope, world: World) -> Truth:
        one = inner(scope, world)
        return FALSE if one is TRUE else TRUE if one is FALSE else UNKNOWN

    return negated


def _all(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    return _fold([condition(part) for part in plan[1]], start=TRUE, ends=FALSE)


def _any(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    return _fold([condition(part) for part in plan[1]], start=FALSE, ends=TRUE)


def _fold(parts: list[Callable[[Scope, World], Truth]], start: Truth, ends: Truth) -> Callable[[Scope, World], Truth]:
    def fold(scope: Scope, world: World) -> Truth:
        verdict = start
        for part in parts:
            one = part(scope, world)
            if one is ends:
                return ends
            if one is UNKNOWN:
                verdict = UNKNOWN
        return verdict

    return fold


def _quantified(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    word, name, listed, where, satisfy = plan
    items, asked = items_of(listed), condition(satisfy)
    chosen = condition(where) if where is not None else None
    every = word == "every"
    start, ends = (TRUE, FALSE) if every else (FALSE, TRUE)

    def quantified(scope: Scope, world: World) -> Truth:
        found = items(scope, world)
        if found is None:
            return UNKNOWN
        verdict = start
        for item in found:
            inside = {**scope, name: item}
            one = asked(inside, world)
            if chosen is not None:
                one = (~chosen(inside, world) | one) if every else (chosen(inside, world) & one)
            if one is ends:
                return ends
            if one is UNKNOWN:
                verdict = UNKNOWN
        return verdict

    return quantified


def count_bounds(truths: list[Truth], low: int | None, high: int | None) -> Truth:
    """Whether a count lies within bounds, when some items are undecided: the count is an interval."""
    least = truths.count(TRUE)
    most = least + truths.count(UNKNOWN)
    if (low is not None and most < low) or (high is not None and least > high):
        return FALSE
    sure = (low is None or least >= low) and (high is None or most <= high)
    return TRUE if sure else UNKNOWN


def _count(plan: list[Any]) -> Callable[[Scope, World], Truth]:
    _, name, listed, where, low, high, _ = plan
    items = items_of(listed)
    chosen = condition(where if where is not None else ["const", True])

    def count(scope: Scope, world: World) -> Truth:
        found = items(scope, world)
        if found is None:
            return UNKNOWN
        truths = [chosen({**scope, name: item}, world) for item in found]
        return count_bounds(truths, low, high)

    return count


_COMPILERS: dict[str, Callable[[list[Any]], Callable[[Scope, World], Truth]]] = {
    "leaf": _leaf,
    "const": _const,
    "not": _not,
    "all": _all,
    "any": _any,
    "every": _quantified,
    "some": _quantified,
    "count": _count,
}
