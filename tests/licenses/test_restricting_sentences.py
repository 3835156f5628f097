"""Sentences as dataset cards have them: which take commercial or non-academic use away, and which only sound so."""

import csv
import time

import pytest

from policylint.licenses.prose import Section, restricting
from policylint.licenses.resolver.clauses import clauses_of, taken
from tests.conftest import ROOT

with (ROOT / "tests/licenses/restricting_sentences.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["sentence"], row["restricts"] == "yes") for row in csv.DictReader(file)]
SECONDS = 5.0
"""A text of 40,000 words takes a tenth of it; were it quadratic, minutes."""


@pytest.mark.parametrize(("sentence", "restricts"), ROWS)
def test_a_sentence_restricts_or_does_not(sentence: str, restricts: bool) -> None:  # noqa: FBT001
    assert (restricting(Section("License", 1, (sentence,))) is not None) is restricts


LISTS = [
    ("Usage", ("You may not:", "", "- cite it", "- sell it"), True),
    ("Usage", ("You may:", "", "- cite it", "- sell it"), False),
    ("Out-of-scope use", ("- medical advice", "- resale"), True),
    ("Usage", ("```", "print('for research purposes only')", "```"), False),
    ("Labels", ('A label is one of "no commercial use" and "free".',), False),
    ("Usage", ("Not for sale.", "```", "load()", "```"), True),
]


@pytest.mark.parametrize(("title", "lines", "restricts"), LISTS)
def test_a_section_on_something_else_is_read_for_what_it_plainly_says(
    title: str,
    lines: tuple[str, ...],
    restricts: bool,  # noqa: FBT001
) -> None:
    assert (restricting(Section(title, 1, lines), loose=False) is not None) is restricts


@pytest.mark.parametrize("word", ["not commercial ", "may not, ", "made by scholars, ", "研究", "no restriction "])
def test_reading_takes_no_more_steps_per_word_in_a_long_text(word: str) -> None:
    """Reading is linear: a frame reaches a fixed number of words."""
    text = word * 20_000
    start = time.process_time()
    taken(clauses_of(text), loose=True)
    assert time.process_time() - start < SECONDS
