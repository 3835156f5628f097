"""Every field of a datasheet and of a use has an example, and each is an answer that its shape accepts."""

from __future__ import annotations

import pytest

from policylint.documents import read
from policylint.shapes._questions import QUESTIONS
from policylint.shapes._table import OBJECTS, ROOTS
from policylint.shapes.check import check_fragment
from policylint.shapes.questions import _EXAMPLES, example, question


def test_examples_written_by_hand_are_of_fields() -> None:
    assert _EXAMPLES.keys() - QUESTIONS.keys() == set()


@pytest.mark.parametrize("kind", ["datasheet", "use"])
def test_each_example_is_an_answer(kind: str) -> None:
    name = ROOTS[kind]
    for key, field in OBJECTS[name]["fields"].items():
        text = example(f"{name}.{key}", field["type"])
        if "{…}" in text:
            continue  # a mapping with keys of one's own
        document = read(f"{key}: {text}\n".encode(), "x.yaml")
        assert document.root is not None, text
        assert check_fragment(document, document.root, kind).problems == [], text


@pytest.mark.parametrize("field", [field for field in _EXAMPLES if field.partition(".")[0] not in ROOTS.values()])
def test_each_example_written_by_hand_is_an_answer(field: str) -> None:
    name, _, key = field.partition(".")
    path = _PATHS[name]
    text = path.format(f"{key}: {_EXAMPLES[field]}")
    document = read(text.encode(), "x.yaml")
    assert document.root is not None, text
    assert check_fragment(document, document.root, "datasheet").problems == [], text


_PATHS = {
    "Collection": "collection: {{{}}}",
    "Consent": "people: {{present: true, groups: [{{id: g, consent: {{{}}}}}]}}",
    "Criterion": "people: {{present: true, groups: [{{id: g, criterion: {{{}}}}}]}}",
    "Fairness": "fairness: {{{}}}",
    "Group": "people: {{present: true, groups: [{{id: g, {}}}]}}",
    "License": "licenses: [{{applies_to: dataset, {}}}]",
    "Maintenance": "maintenance: {{{}}}",
    "People": "people: {{present: true, {}}}",
    "Preprocessing": "preprocessing: {{{}}}",
    "Retention": "retention: {{{}}}",
    "Uses": "uses: {{{}}}",
    "Withdrawal": "people: {{present: true, groups: [{{id: g, consent: {{withdrawal: {{{}}}}}}}]}}",
}


def test_a_field_that_is_none_has_no_question() -> None:
    assert question("datasheet", "/people/gruops") is None
    assert question("datasheet", "") is None
    found = question("datasheet", "/people/groups/0/consent/status")
    assert found is not None
    assert (found.who, found.answers[0], found.example) == ("collector", "given", "given")
