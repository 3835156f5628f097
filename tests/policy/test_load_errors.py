"""A policy with a mistake does not load: each mistake is shown at its place, with what to do.

`broken/` holds rules that are sound but for one mistake, named by the file.
"""

from pathlib import Path

import pytest

from policylint.errors import InvalidFileError, PolicylintError
from policylint.findings import Problem
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy

BROKEN = Path(__file__).parent / "broken"

Shown = tuple[int, int, str, str, str]

ONE_OF_THE_STATUSES = (
    "Write one of `given`, `renewed`, `requested`, `deferred`, `refused`, `withdrawn`, `revoked`, `expired`, "
    "`invalidated`, `not_sought`, `not_required`, `waived_by_ethics_body`."
)
MISTAKES: dict[str, list[Shown]] = {
    "all-of-nothing": [(5, 11, "all", "policy/value", "List at least one condition.")],
    "any-of-no-list": [(5, 17, "group.kind", "policy/value", "Write it as `[a, b]`.")],
    "condition-of-no-mapping": [(5, 10, "given", "policy/value", "Write `path: value`.")],
    "count-name-bound": [(5, 24, "group", "policy/name", "Choose another name.")],
    "count-of-half": [(5, 48, "0.5", "policy/unknown-value", "Write a whole number of at least 0.")],
    "count-without-bounds": [(5, 11, "count", "policy/missing", "Add `min:` or `max:`.")],
    "empty-why": [(8, 1, "why", "policy/missing", "Write the why as text.")],
    "every-over-nothing": [(5, 11, "every", "policy/missing", "Write `every: {in: {name: path}, …}`.")],
    "every-says-nothing": [(5, 11, "every", "policy/missing", "Add `satisfy:`.")],
    "for-each-a-list": [(4, 11, "[people.groups]", "policy/value", "Write `for_each: {group: people.groups}`.")],
    "for-each-misspelled": [(4, 19, "people.group", "policy/unknown-path", "Did you mean `people.groups`?")],
    "for-each-no-list": [(4, 19, "people", "policy/unknown-path", "See the datasheet's fields and the facts.")],
    "for-each-root-name": [
        (4, 12, "people", "policy/name", "Choose another name."),
        (5, 11, "people.kind", "policy/unknown-path", "See the datasheet's fields and the facts."),
    ],
    "key-misspelled": [(8, 1, "reference", "policy/unknown-key", "Did you mean `references`?")],
    "missing-message": [(2, 1, "title", "policy/missing", "Add `message:`.")],
    "missing-references": [(2, 1, "title", "policy/missing", "Add `references:`.")],
    "missing-remedy": [(2, 1, "title", "policy/missing", "Add `remedy:`.")],
    "missing-severity": [(2, 1, "title", "policy/missing", "Add `severity:`.")],
    "missing-tests": [(2, 1, "title", "policy/missing", "Add `tests:`.")],
    "missing-title": [(2, 1, "severity", "policy/missing", "Add `title:`.")],
    "missing-why": [(2, 1, "title", "policy/missing", "Add `why:`.")],
    "moment-misspelled": [(4, 19, "consumption", "policy/unknown-value", "Did you mean `consume`?")],
    "neither-require-nor-forbid": [(2, 1, "title", "policy/requirement", "Add `require:` or `forbid:`.")],
    "no-failing-test": [(10, 1, "tests", "policy/no-failing-test", "Add a test with `expect: fail`.")],
    "not-yaml": [(3, 32, "", "syntax/yaml", "Mend the syntax at this place or just above it.")],
    "parameter-default-outside": [(6, 53, "contrakt", "policy/unknown-value", "Did you mean `contract`?")],
    "parameter-default-refused": [(6, 72, "consent", "policy/parameter", "Take it out.")],
    "parameter-except-misspelled": [(6, 52, "consnt", "policy/unknown-value", "Did you mean `consent`?")],
    "parameter-key-misspelled": [
        (6, 48, "max", "policy/unknown-key", "The keys here are `type`, `except`, `default`."),
    ],
    "parameter-not-declared": [
        (5, 30, "$parameters.leest", "policy/parameter", "Did you mean `$parameters.least`?"),
        (6, 14, "least", "policy/unused-parameter", "Use it, or take it out."),
    ],
    "parameter-of-another-type": [(5, 30, "$parameters.least", "policy/type", "Compare values of one type.")],
    "parameter-of-no-type": [(6, 28, "numbr", "policy/unknown-value", "Did you mean `number`?")],
    "parameter-unused": [(6, 14, "least", "policy/unused-parameter", "Use it, or take it out.")],
    "parameter-without-default": [(6, 14, "least", "policy/missing", "Add `default:`.")],
    "parameter-without-type": [(6, 14, "least", "policy/missing", "Add `type:`.")],
    "path-beyond-a-value": [
        (5, 11, "group.id.length", "policy/unknown-path", "See the datasheet's fields and the facts."),
    ],
    "path-into-a-list": [
        (5, 11, "people.groups.kind", "policy/unknown-path", "See the datasheet's fields and the facts."),
    ],
    "path-misspelled": [(5, 11, "group.consnet.status", "policy/unknown-path", "Did you mean `group.consent.status`?")],
    "path-name-misspelled": [(5, 11, "grop.kind", "policy/unknown-path", "Did you mean `group.kind`?")],
    "path-of-a-fact-misspelled": [
        (5, 11, "group.consent.efective", "policy/unknown-path", "Did you mean `group.consent.effective`?"),
    ],
    "path-of-nothing": [(5, 11, "peeple.present", "policy/unknown-path", "Did you mean `people.present`?")],
    "path-on-the-right": [
        (5, 38, "$group.consent.stati", "policy/unknown-path", "Did you mean `group.consent.status`?"),
    ],
    "path-with-a-hole": [(5, 11, "group..kind", "policy/unknown-path", "See the datasheet's fields and the facts.")],
    "pattern-back-reference": [(5, 42, "'(a)\\1'", "policy/pattern", "Use what RE2, Python and Java read alike.")],
    "pattern-broken": [(5, 42, "'(a'", "policy/pattern", "Use what RE2, Python and Java read alike.")],
    "pattern-for-ever": [(5, 42, "'(a+)+b'", "policy/pattern", "Use what RE2, Python and Java read alike.")],
    "pattern-look-ahead": [(5, 42, "'a(?=b)'", "policy/pattern", "Use what RE2, Python and Java read alike.")],
    "placeholder-misspelled": [
        (6, 10, '"{group.consent.stauts}"', "policy/placeholder", "Did you mean `{group.consent.status}`?"),
    ],
    "placeholder-of-nothing": [(6, 10, '"{}"', "policy/placeholder", "Name a path that the rule can see.")],
    "reference-as-of": [
        (5, 28, "$as_of", "policy/type", "Compare it with `before`, `after`, `on_or_before` or `on_or_after`."),
    ],
    "reference-in-stated": [(5, 32, "$group.notified", "policy/type", "Write the value itself.")],
    "reference-of-another-type": [(5, 30, "$group.consent.granted_on", "policy/type", "Compare values of one type.")],
    "reference-of-another-vocabulary": [(5, 23, "$group.role", "policy/type", "Compare values of one type.")],
    "reference-to-a-list": [(5, 23, "$group.special_categories", "policy/type", "Use `in` or `within`.")],
    "reference-to-one-value": [(5, 28, "$group.kind", "policy/type", "Write `path: $other` instead of `in`.")],
    "require-and-forbid": [(6, 1, "forbid", "policy/requirement", "Split it into two rules.")],
    "same-key-twice": [
        (8, 1, "remedy", "syntax/duplicate-key", "Keep one of the two; which one counts is not for a parser to guess."),
    ],
    "severity-misspelled": [(3, 11, "warn", "policy/unknown-value", "Did you mean `warning`?")],
    "some-misspelled": [
        (5, 11, "some", "policy/missing", "Add `satisfy:`."),
        (5, 42, "satisfies", "policy/unknown-key", "Did you mean `satisfy`?"),
    ],
    "test-day-half-said": [(12, 36, "2026-01", "policy/test", "Write it as 2026-01-31.")],
    "test-file-of-no-text": [(11, 119, "[1]", "policy/test", "Write `files: {path: text}`.")],
    "word-verified-maybe": [(5, 46, "maybe", "policy/unknown-value", "Write true or false.")],
    "word-verified-of-no-evidence": [(5, 34, "verified", "policy/type", "Use it on a list of evidence.")],
    "test-fragment-misspelled": [(12, 50, "group", "policy/test", "Did you mean `groups`?")],
    "test-fragment-value": [(12, 47, "3", "policy/test", "Write true or false.")],
    "test-key-misspelled": [(12, 29, "datashet", "policy/unknown-key", "Did you mean `datasheet`?")],
    "test-moment-misspelled": [(12, 37, "creation", "policy/unknown-value", "Did you mean `create`?")],
    "parameter-without-any": [(3, 36, "$parameters.ok", "policy/parameter", "Declare it under `parameters`.")],
    "test-outcome-misspelled": [(12, 23, "passes", "policy/unknown-value", "Did you mean `pass`?")],
    "test-parameter-not-declared": [(12, 42, "least", "policy/parameter", "Declare it under `parameters`.")],
    "test-without-expectation": [(12, 6, "name", "policy/missing", "Add `expect:`.")],
    "test-without-name": [(12, 6, "expect", "policy/missing", "Add `name:`.")],
    "unknown-costs-info": [(4, 10, "info", "policy/unknown-value", "Did you mean `ignore`?")],
    "value-in-quotes": [(5, 27, "'true'", "policy/unknown-value", "Write true or false.")],
    "value-misspelled-in-a-list": [(5, 36, "public", "policy/unknown-value", "Did you mean `public_figure`?")],
    "value-misspelled": [(5, 33, "givn", "policy/unknown-value", "Did you mean `given`?")],
    "value-null": [(5, 33, "~", "policy/unknown-value", "Use `{stated: false}` to ask whether something is said.")],
    "value-of-an-object": [(5, 26, "given", "policy/type", "Ask for one of its fields, or use `stated`.")],
    "value-of-another-type": [(5, 27, "1", "policy/unknown-value", "Write true or false.")],
    "value-out-of-range": [(5, 24, "2", "policy/unknown-value", "Write a number from 0 to 1.")],
    "value-unknown-in-a-list": [
        (5, 46, "unknown", "policy/unknown-value", "Use `{stated: false}` to ask whether something is said."),
    ],
    "value-unknown": [
        (5, 33, "unknown", "policy/unknown-value", "Use `{stated: false}` to ask whether something is said."),
    ],
    "waivable-maybe": [(8, 12, "max_days", "policy/value", "Write `waivable: false` or `waivable: {max_days: 90}`.")],
    "word-before-no-day": [
        (5, 46, "2026-02-30", "policy/unknown-value", "Write a date (2026, 2026-01 or 2026-01-31)."),
    ],
    "word-before-on-a-number": [(5, 25, "before", "policy/type", "Use a word that fits its type.")],
    "word-covers-on-a-value": [(5, 24, "covers", "policy/type", "Use a word that fits its type.")],
    "word-in-on-a-list": [(5, 38, "in", "policy/type", "Use a word that fits its type.")],
    "word-in-without-a-list": [(5, 28, "mixed", "policy/value", "Write it as `[a, b]`.")],
    "word-is-a-of-no-term": [(5, 30, "makers", "policy/unknown-value", "Did you mean `maker`?")],
    "word-is-a-on-a-list": [(5, 38, "is_a", "policy/type", "Use a word that fits its type.")],
    "word-is-a-on-a-text": [(5, 34, "is_a", "policy/type", "Use a word that fits its type.")],
    "word-list-as-a-matcher": [
        (5, 33, "[given, renewed]", "policy/value", "Write `{in: […]}`, or `{intersects: […]}` for a list."),
    ],
    "word-matches-on-a-list": [(5, 38, "matches", "policy/type", "Use a word that fits its type.")],
    "word-matches-on-a-number": [(5, 25, "matches", "policy/type", "Use a word that fits its type.")],
    "word-min-of-a-text": [(5, 30, "half", "policy/unknown-value", "Write a number.")],
    "word-min-on-a-term": [(5, 24, "min", "policy/type", "Use a word that fits its type.")],
    "word-misspelled": [(5, 38, "intersect", "policy/unknown-word", "Did you mean `intersects`?")],
    "word-scalar-on-a-list": [(5, 11, "group.special_categories", "policy/type", "Use a word that fits its type.")],
    "word-stated-maybe": [(5, 33, "maybe", "policy/unknown-value", "Write true or false.")],
    "word-that-is-none": [
        (5, 34, "equals", "policy/unknown-word", "The words are `in`, `covers`, `within`, `intersects`, `is_a`, …"),
    ],
    "list-in-brackets": [
        (4, 19, "[people.groups]", "policy/value", "Write a path such as `people.groups`."),
        (5, 11, "group.consent.status", "policy/unknown-path", "See the datasheet's fields and the facts."),
        (
            6,
            10,
            '"{group}: the consent is {group.consent.status}"',
            "policy/placeholder",
            "Name a path that the rule can see.",
        ),
        (
            6,
            10,
            '"{group}: the consent is {group.consent.status}"',
            "policy/placeholder",
            "Name a path that the rule can see.",
        ),
    ],
    "record-word-of-sheets": [
        (5, 28, "compatible_with", "policy/sheet-only", "Ask it of the datasheet's licences."),
    ],
    "record-list-in-a-cell": [
        (5, 30, "record.scopes_allow", "policy/sheet-only", "Use `covers`, `within` or `intersects`."),
    ],
    "record-two-columns": [
        (5, 33, "covers", "policy/sheet-only", "Compare each with a value, or use a date word."),
    ],
    "record-turned-round": [
        (5, 33, "intersects", "policy/sheet-only", "Turn it round, and ask something of `jurisdiction`."),
    ],
    "record-dates-as-text": [(5, 31, "matches", "policy/sheet-only", "Use a date word.")],
    "record-printed": [
        (6, 10, '"{record.subject_id} did not agree"', "policy/placeholder", "Say it without the value."),
    ],
    "record-cell": [
        (
            11,
            49,
            "gven",
            "policy/test",
            ONE_OF_THE_STATUSES,
        )
    ],
    "record-column": [(11, 41, "statu", "policy/test", "Did you mean `status`?")],
    "count-of-no-number": [(5, 11, "count", "policy/value", "Swap the bounds.")],
    "matcher-of-nothing": [(5, 33, "{}", "policy/value", "Write a value, or `{word: value}`.")],
    "not-a-word-of-its-own": [
        (5, 39, "[given]", "policy/value", "Write `{in: […]}`, or `{intersects: […]}` for a list.")
    ],
    "value-a-list-in-a-list": [(5, 39, "[given]", "policy/value", "Write one of `given`, `renewed`, …")],
    "moments-of-none": [(4, 1, "moments", "policy/value", "Name at least one of create, consume, audit.")],
    "references-of-mappings": [(9, 15, "law", "policy/value", "Write it as text.")],
    "references-of-no-list": [(9, 13, "GDPR", "policy/value", "Write it as `[a, b]`.")],
    "waivable-for-no-day": [
        (10, 12, "max_days", "policy/value", "Write `waivable: false` or `waivable: {max_days: 90}`.")
    ],
    "subsumes-misspelled": [
        (10, 12, "consent/not-expird", "policy/unknown-rule", "Did you mean `consent/not-expired`?")
    ],
    "parameters-a-list": [(10, 13, "[least]", "policy/value", "Write `name: {type: …, default: …}`.")],
    "parameter-of-two-types": [(10, 28, "[integer, date]", "policy/value", "Write `boolean` or `[legal_basis]`.")],
    "parameter-list-as-a-condition": [
        (5, 30, "contract", "policy/type", "Compare it with a path instead: `path: {in: $parameters.…}`.")
    ],
    "extension-of-nobody": [
        (
            5,
            11,
            "extensions.acme.tier",
            "policy/unknown-path",
            "Write `extensions/acme.schema.json` beside `rules/` in the policy's folder.",
        )
    ],
    "extension-as-a-value": [(5, 23, "acme", "policy/type", "Ask for one of its fields, or use `stated`.")],
    "test-place-of-a-pass": [(12, 29, "at", "policy/test", "Take `at` out.")],
    "test-place-of-none": [(11, 35, "at", "policy/test", "Write a pointer such as `/people/groups/0`.")],
    "test-place-of-no-pointer": [(11, 39, "people/groups/0", "policy/test", "Write it as `/people/groups/0`.")],
    "for-each-groups-misspelled": [(4, 19, "people.group*", "policy/unknown-path", "Did you mean `people.groups*`?")],
    "for-each-sources-misspelled": [(4, 20, "source*", "policy/unknown-path", "Did you mean `sources*`?")],
    "path-of-a-source-misspelled": [
        (5, 11, "source.dataset.people.presnt", "policy/unknown-path", "Did you mean `source.dataset.people.present`?"),
    ],
    "path-of-an-advisory-misspelled": [
        (5, 11, "one.inheritd", "policy/unknown-path", "Did you mean `one.inherited`?"),
    ],
    "path-of-terms-misspelled": [
        (5, 11, "license.terms.permit", "policy/unknown-path", "Did you mean `license.terms.permits`?"),
    ],
    "value-of-terms-misspelled": [
        (5, 49, "comercial_use", "policy/unknown-value", "Did you mean `commercial_use`?"),
    ],
    "placeholder-of-the-remedy": [
        (7, 9, '"Ask them: {group.consent.contct}."', "policy/placeholder", "Name a path that the rule can see."),
    ],
    "test-sheet-misspelled": [(11, 53, "peple", "policy/test", "Did you mean `people`?")],
    "test-sheets-a-list": [(11, 43, "[{name: b}]", "policy/test", "Write `sheets: {name: {…}}`.")],
    "test-advisory-misspelled": [(11, 64, "statu", "policy/test", "Did you mean `status`?")],
    "test-advisory-value": [(11, 72, "retrected", "policy/test", "Did you mean `retracted`?")],
    "test-advisories-a-list": [(11, 47, "[ODA-2019-0001]", "policy/test", "Write `advisories: {name: {…}}`.")],
    "explained-without-why": [
        (
            10,
            14,
            "mutant",
            "policy/missing",
            "Write `{mutant: …, why: …}` or `{gap: …, why: …}`, the text as `policylint test` prints it.",
        )
    ],
}
"""File to problems: line, column, the token there, rule, remedy (`…`: and so on)."""


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InvalidFileError) as caught:
        load_policy(Settings(policies=(str(path),)))
    return caught.value.problems


