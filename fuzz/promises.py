"""What policylint promises of its output, asked of whatever it says about fuzzed bytes. Raises Broken."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from fuzz.bounds import Broken
from policylint.characters import has_unprintable
from policylint.findings import SEVERITIES, Finding
from policylint.reporters import render
from policylint.reporters.problems import render_problems
from policylint.reporters.style import Style
from tests.reporters.hostile import ELEMENTS
from tests.reporters.pages import Page
from tests.reporters.readers import READERS, commands, disagreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policylint.errors import InvalidFileError
    from policylint.findings import Place, Report, Span

STYLES = (Style(), Style(unicode=False), Style(width=40), Style(width=1), Style(color=True))
MACHINES = tuple(READERS)
"""Formats that other programs read."""
_MOST_READ = 200
"""Findings of a report that is read back: who reads more takes longer than policylint may."""
_observed: list[str] = []
"""What was said of the inputs so far: the same inputs must lead to the same texts in another process."""


def observe(text: str) -> None:
    """Note what was made of an input."""
    _observed.append(text)


def observed() -> str:
    """What was noted since this was last asked, as one text."""
    text = "\n".join(_observed)
    _observed.clear()
    return text


def of_report(report: Report, data: bytes) -> None:
    """A report's places lie in its files, its order is its own, and every format of it can be read."""
    for one in report.findings:
        _of_finding(one, report.sources)
    if list(report.findings) != sorted(report.findings, key=Finding.sort_key):
        raise Broken("findings are sorted")
    turn = crc32(data)
    text = render(report, "text", STYLES[turn % len(STYLES)])
    observe(text)
    plain(text if turn % len(STYLES) != len(STYLES) - 1 else _without_colors(text), "text")
    form = MACHINES[turn // 8 % len(MACHINES)]
    if len(report.findings) <= _MOST_READ:
        machine_readable(report, form)
    else:
        render(report, form, Style())
    if turn // 64 % 8 == 0 and report.dossier is not None:
        page(render(report, "html", Style()))


def _of_finding(one: Finding, sources: Mapping[str, Sequence[str]]) -> None:
    if one.severity not in SEVERITIES or one.outcome not in ("fail", "unknown"):
        raise Broken("a finding has a severity and an outcome", repr(one))
    if not one.message.strip() or not one.rule:
        raise Broken("a finding says something", repr(one))
    for place in (one.place, *one.related):
        if place.path in sources:
            inside(place.span, sources[place.path], f"{one.rule} {place}")


def inside(span: Span, lines: Sequence[str], what: str) -> None:
    """A span lies in a text; it may point at what is missing right after the end of a line."""
    if not 1 <= span.line <= len(lines):
        raise Broken("a place lies in its file", f"there are {len(lines)} lines: {what}")
    length = len(lines[span.line - 1])
    if not (1 <= span.column <= length + 1 and span.column <= span.end_column <= length + 2):
        raise Broken("a place lies in its line", f"the line has {length} characters: {what}")
    if span.end_line != span.line:
        raise Broken("a span stays in one line", what)


def of_places(places: Iterable[Place], lines: Sequence[str]) -> None:
    """Places lie in a text."""
    for one in places:
        inside(one.span, lines, repr(one))


def of_invalid(error: InvalidFileError, file: str, lines: Sequence[str]) -> None:
    """Every mistake of a file lies in it, says what to do, and can be shown."""
    for one in error.problems:
        if not one.message.strip() or not one.remedy.strip():
            raise Broken("a mistake says what it is and what to do", repr(one))
        if one.path == file:
            inside(one.span, lines, repr(one))
            of_places((place for place in one.related if place.path == file), lines)
    text = render_problems(error.problems, {file: lines}, Style())
    observe(text)
    plain(text, "problems")


def plain(text: str, what: str) -> None:
    """A terminal shows all of a text and obeys none of it; nor does the log of a build."""
    if has_unprintable(text) or "\t" in text or "\r" in text:
        raise Broken(f"{what} has no control characters", ascii(text[:2000]))
    try:
        said = commands(text)
    except AssertionError:
        said = [None]  # type: ignore[list-item] # one of another kind of runner
    if said:
        raise Broken(f"{what} holds no command of a build's log", ascii(text[:2000]))


def _without_colors(text: str) -> str:
    for code in ("1;31", "1;33", "1;36", "1;35", "1", "2", "36", "32", "0"):
        text = text.replace(f"\x1b[{code}m", "")
    return text


def machine_readable(report: Report, form: str) -> None:
    """A format of a report is what its readers take, and holds the same findings."""
    text = render(report, form, Style())
    observe(text)
    try:
        wrong = disagreement(report, form, text)
    except Exception as error:
        raise Broken(f"{form} is what its readers take", f"{type(error).__name__}: {error}"[:2000]) from error
    if wrong:
        raise Broken(f"{form} holds the findings of the report", wrong[:2000])


def page(text: str) -> None:
    """A page closes what it opens, and has no element but its own."""
    read = Page(text)
    if read.mistakes:
        raise Broken("a page is well-formed", "; ".join(read.mistakes[:5]))
    foreign = {one.tag for one in read.elements} - ELEMENTS
    if foreign or any(name.startswith("on") for one in read.elements for name in one.attributes):
        raise Broken("a page has no element but its own", ", ".join(sorted(foreign)))
