"""Spark on a cluster on this machine counts what is expected, or says that it cannot: also when a worker is killed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT
from tests.ledger.cluster import LONGEST, Cluster, cluster
from tests.ledger.conftest import no_spark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

sys.path.insert(0, str(ROOT / "benchmarks"))

import make_ledger
from make_ledger import Shape

pytestmark = [pytest.mark.loopback, pytest.mark.skipif(no_spark() is not None, reason=str(no_spark()))]

PART, PARTS = Shape(500), 8
"""Files of one ledger, all alike: each is a task, and so each worker has several."""


def expected() -> dict[str, list[int]]:
    return {name: [PARTS * number for number in one] for name, one in make_ledger.expected(PART).items()}


class Driver:
    """The process that asks the cluster."""

    def __init__(self, master: str, ledger: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ledger.driver", master, str(ledger)], cwd=ROOT, text=True,
            env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.errors: list[str] = []
        assert self.process.stderr is not None
        threading.Thread(target=self.errors.extend, args=(self.process.stderr,), daemon=True).start()
        self.watch = threading.Timer(LONGEST, self.process.kill)
        self.watch.start()

    def ask(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("again\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "".join(self.errors[-50:])
        return json.loads(line)

    def close(self) -> None:
        self.watch.cancel()
        self.process.kill()
        self.process.wait()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Cluster, Driver]]:
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    make_ledger.write(ledger / "part-0.parquet", PART)
    for number in range(1, PARTS):
        shutil.copy(ledger / "part-0.parquet", ledger / f"part-{number}.parquet")
    with cluster(tmp_path) as made:
        driver = Driver(made.master, ledger)
        try:
            yield made, driver
        finally:
            driver.close()


def test_a_cluster_counts_what_is_expected_and_a_lost_worker_changes_no_count(
    running: tuple[Cluster, Driver],
) -> None:
    made, driver = running
    driver.ask()
    assert driver.answer() == {"counts": expected()}
    begun = [made.tasks(worker) for worker in range(2)]
    assert all(begun)
    driver.ask()
    victim = _first_at_work(made, begun)
    made.kill(victim)
    answer = driver.answer()
    assert made.workers[victim].wait(LONGEST) != 0
    if "error" in answer:
        assert answer["error"][0] == "syntax/ledger"
    else:
        assert answer == {"counts": expected()}


def _first_at_work(made: Cluster, begun: list[int]) -> int:
    """The first worker that begins another task: it is in the middle of the job."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        for worker in range(2):
            if made.tasks(worker) > begun[worker]:
                return worker
        time.sleep(0.005)
    raise AssertionError("no worker began")