def shown(problem: Problem, lines: list[str]) -> Shown:
    line, column, end_line, end_column = problem.span
    assert line == end_line
    return line, column, lines[line - 1][column - 1 : end_column - 1], problem.rule, problem.remedy


def test_every_broken_policy_is_in_the_table() -> None:
    assert {path.stem for path in BROKEN.iterdir()} == set(MISTAKES)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_shown_where_it_stands(name: str) -> None:
    path = BROKEN / f"{name}.yaml"
    found = [shown(problem, path.read_text(encoding="utf-8").split("\n")) for problem in problems(path)]
    whole = [(*rest, cut(remedy, name, index)) for index, (*rest, remedy) in enumerate(found)]
    assert whole == [tuple(row) for row in MISTAKES[name]]


def cut(remedy: str, name: str, index: int) -> str:
    """A remedy as the table writes it: a long one is cut."""
    rows = MISTAKES[name]
    expected = rows[index][-1] if index < len(rows) else ""
    beginning = expected.removesuffix(" …")
    return expected if expected != beginning and remedy.startswith(beginning) else remedy


@pytest.mark.parametrize("name", MISTAKES)
def test_problems_name_the_policys_own_file_and_say_something(name: str) -> None:
    path = BROKEN / f"{name}.yaml"
    for problem in problems(path):
        assert problem.path == path.as_posix() or problem.path == path.relative_to(Path(__file__).parents[2]).as_posix()
        assert problem.message
        assert problem.severity == "error"


