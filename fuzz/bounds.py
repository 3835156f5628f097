"""One attempt: a target on some bytes within bounds of time and memory, and what became of it."""

from __future__ import annotations

import hashlib
import resource
import signal
import time
import traceback
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    Target = Callable[[bytes], None]

MAX_BYTES = 64 * 1024
"""Inputs are no longer than this."""
MOST_SECONDS = 1.0
"""Of processor time for one input: none is longer than 64 KB."""
HANGS_AFTER = 20.0
"""Seconds of processor time after which an attempt is given up."""
MOST_MEMORY = 256 * 1024 * 1024
"""By how much the most memory ever used may grow while one input is tried."""
_DEEP = 6


class Broken(AssertionError):  # noqa: N818 - what it says reads better without
    """A promise that was not kept: its name, and how."""

    def __init__(self, promise: str, how: str = "") -> None:
        super().__init__(f"{promise}: {how}" if how else promise)
        self.promise = promise


class _GivenUp(BaseException):
    """Raised into a target that has run for too long; no `except Exception` of its own takes it."""


class Crash(NamedTuple):
    """What went wrong with an input: crashes of one signature are one bug, as far as can be told."""

    signature: str
    text: str

    @property
    def name(self) -> str:
        """A name for a file."""
        digest = hashlib.sha256(self.signature.encode(errors="replace")).hexdigest()[:8]
        word = "".join(char if char.isalnum() else "-" for char in self.signature.partition(" ")[0].lower())
        return f"{word[:40].strip('-')}-{digest}"


def attempt(target: Target, data: bytes, seconds: float = MOST_SECONDS) -> Crash | None:
    """Try an input; None if every promise was kept. What was slow once is tried again before it is called slow."""
    crash, spent = _timed(target, data)
    if crash is None and spent > seconds:
        crash, again = _timed(target, data)
        spent = min(spent, again)
    if crash is None and spent > seconds:
        return Crash("slow", f"{spent:.1f} s of processor time for {len(data):,} bytes")
    return crash


def _timed(target: Target, data: bytes) -> tuple[Crash | None, float]:
    most = most_memory()
    before = time.process_time()
    crash = _guarded(target, data)
    spent = time.process_time() - before
    grown = most_memory() - most
    if crash is None and grown > MOST_MEMORY:
        crash = Crash("memory", f"{grown // 2**20:,} MiB more than ever before, for {len(data):,} bytes")
    return crash, spent


def _guarded(target: Target, data: bytes) -> Crash | None:
    previous = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER)
    try:
        target(data)
    except _GivenUp:
        return Crash(
            "hang", f"given up after {HANGS_AFTER:.0f} s of processor time\n{traceback.format_exc(limit=-_DEEP)}"
        )
    except Exception as error:  # noqa: BLE001 - any exception that comes this far is a bug
        return Crash(_signature(error), "".join(traceback.format_exception(error)))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
    return None


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise _GivenUp


def _signature(error: BaseException) -> str:
    """The promise, or the kind of an exception with the innermost place in policylint."""
    if isinstance(error, Broken):
        return error.promise
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "policylint/" in one.filename.replace("\\", "/") and "/fuzz/" not in one.filename]
    last = (ours or frames)[-1]
    file = last.filename.replace("\\", "/").rpartition("policylint/")[2]
    return f"{type(error).__name__} {file}:{last.name}"


def most_memory() -> int:
    """The most memory that this process ever used, in bytes (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
