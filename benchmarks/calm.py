"""How calm policylint is: findings and questions of each document of the golden family, pack by pack.

    python benchmarks/calm.py

A cell is `errors.warnings.infos ?questions`; `clean` has neither. The targets below the table are held by tests.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from policylint import resources
from policylint.discover import Found, kind_by_name
from policylint.open_questions import open_questions, waits_for_a_ledger
from policylint.pipeline import Request, check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.sheets import Store

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
AS_OF = "2026-11-22"
MOST_QUESTIONS = 15
"""What `core` may ask of a dataset with people."""

FAMILY = {
    "the case, as described": "ms-celeb-1m-as-described/datasheet.yaml",
    "the case, as it was": "ms-celeb-1m/datasheet.yaml",
    "a product": "ms-celeb-1m/product.use.yaml",
    "a company's lab": "ms-celeb-1m/company-lab.use.yaml",
    "a university": "ms-celeb-1m/university.use.yaml",
    "after the retraction": "after-retraction/face-search.use.yaml",
    "faces from Flickr": "flickr-faces/datasheet.yaml",
    "text from the web": "web-text/datasheet.yaml",
    "consented benchmark": "consented-benchmark/datasheet.yaml",
    "hospital, with a waiver": "hospital-records/datasheet.yaml",
    "museum, of the dead": "museum-archive/datasheet.yaml",
    "children's voices": "children-voices/datasheet.yaml",
    "synthetic faces": "synthetic-faces/datasheet.yaml",
    "no people": "no-people/datasheet.yaml",
}
"""The golden family: name → its document, under `examples/`."""

NO_PEOPLE = ("synthetic faces", "no people")
ELSEWHERE = ("huggingface",)
"""Packs for a place where none of the family is published."""
GOOD = ("consented benchmark", "children's voices", "museum, of the dead")


class Calm(NamedTuple):
    """What one document comes to under one pack."""

    errors: int
    warnings: int
    infos: int
    questions: tuple[str, ...]
    """The fields that are asked for."""

    @property
    def clean(self) -> bool:
        return not (self.errors or self.warnings or self.infos)

    @property
    def text(self) -> str:
        return "clean" if self.clean else f"{self.errors}.{self.warnings}.{self.infos} ?{len(self.questions)}"


def packs() -> list[str]:
    """The packs that policylint brings, `core` first."""
    names = [name.removesuffix(".yaml") for name in os.listdir(resources.path("policies", "packs"))]
    return sorted(names, key=lambda name: (name != "core", name))


def policy(pack: str) -> Policy:
    return load_policy(Settings((pack,)))


def measured(name: str, in_force: Policy) -> Calm:
    """A document of the family under a policy, each finding for itself."""
    path = os.path.relpath(os.path.join(ROOT, "examples", FAMILY[name]))
    report, _ = check([Found(path, kind_by_name(path), named=True)], in_force, Request(AS_OF, fold=False))
    # what the rows of a private ledger would show is not for its sheet to say
    report = report._replace(findings=tuple(one for one in report.findings if not waits_for_a_ledger(one)))
    asked = open_questions(report.findings, Store(in_force.extensions).sheet)
    counts = [report.count(level) for level in ("error", "warning", "info")]
    return Calm(counts[0], counts[1], counts[2], tuple(one.field.pointer for one in asked))


def main() -> int:
    in_force = {pack: policy(pack) for pack in packs()}
    table = {name: {pack: measured(name, of_pack) for pack, of_pack in in_force.items()} for name in FAMILY}
    sys.stdout.write(" " * 26 + "".join(f"{pack:>14}" for pack in in_force) + "\n")
    for name, row in table.items():
        sys.stdout.write(f"{name:<26}" + "".join(f"{one.text:>14}" for one in row.values()) + "\n")
    most = max(len(row["core"].questions) for row in table.values())
    about_people = sum(
        "/people" in field for name in NO_PEOPLE for one in table[name].values() for field in one.questions
    )
    dirty = [
        f"{name} under {pack}"
        for name in GOOD
        for pack, one in table[name].items()
        if pack not in ELSEWHERE and not one.clean
    ]
    sys.stdout.write(f"\nmost questions of core: {most} (at most {MOST_QUESTIONS})\n")
    sys.stdout.write(f"questions about people where there are none: {about_people} (none)\n")
    sys.stdout.write(f"good sheets that are not clean: {', '.join(dirty) or 'none'}\n")
    return int(most > MOST_QUESTIONS or about_people > 0 or bool(dirty))


if __name__ == "__main__":
    sys.exit(main())
