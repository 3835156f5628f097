"""Why a condition came out as it did: the leaves that decided it, and where their values stand.

An undecided condition is explained by its undecided branches, and by what would
decide them.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from policylint.findings import milder, rank
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from policylint.policy.compile import Scope, answer, condition, getter, items_of, locate
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.facts.common import Item, World


class Evidence(NamedTuple):
    """One deciding leaf: the policy's line, the values it looked at, and the fields that would decide it.

    `places` are its own value's, `others` those of what it is compared with.
    Each missing field goes with the path that the rule uses for it.
    """

    line: int
    verdict: Truth
    text: str
    value: Any
    places: tuple[Item, ...]
    others: tuple[Item, ...]
    missing: tuple[tuple[str, Item], ...]
    ceiling: str | None
    word: str = ""


def because(plan: list[Any], scope: Scope, world: World) -> list[Evidence]:
    """The leaves that decide a condition, in the order in which the rule is written."""
    return list(_explain(plan, scope, world))


def _explain(plan: list[Any], scope: Scope, world: World) -> Iterator[Evidence]:
    kind = plan[0]
    if kind == "leaf":
        yield _leaf(plan, scope, world)
    elif kind == "not":
        yield from _explain(plan[1], scope, world)
    elif kind in ("all", "any"):
        verdicts = [condition(part)(scope, world) for part in plan[1]]
        verdict = reduce(and_, verdicts, TRUE) if kind == "all" else reduce(or_, verdicts, FALSE)
        for part, one in zip(plan[1], verdicts, strict=True):
            if one is verdict:
                yield from _explain(part, scope, world)
    elif kind in ("every", "some"):
        yield from _quantified(plan, scope, world)
    elif kind == "count":
        yield from _count(plan, scope, world)


def _leaf(plan: list[Any], scope: Scope, world: World) -> Evidence:
    _, path, word, operand, _, line = plan
    places, missing, ceiling = trace(path, scope, world)
    others: tuple[Item, ...] = ()
    if operand[0] == "path":
        others, other_missing, _ = trace(operand[1], scope, world)
        missing += other_missing + (_unsaid_of_use(operand[1], others) if word == "permits" else ())
    verdict = condition(plan)(scope, world)
    value = getter(path)(scope, world)
    bounds = [item.ceiling for _, item in missing]
    if verdict is UNKNOWN and bounds and None not in bounds:
        ceiling = milder(ceiling or "error", min((bound or "error" for bound in bounds), key=rank))
    return Evidence(line, verdict, path[0], value, places, others, missing if verdict is UNKNOWN else (), ceiling, word)


def _unsaid_of_use(path: list[Any], places: tuple[Item, ...]) -> tuple[tuple[str, Item], ...]:
    """What a use does not say of what it does, where terms are asked whether they permit the whole of it."""
    if path[3] is not None:
        return ()  # a fact names its own
    said = [(f"{path[0]}.{name}", at.child(name)) for at in places for name in ("activities", "commercial")]
    return tuple((name, item) for name, item in said if item.value is UNSAID)


def trace(
    path: list[Any], scope: Scope, world: World
) -> tuple[tuple[Item, ...], tuple[tuple[str, Item], ...], str | None]:
    """Where a path's value stands, what would say it, and the ceiling of the fact it comes from."""
    text, root, keys, fact, rest, _ = path
    at = locate(scope, world, root, keys)
    if fact is None:
        value = getter(path)(scope, world)
        return (at,), (((text, at),) if value is UNSAID else ()), at.ceiling
    found = answer(at, fact[0], fact[1], world)
    prefix = ".".join([root, *keys] if root else keys)
    if rest and found.because:
        inner = found.because[0]
        for key in rest:
            inner = inner.child(key)
        return (inner,), (((text, inner),) if inner.value is UNSAID else ()), found.ceiling
    missing = tuple((_relative(prefix, at, item), item) for item in found.missing)
    return found.because or found.missing[:1] or (at,), missing, found.ceiling


def _relative(prefix: str, at: Item, item: Item) -> str:
    """How the rule would name a field: by its own path where the field lies below, else by the field's."""
    if item.sheet is at.sheet and item.pointer.startswith(at.pointer + "/"):
        tail = item.pointer[len(at.pointer) + 1 :].replace("/", ".")
        return f"{prefix}.{tail}" if prefix else tail
    return item.pointer[1:].replace("/", ".")


def _quantified(plan: list[Any], scope: Scope, world: World) -> Iterator[Evidence]:
    word, name, listed, where, satisfy = plan
    found = items_of(listed)(scope, world)
    if found is None:
        yield _unsaid_list(listed, scope, world, line_of(satisfy))
        return
    verdict = condition(plan)(scope, world)
    negated = ["not", where] if where is not None else None
    whole = satisfy if where is None else ["any", [negated, satisfy]] if word == "every" else ["all", [where, satisfy]]
    explained = False
    for item in found:
        inside = {**scope, name: item}
        if condition(whole)(inside, world) is verdict:
            explained = True
            yield from _explain(whole, inside, world)
    if not explained:
        yield _list_itself(listed, scope, world, verdict, line_of(satisfy))


def _count(plan: list[Any], scope: Scope, world: World) -> Iterator[Evidence]:
    _, name, listed, where, _, _, line = plan
    found = items_of(listed)(scope, world)
    if found is None:
        yield _unsaid_list(listed, scope, world, line)
        return
    verdict = condition(plan)(scope, world)
    if verdict is UNKNOWN and where is not None:
        for item in found:
            inside = {**scope, name: item}
            if condition(where)(inside, world) is UNKNOWN:
                yield from _explain(where, inside, world)
        return
    yield _list_itself(listed, scope, world, verdict, line)


def list_item(listed: list[Any] | None, scope: Scope, world: World) -> tuple[str, Item]:
    """A list that is ranged over: how the rule names it, and where it stands or would."""
    if listed is None:
        return "uses.intended", world.sheet.child("uses").child("intended")
    text, root, keys, fact, _, _ = listed
    at = locate(scope, world, root, keys)
    if fact is None:
        return text, at
    found = answer(at, fact[0], fact[1], world)
    where = next(iter((*found.missing, *found.because)), at)
    return _relative(".".join([root, *keys] if root else keys), at, where), where


def _unsaid_list(listed: list[Any] | None, scope: Scope, world: World, line: int) -> Evidence:
    text, at = list_item(listed, scope, world)
    return Evidence(line, UNKNOWN, text, UNSAID, (at,), (), ((text, at),), None)


def _list_itself(listed: list[Any] | None, scope: Scope, world: World, verdict: Truth, line: int) -> Evidence:
    text, at = list_item(listed, scope, world)
    return Evidence(line, verdict, text, at.value, (at,), (), (), None)


def day_said(operand: list[Any]) -> str:
    """The day of an operand, as a rule says it."""
    return f"$as_of - {operand[1]} days" if operand[1] else "$as_of"


def line_of(plan: list[Any]) -> int:
    """The policy's line of a condition: that of its first leaf."""
    match plan[0]:
        case "leaf" | "const" | "count":
            return int(plan[-1])
        case "all" | "any":
            return line_of(plan[1][0])
        case "not":
            return line_of(plan[1])
    return line_of(plan[4])
