"""Where data may be used: the limits that a sheet states, and whether they hold the user."""

from __future__ import annotations

import pytest

from policylint.facts import FACTS
from policylint.shapes.check import UNSAID
from tests.facts.worlds import ask, pointers, world

LIMITS = FACTS["Datasheet"]["territories"]
HOLDS = FACTS["TerritorialLimit"]["holds_user"]

GEOGRAPHICAL = 'code: "DUO:0000022"'


def agreed(scope: str, role: str = "role: speaker") -> str:
    return f"people: {{groups: [{{id: g, {role}, consent: {{scope: {{{scope}}}}}}}]}}"


@pytest.mark.parametrize(
    ("datasheet", "use", "limits"),
    [
        (f"uses: {{duo: [{{{GEOGRAPHICAL}, territory: IE}}]}}", "id: u", [("DUO:0000022", "/uses/duo/0")]),
        (f"uses: {{duo: [{{{GEOGRAPHICAL}}}]}}", "id: u", [("DUO:0000022", "/uses/duo/0")]),
        ('uses: {duo: [{code: "DUO:0000042", territory: IE}]}', "id: u", []),
        ("uses: {duo: [{code: unknown, territory: IE}]}", "id: u", [("DUO:0000022", "/uses/duo/0")]),
        (agreed("territory: [IE]"), "id: u", [("g", "/people/groups/0")]),
        (agreed("allow: [research]"), "id: u", []),
        (agreed("territory: [IE]", "role: annotator"), "id: u", []),
        (
            "license_terms: {LicenseRef-a: {countries: [IE]}}",
            "id: u",
            [("LicenseRef-a", "/license_terms/LicenseRef-a")],
        ),
        ("license_terms: {LicenseRef-a: {permits: [use]}}", "id: u", []),
        ("license_terms: {LicenseRef-a: {countries: [IE]}}", "id: u, datasets: [{id: d, rests_on: owner}]", []),
        ("id: s", "id: u", []),
    ],
)
def test_who_limits_where_the_data_is_used(datasheet: str, use: str, limits: list[tuple[str, str]]) -> None:
    seen = world(f"{{{datasheet}}}", f"{{{use}}}")
    items = ask(LIMITS, seen.sheet, seen).items or ()
    assert [(item.value["id"], item.pointer) for item in items] == limits


@pytest.mark.parametrize(
    ("territory", "country", "holds", "missing"),
    [
        ("IE", "IE", True, []),
        ("[IE, NZ]", "NZ", True, []),
        ("EU", "PT", True, []),
        ("EU", "NZ", False, []),
        ("EU", "GB", False, []),
        ("[IE]", "PT", False, []),
        ("[US-CA]", "US", UNSAID, ["/actor/country"]),
        ("[US-CA, US]", "US", True, []),
        ("unknown", "IE", UNSAID, ["/uses/duo/0/territory"]),
        ("[IE]", "unknown", UNSAID, ["/actor/country"]),
    ],
)
def test_whether_a_limit_holds_the_user(territory: str, country: str, holds: object, missing: list[str]) -> None:
    seen = world(
        f"{{uses: {{duo: [{{{GEOGRAPHICAL}, territory: {territory}}}]}}}}", f"{{id: u, actor: {{country: {country}}}}}"
    )
    (limit,) = ask(LIMITS, seen.sheet, seen).items or ()
    answer = ask(HOLDS, limit, seen)
    assert (answer.value, pointers(answer.missing)) == (holds, missing)


def test_nobody_is_within_a_limit_before_there_is_a_user() -> None:
    seen = world(f"uses: {{duo: [{{{GEOGRAPHICAL}, territory: IE}}]}}")
    (limit,) = ask(LIMITS, seen.sheet, seen).items or ()
    assert ask(HOLDS, limit, seen).value is UNSAID
