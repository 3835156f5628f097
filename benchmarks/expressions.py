"""Measure our reading of licence expressions beside `license-expression`: import, one parse, and what each takes.

python benchmarks/expressions.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import timeit
from typing import Any

from license_expression import Licensing

from policylint.licenses.expression import ExpressionError, parse

RUNS = 15
TEXTS = ("MIT", "MIT OR (Apache-2.0 AND CC-BY-4.0)", "GPL-2.0-only WITH Classpath-exception-2.0 AND (MIT OR ISC)")
ODD = (
    "MIT AND MIT AND",
    "( ( MIT ) MIT AND ( MIT ) )",
    "()",
    "( AND MIT",
    "MIT ISC",
    "MIT (ISC)",
    "MIT OR OR ISC",
    "MIT)",
)
IMPORTS = {
    "nothing": "pass",
    "policylint.licenses.expression": "import policylint.licenses.expression",
    "license_expression": "import license_expression",
    "license_expression, SPDX ids": "import license_expression; license_expression.get_spdx_licensing()",
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    say(f"whole processes, median of {RUNS}, in ms")
    seconds: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for _ in range(RUNS):
        for name, code in IMPORTS.items():
            command = [sys.executable, "-c", code]
            seconds[name].append(timeit.timeit(lambda: subprocess.run(command, check=True), number=1))  # noqa: B023
    for name, found in seconds.items():
        say(f"  {name:<32}{statistics.median(found) * 1000:7.1f}")
    say("one parse, in µs: ours, theirs")
    theirs = Licensing()
    for text in TEXTS:
        say(f"  {text:<70}{micros(parse, text):7.1f}{micros(theirs.parse, text):7.1f}")
    say("what is no expression: ours, theirs")
    for text in ODD:
        say(f"  {text:<30}{answer(parse, text):<60}{answer(theirs.parse, text)}")


def micros(read: Any, text: str) -> float:
    return min(timeit.repeat(lambda: read(text), number=200, repeat=5)) / 200 * 1e6


def answer(read: Any, text: str) -> str:
    try:
        return f"read as {read(text)}"
    except ExpressionError as error:
        return f"at {error.offset}: {error.message}"
    except Exception as error:  # noqa: BLE001 - what they raise is what is shown
        return f"{type(error).__name__}: {' '.join(str(error).split())[:50]}"


if __name__ == "__main__":
    main()
