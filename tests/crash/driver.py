"""Runs a command again and again, each time killed a step later, and tells what it left: a process beside the tests.

    python -m tests.crash.driver < TASK

The task says, as JSON, which folder to copy, where to work, which command to run there, and how it dies. Each run is a
fork of this process, which has imported everything already. For each, a line of JSON tells how it ended and what files
there are.
"""

from __future__ import annotations

import base64
import gc
import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policylint.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STEPS = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.truncate")
_WRITES = os.O_WRONLY | os.O_RDWR
_LONGEST = 30
"""Seconds after which a run that does not end is killed, which shows in how it ended."""


def steps(last: int) -> None:
    """Die before the step of that number, from the first file on that is opened to be written."""
    seen = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if _opens(event, arguments) or (seen and event in _STEPS):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def bytes_of(last: int, most: int) -> None:
    """Die inside the write that makes a file longer than so many bytes, from the file of that number on."""
    seen = 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if _opens(event, arguments):
            seen += 1
            if seen == last:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    sys.addaudithook(watch)


def _opens(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a file is about to be opened to be written."""
    return event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITES)


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder, with its content."""
    return {
        path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run(task: dict[str, Any], prepare: Callable[[], None], after: float | None = None) -> dict[str, Any]:
    """One run, killed after some seconds at the latest; how it ended, as its signal or exit code, and what is there."""
    here = Path(task["work"])
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(task["template"], here)
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.chdir(here)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        prepare()
        os._exit(main(list(task["command"])))
    longest = _LONGEST if after is None else after
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() - started > longest:
            os.kill(child, signal.SIGKILL)
            break
        time.sleep(0.0005)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"status": status, "seconds": time.monotonic() - started, "files": files(here)}


def import_all(task: dict[str, Any]) -> None:
    """Run the command here, so that its forks need not import what it needs."""
    shutil.copytree(task["template"], task["work"])
    os.chdir(task["work"])
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        main(list(task["command"]))
    os.chdir("/")
    gc.freeze()


def runs(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The run to its end, and after it those that are killed."""
    import_all(task)
    whole = run(task, lambda: None)
    yield whole
    before = files(Path(task["template"]))
    written = [content for name, content in whole["files"].items() if content != before.get(name)]
    largest = max(len(base64.b64decode(content)) for content in written)
    yield run(task, lambda: bytes_of(1, largest // 2))
    yield from until_it_ends(task, lambda number: bytes_of(number, 0))
    for _ in range(task["random"]):
        yield run(task, lambda: None, random.uniform(0, whole["seconds"]))
    yield from until_it_ends(task, steps)


def until_it_ends(task: dict[str, Any], die: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    """Runs that die at the first point, at the second, and so on, until one of them does not."""
    for number in count(1):
        done = run(task, partial(die, number))
        yield done
        if done["status"] >= 0:
            return


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    for one in runs(asked):
        sys.stdout.write(json.dumps(one) + "\n")
