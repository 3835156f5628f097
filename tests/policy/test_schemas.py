"""The schemas that editors read: they accept what loads, and refuse what a hand slips on."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from policylint.documents import load, read
from policylint.documents.node import plain_value
from policylint.policy import schemas
from policylint.policy.rule import KEYS, TEST_KEYS, read_rule
from policylint.policy.words import WORDS
from tests.conftest import ROOT
from tests.policy.test_load_errors import BROKEN, MISTAKES, SOUND

RULES = sorted([*ROOT.glob("policies/rules/*/*.yaml"), *ROOT.glob("examples/*/rules/*/*.yaml")])
PACKS = sorted([*ROOT.glob("policies/packs/*.yaml"), *ROOT.glob("examples/*/packs/*.yaml")])
VALIDATORS = {name: Draft7Validator(schema()) for name, schema in
              (("rule", schemas.rule_schema), ("pack", schemas.pack_schema))}  # fmt: skip


def mistakes(name: str, value: Any) -> list[str]:
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in VALIDATORS[name].iter_errors(value)]


def value_of(text: str) -> Any:
    root = read(text.encode(), "x.yaml").root
    assert root is not None
    return plain_value(root)


def test_the_published_schemas_are_what_the_language_is() -> None:
    assert list(schemas.stale()) == [], "run `make schemas`"


@pytest.mark.parametrize("name", VALIDATORS)
def test_they_are_schemas_that_every_editor_knows(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_rule_is_accepted(path: Path) -> None:
    assert mistakes("rule", value_of(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_pack_is_accepted(path: Path) -> None:
    assert mistakes("pack", value_of(path.read_text(encoding="utf-8"))) == []


def test_every_key_and_every_word_says_what_it_is() -> None:
    schema = schemas.rule_schema()
    assert list(schema["properties"]) == list(KEYS)
    assert list(schema["definitions"]["test"]["properties"]) == list(TEST_KEYS)
    assert all(schemas._says(word) for word in WORDS.values())


CHANGES: dict[str, tuple[str, str]] = {
    "a key misspelt": ("remedy:", "remdy:"),
    "no message": ('message: "{group}: the consent is {group.consent.status}"\n', ""),
    "an empty why": ("why: They were not asked.", "why: ''"),
    "a severity misspelt": ("severity: error", "severity: eror"),
    "a moment misspelt": ("severity: error", "severity: error\nmoments: [creation]"),
    "a list misspelt": ("people.groups}", "people.group}"),
    "a name that is taken": ("{group: people.groups}", "{people: people.groups}"),
    "a path misspelt": ("{group.consent.status: given}", "{group.consnet.status: given}"),
    "a path of the sheet misspelt": ("{group.consent.status: given}", "{maintenance.state: active}"),
    "a fact misspelt": ("{group.consent.status: given}", "{group.consent.efective: given}"),
    "a value misspelt": ("{group.consent.status: given}", "{group.consent.status: givn}"),
    "a value misspelt in a list": ("status: given", "status: {in: [given, renewd]}"),
    "a value of another type": ("{group.consent.status: given}", "{group.consent.coverage: all}"),
    "a word misspelt": ("status: given", "status: {inn: [given]}"),
    "a word on the wrong type": ("status: given", "status: {min: 1}"),
    "a word that wants a list": ("status: given", "status: {in: given}"),
    "a list where a word belongs": ("status: given", "status: [given, renewed]"),
    "unknown as a value": ("status: given", "status: {in: [unknown]}"),
    "a combinator misspelt": ("{group.consent.status: given}", "{al: [{group.consent.status: given}]}"),
    "a combinator of nothing": ("{group.consent.status: given}", "{all: []}"),
    "a quantifier misspelt": (
        "{group.consent.status: given}",
        "{every: {in: {e: group.legal_basis_evidence}, satisfies: {e.path: x}}}",
    ),
    "a value misspelt within a quantifier": (
        "{group.consent.status: given}",
        "{some: {in: {e: group.legal_basis_evidence}, satisfy: {group.consent.status: givn}}}",
    ),
    "require and forbid": ("message:", "forbid: {group.kind: mixed}\nmessage:"),
    "neither": ("require: {group.consent.status: given}\n", ""),
    "an outcome misspelt": ("expect: fail", "expect: fails"),
    "no test that fails": ("expect: fail", "expect: pass"),
    "a key of a test misspelt": ("datasheet: {people", "datasheets: {people"),
    "a key of a fragment misspelt": ("datasheet: {people", "datasheet: {peeple"),
    "a parameter without a type": ("references: []", "references: []\nparameters: {least: {default: 1}}"),
    "a parameter of no type": ("references: []", "references: []\nparameters: {l: {type: int, default: 1}}"),
    "what it costs misspelt": ("severity: error", "severity: error\nunknown: info"),
    "waivable, perhaps": ("references: []", "references: []\nwaivable: {days: 3}"),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_slip_in_a_rule_is_refused_and_does_not_load(old: str, new: str) -> None:
    assert SOUND.count(old) == 1
    text = SOUND.replace(old, new)
    assert mistakes("rule", value_of(text)) != []
    assert read_rule(read(text.encode(), "rules/a/b.yaml"), {})[1] != []


BY_OTHER_NAMES: dict[str, str] = {
    "names of ones own": SOUND.replace("{group: p", "{g: p").replace("{group}", "{g}").replace("{group.", "{g."),
    "a name of custom, bound to something else": SOUND.replace("people.groups}", "licenses}")
    .replace("{group.consent.status: given}", "{group.license: MIT}")
    .replace("the consent is {group.consent.status}", "m")
    .replace("{people: {groups: [{id: g, consent: {status: refused}}]}}", "{licenses: [{license: GPL-3.0-only}]}"),
    "a name bound within": SOUND.replace(
        "{group.consent.status: given}",
        "{some: {in: {source: licenses}, satisfy: {source.license: MIT}}, group.kind: mixed}",
    ),
    "no for_each": SOUND.replace("for_each: {group: people.groups}\n", "")
    .replace("{group.consent.status: given}", "{maintenance.status: active}")
    .replace('"{group}: the consent is {group.consent.status}"', "m")
    .replace("{people: {groups: [{id: g, consent: {status: refused}}]}}", "{maintenance: {status: retracted}}"),
}


@pytest.mark.parametrize("text", BY_OTHER_NAMES.values(), ids=BY_OTHER_NAMES)
def test_names_are_the_rules_own_business(text: str) -> None:
    assert read_rule(read(text.encode(), "rules/a/b.yaml"), {})[1] == []
    assert mistakes("rule", value_of(text)) == []


FOR_THE_LOADER = {
    "a name or field that only the loader knows": {
        "count-name-bound", "path-name-misspelled", "path-of-nothing", "path-on-the-right",
        "placeholder-misspelled", "placeholder-of-nothing", "placeholder-of-the-remedy",
        "path-of-a-source-misspelled", "path-of-an-advisory-misspelled",
        "test-sheet-misspelled", "test-advisory-misspelled", "test-advisory-value",
    },
    "what parameters and references are": {
        "parameter-default-outside", "parameter-default-refused", "parameter-except-misspelled",
        "parameter-not-declared", "parameter-of-another-type", "parameter-unused", "parameter-without-any",
        "reference-as-of", "reference-of-another-type", "reference-of-another-vocabulary",
        "reference-to-a-list", "reference-to-one-value", "test-parameter-not-declared", "parameter-list-as-a-condition",
    },
    "patterns": {"pattern-back-reference", "pattern-broken", "pattern-for-ever", "pattern-look-ahead"},
    "bounds and days": {"count-of-no-number", "value-out-of-range", "word-before-no-day", "test-day-half-said"},
    "rules and schemas in other files": {"subsumes-misspelled", "extension-of-nobody"},
    "what fragments hold, and where findings can be": {
        "test-fragment-misspelled", "test-fragment-value", "test-place-of-a-pass",
    },
    "the text itself": {"not-yaml", "same-key-twice"},
    "what no query can say, and what rows hold": {
        "record-word-of-sheets", "record-list-in-a-cell", "record-two-columns", "record-turned-round",
        "record-dates-as-text", "record-printed", "record-cell", "record-column",
    },
}  # fmt: skip
"""Mistakes that pass an editor, and why."""


@pytest.mark.parametrize("name", MISTAKES)
def test_which_broken_rules_an_editor_shows(name: str) -> None:
    document = load(str(BROKEN / f"{name}.yaml"))
    refused = document.root is None or mistakes("rule", plain_value(document.root)) != []
    silent = {one for names in FOR_THE_LOADER.values() for one in names} - {"not-yaml", "same-key-twice"}
    assert refused == (name not in silent)


BAD_PACKS = {
    "no title": "rules: [a/b]\n",
    "no rules": "title: A\n",
    "a key misspelt": "title: A\nextend: [core]\n",
    "a severity misspelt": "title: A\nrules: [{a/b: warn}]\n",
    "a rule that is no id": "title: A\nrules: [backup]\n",
    "rules that are no list": "title: A\nrules: a/b\n",
    "a parameter by its short name": "title: A\nrules: [a/b]\nparameters: {least: 1}\n",
    "parameters that are a list": "title: A\nrules: [a/b]\nparameters: [a.b]\n",
}


@pytest.mark.parametrize("text", BAD_PACKS.values(), ids=BAD_PACKS)
def test_a_slip_in_a_pack_is_refused(text: str) -> None:
    assert mistakes("pack", value_of(text)) != []


def test_paths_and_values_come_with_what_they_mean() -> None:
    made = schemas.rule_schema()["definitions"]
    paths = made["condition"]["properties"]
    assert paths["group.consent.effective"]["description"] == "The status of consent as of the day judged."
    assert paths["maintenance.status"]["description"]
    assert made["enum.consent_status"]["enumDescriptions"]
    described = [path for path, one in paths.items() if one["description"]]
    assert len(described) == len(paths)
