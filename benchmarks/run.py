"""Measure policylint beside what it is built on, in one run: interleaved, medians with min and max, as ratios.

python benchmarks/run.py [--runs 21] [--files 300] [--write docs/benchmarks.md]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from sheets import write

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
AS_OF = "2026-11-22"


class Case(NamedTuple):
    name: str
    command: list[str]
    does: str


class Measured(NamedTuple):
    case: Case
    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def cases(one: Path, many: Path) -> list[Case]:
    check = [PYTHON, "-m", "policylint", "check", "--as-of", AS_OF, "--no-config", "--format", "concise"]
    schema = ROOT / "schemas" / "datasheet.schema.json"
    load = f"import yaml; value = yaml.load(open({str(one)!r}), yaml.CSafeLoader)"
    jsonschema = "\n".join(
        (
            f"import json, jsonschema\n{load}",
            "value = json.loads(json.dumps(value, default=str))",
            f"jsonschema.Draft7Validator(json.load(open({str(schema)!r}))).is_valid(value)",
        )
    )
    pydantic = "\n".join(
        (
            f"{load}\nfrom policylint.shapes.datasheet import Datasheet",
            "try: Datasheet.model_validate(value)\nexcept ValueError: pass",
        )
    )
    return [
        Case("python -c pass", [PYTHON, "-c", "pass"], "nothing: the unit"),
        Case("PyYAML, C loader", [PYTHON, "-c", load], "parses one file; no positions, no check"),
        Case(
            "PyYAML + jsonschema", [PYTHON, "-c", jsonschema], "parses and validates one file; no positions, no rules"
        ),
        Case("PyYAML + pydantic", [PYTHON, "-c", pydantic], "parses and validates one file; no positions, no rules"),
        Case(
            "policylint, one file", [*check, str(one)], "parses with positions, validates, judges 23 rules; plan cached"
        ),
        Case("policylint, first ever", [*check, "--no-cache", str(one)], "the same, and loads and compiles the policy"),
        Case(
            "policylint, all files",
            [*check, "--fail-on", "never", str(many)],
            "the same on every file of a folder, one in ten red",
        ),
    ]


def measure(all_cases: list[Case], runs: int, home: Path) -> list[Measured]:
    """Run every case in turn, `runs` times; the first round warms the bytecode and the plan and is not counted."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["XDG_CACHE_HOME"] = str(home)
    seconds: list[list[float]] = [[] for _ in all_cases]
    for turn in range(runs + 1):
        for case, taken in zip(all_cases, seconds, strict=True):
            started = time.perf_counter()
            done = subprocess.run(case.command, cwd=ROOT, env=environment, capture_output=True, check=False)
            elapsed = time.perf_counter() - started
            if done.returncode != 0:
                sys.exit(f"{case.name}: exit code {done.returncode}\n{done.stderr.decode()}{done.stdout.decode()}")
            if turn:
                taken.append(elapsed)
    return [Measured(case, taken) for case, taken in zip(all_cases, seconds, strict=True)]


def report(measured: list[Measured], files: int, size: int, runs: int) -> str:
    unit = measured[0].median
    about = (
        f"Made by `make bench` (`python benchmarks/run.py --runs {runs} --files {files}`): {platform.machine()}, ",
        f"{os.cpu_count()} cores, Python {platform.python_version()}. Whole processes, bytecode compiled, ",
        f"{runs} interleaved runs; trust the ratios. The datasheets are generated, {size / 1000:.1f} KB each.",
    )
    rows = [_row(one, unit) for one in measured]
    single = next(one for one in measured if one.case.name == "policylint, one file")
    every = next(one for one in measured if one.case.name == "policylint, all files")
    further = (every.median - single.median) / (files - 1) * 1000
    targets = (
        f"One file: {single.median / unit:.2f} × `python -c pass` (target: at most 6). ",
        f"Each further file: {further:.2f} ms, or {further * 4000 / size:.2f} ms per 4 KB, on one core ",
        "(target: at most 2).",
    )
    head = ["| case | median ms | min | max | × `python -c pass` | what it does |", "|---|---|---|---|---|---|"]
    commands = ["The commands:", "", "```text", *(shown(one.case) for one in measured), "```"]
    return "\n".join(["# Benchmarks", "", "".join(about), "", *head, *rows, "", "".join(targets), "", *commands]) + "\n"


def _row(one: Measured, unit: float) -> str:
    times = [one.median, min(one.seconds), max(one.seconds)]
    cells = [one.case.name, *(f"{seconds * 1000:.1f}" for seconds in times), f"{one.median / unit:.2f}", one.case.does]
    return f"| {' | '.join(cells)} |"


def shown(case: Case) -> str:
    words = [
        "python" if word == PYTHON else repr(word) if " " in word or "\n" in word else word for word in case.command
    ]
    return " ".join(words).replace(str(ROOT) + "/", "")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="policylint-bench-") as folder:
        top = Path(folder)
        size = write(top / "many", options.files)
        write(top / "one", 1, clean=True)
        one = next((top / "one").rglob("*.yaml"))
        measured = measure(cases(one, top / "many"), options.runs, top / "home")
        text = report(measured, options.files, size, options.runs).replace(str(top), "BENCH")
    sys.stdout.write(text)
    if options.write is not None:
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
