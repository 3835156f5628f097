"""Seeded datasheets of about 4 KB: people, licences, consent, some of them with something wrong.

Their people are known to the public and nothing is measured on bodies, so no ledger is asked for: what a private one
would show cannot be told from its sheet, and would leave warnings on every one of them.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_GROUP = """\
    - id: {id}
      kind: {kind}
      role: speaker
      criterion: {{kind: public_office, text: Sat in a parliament, reviewed_by: ethics@uni.example.org}}
      count: {count}
      share: {share}
      minors: {{status: none, method: Identity papers were checked at recruitment}}
      vulnerable: []
      special_categories: [political_opinion]
      jurisdictions: [DE, FR, NL]
      identifiability: {identifiability}
      biometric: {{raw: [], derived: [], identity_labels: none}}
      acquisition: direct
      notified: true
      legal_basis: consent
      consent:
        status: {status}
        coverage: {coverage}
        rests_on: [signed_form]
        expression: explicit
        informed: true
        given_by: [subject]
        scope:
          allow: [research, evaluation, product]
          deny: [security, resale]
          activities: {{allow: [use, train, evaluate, distribute, share_model], deny: []}}
          commercial: true
          recipients: registered
        granted_on: 2025-03-0{day}
        expires_on: 2031-12-31
        withdrawal:
          rights: [erasure]
          contact: privacy@uni.example.org
          sla_days: 30
          method: The speeches are deleted and a new version is released
          removal_log: https://data.uni.example.org/{id}/removals.csv
          last_tested: 2026-01-0{day}
        guardian: {{status: not_required}}
        notice: {{url: "https://data.uni.example.org/{id}/notice.pdf", languages: [en, de]}}
        evidence: [{{path: consent/{id}.csv, date: 2025-03-0{day}}}]
"""

_SHEET = """\
datasheet: "1"
id: speeches-{number}
name: Speeches in parliaments, collection {number}
version: "1.{number}"
description: What members of parliaments said, as they released it for study; each was asked.
homepage: https://data.uni.example.org/speeches-{number}
identifiers: {{doi: "10.1234/speeches.{number}"}}
modality: [text]
size: {{items: {items}, people: {people}}}
motivation:
  purpose: Measure how well summaries of speeches keep what speakers of different parties said.
  created_for: [research.academic, evaluation]
  creators: [{{name: University of Example, type: [academic], country: DE}}]
people:
  present: true
  groups:
{groups}  ethics_review:
    {{required: true, status: approved, body: Ethics board, reference: "2025-{number}", approved_on: 2025-01-15}}
  ledger: none
collection:
  methods: [direct_measurement]
  origins: [{{url: "https://data.uni.example.org/protocol", accessed: 2025-02-01}}]
  period: {{from: "2025-03", to: "2025-09"}}
licenses:
  - applies_to: dataset
    license: {license}
    declared: {license}
    holder: University of Example
fairness: {{composition: [{{group: women, share: 0.5}}], limitations: Adults}}
preprocessing:
  labels: [{{kind: transcript, by: human}}]
  scans: {{pii: {{tool: scan, date: 2025-10, rate: 0.01}}}}
uses:
  intended:
    - {{id: research, purpose: research, commercial: false, activities: [use, train]}}
    - {{id: benchmark, purpose: evaluation, commercial: {commercial}, activities: [use, evaluate]}}
  prohibited: [security.surveillance, generation.voice_clone]
  limitations: Prepared speeches; they say little about debate.
sources: []
access: {{mode: registration, agreement: "https://data.uni.example.org/terms", recipients_log: true}}
maintenance:
  status: active
  organization: University of Example
  contact: data@uni.example.org
  backup: library@uni.example.org
  sla_days: 14
"""


def sheet(number: int, *, clean: bool = False) -> str:
    """A datasheet by its number: the same text on every call. One in ten has something wrong, unless `clean`."""
    chance = random.Random(number)
    wrong = not clean and number % 10 == 0
    groups = "".join(
        _GROUP.format(
            id=f"members-{index}",
            kind="private_individual" if wrong and index else "public_figure",
            count=chance.randrange(50, 5000),
            share=0.5,
            identifiability="pseudonymised",
            status="not_sought" if wrong and index else "given",
            coverage=0.8 if wrong and index else 1,
            day=chance.randrange(1, 9),
        )
        for index in range(2)
    )
    return _SHEET.format(
        number=number,
        items=chance.randrange(1000, 100_000),
        people=chance.randrange(100, 9000),
        groups=groups,
        license=chance.choice(["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "CDLA-Permissive-2.0"]),
        commercial=chance.choice(["true", "false"]),
    )


def write(folder: Path, count: int, *, clean: bool = False) -> int:
    """Write sheets 1 to `count` into folders of 100; returns their mean size in bytes."""
    total = 0
    for number in range(1, count + 1):
        text = sheet(number, clean=clean)
        file = folder / f"{number // 100:04}" / f"speeches-{number}.datasheet.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        total += len(text)
    return total // count
