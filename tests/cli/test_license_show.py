"""`license show` prints what the registry knows, and says so where it knows nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from policylint.licenses.catalog import known_ids, license_entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run


def test_a_licence_is_shown_with_all_its_terms(policylint: Callable[..., Run]) -> None:
    run = policylint("license", "show", "licenseref-ldc-user-agreement")
    assert run.code == 0
    for said in (
        "LicenseRef-LDC-User-Agreement: LDC User Agreement for Non-Members",
        "You can, if\n  - use it: noncommercial research",
        "You must not\n  - share what you made from it\n  - pass it on as it is",
        "Not granted, because the text does not speak of it\n  - share a model",
        "You must\n  - accept or sign an agreement",
        "You are asked to\n  - name the people",
        "Who\n  - anybody",
        "What for\n  - research, education",
        "A licence is not consent",
        "Confidence\n  - published-classification",
        "Reviewed\n  - 2026-11-25",
    ):
        assert said in run.out


def test_explain_falls_through_to_a_licence(policylint: Callable[..., Run]) -> None:
    assert policylint("explain", "CC-BY-4.0").out == policylint("license", "show", "CC-BY-4.0").out


def test_contested_terms_say_why(policylint: Callable[..., Run]) -> None:
    assert "Contested\n  - share a model that was trained on it: whether" in policylint("explain", "CC-BY-4.0").out


@pytest.mark.parametrize("identifier", ["MIT", "LicenseRef-family-gpl", "NOASSERTION", "LicenseRef-CC-BY-3.0-ES"])
def test_json_is_the_facts_of_the_registry(policylint: Callable[..., Run], identifier: str) -> None:
    facts = json.loads(policylint("license", "show", identifier, "--format", "json").out)
    assert facts.pop("id") in known_ids()
    assert facts == license_entry(identifier)


def test_what_is_not_known_is_said_to_be(policylint: Callable[..., Run]) -> None:
    assert "Not known\n  - Nothing is known of its terms" in policylint("license", "show", "NOASSERTION").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("CC-BY-4",), "did you mean `CC-BY-4.0`?"),
        (("nothing like it",), "there is no licence `nothing like it`"),
        (("MIT", "--format", "xml"), "--format is one of text, json, not `xml`"),
    ],
)
def test_what_cannot_be_shown_is_a_usage_error(
    policylint: Callable[..., Run], arguments: tuple[str, ...], said: str
) -> None:
    run = policylint("license", "show", *arguments)
    assert run.code == 2
    assert said in run.err
