"""What the registry says of the licences that an entry names, and of ids that it does not have."""

from __future__ import annotations

import pytest

from policylint.facts import FACTS
from policylint.shapes.check import UNSAID
from tests.facts.worlds import ask, world

ALONE = FACTS["License"]["database_alone"]


@pytest.mark.parametrize(
    ("license_", "alone"),
    [
        ("ODbL-1.0", True),
        ("CC-BY-4.0", False),
        ("ODbL-1.0 AND CC-BY-4.0", False),
        ("NONE", False),
        ("LicenseRef-a", False),
        ("GPL-3.0", False),
        ("NOASSERTION", UNSAID),
        ("NOASSERRTION", UNSAID),
        ("noassertion", UNSAID),
        ("ODbL-1.0 AND CC-BY-44", UNSAID),
        ("MIT AND CC-BY-44", False),
        ("an (open one", UNSAID),
    ],
)
def test_whether_a_licence_is_for_the_database_alone(license_: str, alone: object) -> None:
    seen = world(f"licenses: [{{applies_to: dataset, license: {license_}}}]")
    entry = seen.sheet.child("licenses").children()[0]
    assert ask(ALONE, entry, seen).value is alone
