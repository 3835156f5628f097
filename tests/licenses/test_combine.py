"""What comes of several sources: by what is made of them, with the smallest conflict where nothing does."""

from __future__ import annotations

from itertools import permutations

import pytest

from policylint.licenses.combine import KINDS, combine
from policylint.licenses.terms import READINGS, stated
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from tests.licenses.test_charts import IDS, NAMES, REMIX

SA4 = {"CC-BY-SA-4.0", "GPL-3.0-only", "LAL-1.3"}
CC4 = set(IDS.values()) - {IDS["PD"]}


@pytest.mark.parametrize("one", NAMES)
@pytest.mark.parametrize("other", NAMES)
def test_the_remix_chart_follows_from_the_terms(one: str, other: str) -> None:
    found = combine([IDS[one], IDS[other]], "adaptation")
    assert found.possible is (TRUE if other in REMIX[one].split() else FALSE)
    assert bool(found.licenses) is (found.possible is TRUE) is not bool(found.conflicts)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ("CC-BY-SA-4.0", SA4),
        ("CC-BY-SA-4.0 CC-BY-4.0", SA4),
        ("CC-BY-SA-4.0 LAL-1.3", {"CC-BY-SA-4.0", "LAL-1.3"}),
        ("CC-BY-SA-4.0 GPL-3.0-only", {"GPL-3.0-only"}),
        ("CC-BY-NC-SA-4.0 CC-BY-NC-4.0", {"CC-BY-NC-SA-4.0"}),
        ("CC-BY-SA-2.0 CC-BY-SA-3.0-DE",
         {"CC-BY-SA-3.0", "CC-BY-SA-3.0-AT", "CC-BY-SA-3.0-DE", "CC-BY-SA-3.0-IGO", "CC-BY-SA-4.0"}),
        ("GPL-2.0-or-later GPL-3.0-only", {"GPL-3.0-only", "AGPL-3.0-only"}),
        ("GPL-2.0+ GPL-3.0", {"GPL-3.0-only", "AGPL-3.0-only"}),
    ],
)  # fmt: skip
def test_the_licences_of_an_adaptation_are_complete(sources: str, expected: set[str]) -> None:
    assert set(combine(sources.split(), "adaptation").licenses) == expected


def test_what_is_free_may_be_given_any_licence_and_no_mark() -> None:
    found = combine(["CC0-1.0", "LicenseRef-PDM-1.0"], "adaptation")
    assert set(found.licenses) >= CC4
    assert "MIT" in found.licenses
    assert IDS["PD"] not in found.licenses  # a mark says what is free already; it is not given
    assert not set(found.licenses) & {"CC-PDDC"}


OWN = {"LicenseRef-academic": stated({"permits": ["use", "derive", "distribute"], "actors": ["academic"]}, None)}


@pytest.mark.parametrize(
    ("sources", "kind", "possible", "between"),
    [
        ("CC-BY-SA-4.0 CC-BY-NC-SA-4.0 CC-BY-4.0 MIT", "adaptation", FALSE, ["CC-BY-NC-SA-4.0 CC-BY-SA-4.0"]),
        ("CC-BY-4.0 CC-BY-ND-4.0", "adaptation", FALSE, ["CC-BY-ND-4.0"]),
        ("CC-BY-ND-4.0 CC-BY-ND-4.0", "adaptation", FALSE, ["CC-BY-ND-4.0"]),
        ("GPL-2.0-only GPL-3.0-only ODbL-1.0", "adaptation", FALSE,
         ["GPL-2.0-only GPL-3.0-only", "GPL-2.0-only ODbL-1.0", "GPL-3.0-only ODbL-1.0"]),
        ("CC-BY-NC-SA-3.0 CC-BY-SA-4.0 NOASSERTION", "adaptation", FALSE, ["CC-BY-NC-SA-3.0 CC-BY-SA-4.0"]),
        ("CC-BY-4.0 NOASSERTION", "adaptation", UNKNOWN, []),
        ("CC-BY-SA-4.0 CC-BY-NC-ND-4.0", "collection", TRUE, []),
        ("NONE MIT", "collection", FALSE, ["NONE"]),
        ("MIT Foo-1.0", "collection", UNKNOWN, []),
        ("CC-BY-NC-4.0 CC-BY-SA-4.0", "training", TRUE, ["CC-BY-NC-4.0 CC-BY-SA-4.0"]),
        ("CC-BY-ND-4.0 MIT", "training", TRUE, ["CC-BY-ND-4.0"]),
        ("NONE MIT", "training", FALSE, ["NONE"]),
        ("CC-BY-ND-4.0 CC-BY-NC-SA-4.0", "evaluation", TRUE, []),
        ("NONE", "evaluation", FALSE, ["NONE"]),
        ("GPL-3.0-only OR MIT|CC-BY-NC-4.0", "adaptation", TRUE, []),
        ("GPL-3.0-only AND MIT|CC-BY-NC-4.0", "adaptation", FALSE, ["CC-BY-NC-4.0|GPL-3.0-only AND MIT"]),
    ],
)  # fmt: skip
def test_combinations(sources: str, kind: str, possible: Truth, between: list[str]) -> None:
    by = "|" if "|" in sources else " "
    found = combine(sources.split(by), kind)
    assert found.possible is possible
    assert [by.join(conflict.between) for conflict in found.conflicts] == between


