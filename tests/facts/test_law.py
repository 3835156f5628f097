"""What laws set, applied: which hold for people and days, who has come of age, how long data is kept."""

from __future__ import annotations

import pytest

from policylint.dates import is_date
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.facts import FACT_ENUMS, FACTS
from policylint.facts.law import LAWS
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial
from tests.conftest import ROOT
from tests.facts.worlds import ask, pointers, world

AI_ACT = ["ai_act.prohibitions", "ai_act.gpai"]


def legal(name: str) -> dict[str, object]:
    root = load(str(ROOT / "registry" / "legal" / f"{name}.yaml")).root
    assert root is not None
    table: dict[str, object] = plain_value(root)
    return table


def test_the_laws_that_facts_name_are_those_of_the_registry() -> None:
    table = legal("laws")["laws"]
    assert isinstance(table, dict)
    assert tuple(table) == LAWS
    assert FACT_ENUMS["law"]["values"] == ["gdpr", *LAWS]


@pytest.mark.parametrize(("name", "key"), [("laws", "laws"), ("majority", "places"), ("limits", "limits")])
def test_every_legal_fact_has_its_source_and_its_day_of_review(name: str, key: str) -> None:
    table = legal(name)
    assert table["name"] == name
    assert is_date(str(table["reviewed"]))
    entries = table[key]
    assert isinstance(entries, dict)
    assert [entry for entry in entries.values() if not entry["source"]] == []


def test_laws_have_dates_and_places_as_sheets_write_them() -> None:
    table = legal("laws")["laws"]
    assert isinstance(table, dict)
    for law in table.values():
        assert is_date(law["from"])
        assert law["description"].endswith(".")
        assert all(
            place == "EU" or (place[:2].isupper() and place[2:3] in ("", "-")) for place in law.get("places", [])
        )
    assert len(table["gdpr.eu"]["places"]) == 1 + 27 + 3


@pytest.mark.parametrize(
    ("as_of", "laws"),
    [
        ("2008-10-02", []),
        ("2008-10-03", ["bipa"]),
        ("2018-05-24", ["bipa"]),
        ("2018-05-25", ["gdpr.eu", "gdpr.uk", "bipa"]),
        ("2025-02-02", ["gdpr.eu", "gdpr.uk", "bipa", "ccpa", "ai_act.prohibitions"]),
        ("2026-08-02", ["gdpr.eu", "gdpr.uk", "bipa", "ccpa", *AI_ACT]),
        ("2027-12-02", list(LAWS)),
    ],
)
def test_laws_apply_from_a_day(as_of: str, laws: list[str]) -> None:
    seen = world("id: s", as_of=as_of)
    assert ask(FACTS["Datasheet"]["law.in_force"], seen.sheet, seen).value == laws


@pytest.mark.parametrize(
    ("jurisdictions", "laws"),
    [
        ("[EU]", ["gdpr.eu"]),
        ("[DE]", ["gdpr.eu"]),
        ("[DE-BY]", ["gdpr.eu"]),
        ('["NO"]', ["gdpr.eu"]),
        ("[CH]", []),
        ("[GB-SCT]", ["gdpr.uk"]),
        ("[US]", ["bipa", "ccpa"]),
        ("[US-IL]", ["bipa"]),
        ("[US-CA, IE]", ["gdpr.eu", "ccpa"]),
        ("[US-NY]", []),
        ("[]", []),
    ],
)
def test_the_laws_of_where_people_live(jurisdictions: str, laws: list[str]) -> None:
    seen = world(f"people: {{groups: [{{id: g, jurisdictions: {jurisdictions}}}]}}")
    answer = ask(FACTS["Group"]["laws"], seen.sheet.child("people").child("groups").children()[0], seen)
    assert answer.value == laws
    assert pointers(answer.because) == ["/people/groups/0/jurisdictions"]


@pytest.mark.parametrize(
    ("fields", "laws"),
    [
        ("jurisdictions: [US], biometric: {excluded_jurisdictions: [US-IL]}", ["ccpa"]),
        ("jurisdictions: [US], biometric: {excluded_jurisdictions: [US-TX]}", ["bipa", "ccpa"]),
        ("jurisdictions: [US, FR], biometric: {excluded_jurisdictions: [US]}", ["gdpr.eu"]),
    ],
)
def test_people_who_were_left_out_bring_no_law(fields: str, laws: list[str]) -> None:
    seen = world(f"people: {{groups: [{{id: g, {fields}}}]}}")
    group = seen.sheet.child("people").child("groups").children()[0]
    assert ask(FACTS["Group"]["laws"], group, seen).value == laws


@pytest.mark.parametrize(
    ("fields", "open_to"),
    [
        ("kind: mixed", {"gdpr.eu", "gdpr.uk", "bipa", "ccpa"}),
        ("biometric: {excluded_jurisdictions: [US-IL]}", {"gdpr.eu", "gdpr.uk", "ccpa"}),
    ],
)
def test_where_people_live_not_said_leaves_every_law_open_but_those_of_people_left_out(
    fields: str, open_to: set[str]
) -> None:
    seen = world(f"people: {{groups: [{{id: g, {fields}}}]}}")
    answer = ask(FACTS["Group"]["laws"], seen.sheet.child("people").child("groups").children()[0], seen)
    assert isinstance(answer.value, Partial)
    assert answer.value == []
    assert answer.value.open_to == open_to
    assert pointers(answer.missing) == ["/people/groups/0/jurisdictions"]


