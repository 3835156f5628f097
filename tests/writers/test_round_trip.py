"""What a writer writes, the reader of its format reads: a datasheet comes back with all that the format can hold."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policylint.conversion import Conversion, convert, plainly, read_back, stated
from policylint.documents import read
from policylint.sheets import typed
from policylint.writers import WRITERS, writer
from tests.writers.sheets import TEXTS, sheet, sheets

LEAST = {"datasheet": "1", "id": "w", "name": "W", "people": "unknown", "licenses": [], "maintenance": "unknown"}
generated = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def below(pointer: str, above: str) -> bool:
    return re.match(rf"{re.escape(above).replace(re.escape('*'), '[^/]+')}(/|$)", pointer) is not None


def converted(value: dict[str, Any], to: str) -> tuple[dict[str, Any], Conversion]:
    made = sheet(value)
    assume(made is not None)
    assert made is not None
    return plainly(made.value), convert(made, to)


@given(sheets())
@generated
def test_a_datasheet_comes_back_from_yaml_word_for_word(value: dict[str, Any]) -> None:
    said, done = converted(value, "datasheet")
    assert (done.lost, done.worded, done.filled) == ((), (), ())
    again = read_back(done.text, "datasheet.yaml")
    assert again is not None
    assert plainly(again) == said


@pytest.mark.parametrize("to", WRITERS)
@given(value=sheets())
@generated
def test_what_a_format_holds_comes_back_and_nothing_goes_unsaid(to: str, value: dict[str, Any]) -> None:
    said, done = converted(value, to)
    listed = (done.kept, done.worded, done.lost)
    for one in stated(said):
        where = [any(below(one, above) for above in pointers) for pointers in listed]
        assert sum(where) == 1
        assert where[0] or not any(below(one, field) for field in writer(to).HOLDS)
    loaded = typed(read(done.text.encode(), writer(to).FILE), None, {})
    assert loaded.sheet is not None
    assert convert(loaded.sheet, to, done.text if to == "card" else None).text == done.text


PATHS = st.sampled_from(["../waves/datasheet.yaml", "b/waves.datasheet.yml", "./datapackage.json"])


@given(st.lists(PATHS | TEXTS.filter(lambda one: re.fullmatch(r"[^\s/]+|[a-z]+:\S.*", one)), min_size=1, max_size=3))
@settings(max_examples=40)
def test_what_refers_to_a_source_comes_back_from_a_data_package(refs: list[str]) -> None:
    said, done = converted({**LEAST, "sources": [{"ref": one} for one in refs]}, "frictionless")
    again = read_back(done.text, "datapackage.json")
    assert again is not None
    assert again["sources"] == said["sources"]


@pytest.mark.parametrize("parties", ["creators", "funders"])
def test_a_party_without_a_name_leaves_no_hole(parties: str) -> None:
    made = sheet({**LEAST, "motivation": {parties: [{"country": "DE"}, {"name": "Waves"}]}})
    assert made is not None
    assert json.loads(convert(made, "croissant").text)[parties[:-1]] == [{"@type": "sc:Organization", "name": "Waves"}]


@given(
    st.lists(
        st.sampled_from(["CC-BY-4.0", "GPL-3.0-only", "LicenseRef-waves", "MIT OR Apache-2.0"]), min_size=1, max_size=3
    )
)
@settings(max_examples=20)
@pytest.mark.parametrize("to", WRITERS)
def test_no_licence_of_a_dataset_is_left_out(to: str, ids: list[str]) -> None:
    licenses = [{"applies_to": "dataset", "license": one} for one in ids]
    made = sheet({**LEAST, "licenses": licenses})
    assert made is not None
    again = read_back(convert(made, to).text, writer(to).FILE)
    assert again is not None
    assert set(ids) <= set(re.split(r" AND ", " AND ".join(one["license"] for one in again["licenses"]))) | {
        one.strip("()") for entry in again["licenses"] for one in entry["license"].split(" AND ")
    }
