"""What judging reads: each file once, and only when somebody asks; and what the disk answered."""

from __future__ import annotations

import os
from functools import cache

from policylint.beside import license_texts
from policylint.disk import texts_answer
from policylint.facts.common import license_text
from policylint.lean import TYPE_CHECKING
from policylint.project import lineage_of
from policylint.request import STDIN
from policylint.sheets import Loaded, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from policylint.advisories.registry import Registry
    from policylint.facts.common import Item, Sheet
    from policylint.leads import Question
    from policylint.ledgers import Ledgers
    from policylint.logic import Truth
    from policylint.policy.in_force import Policy
    from policylint.request import Request


MOST_SOURCES = 256
"""Sheets that others were made from, of which so many are held in a run of many."""
_MOST_TEXTS = 256
"""In a run of many, folders of which it is held what licence texts they have; that one has none is held of all."""


class Inputs:
    """What a run reads."""

    def __init__(self, policy: Policy, request: Request, checked: Collection[str]) -> None:
        self.request = request
        self._advised: dict[Any, Any] = {}
        self.registry = _advisories(request.advisories, self._advised)
        self.store = Store(policy.extensions, len(checked))
        self.lineage = lineage_of(self.store, checked, request.roots, request.exclude)
        self._ledgers: Ledgers | None = None
        self._texts: dict[str, tuple[tuple[Item, ...], str]] = {}
        self._verified: dict[str, dict[Question, Truth]] = {}

    def verify(self, sheet: Sheet, path: str, sha256: str) -> Truth:
        """Whether a file that a sheet names by its path has a hash."""
        from policylint.evidence import verified  # noqa: PLC0415 - only where a rule asks for evidence

        origin = sheet.document.path
        known, question = self._verified.setdefault(origin, {}), ("hash", origin, path, sha256)
        if question not in known:
            known[question] = verified(origin, path, sha256, self.lineage.leads.roots(origin))
        return known[question]

    def beside(self, sheet: Sheet) -> tuple[Item, ...]:
        """The licence texts beside a sheet's file, read once for each folder."""
        path = sheet.document.path
        folder = os.path.dirname(path)
        if path == STDIN:
            return ()
        if folder not in self._texts:
            read = license_texts(folder)
            texts = tuple(license_text(*found) for found in read)
            self._texts[folder] = texts, texts_answer(read)
        return self._texts[folder][0]

    def ledgers(self) -> Ledgers:
        """The ledgers of the run."""
        if self._ledgers is None:
            from policylint.ledgers import Ledgers  # noqa: PLC0415 - only for sheets that name a ledger

            self._ledgers = Ledgers(self.request, self.lineage.leads.roots)
        return self._ledgers

    def answers(self, loaded: Loaded) -> dict[Question, str]:
        """What a document rests on: its own bytes, and all that was asked for it and for what it is made from."""
        found: dict[Question, str] = {("file", loaded.path): loaded.document.digest}
        if loaded.sheet is None:
            return found
        led, sheets = self.lineage.answers(loaded.sheet)
        found |= led
        for path in (sheet.document.path for sheet in sheets):
            folder = os.path.dirname(path)
            if folder in self._texts:
                found["texts", folder] = self._texts[folder][1]
            found |= {question: str(answer) for question, answer in self._verified.get(path, {}).items()}
        return found

    def let_go(self, loaded: Loaded) -> None:
        """Forget a document of many, with what was asked for it alone; and all sources, once they are many themselves.

        Those that one document rests on are needed together, so there is room for the most of them several times.
        """
        if not self.store.many:
            return
        self.store.let_go(loaded.path)
        self._verified.pop(loaded.path, None)
        self._advised.pop(loaded.path, None)
        folder = os.path.dirname(loaded.path)
        texts, _ = self._texts.get(folder, ((), ""))
        if texts and len(self._texts) > _MOST_TEXTS:
            del self._texts[folder]
        if loaded.sheet is not None:
            self.lineage.let_go(loaded.sheet)
        if len(self.store.sources) > max(MOST_SOURCES, 4 * self.lineage.most):
            self.lineage.forget()
            self._advised.clear()

    def close(self) -> None:
        """Leave nothing open."""
        if self._ledgers is not None:
            self._ledgers.close()


def _advisories(folders: tuple[str, ...], remembered: dict[Any, Any]) -> Callable[[], Registry]:
    """The advisories of a run, read when a rule asks; those of further folders now, since they may be broken."""

    @cache
    def made() -> Registry:
        from policylint.advisories.registry import registry  # noqa: PLC0415 - only where a rule asks

        return registry(folders).of_a_run(remembered)

    if folders:
        made()
    return made
