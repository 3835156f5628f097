"""Consent as of a day, anonymity, shares: the facts about people, value by value."""

from __future__ import annotations

import pytest

from policylint.facts import FACTS
from policylint.shapes.check import UNSAID
from tests.facts.worlds import ask, pointers, world

EFFECTIVE = FACTS["Consent"]["effective"]
ANONYMOUS = FACTS["Group"]["anonymous"]
SHARES = FACTS["People"]["shares_total"]

GIVEN = "status: given, given_by: [subject]"


@pytest.mark.parametrize(
    ("consent", "value", "because", "missing"),
    [
        (GIVEN, "given", ["status"], []),
        ("status: renewed, given_by: [guardian]", "renewed", ["status"], []),
        ("status: given, given_by: [uploader]", "invalidated", ["given_by", "status"], []),
        ("status: given, given_by: []", "invalidated", ["given_by", "status"], []),
        ("status: given, given_by: [uploader, subject]", "given", ["status"], []),
        ("status: given", UNSAID, ["status"], ["given_by"]),
        ("coverage: 1", UNSAID, [], ["status"]),
        ("status: unknown", UNSAID, [], ["status"]),
        (f"{GIVEN}, expires_on: 2026-01-01", "expired", ["expires_on"], []),
        (f"{GIVEN}, expires_on: 2026-01-02", "given", ["status"], []),
        (f"{GIVEN}, expires_on: 2025", "expired", ["expires_on"], []),
        (f"{GIVEN}, expires_on: 2026-02", "given", ["status"], []),
        (f"{GIVEN}, expires_on: never", "given", ["status"], []),
        (f"{GIVEN}, expires_on: unknown", UNSAID, ["status"], ["expires_on"]),
        ("status: withdrawn, expires_on: 2020", "withdrawn", ["status"], []),
        ("status: revoked, given_by: [subject]", "revoked", ["status"], []),
        ("status: refused", "refused", ["status"], []),
        ("status: not_sought, expires_on: unknown", "not_sought", ["status"], []),
        ("status: waived_by_ethics_body", "waived_by_ethics_body", ["status"], []),
        ("expires_on: 2020", "expired", ["expires_on"], []),
    ],
)
def test_the_effective_status_of_consent(consent: str, value: object, because: list[str], missing: list[str]) -> None:
    seen = world(f"people: {{groups: [{{id: g, consent: {{{consent}}}}}]}}")
    item = seen.sheet.child("people").child("groups").children()[0].child("consent")
    answer = ask(EFFECTIVE, item, seen)
    prefix = "/people/groups/0/consent/"
    assert answer.value == value
    assert pointers(answer.because) == [prefix + name for name in because]
    assert pointers(answer.missing) == [prefix + name for name in missing]


def test_an_expiry_within_the_month_judged_is_undecided() -> None:
    seen = world(f"people: {{groups: [{{id: g, consent: {{{GIVEN}, expires_on: 2026-01}}}}]}}", as_of="2026-01-15")
    item = seen.sheet.child("people").child("groups").children()[0].child("consent")
    assert ask(EFFECTIVE, item, seen).value is UNSAID


NOTHING_RAW = "biometric: {raw: [], identity_labels: none}"


@pytest.mark.parametrize(
    ("group", "sheet", "value"),
    [
        (f"identifiability: synthetic, {NOTHING_RAW}", "", True),
        (f"identifiability: direct, {NOTHING_RAW}", "", False),
        ("identifiability: direct", "", False),
        (f"identifiability: anonymised, {NOTHING_RAW}", "", UNSAID),
        (f"identifiability: anonymised, {NOTHING_RAW}", "preprocessing: {anonymisation: []}", False),
        (
            f"identifiability: anonymised, {NOTHING_RAW}",
            "preprocessing: {anonymisation: [{technique: k-anonymity, reidentification_test: {date: 2025-05-01}}]}",
            True,
        ),
        (
            f"identifiability: anonymised, {NOTHING_RAW}",
            "preprocessing: {anonymisation: [{technique: hashing, reidentification_test: {result: fine}}]}",
            UNSAID,
        ),
        ("identifiability: synthetic, biometric: {raw: [voice], identity_labels: none}", "", False),
        ("identifiability: synthetic, biometric: {raw: [], identity_labels: named}", "", False),
        ("identifiability: synthetic", "", UNSAID),
        (NOTHING_RAW, "", UNSAID),
    ],
)
def test_anonymity_is_shown_and_not_claimed(group: str, sheet: str, value: object) -> None:
    seen = world(f"people: {{groups: [{{id: g, {group}}}]}}\n{sheet}")
    item = seen.sheet.child("people").child("groups").children()[0]
    assert ask(ANONYMOUS, item, seen).value is value


@pytest.mark.parametrize(
    ("groups", "value", "missing"),
    [
        ("{id: a, role: depicted, share: 0.7}, {id: b, role: bystander, share: 0.3}", 1.0, []),
        ("{id: a, role: depicted, share: 0.1}, {id: b, role: depicted, share: 0.2}", 0.3, []),
        ("{id: a, role: depicted, share: 1}, {id: b, role: annotator, share: 0.5}", 1, []),
        ("{id: a, role: depicted}, {id: b, role: depicted, share: 0.2}", UNSAID, ["/people/groups/0/share"]),
        ("{id: a, share: 0.5}", UNSAID, ["/people/groups/0/role"]),
    ],
)
def test_the_shares_of_all_groups_but_makers(groups: str, value: object, missing: list[str]) -> None:
    seen = world(f"people: {{groups: [{groups}]}}")
    answer = ask(SHARES, seen.sheet.child("people"), seen)
    assert answer.value == value
    assert pointers(answer.missing) == missing


@pytest.mark.parametrize(
    ("contact", "value"),
    [
        ("data@sea.example.org", True),
        ("jane.doe@example.org", False),
        ("privacy-office@example.org", True),
        ("mailto:datasets@example.org", True),
        ("database@example.org", False),
        ("none", False),
        ("https://example.org/contact", False),
        ("data", False),
        ("unknown", UNSAID),
    ],
)
def test_a_role_mailbox(contact: str, value: object) -> None:
    seen = world(f"maintenance: {{contact: '{contact}'}}")
    assert ask(FACTS["Maintenance"]["role_mailbox"], seen.sheet.child("maintenance"), seen).value is value


def test_a_group_without_its_own_ethics_review_has_that_of_all() -> None:
    seen = world("people: {groups: [{id: g}], ethics_review: {status: approved}}")
    review = seen.sheet.child("people").child("groups").children()[0].child("ethics_review").child("status")
    assert (review.value, review.sheet.origin(review.pointer)) == ("approved", "/people/ethics_review/status")
