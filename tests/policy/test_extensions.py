"""An organisation's own fields: typed by its schema in rules and in sheets, mistakes shown at their place."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from policylint.discover import Found
from policylint.documents import read
from policylint.errors import InvalidFileError
from policylint.findings import Finding
from policylint.pipeline import check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy, load_rules
from policylint.policy.testing import run_tests
from policylint.request import Request
from policylint.shapes.check import check_shape
from tests.policy.test_packs import write

ACME = """\
{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "required": ["tier"],
  "properties": {
    "tier": {"type": "string", "enum": ["open", "internal", "secret"]},
    "ticket": {"type": "string", "pattern": "^DATA-[0-9]+$", "maxLength": 12},
    "approved": {"type": "boolean"},
    "score": {"type": "number", "minimum": 0, "maximum": 1},
    "copies": {"type": "integer", "minimum": 0},
    "review": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "due": {"type": "string", "format": "date"},
        "regions": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": ["eu", "us"]}}
      }
    }
  }
}
"""
RULE = """\
title: Secret data is approved
severity: error
when: {extensions.acme.tier: secret}
require: {extensions.acme.approved: true, extensions.acme.review.due: {after: $as_of}}
message: "The tier is {extensions.acme.tier}, and approval is {extensions.acme.approved}"
remedy: Have it approved.
why: Secrets are kept by those who know of them.
references: []
tests:
  - name: approved
    expect: pass
    datasheet: {extensions: {acme: {tier: secret, approved: true, review: {due: "2027"}}}}
  - name: refused
    expect: fail
    at: /extensions/acme/approved
    datasheet: {extensions: {acme: {tier: secret, approved: false}}}
  - {name: not said, expect: unknown, datasheet: {extensions: {acme: {tier: secret, approved: unknown}}}}
  - {name: nothing said, expect: unknown, datasheet: {}}
  - {name: open, expect: not_applicable, datasheet: {extensions: {acme: {tier: open}}}}
"""
SHEET = """\
datasheet: "1"
id: waves
name: Waves
people: {present: false}
licenses: [{license: CC0-1.0}]
maintenance: {status: active}
extensions:
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, {"extensions/acme.schema.json": ACME, "rules/acme/approved.yaml": RULE})


def loaded(folder: Path) -> Policy:
    return load_policy(Settings((f"{folder}/",)))


def mistakes(folder: Path) -> list[tuple[int, int, str, str, str]]:
    with pytest.raises(InvalidFileError) as caught:
        loaded(folder)
    return [(one.span.line, one.span.column, one.rule, one.message, one.remedy) for one in caught.value.problems]


def findings(folder: Path, said: str, policy: Policy | None = None) -> list[Finding]:
    path = folder / "datasheet.yaml"
    path.write_text(SHEET + said, encoding="utf-8")
    report, _ = check([Found(str(path), "datasheet", named=True)], policy or loaded(folder), Request("2026-11-22"))
    return list(report.findings)


def test_rules_are_typed_and_judged_like_any_other(folder: Path) -> None:
    rules, problems = load_rules(str(folder))
    assert problems == []
    assert [result.failure for rule in rules for result in run_tests(rule)] == [None] * 5


IN_SHEETS = {
    "approved": ("  acme: {tier: secret, approved: true, review: {due: 2027-01}}\n", []),
    "refused": ("  acme:\n    tier: secret\n    approved: false\n", [("acme/approved", "fail", 10, 15)]),
    "approval not said": ("  acme: {tier: secret}\n", [("acme/approved", "unknown", 8, 3)]),
    "other names are kept and not read": ("  acme: {tier: open}\n  other: {x: [1]}\n", []),
    "nothing said": ("  acme: unknown\n", [("acme/approved", "unknown", 8, 9)]),
    "a field misspelt": ("  acme: {teir: open, tier: open}\n", [("shape/unknown-key", "fail", 8, 10)]),
    "a term misspelt": ("  acme: {tier: secrt}\n", [("shape/value", "fail", 8, 16)]),
    "a required field that is missing": ("  acme: {approved: true}\n", [("shape/missing", "fail", 8, 10)]),
    "a required field may be not known": ("  acme: {tier: unknown}\n", [("acme/approved", "unknown", 8, 16)]),
    "a text that does not match": ("  acme: {tier: open, ticket: 17}\n", [("shape/value", "fail", 8, 30)]),
    "a number out of bounds": ("  acme: {tier: open, score: 2}\n", [("shape/type", "fail", 8, 29)]),
    "a half": ("  acme: {tier: open, copies: 0.5}\n", [("shape/type", "fail", 8, 30)]),
    "a day that is none": ("  acme: {tier: open, review: {due: 2026-02-30}}\n", [("shape/value", "fail", 8, 36)]),
    "an empty list": ("  acme: {tier: open, review: {regions: []}}\n", [("shape/value", "fail", 8, 40)]),
    "an item misspelt": ("  acme: {tier: open, review: {regions: [eu, uk]}}\n", [("shape/value", "fail", 8, 45)]),
    "one value instead of a mapping": ("  acme: secret\n", [("shape/type", "fail", 8, 9)]),
}


