"""What is wrong with a policy or a config, in the same frame as findings."""

from __future__ import annotations

from policylint.findings import Place, Problem
from policylint.lean import TYPE_CHECKING
from policylint.reporters.frame import Block, render_block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policylint.reporters.style import Style


def render_problems(problems: Sequence[Problem], sources: Mapping[str, Sequence[str]], style: Style) -> str:
    """Each problem as a frame."""
    return "\n".join(render_block(_block(problem), sources, style) for problem in problems)


def _block(problem: Problem) -> Block:
    place = Place(problem.path, problem.pointer, problem.span)
    label = f"{problem.severity}[{problem.rule}]"
    return Block(problem.severity, label, problem.message, (place, *problem.related), (("fix", problem.remedy),))
