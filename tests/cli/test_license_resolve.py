"""`license resolve` as people and scripts call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run


def answers(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.out.splitlines()]


def test_json_prints_nothing_that_a_terminal_obeys(policylint: Callable[..., Run]) -> None:
    run = policylint("license", "resolve", "\u202eMIT\udcff", "--format", "json")
    assert run.out.isascii()
    assert answers(run)[0]["text"] == "\u202eMIT\udcff"


def test_json_is_one_object_a_line(policylint: Callable[..., Run]) -> None:
    run = policylint("license", "resolve", "CC BY-NC", "mit", "--format", "json")
    assert run.code == 0
    assert answers(run) == [
        {
            "text": "CC BY-NC",
            "status": "ambiguous",
            "license": None,
            "family": "CC-BY-NC",
            "candidates": ["CC-BY-NC-4.0", "CC-BY-NC-3.0", "CC-BY-NC-2.5", "CC-BY-NC-2.0", "CC-BY-NC-1.0"],
            "restrictions": [],
            "why": "CC-BY-NC has several versions, and the text does not say which",
        },
        {
            "text": "mit",
            "status": "exact",
            "license": "MIT",
            "family": None,
            "candidates": [],
            "restrictions": [],
            "why": "it is the id of a licence: MIT License",
        },
    ]


def test_text_says_what_it_may_mean(policylint: Callable[..., Run]) -> None:
    run = policylint("license", "resolve", "CDLA Permissive", "academic use only", "code: MIT, data: CC BY 4.0")
    assert run.code == 0
    assert run.out == (
        "CDLA Permissive: ambiguous CDLA-Permissive\n"
        "  CDLA-Permissive does not say which: version 1.0 asks for attribution, version 2.0 does not\n"
        "  it may mean: CDLA-Permissive-1.0, CDLA-Permissive-2.0\n"
        "academic use only: custom academic-only\n"
        "  it has terms of its own: academic-only\n"
        "code: MIT, data: CC BY 4.0: custom multiple\n"
        "  it names several licences, and not how they combine: MIT, CC-BY-4.0\n"
    )


def test_standard_input_has_one_text_a_line(policylint: Callable[..., Run]) -> None:
    run = policylint("license", "resolve", "-", "--format", "json", stdin=b"CC0\r\n\n\xff\xfe\nODbL")
    assert [(answer["text"], answer["license"]) for answer in answers(run)] == [
        ("CC0", "CC0-1.0"), ("", None), ("\ufffd\ufffd", None), ("ODbL", "ODbL-1.0"),
    ]  # fmt: skip


def test_a_long_line_and_control_characters_are_answered(policylint: Callable[..., Run]) -> None:
    run = policylint("license", "resolve", "-", stdin=b"x" * 10_000_000 + b"\n\x07CC BY 4.0\n")
    lines = run.out.splitlines()
    assert run.code == 0
    assert lines[0] == "x" * 80 + "…: unknown"
    assert lines[2] == "\\u{7}CC BY 4.0: alias CC-BY-4.0"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "which text? Give one or more, or - to read one per line from standard input"),
        (("MIT", "--format", "yaml"), "--format is one of text, json, not `yaml`"),
    ],
)
def test_a_wrong_call_is_a_sentence(policylint: Callable[..., Run], arguments: tuple[str, ...], says: str) -> None:
    run = policylint("license", "resolve", *arguments)
    assert (run.code, run.out, run.err) == (2, "", f"policylint: {says}\n")