def test_what_they_are_made_from_loads(tmp_path: Path) -> None:
    assert load_policy(Settings(policies=(str(written(tmp_path, SOUND)),))).packs == ("broken/sound",)


SOUND = """\
title: Consent was given
severity: error
for_each: {group: people.groups}
require: {group.consent.status: given}
message: "{group}: the consent is {group.consent.status}"
remedy: Ask them.
why: They were not asked.
references: []
tests:
  - {name: refused, expect: fail, datasheet: {people: {groups: [{id: g, consent: {status: refused}}]}}}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "rules" / "broken" / "sound.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_all_mistakes_are_shown_at_once_and_in_order(tmp_path: Path) -> None:
    text = SOUND.replace("group.consent.status: given", "group.consent.status: givn, group.knd: mixed")
    path = written(
        tmp_path, text.replace("severity: error", "severity: fatal").replace("why: They were not asked.\n", "")
    )
    assert [(problem.span.line, problem.rule) for problem in problems(path)] == [
        (1, "policy/missing"),
        (2, "policy/unknown-value"),
        (4, "policy/unknown-value"),
        (4, "policy/unknown-path"),
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "syntax/empty"),
        ("- a\n- b\n", "policy/value"),
        ("words\n", "policy/value"),
        ("title: A\nextends: [core]\nrules: []\nrules: []\n", "syntax/duplicate-key"),
        ("title: \x1b[31m\n", "syntax/control-character"),
    ],
    ids=["empty", "list", "words", "same key twice", "control character"],
)
def test_a_policy_file_that_is_no_mapping(text: str, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text, encoding="utf-8")
    assert rule in [problem.rule for problem in problems(path)]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("cor", "there is no policy pack `cor`: did you mean `core`?"),
        ("xyzzy", "there is no policy pack `xyzzy`: the packs are academic, "),
        ("./gone.yaml", "policy `./gone.yaml`: there is no such file or folder"),
        ("./gone", "policy `./gone`: there is no such file or folder"),
    ],
)
def test_a_policy_that_nobody_has_is_a_mistake_of_the_call(spec: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(PolicylintError) as caught:
        load_policy(Settings(policies=(spec,), base=str(tmp_path)))
    assert str(caught.value).startswith(message)


def test_a_folder_without_policies_is_a_mistake_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(PolicylintError, match=r"neither `packs/` nor `rules/<area>/<slug>\.yaml`"):
        load_policy(Settings(policies=(str(tmp_path),)))
