"""Policy rules judged straight from the text of the language: slow, plain, and sharing nothing with policylint's own evaluator.

A rule is the mapping that its YAML says; documents are plain values; of the shapes, the table says which vocabulary a
path is of, and what silence means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from policylint.shapes._table import OBJECTS
from tests.reference.kleene import Truth, all_of, any_of, opposite
from tests.reference.words import NOTHING, WORDS, equals

if TYPE_CHECKING:
    from collections.abc import Iterator

Type = dict[str, Any]
Rule = dict[str, Any]

ANYTHING: Type = {"kind": "any"}
Fact = Callable[[Any, "World"], Any]


@dataclass(frozen=True)
class Bound:
    """A value and its type; whether silence led here, rather than a written `unknown`; whether there are no people at all."""

    value: Any
    type: Type
    silent: bool = False
    nobody: bool = False


@dataclass(frozen=True)
class World:
    """What a condition may speak of: the sheet, the names that are bound, the day, the parameters."""

    sheet: Any
    as_of: str
    names: dict[str, Bound] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Bound] = field(default_factory=dict)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)

    def binding(self, name: str, bound: Bound) -> World:
        """The same world with one more name."""
        return replace(self, names={**self.names, name: bound})


# --- values ---------------------------------------------------------------------------------------------------------


def said(value: Any) -> Any:
    """Absent, null, `unknown`, `NOASSERTION` and an empty mapping all mean that nothing is said."""
    if value is None or (isinstance(value, str) and value in ("unknown", "NOASSERTION")) or value == {}:
        return NOTHING
    if isinstance(value, list):
        return [said(one) for one in value]
    return value


def alternatives(type_: Type) -> list[Type]:
    """The types of which a value may be one."""
    return [one for part in type_["of"] for one in alternatives(part)] if type_["kind"] == "union" else [type_]


def vocabulary(type_: Type) -> str | None:
    """The vocabulary from which a value, or each element of it, comes."""
    names = [one["name"] for one in alternatives(type_) if one["kind"] == "enum"]
    names += [name for one in alternatives(type_) if one["kind"] == "list" and (name := vocabulary(one["of"]))]
    return names[0] if names else None


def fields(type_: Type) -> dict[str, Any]:
    """The fields that an object of the type may have."""
    for one in alternatives(type_):
        if one["kind"] == "object":
            return dict(one.get("fields") or OBJECTS[one["name"]]["fields"])
    return {}


def shape(type_: Type) -> str:
    """The name of the object that the type is."""
    return next((one.get("name", "") for one in alternatives(type_) if one["kind"] == "object"), "")


def step(at: Bound, key: str, world: World) -> Bound:
    """One key further down a path."""
    fact = world.facts.get((shape(at.type), key))
    if fact is not None:
        return Bound(fact(at.value, world), ANYTHING)
    here = fields(at.type)[key]
    if at.nobody or (shape(at.type) == "People" and key != "present" and at.value.get("present") is False):
        return Bound(none_of(here["type"]), here["type"], nobody=True)
    written = at.value.get(key) if isinstance(at.value, dict) else None
    silent = at.silent or (isinstance(at.value, dict) and written in (None, {}))
    value = said(written)
    if value is NOTHING and silent and "silence" in here:
        value = here["silence"]
    if here.get("one_or_list") and value is not NOTHING and not isinstance(value, list):
        value = [value]
    return Bound(value, here["type"], silent=silent)


def none_of(type_: Type) -> Any:
    """The answer "there is none", of a list or of one value."""
    return [] if any(one["kind"] == "list" for one in alternatives(type_)) else "none"


def walk(path: str, world: World) -> Bound:
    """What stands at a path, which begins with a bound name or with a field of the sheet."""
    if path in ("as_of", "$as_of"):
        return Bound(world.as_of, {"kind": "date"})
    first, *keys = path.removeprefix("$").split(".")
    if first == "parameters":
        return Bound(world.parameters[keys[0]], ANYTHING)
    if first in world.names:
        at = world.names[first]
    else:
        at = step(Bound(world.sheet, {"kind": "object", "name": "Datasheet"}), first, world)
    for key in keys:
        at = step(at, key, world)
    return at


def operand(written: Any, world: World) -> Any:
    """A value of the policy, in which `$…` stands for what is found there."""
    if isinstance(written, list):
        return [operand(one, world) for one in written]
    if not isinstance(written, str) or not written.startswith("$"):
        return written
    if " - " not in written:
        return walk(written, world).value
    day, count = written.removesuffix(" days").split(" - ")
    number = walk(count, world).value if count.startswith("$") else int(count)
    return (date.fromisoformat(walk(day, world).value) - timedelta(days=number)).isoformat()


# --- conditions -----------------------------------------------------------------------------------------------------


def condition(written: dict[str, Any], world: World) -> Truth:
    """All that a mapping says."""
    return all_of(part(key, value, world) for key, value in written.items())


def part(key: str, value: Any, world: World) -> Truth:
    """One key of a condition."""
    if key in CONDITIONS:
        return CONDITIONS[key](value, world)
    at = walk(key, world)
    return matcher(value, at.value, vocabulary(at.type), world)


def matcher(written: Any, value: Any, terms: str | None, world: World) -> Truth:
    """All words that a matcher says; without a word it is equality."""
    if not isinstance(written, dict):
        return equals(value, operand(written, world))
    return all_of(word(name, given, value, terms, world) for name, given in written.items())


def word(name: str, given: Any, value: Any, terms: str | None, world: World) -> Truth:
    """One word of a matcher; `not` turns the whole matcher round."""
    if name == "not":
        return opposite(matcher(given, value, terms, world))
    return WORDS[name](value, operand(given, world), terms)


def conjunction(parts: list[dict[str, Any]], world: World) -> Truth:
    """`all`."""
    return all_of(condition(one, world) for one in parts)


def disjunction(parts: list[dict[str, Any]], world: World) -> Truth:
    """`any`."""
    return any_of(condition(one, world) for one in parts)


def negation(inner: dict[str, Any], world: World) -> Truth:
    """`not`."""
    return opposite(condition(inner, world))


def every(written: dict[str, Any], world: World) -> Truth:
    """`every`: each item that is meant satisfies; true of none, unknown of a list that is not said."""
    inside = worlds(written["in"], world)
    if inside is NOTHING:
        return None
    meant = [(condition(written.get("where", {}), one), condition(written["satisfy"], one)) for one in inside]
    return all_of(any_of([opposite(where), satisfied]) for where, satisfied in meant)


def some(written: dict[str, Any], world: World) -> Truth:
    """`some`: an item is meant and satisfies; false of none, unknown of a list that is not said."""
    inside = worlds(written["in"], world)
    if inside is NOTHING:
        return None
    meant = [(condition(written.get("where", {}), one), condition(written["satisfy"], one)) for one in inside]
    return any_of(all_of(pair) for pair in meant)


def count(written: dict[str, Any], world: World) -> Truth:
    """`count`: the number lies between the certain and the possible; unknown where these straddle a bound."""
    inside = worlds(written["in"], world)
    if inside is NOTHING:
        return None
    truths = [condition(written.get("where", {}), one) for one in inside]
    certain, possible = truths.count(True), truths.count(True) + truths.count(None)
    return all_of([at_least(certain, possible, written.get("min")), at_most(certain, possible, written.get("max"))])


def at_least(certain: int, possible: int, bound: int | None) -> Truth:
    """Whether a number between these reaches the bound."""
    if bound is None or certain >= bound:
        return True
    return False if possible < bound else None


def at_most(certain: int, possible: int, bound: int | None) -> Truth:
    """Whether a number between these keeps to the bound."""
    if bound is None or possible <= bound:
        return True
    return False if certain > bound else None


CONDITIONS: dict[str, Callable[[Any, World], Truth]] = {
    "all": conjunction,
    "any": disjunction,
    "not": negation,
    "every": every,
    "some": some,
    "count": count,
}


# --- items and rules ------------------------------------------------------------------------------------------------


def items(path: str, world: World) -> list[Bound] | Any:
    """The items of a list, each with its type; NOTHING of one that is not said."""
    at = world.lists.get(path) or walk(path, world)
    if at.value is NOTHING:
        return NOTHING
    of = next(one["of"] for one in alternatives(at.type) if one["kind"] == "list")
    return [Bound(value, of) for value in at.value]


def worlds(bindings: dict[str, str], world: World) -> list[World] | Any:
    """A world for each item of a quantifier's list."""
    ((name, path),) = bindings.items()
    found = items(path, world)
    return found if found is NOTHING else [world.binding(name, item) for item in found]


def judge(rule: Rule, world: World) -> list[str]:
    """The outcome of each item that a rule ranges over."""
    names = rule.get("for_each", {})
    lists = [items(path, world) for path in names.values()]
    if [] in lists:
        return []
    if NOTHING in lists:
        return ["unknown"]
    return [outcome(rule, one) for one in combinations(list(names), lists, world)]


def combinations(names: list[str], lists: list[list[Bound]], world: World) -> Iterator[World]:
    """Every combination of the items of several lists."""
    for chosen in product(*lists):
        here = world
        for name, item in zip(names, chosen, strict=True):
            here = here.binding(name, item)
        yield here


def outcome(rule: Rule, world: World) -> str:
    """What comes of one item: pass, fail, unknown or not applicable."""
    applies = condition(rule.get("when", {}), world)
    if applies is False:
        return "not_applicable"
    holds = condition(rule["require"], world) if "require" in rule else opposite(condition(rule["forbid"], world))
    if holds is True:
        return "pass"
    return "fail" if applies is True and holds is False else "unknown"
