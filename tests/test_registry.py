"""The registry holds facts in one shape: every file is whole, sourced and dated, and its name is its key."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator
from pydantic import ValidationError

from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.licenses import pages
from policylint.licenses.catalog import (
    exception_entry,
    family_terms,
    known_exceptions,
    known_ids,
    license_entry,
    spelled,
    terms_of,
)
from policylint.licenses.resolver.tables import registry
from policylint.licenses.terms import IMPLIED, ORDER
from policylint.shapes.registry import Duties, ExceptionFile, LicenseFile
from policylint.shapes.vocabulary import VOCABULARIES as VOCABULARIES_BY_NAME
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DAY = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
VOCABULARIES = sorted((ROOT / "registry" / "vocabularies").glob("*.yaml"))


LICENSES = {file.stem: file for file in (ROOT / "registry" / "licenses").glob("*.yaml")}
EXCEPTIONS = {file.stem: file for file in (ROOT / "registry" / "exceptions").glob("*.yaml")}


def written(file: Path) -> Any:
    root = load(str(file)).root
    assert root is not None
    return plain_value(root)


@pytest.mark.parametrize("identifier", LICENSES)
def test_a_licence_is_whole(identifier: str) -> None:
    entry = written(LICENSES[identifier])
    LicenseFile.model_validate(entry)
    fields = list(LicenseFile.model_fields)
    assert sorted(entry, key=fields.index) == list(entry)


@pytest.mark.parametrize("identifier", EXCEPTIONS)
def test_an_exception_is_whole_and_goes_with_licences_that_there_are(identifier: str) -> None:
    entry = written(EXCEPTIONS[identifier])
    ExceptionFile.model_validate(entry)
    assert [name for name in entry["licenses"] if spelled(name) != name] == []
    assert exception_entry(identifier.upper()) == entry


def test_duties_are_those_of_the_vocabulary() -> None:
    assert set(Duties.model_fields) == set(VOCABULARIES_BY_NAME["duty"])


def test_there_are_the_licences_of_the_survey() -> None:
    assert len(known_ids()) >= 214
    assert set(known_exceptions()) == set(EXCEPTIONS)


@pytest.mark.parametrize(
    "change",
    [
        {"terms": None}, {"terms": {"use": "permit"}}, {"members": ["MIT"]}, {"confidence": "sure"}, {"licence": "x"},
        {"share_alike_targets": ["MIT"]}, {"subject_rights": "covered"}, {"reviewed": "today"}, {"name": " "},
    ],
    ids=str,
)  # fmt: skip
def test_a_broken_licence_file_is_refused(change: dict[str, Any]) -> None:
    good = written(LICENSES["MIT"])
    broken = {key: value for key, value in {**good, **change}.items() if value is not None}
    with pytest.raises(ValidationError):
        LicenseFile.model_validate(broken)
    assert not Draft7Validator(json.loads((ROOT / "schemas" / "license.schema.json").read_text())).is_valid(broken)


OWN = {identifier: entry for identifier in LICENSES if "members" not in (entry := written(LICENSES[identifier]))}
FAMILIES = {identifier: entry for identifier in LICENSES if "members" in (entry := written(LICENSES[identifier]))}
CC = {identifier: identifier.split("-") for identifier in OWN if identifier.startswith(("CC-BY", "LicenseRef-CC-BY"))}


@pytest.mark.parametrize("identifier", CC)
def test_creative_commons_elements_say_the_terms(identifier: str) -> None:
    terms = terms_of(identifier)
    assert terms is not None
    elements = CC[identifier]
    assert terms.actions["commercial_use"] == ("prohibit" if "NC" in elements else "permit")
    assert terms.actions["derive"] == ("prohibit" if "ND" in elements else "permit")
    assert ("share_alike" in terms.requires) == ("SA" in elements)
    assert {"attribution", "notice"} <= set(terms.requires)


@pytest.mark.parametrize("identifier", OWN)
def test_a_share_alike_licence_is_a_target_of_itself(identifier: str) -> None:
    targets = OWN[identifier].get("share_alike_targets")
    assert targets is None or identifier in targets
    references = [target for target in targets or () if target.startswith("LicenseRef-")]
    assert [target for target in references if spelled(target) != target] == []


@pytest.mark.parametrize("identifier", FAMILIES)
def test_a_family_grants_what_every_member_grants(identifier: str) -> None:
    members = FAMILIES[identifier]["members"]
    entry = license_entry(identifier)
    terms = terms_of(identifier)
    assert entry is not None
    assert terms is not None
    of_members = [known for member in members if (known := terms_of(member)) is not None]
    assert len(of_members) == len(members) > 1
    for action, value in terms.actions.items():
        assert value == min((known.actions[action] for known in of_members), key=lambda one: ORDER.index(str(one)))
        shown = entry["terms"][IMPLIED.get(action, action)]
        assert value == (next(iter(shown)) if isinstance(shown, dict) else shown)
    duties = {duty for duty, value in entry["duties"].items() if value == "duty"}
    assert set(terms.requires) == duties == {duty for known in of_members for duty in known.requires}


def test_a_family_with_a_member_of_unknown_terms_is_unknown() -> None:
    assert family_terms(["MIT", "NOASSERTION"]) is None


SPOTS = [
    ("CC-BY-4.0", "derive", "permit", "s.2(a)(1)(B)"),
    ("CC-BY-ND-4.0", "modify", "permit", "s.2(a)(1)(B): produce, not share"),
    ("CC-BY-ND-3.0", "modify", "prohibit", "s.3: no adaptations"),
    ("CC-BY-NC-3.0", "train", "permit_if", "s.4: not for commercial advantage"),
    ("CC0-1.0", "commercial_use", "permit", "s.2 waiver"),
    ("CDLA-Permissive-2.0", "share_model", "permit", "s.3.1 and 5.4: results"),
    ("CDLA-Sharing-1.0", "share_model", "permit", "s.3.4 and 3.5: results"),
    ("C-UDA-1.0", "use", "permit_if", "s.2.1: computational use"),
    ("ODbL-1.0", "commercial_use", "permit", "s.3.1"),
    ("LicenseRef-llama2", "train", "prohibit", "s.1.b.v: other large language models"),
    ("LicenseRef-llama3.1", "train", "permit_if", "s.1.b.i: a name that begins with Llama"),
    ("LicenseRef-gemma", "share_output", "permit", "s.3.3: outputs are not derivatives"),
    ("LicenseRef-ImageNet-Terms", "commercial_use", "prohibit", "cl.1"),
    ("LicenseRef-MSR-Data-License", "distribute", "prohibit", "s.2(e)"),
    ("LicenseRef-MDL-2019-research", "commercial_use", "prohibit", "s.3-5"),
    ("LicenseRef-DL-DE-BY-NC-1.0", "commercial_use", "prohibit", "non-commercial use alone"),
    ("LicenseRef-UK-Crown-Copyright", "distribute", "prohibit", "not open"),
    ("LicenseRef-PublicDomain", "use", "permit", "a claim: no text"),
    ("LicenseRef-Request-Form", "distribute", "prohibit", "forms of this kind"),
    ("NONE", "use", "silent", "copyright grants nothing by default"),
]


@pytest.mark.parametrize(("identifier", "action", "value", "section"), SPOTS, ids=lambda value: str(value)[:30])
def test_terms_that_matter_most(identifier: str, action: str, value: str, section: str) -> None:
    terms = terms_of(identifier)
    assert terms is not None
    assert terms.actions[action] == value, section


@pytest.mark.parametrize(
    ("identifier", "field", "value"),
    [
        ("OGL-UK-3.0", "personal_data", "excluded"),
        ("NLOD-2.0", "personal_data", "excluded"),
        ("C-UDA-1.0", "personal_data", "excluded"),
        ("CC-BY-1.0", "personal_data", "provider_warrants"),
        ("CC-BY-4.0", "personal_data", "addressed"),
        ("LicenseRef-Academic-Only", "actors", ["academic"]),
        ("LicenseRef-NonCommercial-Research", "actors", ["any"]),
        ("LicenseRef-NonCommercial-Research", "purposes", ["research"]),
        ("LicenseRef-NonCommercial", "purposes", ["any"]),
    ],
)
def test_limits_that_matter_most(identifier: str, field: str, value: object) -> None:
    entry = license_entry(identifier)
    assert entry is not None
    assert entry[field] == value


@pytest.mark.parametrize(
    ("identifier", "duty"),
    [
        ("CC-BY-3.0", "no_endorsement"),
        ("CC-BY-4.0", "remove_credit_on_request"),
        ("BSD-3-Clause", "no_endorsement"),
        ("NLOD-2.0", "delete_on_request"),
        ("LicenseRef-Reddit-API-Terms", "delete_on_request"),
        ("LicenseRef-PhysioNet-Credentialed", "no_reidentification"),
        ("LicenseRef-LDC-User-Agreement", "agreement"),
        ("LicenseRef-bigscience-openrail-m", "pass_on_restrictions"),
    ],
)
def test_duties_that_matter_most(identifier: str, duty: str) -> None:
    terms = terms_of(identifier)
    assert terms is not None
    assert duty in terms.requires


def test_what_was_not_read_raises_no_more_than_a_warning() -> None:
    terms = {identifier: terms_of(identifier) for identifier in OWN}
    doubtful = {identifier for identifier, known in terms.items() if known is not None and known.doubtful}
    assert doubtful == {
        identifier
        for identifier, entry in OWN.items()
        if entry["confidence"] in ("memory", "archetype", "partial") and terms[identifier] is not None
    }


@pytest.mark.parametrize("identifier", ["NOASSERTION", "LicenseRef-other"])
def test_what_is_not_determined_has_no_terms(identifier: str) -> None:
    assert license_entry(identifier) is not None
    assert terms_of(identifier) is None


@pytest.mark.parametrize("identifier", ["LicenseRef-CC-BY-SA-3.0-ES", "licenseref-cc-by-sa-2.5-scotland"])
def test_a_port_without_an_id_of_its_own_is_read_as_ports_are(identifier: str) -> None:
    assert terms_of(identifier) == terms_of("LicenseRef-CC-BY-SA-3.0-PORT")


@pytest.mark.parametrize("identifier", ["LicenseRef-CC-BY-4.0-US", "LicenseRef-CC-BY-SA-ND-3.0-ES", "CC-BY-3.0-ES"])
def test_a_port_that_cannot_be_is_not_known(identifier: str) -> None:
    assert license_entry(identifier) is None


def test_an_unknown_exception_is_not_known() -> None:
    assert exception_entry("Nobody-exception-1.0") is None


def test_the_pages_are_what_the_registry_says() -> None:
    assert pages.stale() == {}, "run `make docs`"


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


def test_a_union_names_its_members_once_and_has_a_source() -> None:
    facts = registry("territories")
    assert DAY.fullmatch(facts["reviewed"])
    for union in facts["territories"].values():
        assert union["source"].startswith("https://")
        assert union["members"] == sorted(set(union["members"]))
        assert [member for member in union["members"] if not re.fullmatch("[A-Z]{2}", member)] == []


# names of licences

NAMES = ("spdx", "license-names", "license-families", "creative-commons", "license-wording", "license-grammar")


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


@pytest.mark.parametrize("identifier", [one for one in known_ids() if not one.startswith(("LicenseRef-", "NO"))])
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
