"""Mutants of a rule: its plan with one small mistake. A test that still holds has not noticed it.

The mistakes are those that people make: a condition is forgotten or turned round, a value is left out of a list, a
bound is one off, a quantifier is the other one, `require` and `forbid` are confused. No mutant adds a value.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.compile import Compiled, compile_rule
from policylint.policy.testing import Case, holds
from policylint.policy.tree import Condition, Steps, conditions, replaced, say, told_apart, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_LISTS = ("in", "within", "covers", "intersects")
_NUMBERS = ("min", "max", "above", "below")
_OTHER_SIDE_OF_A_DAY = {
    "before": "on_or_before", "on_or_before": "before", "after": "on_or_after", "on_or_after": "after",
}  # fmt: skip
_OTHER_QUANTIFIER = {"every": "some", "some": "every"}


class Mutant(NamedTuple):
    """One mistake in a rule: what it is called, the condition that it is about, and how it changes a plan."""

    text: str
    condition: Condition
    steps: Steps
    edit: Callable[[Any], Any]

    def plan(self, plan: dict[str, Any]) -> dict[str, Any]:
        """A plan of the rule (with whatever parameters) with the mistake in it."""
        mutated: dict[str, Any] = replaced(plan, self.steps, self.edit)
        return mutated


def mutants(plan: dict[str, Any]) -> list[Mutant]:
    """Every mutant of a rule's plan that says something else than it and than those before it."""
    known = {_meaning(plan)}
    found = []
    for one in (*_swapped(plan), *(mutant for condition in conditions(plan) for mutant in _of(condition))):
        meaning = _meaning(one.plan(plan))
        if meaning not in known:
            known.add(meaning)
            found.append(one)
    texts = told_apart(one.text for one in found)
    return [one._replace(text=text) for one, text in zip(found, texts, strict=True)]


def _meaning(plan: dict[str, Any]) -> str:
    """What a plan says, whether by `forbid` or by `require` and `not`."""
    requirement = ["not", plan["require"]] if plan["forbid"] else plan["require"]
    return repr(_plain([plan["when"], requirement]))


def _plain(plan: Any) -> Any:
    """A condition without double negations."""
    match plan:
        case ["not", ["not", inner]]:
            return _plain(inner)
        case list():
            return [_plain(part) for part in plan]
    return plan


def survivors(plan: dict[str, Any], cases: list[Case]) -> tuple[int, list[Mutant]]:
    """How many mutants a rule has, and which of them every test takes for the rule itself."""
    all_of_them = mutants(plan)
    return len(all_of_them), [mutant for mutant in all_of_them if not _killed(mutant, cases)]


def _killed(mutant: Mutant, cases: list[Case]) -> bool:
    """Whether some test does not hold of a mutant."""
    compiled: dict[int, Compiled] = {}
    for case in cases:
        key = id(case.plan)
        if key not in compiled:
            compiled[key] = compile_rule(mutant.plan(case.plan))
        if not holds(case, compiled[key]):
            return True
    return False


def _swapped(plan: dict[str, Any]) -> Iterator[Mutant]:
    first = next(one for one in conditions(plan) if one.steps == ("require",))
    yield Mutant("require and forbid swapped", first, ("forbid",), lambda forbids: not forbids)


def _of(one: Condition) -> Iterator[Mutant]:
    yield from _without_parts(one)
    yield from _turned_round(one)
    match one.plan[0]:
        case "leaf":
            yield from _of_leaf(one)
        case "count":
            for index, side in ((4, "min"), (5, "max")):
                yield from _moved(one, (index,), side, one.plan[index], least=0)
        case "every" | "some":
            other = _OTHER_QUANTIFIER[one.plan[0]]
            yield Mutant(f"{one.text} with {other} instead", one, (*one.steps, 0), _always(other))


def _without_parts(one: Condition) -> Iterator[Mutant]:
    """A condition that is forgotten: a part of `all` or `any`, a `where`, or all that a side says."""
    if len(one.steps) == 1:
        nothing = None if one.side == "when" else ["const", one.side == "require"]
        yield Mutant(f"{one.side}: nothing", one, one.steps, _always(nothing))
    if one.plan[0] in ("all", "any") and len(one.plan[1]) > 1:
        for index, part in enumerate(one.plan[1]):
            about = Condition((*one.steps, 1, index), part, one.side)
            yield Mutant(f"{one.side}: without {say(part)}", about, one.steps, _without(index))
    if one.plan[0] in ("every", "some", "count") and one.plan[3] is not None:
        yield Mutant(f"{one.text} without `where`", one, (*one.steps, 3), _always(None))


def _turned_round(one: Condition) -> Iterator[Mutant]:
    if one.simple or one.plan[0] == "not":
        yield Mutant(f"{one.text} turned round", one, one.steps, _negated)


def _of_leaf(one: Condition) -> Iterator[Mutant]:
    _, _, word, operand, _, _ = one.plan
    if word in _OTHER_SIDE_OF_A_DAY:
        other = _OTHER_SIDE_OF_A_DAY[word]
        yield Mutant(f"{one.text} with {other} instead", one, (*one.steps, 2), _always(other))
    if operand[0] != "const":
        return
    if word in _LISTS:
        for item in operand[1]:
            yield Mutant(f"{one.text} without {value(item)}", one, (*one.steps, 3, 1), _lacking(item))
    if word in _NUMBERS:
        yield from _moved(one, (3, 1), word, operand[1])


def _moved(one: Condition, inner: Steps, word: str, bound: Any, least: int | None = None) -> Iterator[Mutant]:
    """A whole bound that is one off, either way."""
    if not isinstance(bound, int) or isinstance(bound, bool):
        return
    for moved in (bound - 1, bound + 1):
        if least is None or moved >= least:
            yield Mutant(f"{one.text} with {word}: {moved}", one, (*one.steps, *inner), _always(moved))


def _always(result: Any) -> Callable[[Any], Any]:
    return lambda _: result


def _without(index: int) -> Callable[[Any], Any]:
    def edit(plan: list[Any]) -> list[Any]:
        rest = [part for at, part in enumerate(plan[1]) if at != index]
        only: list[Any] = rest[0]
        return only if len(rest) == 1 else [plan[0], rest]

    return edit


def _negated(plan: list[Any]) -> list[Any]:
    inner: list[Any] = plan[1]
    return inner if plan[0] == "not" else ["not", plan]


def _lacking(item: Any) -> Callable[[Any], Any]:
    return lambda listed: [one for one in listed if one != item]
