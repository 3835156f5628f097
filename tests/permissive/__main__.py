"""Run all mutants, print what became of them, and fail on a hole or on an exception that is no longer needed.

python -m tests.permissive [--share 0.1] [--seed 1] [--jobs 2] [--only rules family cards projects] [--log FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.permissive import bases, projects, suite
from tests.permissive.exceptions import EXCEPTED, OF_PROJECTS
from tests.permissive.mutations import MUTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.permissive.suite import Tally

SETS: dict[str, Callable[[], Sequence[bases.Base | projects.Project]]] = {
    "rules": lambda: list(bases.of_rules()),
    "family": lambda: list(bases.of_family()),
    "cards": lambda: list(bases.of_cards()),
    "projects": projects.every,
}
CAME = ("red", "format", "exit 2", "exit 3", "excepted", "hole")
"""How a mutant came out: a rule still stops it; policylint refuses the file; nothing is checked (2 and 3)."""


@cache
def made(name: str) -> Sequence[bases.Base | projects.Project]:
    """The bases of a set, made once in each process."""
    return SETS[name]()


def one(name: str, number: int, share: float, seed: int) -> Tally:
    """Run one base of a set."""
    base = made(name)[number]
    return projects.run(base, share, seed) if isinstance(base, projects.Project) else suite.run(base, share, seed)


def everything(names: Sequence[str], share: float, seed: int, jobs: int) -> Tally:
    """Run sets of bases, in several processes."""
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(one, name, number, share, seed) for name in names for number in range(len(made(name)))]
        return sum((future.result() for future in waiting), suite.NOTHING)


def table(tally: Tally) -> str:
    """Mutants by kind of document, by mutation, and by how they came out."""
    rows: Counter[tuple[str, str]] = Counter()
    for (kind, mutation, came), count in tally.counts.items():
        for first in (f"1 {kind}", f"2 {mutation}", "3 all"):
            rows[first, came] += count
    order = [*MUTATIONS, "file moved"]
    names = sorted(
        {name for name, _ in rows}, key=lambda name: (name[0], order.index(name[2:]) if name[0] == "2" else name)
    )
    lines = ["| | mutants | " + " | ".join(CAME) + " |", "|---|" + "---:|" * (len(CAME) + 1)]
    for name in names:
        counts = [rows[name, came] for came in CAME]
        lines.append(f"| {name[2:]} | {sum(counts):,} | " + " | ".join(f"{count:,}" for count in counts) + " |")
    return "\n".join(lines)


def told(tally: Tally, idle: Sequence[str], seconds: float) -> Iterator[str]:
    """What was run, in lines."""
    yield f"{table(tally)}\n"
    yield (
        f"{sum(tally.counts.values()):,} mutants of {tally.bases - len(tally.unfit):,} builds, "
        f"{tally.verdicts:,} verdicts of rules, {seconds:,.0f} s"
    )
    yield f"{len(tally.unfit)} tests of rules are no red build as whole files: {'; '.join(tally.unfit) or 'none'}\n"
    yield from (f"excepted: {name}: {count:,}" for name, count in sorted(tally.excepted.items()))
    yield from (f"HOLE {' | '.join(map(str, hole))}" for hole in tally.holes)
    yield from (f"NOT NEEDED: the exception `{name}`" for name in idle)


def main() -> int:
    """Run what is asked for, and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="of the mutants of each base")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--only", nargs="+", choices=SETS, default=list(SETS))
    options.add_argument("--log", help="write counts by kind and mutation, and holes, to this file as JSON")
    asked = options.parse_args()
    began = time.perf_counter()
    tally = everything(asked.only, asked.share, asked.seed, asked.jobs)
    whole = asked.share >= 1 and set(asked.only) == set(SETS)
    idle = [one.name for one in (*EXCEPTED, *OF_PROJECTS) if whole and one.name not in tally.excepted]
    sys.stdout.write("\n".join(told(tally, idle, time.perf_counter() - began)) + "\n")
    if asked.log:
        log = [[*key, count] for key, count in sorted(tally.counts.items())]
        Path(asked.log).write_text(json.dumps({"counts": log, "holes": tally.holes}, indent=1) + "\n", encoding="utf-8")
    return 1 if tally.holes or idle or not tally.counts else 0


if __name__ == "__main__":
    sys.exit(main())
