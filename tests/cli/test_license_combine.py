"""`license combine` as it is called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

ND = "  CC-BY-ND-4.0: CC-BY-ND-4.0 does not let adaptations be shared"


def combine(policylint: Callable[..., Run], *arguments: str) -> Run:
    return policylint("license", "combine", *arguments)


def test_json(policylint: Callable[..., Run]) -> None:
    run = combine(policylint, "CC-BY-SA-4.0", "CC-BY-4.0", "--as", "adaptation", "--format", "json")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == {
        "possible": True,
        "licenses_allowed": ["CC-BY-SA-4.0", "GPL-3.0-only", "LAL-1.3"],
        "conflicts": [],
    }
    run = combine(policylint, "CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", "MIT", "--format", "json")
    assert run.code == 0
    found = json.loads(run.out)
    assert (found["possible"], found["licenses_allowed"]) == (False, [])
    assert [one["between"] for one in found["conflicts"]] == [["CC-BY-NC-SA-4.0", "CC-BY-SA-4.0"]]


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        ("CC-BY-SA-4.0 LAL-1.3", ["An adaptation of these may be shared, under any of:", "  CC-BY-SA-4.0, LAL-1.3"]),
        ("CC-BY-ND-4.0 MIT", ["No adaptation of these may be shared under a licence known here:", ND]),
        (
            "NONE --as training",
            ["A model may not be trained on these:", "  NONE: NONE does not let models be trained"],
        ),
        (
            "CC-BY-ND-4.0 --as training",
            ["A model may be trained on these, and shared under no licence known here:", ND],
        ),
        (
            "CC-BY-ND-4.0 --as training --reading legal_minimum",
            ["A model may be trained on these. Under which licence it may be shared cannot be told."],
        ),
    ],
)
def test_text(arguments: str, out: list[str], policylint: Callable[..., Run]) -> None:
    run = combine(policylint, *arguments.split())
    assert (run.code, run.out.splitlines(), run.err) == (0, out, "")


def test_what_is_not_known_is_said_and_decides_nothing(policylint: Callable[..., Run]) -> None:
    run = combine(policylint, "CC-BY-4", "GPL-2.0 WITH Foo", "CC-PDDC", "--format", "json")
    assert run.code == 0
    assert json.loads(run.out)["possible"] is None
    assert run.err.splitlines() == [
        "policylint: note: nothing is known of the licence `CC-BY-4`; did you mean `CC-BY-4.0`?",
        "policylint: note: the exception `Foo` is not in the registry: it grants nothing here",
        "policylint: note: what the registry says of `CC-PDDC` has not been read from its text",
    ]


def test_what_is_no_expression_is_shown_with_a_caret(policylint: Callable[..., Run]) -> None:
    run = combine(policylint, "MIT", "ISC OR OR MIT", "Zlib)")
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines() == [
        "policylint: this is not a licence expression: a licence id is missing",
        "  ISC OR OR MIT",
        "         ^",
        "policylint: this is not a licence expression: `)` is too much",
        "  Zlib)",
        "      ^",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["MIT", "--as", "nothing"],
        ["MIT", "--format", "xml"],
        ["MIT", "--reading", "mine"],
        ["MIT" * 1000],
        ["\x1b[31m"],
    ],
)
def test_a_wrong_call_is_exit_2(arguments: list[str], policylint: Callable[..., Run]) -> None:
    run = combine(policylint, *arguments)
    assert (run.code, run.out) == (2, "")
    assert "Traceback" not in run.err
    assert "\x1b" not in run.err
