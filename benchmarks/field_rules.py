"""Eighty rules on fields, in one table, and what each tool must be given to judge them.

A rule is a pointer and one test of the value there; `*` in the pointer is each item of a list. All of them hold on a
clean sheet of `sheets.py`; on one with something wrong, three do not (`FAIL_ON_WRONG`). A value that is missing fails.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]


class Rule(NamedTuple):
    """A test of one field: `in` (one of some values), `min`, `max`, `matches` (a pattern is found) or `stated`."""

    name: str
    pointer: str
    test: str
    operand: Any

    @property
    def outer(self) -> list[str]:
        """The keys to the list whose items are judged; none where the sheet itself is."""
        return self._parts()[0] if "*" in self.pointer else []

    @property
    def inner(self) -> list[str]:
        """The keys from there to the field."""
        return self._parts()[-1]

    def _parts(self) -> list[list[str]]:
        return [part.strip("/").split("/") for part in self.pointer.split("/*/")]


_ADDRESS, _MAIL = "^https://", "@"
_TABLE: list[tuple[str, dict[str, Any]]] = [
    ("/id", {"stated": True, "matches": "^[a-z0-9-]+$"}),
    ("/name", {"stated": True, "matches": "^[A-Z]"}),
    ("/version", {"matches": "^[0-9]+[.][0-9]+$"}),
    ("/description", {"stated": True}),
    ("/homepage", {"matches": _ADDRESS}),
    ("/identifiers/doi", {"stated": True}),
    ("/size/items", {"min": 1, "max": 1_000_000}),
    ("/size/people", {"min": 1, "max": 1_000_000}),
    ("/motivation/purpose", {"stated": True}),
    ("/people/present", {"in": [True]}),
    ("/people/ethics_review/required", {"in": [True]}),
    ("/people/ethics_review/status", {"in": ["approved", "exempt"]}),
    ("/people/ethics_review/body", {"stated": True}),
    ("/people/ethics_review/reference", {"stated": True, "matches": "^20"}),
    ("/people/ethics_review/approved_on", {"stated": True}),
    ("/people/groups/*/id", {"matches": "^[a-z0-9-]+$"}),
    ("/people/groups/*/kind", {"in": ["public_figure"]}),
    ("/people/groups/*/role", {"in": ["speaker", "participant", "depicted"]}),
    ("/people/groups/*/criterion/kind", {"in": ["public_office", "performer", "athlete"]}),
    ("/people/groups/*/criterion/text", {"stated": True}),
    ("/people/groups/*/criterion/reviewed_by", {"matches": _MAIL}),
    ("/people/groups/*/count", {"min": 1, "max": 1_000_000}),
    ("/people/groups/*/share", {"min": 0, "max": 1}),
    ("/people/groups/*/minors/status", {"in": ["none"]}),
    ("/people/groups/*/minors/method", {"stated": True}),
    ("/people/groups/*/identifiability", {"in": ["pseudonymised", "direct", "anonymised"]}),
    ("/people/groups/*/biometric/identity_labels", {"in": ["none", "numbered"]}),
    ("/people/groups/*/acquisition", {"in": ["direct"]}),
    ("/people/groups/*/notified", {"in": [True]}),
    ("/people/groups/*/legal_basis", {"in": ["consent"]}),
    ("/people/groups/*/consent/status", {"in": ["given", "renewed"]}),
    ("/people/groups/*/consent/coverage", {"min": 1, "max": 1}),
    ("/people/groups/*/consent/expression", {"in": ["explicit"]}),
    ("/people/groups/*/consent/informed", {"in": [True]}),
    ("/people/groups/*/consent/scope/commercial", {"in": [True, False]}),
    ("/people/groups/*/consent/scope/recipients", {"in": ["registered", "none"]}),
    ("/people/groups/*/consent/granted_on", {"stated": True}),
    ("/people/groups/*/consent/expires_on", {"stated": True}),
    ("/people/groups/*/consent/withdrawal/contact", {"stated": True, "matches": _MAIL}),
    ("/people/groups/*/consent/withdrawal/sla_days", {"min": 1, "max": 30}),
    ("/people/groups/*/consent/withdrawal/method", {"stated": True}),
    ("/people/groups/*/consent/withdrawal/removal_log", {"matches": _ADDRESS}),
    ("/people/groups/*/consent/withdrawal/last_tested", {"stated": True}),
    ("/people/groups/*/consent/guardian/status", {"in": ["not_required", "given"]}),
    ("/people/groups/*/consent/notice/url", {"stated": True, "matches": _ADDRESS}),
    ("/licenses/*/applies_to", {"in": ["dataset", "collection"]}),
    ("/licenses/*/license", {"stated": True, "matches": "^C"}),
    ("/licenses/*/declared", {"stated": True, "matches": "^C"}),
    ("/licenses/*/holder", {"stated": True}),
    ("/fairness/limitations", {"stated": True}),
    ("/preprocessing/labels/*/kind", {"in": ["transcript"]}),
    ("/preprocessing/labels/*/by", {"in": ["human"]}),
    ("/uses/intended/*/id", {"stated": True, "matches": "^[a-z]+$"}),
    ("/uses/intended/*/commercial", {"in": [True, False]}),
    ("/uses/limitations", {"stated": True}),
    ("/access/mode", {"in": ["registration", "agreement"]}),
    ("/access/agreement", {"matches": _ADDRESS}),
    ("/access/recipients_log", {"in": [True]}),
    ("/maintenance/status", {"in": ["active"]}),
    ("/maintenance/organization", {"stated": True}),
    ("/maintenance/contact", {"stated": True, "matches": _MAIL}),
    ("/maintenance/backup", {"stated": True, "matches": _MAIL}),
    ("/maintenance/sla_days", {"min": 1, "max": 30}),
]
FIELDS = [(pointer, test, operand) for pointer, tests in _TABLE for test, operand in tests.items()]
RULES = [Rule(f"field-{number:02}", *field) for number, field in enumerate(FIELDS, 1)]
FAIL_ON_WRONG = ("/people/groups/*/kind", "/people/groups/*/consent/status", "/people/groups/*/consent/coverage")
"""The pointers of the rules that fail, once each, on a sheet with something wrong."""


# JSON Schema


def json_schema(datasheet: Json) -> Json:
    """The schema of a datasheet, and the rules as so many further schemas that all must hold."""
    return {**datasheet, "allOf": [*datasheet.get("allOf", []), *map(_as_schema, RULES)]}


def _as_schema(rule: Rule) -> Json:
    tests = {"in": "enum", "min": "minimum", "max": "maximum", "matches": "pattern"}
    schema: Json = {} if rule.test == "stated" else {tests[rule.test]: rule.operand}
    schema = _required(rule.inner, schema)
    return _required(rule.outer, {"items": schema}) if rule.outer else schema


def _required(keys: list[str], schema: Json) -> Json:
    for key in reversed(keys):
        schema = {"required": [key], "properties": {key: schema}}
    return schema


# Rego


def rego() -> str:
    """A module whose `data.bench.failed` is the set of the rules that do not hold."""
    lines = ["package bench", "", "import rego.v1", ""]
    for rule in RULES:
        name = rule.name.replace("-", "_")
        if rule.outer:
            items = ".".join(["input", *rule.outer])
            lines.append(f"{name}(item) if {{ {_as_rego(rule, 'item')} }}")
            lines.append(f'failed contains "{rule.name}" if {{ some item in {items}; not {name}(item) }}')
        else:
            lines.append(f"{name} if {{ {_as_rego(rule, 'input')} }}")
            lines.append(f'failed contains "{rule.name}" if {{ not {name} }}')
    return "\n".join(lines) + "\n"


def _as_rego(rule: Rule, of: str) -> str:
    value = ".".join([of, *rule.inner])
    if rule.test == "in":
        return f"{value} in {json.dumps(rule.operand)}"
    if rule.test == "matches":
        return f"regex.match({json.dumps(rule.operand)}, {value})"
    return f"_ = {value}" if rule.test == "stated" else f"{value} {_SIGNS[rule.test]} {rule.operand}"


_SIGNS = {"min": ">=", "max": "<="}


# CEL


def cel() -> list[str]:
    """An expression for each rule, of one variable: `sheet`."""
    return [_as_cel(rule) for rule in RULES]


def _as_cel(rule: Rule) -> str:
    if not rule.outer:
        return _cel_test(rule, "sheet")
    return f"{'.'.join(['sheet', *rule.outer])}.all(item, {_cel_test(rule, 'item')})"


def _cel_test(rule: Rule, of: str) -> str:
    value = ".".join([of, *rule.inner])
    if rule.test == "in":
        return f"{value} in {json.dumps(rule.operand)}"
    if rule.test == "matches":
        return f"{value}.matches({json.dumps(rule.operand)})"
    return f"has({value})" if rule.test == "stated" else f"double({value}) {_SIGNS[rule.test]} {float(rule.operand)}"


# Spectral


def spectral(datasheet: Json) -> Json:
    """A ruleset with the schema of a datasheet, and the rules by Spectral's own functions."""
    whole = {"function": "schema", "functionOptions": {"schema": datasheet}}
    shape = {"given": "$", "severity": "error", "message": "{{error}}", "then": whole}
    return {"rules": {"datasheet": shape, **{rule.name: _as_spectral(rule) for rule in RULES}}}


