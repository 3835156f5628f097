"""check(): the whole program on one screen.

files → what is kept of them, else judged by every rule in force → a sorted report
"""

from __future__ import annotations

from policylint.disk import Disk
from policylint.judges import Judges
from policylint.lean import TYPE_CHECKING
from policylint.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylint.audit.holdings import Holdings
    from policylint.cache.outcomes import Shelf
    from policylint.discover import Found
    from policylint.findings import Report
    from policylint.outcome import Outcome
    from policylint.policy.in_force import Policy
    from policylint.request import Request
    from policylint.rulings import Judged


def check(
    files: Sequence[Found],
    policy: Policy,
    request: Request,
    stdin: tuple[str, bytes] | None = None,
    held: Holdings | None = None,
    shelf: Shelf | None = None,
) -> tuple[Report, list[str]]:
    """Check files (and standard input: its name and bytes) and what else is held against a policy.

    What `shelf` keeps of files that are as they were is not judged again.
    Returns the report, and notes on files that are nothing we know. Raises
    PolicylintError for a `--use` that is no use declaration.
    """
    judges = Judges(policy, request, frozenset(found.path for found in files))
    run = Run(policy, request, judges)
    notes: dict[int, str] = {}
    try:
        for use in request.uses:
            run.take(-1, judges.judge.asked(use))
        for place, outcome in _outcomes(files, judges, shelf):
            run.take(place, outcome)
            if outcome.kind is None and files[place].named:
                notes[place] = f"{files[place].path}: nothing that policylint reads; skipped"
        if stdin is not None:
            run.take(len(files), judges.judge.given(*stdin))
        if held is not None:
            run.take(len(files), judges.judge.held(held))
        return run.report(), [notes[place] for place in sorted(notes)]
    finally:
        judges.close()


def _outcomes(files: Sequence[Found], judges: Judges, shelf: Shelf | None) -> Iterator[tuple[int, Outcome]]:
    """What comes of each file, with its place: first what is kept of them, then what is judged."""
    waiting: Sequence[int] = range(len(files))
    if shelf is not None:
        order, waiting, disk = shelf.order(files), [], Disk(judges.leads)
        for place in order:
            known = shelf.kept(files[place].path, disk)
            if known is None:
                waiting.append(place)
            else:
                yield place, known
    for place, made in zip(waiting, judges.outcomes([files[place] for place in waiting]), strict=True):
        if shelf is not None:
            shelf.keep(files[place].path, made)
        yield place, made
    if shelf is not None:
        shelf.close()


def judged_again(files: Sequence[Found], policy: Policy, request: Request) -> list[Judged]:
    """The findings of rules on files, each with all that it was made from. Raises as `check` does."""
    kept: list[Judged] = []
    judges = Judges(policy, request, frozenset(found.path for found in files), kept)
    try:
        for use in request.uses:
            judges.judge.asked(use)
        for _ in judges.outcomes(files):
            pass
    finally:
        judges.close()
    return kept
