"""Which releases are newer than the one that is used."""

from __future__ import annotations

import pytest

from policylint.facts import FACTS
from policylint.shapes.check import UNSAID
from tests.facts.worlds import ask, pointers, world

AFTER_USED = FACTS["Release"]["after_used"]


@pytest.mark.parametrize(
    ("releases", "pinned", "newer", "missing"),
    [
        ('{version: "1.1"}', 'version: "1.0"', True, []),
        ('{version: "1.10"}', 'version: "1.9"', True, []),
        ('{version: "1.0"}', 'version: "1.1"', False, []),
        ('{version: "1.0"}', 'version: "1.0"', False, []),
        ('{version: "2"}', 'version: "2.0"', False, []),
        ("{version: v2}", 'version: "1.9"', True, []),
        ("{version: autumn}", "version: spring", UNSAID, ["/releases/0/date"]),
        ("{version: autumn, date: 2025-10}, {version: spring, date: 2025-03}", "version: spring", True, []),
        ("{version: spring, date: 2025-03}, {version: autumn, date: 2025-10}", "version: autumn", False, []),
        ('{version: "1.1", date: 2025-01}, {version: "1.9", date: 2025-06}', 'version: "1.9"', False, []),
        ('{version: "1.1", date: 2025-06}, {version: "1.9", date: 2025-01}', 'version: "1.9"', True, []),
        ('{version: "1.1", date: "2025"}, {version: "1.0", date: 2025-01}', 'version: "1.0"', True, []),
        ("{date: 2025-10}", 'version: "1.0"', UNSAID, ["/releases/0"]),
        ('{version: "1.1"}', "version: unknown", UNSAID, ["/datasets/0/version"]),
    ],
)
def test_whether_a_release_is_newer(releases: str, pinned: str, newer: object, missing: list[str]) -> None:
    seen = world(f"releases: [{releases}]", f"{{id: u, datasets: [{{id: d, {pinned}}}]}}")
    answer = ask(AFTER_USED, seen.sheet.child("releases").children()[0], seen)
    where = [one.removesuffix("/version") if one.startswith("/releases") else one for one in pointers(answer.missing)]
    assert (answer.value, where) == (newer, missing)


@pytest.mark.parametrize(
    ("own", "use", "newer"), [("1.0", None, True), ("1.2", None, False), ("1.0", "{id: u, datasets: [{id: d}]}", True)]
)
def test_without_a_pinned_version_the_sheet_says_which_is_used(own: str, use: str | None, newer: object) -> None:
    seen = world(f'{{version: "{own}", releases: [{{version: "1.1"}}]}}', use)
    assert ask(AFTER_USED, seen.sheet.child("releases").children()[0], seen).value is newer
