"""Every word of the language, by its truth table.

A row is a value, what it is compared with, and the verdict. `U` stands for what is not said, `partly(...)` for a list
of which more may exist than is known.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from policylint.policy.words import WORDS
from policylint.shapes._table import ENUMS
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial, below

U = UNSAID
MASS = "security.surveillance.mass"

Row = tuple[Any, Any, Truth]


def partly(*terms: Any) -> Partial:
    return Partial(terms)


EQUAL: list[Row] = [
    ("given", "given", TRUE),
    ("given", "refused", FALSE),
    ("given", "Given", FALSE),
    ("", "", TRUE),
    (True, True, TRUE),
    (False, False, TRUE),
    (True, False, FALSE),
    (1, 1, TRUE),
    (1, 1.0, TRUE),  # whole and decimal numbers are one type
    (0.5, 0.5, TRUE),
    (1, 2, FALSE),
    (True, 1, FALSE),  # a boolean is not a number
    (1, True, FALSE),
    (False, 0, FALSE),
    (0, False, FALSE),
    ("1", 1, FALSE),
    ("true", True, FALSE),
    ("security", MASS, FALSE),  # equality knows no order
    (U, "given", UNKNOWN),
    ("given", U, UNKNOWN),
    (U, U, UNKNOWN),
    (U, False, UNKNOWN),
]

GRANTED = {
    "use": "permit", "train": "permit_if", "derive": "prohibit", "distribute": "silent", "share_model": "contested",
    "modify": None, "commercial_use": "prohibit",
}  # fmt: skip

TABLES: dict[str, list[Row]] = {
    "is": EQUAL,
    "in": [
        *((value, [operand], verdict) for value, operand, verdict in EQUAL if operand is not U),
        ("given", ["refused", "given"], TRUE),
        ("given", ["refused", "deferred"], FALSE),
        ("given", [], FALSE),
        (U, [], FALSE),  # whatever the value
        (U, ["given"], UNKNOWN),
        ("given", U, UNKNOWN),
        (U, U, UNKNOWN),
        (True, [1, "true"], FALSE),
        (1, [True, 1.0], TRUE),
    ],
    "covers": [
        ([], [], TRUE),
        (["research"], [], TRUE),
        (U, [], TRUE),  # nothing asked for is always covered
        (partly(), [], TRUE),
        (["research"], ["research"], TRUE),
        (["research"], ["research.academic"], TRUE),
        (["research.academic"], ["research"], FALSE),
        (["research", "education"], ["education", "research.nonprofit"], TRUE),
        (["research"], ["research", "education"], FALSE),
        ([], ["research"], FALSE),
        (["any"], ["research", MASS], TRUE),
        (["resea"], ["research"], FALSE),  # a prefix is not a broader term
        (["maker"], ["author", "annotator"], TRUE),
        (U, ["research"], UNKNOWN),
        (["research"], U, UNKNOWN),
        ([], U, UNKNOWN),
        (U, U, UNKNOWN),
        (partly("research"), ["research"], TRUE),
        (partly("research"), ["education"], UNKNOWN),
        (partly(), ["education"], UNKNOWN),
        (["research"], partly("research"), UNKNOWN),  # more may be asked for
        (["research"], partly("education"), FALSE),  # what is asked for is already too much
        (["research"], partly(), UNKNOWN),
        (partly("research"), partly("education"), UNKNOWN),
    ],
    "within": [
        ("research", ["research"], TRUE),
        ("research.academic", ["research"], TRUE),
        ("research", ["research.academic"], FALSE),
        (["research.academic", "education"], ["research", "education"], TRUE),
        (["research.academic", "product"], ["research"], FALSE),
        ([], [], TRUE),
        ([], ["research"], TRUE),
        ([], U, TRUE),
        (["research"], [], FALSE),
        ("research", [], FALSE),
        (["research"], ["any"], TRUE),
        (U, ["any"], TRUE),  # the whole domain
        (U, partly("any"), TRUE),
        (["any"], ["research"], FALSE),  # what may be for anything is not for research alone
        (["any"], ["any"], TRUE),
        ("author", ["maker"], TRUE),
        ("speaker", ["maker"], FALSE),
        (U, ["research"], UNKNOWN),
        (U, [], UNKNOWN),
        (["research"], U, UNKNOWN),
        (U, U, UNKNOWN),
        (partly("research"), ["research"], UNKNOWN),  # more may be said
        (partly("product"), ["research"], FALSE),
        (partly(), ["research"], UNKNOWN),
        (["product"], partly("research"), UNKNOWN),
        (["research"], partly("research"), TRUE),
        (partly("research"), partly("research"), UNKNOWN),
        (True, [True], TRUE),
        (True, [1], FALSE),
        (1, [True], FALSE),
        (1, [1.0], TRUE),
    ],
    "intersects": [
        (["research"], ["research"], TRUE),
        ("research", ["research", "education"], TRUE),
        (["research"], ["education"], FALSE),
        (["security"], [MASS], TRUE),  # a deny of mass surveillance meets a use for security
        ([MASS], ["security"], TRUE),
        ([MASS], ["security.surveillance.group"], FALSE),
        ([MASS], ["security.surveillance"], TRUE),
        (["research"], ["any"], TRUE),
        (["any"], ["research"], TRUE),
        (["maker"], ["author"], TRUE),
        (["author"], ["annotator"], FALSE),
        ([], ["research"], FALSE),
        (["research"], [], FALSE),
        ([], [], FALSE),
        ([], U, FALSE),
        (U, [], FALSE),
        (U, ["research"], UNKNOWN),
        (["research"], U, UNKNOWN),
        (U, U, UNKNOWN),
        (partly("research"), ["research"], TRUE),
        (partly("research"), ["education"], UNKNOWN),
        (["education"], partly("research"), UNKNOWN),
        (partly(), ["education"], UNKNOWN),
        (partly(), [], FALSE),
        (partly(), U, UNKNOWN),
        ([True], [1], FALSE),
    ],
    "is_a": [
        ("research", "research", TRUE),
        ("research.academic", "research", TRUE),
        (MASS, "security", TRUE),
        ("research", "research.academic", FALSE),
        ("author", "maker", TRUE),
        ("maker", "author", FALSE),
        ("bystander", "maker", FALSE),
        ("speaker", "subject", TRUE),
        ("researcher", "research", FALSE),
        (U, "research", UNKNOWN),
    ],
    "min": [
        (1, 1, TRUE), (1.0, 1, TRUE), (0.99, 1, FALSE), (2, 1, TRUE), (-1, 0, FALSE),
        (True, 1, FALSE), ("good", 0, FALSE), (U, 1, UNKNOWN), (1, U, UNKNOWN),
    ],
    "max": [
        (1, 1, TRUE), (1, 1.0, TRUE), (1.01, 1, FALSE), (0, 1, TRUE), (-1, 0, TRUE),
        (False, 1, FALSE), ("good", 9, FALSE), (U, 1, UNKNOWN), (1, U, UNKNOWN),
    ],
    "above": [
        (1, 1, FALSE), (1.01, 1, TRUE), (0, 1, FALSE), (True, 0, FALSE), ("2", 1, FALSE),
        (U, 1, UNKNOWN), (1, U, UNKNOWN),
    ],
    "below": [
        (1, 1, FALSE), (0.99, 1, TRUE), (2, 1, FALSE), (False, 1, FALSE), ("0", 1, FALSE),
        (U, 1, UNKNOWN), (1, U, UNKNOWN),
    ],
    "before": [
        ("2019-06-14", "2019-06-15", TRUE),
        ("2019-06-15", "2019-06-15", FALSE),
        ("2019-06-16", "2019-06-15", FALSE),
        ("2019-06", "2019-06-15", UNKNOWN),
        ("2019-06", "2019-06-01", FALSE),
        ("2019-05", "2019-06", TRUE),
        ("2019", "never", TRUE),
        ("never", "2019", FALSE),
        ("not_applicable", "2019", FALSE),
        (3, "2019", FALSE),
        (U, "2019", UNKNOWN),
        ("2019", U, UNKNOWN),
    ],
    "after": [
        ("2019-06-16", "2019-06-15", TRUE),
        ("2019-06-15", "2019-06-15", FALSE),
        ("2019-06-14", "2019-06-15", FALSE),
        ("2019-06", "2019-06-15", UNKNOWN),
        ("2019-06", "2019-06-30", FALSE),
        ("2019-07", "2019-06", TRUE),
        ("never", "2019", TRUE),
        ("2019", "never", FALSE),
        ("none", "2019", FALSE),
        (U, "2019", UNKNOWN),
        ("2019", U, UNKNOWN),
    ],
    "on_or_before": [
        ("2019-06-15", "2019-06-15", TRUE),
        ("2019-06-16", "2019-06-15", FALSE),
        ("2019-06", "2019-06-15", UNKNOWN),
        ("2019-06", "2019-06-30", TRUE),
        ("2019-06", "2019-06", UNKNOWN),
        ("never", "2019", FALSE),
        ("never", "never", TRUE),
        ("not_applicable", "2019", FALSE),
        (U, "2019", UNKNOWN),
        ("2019", U, UNKNOWN),
    ],
    "on_or_after": [
        ("2019-06-15", "2019-06-15", TRUE),
        ("2019-06-14", "2019-06-15", FALSE),
        ("2019-06", "2019-06-15", UNKNOWN),
        ("2019-06", "2019-06-01", TRUE),
        ("never", "2019", TRUE),
        ("never", "never", TRUE),
        ("none", "2019", FALSE),
        (U, "2019", UNKNOWN),
        ("2019", U, UNKNOWN),
    ],
    "stated": [
        (U, True, FALSE), (U, False, TRUE), ("x", True, TRUE), ("x", False, FALSE), ([], True, TRUE),
        ([], False, FALSE),
        (False, True, TRUE), (0, True, TRUE), ("", True, TRUE), ("none", True, TRUE),
        ({}, True, FALSE), ({"a": UNSAID}, True, FALSE), ({"a": 0}, True, TRUE),
        (partly(), True, TRUE),
    ],
    "matches": [
        ("abc", "b", TRUE),  # somewhere
        ("abc", "^b", FALSE),
        ("abc", "^a.c$", TRUE),
        ("ABC", "b", FALSE),
        ("ABC", "(?i)b", TRUE),
        ("", "", TRUE),
        ("", "\\S", FALSE),
        (" ", "\\S", FALSE),
        ("\u0663", "\\d", FALSE),  # ASCII digits, as RE2 and Java read it
        ("a\nb", "a.b", FALSE),
        (3, "3", FALSE),
        (True, "true", FALSE),
        ("x" * 4096 + "y", "y", FALSE),  # beyond the first 4 KB nothing is looked at
        ("x" * 4095 + "y", "y", TRUE),
        (U, "b", UNKNOWN),
    ],
    "permits": [
        (GRANTED, {"activities": ["use"], "commercial": False}, TRUE),
        (GRANTED, {"activities": [], "commercial": False}, TRUE),
        (GRANTED, {"activities": ["use", "train"], "commercial": False}, TRUE),  # on a condition
        (GRANTED, {"activities": ["use", "derive"], "commercial": False}, FALSE),  # prohibited
        (GRANTED, {"activities": ["distribute"], "commercial": False}, FALSE),  # silent: not granted
        (GRANTED, {"activities": ["share_model"], "commercial": False}, UNKNOWN),  # contested
        (GRANTED, {"activities": ["share_model", "derive"], "commercial": False}, FALSE),
        (GRANTED, {"activities": ["modify"], "commercial": False}, UNKNOWN),  # not said
        (GRANTED, {"activities": ["use"], "commercial": True}, FALSE),
        (GRANTED, {"activities": ["use"], "commercial": U}, UNKNOWN),
        (GRANTED, {"activities": ["use"]}, UNKNOWN),
        ({**GRANTED, "commercial_use": "permit"}, {"activities": ["use"], "commercial": U}, TRUE),
        ({**GRANTED, "commercial_use": "permit"}, {"activities": ["use"], "commercial": True}, TRUE),
        (GRANTED, {"commercial": False}, UNKNOWN),
        (GRANTED, {"commercial": True}, FALSE),
        (U, {"activities": ["use"], "commercial": False}, UNKNOWN),
        (GRANTED, U, UNKNOWN),
    ],
    "compatible_with": [
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", TRUE),
        ("CC-BY-SA-4.0", "CC-BY-4.0", TRUE),
        ("MIT", "CC-BY-SA-4.0", FALSE),
        ("CC-BY-4.0", "CC-BY-NC-4.0", FALSE),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", FALSE),
        ("NOASSERTION", "CC-BY-SA-4.0", UNKNOWN),
        ("CC-BY-4.0", "some words", UNKNOWN),
        ("some words", "CC-BY-4.0", UNKNOWN),
        (U, "CC-BY-4.0", UNKNOWN),
        ("CC-BY-4.0", U, UNKNOWN),
    ],
}  # fmt: skip

VOCABULARY_OF = {"maker": "role", "author": "role", "annotator": "role", "speaker": "role", "bystander": "role"}
ROWS = [(word, *row) for word, rows in TABLES.items() for row in rows]


def vocabulary(*sides: Any) -> str:
    terms = [term for side in sides for term in (side if isinstance(side, list) else [side])]
    return next((VOCABULARY_OF[term] for term in terms if isinstance(term, str) and term in VOCABULARY_OF), "purpose")


def test_every_word_has_a_table() -> None:
    assert set(TABLES) == set(WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_every_table_has_all_verdicts_that_its_word_can_give(word: str) -> None:
    possible = {TRUE, FALSE} if word == "stated" else {TRUE, FALSE, UNKNOWN}
    assert {verdict for _, _, verdict in TABLES[word]} == possible


@pytest.mark.parametrize(
    ("word", "value", "operand", "verdict"), ROWS, ids=[f"{row[0]}-{row[1]!r:.24}-{row[2]!r:.24}" for row in ROWS]
)
def test_truth_tables(word: str, value: Any, operand: Any, verdict: Truth) -> None:
    assert WORDS[word].test(value, operand, vocabulary(value, operand)) is verdict


@pytest.mark.parametrize(
    ("word", "value", "operand", "verdict"), ROWS, ids=[f"{row[0]}-{row[1]!r:.24}-{row[2]!r:.24}" for row in ROWS]
)
def test_an_operand_known_beforehand_changes_nothing(word: str, value: Any, operand: Any, verdict: Truth) -> None:
    known = quick(word, operand, vocabulary(value, operand))
    assert known is None or known(value) is verdict


def quick(word: str, operand: Any, name: str | None) -> Callable[[Any], Truth] | None:
    """The test of a word whose operand is known, where it has one. What is not said is nobody's constant."""
    against = WORDS[word].against
    return against(operand, name) if against is not None and operand is not UNSAID else None


