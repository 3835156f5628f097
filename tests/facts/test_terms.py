"""Effective terms: parts meet, a choice is made once, what is not said stays so, grants add."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.facts import FACTS
from policylint.licenses.expression import ExpressionError, operands, parse
from policylint.licenses.terms import ACTIONS, NOT_SAID, ORDER, Terms, meet
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial
from tests.facts.worlds import ask, pointers, world

USE = FACTS["Use"]
ACADEMIC = "license_terms: {LicenseRef-a: {permits: [use, train], prohibits: [commercial_use], actors: [academic], purposes: [research.academic, education]}}"  # noqa: E501 - one table row


def licensed(
    *expressions: str, terms: str = ACADEMIC, use: str | None = None, intended: str = "[{id: i}]"
) -> dict[str, Any]:
    entries = ", ".join(f"{{applies_to: dataset, license: '{one}'}}" for one in expressions)
    seen = world(f"licenses: [{entries}]\nuses: {{intended: {intended}}}\n{terms}", use)
    assert seen.uses is not None
    return {
        name: ask(USE[f"terms.{name}"], seen.uses[0], seen).value
        for name in ("actors", "purposes", "permits", "prohibits", "requires")
    }


def test_parts_meet() -> None:
    both = licensed("CC-BY-4.0", "CC-BY-NC-SA-4.0")
    assert both["prohibits"] == licensed("CC-BY-NC-SA-4.0")["prohibits"]
    assert set(both["requires"]) >= {"attribution", "share_alike"}
    assert licensed("CC-BY-4.0 AND CC-BY-NC-SA-4.0") == both


def test_who_and_what_for() -> None:
    terms = licensed("LicenseRef-a", "CC-BY-4.0")
    assert (terms["actors"], terms["purposes"]) == (["academic"], ["research.academic", "education"])
    assert "commercial_use" in terms["prohibits"]
    assert licensed("CC-BY-4.0")["actors"] == ["any"]


def test_a_part_that_is_not_said_leaves_who_and_what_for_to_the_others() -> None:
    terms = licensed("LicenseRef-a", "NOASSERTION")
    assert terms["actors"] == ["academic"]
    assert (type(terms["prohibits"]), terms["prohibits"]) == (Partial, ["commercial_use"])
    assert (type(terms["permits"]), terms["permits"]) == (Partial, [])


@pytest.mark.parametrize("expression", ["NOASSERTION", "LicenseRef-b", "CC-BY-9.9", "CC BY"])
def test_nothing_known_is_not_said(expression: str) -> None:
    terms = licensed(expression)
    assert (terms["actors"], terms["purposes"]) == (UNSAID, UNSAID)
    assert (type(terms["prohibits"]), terms["prohibits"]) == (Partial, [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("GPL-3.0", "GPL-3.0-only"),
        ("GPL-3.0+", "GPL-3.0-or-later"),
        ("CC-BY-NC-3.0+", "CC-BY-NC-3.0 OR CC-BY-NC-4.0"),
        ("CC-BY-ND-4.0 WITH Foo", "CC-BY-ND-4.0"),
    ],
)
def test_later_versions_ids_of_old_and_exceptions_not_known(written: str, meant: str) -> None:
    assert licensed(written) == licensed(meant)


@pytest.mark.parametrize("written", ["NONE", "None", "none"])
def test_none_grants_nothing_and_prohibits_nothing(written: str) -> None:
    terms = licensed(written)
    assert (terms["permits"], terms["prohibits"], type(terms["permits"])) == ([], [], list)


def test_licences_not_said() -> None:
    seen = world("uses: {intended: [{id: i}]}")
    assert seen.uses is not None
    answer = ask(USE["terms.actors"], seen.uses[0], seen)
    assert (answer.value, pointers(answer.missing)) == (UNSAID, ["/licenses"])


@pytest.mark.parametrize(
    ("intended", "prohibited"),
    [
        ("[{id: i, commercial: false, activities: [use]}]", True),
        ("[{id: i, commercial: true, activities: [use]}]", False),
        ("[{id: i, commercial: false, activities: [use]}, {id: j, commercial: true, activities: [use]}]", False),
    ],
)
def test_a_choice_is_made_once_for_all_uses_judged_together(intended: str, prohibited: bool) -> None:  # noqa: FBT001
    terms = licensed("CC-BY-NC-4.0 OR CC-BY-4.0", intended=intended)
    assert ("commercial_use" in terms["prohibits"]) == prohibited


def test_like_a_known_licence_with_overrides() -> None:
    terms = licensed("LicenseRef-l", terms="license_terms: {LicenseRef-l: {like: CC-BY-4.0, prohibits: [train]}}")
    assert "train" in terms["prohibits"]
    assert "train" not in terms["permits"]
    assert "derive" in terms["permits"]
    unknown = licensed("LicenseRef-l", terms="license_terms: {LicenseRef-l: {like: CC-BY-9.9, prohibits: [train]}}")
    assert (type(unknown["permits"]), unknown["permits"]) == (Partial, [])


def used(entry: str, license_: str = "LicenseRef-a") -> dict[str, Any]:
    return licensed(license_, use=f"datasets: [{{id: d, {entry}}}]")


GRANT = "rests_on: own_grant, grant: {adds: [commercial_use], valid_from: 2025-01-01"


@pytest.mark.parametrize(
    ("entry", "actors", "prohibited"),
    [
        ("rests_on: license", ["academic"], True),
        ("rests_on: owner", ["any"], False),
        (f"{GRANT}}}", ["any"], False),
        (f"{GRANT}, valid_until: 2027-01-01}}", ["any"], False),
        (f"{GRANT}, valid_until: 2026-01-01}}", ["academic"], True),
        (f"{GRANT}, valid_until: unknown}}", UNSAID, False),
        ("rests_on: own_grant, grant: {adds: [commercial_use], valid_from: 2026-01-02}", ["academic"], True),
        ("rests_on: own_grant, grant: {adds: [commercial_use]}", UNSAID, False),
        ("rests_on: statutory_exception", ["academic"], True),
        ("rests_on: statutory_exception, exception: {law: DE-UrhG-44b}", ["academic"], True),
        (
            "rests_on: statutory_exception, exception: {law: DE-UrhG-44b, assessed_by: counsel@example.org}",
            ["any"],
            False,
        ),
    ],
)
def test_what_a_use_rests_on(entry: str, actors: object, prohibited: bool) -> None:  # noqa: FBT001
    terms = used(entry)
    assert terms["actors"] == actors
    assert ("commercial_use" in terms["prohibits"]) == prohibited


def test_only_the_subsets_that_a_use_takes_count() -> None:
    sheet = """