def _as_spectral(rule: Rule) -> Json:
    items = f"$.{'.'.join(rule.outer)}[*]" if rule.outer else "$"
    given = ".".join([items, *rule.inner[:-1]])
    functions: dict[str, tuple[str, Json]] = {
        "in": ("enumeration", {"values": rule.operand}),
        "matches": ("pattern", {"match": rule.operand}),
        "min": ("schema", {"schema": {"minimum": rule.operand}}),
        "max": ("schema", {"schema": {"maximum": rule.operand}}),
        "stated": ("defined", {}),
    }
    name, options = functions[rule.test]
    then = {"field": rule.inner[-1], "function": name, **({"functionOptions": options} if options else {})}
    return {"given": given, "severity": "error", "message": rule.pointer, "then": then}


# policylint


def policylint() -> dict[str, str]:
    """A policy of its own: path in its folder → text."""
    files = {f"rules/bench/{rule.name}.yaml": json.dumps(_as_rule(rule)) for rule in RULES}
    pack = {"title": "Fields", "description": "Rules on fields.", "rules": [f"bench/{rule.name}" for rule in RULES]}
    return {**files, "packs/fields.yaml": json.dumps(pack)}


def _as_rule(rule: Rule) -> Json:
    word = {"min": "min", "max": "max", "in": "in", "matches": "matches", "stated": "stated"}[rule.test]
    path = ".".join(["item", *rule.inner] if rule.outer else rule.inner)
    over = {"for_each": {"item": ".".join(rule.outer)}} if rule.outer else {}
    return {
        "title": rule.pointer,
        "severity": "error",
        "moments": ["create"],
        **over,
        "require": {path: {word: rule.operand}},
        "message": rule.pointer,
        "remedy": f"Mend {rule.pointer}.",
        "why": "The same as in other tools.",
        "references": ["benchmarks/field_rules.py"],
        "tests": [{"name": "wrong", "expect": "fail", "datasheet": {}}],
    }


