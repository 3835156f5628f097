"""Fixes: spans replaced in the source, the same sheet afterwards but for the spelling; no failure passes by them."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.documents import Document, read
from policylint.fixes import Fix, fixed
from policylint.pipeline import check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from tests.conftest import AS_OF

HEAD = 'datasheet: "1"\nid: s\nname: S\npeople: {present: false}\nmaintenance: {status: active}\n'


def document(text: str, name: str = "datasheet.yaml") -> Document:
    return read(text.encode(), name)


def edits(text: str, kind: str = "datasheet", name: str = "datasheet.yaml") -> list[tuple[str, str, str]]:
    return [(fix.pointer, fix.old, fix.new) for fix in fixed(document(text, name), kind).fixes]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cc-by-4.0", "CC-BY-4.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("The MIT License", "MIT"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("MIT", None),
        ("CC BY", None),  # no version is guessed
        ("GPL", None),
        ("Apache 2.0 or MIT", None),  # a name and more
        ("CC BY-NC 4.0, research only", None),
        ("not MIT", None),
        ("MIT-ish", None),
        ("Public Domain", None),  # a reference would need terms
        ("LicenseRef-acme", None),
        ("licensed under MIT", None),
        ("noassertion", None),
        ("none", None),
        ("research purposes only", None),
    ],
)
def test_licences(old: str, new: str | None) -> None:
    text = f"{HEAD}licenses: [{{applies_to: dataset, license: {old!r}}}]\n"
    assert edits(text) == ([("/licenses/0/license", old, new)] if new else [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-1-5", "2026-01-05"),
        ("2026/01/05", "2026-01-05"),
        ("2026.1.5", "2026-01-05"),
        ("2026-1", "2026-01"),
        ("2026-01-05", None),
        ("05/01/2026", None),
        ("1/5/2026", None),
        ("26-1-5", None),
        ("2026-13-1", None),
        ("2026-02-30", None),
        ("2026-1/5", None),
        ("never", None),
        ("unknown", None),
    ],
)
def test_dates(old: str, new: str | None) -> None:
    text = HEAD.replace("{status: active}", f"{{status: active, since: {old}}}") + "licenses: []\n"
    assert edits(text) == ([("/maintenance/since", old, new)] if new else [])


def test_only_fields_that_hold_a_licence_or_a_date_are_touched() -> None:
    text = (
        f"{HEAD}licenses:\n  - {{license: mit, declared: mit, declared_in: mit}}\ndescription: mit\nversion: 2026-1-5\n"
        "license_terms:\n  LicenseRef-a: {like: cc by 4.0, name: mit}\nsources: [{id: mit, license: apache-2.0}]\n"
        "extensions: {acme: {license: mit, since: 2026-1-5}}\n"
    )
    assert [pointer for pointer, _, _ in edits(text)] == [
        "/licenses/0/license",
        "/license_terms/LicenseRef-a/like",
        "/sources/0/license",
    ]


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_comments_quotes_order_and_ends_of_lines_stay(quote: str, newline: str) -> None:
    text = f"# é 𝄞\n{HEAD}licenses:\n- license: {quote}cc-by-4.0{quote}   # why é\n  applies_to: dataset\n"
    text = text.replace("\n", newline)
    done = fixed(document(text), "datasheet")
    assert done.text == text.replace("cc-by-4.0", "CC-BY-4.0")


def test_two_fixes_of_one_line_and_of_json() -> None:
    text = '{"datasheet": "1", "sources": [{"license": "mit", "retrieved_on": "2026/1/5"}]}\n'
    assert fixed(document(text, "datasheet.json"), "datasheet").text == (
        '{"datasheet": "1", "sources": [{"license": "MIT", "retrieved_on": "2026-01-05"}]}\n'
    )


@pytest.mark.parametrize("written", ['"c\\x63-by-4.0"', "|-\n    cc-by-4.0", '"CC BY\n    4.0"', "&l mit"])
def test_what_cannot_be_replaced_in_place_stays_and_is_said(written: str) -> None:
    text = f"{HEAD}licenses:\n- license: {written}\n"
    done = fixed(document(text), "datasheet")
    assert (done.text, done.fixes) == (text, ())
    assert [reason for _, reason in done.left] == ["it is written with escapes, with an anchor or over several lines"]


# properties

LICENSES = st.sampled_from(
    ["mit", "cc-by-nc-4.0", "CC BY-NC-SA 4.0", "GPL-2.0+", "gpl-3.0", "CC BY", "research only", "odbl", "cc0", "MIT",
     "mit AND cc-by-nd-4.0", "NOASSERTION", "LicenseRef-x", "apache 2.0, mostly"]
)  # fmt: skip
DATES = st.sampled_from(["2020-1-5", "2020/01/05", "2020-01-05", "5/1/2020", "2031.2", "unknown"])
QUOTES = st.sampled_from(["", "'", '"'])


@st.composite
def sheets(draw: st.DrawFn, dates: Any = DATES) -> str:
    def quoted(values: Any) -> str:
        quote = draw(QUOTES)
        return f"{quote}{draw(values)}{quote}"

    comment = draw(st.sampled_from(["", "  # é why", "   # mit 2020-1-5"]))
    return (
        f"{HEAD}licenses:\n- applies_to: dataset\n  license: {quoted(LICENSES)}{comment}\n"
        f"- {{applies_to: annotations, license: {quoted(LICENSES)}}}\n"
        f"sources: [{{id: a, relation: merged, license: {quoted(LICENSES)}, retrieved_on: {quoted(dates)}}}]{comment}\n"
        "uses: {intended: [{id: u, purpose: product, commercial: true, activities: [use, train, distribute]}]}\n"
    )


@given(sheets())
def test_a_fix_is_idempotent_and_changes_nothing_else(text: str) -> None:
    done = fixed(document(text), "datasheet")
    assert edits(done.text) == []
    kept = [text[start:end] for start, end in pairwise_gaps(done.fixes, len(text))]
    rest = done.text
    for piece, fix in zip(kept, (*in_order(done.fixes), None), strict=True):
        whole = piece + (fix.new if fix else "")
        assert rest.startswith(whole)
        rest = rest[len(whole) :]
    assert rest == ""


def in_order(fixes: tuple[Fix, ...]) -> list[Fix]:
    return sorted(fixes, key=lambda fix: fix.start)


def pairwise_gaps(fixes: tuple[Fix, ...], length: int) -> list[tuple[int, int]]:
    """The stretches of a text that no fix touches."""
    starts = [0, *(fix.end for fix in in_order(fixes))]
    ends = [*(fix.start for fix in in_order(fixes)), length]
    return list(zip(starts, ends, strict=True))


@cache
def core() -> Policy:
    return load_policy(Settings())


def failing(text: str) -> set[tuple[str, str]]:
    report, _ = check([], core(), Request(AS_OF), ("datasheet.yaml", text.encode()))
    return {(one.rule, one.place.pointer) for one in report.findings if one.outcome == "fail"}


MENDED = {"license/deprecated-id", "license/declared"}
"""The rules that ask for an id: what a fix writes."""


@settings(max_examples=15)
@given(sheets(st.sampled_from(["2020-01-05", "unknown"])))
def test_a_fix_turns_no_failure_into_a_pass_but_of_the_rule_that_it_mends(text: str) -> None:
    before, after = failing(text), failing(fixed(document(text), "datasheet").text)
    assert {rule for rule, _ in before - after} <= MENDED