subsets: [{id: train}, {id: test}]
licenses:
  - {applies_to: dataset, license: CC-BY-NC-4.0, subsets: [train]}
  - {applies_to: dataset, license: CC-BY-4.0, subsets: [test]}
"""
    for taken, prohibited in (("[test]", False), ("[train]", True), ("[train, test]", True)):
        seen = world(sheet, f"datasets: [{{id: d, subsets: {taken}}}]")
        assert seen.uses is not None
        assert ("commercial_use" in ask(USE["terms.prohibits"], seen.uses[0], seen).value) == prohibited


def test_software_and_metadata_are_not_touched() -> None:
    entries = "{applies_to: dataset, license: CC0-1.0}, {applies_to: software, license: CC-BY-NC-4.0}"
    seen = world(f"licenses: [{entries}]\nuses: {{intended: [{{id: i}}]}}")
    assert seen.uses is not None
    assert ask(USE["terms.prohibits"], seen.uses[0], seen).value == []


def test_a_doubtful_fact_costs_at_most_a_warning() -> None:
    from policylint.licenses.catalog import known_ids, terms_of

    doubtful = [name for name in known_ids() if (terms := terms_of(name)) and terms.doubtful]
    for name in doubtful[:3]:
        seen = world(f"licenses: [{{applies_to: dataset, license: {name}}}]\nuses: {{intended: [{{id: i}}]}}")
        assert seen.uses is not None
        assert ask(USE["terms.permits"], seen.uses[0], seen).ceiling == "warning"


def test_a_doubtful_licence_takes_nothing_from_a_firm_one() -> None:
    for license_ in ("CC-BY-NC-4.0 AND CC-PDDC", "CC-PDDC AND CC-BY-NC-4.0"):
        seen = world(f"licenses: [{{applies_to: dataset, license: {license_}}}]\nuses: {{intended: [{{id: i}}]}}")
        assert seen.uses is not None
        assert ask(USE["terms.prohibits"], seen.uses[0], seen).ceiling is None


@pytest.mark.parametrize(
    ("terms", "decided"),
    [
        ("permits: [use], prohibits: [commercial_use], actors: [any], purposes: [any]", True),
        ("permits: [use], prohibits: unknown, actors: [any], purposes: [any]", False),
        ("permits: [use], prohibits: null, actors: [any], purposes: [any]", False),
        ("like: CC-BY-NC-4.0, permits: [train]", True),
        ("like: unknown, permits: [train], actors: [any], purposes: [any]", False),
    ],
)
def test_terms_written_as_not_said_decide_nothing(terms: str, decided: bool) -> None:  # noqa: FBT001
    found = licensed("LicenseRef-x", terms=f"license_terms: {{LicenseRef-x: {{{terms}}}}}")["prohibits"]
    assert ("commercial_use" in found) == decided
    assert isinstance(found, Partial) != decided


@pytest.mark.parametrize(("actors", "expected"), [("unknown", UNSAID), ("[academic]", ["academic"]), ("[]", [])])
def test_who_may_use_it_is_never_taken_from_the_licence_it_is_like_where_it_is_written(
    actors: str, expected: object
) -> None:
    terms = f"license_terms: {{LicenseRef-x: {{like: CC-BY-4.0, actors: {actors}}}}}"
    assert licensed("LicenseRef-x", terms=terms)["actors"] == expected


def test_many_choices_are_bounded() -> None:
    assert licensed(" AND ".join(["(MIT OR ISC)"] * 40))["prohibits"] is not UNSAID


@pytest.mark.parametrize(
    ("license_", "resolved"),
    [
        ("CC-BY-4.0", True),
        ("CC-BY-4.0 AND (MIT OR Apache-2.0)", True),
        ("NONE", True),
        ("LicenseRef-a", True),
        ("NOASSERTION", UNSAID),
        ("LicenseRef-b", UNSAID),
        ("CC-BY-9.9", UNSAID),
        ("CC BY", False),
        ("(MIT", False),
        ("MIT OR", False),
        ("unknown", UNSAID),
    ],
)
def test_a_licence_that_can_be_read(license_: str, resolved: object) -> None:
    seen = world(f"licenses: [{{applies_to: dataset, license: '{license_}'}}]\n{ACADEMIC}")
    entry = seen.sheet.child("licenses").children()[0]
    assert ask(FACTS["License"]["resolved"], entry, seen).value is resolved


# expressions and the meet


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("MIT AND", 7),
        ("(MIT", 4),
        ("MIT)", 3),
        ("MIT Apache-2.0", 4),
        ("MIT & ISC", 4),
        ("OR MIT", 0),
        ("MIT WITH", 8),
    ],
)
def test_what_is_no_expression_says_where(text: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert error.value.offset == offset


def test_operands_have_places() -> None:
    text = "GPL-2.0+ WITH Classpath-exception-2.0 or (MIT and LicenseRef-x)"
    found = operands(parse(text))
    assert [(one.id, one.or_later, one.exception) for one in found] == [
        ("GPL-2.0", True, "Classpath-exception-2.0"),
        ("MIT", False, None),
        ("LicenseRef-x", False, None),
    ]
    assert [text[one.start : one.end] for one in found] == [
        "GPL-2.0+ WITH Classpath-exception-2.0",
        "MIT",
        "LicenseRef-x",
    ]


BOUNDS = st.one_of(
    st.none(),
    st.just(("any",)),
    st.lists(st.sampled_from(["academic", "company", "nonprofit"]), unique=True, max_size=3).map(tuple),
)
PURPOSES = ["research", "research.academic", "research.academic.medical", "education", "any"]
TERMS = st.builds(
    Terms,
    st.fixed_dictionaries(dict.fromkeys(ACTIONS, st.sampled_from([*ORDER, None]))),
    BOUNDS,
    st.one_of(st.none(), st.lists(st.sampled_from(PURPOSES), unique=True, max_size=3).map(tuple)),
    st.lists(st.sampled_from(["attribution", "notice", "share_alike"]), unique=True).map(tuple),
    st.frozensets(st.sampled_from(["use", "train", "actors"])),
    st.frozensets(st.sampled_from(["MIT", "ISC", "Zlib"])),
)


def as_sets(terms: Terms) -> tuple[Any, ...]:
    return (
        terms.actions,
        terms.actors and set(terms.actors),
        terms.purposes and set(terms.purposes),
        set(terms.requires),
        terms.doubtful - {"actors"},  # which of three overlapping lists a limit rests on may depend on their order
        "share_alike" in terms.requires and terms.targets,
    )


@given(TERMS, TERMS, TERMS)
def test_the_meet_is_idempotent_commutative_associative(one: Terms, two: Terms, three: Terms) -> None:
    assert as_sets(meet(one, one)) == as_sets(one)
    assert as_sets(meet(one, two)) == as_sets(meet(two, one))
    assert as_sets(meet(meet(one, two), three)) == as_sets(meet(one, meet(two, three)))


@given(TERMS, TERMS)
def test_another_part_never_turns_prohibited_into_permitted(one: Terms, two: Terms) -> None:
    both = meet(one, two)
    for action in ACTIONS:
        if one.actions[action] == "prohibit":
            assert both.actions[action] == "prohibit"
        if both.actions[action] == "permit":
            assert one.actions[action] == two.actions[action] == "permit"


@given(TERMS)
def test_not_said_decides_nothing_but_what_is_prohibited(one: Terms) -> None:
    both = meet(one, NOT_SAID)
    assert both.actors == one.actors
    assert {value for value in both.actions.values() if value is not None} <= {"prohibit"}
