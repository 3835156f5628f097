"""Writes the JSON schemas of rules and packs, for editors: from the words, the facts and the table of the shapes.

    python -m policylint.policy.schemas            writes schemas/rule.schema.json and schemas/pack.schema.json
    python -m policylint.policy.schemas --check    exits 1 when one of them is not what these say

An editor knows less than the loader: names that a rule binds itself, fields of extensions and what tests say of a sheet
pass here, and are checked when the rule loads. What a schema refuses, the loader refuses as well.
"""

from __future__ import annotations

import json
import sys

from policylint import generated
from policylint.facts import FACT_ENUMS, FACT_OBJECTS, FACTS
from policylint.findings import SEVERITIES
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.conditions import EVIDENCE, VERIFIED
from policylint.policy.packs import KEYS as PACK_KEYS
from policylint.policy.parameters import TYPE_NAMES
from policylint.policy.reader import MOMENTS
from policylint.policy.rule import KEYS as RULE_KEYS
from policylint.policy.rule import OUTCOMES, TEST_KEYS
from policylint.policy.words import WORDS
from policylint.policy.words.common import Operand, Type, Word, alternatives, element, is_list, scalars
from policylint.shapes._questions import QUESTIONS
from policylint.shapes._table import ENUMS, OBJECTS, ROOTS
from policylint.shapes.vocabulary import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

Plain = dict[str, "Any"]

_NAMES = {"group": "people.groups", "license": "licenses", "source": "sources", "use": "uses", "record": "records"}
"""What lists are bound to by custom: paths are known where a rule keeps to it."""
_NAME = "[A-Za-z_][A-Za-z0-9_]*"
_RULE_ID = "^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$"
_TEXT = {"type": "string", "pattern": r"\S"}
_REFERENCE = {"$ref": "#/definitions/reference"}
_A_REFERENCE = {
    "type": "string",
    "pattern": rf"^\$(as_of( - ([1-9]\d{{0,4}}|\$parameters\.{_NAME}) days)?|parameters\.{_NAME}|{_NAME}(\.{_NAME})*)$",
}
_PATH_TEXT = rf"{_NAME}(\.{_NAME})*"

_WORDS_SAY = {
    "is": "The value, and no other; types count: `true` is not 1.",
    "in": "One of these values; `in: []` is never true.",
    "within": "Every element is one of these, or below one; `[any]` allows everything.",
    "covers": "Everything listed is one of the elements, or below one.",
    "intersects": "Some pair is equal, or one of the two is below the other; `[]` meets nothing.",
    "is_a": "The term named, or below it.",
    "min": "At least.",
    "max": "At most.",
    "above": "More than.",
    "below": "Less than.",
    "before": "Before that day; a month or a year is all of its days.",
    "after": "After that day; a month or a year is all of its days.",
    "on_or_before": "On that day or before.",
    "on_or_after": "On that day or after.",
    "matches": "The pattern is found in it; only what RE2, Python and Java read alike.",
    VERIFIED: "There is evidence, and each file of it is here and is what its hash says; unknown for others.",
    "stated": "`true`: it is said (also `none` and `[]`); `false`: it is not. Never unknown.",
}
_KEYS_SAY = {
    "title": "The rule in a few words.",
    "severity": "What a fail costs.",
    "moments": "When the rule holds: before data is published, before it is used, in an audit; without it, always.",
    "for_each": "What the rule ranges over: names to lists. Several names: every combination; none: the whole sheet.",
    "when": "To which items the rule applies; without it, to all.",
    "require": "What must be.",
    "forbid": "What must not be.",
    "unknown": "What it costs when it cannot be told; without it, as much as a fail.",
    "parameters": "Values that packs and configs may set, by a short name; elsewhere it is `area.name`.",
    "message": "The fact, for who reads the finding; `{path}` stands for a value.",
    "remedy": "What to do.",
    "why": "Why it matters, in two to six sentences.",
    "references": "Where the rule comes from.",
    "subsumes": "Rules that need not report an item that this one reports.",
    "waivable": "`false`, or for how many days at most.",
    "tests": "Pieces of a datasheet or use, and what the rule must come to on them. At least one expects a fail.",
    "explained": "Mutants that no test notices and gaps that no test can close, each as `policylint test` prints it.",
}
_TESTS_SAY = {
    "name": "What the test shows.",
    "expect": "What the rule comes to.",
    "at": "The place of the finding, a JSON pointer; or a list of the places of all of them.",
    "datasheet": "A piece of a datasheet; what is left out is not said.",
    "use": "A piece of a use declaration: the test is then one at consume.",
    "as_of": "The day; without it, 2026-01-01.",
    "moment": "The moment; without it, the rule's first.",
    "parameters": "Values of the rule's parameters.",
    "sheets": "Other datasheets by path, which `sources` lead to.",
    "advisories": "Advisories by id: all that there are in the test.",
    "ledger": "The rows of the ledger, each a mapping of columns to cells.",
    "files": "Files by path, with the text in each: all that there are in the test.",
}
_PACKS_SAY = {
    "title": "The pack in a few words.",
    "description": "What it is for.",
    "extends": "Packs whose rules and parameters it has as well: by name, or by path.",
    "rules": "The rules in force: `area/slug`, or `{area/slug: severity}`; `off` takes out one that is extended.",
    "parameters": "Values of the rules' parameters, by `area.name`.",
}


