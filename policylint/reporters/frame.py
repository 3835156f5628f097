"""Code frames: the lines that a finding is about, with carets under the tokens."""

from __future__ import annotations

from functools import lru_cache
from textwrap import TextWrapper

from policylint.characters import masked
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reporters.style import Style, cells, fit, paint, safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policylint.findings import Place

_TAB = "    "
_WINDOW = 500
"""Characters around a token that are looked at: a line may be a megabyte long."""
_COMMAND = 20
"""Characters in which a command of a build's log would begin."""


class Block(NamedTuple):
    """A headline, the places it is about (the first is where it stands), and notes such as `fix: …`."""

    kind: str
    label: str
    message: str
    places: tuple[Place, ...]
    notes: tuple[tuple[str, str], ...]


def render_block(block: Block, sources: Mapping[str, Sequence[str]], style: Style) -> str:
    """A block as text, ending in a newline."""
    first = block.places[0]
    label = fit(safe(block.label), style)
    head = paint(label, block.kind, style) + paint(": ", "bold", style)
    lines = _wrapped(fit(safe(block.message), style), len(label) + 2, style)
    out = [head + paint(lines[0], "bold", style), *(paint(line, "bold", style) for line in lines[1:])]
    margin = max((len(str(place.span.line)) for place in block.places if place.path in sources), default=1)
    path = None
    for place in in_order(block.places):
        if place.path != path:
            arrow = "-->" if path is None else ":::"
            spot = f"{safe(place.path)}:{place.span.line}:{place.span.column}"
            if path is not None and place.path not in sources and place.message:
                spot = f"{spot} {safe(place.message)}"
            out.append(f"{' ' * margin}{paint(arrow, 'place', style)} {fit(spot, style)}")
            path = place.path
            out += [f"{' ' * margin} {paint('|', 'dim', style)}"] if place.path in sources else []
        out += _frame(place, sources.get(place.path, ()), margin, style, main=place is first, kind=block.kind)
    for name, text in block.notes:
        out += _note(name, fit(safe(text), style), margin, style)
    return "\n".join(out) + "\n"


def in_order(places: Sequence[Place]) -> list[Place]:
    """The main place first with what stands in its file after it, then the others file by file."""
    files = list(dict.fromkeys(place.path for place in places))
    return [place for file in files for place in places if place.path == file]


def excerpt(place: Place, lines: Sequence[str], room: int, style: Style) -> tuple[str, str, str] | None:
    """The line of a place, cut to the room: what comes before its token, the token, what comes after.

    None where the file has no such line.
    """
    span = place.span
    if not 1 <= span.line <= len(lines):
        return None
    line = _masked(lines[span.line - 1])
    begin, end = span.column - 1, span.end_column - 1
    before = _shown(line, max(begin - _WINDOW, 0), begin, style)
    token = _shown(line, begin, min(end, begin + _WINDOW), style)
    after = _shown(line, end, end + _WINDOW, style)
    return _clipped(before, token, after, room, style)


_masked = lru_cache(maxsize=8)(masked)
"""Several findings may be about one line, which may be long."""


def _frame(place: Place, lines: Sequence[str], margin: int, style: Style, *, main: bool, kind: str) -> list[str]:
    room = max(style.width - margin - 4, 20)
    cut = excerpt(place, lines, room, style)
    if cut is None:
        return []
    before, token, after = cut
    mark = ("^" if main else "-") * max(cells(token), 1)
    label = fit(safe(place.message), style)
    gutter, number = paint("|", "dim", style), str(place.span.line).rjust(margin)
    under = " " * cells(before) + paint(mark, kind if main else "place", style)
    if label and cells(before) + cells(token) + 1 + cells(label) <= room:
        under += " " + paint(label, kind if main else "place", style)
        return [f"{paint(number, 'dim', style)} {gutter} {before}{token}{after}", f"{' ' * margin} {gutter} {under}"]
    framed = [f"{paint(number, 'dim', style)} {gutter} {before}{token}{after}", f"{' ' * margin} {gutter} {under}"]
    wrapped = TextWrapper(width=room, initial_indent="  ", subsequent_indent="  ").wrap(label)
    return framed + [f"{' ' * margin} {gutter} {paint(text, kind if main else 'place', style)}" for text in wrapped]


def _shown(line: str, start: int, end: int, style: Style) -> str:
    """A stretch of a line as it may be printed; what would be a command of a log only with what follows is one too."""
    text, next_ = (part.replace("\t", _TAB) for part in (line[start:end], line[end : end + _COMMAND]))
    return fit(safe(text + next_).removesuffix(safe(next_)), style)


def _clipped(before: str, token: str, after: str, room: int, style: Style) -> tuple[str, str, str]:
    """A line cut to the width, around its token."""
    more = "…" if style.unicode else "..."
    if cells(before) + cells(token) + cells(after) <= room:
        return before, token, after
    if cells(token) > room - 20:
        token = token[: max(room - 30, 10)] + more
    if cells(before) + cells(token) > room - 10:
        before = more + before[len(before) - max(min(room // 3, room - len(token) - 10), 0) :]
    left = room - cells(before) - cells(token)
    if cells(after) > left:
        after = after[: max(left - len(more), 0)] + more
    return before, token, after


def _note(name: str, text: str, margin: int, style: Style) -> list[str]:
    head = f"{' ' * margin} = {name}: "
    wrapper = TextWrapper(
        width=max(style.width, 40),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_on_hyphens=False,
        break_long_words=False,
    )
    lines = wrapper.wrap(text) or [head.rstrip()]
    return [
        lines[0].replace(f"= {name}:", f"= {paint(name, 'fix' if name == 'fix' else 'bold', style)}:", 1),
        *lines[1:],
    ]


def _wrapped(text: str, used: int, style: Style) -> list[str]:
    wrapper = TextWrapper(
        width=max(style.width, 40),
        initial_indent=" " * used,
        subsequent_indent="    ",
        break_on_hyphens=False,
        break_long_words=False,
    )
    lines = wrapper.wrap(text) or [""]
    return [lines[0][used:], *lines[1:]]
