"""What may reach a terminal: every text on one line, and nothing that it would obey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.characters import has_unprintable
from policylint.reporters.style import Style, cells, fit, safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\tb\nc\r\nd", "a b c d"),
        ("\x1b[31mred", "\\u{1B}[31mred"),
        ("a\u202eb", "a\\u{202E}b"),
        ("\u6ce2 \U0001f30a", "\u6ce2 \U0001f30a"),
        ("\ud800", "\\u{D800}"),
    ],
)
def test_a_text_is_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text())
def test_nothing_gets_through(text: str) -> None:
    shown = safe(text)
    assert not has_unprintable(shown)
    assert not set("\t\n\r\x0b\x0c\x1c\x1d\x1e\x85") & set(shown)
    assert fit(shown, Style(unicode=False)).isascii()


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert (cells("ab"), cells("\u6ce2"), cells("e\u0301")) == (2, 2, 1)
