"""The plain call of a hook is read without typer: it gets the same options, or the short road declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from policylint.__main__ import _FLAGS, _MANY, _ONE, plain_check
from policylint.cli import run_cli
from policylint.commands import check

if TYPE_CHECKING:
    import pytest

VALUES = (
    "text",
    "json",
    "core",
    "",
    "-",
    "--",
    "--quiet",
    "-x",
    "a=b",
    "ü",
    "x.yaml",
    "a b",
    "2026-01-31",
    "*",
    "--use=",
)
NAMES = (*_ONE, *_MANY)
WORDS = st.one_of(
    st.sampled_from((*_FLAGS, *NAMES, *VALUES, "--help", "-qv", "--no-such", "--form", "-h", "check", "---", "-q=1")),
    st.tuples(st.sampled_from((*NAMES, *_FLAGS)), st.sampled_from(VALUES)).map("=".join),
    st.text(max_size=5),
)


def by_typer(arguments: list[str], patch: pytest.MonkeyPatch) -> check.Options | None:
    """The options that the whole command line reads; None where it stops."""
    found: list[check.Options] = []

    def run(options: check.Options) -> int:
        found.append(options)
        return 0

    patch.setattr(check, "run", run)
    code = run_cli(arguments)
    return found[0] if found and code == 0 else None


@settings(max_examples=100)
@given(st.lists(st.one_of(WORDS, st.sampled_from(VALUES)), max_size=6))
@example(["--format"])
@example(["--format", "--quiet", "x.yaml"])
@example(["--", "--format", "json"])
@example(["--policy", "a", "--policy=b", "x.yaml", "--format=json", "-q"])
@example(["--color", "never", "--color", "always"])
def test_both_roads_lead_to_the_same_options(words: list[str]) -> None:
    import pytest

    arguments = ["check", *words]
    short = plain_check(arguments)
    with pytest.MonkeyPatch.context() as patch:
        whole = by_typer(arguments, patch)
    assert short is None or short == whole


def test_the_short_road_is_taken_by_what_hooks_call() -> None:
    for words in (
        ["x.yaml"],
        ["--force-exclude", "a.yaml", "b.yaml"],
        ["."],
        ["--format", "github", "--output=a=b", "."],
    ):
        assert plain_check(["check", *words]) is not None
    assert plain_check(["rules"]) is None
