"""What came of testing policies, as text: a frame for all that is wrong, then scores."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.policy.scores import Examined, Failure, Score, Shortfall, Total, totals
from policylint.reporters.frame import Block, render_block
from policylint.reporters.style import Style, fit, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_FINDINGS = 5
_FIX = {
    "gap": "Add a test that sees it, or say under `explained` why none can: `{gap: …, why: …}`.",
    "mutant": "Add a test that notices it, or say under `explained` why none can: `{mutant: …, why: …}`.",
}


def render_examined(examined: Sequence[Examined], sources: Mapping[str, Sequence[str]], style: Style) -> str:
    """Everything that is wrong in frames, the scores of rules and packs where they were asked for, and a last line."""
    frames = [render_block(block, sources, style) for one in examined for block in _blocks(one)]
    whole = totals(examined)
    table = _table(examined, whole) if whole[-1].coverage or whole[-1].mutation else ""
    return "\n".join([*frames, *([fit(_safe_lines(table), style)] if table else []), fit(_summary(whole[-1]), style)])


def _safe_lines(text: str) -> str:
    """A text of several lines, each safe to print."""
    return "".join(safe(line) + "\n" for line in text.splitlines())


def _blocks(one: Examined) -> Iterator[Block]:
    for failure in one.failures:
        yield Block("error", f"fail[{one.rule}]", f"{failure.test}: {failure.why}", failure.places, _came(failure))
    for missed in one.coverage.open if one.coverage else ():
        yield _short("warning", f"gap[{one.rule}]", missed, (("fix", _FIX["gap"]),))
    for missed in one.mutation.open if one.mutation else ():
        yield _short("error", f"mutant[{one.rule}]", missed, (*_witness(missed), ("fix", _FIX["mutant"])))
    for missed in one.unused:
        text = f"this is explained, and is no gap and no survivor: {missed.text}"
        yield _short("error", f"explained[{one.rule}]", missed._replace(text=text), (("fix", "Take it out."),))


def _came(failure: Failure) -> tuple[tuple[str, str], ...]:
    said = [f"{one.outcome} at {one.pointer or 'the root'}: {one.message}" for one in failure.findings]
    beyond = len(said) - _MOST_FINDINGS
    more = [f"{beyond} more"] if beyond > 0 else []
    return tuple(("got", text) for text in [*said[:_MOST_FINDINGS], *more])


def _witness(missed: Shortfall) -> tuple[tuple[str, str], ...]:
    """The fragments that would kill a mutant, and what comes of them."""
    found = missed.witness
    if found is None:
        return ()
    like = f"; all else is as in `{found.test}`" if found.test else ""
    parts = {"datasheet": found.datasheet, "use": found.use, "sheets": found.sheets, "advisories": found.advisories}
    given = [(name, text) for name, text in parts.items() if text is not None]
    return (
        *given,
        ("there", f"the rule comes to {found.rule}, the mutant to {found.mutant}{like}"),
    )


def _short(kind: str, label: str, missed: Shortfall, notes: tuple[tuple[str, str], ...]) -> Block:
    return Block(kind, label, missed.text, (missed.place,), notes)


def _table(examined: Sequence[Examined], whole: Sequence[Total]) -> str:
    """A row for each rule, then for each pack, then for all: what says the same as a row above is left out."""
    packs = [] if len(examined) == 1 else whole[:-1] if len(whole) == 2 else whole
    width = max(len(name) for name in (*(one.rule for one in examined), *(total.pack for total in packs)))
    rows = [_row(one.rule, one.tests, one.coverage, one.mutation, width) for one in examined]
    sums = [_row(total.pack, total.tests, total.coverage, total.mutation, width) for total in packs]
    return "\n".join([*rows, *([""] if sums else []), *sums]) + "\n"


def _row(name: str, tests: int, coverage: Score | None, mutation: Score | None, width: int) -> str:
    cells = [name.ljust(width), _count(tests, "test").rjust(9)]
    if coverage is not None:
        cells.append(f"coverage {coverage.percent:3} %")
    if mutation is not None:
        cells.append(f"mutants {mutation.percent:3} % of {mutation.total}{_explained(mutation)}")
    return "  ".join(cells)


def _explained(score: Score) -> str:
    return f" ({score.explained} explained)" if score.explained else ""


def _summary(whole: Total) -> str:
    parts = [f"{_count(whole.rules, 'rule')}, {_count(whole.tests, 'test')}: {_held(whole)}"]
    for score, what in ((whole.coverage, "outcomes and truths seen"), (whole.mutation, "mutants killed")):
        if score is not None:
            parts.append(f"{score.reached} of {score.total} {what}{_explained(score)}")
    return "; ".join(parts) + "\n"


def _held(whole: Total) -> str:
    return "all hold" if not whole.failures else f"{whole.failures} failed"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
