"""The shipped advisories: each whole, sourced, dated and neutral, and the index says what they say."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from policylint.advisories import index
from policylint.advisories.advice import advice
from policylint.advisories.osv import as_osv
from policylint.advisories.registry import shipped
from policylint.shapes._table import ENUMS
from policylint.shapes.advisory import Advisory as Model
from tests.conftest import ROOT

FILES = sorted((ROOT / "registry" / "advisories").glob("*/*.yaml"))
IDS = [path.stem for path in FILES]


def test_the_index_is_what_the_advisories_say() -> None:
    assert index.main(["--check"]) == 0, "run `make tables`"
    assert shipped().ids == sorted(IDS)
    assert len(set(IDS)) == len(IDS) == 51


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_an_advisory_is_whole(path: object) -> None:
    value = yaml.safe_load(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    Model.model_validate(value)
    one = shipped().get(path.stem)  # type: ignore[attr-defined]
    assert one is not None
    assert len(one.said("summary")) < 120
    assert one.said("summary").endswith(".")
    assert all(above in IDS for above in (*one.said("upstream", []), *one.said("related", [])))
    assert (one.said("status") == "derived") <= bool(one.said("upstream"))
    assert set(one.said("action")) <= set(advice())


@pytest.mark.parametrize("identifier", IDS)
def test_a_grave_status_rests_on_something_that_was_read(identifier: str) -> None:
    one = shipped().get(identifier)
    assert one is not None
    if one.said("status") in ("retracted", "withdrawn", "enforcement", "superseded"):
        assert any(reference["seen"] for reference in one.said("references"))
        assert one.said("confidence") != "low"


def test_nothing_links_to_copies() -> None:
    links = [ref["url"] for one in map(shipped().get, IDS) if one is not None for ref in one.said("references")]
    assert [link for link in links if re.search(r"torrent|magnet:|/resolve/|drive\.google|\.zip$|\.tar", link)] == []


def test_every_action_has_words() -> None:
    assert set(advice()) == set(ENUMS["advisory_action"]["values"])


@pytest.mark.parametrize("identifier", IDS)
def test_the_export_has_what_osv_requires(identifier: str) -> None:
    one = shipped().get(identifier)
    assert one is not None
    entry = json.loads(json.dumps(as_osv(one)))
    moment = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]T00:00:00Z")
    assert entry["schema_version"].startswith("1.7")
    assert entry["id"] == identifier
    assert moment.fullmatch(entry["modified"])
    assert moment.fullmatch(entry["published"])
    kinds = {
        "ADVISORY",
        "ARTICLE",
        "DETECTION",
        "DISCUSSION",
        "REPORT",
        "FIX",
        "INTRODUCED",
        "PACKAGE",
        "EVIDENCE",
        "WEB",
    }
    assert {reference["type"] for reference in entry["references"]} <= kinds
    assert all(set(one) <= {"versions", "database_specific"} for one in entry["affected"])
