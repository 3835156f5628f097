"""Well-typed random rules, and random documents and rows that say something of what those rules ask.

Everything comes from one seeded generator, so a case is told by its seed. What a rule may say is read off the table of
the language; what a document may hold, off the shapes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.shapes._table import ENUMS
from tests.reference.evaluator import DATASHEET, ROW, USE, Type, alternatives, fields, kind, shape, values_of
from tests.reference.facts import FACTS, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Rule = dict[str, Any]
DATES = [
    "2026-01-01", "2025-12-31", "2026-01-02", "2026-01", "2025-12", "2026", "2025", "2024-02-29", "2024-02", "2027",
]  # fmt: skip
AS_OF = ("2026-01-01", "2025-12-31", "2024-02-29")
NUMBERS = [0, 1, 2, 3, 90, 0.5, 0.25, 1.0, 0.0, 2**53 - 1]
TEXTS = [
    "a", "b", "ab", "a.b", "B 1", "a@b.c", "none", "any", "DE", "US", "US-IL", "EU", "P3Y", "P90D", "DUO:0000001", "2",
    "2.1", "LicenseRef-x", "CC-BY-4.0", "MIT", "é\nb", "x" * 4100 + "b", "0" * 64, "https://a.b/c", "hf:a/b",
]  # fmt: skip
PATTERNS = [
    "a", "^a", "b$", "[0-9]+", "@", "(?i)A", "^[a-z]+$", "\\bb\\b", "a.b", "\\s", "^.*b", "n|y", "\\w\\.\\w", "^$",
]  # fmt: skip
VERSIONS = ("datasheet", "use")
"""The versions of the formats: with another, nothing is judged."""
LICENSES = [
    "CC-BY-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-ND-4.0",
    "MIT",
    "NONE",
    "LicenseRef-x",
    "MIT OR CC-BY-NC-4.0",
    "no licence",
]
FILES = {"a": "0" * 64}
"""The files that are here, and their hashes."""
POOLS: dict[str, list[Any]] = {
    "License.license": LICENSES,
    "Evidence.path": ["a", "a", "a", "b", "../a", None],
    "Evidence.sha256": ["0" * 64, "0" * 64, "1" * 64, None],
}
"""Fields whose values mean something beyond themselves."""
SCALARS = ("boolean", "integer", "number", "date", "enum", "string")
DATE_WORDS = ("before", "after", "on_or_before", "on_or_after")
NUMBER_WORDS = ("min", "max", "above", "below")
WORDS_OF = {
    "boolean": ("equals", "in", "stated"),
    "integer": ("equals", "in", "within", "intersects", *NUMBER_WORDS, "stated"),
    "number": ("equals", "in", "within", "intersects", *NUMBER_WORDS, "stated"),
    "date": ("equals", "in", *DATE_WORDS, *DATE_WORDS, "stated"),
    "enum": ("equals", "in", "within", "intersects", "is_a", "matches", "stated"),
    "string": ("equals", "in", "within", "intersects", "matches", "matches", "stated"),
    "list of": ("covers", "within", "intersects", "stated"),
    "object": ("stated",),
    "list of object": ("stated",),
    "evidence": ("verified", "verified", "stated"),
    "terms": ("permits", "permits", "stated"),
}
"""Which words there are on which type, by the table of the language."""
FAMILIES = [name for name in WORDS_OF for _ in range(1 if "object" in name else 4)]


class Path(NamedTuple):
    """A path that can be asked for: its text, its type, the fields on the way as `Shape.field`, what its words are."""

    text: str
    type: Type
    through: tuple[str, ...]
    words: str


def path_to(text: str, type_: Type, through: tuple[str, ...] = ()) -> Path:
    """A path with what its words are listed under."""
    return Path(text, type_, through, of_words(type_))


def paths_under(prefix: str, type_: Type, through: tuple[str, ...] = ()) -> Iterator[Path]:
    """Every path into an object, facts too; not into lists, whose items a rule binds first.

    Those that mean more than their value are there several times: they are few among many texts.
    """
    for key, one in fields(type_).items():
        text, on_the_way = f"{prefix}{key}", (*through, f"{shape(type_)}.{key}")
        yield from [path_to(text, one["type"], on_the_way)] * (6 if ordered(one["type"]) else 1)
        if kind(one["type"]) == "object":
            yield from paths_under(f"{text}.", one["type"], on_the_way)
    if shape(type_) == "Use":
        yield from [path_to(f"{prefix}terms", TERMS, (*through, *BEHIND["terms"]))] * 8
    for (owner, key), (of, _) in FACTS.items():
        if owner == shape(type_) and owner != "LedgerRow":
            yield from [path_to(f"{prefix}{key}", of, (*through, *BEHIND[key]))] * 8


def ordered(type_: Type) -> bool:
    """Whether its terms stand below others."""
    return any("broader" in ENUMS.get(one.get("name", ""), {}) for one in alternatives(element(type_)))


BEHIND = {
    "terms": ("Datasheet.licenses", "License.license", "License.applies_to", "Use.activities", "Use.commercial",
              "IntendedUse.activities", "IntendedUse.commercial"),
    "effective": ("Consent.status", "Consent.given_by", "Consent.expires_on"),
    "anonymous": ("Group.identifiability", "Group.biometric", "Biometric.raw", "Biometric.identity_labels",
                  "Datasheet.preprocessing", "Preprocessing.anonymisation", "Anonymisation.reidentification_test",
                  "ReidentificationTest.date"),
}  # fmt: skip
"""The fields from which facts are made, so that documents say them."""


def of_words(type_: Type) -> str:
    """Under what name the words of a type are listed; "" where there are none."""
    name = kind(type_)
    if shape(element(type_)) in ("Evidence", "Terms"):
        return shape(element(type_)).lower() if name != "object" or shape(type_) == "Terms" else name
    if name in WORDS_OF:
        return name
    return "list of" if name.startswith("list of ") and name.removeprefix("list of ") in SCALARS else ""


def is_list(path: Path) -> bool:
    """Whether it can be ranged over."""
    return path.words in ("list of object", "evidence", "list of")


def element(type_: Type) -> Type:
    """The type of a list's elements."""
    return next((one["of"] for one in alternatives(type_) if one["kind"] == "list"), type_)


