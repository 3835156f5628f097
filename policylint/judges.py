"""Who judges: one judge, made when the first document needs one; and more of them, each in a process of its own."""

from __future__ import annotations

import marshal
import os
import sys

from policylint.leads import Leads
from policylint.lean import TYPE_CHECKING
from policylint.outcome import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Any, BinaryIO, Self

    from policylint.discover import Found
    from policylint.dossier import Gathered
    from policylint.judge import Judge
    from policylint.outcome import Outcome
    from policylint.policy.in_force import Policy
    from policylint.request import Request
    from policylint.rulings import Judged
    from policylint.sheets import Store

WORTH = 100
"""Documents that a further process must have to judge before it is worth its start."""
_CHUNK = 16
"""Documents that come back from a process at once."""
_LENGTH = 8
"""Bytes of the length before each message of a process."""


class Judges:
    """The judge of a run. A run in which nothing has to be judged makes none."""

    def __init__(
        self, policy: Policy, request: Request, checked: Collection[str], kept: list[Judged] | None = None
    ) -> None:
        self.leads = Leads(checked, request.roots, self._find)
        """Where references lead, for whoever asks before there is a judge."""
        self._of = (policy, request, checked, kept)
        self._jobs = 1 if request.keep or kept is not None else request.jobs
        self._judge: Judge | None = None

    @property
    def judge(self) -> Judge:
        """The judge."""
        if self._judge is None:
            from policylint.judge import Judge  # noqa: PLC0415 - only where something must be judged

            self._judge = Judge(*self._of)
        return self._judge

    def _find(self, reference: str, origin: str) -> Sequence[str]:
        """The datasheets of the project that carry a name, for whoever asks from a file."""
        return self.judge.inputs.lineage.leads.find(reference, origin)

    def store(self) -> Store:
        """The documents of the run."""
        return self.judge.inputs.store

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of a file, for a finding to show."""
        if self._judge is not None:
            return self.store().lines(path)
        from policylint.documents import lines_of_file  # noqa: PLC0415 - a clean run shows none

        return lines_of_file(path)

    @property
    def gathered(self) -> Gathered | None:
        """What is kept for a dossier, if one is asked for."""
        return self.judge.gathered if self._of[1].keep else None

    def close(self) -> None:
        """Leave nothing open."""
        if self._judge is not None:
            self._judge.inputs.close()

    def outcomes(self, files: Sequence[Found]) -> Iterator[Outcome]:
        """What comes of each file, in the order of the files."""
        jobs = min(self._jobs, len(files) // WORTH)
        if jobs > 1 and hasattr(os, "fork"):
            yield from self._by_processes(files, jobs)
        else:
            for found in files:
                yield self.judge.file(found)

    def _by_processes(self, files: Sequence[Found], jobs: int) -> Iterator[Outcome]:
        """The chunks of the files in turn from each process; what one does not bring is judged here."""
        chunks = [files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)]
        judge = self.judge  # made before the processes are, which share it
        with _Processes(judge, chunks, jobs) as processes:
            for number, chunk in enumerate(chunks):
                brought = processes.brought(number % jobs) or [None] * len(chunk)
                for found, values in zip(chunk, brought, strict=True):
                    yield judge.file(found) if values is None else _unpacked(*values)


def _unpacked(values: tuple[Any, ...], answers: dict[tuple[str, ...], str]) -> Outcome:
    made = unpacked(values)
    made.answers = answers
    return made


class _Processes:
    """Forks of this process, each of which judges every n-th chunk and writes what came of it into a pipe.

    They hold what this process has read so far, take no messages, and end with their pipe: none can be left behind.
    """

    def __init__(self, judge: Judge, chunks: Sequence[Sequence[Found]], jobs: int) -> None:
        self._pipes: list[BinaryIO] = []
        self._children: list[int] = []
        sys.stdout.flush()
        sys.stderr.flush()
        for number in range(jobs):
            ours, theirs = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(ours)
                for pipe in self._pipes:
                    pipe.close()
                _judge_all(judge, chunks[number::jobs], theirs)
            os.close(theirs)
            self._children.append(child)
            self._pipes.append(open(ours, "rb"))  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.close()  # whoever still writes into it ends
        for child in self._children:
            os.waitpid(child, 0)

    def brought(self, number: int) -> list[Any] | None:
        """The next chunk of a process; None where it has ended before."""
        pipe = self._pipes[number]
        head = pipe.read(_LENGTH)
        length = int.from_bytes(head)
        data = pipe.read(length)
        if len(head) < _LENGTH or len(data) < length:
            return None
        made: list[Any] = marshal.loads(data)  # noqa: S302 - from a fork of this process
        return made


def _judge_all(judge: Judge, chunks: Sequence[Sequence[Found]], descriptor: int) -> None:
    """What a process of its own does. It never returns: whatever goes wrong is found again by who waits for it."""
    code = 1
    try:
        with open(descriptor, "wb", buffering=0) as pipe:
            for chunk in chunks:
                made = [None if judge.needs_ledger(found) else _brought(judge.file(found)) for found in chunk]
                data = marshal.dumps(made)
                _write(pipe, len(data).to_bytes(_LENGTH) + data)
        code = 0
    except BaseException:  # noqa: BLE001, S110 - the process that waits judges the rest itself, and says what is wrong
        pass
    finally:
        os._exit(code)


def _write(pipe: Any, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[pipe.write(rest) :]


def _brought(outcome: Outcome) -> tuple[Any, ...]:
    return packed(outcome), outcome.answers
