"""Each condition of a rule on one item: its truth, the value it looked at, and where that stands or would stand."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, Truth
from policylint.policy.because import day_said, list_item, trace
from policylint.policy.compile import condition, getter, items_of
from policylint.policy.conclude import place_of, show
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from typing import Any

    from policylint.facts.common import Item, World
    from policylint.findings import Place
    from policylint.policy.compile import Compiled, Scope


class Traced(NamedTuple):
    """A condition: as the rule says it, the rule's line (0 where it has none of its own), and what came of it.

    `places` are those of the values that a leaf looked at. The parts of a condition on a list are one for each item.
    """

    text: str
    truth: Truth | None
    line: int = 0
    value: str = ""
    places: tuple[Place, ...] = ()
    parts: tuple[Traced, ...] = ()


def traced_rule(rule: Compiled, scope: Scope, world: World) -> tuple[Traced, ...]:
    """What a rule ranges over, when it applies and what it asks, on one item."""
    plan = rule.plan
    bound = tuple(
        Traced(f"{name} in {_list(dict(plan['for_each'])[name])}", None, value=item.name, places=(place_of(item),))
        for name, item in scope.items()
    )
    unbound = tuple(
        _unsaid_list(f"{name} in {_list(listed)}", listed, scope, world)
        for name, listed in plan["for_each"]
        if name not in scope
    )
    if unbound:
        return (*bound, *unbound)
    when = () if plan["when"] is None else (Traced("when", None, parts=(traced(plan["when"], scope, world),)),)
    asked = "forbid" if plan["forbid"] else "require"
    return (*bound, *when, Traced(asked, None, parts=(traced(plan["require"], scope, world),)))


def traced(plan: list[Any], scope: Scope, world: World) -> Traced:
    """A condition, and all that it is made of: what did not decide as well."""
    kind, truth = plan[0], condition(plan)(scope, world)
    if kind == "leaf":
        return _leaf(plan, truth, scope, world)
    if kind == "const":
        return Traced("a parameter, as it is set", truth)
    if kind in ("all", "any"):
        word = "all of" if kind == "all" else "any of"
        return Traced(word, truth, parts=tuple(traced(part, scope, world) for part in plan[1]))
    if kind == "not" and plan[1][0] == "leaf":
        return _leaf(plan[1], truth, scope, world, turned=True)
    if kind == "not":
        return Traced("not", truth, parts=(traced(plan[1], scope, world),))
    return _over_a_list(plan, truth, scope, world)


def _leaf(plan: list[Any], truth: Truth, scope: Scope, world: World, *, turned: bool = False) -> Traced:
    _, path, word, operand, _, line = plan
    places, missing, _ = trace(path, scope, world)
    value = getter(path)(scope, world)
    shown = show(value)
    others: tuple[Item, ...] = ()
    if operand[0] == "path":
        others, more, _ = trace(operand[1], scope, world)
        missing += more
        shown = f"{shown}, and {operand[1][0]} is {show(getter(operand[1])(scope, world))}"
    where = dict.fromkeys(place_of(item) for item in (*places, *others, *(item for _, item in missing)))
    matcher = _matcher(word, operand)
    said = f"{path[0]}: {{not: {matcher}}}" if turned else f"{path[0]}: {matcher}"
    return Traced(said, truth, line, shown, tuple(where))


def _matcher(word: str, operand: list[Any]) -> str:
    """A word and what follows it, as a rule says them."""
    if operand[0] == "const":
        shown = f"[{', '.join(show(one) for one in operand[1])}]" if isinstance(operand[1], list) else show(operand[1])
    else:
        shown = day_said(operand) if operand[0] == "as_of" else f"${operand[1][0]}"
    return shown if word == "is" else f"{{{word}: {shown}}}"


def _over_a_list(plan: list[Any], truth: Truth, scope: Scope, world: World) -> Traced:
    word, name, listed, where = plan[:4]
    text = f"{word} {name} in {_list(listed)}"
    asked = where if word == "count" else plan[4]
    if word == "count":
        bounds = [f"{side} {bound}" for side, bound in (("min", plan[4]), ("max", plan[5])) if bound is not None]
        text = f"{text}, {', '.join(bounds)}"
    found = items_of(listed)(scope, world)
    if found is None:
        return _unsaid_list(text, listed, scope, world)._replace(truth=truth)
    parts = []
    for item in found:
        inside = {**scope, name: item}
        chosen = condition(where)(inside, world) if where is not None and word != "count" else TRUE
        inner = [] if chosen is TRUE else [traced(where, inside, world)._replace(text="where")]
        inner += [traced(asked, inside, world)] if asked is not None and chosen is not FALSE else []
        parts.append(Traced(name, None, value=item.name, places=(place_of(item),), parts=tuple(inner)))
    counted = f"{len(found)} item{'' if len(found) == 1 else 's'}"
    return Traced(text, truth, value=counted, parts=tuple(parts))


def _unsaid_list(text: str, listed: list[Any] | None, scope: Scope, world: World) -> Traced:
    _, at = list_item(listed, scope, world)
    return Traced(text, None, value=show(UNSAID), places=(place_of(at),))


def _list(listed: list[Any] | None) -> str:
    return "uses" if listed is None else str(listed[0])
