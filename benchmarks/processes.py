"""Whole processes, measured in turns: what each took, what it said, and why one could not be measured."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


class Case(NamedTuple):
    """A command to measure."""

    name: str
    command: tuple[str, ...]
    did: str
    not_done: str = ""
    """What it leaves out of what policylint does."""
    cache: Path | None = None
    """Where policylint keeps what it may know next time."""
    prepare: Callable[[], None] | None = None
    """What must be done before each run, and is not measured."""
    wrong: Callable[[int, str], str] | None = None
    """Why the exit code and the output are not those of the work asked for; "" where they are."""
    cwd: Path | None = None


class Run(NamedTuple):
    """One process: seconds on the wall, seconds on all cores, and its peak memory."""

    wall: float
    core: float
    megabytes: float


class Measured(NamedTuple):
    """The runs of a case; none, and the reason, where it could not be run."""

    case: Case
    runs: list[Run]
    why: str = ""

    @property
    def median(self) -> float:
        """Seconds on the wall."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def core(self) -> float:
        """Seconds on all cores."""
        return statistics.median(run.core for run in self.runs)

    @property
    def megabytes(self) -> float:
        return max(run.megabytes for run in self.runs)


def measure(cases: Sequence[Case], runs: int, most_seconds: float, least: int = 1) -> dict[str, Measured]:
    """Run the cases in turns: `runs` times each, less often (but `least` times) what has had `most_seconds`.

    The first round warms bytecode and caches and is not counted, unless it was too long for a second. A case that fails
    keeps its reason and is left out.
    """
    found = {case.name: Measured(case, []) for case in cases}
    for turn in range(runs + 1):
        for case in cases:
            one = found[case.name]
            if one.why or (len(one.runs) >= least and sum(run.wall for run in one.runs) > most_seconds):
                continue
            run, why = once(case)
            if why:
                found[case.name] = Measured(case, [], why)
            elif turn or run.wall > most_seconds:
                one.runs.append(run)
            sys.stderr.write(f"{case.name:44} {run.wall:8.3f} s {run.megabytes:6.0f} MB {why}\n")
    return found


def once(case: Case) -> tuple[Run, str]:
    """Run a case once; also why that was not the work asked for, or ""."""
    if case.prepare is not None:
        case.prepare()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        try:
            process = subprocess.Popen(case.command, cwd=case.cwd, env=environment(case.cache), stdout=out, stderr=err)
        except OSError as error:
            return Run(0, 0, 0), error.strerror or str(error)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        wrong = case.wrong or ended_with(0)
        why = wrong(process.returncode, out.read().decode(errors="replace"))
        if why:
            err.seek(0)
            sys.stderr.write(err.read().decode(errors="replace")[-2000:])
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), why


def environment(cache: Path | None) -> dict[str, str]:
    """That of every case: bytecode is kept, and what policylint keeps lies where it is told to."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHONDONTWRITE", "POLICYLINT_"))}
    return {**kept, "PYTHONUTF8": "1", **({"XDG_CACHE_HOME": str(cache)} if cache else {})}


def ended_with(*codes: int) -> Callable[[int, str], str]:
    """The work is done if the process ended with one of these codes."""
    return lambda code, _: "" if code in codes else f"ended with exit code {code}"


def counted(count: Callable[[str], int], expected: int) -> Callable[[int, str], str]:
    """The work is done if the output tells of so many findings."""

    def wrong(code: int, out: str) -> str:
        try:
            found = count(out)
        except (ValueError, KeyError, TypeError, IndexError):
            return f"ended with exit code {code}, and said nothing that can be counted"
        return "" if found == expected else f"found {found}, not {expected} (exit code {code})"

    return wrong