# Checkov


def checkov() -> str:
    """A module of checks for its YAML framework, one for each rule."""
    return _CHECKOV.replace("TABLE", repr([tuple(rule) for rule in RULES]))


_CHECKOV = """\
import re

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.yaml_doc.base_yaml_check import BaseYamlCheck
from checkov.yaml_doc.enums import BlockType


def values(node, keys):
    if not keys:
        return [node]
    if keys[0] == "*":
        return [value for item in node for value in values(item, keys[1:])]
    if not isinstance(node, dict) or keys[0] not in node:
        return [None]
    return values(node[keys[0]], keys[1:])


TESTS = {
    "in": lambda value, operand: value in operand,
    "min": lambda value, operand: value >= operand,
    "max": lambda value, operand: value <= operand,
    "matches": lambda value, operand: re.search(operand, value) is not None,
    "stated": lambda value, operand: True,
}


class Field(BaseYamlCheck):
    def __init__(self, name, pointer, test, operand):
        super().__init__(
            name=pointer, id="CKV_" + name.upper().replace("-", "_"), categories=[CheckCategories.CONVENTION],
            supported_entities=["*"], block_type=BlockType.DOCUMENT,
        )
        self.keys, self.test, self.operand = pointer.strip("/").split("/"), TESTS[test], operand

    def scan_entity_conf(self, conf, entity_type):
        held = all(value is not None and self.test(value, self.operand) for value in values(conf, self.keys))
        return (CheckResult.PASSED if held else CheckResult.FAILED), conf


for row in TABLE:
    Field(*row)
"""

WRITERS: dict[str, Callable[..., object]] = {
    "JSON Schema": json_schema, "Rego": rego, "CEL": cel, "Spectral": spectral, "policylint": policylint,
    "Checkov": checkov,
}  # fmt: skip
