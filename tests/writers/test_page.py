"""The page about formats says of each writer exactly what it always holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from policylint.formats import FORMATS
from policylint.writers import WRITERS, writer

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("to", WRITERS)
def test_the_row_of_a_writer(to: str) -> None:
    holds = ", ".join(f"`{one}`" if one else "everything" for one in writer(to).HOLDS)
    assert f"\n| `{to}` | {holds} |" in PAGE


def test_every_reader_has_a_row() -> None:
    table = PAGE.partition("## What is read")[2].partition("## Converting")[0]
    assert table.count("\n| ") == 1 + len(FORMATS)
