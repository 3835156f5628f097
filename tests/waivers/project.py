"""A small project with a finding of every kind, and what waivers make of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from policylint.discover import Found, kind_by_name
from policylint.pipeline import Request, check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.writers.yaml_text import to_yaml
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from policylint.findings import Finding, Report

SHEET = """\
datasheet: "1"
id: faces
name: Nameless
people:
  present: true
  groups:
    - {id: visitors, role: depicted, consent: {status: not_sought}}
    - {id: staff, role: depicted, consent: {status: given}}
    - {id: guests, role: depicted, consent: {status: refused}}
licenses: [{applies_to: dataset, license: CC0-1.0}]
uses: {intended: [{id: shop, purpose: research, commercial: true, activities: [use]}]}
maintenance: {contact: none}
"""
USE = """\
use: "1"
id: demo
actor: {name: A, type: [company]}
purpose: [product.public]
commercial: true
activities: [use]
datasets: [{ref: datasheet.yaml}]
"""
FILES = {"datasheet.yaml": SHEET, "use.yaml": USE}
WAIVER: dict[str, Any] = {
    "id": "W-1",
    "rule": "house/asked",
    "dataset": "faces",
    "at": {"file": "datasheet.yaml", "pointer": "/people/groups/visitors/consent/status"},
    "excuses": [{"file": "datasheet.yaml", "pointer": "/people/groups/visitors/consent/status", "value": "not_sought"}],
    "reason": "They are asked in the spring.",
    "owner": "data-office@example.org",
    "approved_by": "counsel@example.org",
    "approved_on": "2026-11-01",
    "expires": "2027-02-01",
}


@cache
def house() -> Policy:
    return load_policy(Settings((str(ROOT / "tests/waivers/policies"),)))


def changed(waiver: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A waiver with some keys changed; null takes a key out."""
    return {key: value for key, value in {**waiver, **changes}.items() if value is not None}


def lines(waivers: list[dict[str, Any]]) -> str:
    """A waiver file."""
    return "".join("- " + to_yaml(one).replace("\n", "\n  ").rstrip(" ") for one in waivers)


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")


def judged(folder: Path, files: list[str] | None = None, **asked: Any) -> Report:
    """The report on a folder, which is the working directory."""
    names = files if files is not None else sorted(one.name for one in folder.glob("*.yaml") if kind_by_name(one.name))
    request = Request(asked.pop("as_of", AS_OF), waivers="waivers.yaml", **asked)
    return check([Found(name, kind_by_name(name), named=True) for name in names], house(), request)[0]


def remarks(report: Report) -> list[str]:
    return [one.rule.removeprefix("waiver/") for one in report.findings if one.rule.startswith("waiver/")]


def excused(report: Report) -> list[tuple[str, str, str | None]]:
    return [(one.rule, one.place.pointer, one.waiver) for one in report.findings if one.waiver is not None]


def of_rules(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.policy is not None]
