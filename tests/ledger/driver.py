"""Scans a ledger on a Spark cluster once for each line of standard input, and prints what it counts, or what is wrong.

python -m tests.ledger.driver MASTER LEDGER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from policylint.config import Ledgers
from policylint.ledger.engine import UnreadableLedgerError
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import make_ledger


def main(master: str, path: str) -> None:
    shape = make_ledger.Shape(1)
    with make_ledger.opened(Path(path), shape, Ledgers("spark", master=master)) as (seen, ledger):
        for _ in sys.stdin:
            ledger.opened.records.clear()
            try:
                found = make_ledger.judged(seen, ledger)
                said: Any = {"counts": {name: list(one) for name, one in found.items()}}
            except UnreadableLedgerError as error:
                said = {"error": [error.rule, error.message]}
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
