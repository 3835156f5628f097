"""What may be released under what: expressions, unknown licences, own terms."""

from __future__ import annotations

import pytest

from policylint.licenses.compose import compatible, explain
from policylint.licenses.terms import Terms, stated
from policylint.logic import FALSE, TRUE, UNKNOWN

OWN: dict[str, Terms] = {
    "LicenseRef-open": stated({"permits": ["use", "derive", "distribute", "commercial_use", "train"]}, None),
    "LicenseRef-academic": stated({"permits": ["use", "derive"], "actors": ["academic"]}, None),
    "LicenseRef-no-train": stated({"permits": ["derive", "commercial_use"], "prohibits": ["train"]}, None),
    "LicenseRef-alike": stated({"permits": ["derive", "commercial_use"], "requires": ["share_alike"]}, None),
    "LicenseRef-closed": stated({"permits": ["use"]}, None),
    "LicenseRef-not-said": stated({"permits": "unknown"}, None),
    "LicenseRef-like-nc": stated({"like": "CC-BY-NC-4.0"}, None),
}


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        # a choice of the source is the licensee's; a choice of the target must be fine whichever way it falls
        ("MIT", "GPL-3.0-only OR MIT", TRUE),
        ("MIT", "GPL-3.0-only AND MIT", FALSE),
        ("MIT OR GPL-3.0-only", "GPL-3.0-only", FALSE),
        ("CC-BY-SA-4.0 OR CC-BY-NC-SA-4.0", "CC-BY-SA-4.0 OR CC-BY-NC-SA-4.0", TRUE),
        ("MIT AND (CC-BY-SA-4.0 OR ODbL-1.0)", "MIT AND (CC-BY-SA-4.0 OR ODbL-1.0)", TRUE),
        # together: the stricter holds; what is beside a share-alike licence may not add to it
        ("CC-BY-NC-4.0 AND CC0-1.0", "CC-BY-NC-4.0", TRUE),
        ("CC-BY-SA-4.0 AND MIT", "CC-BY-SA-4.0", TRUE),
        ("CC-BY-SA-4.0 AND CC-BY-NC-4.0", "CC-BY-SA-4.0", FALSE),
        # ids of old, and later versions
        ("GPL-3.0", "GPL-3.0-only", TRUE),
        ("GPL-3.0-only", "GPL-2.0+", TRUE),
        ("GPL-3.0-only", "GPL-2.0", FALSE),
        ("GPL-2.0+", "GPL-2.0", FALSE),
        ("CC-BY-SA-1.0+", "CC-BY-SA-1.0", FALSE),
        ("CC-BY-SA-4.0", "CC-BY-SA-1.0+", TRUE),
        ("LGPL-3.0-only", "LGPL-2.1-or-later", TRUE),
        ("cc-by-4.0", "Cc-By-3.0", TRUE),
        # not known is not no
        ("Foo-1.0", "CC-BY-4.0", UNKNOWN),
        ("Foo-1.0", "CC-BY-ND-4.0", FALSE),
        ("Foo-1.0", "CC0-1.0", TRUE),
        ("MIT", "Foo-1.0", UNKNOWN),
        ("MIT", "NOASSERTION", UNKNOWN),
        ("MIT", "LicenseRef-x", UNKNOWN),
        ("DocumentRef-d:LicenseRef-x", "MIT", UNKNOWN),
        ("MIT", "Foo-1.0 OR MIT", TRUE),
        ("MIT", "Foo-1.0 AND CC-BY-NC-4.0", FALSE),
        ("MIT", "NONE", FALSE),
        # conditions
        ("C-UDA-1.0", "C-UDA-1.0", TRUE),
        ("GPL-2.0-only WITH Foo", "GPL-2.0-only WITH Foo", TRUE),
        ("GPL-2.0-only", "GPL-2.0-only WITH Foo", TRUE),
        ("GPL-2.0-only WITH Foo", "GPL-2.0-only", UNKNOWN),
        # own terms
        ("LicenseRef-open", "CC0-1.0", TRUE),
        ("LicenseRef-open", "CC-BY-4.0", FALSE),
        ("MIT", "LicenseRef-academic", FALSE),
        ("LicenseRef-academic", "LicenseRef-academic", TRUE),
        ("MIT", "LicenseRef-no-train", FALSE),
        ("LicenseRef-no-train", "LicenseRef-no-train", TRUE),
        ("LicenseRef-alike", "LicenseRef-alike", TRUE),
        ("MIT", "LicenseRef-alike", FALSE),
        ("MIT", "LicenseRef-closed", FALSE),
        ("MIT", "LicenseRef-not-said", UNKNOWN),
    ],
)
def test_compatible(target: str, source: str, expected: object) -> None:
    assert compatible(target, source, OWN) is expected


def test_reasons_say_what_the_source_asks_for() -> None:
    verdict = explain("MIT", "CC-BY-NC-SA-4.0 AND Foo-1.0")
    assert verdict.truth is FALSE
    assert [reason.why for reason in verdict.reasons if reason.truth is FALSE] == [
        "CC-BY-NC-SA-4.0 asks for the same licence or one it names, and MIT is none of them",
        "CC-BY-NC-SA-4.0 keeps back commercial use, and MIT gives it",
    ]
    assert "it is not known whether Foo-1.0 lets adaptations be shared" in [reason.why for reason in verdict.reasons]


def test_too_many_choices_are_not_tried() -> None:
    many = " AND ".join(f"(MIT OR ISC OR A{n})" for n in range(30))
    assert compatible(many, "CC-BY-SA-4.0") is UNKNOWN
    assert compatible("MIT", many) is TRUE  # one choice for each, on the side of the source
