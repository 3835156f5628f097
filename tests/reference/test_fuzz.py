"""Random cases, judged by the reference and by policylint: they agree, they are of every kind, and mistakes are found.

The same runs with more cases from the command line: `docs/reference-evaluator.md` has what came of a million.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.reference import evaluator, facts, fuzz, rows, words
from tests.reference.evaluator import CONDITIONS
from tests.reference.generate import WORDS_OF, of_words
from tests.reference.kleene import Truth, all_of, any_of
from tests.reference.words import NOTHING, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.reference.fuzz import Tally

SHEETS, ROWS, SEED = 9_000, 20_000, 7
TRUTHS = {True, False, None}
ON_ROWS = ("boolean", "date", "enum", "string", "list of", "terms")
"""The types of columns, and the terms of a row's licence."""


@pytest.fixture(scope="module")
def sheets() -> Tally:
    """A short run on datasheets."""
    return fuzz.run(SHEETS, SEED)


@pytest.fixture(scope="module", autouse=True)
def few_rows() -> Iterator[None]:
    """Many rules on few rows: what is rare is a word on a type, not a cell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(fuzz.ON_ROWS, "duckdb", (60, 40))
        yield


@pytest.fixture(scope="module")
def records() -> Tally:
    """A short run on rows."""
    return fuzz.run(ROWS, SEED, "duckdb")


def test_the_tree_says_what_the_reference_says(sheets: Tally) -> None:
    assert sheets.disagreements == []
    assert sheets.differing == 0
    assert sheets.cases >= SHEETS


def test_duckdb_says_what_the_reference_says(records: Tally) -> None:
    assert records.disagreements == []
    assert records.differing == 0
    assert records.cases >= ROWS


# every word on every type, with every truth that it can have


def truths(tally: Tally, kinds: dict[str, str]) -> dict[tuple[str, str], set[Truth]]:
    """The truths that were seen of each word on each group of types."""
    seen: dict[tuple[str, str], set[Truth]] = defaultdict(set)
    for word, kind, truth in tally.truths:
        seen[word, kinds.get(kind, "list of" if kind.startswith("list of ") else kind)].add(truth)
    return seen


def lacking(tally: Tally, wanted: list[tuple[str, str]], kinds: dict[str, str]) -> dict[tuple[str, str], set[Truth]]:
    """The truths that were not seen of words that were to be."""
    seen = truths(tally, kinds)
    possible = {one: TRUTHS - {None} if one[0] == "stated" else TRUTHS for one in wanted}
    return {one: left for one, all_of_them in possible.items() if (left := all_of_them - seen[one])}


def test_every_word_on_every_type_of_a_sheet_was_true_false_and_unknown(sheets: Tally) -> None:
    kinds = {"list of object": "evidence"}
    wanted = [
        (word, kind) for kind, known in WORDS_OF.items() for word in known if kind not in ("terms", "list of object")
    ]
    wanted += [("permits", "object"), *((word, "condition") for word in CONDITIONS)]
    wanted += [("not", kind) for kind in WORDS_OF if kind not in ("object", "terms", "list of object", "evidence")]
    assert lacking(sheets, wanted, kinds) == {}


def test_every_word_on_every_type_of_a_row_was_true_false_and_unknown(records: Tally) -> None:
    wanted = [(word, kind) for kind in ON_ROWS[:-1] for word in WORDS_OF[kind]]
    wanted += [("permits", "object"), *((word, "condition") for word in CONDITIONS)]
    assert lacking(records, wanted, {}) == {}


@pytest.mark.parametrize("run", ["sheets", "records"])
def test_every_outcome_and_every_form_of_a_rule_was_seen(run: str, request: pytest.FixtureRequest) -> None:
    tally: Tally = request.getfixturevalue(run)
    assert {name: count for name, count in tally.outcomes.items() if count > tally.outcomes.total() / 50}.keys() >= {
        "pass", "fail", "unknown", "not_applicable",
    }  # fmt: skip
    assert tally.outcomes["unknown"] < tally.outcomes.total() / 2
    assert set(fuzz.FORMS) - set(tally.forms) == (set() if run == "sheets" else {"for_each over a list of an item"})


def test_what_is_generated_is_well_typed(sheets: Tally, records: Tally) -> None:
    assert sheets.refused.total() + records.refused.total() == 0


def test_words_are_listed_for_every_type() -> None:
    listed = {word for known in WORDS_OF.values() for word in known}
    assert listed == {*WORDS, "verified"}
    assert all(
        of_words({"kind": kind, "name": "purpose"}) == kind for kind in WORDS_OF if kind in ("enum", "date", "string")
    )


# mistakes: each is made in the reference, and the run has to notice


def otherwise(word: str, wrong: Callable[[Any, Any, str | None], Truth]) -> tuple[Any, str, Any]:
    return (WORDS, word, wrong)


def turned_false(truth: Truth) -> Truth:
    """`not` that takes what is unknown for false."""
    return not truth


def counted_as(*, value: Truth) -> Callable[[Any], Truth]:
    """What joins parts, and takes those that are unknown for something."""
    return lambda parts: all_of([value if one is None else one for one in parts])


def only_equal(value: Any, operand: Any, _: str | None) -> Truth:
    if NOTHING in (value, operand):
        return None
    return any_of(words.equals(one, other) for one in words.elements(value) for other in words.elements(operand))


def by_first_day(value: Any, other: Any, _: str | None) -> Truth:
    if NOTHING in (value, other):
        return None
    one, two = words.days(value), words.days(other)
    return one is not None and two is not None and one[0] < two[0]


def every_over_what_is_not_said(written: dict[str, Any], world: evaluator.World) -> Truth:
    return True if evaluator.worlds(written["in"], world) is None else evaluator.every(written, world)


def some_over_what_is_not_said(written: dict[str, Any], world: evaluator.World) -> Truth:
    return False if evaluator.worlds(written["in"], world) is None else evaluator.some(written, world)


def reached_by_the_possible(_: int, possible: int, bound: int | None) -> Truth:
    return bound is None or possible >= bound


def fails_where_it_may_not_apply(rule: dict[str, Any], world: evaluator.World) -> str:
    found = evaluator_outcome(rule, world)
    if found == "unknown" and evaluator.condition(rule.get("when", {}), world) is None:
        return "not_applicable"
    return found


def only_words(name: str, listed: list[Any]) -> list[Any]:
    return [one for one in listed if one in evaluator.values_of(rows.COLUMNS[name]["type"]["of"])]


evaluator_outcome = evaluator.outcome
MISTAKES: dict[str, tuple[Any, str, Any]] = {
    "`not` takes unknown for false": (evaluator, "opposite", turned_false),
    "`all` takes unknown for true": (evaluator, "all_of", counted_as(value=True)),
    "`all` takes unknown for false": (evaluator, "all_of", counted_as(value=False)),
    "`any` takes unknown for false": (evaluator, "any_of", lambda parts: any(one is True for one in parts)),
    "1 is not 1.0": (words, "same", lambda one, other: type(one) is type(other) and one == other),
    "what is not said equals nothing": otherwise("equals", lambda value, other, _: words.same(value, other)),
    "`in: []` of what is not said is unknown": otherwise(
        "in", lambda value, choices, _: None if value is NOTHING else words.is_in(value, choices)
    ),
    "`covers: []` of what is not said is unknown": otherwise(
        "covers", lambda value, wanted, terms: None if value is NOTHING else words.covers(value, wanted, terms)
    ),
    "`within: [any]` is no whole domain": otherwise(
        "within", lambda value, allowed, terms: None if value is NOTHING else words.within(value, allowed, terms)
    ),
    "`within` of a list needs one element alone": otherwise(
        "within", words.intersects
    ),
    "`intersects` asks for equal terms": otherwise("intersects", only_equal),
    "`is_a` asks for the same term": otherwise("is_a", words.equals),
    "`min` is exclusive": otherwise("min", WORDS["above"]),
    "`below` is inclusive": otherwise("below", WORDS["max"]),
    "dates compare by their first days": otherwise("before", by_first_day),
    "`on_or_after` is `after`": otherwise("on_or_after", WORDS["after"]),
    "`matches` begins at the beginning": otherwise(
        "matches", lambda value, pattern, _: words.matches(value, f"^(?:{pattern.removeprefix('(?i)')})")
    ),
    "the empty list is not said": otherwise(
        "stated", lambda value, wanted, _: (value not in (NOTHING, [])) is wanted
    ),
    "`permits` lets commercial use pass": otherwise(
        "permits", lambda terms, use, _: words.permits(terms, use if use is NOTHING else {**use, "commercial": False})
    ),
    "`count` counts the possible as certain": (evaluator, "at_least", reached_by_the_possible),
    "`every` holds of a list that is not said": (CONDITIONS, "every", every_over_what_is_not_said),
    "`some` fails on a list that is not said": (CONDITIONS, "some", some_over_what_is_not_said),
    "what may not apply does not": (evaluator, "outcome", fails_where_it_may_not_apply),
    "silence speaks for what is unknown": (evaluator, "inside", lambda value: {
        key: one for key, one in value.items() if one != "unknown"} if isinstance(value, dict) else {}),
    "expired a day late": (facts, "_come", lambda day, world: WORDS["before"](day, world.as_of, None)),
    "consent is valid whoever gave it": (facts, "_given", lambda status, _: status),
}  # fmt: skip
IN_ROWS: dict[str, tuple[Any, Any, Any]] = {
    "`not` takes unknown for false": MISTAKES["`not` takes unknown for false"],
    "removed rows are judged": (facts.FACTS, ("LedgerRow", "in_data"), ({"kind": "boolean"}, lambda *_: True)),
    "an event that has not happened is not said": (rows, "EVENTS", ()),
    "a misspelled word is a word": (rows.READ, "enum", lambda _, text: text),
    "a list with a misspelled word is whole": (
        rows.READ, "list of enum", only_words
    ),
}  # fmt: skip


def made(monkeypatch: pytest.MonkeyPatch, mistake: tuple[Any, Any, Any]) -> None:
    """Make a mistake in the reference."""
    where, name, wrong = mistake
    if isinstance(where, dict):
        monkeypatch.setitem(where, name, wrong)
    else:
        monkeypatch.setattr(where, name, wrong)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_on_sheets_is_noticed(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(monkeypatch, MISTAKES[mistake])
    assert fuzz.run(SHEETS, SEED, until_one_differs=True).differing


@pytest.mark.parametrize("mistake", IN_ROWS)
def test_a_mistake_on_rows_is_noticed(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(monkeypatch, IN_ROWS[mistake])
    assert fuzz.run(ROWS, SEED, "duckdb", until_one_differs=True).differing