@pytest.mark.parametrize(
    ("jurisdictions", "consent", "grown"),
    [
        ("[DE]", "status: given, granted_on: 2008-01-01", True),
        ("[DE]", "status: given, granted_on: 2008-01-02", False),
        ("[DE]", "status: given, granted_on: 2008", UNSAID),
        ("[KR]", "status: given, granted_on: 2008-01-01", False),
        ("[KR]", "status: given, granted_on: 2007-01-01", True),
        ("[US]", "status: given, granted_on: 2007-01-01", False),
        ("[US-MS, DE]", "status: given, granted_on: 2005-01-01", True),
        ("unknown", "status: given, granted_on: 2008-01-02", False),
        ("unknown", "status: given, granted_on: 2006-01-01", UNSAID),
        ("unknown", "status: given, granted_on: 2005-01-01", True),
        ("[DE]", "status: renewed, granted_on: 2000, renewed_on: 2020", False),
        ("[DE]", "status: given, granted_on: 2000, renewed_on: 2020", True),
        ("[DE]", "status: renewed, granted_on: 2000", UNSAID),
        ("[DE]", "status: given", UNSAID),
        ("[DE]", "granted_on: 2000", UNSAID),
    ],
)
def test_whether_all_minors_must_have_come_of_age(jurisdictions: str, consent: str, grown: object) -> None:
    seen = world(f"people: {{groups: [{{id: g, jurisdictions: {jurisdictions}, consent: {{{consent}}}}}]}}")
    group = seen.sheet.child("people").child("groups").children()[0]
    answer = ask(FACTS["Group"]["minors_grown"], group, seen)
    assert answer.value is grown
    assert bool(answer.missing) == (grown is UNSAID)


@pytest.mark.parametrize(
    ("retention", "in_time"),
    [
        ("max_period: P3Y", True),
        ("max_period: P36M", True),
        ("max_period: P156W", True),
        ("max_period: P1095D", True),
        ("max_period: P3Y1D", False),
        ("max_period: P37M", False),
        ("starts: 2025-01-01, destroy_by: 2028-01-01", True),
        ("starts: 2025-01-01, destroy_by: 2028-01-02", False),
        ("starts: 2025-01, destroy_by: 2028-01", UNSAID),
        ("starts: 2025-01-01", UNSAID),
        ("destroy_by: 2028-01-01", UNSAID),
        ("policy: none", UNSAID),
    ],
)
def test_whether_measures_are_destroyed_in_time(retention: str, in_time: object) -> None:
    seen = world(f"retention: {{{retention}}}")
    answer = ask(FACTS["Retention"]["destroyed_in_time"], seen.sheet.child("retention"), seen)
    assert answer.value is in_time


@pytest.mark.parametrize(
    ("approved", "access", "kept"),
    [
        ("controlled", "controlled", True),
        ("open", "closed", True),
        ("agreement", "registration", False),
        ("controlled", "open", False),
        ("on request", "controlled", UNSAID),
        ("unknown", "controlled", UNSAID),
        ("controlled", "unknown", UNSAID),
    ],
)
def test_access_within_what_was_approved(approved: str, access: str, kept: object) -> None:
    seen = world(f"access: {{mode: {access}}}\npeople: {{ethics_review: {{approved: {{access: {approved}}}}}}}")
    review = seen.sheet.child("people").child("ethics_review")
    assert ask(FACTS["EthicsReview"]["access_kept"], review, seen).value is kept


@pytest.mark.parametrize(
    ("approved", "period", "kept"),
    [
        ("from: 2024-05, to: 2024-09", "from: 2024-05, to: 2024-09", True),
        ("from: 2024-05, to: 2024-09", "from: 2024-05-01, to: 2024-09-30", True),
        ("from: 2024-05, to: 2024-09", "from: 2024-04-30, to: 2024-09-30", False),
        ("from: 2024-05, to: 2024-09", "from: 2024-05-01, to: 2024-10", False),
        ("from: 2024-05-15, to: 2024-09", "from: 2024-05, to: 2024-09", UNSAID),
        ("from: 2024-05, to: 2024-09-15", "from: 2024-05, to: 2024-09", UNSAID),
        ("from: 2024-05", "from: 2024-05, to: 2024-09", UNSAID),
        ("from: 2024-05, to: 2024-09", "to: 2024-09", UNSAID),
    ],
)
def test_the_time_of_collection_within_what_was_approved(approved: str, period: str, kept: object) -> None:
    review_text = f"people: {{ethics_review: {{approved: {{period: {{{approved}}}}}}}}}"
    seen = world(f"collection: {{period: {{{period}}}}}\n{review_text}")
    review = seen.sheet.child("people").child("ethics_review")
    assert ask(FACTS["EthicsReview"]["period_kept"], review, seen).value is kept
