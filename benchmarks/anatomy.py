"""What one cold check consists of: imports by `-X importtime`, and its parts by counters in a process of its own."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from processes import environment

if TYPE_CHECKING:
    from collections.abc import Callable

_WATCHED = Path(__file__).with_name("watched.py")
_IMPORT = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|( +)(\S+)$", re.MULTILINE)


class Import(NamedTuple):
    module: str
    microseconds: int
    """Its own, without what it imports."""


def imports(python: str, words: list[str], cwd: Path, cache: Path) -> list[Import]:
    """The modules that an interpreter imports for a command beyond those of an empty program, in their order."""
    at_start = {one.module for one in _imports([python, "-X", "importtime", "-c", "pass"], cwd, cache)}
    found = _imports([python, "-X", "importtime", *words], cwd, cache)
    return [one for one in found if one.module not in at_start]


def _imports(command: list[str], cwd: Path, cache: Path) -> list[Import]:
    done = subprocess.run(command, cwd=cwd, env=environment(cache), capture_output=True, text=True, check=True)
    return [Import(module, int(own)) for own, _, module in _IMPORT.findall(done.stderr)]


def parts(
    python: str, arguments: list[str], modules: list[str], cwd: Path, cache: Path, fresh: Callable[[], None], runs: int
) -> dict[str, float]:
    """Milliseconds of each part of a check, the median of some runs; `fresh` forgets what the run before left."""
    made: list[dict[str, float]] = []
    for _ in range(runs + 1):
        fresh()
        where = "" if python == sys.executable else str(Path(python).parent)  # as `-c` has it, or a script
        command = [python, str(_WATCHED), where, " ".join(modules), *arguments]
        started = time.perf_counter()
        done = subprocess.run(command, cwd=cwd, env=environment(cache), capture_output=True, text=True, check=True)
        whole = (time.perf_counter() - started) * 1000
        found = {part: float(taken) for part, taken in (line.split("\t") for line in done.stderr.splitlines())}
        made.append({"the interpreter, from its start to its end": whole - sum(found.values()), **found})
    return {part: statistics.median(one[part] for one in made[1:]) for part in made[0]}