@pytest.mark.parametrize(("said", "expected"), IN_SHEETS.values(), ids=IN_SHEETS)
def test_what_a_sheet_says_is_typed_by_the_schema(
    said: str, expected: list[tuple[str, str, int, int]], folder: Path
) -> None:
    found = [(one.rule, one.outcome, one.place.span.line, one.place.span.column) for one in findings(folder, said)]
    assert found == expected


def test_a_misspelt_term_comes_with_the_nearest(folder: Path) -> None:
    (one,) = findings(folder, "  acme: {tier: secrt}\n")
    assert (one.message, one.remedy) == (
        "`secrt` is not one of `open`, `internal`, `secret`",
        "Did you mean `secret`?",
    )


def test_what_is_missing_is_named(folder: Path) -> None:
    (one,) = findings(folder, "  acme: {tier: secret}\n")
    assert [(missing.path, missing.pointer) for missing in one.missing] == [
        ("extensions.acme.approved", "/extensions/acme/approved"),
        ("extensions.acme.review.due", "/extensions/acme/review/due"),
    ]


def test_without_the_policy_the_extension_is_anything(folder: Path) -> None:
    assert findings(folder, "  acme: [1, {x: y}]\n", load_policy(Settings(("core",))))[:1] != []
    rules = {one.rule for one in findings(folder, "  acme: [1, {x: y}]\n", load_policy(Settings(("core",))))}
    assert not {rule for rule in rules if rule.startswith("shape/")}


def test_a_use_declaration_may_carry_the_extension_too(folder: Path) -> None:
    text = RULE.replace("extensions.acme", "use.extensions.acme").replace("{use.ext", "{use.ext")
    text = text.replace("when:", "moments: [consume]\nfor_each: {use: uses}\nwhen:").partition("tests:")[0]
    test = "tests:\n  - {name: a, expect: fail, use: {extensions: {acme: {tier: secret, approved: false}}}}\n"
    write(folder, {"rules/acme/approved.yaml": text + test})
    rules, problems = load_rules(str(folder))
    assert problems == []
    assert [result.failure for result in run_tests(rules[0])] == [None]


IN_RULES = {
    "a field misspelt": (
        ("extensions.acme.tier: secret", "extensions.acme.teir: secret"),
        (3, 8, "policy/unknown-path", "Did you mean `extensions.acme.tier`?"),
    ),
    "a field within misspelt": (
        ("extensions.acme.review.due", "extensions.acme.review.dew"),
        (4, 43, "policy/unknown-path", "Did you mean `extensions.acme.review.due`?"),
    ),
    "a name misspelt": (
        ("when: {extensions.acme", "when: {extensions.amce"),
        (3, 8, "policy/unknown-path", "Did you mean `extensions.acme.tier`?"),
    ),
    "a term misspelt": (
        ("tier: secret}\nrequire", "tier: secrt}\nrequire"),
        (3, 30, "policy/unknown-value", "Did you mean `secret`?"),
    ),
    "a word on the wrong type": (
        ("when: {extensions.acme.tier: secret}", "when: {extensions.acme.tier: {min: 1}}"),
        (3, 31, "policy/type", "Use a word that fits its type."),
    ),
    "a path beyond a value": (
        ("when: {extensions.acme.tier: secret}", "when: {extensions.acme.tier.x: secret}"),
        (3, 8, "policy/unknown-path", "See the datasheet's fields and the facts."),
    ),
    "a placeholder misspelt": (
        ("approval is {extensions.acme.approved}", "approval is {extensions.acme.aproved}"),
        (5, 10, "policy/placeholder", "Did you mean `{extensions.acme.approved}`?"),
    ),
    "a fragment misspelt": (
        ("{tier: secret, approved: false}", "{tier: secret, aproved: false}"),
        (16, 51, "policy/test", "Did you mean `approved`?"),
    ),
}


