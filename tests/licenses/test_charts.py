"""Creative Commons' own charts, which stand here and nowhere in the code: they must follow from the terms.

Both charts: Creative Commons FAQ, "Combining and adapting CC material", creativecommons.org/faq. ShareAlike versions:
the "License Versions" and "Share Alike" pages of wiki.creativecommons.org, and the legal codes (1.0 has no
later-version clause; 2.0 to 3.0, s.4(b), name later versions and ports with the same elements; 4.0, s.3(b)).
"""

from __future__ import annotations

import pytest

from policylint.licenses.compose import compatible
from policylint.logic import FALSE, TRUE

IDS = {
    "PD": "LicenseRef-PDM-1.0",
    "CC0": "CC0-1.0",
    **{name: f"CC-{name}-4.0" for name in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")},
}

REMIX = {
    "PD": "PD CC0 BY BY-SA BY-NC BY-NC-SA",
    "CC0": "PD CC0 BY BY-SA BY-NC BY-NC-SA",
    "BY": "PD CC0 BY BY-SA BY-NC BY-NC-SA",
    "BY-SA": "PD CC0 BY BY-SA",
    "BY-NC": "PD CC0 BY BY-NC BY-NC-SA",
    "BY-ND": "",
    "BY-NC-SA": "PD CC0 BY BY-NC BY-NC-SA",
    "BY-NC-ND": "",
}
"""The ticks of the remix chart: what may be remixed with what."""

ADAPTER = {
    "PD": "PD CC0 BY BY-SA BY-NC BY-ND BY-NC-SA BY-NC-ND",
    "CC0": "PD CC0 BY BY-SA BY-NC BY-ND BY-NC-SA BY-NC-ND",
    "BY": "BY BY-SA BY-NC BY-ND BY-NC-SA BY-NC-ND",
    "BY-SA": "BY-SA",
    "BY-NC": "BY-NC BY-NC-SA BY-NC-ND",
    "BY-ND": "",
    "BY-NC-SA": "BY-NC-SA",
    "BY-NC-ND": "",
}
"""The green cells of the adapter's licence chart.

The chart has one row and column for the public domain, here both CC0 and the mark. It shows BY-NC → BY,
BY-SA and BY-ND in yellow: possible, since the adapter licenses their own share alone, and not recommended, since
whoever takes the result still has to keep to NC. A target that says less than what binds is not compatible here.
"""

NAMES = list(IDS)


@pytest.mark.parametrize("target", NAMES)
@pytest.mark.parametrize("source", NAMES)
def test_the_adapters_chart_follows_from_the_terms(source: str, target: str) -> None:
    assert compatible(IDS[target], IDS[source]) is (TRUE if target in ADAPTER[source].split() else FALSE)


VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
LATER = {
    "1.0": "1.0",
    "2.0": "2.0 2.5 3.0 4.0",
    "2.5": "2.5 3.0 4.0",
    "3.0": "3.0 4.0",
    "4.0": "4.0",
}
"""Under which versions an adaptation may be shared, by the version of the original."""


@pytest.mark.parametrize("elements", ["BY-SA", "BY-NC-SA"])
@pytest.mark.parametrize("source", VERSIONS)
@pytest.mark.parametrize("target", VERSIONS)
def test_share_alike_goes_to_the_same_or_a_later_version(elements: str, source: str, target: str) -> None:
    expected = TRUE if target in LATER[source].split() else FALSE
    assert compatible(f"CC-{elements}-{target}", f"CC-{elements}-{source}") is expected
    other = "BY-NC-SA" if elements == "BY-SA" else "BY-SA"
    assert compatible(f"CC-{other}-{target}", f"CC-{elements}-{source}") is FALSE


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("CC-BY-SA-3.0-DE", "CC-BY-SA-3.0", TRUE),
        ("CC-BY-SA-3.0", "CC-BY-SA-3.0-AT", TRUE),
        ("CC-BY-SA-3.0-IGO", "CC-BY-SA-4.0", TRUE),
        ("CC-BY-SA-2.0-UK", "CC-BY-SA-3.0-DE", TRUE),
        ("CC-BY-SA-2.1-JP", "CC-BY-SA-2.5", TRUE),
        ("CC-BY-SA-2.1-JP", "CC-BY-SA-2.0", FALSE),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0-DE", FALSE),
        ("CC-BY-NC-SA-2.0-FR", "CC-BY-NC-SA-2.0-UK", TRUE),
        ("CC-BY-NC-SA-3.0-DE", "CC-BY-SA-3.0-DE", FALSE),
        ("CC-BY-SA-4.0", "LAL-1.3", TRUE),
        ("LAL-1.3", "CC-BY-SA-4.0", TRUE),
        ("CC-BY-SA-4.0", "GPL-3.0-only", TRUE),
        ("GPL-3.0-only", "CC-BY-SA-4.0", FALSE),
        ("CC-BY-SA-4.0", "GPL-3.0-or-later", FALSE),  # Creative Commons names version 3 alone
        ("CC-BY-SA-3.0", "GPL-3.0-only", FALSE),
        ("CC-BY-NC-SA-4.0", "GPL-3.0-only", FALSE),
        ("CC-SA-1.0", "CC-BY-SA-2.0", FALSE),
    ],
)
def test_ports_and_compatible_licences(source: str, target: str, expected: object) -> None:
    assert compatible(target, source) is expected
