"""check(): the whole program on one screen.

files → documents → typed sheets → judged by every rule in force → a sorted report
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylint.run import Run
from policylint.worlds import worlds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policylint.audit.holdings import Holdings
    from policylint.discover import Found
    from policylint.facts.common import Sheet
    from policylint.findings import Report
    from policylint.policy.in_force import Policy
    from policylint.request import Request
    from policylint.rulings import Judged
    from policylint.sheets import Loaded


def check(
    files: Sequence[Found],
    policy: Policy,
    request: Request,
    stdin: tuple[str, bytes] | None = None,
    held: Holdings | None = None,
) -> tuple[Report, list[str]]:
    """Check files (and standard input: its name and bytes) and what else is held against a policy.

    Returns the report, and notes on files that are nothing we know. Raises
    PolicylintError for a `--use` that is no use declaration.
    """
    run = Run(policy, request, frozenset(found.path for found in files))
    try:
        notes = _judge_all(run, files, stdin)
        if held is not None:
            _judge_held(run, held)
    finally:
        run.close()
    return run.report(), notes


def judged_again(files: Sequence[Found], policy: Policy, request: Request) -> list[Judged]:
    """The findings of rules on files, each with all that it was made from. Raises as `check` does."""
    kept: list[Judged] = []
    run = Run(policy, request, frozenset(found.path for found in files), kept)
    try:
        _judge_all(run, files, None)
    finally:
        run.close()
    return kept


def _judge_all(run: Run, files: Sequence[Found], stdin: tuple[str, bytes] | None) -> list[str]:
    """Judge every file, datasheets before uses: what both show is said of the sheet. Returns notes on other files."""
    asked = [use for path in run.request.uses if (use := run.asked_use(path)) is not None]
    later: list[Found] = []
    notes: list[str] = []
    for found in files:
        loaded = run.store.load(found.path, found.kind)
        if loaded.kind == "use":
            later.append(found)
        elif loaded.kind is not None:
            _judge_datasheet(run, loaded, asked)
        elif found.named:
            notes.append(f"{loaded.path}: nothing that policylint reads; skipped")
    if stdin is not None:
        _judge_either(run, *stdin, asked)
    for found in later:
        _judge_use(run, run.store.load(found.path, found.kind))
    return notes


def _judge_datasheet(run: Run, loaded: Loaded, uses: Sequence[Sheet]) -> None:
    """Judge a datasheet: alone, and with each use given."""
    applied: dict[str, int] = {}
    sheet, links = loaded.sheet, run.lineage.links
    if sheet is not None:
        run.start(sheet)
        named = [(use, run.entries_for(sheet, use)) for use in uses]
        for moment in run.request.moments or (("create", "consume") if uses else ("create",)):
            for world in worlds(sheet, moment, named, run.request.as_of, links, run.paths, run.registry):
                run.judge(world, applied)
    run.record(loaded, applied)


def _judge_use(run: Run, loaded: Loaded) -> None:
    """Judge a use declaration with every dataset that it lists."""
    applied: dict[str, int] = {}
    if loaded.sheet is not None:
        for moment in run.request.moments or ("consume",):
            for world in run.pairs(loaded.sheet, moment):
                run.judge(world, applied)
    run.record(loaded, applied)


def _judge_either(run: Run, name: str, data: bytes, uses: Sequence[Sheet]) -> None:
    """Judge what came from standard input, which is a datasheet unless it says that it is a use."""
    loaded = run.given(name, data)
    if loaded.kind == "use":
        _judge_use(run, loaded)
    elif loaded.kind is not None:
        _judge_datasheet(run, loaded, uses)


def _judge_held(run: Run, holdings: Holdings) -> None:
    """Judge what is held and nobody describes: by the advisories alone."""
    run.hold(holdings)
    for sheet in holdings.sheets:
        for world in worlds(sheet, "audit", (), run.request.as_of, run.lineage.links, (), run.registry):
            run.judge(world, {})