def _ref(name: str) -> Plain:
    return {"$ref": f"#/definitions/{name}"}


def _closed(properties: Plain) -> Plain:
    return {"type": "object", "additionalProperties": False, "properties": properties}


class Known(NamedTuple):
    """A path that is known: its type, and what it means."""

    path: str
    type: Type
    says: str


# paths


def known_paths(root: str, kind: Type) -> Iterator[Known]:
    """Every path from a root that leads through no list, facts among them."""
    yield from _inside(root, kind["name"], ())


def _inside(prefix: str, name: str, above: tuple[str, ...]) -> Iterator[Known]:
    if name in above:
        return
    shape = FACT_OBJECTS.get(name) or OBJECTS[name]
    for field, row in shape["fields"].items():
        path = f"{prefix}.{field}" if prefix else field
        if field != "extensions":
            yield Known(path, row["type"], _meaning(name, field))
            yield from _deeper(path, row["type"], (*above, name))
    for fact, derived in FACTS.get(name, {}).items():
        path = f"{prefix}.{fact}" if prefix else fact
        yield Known(path, derived.type, derived.description)
        yield from _deeper(path, derived.type, (*above, name))


def _deeper(path: str, kind: Type, above: tuple[str, ...]) -> Iterator[Known]:
    for one in alternatives(kind):
        if one["kind"] == "object":
            yield from _inside(path, one["name"], above)


def _meaning(name: str, field: str) -> str:
    for owner in (name, "UseDeclaration", "IntendedUse") if name in FACT_OBJECTS else (name,):
        if f"{owner}.{field}" in QUESTIONS:
            return QUESTIONS[f"{owner}.{field}"]["description"]
    return ""


def _all_paths() -> list[Known]:
    datasheet: Type = {"kind": "object", "name": ROOTS["datasheet"]}
    found = list(known_paths("", datasheet))
    lists = {one.path: element(one.type) for one in found if is_list(one.type)}
    for name, listed in _NAMES.items():
        found += known_paths(name, {"kind": "object", "name": "Use"} if listed == "uses" else lists[listed])
    return found


def _not_known(names: tuple[str, ...]) -> str:
    """A pattern for the beginning of a path that a rule has bound itself."""
    return rf"^(?!({'|'.join(names)})(\.|$))" if names else "^"


_ROOTS = tuple(OBJECTS[ROOTS["datasheet"]]["fields"])


# values and words