@pytest.mark.parametrize(("change", "expected"), IN_RULES.values(), ids=IN_RULES)
def test_rules_are_held_to_the_schema(
    change: tuple[str, str], expected: tuple[int, int, str, str], folder: Path
) -> None:
    assert RULE.count(change[0]) == 1
    write(folder, {"rules/acme/approved.yaml": RULE.replace(*change)})
    assert [(*place, remedy) for *place, _, remedy in mistakes(folder)] == [expected]


def test_a_rule_on_an_extension_that_nothing_describes_says_where_to_describe_it(folder: Path) -> None:
    (folder / "extensions" / "acme.schema.json").unlink()
    found = mistakes(folder)
    assert found[0] == (
        *(3, 8, "policy/unknown-path"),
        "`extensions.acme.tier` is not a path: no schema describes `extensions.acme`",
        "Write `extensions/acme.schema.json` beside `rules/` in the policy's folder.",
    )
    assert {one[2] for one in found} == {"policy/unknown-path", "policy/placeholder"}


OBJECT = '{"type": "object", "additionalProperties": false, "properties": {"a": %s}}'
BAD_SCHEMAS: dict[str, tuple[str, tuple[int, int, str, str, str]]] = {
    "not closed": (
        '{"type": "object", "properties": {"a": {"type": "boolean"}}}',
        (
            *(1, 2, "policy/extension", "the schema lets unknown fields through"),
            'Add `"additionalProperties": false`: a misspelt field would pass unseen.',
        ),
    ),
    "open on purpose": (
        '{"type": "object", "additionalProperties": true, "properties": {"a": {"type": "boolean"}}}',
        (
            *(1, 44, "policy/extension", "the schema lets unknown fields through"),
            'Add `"additionalProperties": false`: a misspelt field would pass unseen.',
        ),
    ),
    "no object": (
        '{"type": "string"}',
        (1, 10, "policy/extension", "`string` is not a type that can stand here", "Write `object`."),
    ),
    "no type": (
        OBJECT % '{"enum": ["a"]}',
        (
            *(1, 72, "policy/extension", "the schema does not say its `type`"),
            'Add `"type":` one of `object`, `array`, `string`, `boolean`, `integer`, `number`.',
        ),
    ),
    "a type misspelt": (
        OBJECT % '{"type": "bool"}',
        (
            *(1, 80, "policy/extension", "`bool` is not a type that can stand here"),
            "Write one of `object`, `array`, `string`, `boolean`, `integer`, `number`.",
        ),
    ),
    "several types": (
        OBJECT % '{"type": ["string", "null"]}',
        (
            *(1, 80, "policy/extension", "a list of types is not a type that can stand here"),
            "Write one of `object`, `array`, `string`, `boolean`, `integer`, `number`.",
        ),
    ),
    "a keyword beyond the subset": (
        OBJECT % '{"type": "string", "minLength": 3}',
        (
            *(1, 90, "policy/unknown-key", "`minLength` is not a key of a schema of type `string`"),
            "Did you mean `maxLength`?",
        ),
    ),
    "a combination": (
        '{"type": "object", "additionalProperties": false, "properties": {"a": {"type": "boolean"}}, "oneOf": []}',
        (
            *(1, 93, "policy/unknown-key", "`oneOf` is not a key of a schema of type `object`"),
            (
                "The keys here are `$schema`, `$id`, `$comment`, `title`, `description`, `examples`, `type`, "
                "`properties`, `required`, `additionalProperties`."
            ),
        ),
    ),
    "a list of objects": (
        OBJECT % '{"type": "array", "items": {"type": "object"}}',
        (
            *(1, 107, "policy/extension", "`object` is not a type that can stand here"),
            "Write one of `string`, `boolean`, `integer`, `number`.",
        ),
    ),
    "a list of anything": (
        OBJECT % '{"type": "array"}',
        (
            *(1, 72, "policy/extension", "the list does not say what its items are"),
            'Add `"items": {"type": …}`.',
        ),
    ),
    "no fields": (
        '{"type": "object", "additionalProperties": false}',
        (
            *(1, 2, "policy/extension", "the schema names no fields"),
            'Add `"properties": {"name": {"type": …}}`.',
        ),
    ),
    "a field that no path can name": (
        '{"type": "object", "additionalProperties": false, "properties": {"a.b": {"type": "boolean"}}}',
        (
            *(1, 66, "policy/extension", "`a.b` cannot be the name of a field"),
            "Name it in small letters, digits and `_`: rules write it in a path.",
        ),
    ),
    "required and not there": (
        '{"type": "object", "additionalProperties": false, "required": ["b"], "properties": {"a": {"type": "number"}}}',
        (
            *(1, 64, "policy/extension", "`required` names a field that is not among `properties`"),
            "Correct the name.",
        ),
    ),
    "a format": (
        OBJECT % '{"type": "string", "format": "email"}',
        (
            *(1, 100, "policy/extension", "`format` can only be `date`"),
            "Take it out, or write a `pattern`.",
        ),
    ),
    "a pattern that may take for ever": (
        OBJECT % '{"type": "string", "pattern": "(a+)+b"}',
        (
            *(
                1,
                101,
                "policy/pattern",
                "this pattern cannot be used: a repetition of a repetition, or of alternatives, can take for ever",
            ),
            "Use what RE2, Python and Java read alike.",
        ),
    ),
    "a term that is no text": (
        OBJECT % '{"type": "string", "enum": [1]}',
        (1, 99, "policy/extension", "a value of `enum` is a text", "Write it in quotes."),
    ),
    "a term with a meaning of its own": (
        OBJECT % '{"type": "string", "enum": ["unknown"]}',
        (
            *(1, 99, "policy/extension", "`unknown` has a meaning of its own in policies"),
            "Choose another word.",
        ),
    ),
    "no terms": (
        OBJECT % '{"type": "string", "enum": []}',
        (1, 98, "policy/extension", "`enum` names no value", "Name at least one."),
    ),
    "a bound that is no number": (
        OBJECT % '{"type": "number", "minimum": "0"}',
        (1, 101, "policy/unknown-value", "`0` is not a value of `minimum`", "Write a number."),
    ),
    "no JSON": (
        "{",
        (1, 2, "syntax/json", "this is not JSON: a key in double quotes belongs here", "…"),
    ),
}


