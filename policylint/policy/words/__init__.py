"""The shelf of words: one file per kind, each with its truth table in `tests/policy/test_words.py`.

A word decides on values; it never looks for them, prints, or knows a file.
To add one: put it in a file here, name it below, write its truth table.
"""

from __future__ import annotations

from policylint.policy.words import compatible, dates, equal, numbers, permits, said, sets, text

WORDS = {
    word.name: word for shelf in (equal, sets, numbers, dates, said, text, permits, compatible) for word in shelf.WORDS
}