class _Definitions:
    """The schemas that others refer to, each under the name of the type that it is of."""

    def __init__(self) -> None:
        self.made: dict[str, Plain] = {}

    def matcher(self, kind: Type) -> Plain:
        """What may stand after a path of a type."""
        name = f"on.{_type_name(kind)}"
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = self._matcher(kind, name)
        return _ref(name)

    def _matcher(self, kind: Type, name: str) -> Plain:
        fitting = [word for word in WORDS.values() if word.misuse(kind) is None]
        words = {word.name: self._word(word, kind) for word in fitting}
        if is_list(kind) and element(kind) == EVIDENCE:
            words[VERIFIED] = {"description": _WORDS_SAY[VERIFIED], "type": "boolean"}
        scalar = words.pop("is", None)
        said = {"description": "The matcher is false.", "allOf": [_ref(name)]}
        mapping = _closed({**words, "not": said}) | {"minProperties": 1}
        return {"anyOf": [*(scalar["anyOf"] if scalar is not None else []), mapping]}

    def _word(self, word: Word, kind: Type) -> Plain:
        """What may follow a word; one that takes the same after every path is written once."""
        whole = {"description": _says(word)} | self._operand(word, kind)
        if word.operand in (Operand.SCALAR, Operand.LIST, Operand.TERM):
            return whole
        self.made.setdefault(f"word.{word.name}", whole)
        return _ref(f"word.{word.name}")

    def _operand(self, word: Word, kind: Type) -> Plain:
        match word.operand:
            case Operand.SCALAR:
                return {"anyOf": [*self.values(kind), _REFERENCE]}
            case Operand.LIST:
                return {"anyOf": [{"type": "array", "items": {"anyOf": self.values(element(kind))}}, _REFERENCE]}
            case Operand.NUMBER:
                return {"anyOf": [{"type": "number"}, _REFERENCE]}
            case Operand.DATE:
                return {"anyOf": [*self.values({"kind": "date"}), _REFERENCE]}
            case Operand.BOOLEAN:
                return {"type": "boolean"}
            case Operand.TERM:
                return {"anyOf": [self._terms(one) for one in scalars(element(kind)) if one["kind"] == "enum"]}
            case Operand.PATTERN:
                return {"type": "string"}
            case _:
                return {}

    def values(self, kind: Type) -> list[Plain]:
        """The values of a type that a rule may write."""
        return [self._value(one) for one in scalars(kind)] or [{"not": {}}]

    def _value(self, kind: Type) -> Plain:
        match kind["kind"]:
            case "enum":
                return {"anyOf": [self._enumeration(kind), {"const": "any"}]}
            case "const":
                return {"const": kind["value"]}
            case "boolean" | "integer" | "number":
                return {"type": kind["kind"]}
            case "date":
                return {"anyOf": [{"type": "string", "pattern": r"^\d{4}(-\d\d){0,2}$"}, {"type": "integer"}]}
            case _:
                return {"type": ["string", "number", "boolean"], "not": {"const": "unknown"}}

    def _enumeration(self, kind: Type) -> Plain:
        name = kind["name"]
        if f"enum.{name}" not in self.made:
            meanings = VOCABULARIES.get(name, {})
            words = list(kind["values"] if "values" in kind else ENUMS[name]["values"])
            says = {"enumDescriptions": [meanings[word].says for word in words]} if set(words) <= set(meanings) else {}
            self.made[f"enum.{name}"] = {"enum": words} | says
        return _ref(f"enum.{name}")

    def _terms(self, kind: Type) -> Plain:
        broader = ENUMS.get(kind["name"], {}).get("broader", {})
        wider = sorted({*broader.values()})
        return {"anyOf": [self._enumeration(kind), {"enum": wider}]} if wider else self._enumeration(kind)


def _says(word: Word) -> str:
    """What a word means: as the language's page says it, else as its own function does."""
    return _WORDS_SAY.get(word.name) or (word.test.__doc__ or word.operand.value).strip().partition("\n")[0]


def _type_name(kind: Type) -> str:
    match kind["kind"]:
        case "union":
            return "or.".join(_type_name(one) for one in kind["of"])
        case "list":
            return f"list.{_type_name(kind['of'])}"
        case "enum":
            return str(kind["name"])
        case "const":
            return f"only-{kind['value']}".lower()
        case "object" if kind.get("name") == "Terms":  # the one object that words ask about
            return "terms"
        case "object" | "map" | "any":
            return "object"
        case name:
            return str(name)


# rules


