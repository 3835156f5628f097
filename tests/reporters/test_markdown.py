"""What a file says is shown in Markdown as it is, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policylint.reporters.markdown import plain
from policylint.reporters.style import safe

_PIECES = (
    "`",
    "``",
    "*",
    "_",
    "[",
    "](",
    ")",
    "<b>",
    "&amp;",
    "|",
    "\\",
    "@a",
    "https://a",
    "www.a",
    "~~",
    "$",
    "!",
    "a",
    " ",
    "#",
    "\n",
)
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(_PIECES)).map("".join))


def shown(markdown: str) -> str:
    """What is to be read on a page."""
    (token,) = MarkdownIt("commonmark", {"html": True}).enable("strikethrough").parseInline(markdown)
    inner = token.children or []
    kinds = {one.type for one in inner if one.type != "text"}
    assert kinds <= {"html_inline"}
    assert {one.content for one in inner if one.type == "html_inline"} <= {"<code>", "</code>"}
    return "".join(one.content for one in inner if one.type == "text")


@given(TEXTS)
@settings(max_examples=150)
def test_it_reads_as_it_was_written(text: str) -> None:
    read = shown(f"x {plain(text)} x").replace("\u200b", "").replace("`", "")
    assert read.split() == f"x {safe(text)} x".replace("\u200b", "").replace("`", "").split()


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("`a.b` is none", "<code>a.b</code> is none"),
        ("a\n`b`", "a <code>b</code>"),
        ("a ` b", "a \\` b"),
        ("`<i>|`", "<code>&lt;i&gt;\\|</code>"),
        ("``", "\\`\\`"),
        ("@all", "@&#8203;all"),
    ],
)
def test_backticks_are_code_and_nobody_is_called(text: str, markdown: str) -> None:
    assert plain(text) == markdown
