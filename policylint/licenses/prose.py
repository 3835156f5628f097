"""Prose as evidence: the sections of a Markdown text, its sentences with their places, and the terms that one states.

What prose says never makes a rule pass. It is read for what it takes away from
what a tag grants, and for the terms that a tag leaves out.
"""

from __future__ import annotations

import re

from policylint.findings import Span
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.catalog import terms_of
from policylint.licenses.resolver.clauses import clauses_of, left_behind, of_this, refuse, taken
from policylint.licenses.resolver.resolve import resolve
from policylint.licenses.resolver.words import clean
from policylint.licenses.terms import ANYBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"#{1,6}[ \t](.+)")
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+(?=[^\W_a-z]|[\"(\[])|(?<=[\u3002\uff01\uff1f])(?=.)")
_QUOTED = re.compile(r"[\"“][^\"“”]{1,80}[\"”]")
_NOISE = re.compile(r"[`>*_|]+")
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_LONGEST = 2000
_MOST = 400
_LEAD = 200
RESTRICTIVE = ("academic-only", "non-commercial", "no-redistribution", "no-derivatives")
"""Restrictions of a text's own that take away what a permissive licence grants."""


class Section(NamedTuple):
    """A heading and the lines under it up to the next one: `first` is the number of the first of them, from 1."""

    title: str
    first: int
    lines: tuple[str, ...]


class Sentence(NamedTuple):
    """A sentence of prose, on one line, and the part of its first line that it begins with."""

    text: str
    span: Span


def sections(lines: tuple[str, ...]) -> Iterator[Section]:
    """The sections of a Markdown text. What stands in a fence is no heading."""
    title, first, fenced = "", 1, False
    for number, line in enumerate(lines, start=1):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        heading = None if fenced else _HEADING.match(line)
        if heading:
            yield Section(title, first, lines[first - 1 : number - 1])
            title, first = heading.group(1).rstrip(" \t#").lstrip(" \t"), number + 1
    yield Section(title, first, lines[first - 1 :])


def sentences(section: Section) -> Iterator[Sentence]:
    """The sentences of a section, of its paragraphs and list items; at most a few hundred.

    An item of a list is read with what leads to it: "You may not:".
    """
    count = 0
    lead = ""
    for first, paragraph in _paragraphs(section):
        item = _BULLET.match(paragraph[0])
        folded = ""
        for text in _SENTENCE_END.split(" ".join(_NOISE.sub(" ", line) for line in paragraph)):
            folded = " ".join(text.split())
            if folded:
                count += 1
                yield Sentence(f"{lead if item else ''}{folded}"[:_LONGEST], _span(folded, first, paragraph))
            if count >= _MOST:
                return
        if not item:
            lead = f"{folded} " if folded.endswith(":") and len(folded) <= _LEAD else ""


def _paragraphs(section: Section) -> Iterator[tuple[int, list[str]]]:
    """Lines that belong together, and the number of the first."""
    start = 0
    together: list[str] = []
    for number, line in enumerate((*section.lines, ""), start=section.first):
        bullet = _BULLET.match(line)
        if together and (not line.strip() or bullet or line.lstrip().startswith(("```", "~~~"))):
            yield start, together
            together = []
        if line.strip() and not line.lstrip().startswith(("```", "~~~")):
            start = start if together else number
            together.append(line)


def _span(text: str, first: int, paragraph: list[str]) -> Span:
    """Where a sentence begins: from its first words to the end of their line."""
    start = text.split(" ")[:2]
    for number, line in enumerate(paragraph):
        at = line.find(start[0])
        if at >= 0 and all(word in line for word in start):
            end = min(len(line.rstrip()), at + len(text))
            return Span(first + number, at + 1, first + number, max(end, at + len(start[0])) + 1)
    return Span(first, 1, first, max(len(paragraph[0].rstrip()), 1) + 1)


def restricting(section: Section, *, loose: bool = True) -> Sentence | None:
    """The first sentence that takes away what a free licence grants, by a licence that it names or in words.

    `loose`: the section is about licences. In any other, only what is plainly said of the dataset's use counts. What
    stands under a heading that refuses ("Out-of-scope use") is read with it.
    """
    read = sentences(section if loose else section._replace(lines=_unfenced(section.lines)))
    if refuse(clauses_of(clean(section.title))):
        read = (one._replace(text=f"{section.title}: {one.text}") for one in read)
    return next((one for one in read if (loose or plain(one.text)) and _restricts(one.text)), None)


def _unfenced(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines of which those in a fence are empty: they are examples."""
    fenced = False
    found = []
    for line in lines:
        fence = line.lstrip().startswith(("```", "~~~"))
        fenced ^= fence
        found.append("" if fenced or fence else line)
    return tuple(found)


def plain(text: str) -> bool:
    """Whether a sentence speaks of terms of use wherever it stands.

    >>> plain("It is distributed for research purposes only."), plain("Students made it for research only.")
    (True, False)
    """
    cleaned = clean(_QUOTED.sub(" ", text))
    clauses = clauses_of(cleaned)
    if not taken(clauses, loose=False).isdisjoint(RESTRICTIVE):
        return True
    return of_this(clauses) and bool(resolve(text).candidates or resolve(text).license)


def _restricts(text: str) -> bool:
    found = resolve(text)
    if not set(RESTRICTIVE).isdisjoint(found.restrictions):
        return not all(left_behind((one,)) for one in clauses_of(clean(text)))
    if left_behind(clauses_of(clean(text))):
        return False
    named = ((found.license,) if found.license else ()) + found.candidates
    return any(_limits(identifier) for identifier in named)


def _limits(identifier: str) -> bool:
    """Whether a licence that the registry knows prohibits commercial use, or is for some people or purposes only."""
    terms = terms_of(identifier)
    if terms is None:
        return False
    return terms.actions["commercial_use"] == "prohibit" or terms.actors != ANYBODY or terms.purposes != ANYBODY


def named_alone(section: Section) -> Sentence | None:
    """The one sentence of a section that is nothing but a licence's name; None where there is more to read."""
    found = list(sentences(section))
    if len(found) != 1 or resolve(found[0].text).status not in ("exact", "alias"):
        return None
    return found[0]
