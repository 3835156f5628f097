"""How well texts are resolved to licences: `python benchmarks/resolve.py FILE.csv`, columns string, expected, kind.

`expected` is an id or an expression, `AMBIGUOUS:<family>`, `CUSTOM` or `CUSTOM:<restriction>+<restriction>`, `OTHER`,
`NONE` or `UNKNOWN`. A wrong answer names another licence than the one that is meant; an over-claimed one names a
licence where the text names none, or not which; a missed one names none where the text does.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policylint.licenses.resolver import Resolution, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMED = 10_000
_STATUS = {"AMBIGUOUS": "ambiguous", "CUSTOM": "custom", "OTHER": "custom", "NONE": "none", "UNKNOWN": "unknown"}


class Row(NamedTuple):
    text: str
    expected: str
    kind: str


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Row(row["string"], row["expected"], row["kind"]) for row in csv.DictReader(file)]


def verdict(row: Row, found: Resolution) -> str:
    """right, wrong, over-claimed or missed."""
    word, _, detail = row.expected.partition(":")
    status = _STATUS.get(word)
    if status is None:
        if found.license is None:
            return "missed"
        return "right" if found.license.lower() == row.expected.lower() else "wrong"
    if found.license is not None:
        return "over-claimed"
    if found.status != status:
        return "missed"
    if status == "ambiguous":
        return "right" if (found.family or "") == detail else "missed"
    wanted = set(detail.replace("open-attribution", "open+attribution").split("+")) - {""}
    return "right" if wanted <= set(found.restrictions) else "missed"


def seconds(texts: list[str], count: int = TIMED) -> float:
    many = (texts * (count // max(len(texts), 1) + 1))[:count]
    start = time.perf_counter()
    for text in many:
        resolve(text)
    return time.perf_counter() - start


def shown(row: Row, found: Resolution, result: str) -> str:
    said = found.license or f"{found.status} {found.family or ''} {'+'.join(found.restrictions)}".strip()
    return f"{result}: {row.text!r} is {row.expected}, resolved to {said} ({found.why})"


def report(given: list[Row], *, show: bool) -> Iterator[str]:
    start = time.perf_counter()
    resolve("MIT")
    cold = time.perf_counter() - start
    table: dict[str, Counter[str]] = {}
    for row in given:
        found = resolve(row.text)
        result = verdict(row, found)
        table.setdefault(row.kind, Counter())[result] += 1
        if show and result != "right":
            yield shown(row, found, result)
    yield f"{'kind':<12}{'right':>8}{'wrong':>8}{'over':>8}{'missed':>8}"
    total: Counter[str] = sum(table.values(), Counter())
    for kind, counts in [*sorted(table.items()), ("all", total)]:
        yield f"{kind:<12}" + "".join(f"{counts[one]:>8}" for one in ("right", "wrong", "over-claimed", "missed"))
    bad = total["wrong"] + total["over-claimed"]
    yield f"right {total['right'] / len(given):.1%}, wrong or over-claimed {bad / len(given):.1%} of {len(given)}"
    yield f"tables {cold * 1000:.0f} ms once, {TIMED:,} texts {seconds([row.text for row in given]):.2f} s"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", action="store_true", help="print every answer that is not right")
    options = parser.parse_args(arguments)
    for line in report(rows(options.file), show=options.show):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