def alike(one: Type, other: Type) -> bool:
    """Whether values of two types can be compared."""
    ours, theirs = element(one), element(other)
    numbers = {"integer", "number"}
    if kind(ours) != kind(theirs) and not {kind(ours), kind(theirs)} <= numbers:
        return False
    return kind(ours) != "enum" or named(ours) == named(theirs)


def named(type_: Type) -> str:
    """The name of an enumeration."""
    return next(str(one["name"]) for one in alternatives(type_) if one["kind"] == "enum")


SHEET_PATHS = tuple(paths_under("", DATASHEET))
OF_ROWS = (
    *(path_to(key, one["type"]) for key, one in fields(ROW).items()),
    *[path_to("consent.effective", FACTS["ConsentOfRow", "effective"][0])] * 4,
    path_to("terms", TERMS, BEHIND["terms"]),
    *(path_to(key, FACTS["LedgerRow", key][0]) for key in ("well_formed", "personal")),
)
"""The columns of a ledger, and the facts about its rows."""


@dataclass
class Scope:
    """What a condition may name where it stands, and the parameters that the rule has so far."""

    paths: list[Path]
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    rows: tuple[str, ...] = ()
    """The names that are bound to rows of a ledger."""
    uses: tuple[str, ...] = ()
    """The names that are bound to uses."""

    def with_name(self, name: str, path: Path) -> Scope:
        """The scope in which an item of a list has a name."""
        bound = [path_to(name, path.type, path.through), *paths_under(f"{name}.", path.type, path.through)]
        mine = [one for one in bound if one.text != name or not fields(path.type)]
        uses = (*self.uses, name) if path.type == USE else self.uses
        return Scope([*mine * 8, *self.paths], self.parameters, self.used, self.rows, uses)

    def on_row(self, path: Path) -> bool:
        """Whether a path leads into a row."""
        return path.text.partition(".")[0] in self.rows


