"""A Spark cluster on this machine: one master and two workers, processes of their own, which end with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 240
"""Seconds that anything may take on a busy machine."""


class Cluster(NamedTuple):
    """The address of the master, the workers, and the folder of each in which its executors write."""

    master: str
    workers: list[subprocess.Popen[bytes]]
    folders: list[Path]

    def tasks(self, worker: int) -> int:
        """How many tasks the executors of a worker have begun."""
        return sum(
            log.read_text(errors="replace").count("Running task") for log in self.folders[worker].glob("*/*/stderr")
        )

    def kill(self, worker: int) -> None:
        """A worker and its executors are gone from one moment to the next."""
        os.killpg(self.workers[worker].pid, signal.SIGKILL)


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster that is ready to be asked."""
    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    started = [_start(folder / "master.log", "master.Master", "--port", str(port), "--webui-port", "0")]
    folders = [folder / f"worker-{number}" for number in range(workers)]
    try:
        _wait_for(port, started[0])
        for work in folders:
            work.mkdir()
            sizes = ["--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", str(work)]
            started.append(_start(work.with_suffix(".log"), "worker.Worker", *sizes, master))
        yield Cluster(master, started[1:], folders)
    finally:
        for one in started:
            _end(one)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(log: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A daemon, in a process group of its own: its executors belong to that."""
    import pyspark

    script = Path(pyspark.__file__).parent / "bin" / "spark-class"
    command = [str(script), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *arguments]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    with log.open("wb") as output:
        return subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the master did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
