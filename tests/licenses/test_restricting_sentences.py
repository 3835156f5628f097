"""Sentences as dataset cards have them: which take commercial or non-academic use away, and which only sound so."""

import csv

import pytest

from policylint.licenses.prose import Section, restricting
from tests.conftest import ROOT

with (ROOT / "tests/licenses/restricting_sentences.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["sentence"], row["restricts"] == "yes") for row in csv.DictReader(file)]


@pytest.mark.parametrize(("sentence", "restricts"), ROWS)
def test_a_sentence_restricts_or_does_not(sentence: str, restricts: bool) -> None:  # noqa: FBT001
    assert (restricting(Section("License", 1, (sentence,))) is not None) is restricts
