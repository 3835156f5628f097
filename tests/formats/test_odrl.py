"""A policy in ODRL beside a licence: what it prohibits is shown against the licence, and it is kept as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policylint.conversion import convert, plainly
from policylint.documents import read
from policylint.documents.node import plain_value
from policylint.pipeline import check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from policylint.sheets import typed
from tests.conftest import AS_OF

RULES = ("license/statements-disagree", "license/hidden-restriction")
DISAGREE, HIDDEN = RULES
FOR_RESEARCH = {
    "odrl:action": "odrl:use",
    "odrl:constraint": [{"odrl:leftOperand": "odrl:purpose", "odrl:rightOperand": {"@id": "duo:DUO_0000042"}}],
}


def dataset(usage: Any, license_: str | None) -> bytes:
    said = {"license": license_} if license_ else {}
    return json.dumps(
        {
            "@context": {"@vocab": "https://schema.org/", "odrl": "http://www.w3.org/ns/odrl/2/"}, "@type": "Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.1", "name": "Waves", "usageInfo": usage, **said,
        }
    ).encode()  # fmt: skip


def offer(*prohibited: Any) -> dict[str, Any]:
    return {"@type": "odrl:Offer", "odrl:permission": [FOR_RESEARCH], "odrl:prohibition": list(prohibited)}


def limited(to: str) -> dict[str, Any]:
    return {"odrl:action": "odrl:use", "odrl:constraint": {"odrl:leftOperand": "odrl:purpose", "odrl:rightOperand": to}}


@pytest.mark.parametrize(
    ("usage", "license_", "rule"),
    [
        (offer({"odrl:action": "odrl:commercialize"}), "CC-BY-4.0", DISAGREE),
        (offer({"odrl:action": {"@id": "http://www.w3.org/ns/odrl/2/sell"}}), "CC-BY-4.0", DISAGREE),
        ([offer(), {"prohibition": {"action": ["print", "distribute"]}}], "MIT", DISAGREE),
        (offer({"odrl:action": "odrl:derive"}), "CC-BY-4.0", DISAGREE),
        (offer(limited("ex:CommercialPurpose")), "CC-BY-4.0", DISAGREE),
        (offer({"odrl:action": "odrl:commercialize"}), None, HIDDEN),
        (offer({"odrl:action": "odrl:commercialize"}), "CC-BY-NC-4.0", None),
        (offer({"odrl:action": "odrl:print"}), "CC-BY-4.0", None),
        (offer(limited("ex:NonCommercialPurpose")), "CC-BY-4.0", None),
        (offer(limited("ex:Marketing")), "CC-BY-4.0", None),
        (offer(), "CC-BY-4.0", None),
        ({"odrl:permission": {"odrl:action": "odrl:commercialize"}}, "CC-BY-4.0", None),
    ],
)
def test_what_is_prohibited_takes_away(usage: Any, license_: str | None, rule: str | None) -> None:
    request = Request(AS_OF, select=RULES)
    report, _ = check([], load_policy(Settings()), request, ("croissant.json", dataset(usage, license_)))
    assert [one.rule for one in report.findings] == [*filter(None, [rule])]


def test_a_purpose_is_read_where_it_is_permitted_alone() -> None:
    forbidden = {"odrl:prohibition": [limited("duo:DUO_0000006")]}
    sheet = typed(read(dataset([forbidden, offer(), offer()], "MIT"), "croissant.json"), None, {}).sheet
    assert sheet is not None
    assert plainly(sheet.value)["uses"] == {"duo": [{"code": "DUO:0000042"}]}


def test_a_policy_is_written_back_as_it_was() -> None:
    text, policy = dataset(None, "MIT"), offer({"odrl:action": "odrl:sell"})
    for _ in range(2):
        sheet = typed(read(text if b"Offer" in text else dataset(policy, "MIT"), "croissant.json"), None, {}).sheet
        assert sheet is not None
        text = convert(sheet, "croissant").text.encode()
        root = read(text, "croissant.json").root
        assert root is not None
        (term, kept) = plain_value(root)["usageInfo"]
        assert (term["termCode"], kept) == ("DUO:0000042", policy)
