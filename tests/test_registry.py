"""The registry holds facts in one shape: every file is whole, sourced and dated, and its name is its key."""

from __future__ import annotations

import re
from typing import Any

import pytest

from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.licenses.catalog import known_ids, license_entry, terms_of
from policylint.licenses.resolver.tables import registry
from policylint.licenses.terms import ACTIONS, IMPLIED, ORDER
from policylint.shapes._table import ENUMS
from tests.conftest import ROOT

DAY = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
KEYS = ["name", "family", "parts", "terms", "duties", "share_alike_targets", "actors", "purposes", "subject_rights",
        "personal_data", "source", "url", "confidence", "reviewed"]  # fmt: skip
OPTIONAL = {"share_alike_targets", "url"}
VOCABULARIES = sorted((ROOT / "registry" / "vocabularies").glob("*.yaml"))


@pytest.mark.parametrize("identifier", known_ids())
def test_a_licence_is_whole(identifier: str) -> None:
    entry = license_entry(identifier)
    assert entry is not None
    assert [key for key in KEYS if key in entry] == list(entry)
    assert set(KEYS) - set(entry) <= OPTIONAL
    assert set(entry["terms"]) == set(ACTIONS) - set(IMPLIED)
    for term in entry["terms"].values():
        kind = next(iter(term)) if isinstance(term, dict) else term
        assert kind in ORDER
        assert isinstance(term, dict) == (kind in ("contested", "permit_if"))
    assert set(entry["duties"]) == {"attribution", "notice", "state_changes", "share_alike", "source_disclosure"}
    assert set(entry["duties"].values()) <= {"duty", "requested", "none", "silent"}
    assert set(entry["parts"]) <= {"contents", "annotations", "database", "model", "software"}
    assert set(entry["actors"]) <= {*ENUMS["actor_type"]["values"], "any"}
    assert set(entry["purposes"]) <= {*ENUMS["purpose"]["values"], "any"}
    assert entry["source"]
    assert entry["confidence"]
    assert DAY.fullmatch(entry["reviewed"])
    targets = entry.get("share_alike_targets", [])
    assert [target for target in targets if not re.fullmatch("[A-Za-z0-9.-]+", target)] == []


@pytest.mark.parametrize(
    ("identifier", "commercial", "derive", "train"),
    [
        ("CC-BY-4.0", "permit", "permit", "permit"),
        ("CC-BY-NC-4.0", "prohibit", "permit", "permit_if"),
        ("CC-BY-ND-4.0", "permit", "prohibit", None),
        ("CC0-1.0", "permit", "permit", "permit"),
        ("cc-by-sa-4.0", "permit", "permit", None),
        ("MIT", "permit", "permit", None),
    ],
)
def test_terms_that_everybody_knows(identifier: str, commercial: str, derive: str, train: str | None) -> None:
    terms = terms_of(identifier)
    assert terms is not None
    assert (terms.actions["commercial_use"], terms.actions["derive"]) == (commercial, derive)
    assert train is None or terms.actions["train"] == train


def test_no_licence_speaks_for_the_people() -> None:
    assert {str(entry["subject_rights"]) for name in known_ids() if (entry := license_entry(name))} == {"not_covered"}


def test_an_unknown_licence_has_no_terms() -> None:
    assert terms_of("CC-BY-9.9") is None


@pytest.mark.parametrize("file", VOCABULARIES, ids=[file.stem for file in VOCABULARIES])
def test_a_vocabulary_is_sourced_and_dated(file: Any) -> None:
    root = load(str(file)).root
    assert root is not None
    vocabulary = plain_value(root)
    assert vocabulary["name"] == file.stem
    assert DAY.fullmatch(vocabulary["reviewed"])
    for word, term in vocabulary["terms"].items():
        assert term["description"].endswith(".")
        assert term["source"] == "policylint" or term["source"].startswith("http")
        assert term.get("broader") in (None, *vocabulary["terms"])
        assert "." not in word or term["broader"] == word.rpartition(".")[0]


def test_role_words_are_words() -> None:
    root = load(str(ROOT / "registry" / "role-words.yaml")).root
    assert root is not None
    words = plain_value(root)["words"]
    assert len(words) == len(set(words))
    assert [word for word in words if not re.fullmatch("[a-z\u00df-\u00ff]+", word)] == []


# names of licences

NAMES = ("spdx", "license-names", "license-families", "creative-commons", "license-wording")


@pytest.mark.parametrize("name", NAMES)
def test_a_table_of_names_is_sourced_and_dated(name: str) -> None:
    facts = registry(name)
    assert facts["source"]
    assert DAY.fullmatch(facts["reviewed"])


def _targets() -> list[str]:
    names, families = registry("license-names"), registry("license-families")
    members = [
        one
        for entry in families["families"].values()
        for one in (*entry.get("members", {}).values(), *entry.get("candidates", []))
    ]
    named = [part for one in (*names["names"], *names["urls"]) for part in one.split(" AND ")]
    return sorted({*members, *named, *names["canonical"].values(), *families["references"].values()})


@pytest.mark.parametrize("identifier", _targets())
def test_a_name_leads_to_an_id(identifier: str) -> None:
    """One of the SPDX list, or a reference, with or without a file of facts."""
    spdx = registry("spdx")
    assert identifier in spdx["licenses"] or re.fullmatch(r"LicenseRef-[A-Za-z0-9.-]+", identifier)


@pytest.mark.parametrize("identifier", [one for one in known_ids() if not one.startswith("LicenseRef-")])
def test_a_licence_with_facts_is_on_the_spdx_list(identifier: str) -> None:
    spdx = registry("spdx")
    assert identifier in spdx["licenses"]
    assert identifier not in spdx["deprecated"]


def test_a_deprecated_id_leads_to_one_that_is_not() -> None:
    spdx = registry("spdx")
    for old, new in spdx["deprecated"].items():
        identifier, _, exception = (new or old).partition(" WITH ")
        assert old in spdx["licenses"]
        assert identifier in spdx["licenses"]
        assert new is None or identifier not in spdx["deprecated"]
        assert not exception or exception in spdx["exceptions"]


def test_a_family_says_why_its_name_is_not_enough_or_has_one_member() -> None:
    for name, entry in registry("license-families")["families"].items():
        assert bool(entry.get("why")) != bool(entry.get("one")), name
        assert not entry.get("one") or len(entry["members"]) == 1, name
