"""What is written into a waiver file and taken out of it leaves the rest as it was, byte for byte."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.errors import PolicylintError
from policylint.waivers.editing import appended, free_id, without

ENTRY = ["- id: W-9", "  rule: a/b", "  reason:      # why"]
FILE = """\
# yaml-language-server: $schema=schemas/waivers.schema.json
# The waivers of the house.

# the first one
- id: W-1      # by letter
  rule: a/b
  reason: |
    # no comment
    - id: no entry

- {id: W-2, rule: a/b}

# about the third
# and more
-
  id: W-3
  excuses:
  - {file: x, value: 1}
  # inside the third
# at the end
"""


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "- id: W-9\n  rule: a/b\n  reason:      # why\n"),
        ("# none\n", "# none\n- id: W-9\n  rule: a/b\n  reason:      # why\n"),
        ("# none\n[]\n", "# none\n- id: W-9\n  rule: a/b\n  reason:      # why\n"),
        ("[ ]  # none\n", "# none\n- id: W-9\n  rule: a/b\n  reason:      # why\n"),
        ("\ufeff[]\n", "\ufeff- id: W-9\n  rule: a/b\n  reason:      # why\n"),
        ("- id: W-1", "- id: W-1\n\n- id: W-9\n  rule: a/b\n  reason:      # why\n"),
        ("  - id: W-1\n", "  - id: W-1\n\n  - id: W-9\n    rule: a/b\n    reason:      # why\n"),
        ("- id: W-1\r\n", "- id: W-1\r\n\r\n- id: W-9\r\n  rule: a/b\r\n  reason:      # why\r\n"),
        (FILE, FILE + "\n- id: W-9\n  rule: a/b\n  reason:      # why\n"),
    ],
)
def test_an_entry_is_written_at_the_end(text: str, after: str) -> None:
    assert appended("w.yaml", text, [ENTRY]) == after


@pytest.mark.parametrize(
    "text",
    ["[{id: W-1}]\n", '[\n {"id": "W-1"}]\n', "- id: W-1\n...\n", "- id: W-1\n  reason: |\n    text\n---\n- a\n"],
)
def test_what_is_not_written_in_lines_is_left_alone(text: str) -> None:
    with pytest.raises(PolicylintError):
        appended("w.yaml", text, [ENTRY])


def block(*lines: tuple[int, int]) -> str:
    rows = FILE.splitlines(keepends=True)
    return "".join(row for number, row in enumerate(rows, 1) if not any(a <= number <= b for a, b in lines))


@pytest.mark.parametrize(
    ("indexes", "after"),
    [
        ([0], block((4, 10))),
        ([1], block((11, 12))),
        ([2], block((13, 19))),
        ([0, 2], block((4, 10), (13, 19))),
        ([0, 1, 2], block((4, 10), (11, 12), (13, 19))),
    ],
)
def test_an_entry_goes_with_what_was_said_of_it(indexes: list[int], after: str) -> None:
    assert without("w.yaml", FILE, indexes) == after


def test_the_head_of_a_file_stays_where_the_first_entry_goes() -> None:
    assert without("w.yaml", "# head\n- id: W-1\n- id: W-2\n", [0]) == "# head\n- id: W-2\n"


@pytest.mark.parametrize("text", ["[{id: W-1}, {id: W-2}]\n", "- &a {id: W-1}\n- *a\n"])
def test_what_would_read_otherwise_is_not_written(text: str) -> None:
    with pytest.raises(PolicylintError):
        without("w.yaml", text, [0])


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["", "# x\n", "\n", "\n# y\n\n"]), min_size=1, max_size=5),
    st.sets(st.integers(0, 4)),
    st.sampled_from(["\n", "\r\n"]),
)
def test_taking_out_takes_out_those_alone(gaps: list[str], numbers: set[int], end: str) -> None:
    text = "".join(f"{gap}- id: W-{number}\n  rule: a/b\n" for number, gap in enumerate(gaps)).replace("\n", end)
    indexes = {number for number in numbers if number < len(gaps)}
    after = without("w.yaml", text, indexes)
    left = [f"W-{number}" for number in range(len(gaps)) if number not in indexes]
    assert [one["id"] for one in yaml.safe_load(after) or []] == left
    lines = iter(text.splitlines(keepends=True))
    assert all(line in lines for line in after.splitlines(keepends=True)), "what stays stays in its order"
    assert without("w.yaml", text, set()) == text


def test_numbers_are_those_of_the_year() -> None:
    assert free_id([], "2026") == "W-2026-001"
    assert free_id(["W-2026-001", "W-2026-003", "W-2025-002"], "2026") == "W-2026-002"