def test_which_words_have_a_quick_test() -> None:
    operands = {"is": "a", "in": ["a"], "stated": True, "intersects": ["a"], "is_a": "a"}
    assert {word for word in WORDS if quick(word, operands.get(word, ["a"]), "purpose") is not None} == set(operands)


# laws

PURPOSES = ENUMS["purpose"]["values"]
lists = st.one_of(
    st.just(UNSAID),
    st.lists(st.sampled_from([*PURPOSES, "any"]), max_size=3),
    st.lists(st.sampled_from(PURPOSES), max_size=3).map(Partial),
)
said = st.lists(st.sampled_from([*PURPOSES, "any"]), max_size=4)


def decide(word: str, value: Any, operand: Any) -> Truth:
    verdict: Truth = WORDS[word].test(value, operand, "purpose")
    return verdict


anything = st.one_of(
    lists,
    st.sampled_from([*PURPOSES, "any", "", "other", "2.1"]),
    st.booleans(),
    st.integers(-1, 2),
    st.floats(0, 1),
    st.lists(st.one_of(st.sampled_from(["any", "a.b", "a"]), st.booleans(), st.integers(0, 1)), max_size=2),
    st.dictionaries(st.sampled_from("ab"), st.sampled_from([UNSAID, "x"]), max_size=2),
)


