"""The scores of policies' tests as a Markdown page that a repository keeps."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.policy.scores import Score, Shortfall, totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylint.policy.scores import Examined

TIME = "Time: "
"""How the one line begins that differs from run to run."""


def render_page(examined: Sequence[Examined], command: str, seconds: float, jobs: int) -> str:
    """Each pack's and each rule's scores, what is missed and how it is explained, and the time it took."""
    lines = [
        "# How well the policies are tested",
        "",
        f"Made by `{command} --report FILE`. Coverage is the share of outcomes, and of truths of conditions, that some",
        "test has seen; mutants are small mistakes in a rule that some test must notice. Both are described with",
        "[the policy language](policy-language.md). What a rule explains is left out of its percentages and is listed",
        "below.",
        "",
        f"{TIME}about {max(round(seconds), 1)} s in {jobs} {'process' if jobs == 1 else 'processes'}.",
        "",
        *_table("pack", [(one.pack, one.rules, one.tests, one.coverage, one.mutation) for one in totals(examined)]),
        "",
        *_table("rule", [(one.rule, None, one.tests, one.coverage, one.mutation) for one in examined]),
        *_explained(examined),
    ]
    return "\n".join(lines) + "\n"


def _table(what: str, rows: Sequence[tuple[str, int | None, int, Score | None, Score | None]]) -> Iterator[str]:
    with_rules = rows[0][1] is not None
    yield f"| {what} |{' rules |' if with_rules else ''} tests | coverage | mutants | killed | survive | explained |"
    yield "|---|" + "--:|" * (7 if with_rules else 6)
    for name, rules, tests, coverage, mutation in rows:
        counted = f" {rules} |" if with_rules else ""
        scores = f"{_percent(coverage)} | {_mutants(mutation)} | {_both(coverage, mutation)}"
        yield f"| {name} |{counted} {tests} | {scores} |"


def _percent(score: Score | None) -> str:
    return f"{score.percent} %" if score is not None else ""


def _mutants(score: Score | None) -> str:
    if score is None:
        return " | | "
    return f"{score.total} | {score.reached} | {len(score.open)}"


def _both(*scores: Score | None) -> int:
    return sum(score.explained for score in scores if score is not None)


def _explained(examined: Sequence[Examined]) -> Iterator[str]:
    told = [(one.rule, missed) for one in examined for missed in _missed(one)]
    for title, rows in (
        ("Explained", [(rule, missed) for rule, missed in told if missed.why]),
        ("Open", [(rule, missed) for rule, missed in told if not missed.why]),
    ):
        if rows:
            yield from ("", f"## {title}", "")
            yield from (f"- {rule}: `{missed.text}`{_why(missed)}" for rule, missed in rows)


def _missed(one: Examined) -> list[Shortfall]:
    return [missed for score in (one.coverage, one.mutation) if score is not None for missed in score.missed]


def _why(missed: Shortfall) -> str:
    return f". {missed.why}" if missed.why else ""
