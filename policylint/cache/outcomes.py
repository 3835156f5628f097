"""What came of documents, kept from one run to the next, in files of many documents each."""

from __future__ import annotations

import marshal
import os

from policylint.cache import files
from policylint.disk import answers_to
from policylint.lean import TYPE_CHECKING
from policylint.outcome import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from policylint.discover import Found
    from policylint.disk import Disk
    from policylint.leads import Question
    from policylint.outcome import Outcome
    from policylint.policy.in_force import Policy
    from policylint.request import Request


_MOST_ANSWERS = 1000


class Shelf:
    """The outcomes that are kept for a policy and a request, in a folder of the cache.

    One holds as long as all that it was made from is the same: the document, the files it leads to, policylint, the
    policy, and what is asked, the day among it. One file of the shelf is in memory at a time.
    """

    def __init__(self, folder: str, policy: Policy, request: Request) -> None:
        self._folder = os.path.join(folder, "outcomes")
        self._key = _key(policy, request)
        self._duties = request.duties
        self._name = files.digest_of([os.getcwd(), *_options(request)])[:8].hex()
        self._number = -1
        self._entries: dict[str, bytes] = {}
        self._dirty = False
        self.answers: dict[Question, str] | None = {}
        """All that the outcomes of the run rest on; None where one of them cannot be kept, or where it is very much."""

    def order(self, found: Sequence[Found]) -> list[int]:
        """The places of files, in the order in which they are to be asked for and kept."""
        return sorted(range(len(found)), key=lambda place: (_number(found[place].path), place))

    def kept(self, path: str, disk: Disk) -> Outcome | None:
        """What came of a document, if all that it was made from is as it was."""
        self._turn_to(path)
        if path not in self._entries:
            return None
        key, answers, values = marshal.loads(self._entries[path])  # noqa: S302 - part of a file of the cache
        if key != self._key or not disk.answers(answers):
            return None
        known = unpacked(values)
        if known.obligations is None and self._duties:
            return None
        self._rests_on(answers)
        return known

    def keep(self, path: str, outcome: Outcome) -> None:
        """Keep what came of a document."""
        if not outcome.keepable:
            self.answers = None
            return
        self._rests_on(outcome.answers)
        self._turn_to(path)
        self._entries[path] = marshal.dumps((self._key, outcome.answers, packed(outcome)))
        self._dirty = True

    def _rests_on(self, answers: dict[Question, str]) -> None:
        if self.answers is not None:
            self.answers |= answers
            self.answers = self.answers if len(self.answers) < _MOST_ANSWERS else None

    def close(self) -> None:
        """Write what is not written."""
        self._write()

    def _turn_to(self, path: str) -> None:
        number = _number(path)
        if number != self._number:
            self._write()
            self._number = number
            kept = files.read(self._file)
            self._entries = kept if isinstance(kept, dict) else {}

    @property
    def _file(self) -> str:
        return os.path.join(self._folder, f"{self._name}-{self._number:02x}")

    def _write(self) -> None:
        if self._dirty:
            there = {path: entry for path, entry in self._entries.items() if os.path.lexists(path)}
            files.write(self._file, there)
            self._dirty = False


def _number(path: str) -> int:
    """Which file of the shelf a document is in, of 64: few to write for a folder, and small ones for many folders."""
    return files.digest(path.encode("utf-8", "surrogateescape"))[0] >> 2


def _options(request: Request) -> list[Any]:
    """What people ask in turn for the same documents, with all of it kept."""
    return [
        request.moments, request.unknown, request.select, request.ignore, request.fold, request.once, request.excuses,
    ]  # fmt: skip


def _key(policy: Policy, request: Request) -> bytes:
    """What all outcomes of a run depend on. Waivers and baselines are laid on them afterwards."""
    ledgers = request.ledgers._replace(waiting=None)
    advisories = sorted(answers_to(("tree", folder) for folder in request.advisories).items())
    said = [*_options(request), request.as_of, request.roots, request.exclude, repr(ledgers), advisories]
    return files.digest_of([files.code(), policy.digest, policy.packs, policy.files, said])
