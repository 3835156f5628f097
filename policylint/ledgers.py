"""The ledgers that the sheets of a run name: their totals, and the rules on their rows."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, TypeVar
from policylint.ledger.book import Book
from policylint.ledger.engine import UnreadableLedgerError
from policylint.ledger.judging import on_rows, problem_of, totals_of
from policylint.policy.conclude import finding_on_rows
from policylint.rulings import level, unread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policylint.facts.common import Item, World
    from policylint.facts.ledger import Totals
    from policylint.findings import Finding, Problem
    from policylint.ledger.book import Ledger
    from policylint.ledger.judging import OnRows
    from policylint.policy.compile import Compiled
    from policylint.request import Request

T = TypeVar("T")


class Ledgers:
    """The ledgers of a run, each opened once. Of one that cannot be read nothing is used."""

    def __init__(self, request: Request, roots: Callable[[str], Sequence[str]]) -> None:
        self.problems: list[Problem] = []
        """Why ledgers cannot be read: the run takes these from here. Handed a function of the run, it would live on."""
        self.shown: set[str] = set()
        """The files of rows that findings point at: nobody prints their lines."""
        self._request = request
        self._roots = roots
        self._book = Book(request.ledgers)
        self._of: dict[str, Ledger | None] = {}

    def totals(self, world: World) -> Totals | None:
        """The totals of the ledger that a world's sheet names."""
        at, ledger = _named(world.sheet), self._ledger(world.sheet)
        if ledger is None:
            return None
        roots = self._roots(at.sheet.document.path)
        return self._readable(at, lambda: totals_of(ledger, at, world.as_of, roots))

    def on_rows(self, rules: Sequence[Compiled], world: World, applied: dict[str, int]) -> list[Finding]:
        """The findings of rules on the rows of a ledger; where it cannot be read, that it cannot be told."""
        at, ledger = _named(world.sheet), self._ledger(world.sheet)
        if ledger is None:
            return unread(rules, world, applied, self._request.unknown)
        ids = self._request.ledgers.show_ids
        found = self._readable(at, lambda: on_rows(rules, world, ledger, show_ids=ids))
        if found is None:
            return unread(rules, world, applied, self._request.unknown)
        return [made for one in found if (made := self._finding(one, world, applied)) is not None]

    def close(self) -> None:
        """Leave nothing open."""
        self._book.close()

    def _ledger(self, sheet: Item) -> Ledger | None:
        """The ledger of a sheet, open; None, and a problem unless it is kept elsewhere, where it cannot be read."""
        path, at = sheet.sheet.document.path, _named(sheet)
        if path not in self._of:
            roots = self._roots(path)
            self._of[path] = self._readable(at, lambda: self._book.ledger(at, sheet.sheet.id, roots))
        return self._of[path]

    def _readable(self, at: Item, ask: Callable[[], T]) -> T | None:
        """What is asked of a ledger; None, and a problem, where it cannot be read. Then nothing of it is used."""
        try:
            return ask()
        except UnreadableLedgerError as error:
            self.problems.append(problem_of(error, at))
            self._of[at.sheet.document.path] = None
            return None

    def _finding(self, one: OnRows, world: World, applied: dict[str, int]) -> Finding | None:
        """The finding of a rule on rows, if it found anything that costs something."""
        identifier = one.rule.plan["id"]
        applied[identifier] = applied.get(identifier, 0) + one.records.applied
        cost = level(one.rule, one.outcome, self._request.unknown)
        if one.outcome == "pass" or cost == "ignore":
            return None
        self.shown.add(one.first.path)
        return finding_on_rows(one.rule, one.scope, world, cost, one.records, one.first)


def _named(sheet: Item) -> Item:
    """Where a sheet names its ledger."""
    return sheet.child("people").child("ledger")
