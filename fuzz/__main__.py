"""`python -m fuzz TARGET|all --seconds N --seed S --log FILE`: try targets for a while; exit code 1 if one broke.

Each target runs in a process of its own. What breaks one is made smaller and kept in `fuzz/findings/`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.coverage import has_atheris, instrument
from fuzz.sandbox import ROOT

if TYPE_CHECKING:
    from fuzz.engines import Tally

ENGINES = ("auto", "atheris", "hypothesis", "mutator")


def main(arguments: list[str]) -> int:
    """Run what the command line asks for."""
    asked = _parser().parse_args(arguments)
    if asked.summary is not None:
        sys.stdout.write(summary(asked.summary))
        return 0
    if asked.engine == "auto":
        asked.engine = "atheris" if has_atheris() else "mutator"
    if asked.engine == "atheris":
        instrument()
    from fuzz.targets import TARGETS  # noqa: PLC0415 - instrumented, if at all

    names = list(TARGETS) if asked.target == "all" else asked.target.split(",")
    if unknown := [name for name in names if name not in TARGETS]:
        sys.stderr.write(f"there is no target {unknown[0]}; the targets are {', '.join(TARGETS)}\n")
        return 2
    return _one(names[0], asked) if len(names) == 1 else _each(names, asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", default="all", help="a target, several with commas between them, or all")
    parser.add_argument("--seconds", type=float, default=60, help="in all, for all targets together (60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--engine", choices=ENGINES, default="auto", help="auto is atheris where it is installed, else the mutator"
    )
    parser.add_argument("--log", type=Path, help="a file to which a line of JSON is added for each target")
    parser.add_argument(
        "--findings", type=Path, default=ROOT / "fuzz" / "findings", help="a folder for what breaks a target"
    )
    parser.add_argument("--summary", type=Path, metavar="LOG", help="print a log as a table, and try nothing")
    return parser


def _each(names: list[str], asked: argparse.Namespace) -> int:
    """Each target in a process of its own: one that dies is a finding too."""
    options = ["--engine", asked.engine, "--seed", str(asked.seed), "--findings", str(asked.findings)]
    options += ["--seconds", str(asked.seconds / len(names)), *(["--log", str(asked.log)] if asked.log else [])]
    codes = [subprocess.run([sys.executable, "-m", "fuzz", name, *options], check=False).returncode for name in names]
    for name, code in zip(names, codes, strict=True):
        if code not in (0, 1):
            sys.stdout.write(f"{name}: the process died with {code}\n")
    return int(any(codes))


def _one(name: str, asked: argparse.Namespace) -> int:
    from fuzz import engines  # noqa: PLC0415 - as above
    from fuzz.targets import TARGETS  # noqa: PLC0415

    started = time.monotonic()
    tally = engines.Tally(TARGETS[name], asked.seconds)

    def finish() -> int:
        return _told(name, asked, tally, time.monotonic() - started)

    if asked.engine == "atheris":
        engines.by_coverage(tally, asked.seed, finish)
    elif asked.engine == "hypothesis":
        engines.by_hypothesis(tally, asked.seed)
    else:
        engines.by_mutation(tally, asked.seed)
    return finish()


def _told(name: str, asked: argparse.Namespace, tally: Tally, seconds: float) -> int:
    """Say and keep what was found."""
    from fuzz.again import unlike  # noqa: PLC0415 - as above

    findings = []
    for crash, data in tally.smaller().items():
        file = _kept(asked.findings, f"{name}-{crash.name}", data, f"{crash.signature}\n{crash.text}\n")
        findings.append({"signature": crash.signature, "times": tally.counts[crash.signature], "file": file})
    for number, data in enumerate(unlike(name, tally.kept)):
        file = _kept(asked.findings, f"{name}-unlike-{number}", data, "two processes say different things\n")
        findings.append({"signature": "two processes say the same", "times": 1, "file": file})
    said = {
        "target": name, "engine": asked.engine, "seed": asked.seed, "seconds": round(seconds, 1),
        "executions": tally.executions, "findings": findings,
    }  # fmt: skip
    if asked.log:
        with asked.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(said) + "\n")
    sys.stdout.write(
        f"{name}: {tally.executions:,} executions in {seconds:.0f} s ({asked.engine}), {len(findings)} findings\n"
    )
    for one in findings:
        sys.stdout.write(f"  {one['signature']} ({one['times']} times): {one['file']}\n")
    sys.stdout.flush()
    return int(bool(findings))


def _kept(folder: Path, name: str, data: bytes, why: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    (folder / f"{name}.txt").write_text(why, encoding="utf-8", errors="backslashreplace")
    return str(folder / name)


def summary(log: Path) -> str:
    """A log as a table: what each target was given, by each engine."""
    rows: dict[tuple[str, str], list[float]] = {}
    found: dict[tuple[str, str], set[str]] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        key = (one["target"], one["engine"])
        executions, seconds = rows.get(key, [0, 0])
        rows[key] = [executions + one["executions"], seconds + one["seconds"]]
        found.setdefault(key, set()).update(each["signature"] for each in one["findings"])
    lines = ["| target | engine | executions | minutes | findings |", "|---|---|---:|---:|---:|"]
    for (target, engine), (executions, seconds) in sorted(rows.items()):
        lines.append(
            f"| `{target}` | {engine} | {executions:,.0f} | {seconds / 60:.1f} | {len(found[target, engine])} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
