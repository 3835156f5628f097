"""What a licence entry says in words, and what its words take away."""

from __future__ import annotations

import subprocess
import sys

import pytest

from policylint.facts import FACTS
from policylint.facts.common import Item, Sheet, license_text
from policylint.facts.statements import reading
from policylint.shapes.check import UNSAID
from tests.facts.worlds import ask, pointers, world

READINGS = {
    "CC-BY-4.0": ("exact", None, ()),
    "GPL-3.0": ("exact", None, ()),
    "MIT OR LicenseRef-a": ("exact", None, ()),
    "NONE": ("exact", None, ()),
    "CC BY 4.0": ("alias", "CC-BY-4.0", ()),
    "LicenseRef-family-lgpl": ("ambiguous", None, ("LGPL-2.1-only", "LGPL-3.0-only")),
    "research purposes only": ("custom", None, ()),
    "Apache Licence 2.00001": ("ambiguous", None, ("Apache-1.0", "Apache-1.1", "Apache-2.0")),
    "some words": ("unknown", None, ()),
}


@pytest.mark.parametrize(("text", "expected"), READINGS.items())
def test_what_is_written_for_a_licence(text: str, expected: tuple[str, str | None, tuple[str, ...]]) -> None:
    found = reading(text)
    assert (found.status, found.suggestion, found.candidates) == expected


def test_known_ids_are_read_without_the_resolver() -> None:
    code = (
        "import sys; from policylint.facts.statements import reading; "
        "reading('CC-BY-4.0 AND GPL-3.0-only'); "
        "sys.exit(any(name.startswith('policylint.licenses.resolver') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


ENTRY = "licenses: [{{applies_to: dataset, license: {license}, {words}}}]\n"
AGREE = {
    ("CC-BY-4.0", "declared: CC BY 4.0"): True,
    ("CC-BY-4.0", "declared: Creative Commons"): True,
    ("CC-BY-3.0", "declared: CC BY 3.0 US"): True,
    ("GPL-3.0-only", "declared: GPL-3.0"): True,
    ("CC-BY-NC-4.0", "declared: Not for commercial use"): True,
    ("MIT", "declared: ask us"): True,
    ("CC-BY-NC-4.0", "declared: For academic research only"): False,
    ("CC-BY-4.0", "declared: Do not redistribute"): False,
    ("CC-BY-4.0", "declared: No modification"): False,
    ("CC-BY-4.0", "declared: CC BY 3.0"): False,
    ("CC-BY-4.0", "declared: CC BY-NC"): False,
    ("MIT", "declared_in: https://creativecommons.org/licenses/by-nc/4.0/"): False,
    ("some words", "declared: CC BY 4.0"): UNSAID,
    ("NOASSERTION", "declared: CC BY 4.0"): UNSAID,
}


@pytest.mark.parametrize(("said", "expected"), AGREE.items())
def test_words_agree_with_the_licence(said: tuple[str, str], expected: object) -> None:
    seen = world(ENTRY.format(license=said[0], words=said[1]))
    entry = seen.sheet.child("licenses").children()[0]
    answer = ask(FACTS["License"]["words.agree"], entry, seen)
    assert answer.value is expected
    if expected is False:
        key = said[1].partition(":")[0]
        assert pointers(answer.because) == ["/licenses/0/license", f"/licenses/0/{key}"]


USE = "uses: {intended: [{id: i, commercial: true, activities: [train]}]}\n"
TAKEN = {
    ("CC-BY-4.0", "declared: Not for commercial use"): ("prohibits", ["sublicense", "commercial_use"]),
    ("CC-BY-4.0", "declared: CC BY-NC 4.0"): ("prohibits", ["sublicense", "commercial_use"]),
    ("CC-BY-4.0", "declared: For academic research only"): ("purposes", ["research.academic", "education"]),
    ("NOASSERTION", "declared: For academic research only"): ("purposes", ["research.academic", "education"]),
    ("CC-BY-NC-4.0", "declared: CC BY 4.0"): ("prohibits", ["sublicense", "commercial_use"]),
}


@pytest.mark.parametrize(("said", "expected"), TAKEN.items())
def test_the_stricter_of_two_statements_holds(said: tuple[str, str], expected: tuple[str, list[str]]) -> None:
    seen = world(ENTRY.format(license=said[0], words=said[1]) + USE)
    assert seen.uses is not None
    answer = ask(FACTS["Use"][f"terms.{expected[0]}"], seen.uses[0], seen)
    assert list(answer.value) == expected[1]


@pytest.mark.parametrize(("words", "ceiling"), [("note: x", "warning"), ("declared: research purposes only", None)])
def test_quoted_words_are_no_doubtful_fact(words: str, ceiling: str | None) -> None:
    said = words if words.startswith("declared") else "holder: A"
    seen = world(ENTRY.format(license="LicenseRef-Academic-Only", words=said) + USE)
    assert seen.uses is not None
    assert ask(FACTS["Use"]["terms.purposes"], seen.uses[0], seen).ceiling == ceiling


def test_what_lies_beside_is_asked_for_once_for_all_entries() -> None:
    asked = []

    def texts(sheet: Sheet) -> tuple[Item, ...]:
        asked.append(sheet)
        return (license_text("LICENSE", "This data may be used for academic research only."),)

    seen = world("licenses: [" + ", ".join(["{applies_to: dataset, license: MIT}"] * 3) + "]")._replace(beside=texts)
    answers = [ask(FACTS["License"]["words.agree"], one, seen) for one in seen.sheet.child("licenses").children()]
    assert [answer.value for answer in answers] == [False] * 3
    assert len(asked) == 1