@settings(max_examples=1500, deadline=None)
@given(
    st.sampled_from(["is", "in", "stated", "intersects", "is_a"]),
    anything,
    anything,
    st.sampled_from(["purpose", None, "x"]),
)
def test_the_quick_test_of_a_word_means_the_same(word: str, value: Any, operand: Any, name: str | None) -> None:
    operand = bool(operand) if word == "stated" else operand
    known = quick(word, operand, name)
    assert known is None or known(value) is WORDS[word].test(value, operand, name)


@settings(max_examples=300, deadline=None)
@given(lists, lists)
def test_intersects_is_symmetric(one: Any, other: Any) -> None:
    assert decide("intersects", one, other) is decide("intersects", other, one)


@settings(max_examples=300, deadline=None)
@given(lists, lists)
def test_covers_is_within_turned_round_but_for_the_whole_domain(one: Any, other: Any) -> None:
    whole = isinstance(one, list) and "any" in one
    assert whole or decide("covers", one, other) is decide("within", other, one)


@settings(max_examples=300, deadline=None)
@given(said, said, st.integers(0, 4), st.sampled_from(["covers", "within", "intersects"]))
def test_knowing_more_never_turns_a_verdict(whole: list[str], other: list[str], known: int, word: str) -> None:
    for unsure in (UNSAID, Partial(whole[:known])):
        assert decide(word, unsure, other) in (UNKNOWN, decide(word, whole, other))
        assert decide(word, other, unsure) in (UNKNOWN, decide(word, other, whole))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PURPOSES), said)
