"""Which advisories hold for a dataset: by day, by what it was made from, and how grave a finding may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from policylint.advisories.registry import Advisory, Registry, index_of, shipped
from policylint.facts import FACTS
from tests.facts.worlds import ask, world

if TYPE_CHECKING:
    from policylint.facts.common import Item


def one(identifier: str, status: str, **more: Any) -> Advisory:
    name = more.pop("name", f"Many Faces {identifier}")
    value = {"status": status, "severity": "critical", "confidence": "high", "action": ["do_not_use"], "references": []}
    return Advisory(
        identifier, {**value, "affected": [{"dataset": name, "identifiers": [f"hf:x/{identifier}"]}], **more}
    )


def held(registry: Registry, sheet: str, as_of: str = "2026-01-01") -> list[Item]:
    seen = world(sheet, as_of=as_of)._replace(registry=lambda: registry)
    return list(ask(FACTS["Datasheet"]["advisories"], seen.sheet, seen).items or ())


def of(*advisories: Advisory) -> Registry:
    return Registry(index_of(advisories), given=advisories)


@pytest.mark.parametrize(
    ("retracted", "as_of", "holds"),
    [
        ("2019-06", "2019-05-31", False),
        ("2019-06", "2019-06-01", True),
        ("2019", "2018-12-31", False),
        ("2019", "2019-01-01", True),
        ("2019-06-06", "2019-06-05", False),
        ("2019-06-06", "2019-06-06", True),
        (None, "1990-01-01", True),
    ],
)
def test_an_advisory_holds_from_the_first_day_of_its_date(retracted: str | None, as_of: str, holds: bool) -> None:  # noqa: FBT001
    root = one("A-2019-0001", "retracted", **({"retracted": retracted} if retracted else {}))
    made = one("A-2019-0002", "derived", upstream=["A-2019-0001"], retracted="2030-01-01")
    assert bool(held(of(root), "identifiers: {hf: x/A-2019-0001}", as_of)) is holds
    assert bool(held(of(root, made), "identifiers: {hf: x/A-2019-0002}", as_of)) is holds


@pytest.mark.parametrize("said", ["identifiers: unknown", "identifiers: null", "identifiers: {hf: unknown}"])
def test_a_dataset_whose_identifiers_are_not_said_is_known_by_its_name(said: str) -> None:
    (known,) = held(of(one("A-2019-0001", "retracted")), f"name: Many Faces A-2019-0001\n{said}")
    assert known.value["status"] == "retracted"


def test_an_advisory_that_was_withdrawn_never_holds() -> None:
    assert held(of(one("A-2019-0001", "retracted", withdrawn="2020-01-01")), "identifiers: {hf: x/A-2019-0001}") == []


def test_a_derived_dataset_has_the_status_of_its_root_and_the_chain() -> None:
    registry = of(
        one("A-2019-0001", "retracted", retracted="2019-06"),
        one("A-2019-0002", "derived", upstream=["A-2019-0001"]),
        one("A-2019-0003", "derived", upstream=["A-2019-0002", "A-2019-0003"]),
    )
    (item,) = held(registry, "identifiers: {hf: x/A-2019-0003}")
    assert (item.value["status"], item.value["since"]) == ("retracted", "2019-06")
    assert item.value["chain"] == [f"Many Faces A-2019-000{number}" for number in (3, 2, 1)]


@pytest.mark.parametrize(
    ("status", "relation", "ceiling"),
    [
        ("retracted", "copy", "error"),
        ("retracted", "annotations_only", "error"),
        ("enforcement", "embeddings", "error"),
        ("withdrawn", "subset", "error"),
        ("withdrawn", "annotations_only", "warning"),
        ("withdrawn", "trained_on", "warning"),
        ("superseded", "copy", "warning"),
        ("contested", "copy", "info"),
        ("restricted", "copy", "info"),
        ("retracted", "facts", None),
    ],
)
def test_the_fate_of_a_source_and_the_relation_bound_a_finding(status: str, relation: str, ceiling: str | None) -> None:
    sheet = f"sources: [{{ref: 'hf:x/A-2019-0001', type: dataset, relation: {relation}}}]"
    assert [item.ceiling for item in held(of(one("A-2019-0001", status)), sheet)] == ([ceiling] if ceiling else [])


@pytest.mark.parametrize(
    ("said", "more", "ceiling"),
    [
        ("identifiers: {hf: x/A-2019-0001}", {}, "error"),
        ("name: Many Faces A-2019-0001", {}, "error"),
        ("name: Many Faces A-2019-0001 again", {}, "warning"),
        ("identifiers: {hf: x/A-2019-0001}", {"severity": "medium"}, "warning"),
        ("identifiers: {hf: x/A-2019-0001}", {"severity": "low"}, "warning"),
        ("identifiers: {hf: x/A-2019-0001}", {"severity": "info"}, "info"),
        ("identifiers: {hf: x/A-2019-0001}", {"confidence": "low"}, "info"),
    ],
)
def test_how_surely_it_was_recognised_bounds_a_finding(said: str, more: dict[str, str], ceiling: str) -> None:
    assert [item.ceiling for item in held(of(one("A-2019-0001", "retracted", **more)), said)] == [ceiling]


@pytest.mark.parametrize(
    "sheet",
    [
        "identifiers: {hf: uoft-cs/cifar10}",
        "name: CIFAR-10",
        "{name: CIFAR-10, sources: [{id: tiny-images, type: dataset, relation: subset}]}",
        "{name: Noisy labels, sources: [{ref: 'hf:uoft-cs/cifar10', type: dataset, relation: relabelled}]}",
    ],
)
def test_cifar_under_tiny_images_is_for_information_only(sheet: str) -> None:
    assert [(item.value["root"], item.ceiling) for item in held(shipped(), sheet)] == [
        ("80 Million Tiny Images", "info")
    ]


@pytest.mark.parametrize("more", [{"status": "contested"}, {"status": "derived", "withdrawn": "2020-01-01"}])
def test_only_what_was_derived_speaks_for_its_sources(more: dict[str, str]) -> None:
    registry = of(
        one("A-2019-0001", "retracted"),
        one("A-2019-0002", more.pop("status"), upstream=["A-2019-0001"], **more),
    )
    sheet = "{identifiers: {hf: x/A-2019-0002}, sources: [{ref: 'hf:x/A-2019-0001', type: dataset, relation: copy}]}"
    found = {item.value["advisory"]: item.value["status"] for item in held(registry, sheet)}
    assert found["A-2019-0001"] == "retracted"


def test_one_advisory_is_said_once_however_many_roads_lead_to_it() -> None:
    entries = ("id: many-faces-a-2019-0001", "ref: 'hf:x/A-2019-0001'")
    sheet = f"sources: [{', '.join(f'{{{entry}, type: dataset, relation: copy}}' for entry in entries)}]"
    assert len(held(of(one("A-2019-0001", "retracted")), sheet)) == 1


@pytest.mark.parametrize(
    ("entry", "count"),
    [("", 1), ("retrieved_on: 2024-08-29", 1), ("retrieved_on: 2024-08-30", 0), ("retrieved_on: 2024-08", 1),
     ("version: '2'", 0), ("version: '1'", 1)],
)  # fmt: skip
def test_a_superseded_source_taken_after_the_correction_is_none(entry: str, count: int) -> None:
    registry = of(
        one("A-2019-0001", "superseded", replaced_on="2024-08-30",
            affected=[{"dataset": "Old Pictures", "versions": ["1"], "fixed_versions": ["2"]}]),
    )  # fmt: skip
    sheet = f"sources: [{{id: old-pictures, type: dataset, relation: copy, {entry}}}]"
    assert len(held(registry, sheet)) == count
