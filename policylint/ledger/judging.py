"""The rules on rows of one datasheet, judged together: its ledger is read once for all of them."""

from __future__ import annotations

from policylint.findings import Place, Problem, Records, Span
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.ledger.source import list_of_items
from policylint.policy.compile import beside_rows
from policylint.policy.judge import combinations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policylint.facts.common import Item, World
    from policylint.facts.ledger import Totals
    from policylint.findings import Row
    from policylint.ledger.book import Ledger
    from policylint.ledger.engine import UnreadableLedgerError
    from policylint.policy.compile import Compiled, Scope


class OnRows(NamedTuple):
    """What one rule came to on all rows, for one combination of the other items that it ranges over."""

    rule: Compiled
    scope: Scope
    records: Records
    first: Place

    @property
    def outcome(self) -> str:
        """The worst outcome of a row."""
        records = self.records
        return "fail" if records.fail else "unknown" if records.unknown else "pass"


def on_rows(rules: Sequence[Compiled], world: World, ledger: Ledger, *, show_ids: bool) -> list[OnRows]:
    """What rules come to on the rows of a ledger. Raises UnreadableLedgerError."""
    asked = [(rule, scope) for rule in rules for scope in combinations(beside_rows(rule), world, {})]
    counted = ledger.records([ledger.asked(rule, scope, world) for rule, scope in asked], world.as_of)
    return [
        OnRows(rule, scope, records, _first(records, ledger, show_ids=show_ids))
        for (rule, scope), records in zip(asked, counted, strict=True)
        if records.applied
    ]


def _first(records: Records, ledger: Ledger, *, show_ids: bool) -> Place:
    """Where the first row stands that is shown: a position, and no word of what is in it, unless ids are asked for."""
    if not records.sample:
        return Place(ledger.shown, "", Span(1, 1, 1, 1), "the ledger")
    row = records.sample[0]
    line = _line(row)
    ids = f": {', '.join(ledger.ids(records.sample))}" if show_ids and (records.fail or records.unknown) else ""
    return Place(row.file, "", Span(line, 1, line, 1), f"row {row.row}, the first of them{ids}")


def _line(row: Row) -> int:
    """The line of a row: in CSV the header comes before it."""
    return row.row + 1 if row.file.lower().endswith((".csv", ".csv.gz")) else row.row


def totals_of(ledger: Ledger, at: Item, as_of: str, roots: Sequence[str]) -> Totals | None:
    """The totals of a ledger, with the listed items that it does not cover. Raises UnreadableLedgerError."""
    found = ledger.totals(as_of)
    items = list_of_items(at, roots)
    if found is None or items is None:
        return found
    return found._replace(uncovered=ledger.uncovered(items, as_of))


def problem_of(error: UnreadableLedgerError, at: Item) -> Problem:
    """What is wrong with a ledger, where the datasheet names it."""
    field = at.child(error.field) if error.field else at
    place = field.sheet.place(field.pointer)
    return Problem(error.rule, place.path, place.span, error.message, error.remedy, place.pointer)