def test_one_term_is_a_list_of_one(term: str, other: list[str]) -> None:
    for word in ("within", "intersects"):
        assert decide(word, term, other) is decide(word, [term], other)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PURPOSES), st.sampled_from(PURPOSES), st.sampled_from(PURPOSES))
def test_terms_are_ordered(one: str, other: str, third: str) -> None:
    assert below(one, one, "purpose")
    assert below(one, "any", "purpose")
    assert one == other or not (below(one, other, "purpose") and below(other, one, "purpose"))
    assert not (below(one, other, "purpose") and below(other, third, "purpose")) or below(one, third, "purpose")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.integers(-3, 3), st.floats(-3, 3)), st.integers(-3, 3))
def test_bounds_are_exclusive_where_their_opposites_are_inclusive(value: float, bound: int) -> None:
    assert decide("above", value, bound) is ~decide("max", value, bound)
    assert decide("below", value, bound) is ~decide("min", value, bound)


# what a word cannot be used on

STRING, NUMBER, INTEGER, BOOLEAN, DATE = ({"kind": kind} for kind in ("string", "number", "integer", "boolean", "date"))
TERM = {"kind": "enum", "name": "purpose"}
TERMS = {"kind": "list", "of": TERM}
TERM_OR_TERMS = {"kind": "union", "of": [TERM, TERMS]}
EXPIRY = {"kind": "union", "of": [DATE, {"kind": "const", "value": "never"}]}
OBJECT = {"kind": "object", "name": "Consent"}
OBJECTS = {"kind": "list", "of": OBJECT}
TYPES = {
    "string": STRING, "number": NUMBER, "integer": INTEGER, "boolean": BOOLEAN, "date": DATE, "term": TERM,
    "terms": TERMS, "term or terms": TERM_OR_TERMS, "expiry": EXPIRY, "object": OBJECT, "objects": OBJECTS,
    "licence terms": {"kind": "object", "name": "Terms"},
}  # fmt: skip
SCALARS = {"string", "number", "integer", "boolean", "date", "term", "expiry"}
FITS = {
    "is": {*SCALARS, "object", "licence terms"},  # refused later: an object is never a single value
    "in": {*SCALARS, "object", "licence terms"},
    "covers": {"terms", "term or terms", "objects"},
    "within": {*SCALARS, "terms", "term or terms", "objects"},
    "intersects": {*SCALARS, "terms", "term or terms", "objects"},
    "is_a": {"term"},
    **{word: {"number", "integer"} for word in ("min", "max", "above", "below")},
    **{word: {"date", "expiry"} for word in ("before", "after", "on_or_before", "on_or_after")},
    "stated": set(TYPES),
    "matches": {"string", "date", "term", "expiry"},
    "permits": {"licence terms"},
    "compatible_with": {"string"},
}


@pytest.mark.parametrize("word", WORDS)
def test_which_types_a_word_fits(word: str) -> None:
    assert {name for name, kind in TYPES.items() if WORDS[word].misuse(kind) is None} == FITS[word]
