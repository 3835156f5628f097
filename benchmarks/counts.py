"""What a check costs, counted and not timed, beside what it may cost: `python benchmarks/counts.py [--write]`.

Calls of Python functions, instructions of Python's machine, modules loaded and files opened are the same on every
machine with one version of Python, however busy it is. `budget.json` holds what was counted when it was written, and
how much more is let pass; more than that ends with exit code 1. `--write` writes it anew.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import sheets

ROOT = Path(__file__).resolve().parent.parent
BUDGET, PROBE = Path(__file__).with_name("budget.json"), Path(__file__).with_name("probe.py")
AS_OF = "2026-11-22"
FURTHER = 3
"""So many files are checked to know what each further one costs."""
Counts = dict[str, int]


def measured() -> dict[str, Counts]:
    """What is counted of each kind of check."""
    with tempfile.TemporaryDirectory(prefix="policylint-counts-") as folder:
        top = Path(folder)
        (top / ".git").mkdir()
        sheets.write(top / "many", FURTHER + 1, clean=True)
        for name, number, clean in (("other", 3, True), ("one", 1, True), ("red", 10, False)):
            (top / f"{name}.datasheet.yaml").write_text(sheets.sheet(number, clean=clean), encoding="utf-8")
        _run(top, "other.datasheet.yaml", "calls")  # from here on the plan is kept, and all bytecode
        shutil.copytree(top / "cache", top / "kept")
        one, many = (_counts(top, what, "calls", "instructions") for what in ("one.datasheet.yaml", "many"))
        red = _counts(top, "red.datasheet.yaml", "calls")
        _run(top, "one.datasheet.yaml", "calls")
        again = _counts(top, "one.datasheet.yaml", "calls", cold=False)
    further = {name: (many[name] - one[name]) // FURTHER for name in one}
    return {"one clean file": one, "each further file": further, "one red file": red, "an unchanged file": again}


def _counts(top: Path, what: str, *kinds: str, cold: bool = True) -> Counts:
    """What a check costs; `cold`: the plan is known, and what is checked is not."""
    found: Counts = {}
    for kind in kinds:
        if cold:
            shutil.rmtree(top / "cache")
            shutil.copytree(top / "kept", top / "cache")
        found |= _run(top, what, kind)
    return found


def _run(top: Path, what: str, kind: str) -> Counts:
    words = ["check", what, "--as-of", AS_OF, "--no-config", "--format", "concise", "--fail-on", "never"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("COV", "POLICYLINT"))}
    environment |= {"XDG_CACHE_HOME": str(top / "cache"), "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
    environment |= {"PYTHONUTF8": "1", "POLICYLINT_JOBS": "1"}
    command = [sys.executable, str(PROBE), kind, *words]
    done = subprocess.run(command, cwd=top, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr + done.stdout)
    return {name: int(value) for name, value in map(str.split, done.stderr.splitlines())}


def version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def over(found: dict[str, Counts], budget: dict[str, Counts], room: float) -> list[str]:
    """What was counted beyond its budget and the room that it has."""
    return [
        f"{case}: {counts[name]} {name}, at most {most * (1 + room):.0f} ({most} and {room:.0%})"
        for case, counts in found.items()
        for name, most in budget[case].items()
        if counts[name] > most * (1 + room)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="take what is counted now for the budget")
    options = parser.parse_args()
    now, kept = measured(), json.loads(BUDGET.read_text(encoding="utf-8")) if BUDGET.exists() else {}
    if options.write:
        kept = {"python": version(), "room": kept.get("room", 0.08), "budget": now}
        BUDGET.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    for case, counts in now.items():
        for name, value in counts.items():
            sys.stdout.write(f"{case:20} {name:14} {value:>9} of {kept['budget'][case][name]:>9}\n")
    if kept["python"] != version():
        sys.stdout.write(f"the budget is for Python {kept['python']}; this is {version()}, and nothing is held to it\n")
        return 0
    wrong = over(now, kept["budget"], kept["room"])
    sys.stdout.write("".join(f"over budget: {line}\n" for line in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
