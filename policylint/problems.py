"""Findings of policylint itself: what is wrong with files, and what stands for findings that are not listed."""

from __future__ import annotations

import os

from policylint.findings import Finding, Place, Problem
from policylint.fingerprints import fingerprint
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from policylint.findings import CheckedDocument

_MOST_TWINS = 5
"""Others of one id that are shown."""


def finding_of(problem: Problem, use: str | None = None) -> Finding:
    """A problem as a finding; `use` is the use declaration that it was found with."""
    name = os.path.basename(problem.path)
    return Finding(
        rule=problem.rule,
        severity=problem.severity,
        outcome="fail",
        message=problem.message,
        remedy=problem.remedy,
        place=Place(problem.path, problem.pointer, problem.span, problem.message),
        use=use,
        related=problem.related,
        fingerprint=fingerprint(problem.rule, name, use, problem.pointer, None, problem.message),
    )


def more_of(last: Finding, count: int) -> Finding:
    """What stands for the findings of a rule on a document that are not listed."""
    message = f"{count} more findings of {last.rule} on this document are not listed"
    return last._replace(
        rule="policylint/more",
        message=message,
        remedy=f"Settle those that are listed: {last.remedy}",
        related=(),
        missing=(),
        outcome="fail",
        why="",
        item=(),
        looked=(),
        fingerprint=f"{last.fingerprint[:-1]}+",
    )


def twins(named: Iterable[CheckedDocument], place: Callable[[str], Place]) -> Iterator[Problem]:
    """What is wrong with datasheets of one id: a reference by that id would lead to either.

    `place` is where a file says its id.
    """
    by_id: dict[str, list[str]] = {}
    for document in named:
        by_id.setdefault(str(document.id), []).append(document.path)
    for identifier, paths in by_id.items():
        for path in sorted(paths) if len(paths) > 1 else ():
            yield _twin(identifier, place(path), [place(one) for one in sorted({*paths} - {path})])


def _twin(identifier: str, at: Place, others: list[Place]) -> Problem:
    return Problem(
        "reference/ambiguous",
        at.path,
        at.span,
        f"{len(others) + 1} datasheets have the id `{identifier}`",
        "Give each dataset its own id; versions of one belong under `releases`.",
        "/id",
        tuple(other._replace(message="has it too") for other in others[:_MOST_TWINS]),
    )
