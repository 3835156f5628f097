"""Who has to be able to use the packs of law: a hospital, a museum, a set of children, people who agreed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMON = """\
datasheet: "1"
id: {id}
name: {id}
licenses: [{{applies_to: dataset, license: LicenseRef-terms, holder: University of Exampleton}}]
license_terms:
  LicenseRef-terms:
    {{permits: [use, evaluate, train], prohibits: [], requires: [], actors: [academic], purposes: [research]}}
uses:
  intended: [{{id: research, purpose: research.academic, commercial: false, activities: [use, train], risk_area: none}}]
  prohibited: [security]
sources: []
access: {{mode: controlled, agreement: "https://example.org/terms", recipients_log: true}}
maintenance: {{status: active, organization: Example, contact: data@example.org, backup: library@example.org}}
"""

HOSPITAL = """\
modality: [tabular]
motivation: {created_for: [research.academic]}
collection:
  methods: [document_analysis]
  origins: [{url: "https://hospital.example.org/records", accessed: 2024-08}]
  period: {from: 2024-02, to: 2024-08}
people:
  present: true
  ethics_review:
    {status: waived, body: Ethics board, reference: 24-7, approved_on: 2024-01-10, expires_on: 2030-01-10,
     approved: {access: controlled, period: {from: 2024-02, to: 2024-12}}, deviations: []}
  impact_assessment: {reference: DPIA-7}
  ledger: {sha256: 826ff0dab649a97ffdd7779a332accafb35cc161012253a19383db19289d6e02, visibility: private}
  groups:
    - id: patients
      kind: private_individual
      role: patient
      minors: {status: possible}
      jurisdictions: [DE]
      identifiability: pseudonymised
      special_categories: [health]
      special_category_basis: j
      biometric: {raw: [], derived: [], identity_labels: none}
      acquisition: third_party
      notified: false
      notice_exemption: {ground: b, reasoning: Records of thirty years; a public notice hangs in the hospital}
      legal_basis: statutory_research
      safeguards: [minimisation, pseudonymisation, secure_environment]
      consent:
        status: waived_by_ethics_body
        coverage: 0
        rests_on: []
        given_by: []
        guardian: {status: not_sought}
        withdrawal: {contact: privacy@hospital.example.org, sla_days: 30, method: Rows are deleted}
"""

MUSEUM = """\
modality: [image]
collection:
  methods: [manual_human_curation]
  origins: [{url: "https://museum.example.org/portraits", accessed: 2025-01}]
people:
  present: true
  groups:
    - id: sitters
      kind: private_individual
      role: depicted
      deceased: all
      jurisdictions: [EU, US]
      identifiability: direct
      biometric: {raw: [face_image], derived: [], identity_labels: named}
      acquisition: third_party
      consent:
        status: not_required
        reason: All who are shown died before 1900
        rests_on: []
        withdrawal: {contact: collections@museum.example.org, sla_days: 30, method: A descendant's objection is weighed}
"""

CHILDREN = """\
modality: [audio]
collection:
  methods: [studio]
  origins: [{url: "https://voices.example.org/", accessed: 2025-03}]
people:
  present: true
  ledger: {sha256: 826ff0dab649a97ffdd7779a332accafb35cc161012253a19383db19289d6e02, visibility: private}
  groups:
    - id: pupils
      kind: private_individual
      role: speaker
      minors: {status: present}
      jurisdictions: [IE]
      identifiability: pseudonymised
      biometric: {raw: [voice], derived: [], identity_labels: numbered}
      consent:
        status: given
        coverage: 1
        rests_on: [signed_form]
        given_by: [guardian, subject]
        granted_on: 2025-03-01
        guardian: {status: given, assent: true, re_ask_at_majority: true}
        scope: {allow: [research], activities: {allow: [use, train]}, commercial: false, recipients: registered}
        withdrawal: {contact: privacy@voices.example.org, sla_days: 14, method: The recordings are deleted}
"""

WAIVERS = "parameters: {consent.accept_ethics_waiver: true, minor.accept_ethics_waiver: true}\n"
OF_LAW = ("gdpr/", "biometric/", "minor/", "ethics/", "eu-ai-act/", "ccpa/", "consent/")


LEDGER = "/people/ledger/path"
"""What the rows of a private ledger would decide waits for whoever keeps it."""


def found(run: Run) -> list[str]:
    reported: list[dict[str, Any]] = json.loads(run.out)["findings"]
    findings = [one for one in reported if {field["pointer"] for field in one["missing"]} != {LEDGER}]
    return [f"{one['rule']} {one['outcome']}" for one in findings if one["rule"].startswith(OF_LAW)]


@pytest.fixture
def checked(tmp_path: Path, policylint: Callable[..., Run]) -> Callable[..., list[str]]:
    def check(name: str, sheet: str, packs: str, *moments: str, config: str = "") -> list[str]:
        (tmp_path / ".policylint.yaml").write_text(f"policy: [{packs}]\n{config}")
        (tmp_path / "datasheet.yaml").write_text(COMMON.format(id=name) + sheet)
        asked = [word for moment in moments for word in ("--moment", moment)]
        return found(policylint("check", "datasheet.yaml", "--as-of", AS_OF, "--format", "json", *asked, cwd=tmp_path))

    return check


def test_a_hospital_under_a_waiver_is_clean(checked: Callable[..., list[str]]) -> None:
    packs = "academic, gdpr, biometric, children, research-ethics, eu-ai-act"
    assert checked("records", HOSPITAL, packs, config=WAIVERS) == []


def test_a_hospital_without_the_safeguards_of_research_is_not(checked: Callable[..., list[str]]) -> None:
    sheet = HOSPITAL.replace("[minimisation, pseudonymisation, secure_environment]", "[minimisation]")
    waiver = "parameters: {consent.accept_ethics_waiver: true}\n"
    assert checked("records", sheet, "gdpr", config=waiver) == ["gdpr/research-safeguards fail"]


def test_a_museum_of_the_dead_is_asked_nothing_about_the_living(checked: Callable[..., list[str]]) -> None:
    packs = "gdpr, biometric, children, research-ethics, eu-ai-act, commercial"
    assert checked("portraits", MUSEUM, packs) == []


def test_a_childrens_set_with_guardians_is_clean(checked: Callable[..., list[str]]) -> None:
    assert checked("voices", CHILDREN, "children") == []


def test_children_who_have_grown_up_must_have_been_asked_again(checked: Callable[..., list[str]]) -> None:
    sheet = CHILDREN.replace("granted_on: 2025-03-01", "granted_on: 2005-03-01")
    assert checked("voices", CHILDREN, "children", "audit") == []
    assert checked("voices", sheet, "children", "audit") == ["minor/age-of-majority-reask fail"]


@pytest.mark.parametrize(
    "pack", ["academic", "gdpr", "biometric", "children", "eu-ai-act", "research-ethics", "commercial"]
)
def test_a_benchmark_whose_people_were_asked_is_clean_under_every_pack(
    pack: str, policylint: Callable[..., Run]
) -> None:
    sheet = str(ROOT / "examples" / "consented-benchmark" / "datasheet.yaml")
    run = policylint("check", sheet, "--policy", pack, "--no-config", "--as-of", AS_OF, "--format", "json")
    assert (found(run), run.code) == ([], 0)
