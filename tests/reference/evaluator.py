"""Policy rules judged straight from the text of the language: slow, plain, and nothing of policylint's own evaluator.

A rule is the mapping that its YAML says; documents are plain values; of the shapes, the table says which vocabulary a
path is of, and what silence means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from policylint.shapes._table import OBJECTS
from tests.reference.kleene import Truth, all_of, any_of, opposite
from tests.reference.words import NOTHING, WORDS, elements, equals

if TYPE_CHECKING:
    from collections.abc import Iterator

Type = dict[str, Any]
Rule = dict[str, Any]
Fact = Callable[[Any, "World"], Any]
DATASHEET: Type = {"kind": "object", "name": "Datasheet"}
ROW: Type = {"kind": "object", "name": "LedgerRow"}
USE: Type = {
    "kind": "object",
    "name": "Use",
    "fields": {**OBJECTS["UseDeclaration"]["fields"], **OBJECTS["IntendedUse"]["fields"]},
}
"""What `uses` binds: a use declaration, or one of the sheet's own."""


@dataclass(frozen=True)
class Bound:
    """A value and its type. `silent`: nothing was written on the way to it, not even `unknown`.

    A mapping in which nothing is said is kept for the paths that lead into it, to fields that silence gives a meaning.
    """

    value: Any
    type: Type
    silent: bool = False


def nobody_listens(_word: str, _kind: str, _truth: Truth) -> None:
    """Whoever counts what was decided takes this one's place."""