def rule_schema() -> Plain:
    """The schema of a rule file."""
    definitions = _Definitions()
    paths = _all_paths()
    typed = {one.path: {"description": one.says, "allOf": [definitions.matcher(one.type)]} for one in paths}
    made: Plain = {
        "condition": _condition("condition", typed, (*_ROOTS, *_NAMES)),
        "condition.own-names": _condition("condition.own-names", {}, ()),
        "matcher": _any_matcher(),
        "list": _list(paths),
        "test": _test(),
        "parameter": _parameter(),
        "reference": {"description": "Another path, a parameter, or the day judged.", **_A_REFERENCE},
        **definitions.made,
    }
    keys = {key: {"description": _KEYS_SAY.get(key, "")} | _RULE.get(key, {}) for key in RULE_KEYS}
    needed = ["title", "severity", "message", "remedy", "why", "references", "tests"]
    asked = [{"required": ["require"]}, {"required": ["forbid"]}]
    head = _head("rule", "A rule is one sentence about items of a datasheet, a use or a ledger.")
    return (
        head
        | _closed(keys)
        | {"required": needed, "oneOf": asked}
        | _by_custom("for_each", ("when", "require", "forbid"))
        | {"definitions": made}
    )


def _head(name: str, says: str) -> Plain:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:policylint:schema:{name}:1",
        "title": f"policylint {name}",
        "description": says,
    }


_RULE: dict[str, Plain] = {
    "title": _TEXT,
    "severity": {"enum": list(SEVERITIES)},
    "moments": {"type": "array", "minItems": 1, "items": {"enum": MOMENTS}},
    "for_each": {"type": "object", "minProperties": 1, "propertyNames": {"not": {"enum": list(_ROOTS)}},
                 "properties": {name: {"examples": [listed], **_ref("list")} for name, listed in _NAMES.items()},
                 "additionalProperties": _ref("list")},
    "unknown": {"enum": ["error", "warning", "ignore"]},
    "parameters": {"type": "object", "additionalProperties": _ref("parameter")},
    "message": _TEXT,
    "remedy": _TEXT,
    "why": _TEXT,
    "references": {"type": "array", "items": {"type": "string"}},
    "subsumes": {"type": "array", "items": {"type": "string", "pattern": _RULE_ID}},
    "waivable": {"anyOf": [{"const": False}, _closed({"max_days": {"type": "integer", "minimum": 1}})]},
    "tests": {"type": "array", "minItems": 1, "items": _ref("test"),
              "contains": {"properties": {"expect": {"const": "fail"}}}},
    "explained": {"type": "array", "items": _closed({"mutant": _TEXT, "gap": _TEXT, "why": _TEXT}) | {"oneOf": [
        {"required": ["mutant", "why"]}, {"required": ["gap", "why"]}]}},
}  # fmt: skip


def _by_custom(key: str, conditions: tuple[str, ...]) -> Plain:
    """Conditions know the paths of names that are bound by custom; where one is bound otherwise, they do not."""
    custom = {"properties": {name: {"const": listed} for name, listed in _NAMES.items()}}
    return {
        "if": {"properties": {key: custom}},
        "then": {"properties": {name: _ref("condition") for name in conditions}},
        "else": {"properties": {name: _ref("condition.own-names") for name in conditions}},
    }


