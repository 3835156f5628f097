"""The conditions of a plan as a tree: where each is, what a person calls it, and the plan with another in its place."""

from __future__ import annotations

import json
import re
from collections import Counter

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.because import day_said, line_of
from policylint.policy.compile import Scope, items_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from policylint.facts.common import World

Steps = tuple["Any", ...]
"""Where a condition is in a plan: a key, then indexes."""

_PLAIN = re.compile(r"[A-Za-z0-9_$][A-Za-z0-9_.$+-]*")
_SIMPLE = ("leaf", "const", "count", "every", "some")


class Condition(NamedTuple):
    """One condition of a plan, with its side's name: `when`, `require` or `forbid`."""

    steps: Steps
    plan: list[Any]
    side: str

    @property
    def text(self) -> str:
        """The condition as its author would write it, with its side."""
        return f"{self.side}: {say(self.plan)}"

    @property
    def line(self) -> int:
        """The policy's line."""
        return line_of(self.plan)

    @property
    def simple(self) -> bool:
        """Whether it decides something itself, and does not only combine others."""
        return self.plan[0] in _SIMPLE


def conditions(plan: dict[str, Any]) -> Iterator[Condition]:
    """Every condition of a rule's plan, outer ones first, in the order in which the rule is written."""
    for key in ("when", "require"):
        if plan[key] is not None:
            side = "forbid" if key == "require" and plan["forbid"] else key
            yield from (Condition(steps, part, side) for steps, part in walk(plan[key], (key,)))


def walk(plan: list[Any], steps: Steps) -> Iterator[tuple[Steps, list[Any]]]:
    """A condition and all inside it, each with the steps that lead to it."""
    yield steps, plan
    for inner, part in parts(plan):
        yield from walk(part, (*steps, *inner))


def parts(plan: list[Any]) -> list[tuple[Steps, list[Any]]]:
    """The conditions right inside a condition, with the steps from it to them."""
    match plan[0]:
        case "all" | "any":
            return [((1, index), part) for index, part in enumerate(plan[1])]
        case "not":
            return [((1,), plan[1])]
        case "every" | "some":
            return [((index,), plan[index]) for index in (3, 4) if plan[index] is not None]
        case "count":
            return [((3,), plan[3])] if plan[3] is not None else []
    return []


def scopes_inside(plan: list[Any], scope: Scope, world: World) -> list[Scope]:
    """Where what is inside a condition is asked: once for each item of a list, else where it stands itself."""
    if plan[0] not in ("every", "some", "count"):
        return [scope]
    return [{**scope, plan[1]: item} for item in items_of(plan[2])(scope, world) or ()]


def replaced(plan: Any, steps: Steps, edit: Callable[[Any], Any]) -> Any:
    """A plan in which what the steps lead to is edited; the rest of it is shared."""
    if not steps:
        return edit(plan)
    copy = dict(plan) if isinstance(plan, dict) else list(plan)
    copy[steps[0]] = replaced(plan[steps[0]], steps[1:], edit)
    return copy


def told_apart(texts: Iterable[str]) -> list[str]:
    """Texts of which each is said once: a second one is numbered.

    >>> told_apart(["a", "b", "a"])
    ['a', 'b', 'a (2)']
    """
    seen: Counter[str] = Counter()
    apart = []
    for text in texts:
        seen[text] += 1
        apart.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return apart


def say(plan: list[Any]) -> str:
    """A condition in words of the language; of one that combines others, the first.

    >>> say(["not", ["leaf", ["group.kind", "group", ["kind"], None, [], ""], "in", ["const", ["mixed"]], "kind", 3]])
    'group.kind: {not: {in: [mixed]}}'
    """
    match plan:
        case ["leaf", path, *_]:
            return f"{path[0]}: {_matcher(plan)}"
        case ["const", _, text, _]:
            return str(text)
        case ["not", ["leaf", path, *_]]:
            return f"{path[0]}: {{not: {_matcher(plan[1])}}}"
        case ["not", inner]:
            return f"not: {{{say(inner)}}}"
        case ["all" | "any" as word, [first, *rest]]:
            return f"{word}: [{say(first)}{', …' if rest else ''}]"
        case ["count", name, listed, where, low, high, _]:
            bounds = [f"{side}: {bound}" for side, bound in (("min", low), ("max", high)) if bound is not None]
            return f"count: {{{_in(name, listed)}{_where(where)}, {', '.join(bounds)}}}"
        case [word, name, listed, where, satisfy]:
            return f"{word}: {{{_in(name, listed)}{_where(where)}, satisfy: {{{say(satisfy)}}}}}"
    raise AssertionError(plan)


def _matcher(leaf: list[Any]) -> str:
    _, _, word, operand, _, _ = leaf
    if operand[0] == "const":
        said = value(operand[1])
    else:
        said = day_said(operand) if operand[0] == "as_of" else f"${operand[1][0]}"
    return said if word == "is" else f"{{{word}: {said}}}"


def _in(name: str, listed: list[Any] | None) -> str:
    return f"in: {{{name}: {'uses' if listed is None else listed[0]}}}"


def _where(where: list[Any] | None) -> str:
    return f", where: {{{say(where)}}}" if where is not None else ""


def value(one: Any) -> str:
    """A value as it is written in a rule."""
    if isinstance(one, list):
        return f"[{', '.join(value(item) for item in one)}]"
    if isinstance(one, str):
        return one if _PLAIN.fullmatch(one) else json.dumps(one, ensure_ascii=False)
    return "true" if one is True else "false" if one is False else str(one)