def test_three_sources_may_conflict_where_no_two_do() -> None:
    # each pair shares one licence, no licence is shared by all three
    alike = stated({"permits": ["derive", "commercial_use"], "requires": ["share_alike"]}, None)
    named = {"a": ["MIT", "ISC"], "b": ["ISC", "Zlib"], "c": ["MIT", "Zlib"]}
    own = {f"LicenseRef-{name}": alike._replace(targets=frozenset(ids)) for name, ids in named.items()}
    found = combine([*own, "CC0-1.0"], "adaptation", own=own)
    assert found.possible is FALSE
    assert [conflict.between for conflict in found.conflicts] == [("LicenseRef-a", "LicenseRef-b", "LicenseRef-c")]


def test_a_conflict_says_what_each_asks_for() -> None:
    (conflict,) = combine(["CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC0-1.0"], "adaptation").conflicts
    assert conflict.why == (
        "CC-BY-NC-4.0 keeps back commercial use; CC-BY-SA-4.0 asks for the same licence, GPL-3.0-only or LAL-1.3"
    )


def test_own_terms_count_and_may_be_given_on() -> None:
    found = combine(["LicenseRef-academic", "CC-BY-4.0"], "collection", own=OWN)
    assert found.possible is TRUE
    assert found.licenses == ("LicenseRef-academic",)
    assert combine(["LicenseRef-academic", "CC-BY-SA-4.0"], "adaptation", own=OWN).possible is FALSE


def test_a_collection_of_non_commercial_works_is_not_given_for_commerce() -> None:
    found = combine(["CC-BY-NC-ND-4.0", "CC0-1.0"], "collection")
    assert set(found.licenses) & CC4 == {f"CC-BY-NC{more}-4.0" for more in ("", "-SA", "-ND")}


@pytest.mark.parametrize(
    ("source", "licenses"),
    [
        ("CC-BY-SA-4.0", {"conservative": SA4, "legal_minimum": SA4, "strict_deny": set()}),
        ("CC-BY-ND-4.0", {reading: set() for reading in READINGS}),
    ],
)
def test_readings_decide_the_licence_of_a_model(source: str, licenses: dict[str, set[str]]) -> None:
    found = {reading: combine([source], "training", reading) for reading in READINGS}
    assert {reading: set(one.licenses) for reading, one in found.items()} == licenses
    assert all(one.possible is TRUE for one in found.values())
    assert not found["legal_minimum"].conflicts  # not known, not impossible
    assert found["strict_deny"].conflicts


def test_results_of_a_permissive_model_are_free() -> None:
    assert set(combine(["CDLA-Permissive-2.0"], "training").licenses) >= CC4


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_sources_and_saying_one_twice_do_not_matter(kind: str) -> None:
    sources = ["CC-BY-SA-4.0", "CC-BY-NC-4.0 OR MIT", "NOASSERTION"]
    answers = {combine([*order, order[0]], kind) for order in permutations(sources)}
    assert len(answers) == 1