class Maker:
    """Makes rules and documents out of few words, so that they meet."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.words: dict[str, list[str]] = {}

    # values

    def vocabulary(self, type_: Type) -> list[str]:
        """Some words of an enumeration: the same ones all the while, with a term that is above one of them."""
        name = named(type_)
        if name not in self.words:
            known = values_of(next(one for one in alternatives(type_) if one["kind"] == "enum"))
            some = self.random.sample(known, min(3, len(known)))
            below = [word for word in known if word in ENUMS.get(name, {}).get("broader", {})]
            some += self.random.sample(below, min(2, len(below)))
            above = [word for one in some if (word := ENUMS.get(name, {}).get("broader", {}).get(one)) in known]
            self.words[name] = list(dict.fromkeys([*some, *above]))
        return self.words[name]

    def scalar(self, type_: Type) -> Any:
        """A value of one of the scalar types that a type allows; None where we know none."""
        one = self.random.choice([one for one in alternatives(type_) if one["kind"] in (*SCALARS, "const")] or [type_])
        match one["kind"]:
            case "const":
                return one["value"]
            case "boolean":
                return self.random.random() < 0.5
            case "integer":
                return self.random.choice([n for n in NUMBERS if isinstance(n, int)])
            case "number":
                return self.random.choice([n for n in NUMBERS if one.get("min", 0) <= n <= one.get("max", 2**60)])
            case "date":
                return self.random.choice(DATES)
            case "enum":
                return self.random.choice(self.vocabulary(one))
            case "string":
                return self.random.choice([text for text in TEXTS if fits(text, one)] or [None])
        return None

    def few(self, type_: Type, *, least: int = 0) -> list[Any]:
        """A few values, none of them twice."""
        found = [self.scalar(type_) for _ in range(self.random.choice([least, 1, 1, 2, 3]))]
        return [one for index, one in enumerate(found) if one is not None and one not in found[:index]]

    # documents

    def document(self, type_: Type, focus: set[str], depth: int = 0) -> dict[str, Any]:
        """An object in which most of what is asked for is said, and little else."""
        made: dict[str, Any] = {}
        for key, one in fields(type_).items():
            asked = f"{shape(type_)}.{key}" in focus
            if depth == 0 and key in VERSIONS:
                made[key] = "1"
            elif f"{shape(type_)}.{key}" in POOLS and self.random.random() < 0.8:
                made[key] = self.random.choice(POOLS[f"{shape(type_)}.{key}"])
            elif self.random.random() < (0.92 if asked else 0.04) and depth < 8:
                written = self.written(one["type"], focus, depth)
                if written is not None or not one.get("said"):
                    made[key] = written
        return made

    def written(self, type_: Type, focus: set[str], depth: int) -> Any:
        """What stands at a field: often a value, sometimes that there is none to say."""
        unsaid = self.random.random() * (2 if kind(type_) == "object" else 1)
        if unsaid < 0.12:
            return None if unsaid < 0.05 else "unknown"
        one = self.random.choice(
            [one for one in alternatives(type_) for _ in range(3 if one["kind"] == "object" else 1)]
        )
        if one["kind"] == "object":
            return {} if unsaid < 0.2 else self.document(one, focus, depth + 1)
        if one["kind"] == "list" and kind(one["of"]) == "object":
            return [self.item(one["of"], focus, depth) for _ in range(self.random.choice([0, 1, 1, 2, 2, 3]))]
        if one["kind"] == "list":
            return self.few(one["of"], least=one.get("min", 0)) or ("unknown" if one.get("min") else [])
        return self.scalar(one)

    def item(self, type_: Type, focus: set[str], depth: int) -> dict[str, Any]:
        """An item of a list, which must say something."""
        made = self.document(type_, focus, depth + 1)
        if all(one in (None, "unknown") for one in made.values()):
            simple = [(key, one["type"]) for key, one in fields(type_).items() if kind(one["type"]) in SCALARS]
            key, of = simple[0]
            made[key] = self.scalar(of)
        return made

    def sheet(self, focus: set[str]) -> dict[str, Any]:
        """A datasheet. Where there are no people, nothing else is said of them."""
        made = self.document(
            DATASHEET, {*focus, "Datasheet.people", "Datasheet.uses", "Uses.intended", "People.groups"}
        )
        people = made.get("people")
        if isinstance(people, dict) and people:
            people["present"] = self.random.choice([True, "incidental", "unknown", "unknown", False])
            if people["present"] is False:
                made["people"] = {"present": False}
            elif people["present"] != "unknown":
                people["groups"] = [
                    *([] if not isinstance(people.get("groups"), list) else people["groups"]),
                    {"id": "a", "role": "speaker"},
                ]
        return made

    # rules

    def rule(self) -> Rule:
        """A rule on a datasheet and its uses."""
        scope = Scope(list(SHEET_PATHS))
        ranges: dict[str, str] = {}
        for name in ("one", "two")[: self.random.choice([0, 1, 1, 1, 2])]:
            path = self.listed(scope)
            ranges[name] = path.text
            scope = scope.with_name(name, path_to(path.text, element(path.type), path.through))
        return self.finished({"for_each": ranges} if ranges else {}, scope)

    def row_rule(self) -> Rule:
        """A rule on the rows of a ledger, and perhaps on a use or on each group as well."""
        scope, besides = (
            Scope([]),
            self.random.choice([{}, {"use": "uses"}, {"use": "uses"}, {"group": "people.groups"}]),
        )
        for name, listed in besides.items():
            path = path_to(listed, USE) if listed == "uses" else next(one for one in SHEET_PATHS if one.text == listed)
            scope = scope.with_name(name, path_to(listed, element(path.type), path.through))
        cells = [path_to(f"record.{one.text}", one.type, one.through) for one in OF_ROWS]
        scope = replace(scope, paths=[*cells * 8, *scope.paths[: len(scope.paths) // 8 or 1]], rows=("record",))
        return self.finished({"for_each": {**besides, "record": "records"}}, scope)

    def finished(self, rule: Rule, scope: Scope) -> Rule:
        """A rule with its conditions, and the parameters that they came to use."""
        if self.random.random() < 0.4:
            rule["when"] = self.condition(scope, self.random.choice([0, 0, 1]))
        asked = self.condition(scope, self.random.choice([0, 0, 0, 1, 1, 2]))
        rule[self.random.choice(["require", "require", "forbid"])] = asked
        written = re.findall(r"\$parameters\.(p\d+)", json.dumps(rule))
        if written:
            rule["parameters"] = {name: scope.parameters[name] for name in dict.fromkeys(written)}
        rule["focus"] = set(scope.used)
        return rule

    def listed(self, scope: Scope) -> Path:
        """A list to range over: the uses, the groups, or any other."""
        if self.random.random() < 0.15:
            return path_to("uses", {"kind": "list", "of": USE})
        known = [one for one in scope.paths if is_list(one) and not scope.on_row(one)]
        groups = [one for one in known if one.text == "people.groups"]
        objects = [one for one in known if one.words != "list of"]
        path = self.random.choice(self.random.choice([groups or known, objects or known, objects or known, known]))
        scope.used.update(path.through)
        return path

    def condition(self, scope: Scope, depth: int) -> dict[str, Any]:
        """A condition, so deep."""
        if depth == 0 or self.random.random() < 0.1:
            leaves = [self.leaf(scope) for _ in range(self.random.choice([1, 1, 1, 2]))]
            return {key: matcher for leaf in leaves for key, matcher in leaf.items()}
        word = self.random.choice(["all", "any", "not", "every", "some", "count"])
        if word in ("all", "any"):
            return {word: [self.condition(scope, depth - 1) for _ in range(self.random.choice([1, 2, 2, 3]))]}
        if word == "not":
            return {word: self.condition(scope, depth - 1)}
        return {word: self.quantified(word, scope, depth)}

    def quantified(self, word: str, scope: Scope, depth: int) -> dict[str, Any]:
        """What stands under `every`, `some` or `count`."""
        if scope.rows and not any(is_list(one) and not scope.on_row(one) for one in scope.paths):
            scope = replace(scope, paths=[*scope.paths, *SHEET_PATHS])
        path = self.listed(scope)
        name = f"item{depth}"
        inside = scope.with_name(name, path_to(path.text, element(path.type), path.through))
        made: dict[str, Any] = {"in": {name: path.text}}
        if self.random.random() < (0.8 if word == "count" else 0.4):
            made["where"] = self.condition(inside, 0)
        if word != "count":
            return {**made, "satisfy": self.condition(inside, depth - 1)}
        low, high = sorted(self.random.choices([0, 1, 1, 2, 3], k=2))
        bounds = self.random.choice([{"min": low}, {"max": high}, {"min": low, "max": high}])
        return {**made, **bounds}

    def leaf(self, scope: Scope) -> dict[str, Any]:
        """A path and what is asked of it."""
        if self.random.random() < 0.02:
            return {
                f"$parameters.{self.parameter(scope, 'boolean', self.random.random() < 0.5)}": self.random.random()
                < 0.5
            }
        path = self.asked_for(scope)
        scope.used.update(path.through)
        return {path.text: self.matcher(path, scope)}

    def asked_for(self, scope: Scope) -> Path:
        """A path to ask for: of a type that is chosen first, because most fields are texts. Whole objects are rarer."""
        wanted = self.random.choice(FAMILIES)
        fitting = [one for one in self.random.choices(scope.paths, k=60) if one.words]
        return next((one for one in fitting if one.words == wanted), fitting[0])

    def matcher(self, path: Path, scope: Scope, depth: int = 0) -> Any:
        """A value, a word, two words, or the opposite of these."""
        form = self.random.random()
        if form < 0.15 and depth < 2:
            return {"not": self.matcher(path, scope, depth + 1)}
        words = [self.word(path, scope) for _ in range(2 if form > 0.9 else 1)]
        if words[0][0] == "equals" or len(words) == 1:
            name, given = words[0]
            return given if name == "equals" else {name: given}
        return {name: given for name, given in words if name != "equals"}

    def word(self, path: Path, scope: Scope) -> tuple[str, Any]:
        """A word that fits a path, and its operand."""
        while True:
            name = self.random.choice(WORDS_OF[path.words])
            given = self.operand(name, path, scope)
            if given is not None:
                return name, given

    def operand(self, name: str, path: Path, scope: Scope) -> Any:
        """What follows a word; None where nothing fits."""
        if name == "permits":
            return f"${self.random.choice(scope.uses)}" if scope.uses else None
        if name in ("stated", "verified"):
            return self.random.random() < 0.5
        if name == "matches":
            return None if scope.on_row(path) and kind(path.type) == "date" else self.random.choice(PATTERNS)
        if name == "is_a":
            known = ENUMS.get(named(path.type), {}).get("broader", {})
            return self.random.choice(
                [*self.vocabulary(path.type), *(known[one] for one in self.vocabulary(path.type) if one in known)]
            )
        if name in ("in", "covers", "within", "intersects"):
            return self.list_operand(name, path, scope)
        return self.one_operand(name, path, scope)

    def one_operand(self, name: str, path: Path, scope: Scope) -> Any:
        """A value, a date, a number, or where one is found."""
        dated = name in DATE_WORDS
        if dated and self.random.random() < 0.3:
            back = self.random.choice(["1", "30", "90", f"$parameters.{self.parameter(scope, 'integer', 30)}"])
            return (
                self.random.choice(["$as_of", f"$as_of - {back} days"])
                if not back.startswith("$")
                else f"$as_of - {back} days"
            )
        if self.random.random() < 0.25:
            others = [
                one
                for one in scope.paths
                if kind(one.type) in SCALARS and alike(path.type, one.type) and self.may_meet(name, path, one, scope)
            ]
            if others:
                return self.reference(others, scope)
        if name == "equals" and kind(path.type) in ("boolean", "enum", "string") and self.random.random() < 0.05:
            value = self.scalar(path.type)
            of = named(path.type) if kind(path.type) == "enum" else kind(path.type)
            if value is not None and len(alternatives(path.type)) == 1:
                return f"$parameters.{self.parameter(scope, of, value)}"
        if dated:
            return self.random.choice(DATES)
        return self.random.choice(NUMBERS) if name in NUMBER_WORDS else self.scalar(path.type)

    def list_operand(self, name: str, path: Path, scope: Scope) -> Any:
        """Several values, or where a list is found."""
        if self.random.random() < 0.25:
            others = [
                one
                for one in scope.paths
                if one.words == "list of" and alike(path.type, one.type) and self.may_meet(name, path, one, scope)
            ]
            if others:
                return self.reference(others, scope)
        one = element(path.type)
        values = self.few(one)
        if kind(one) in ("enum", "string", "integer") and name != "in" and self.random.random() < 0.06:
            plain = next(a for a in alternatives(one) if a["kind"] != "const")
            given = self.few(plain)
            of = named(one) if kind(one) == "enum" else kind(one)
            return f"$parameters.{self.parameter(scope, [of], given)}"
        if kind(one) == "enum" and self.random.random() < 0.1:
            values.append("any")
        return values

    def may_meet(self, name: str, path: Path, other: Path, scope: Scope) -> bool:
        """No query compares two columns of a row but by equality and by date."""
        if scope.on_row(path) and scope.on_row(other):
            return name == "equals" or name in DATE_WORDS
        return True

    def reference(self, others: list[Path], scope: Scope) -> str:
        other = self.random.choice(others)
        scope.used.update(other.through)
        return f"${other.text}"

    def parameter(self, scope: Scope, of: Any, default: Any) -> str:
        """A parameter of the rule, new each time."""
        name = f"p{len(scope.parameters)}"
        scope.parameters[name] = {"type": of, "default": default}
        return name

    # rows

    def rows(self, count: int) -> list[dict[str, Any]]:
        """Rows of a ledger that lacks some columns, in cells that are empty, misspelled, or partly so."""
        names = [name for name in fields(ROW) if self.random.random() < 0.9 or name == "item_id"]
        others = [name for name in ("email", "note") if self.random.random() < 0.3]
        return [
            {
                **{name: self.cell(name) for name in names},
                **{name: self.random.choice([None, "", "x"]) for name in others},
            }
            for _ in range(count)
        ]

    def cell(self, name: str) -> Any:
        """A cell of a column."""
        type_ = fields(ROW)[name]["type"]
        chance = self.random.random()
        if name == "removed_at":
            chance *= 0.5
        if name == "license" and chance > 0.3:
            return self.random.choice(LICENSES)
        if chance < 0.15:
            return None
        if kind(type_) == "list of enum":
            return self.texts(type_["of"], chance)
        if kind(type_) == "boolean":
            return self.scalar(type_)
        if chance < 0.3:
            return self.random.choice(MISSPELLED.get(kind(type_), ["unknown"]))
        return self.scalar(type_) if name != "removed_at" or chance > 0.4 else None

    def texts(self, type_: Type, chance: float) -> list[Any]:
        """The elements of a list in a cell. In a text, one that is only `unknown` would be a list that is not said."""
        some = [*self.vocabulary(type_), *ODD] if chance < 0.3 else self.vocabulary(type_)
        made = [self.random.choice(some) for _ in range(self.random.choice([0, 1, 1, 2]))]
        return [None] if made == ["unknown"] else made


ODD = [None, "unknown", "no_word", ""]
MISSPELLED = {
    "enum": ["unknown", "no_word", "", " given", "Given"],
    "date": ["unknown", "soon", "2025-02-30", "", "2025-13", "never", "2025-12-31T23:30:00-02:00",
             "2026-01-01T00:30:00+02:00", "2026-01-01 23:59", " 2025-12-31 ", "2026-1-1"],
    "string": ["unknown", "", "none", " a "],
}  # fmt: skip


def fits(text: str, type_: Type) -> bool:
    """Whether a text may stand where a string is asked for."""
    return re.search(type_.get("pattern", ""), text) is not None and len(text) <= type_.get("max", 20_000)
