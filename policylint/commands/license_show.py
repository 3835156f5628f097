"""`policylint license show`: what the registry knows of a licence."""

from __future__ import annotations

from textwrap import TextWrapper

from policylint.commands.terminal import out, style_of
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.licenses.catalog import spelled
from policylint.licenses.page import Page, entry_or_stop, page_of
from policylint.reporters.phrases import json_text
from policylint.reporters.style import Style, fit, paint, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("text", "json")


def run(identifier: str, form: str, color: str) -> int:
    """Print what a licence says: a page, or the registry's facts with their id."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    if form == "json":
        facts = {"id": spelled(identifier), **entry_or_stop(identifier)}
        out(json_text(facts))
    else:
        style = style_of(color)
        out(fit("\n".join(_lines(page_of(identifier), style)), style) + "\n")
    return 0


def _lines(page: Page, style: Style) -> Iterator[str]:
    yield f"{paint(page.id, 'bold', style)}: {safe(page.name)}"
    wrapper = TextWrapper(width=max(style.width, 40), initial_indent="  - ", subsequent_indent="    ",
                          break_on_hyphens=False, break_long_words=False)  # fmt: skip
    for title, lines in page.sections:
        yield ""
        yield paint(title, "bold", style)
        for line in lines:
            yield from wrapper.wrap(safe(line))