def _condition(name: str, typed: Plain, known: tuple[str, ...]) -> Plain:
    """A condition, in which the paths that begin with a known name are all there is."""
    several = {"type": "array", "minItems": 1, "items": _ref(name)}
    inside = {"where": {}, "satisfy": {}} if name == "condition" else {"where": _ref(name), "satisfy": _ref(name)}
    bound = {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _ref("list")}
    nested = _by_custom("in", ("where", "satisfy")) if name == "condition" else {}
    over = _closed({"in": bound, **inside}) | {"required": ["in", "satisfy"]} | nested
    least = {"type": "integer", "minimum": 0}
    bounded = {"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}
    counted = (
        _closed({"in": bound, "where": inside["where"], "min": least, "max": least})
        | {"required": ["in"]}
        | nested
        | bounded
    )
    words = {
        "all": {"description": "Every one of these conditions holds.", **several},
        "any": {"description": "At least one of these conditions holds.", **several},
        "not": {"description": "The condition does not hold.", "allOf": [_ref(name)]},
        "every": {"description": "Every item of a list satisfies a condition.", **over},
        "some": {"description": "Some item of a list satisfies a condition.", **over},
        "count": {"description": "How many items of a list there are.", **counted},
    }
    own = {
        rf"^\$parameters\.{_NAME}$": {"type": ["string", "number", "boolean"]},
        rf"^({_NAME}\.)?extensions(\.{_NAME})+$": _ref("matcher"),
        rf"{_not_known(known)}(?!(all|any|not|every|some|count)$){_PATH_TEXT}$": _ref("matcher"),
    }
    return _closed({**words, **typed}) | {"minProperties": 1, "patternProperties": own}


def _any_matcher() -> Plain:
    """A matcher on a path of which only the loader knows the type."""
    words = {
        word.name: {"description": _says(word), "type": ["string", "number", "boolean", "array"]}
        for word in WORDS.values()
        if word.name != "is"
    }
    words[VERIFIED] = {"description": _WORDS_SAY[VERIFIED], "type": "boolean"}
    said = {"description": "The matcher is false.", "allOf": [_ref("matcher")]}
    mapping = _closed({**words, "not": said}) | {"minProperties": 1}
    return {"anyOf": [{"type": ["string", "number", "boolean"], "not": {"const": "unknown"}}, mapping]}


def _list(paths: list[Known]) -> Plain:
    lists = [one.path for one in paths if is_list(one.type)]
    own = {"type": "string", "pattern": rf"{_not_known((*_ROOTS, *_NAMES))}{_NAME}(\.{_NAME})+$"}
    extended = {"type": "string", "pattern": rf"^({_NAME}\.)?extensions(\.{_NAME})+$"}
    return {"anyOf": [{"enum": ["uses", *lists]}, own, extended]}


def _parameter() -> Plain:
    names = [*TYPE_NAMES, *ENUMS, *FACT_ENUMS]
    kind = {"anyOf": [{"enum": names}, {"type": "array", "minItems": 1, "maxItems": 1, "items": {"enum": names}}]}
    says = {
        "type": {"description": "One type, or `[type]` for a list of it.", **kind},
        "except": {"description": "Values of its type that it does not take.", "type": "array"},
        "default": {"description": "Its value where nobody sets it."},
    }
    return _closed(says) | {"required": ["type", "default"]}


def _test() -> Plain:
    place = {"type": "string", "pattern": "^(/|$)"}
    known: dict[str, Plain] = {
        "name": _TEXT,
        "expect": {"enum": OUTCOMES},
        "at": {"anyOf": [place, {"type": "array", "minItems": 1, "items": place}]},
        "datasheet": {"type": "object", "propertyNames": {"enum": list(_ROOTS)}},
        "use": {"type": "object", "propertyNames": {"enum": list(OBJECTS[ROOTS["use"]]["fields"])}},
        "moment": {"enum": MOMENTS},
        "parameters": {"type": "object"},
        **{key: {"type": "object"} for key in ("sheets", "advisories", "files")},
    }
    known["ledger"] = {"type": "array", "items": {"type": "object"}}
    keys = {key: {"description": _TESTS_SAY.get(key, "")} | known.get(key, {}) for key in TEST_KEYS}
    return _closed(keys) | {"required": ["name", "expect"]}


# packs


def pack_schema() -> Plain:
    """The schema of a pack file."""
    identifier = {"type": "string", "pattern": _RULE_ID}
    level = {"enum": [*SEVERITIES, "off"]}
    severities = {"type": "object", "minProperties": 1, "propertyNames": identifier, "additionalProperties": level}
    known: dict[str, Plain] = {
        "title": _TEXT,
        "description": {"type": "string"},
        "extends": {"type": "array", "items": {**_TEXT, "examples": ["core"]}},
        "rules": {"type": "array", "items": {"anyOf": [identifier, severities]}},
        "parameters": {"type": "object", "propertyNames": {"pattern": rf"^[a-z0-9][a-z0-9-]*\.{_NAME}$"}},
    }
    keys = {key: {"description": _PACKS_SAY.get(key, "")} | known.get(key, {}) for key in PACK_KEYS}
    enough = [{"required": ["rules"]}, {"required": ["extends"]}]
    head = _head("pack", "A pack names the rules that are in force, and sets their parameters.")
    return head | _closed(keys) | {"required": ["title"], "anyOf": enough}


# files


def outputs() -> dict[str, str]:
    """Every schema of this module: its path in the repository, and its text."""
    made = {"rule": rule_schema(), "pack": pack_schema()}
    return {
        f"schemas/{name}.schema.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        for name, schema in made.items()
    }


def stale() -> dict[str, str | None]:
    """The schemas that are missing, or not what the language is."""
    return generated.stale(outputs())


def main(arguments: list[str]) -> int:
    """Write what is stale, or only name it."""
    return generated.bring_up_to_date(stale(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