@pytest.mark.parametrize(("schema", "expected"), BAD_SCHEMAS.values(), ids=BAD_SCHEMAS)
def test_a_schema_beyond_the_subset_does_not_load(
    schema: str, expected: tuple[int, int, str, str, str], folder: Path
) -> None:
    text = RULE.replace("extensions.acme.tier: secret", "people.present: true").partition("tests:")[0]
    text = text.replace("extensions.acme.approved: true, extensions.acme.review.due: {after: $as_of}", "id: x")
    text = text.replace('"The tier is {extensions.acme.tier}, and approval is {extensions.acme.approved}"', "m")
    tests = "tests: [{name: a, expect: fail, datasheet: {id: y, people: {present: true}}}]\n"
    write(folder, {"extensions/acme.schema.json": schema, "rules/acme/approved.yaml": text + tests})
    found = mistakes(folder)
    if expected[-1] == "…":
        assert [one[2] for one in found] == [expected[2]]
    else:
        assert found == [expected]


def test_a_name_that_no_path_can_say(folder: Path) -> None:
    (folder / "extensions" / "acme.schema.json").rename(folder / "extensions" / "Acme.Data.schema.json")
    assert ("`Acme.Data` cannot be the name of an extension") in [one[3] for one in mistakes(folder)]


def test_two_folders_that_describe_one_extension_differently(folder: Path, tmp_path: Path) -> None:
    other = write(
        tmp_path / "other",
        {"extensions/acme.schema.json": OBJECT % '{"type": "boolean"}', "rules/b/x.yaml": RULE.replace("acme", "acme")},
    )
    with pytest.raises(InvalidFileError) as caught:
        load_policy(Settings((f"{folder}/", f"{other}/")))
    assert [(one.rule, one.message) for one in caught.value.problems][:1] == [
        ("policy/extension", "another policy folder in force describes `extensions.acme` otherwise")
    ]