@dataclass(frozen=True)
class World:
    """What a condition may speak of: the sheet, names that are bound, the day, parameters, facts by their place."""

    sheet: Any
    as_of: str
    names: dict[str, Bound] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Bound] = field(default_factory=dict)
    facts: dict[tuple[str, str], tuple[Type, Fact]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """The hashes of the files that are here."""
    tell: Callable[[str, str, Truth], None] = nobody_listens

    def binding(self, name: str, bound: Bound) -> World:
        """The same world with one more name."""
        return replace(self, names={**self.names, name: bound})


# --- values ---------------------------------------------------------------------------------------------------------


def said(value: Any) -> Any:
    """Absent, null, `unknown`, an empty mapping: nothing is said; nor does a mapping say a thing that has but these."""
    if value is None or (isinstance(value, str) and value == "unknown"):
        return NOTHING
    if isinstance(value, dict) and all(said(one) is NOTHING for one in value.values()):
        return NOTHING
    return [one if isinstance(one, dict) else said(one) for one in value] if isinstance(value, list) else value


def alternatives(type_: Type) -> list[Type]:
    """The types of which a value may be one."""
    return [one for part in type_["of"] for one in alternatives(part)] if type_["kind"] == "union" else [type_]


def vocabulary(type_: Type) -> str | None:
    """The vocabulary from which a value, or each element of it, comes."""
    names = [one["name"] for one in alternatives(type_) if one["kind"] == "enum"]
    names += [name for one in alternatives(type_) if one["kind"] == "list" and (name := vocabulary(one["of"]))]
    return names[0] if names else None


def kind(type_: Type) -> str:
    """What a value is, for those who count: `enum`, `list of enum`, `date`."""
    plain = [one for one in alternatives(type_) if one["kind"] != "const"] or alternatives(type_)
    one = next((one for one in plain if one["kind"] == "list"), plain[0])
    return f"list of {kind(one['of'])}" if one["kind"] == "list" else str(one["kind"])


def shape(type_: Type) -> str:
    """The name of the object that the type is."""
    return next((one.get("name", "") for one in alternatives(type_) if one["kind"] == "object"), "")


def fields(type_: Type) -> dict[str, Any]:
    """The fields that an object of the type may have."""
    for one in alternatives(type_):
        if one["kind"] == "object":
            return dict(one["fields"] if "fields" in one else OBJECTS[one["name"]]["fields"])
    return {}


def inside(value: Any) -> dict[str, Any]:
    """What a mapping says; nothing where there is none."""
    return value if isinstance(value, dict) else {}


def step(at: Bound, key: str, world: World) -> Bound:
    """One key further down a path."""
    owner = shape(at.type)
    if (owner, key) in world.facts:
        type_, fact = world.facts[owner, key]
        return Bound(fact(at.value, world) if at.value is not NOTHING else NOTHING, type_)
    here, written = fields(at.type)[key], inside(at.value)
    silent = (at.silent and at.value is NOTHING) or (at.value is not NOTHING and written.get(key, {}) == {})
    if (owner, key) == ("Group", "ethics_review") and silent:
        return walk("people.ethics_review", world)
    value = written.get(key) if inside(written.get(key)) else said(written.get(key))
    if value is NOTHING and owner == "People" and written.get("present") is False:
        value = none_of(here["type"])
    if value is NOTHING and silent and "silence" in here:
        value = here["silence"]
    if here.get("one_or_list") and value is not NOTHING and not isinstance(value, list):
        value = [value]
    return Bound(value, here["type"], silent)


def none_of(type_: Type) -> Any:
    """The answer "there is none", where a field has one: no people settle what was not said of them."""
    if any(one["kind"] == "list" for one in alternatives(type_)):
        return []
    words = [one.get("value") for one in alternatives(type_)]
    words += [word for one in alternatives(type_) if one["kind"] == "enum" for word in values_of(one)]
    return "none" if "none" in words else NOTHING


def values_of(type_: Type) -> list[str]:
    """The words of an enumeration."""
    from policylint.shapes._table import ENUMS

    return list(type_.get("values") or ENUMS[type_["name"]]["values"])


def walk(path: str, world: World) -> Bound:
    """What stands at a path, which begins with a bound name or with a field of the sheet."""
    first, *keys = path.split(".")
    if first == "as_of":
        return Bound(world.as_of, {"kind": "date"})
    if first == "parameters":
        return Bound(world.parameters[keys[0]], {"kind": "boolean"})
    at = world.names[first] if first in world.names else step(Bound(world.sheet, DATASHEET), first, world)
    for key in keys:
        at = step(at, key, world)
    return at


def operand(written: Any, world: World) -> Any:
    """A value of the policy; `$…` stands for what is found there."""
    if not isinstance(written, str) or not written.startswith("$"):
        return written
    if " - " not in written:
        return said(walk(written[1:], world).value)
    day, back = written[1:].removesuffix(" days").split(" - ")
    number = walk(back[1:], world).value if back.startswith("$") else int(back)
    return (date.fromisoformat(walk(day, world).value) - timedelta(days=number)).isoformat()


# --- conditions -----------------------------------------------------------------------------------------------------


def condition(written: dict[str, Any], world: World) -> Truth:
    """All that a mapping says."""
    return all_of([part(key, value, world) for key, value in written.items()])


def part(key: str, value: Any, world: World) -> Truth:
    """One key of a condition: another condition, or a path and its matcher."""
    if key not in CONDITIONS:
        return matcher(value, walk(key.removeprefix("$"), world), world)
    truth = CONDITIONS[key](value, world)
    world.tell(key, "condition", truth)
    return truth


def matcher(written: Any, at: Bound, world: World) -> Truth:
    """All words that a matcher says; without a word it is equality."""
    said_words = written if isinstance(written, dict) else {"equals": written}
    return all_of([word(name, given, at, world) for name, given in said_words.items()])


def word(name: str, given: Any, at: Bound, world: World) -> Truth:
    """One word of a matcher; `not` turns the whole matcher round."""
    if name == "not":
        truth = opposite(matcher(given, at, world))
    elif name == "verified":
        truth = verified(at.value, given, world)
    else:
        truth = WORDS[name](said(at.value), operand(given, world), vocabulary(at.type))
    world.tell(name, kind(at.type), truth)
    return truth


def verified(value: Any, wanted: bool, world: World) -> Truth:  # noqa: FBT001 - as the language has it
    """`verified`: there is evidence, and each piece is a file that is here with its hash; elsewhere is unknown."""
    if value is NOTHING:
        return None
    whole = all_of([value != [], *(piece(one, world) for one in value)])
    return whole if wanted else opposite(whole)


def piece(evidence: dict[str, Any], world: World) -> Truth:
    """Whether a piece of evidence is here and is what its hash says."""
    path, sha256 = said(evidence.get("path")), said(evidence.get("sha256"))
    if NOTHING in (path, sha256) or path.startswith(".."):
        return None
    return bool(world.files.get(path) == sha256)


def conjunction(parts: list[dict[str, Any]], world: World) -> Truth:
    """`all`."""
    return all_of([condition(one, world) for one in parts])


def disjunction(parts: list[dict[str, Any]], world: World) -> Truth:
    """`any`."""
    return any_of([condition(one, world) for one in parts])


def negation(inner: dict[str, Any], world: World) -> Truth:
    """`not`."""
    return opposite(condition(inner, world))


def every(written: dict[str, Any], world: World) -> Truth:
    """`every`: each item that is meant satisfies; true of none, unknown of a list that is not said."""
    items = worlds(written["in"], world)
    if items is None:
        return None
    return all_of([any_of([opposite(where(written, one)), condition(written["satisfy"], one)]) for one in items])


def some(written: dict[str, Any], world: World) -> Truth:
    """`some`: an item is meant and satisfies; false of none, unknown of a list that is not said."""
    items = worlds(written["in"], world)
    if items is None:
        return None
    return any_of([all_of([where(written, one), condition(written["satisfy"], one)]) for one in items])


def count(written: dict[str, Any], world: World) -> Truth:
    """`count`: the number lies between the certain and the possible; unknown where these straddle a bound."""
    items = worlds(written["in"], world)
    if items is None:
        return None
    truths = [where(written, one) for one in items]
    certain, possible = truths.count(True), truths.count(True) + truths.count(None)
    return all_of([at_least(certain, possible, written.get("min")), at_most(certain, possible, written.get("max"))])


def where(written: dict[str, Any], world: World) -> Truth:
    """Whether a quantifier means an item; without a `where` it means all."""
    return condition(written.get("where", {}), world)


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
WORDS["equals"] = equals


# --- items and rules ------------------------------------------------------------------------------------------------


def items_of(path: str, world: World) -> list[Bound] | None:
    """The items of a list, each with its type: one value is a list of one, `none` has none. None if it is not said."""
    at = world.lists.get(path) or walk(path, world)
    if at.value is NOTHING:
        return None
    of = next(one["of"] for one in alternatives(at.type) if one["kind"] == "list")
    return [Bound(value, of) for value in ([] if at.value == "none" else elements(at.value))]


def worlds(bindings: dict[str, str], world: World) -> list[World] | None:
    """A world for each item of a quantifier's list."""
    ((name, path),) = bindings.items()
    found = items_of(path, world)
    return None if found is None else [world.binding(name, item) for item in found]


def judge(rule: Rule, world: World) -> list[str]:
    """The outcome of each item that a rule ranges over; of each list that is not said, one unknown item."""
    combined = list(combinations(list(rule.get("for_each", {}).items()), world))
    unlisted = {lacking for _, lacking in combined if lacking is not None}
    return [outcome(rule, one) for one, lacking in combined if lacking is None] + ["unknown"] * len(unlisted)


def combinations(ranges: list[tuple[str, str]], world: World, lacking: Any = None) -> Iterator[tuple[World, Any]]:
    """Every combination of the items of several lists, and with it the first list that is not said.

    An empty list has no combinations, so it wins over one that is not said. The same list of two items is two lists.
    """
    if not ranges:
        yield world, lacking
        return
    (name, path), *rest = ranges
    items = [Bound(NOTHING, {"kind": "any"})] if lacking and lacks(path, world) else items_of(path, world)
    owner = path.partition(".")[0]
    if items is None:
        missing = lacking or (path, id(world.names[owner].value) if owner in world.names else None)
        yield from combinations(rest, world.binding(name, Bound(NOTHING, {"kind": "any"})), missing)
        return
    for item in items:
        yield from combinations(rest, world.binding(name, item), lacking)


def lacks(path: str, world: World) -> bool:
    """Whether a list hangs on an item that there is not."""
    owner = world.names.get(path.partition(".")[0])
    return owner is not None and owner.value is NOTHING


def outcome(rule: Rule, world: World) -> str:
    """What comes of one item: pass, fail, unknown or not applicable."""
    applies = condition(rule.get("when", {}), world)
    if applies is False:
        return "not_applicable"
    holds = condition(rule["require"], world) if "require" in rule else opposite(condition(rule["forbid"], world))
    if holds is True:
        return "pass"
    return "fail" if applies is True and holds is False else "unknown"