def test_a_pack_types_its_rules_by_the_schema_of_what_it_extends(folder: Path, tmp_path: Path) -> None:
    write(folder, {"packs/base.yaml": "title: Base\nrules: [acme/approved]\n"})
    mine = write(
        tmp_path / "mine",
        {
            "packs/mine.yaml": f"title: Mine\nextends: [{folder}/packs/base.yaml]\nrules: [acme/mine]\n",
            "rules/acme/mine.yaml": RULE,
        },
    )
    policy = load_policy(Settings((f"{mine}/packs/mine.yaml",)))
    assert {plan["id"] for plan in policy.rules} == {"acme/approved", "acme/mine"}
    assert set(policy.extensions) == {"acme"}


def test_the_cache_notices_a_changed_schema(folder: Path, tmp_path: Path) -> None:
    from policylint.cache import plans

    settings = Settings((f"{folder}/",))
    kept = str(tmp_path / "cache")
    first = plans.policy(settings, kept)
    assert plans.policy(settings, kept) == first
    write(folder, {"extensions/acme.schema.json": ACME.replace('"secret"]', '"secret", "sealed"]')})
    second = plans.policy(settings, kept)
    assert second.extensions["acme"]["fields"]["tier"]["type"]["values"][-1] == "sealed"
    assert second.digest != first.digest
    write(folder, {"extensions/more.schema.json": OBJECT % '{"type": "boolean"}'})
    assert set(plans.policy(settings, kept).extensions) == {"acme", "more"}


TERMS = st.sampled_from(
    ["open", "internal", "secret", "closed", "unknown ", "", "DATA-1", "DATA-x", "2026-02-28", "eu"]
)
VALUES = st.one_of(TERMS, st.booleans(), st.integers(-2, 2), st.sampled_from([0.5, 1.0, 2.5]))
FIELDS = st.sampled_from(["tier", "ticket", "approved", "score", "copies", "due", "regions", "extra"])
REVIEW = st.dictionaries(
    st.sampled_from(["due", "regions", "other"]), VALUES | st.lists(VALUES, max_size=2), min_size=1, max_size=2
)


@given(
    st.dictionaries(FIELDS, VALUES | st.lists(VALUES, max_size=2), max_size=4),
    st.none() | REVIEW,
)
def test_what_is_said_is_judged_as_jsonschema_judges_it(value: dict[str, Any], review: dict[str, Any] | None) -> None:
    """But for dates, of which months and years are accepted as everywhere in a sheet."""
    said = value if review is None else {**value, "review": review}
    document = read(json.dumps({"datasheet": "1", "extensions": {"acme": said}}).encode(), "x.json")
    found = check_shape(document, "datasheet", EXTENSIONS).problems
    ours = not [one for one in found if one.pointer.startswith("/extensions")]
    validator = Draft7Validator(json.loads(ACME), format_checker=Draft7Validator.FORMAT_CHECKER)
    assert ours == validator.is_valid(said)


def _extensions() -> dict[str, Any]:
    from policylint.policy.extensions import _SchemaReader

    reader = _SchemaReader(read(ACME.encode(), "acme.schema.json"))
    kind = reader.extension("acme")
    assert reader.problems == []
    return {"acme": kind}


EXTENSIONS = _extensions()


def test_tests_of_a_rule_are_run_with_the_schemas_of_its_policy(folder: Path, tmp_path: Path) -> None:
    from policylint.policy.suite import open_suite, sources

    write(folder, {"packs/base.yaml": "title: Base\nrules: [acme/approved]\n"})
    pack = f"title: Mine\nextends: [{folder}/packs/base.yaml]\nrules: [acme/mine]\n"
    mine = write(tmp_path / "mine", {"packs/mine.yaml": pack, "rules/acme/mine.yaml": RULE})
    beside = "tests: [{name: sealed, expect: not_applicable, datasheet: {extensions: {acme: {tier: internal}}}}]\n"
    write(folder, {"rules/acme/approved.tests.yaml": beside})
    suites = [open_suite(source) for source in sources((f"{mine}/packs/mine.yaml",), None)]
    expected = {("acme/approved", 6), ("acme/mine", 5)}
    assert {(suite.rule.id, len(suite.tests)) for suite in suites} == expected
    suites = [open_suite(source) for source in sources((str(mine),), None)]
    assert {(suite.rule.id, len(suite.tests)) for suite in suites} == expected
