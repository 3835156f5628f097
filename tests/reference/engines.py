"""What policylint comes to on a random case: by the tree that judges datasheets, and by the SQL of each engine."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.documents import read
from policylint.facts import FACTS
from policylint.facts.common import Item, Sheet, World
from policylint.facts.records import rows_of
from policylint.ledger.columns import matched
from policylint.ledger.queries import EVERYTHING, Asked, outcomes
from policylint.logic import UNKNOWN, Truth, truth
from policylint.policy.compile import Compiled, compile_rule
from policylint.policy.judge import judge
from policylint.policy.rule import read_rule
from policylint.policy.sql.translate import record_rule
from policylint.shapes.check import UNSAID, check_fragment
from tests.reference.generate import FILES
from tests.reference.words import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policylint.ledger.engine import Engine

HEAD = {
    "title": "t", "severity": "error", "message": "m", "remedy": "r", "why": "w", "references": [],
    "tests": [{"name": "n", "expect": "fail"}],
}  # fmt: skip
AS_OF = "2026-01-01"
NAMES = ("not_applicable", "pass", "fail", "unknown")


class RefusedError(Exception):
    """A rule or a document that policylint does not take: the generator meant it to."""


def compiled(rule: dict[str, Any]) -> Compiled:
    """A rule as a policy file brings it. Raises RefusedError."""
    written = {key: value for key, value in rule.items() if key != "focus"}
    found, problems = read_rule(read(json.dumps({**HEAD, **written}).encode(), "rules/area/slug.yaml"), {})
    if found is None:
        raise RefusedError("; ".join(f"{one.rule}: {one.message}" for one in problems))
    return compile_rule(found.plan)


def item(value: dict[str, Any], kind: str) -> Item:
    """A document as a fragment in a rule's test is. Raises RefusedError."""
    document = read(json.dumps(value).encode(), f"{kind}.yaml")
    assert document.root is not None, document.problems
    checked = check_fragment(document, document.root, kind)
    if checked.problems:
        raise RefusedError("; ".join(f"{one.pointer}: {one.message}" for one in checked.problems))
    return Item(checked.value, Sheet(checked.value, document, kind, checked.origins), "")


def world(sheet: Item, use: Item | None, as_of: str) -> World:
    """A sheet judged by itself at create, or with a use at consume."""
    if use is None:
        intended = sheet.child("uses").child("intended")
        uses = None if intended.value is UNSAID else tuple(intended.children())
        return World(sheet, uses, None, "create", as_of, {}, verify=_verify)
    entries = use.child("datasets").children()
    return World(sheet, (use,), entries[0] if entries else None, "consume", as_of, {}, "use", verify=_verify)


def _verify(_: Sheet, path: str, sha256: str) -> Truth:
    """Whether a file that is here has a hash; what a path leads to that leaves the folder is elsewhere."""
    return UNKNOWN if path.startswith("..") else truth(FILES.get(path) == sha256)


def terms_of_use(seen: World, index: int) -> Any:
    """What policylint knows of the terms for a use, by its number: the reference decides what follows from them."""
    assert seen.uses is not None
    return _stances(FACTS["Use"]["terms"].derive(seen.uses[index], seen).value)


def terms_of_license(seen: World, text: str) -> Any:
    """The same of a row's licence."""
    row = Item({"license": UNSAID if text == "unknown" else text}, seen.sheet.sheet, "")
    return _stances(FACTS["LedgerRow"]["terms"].derive(row, seen).value)


def _stances(terms: Any) -> Any:
    """What terms say of each action, `open` where they do not."""
    return NOTHING if terms is UNSAID else {action: stance or "open" for action, stance in terms.items()}


def with_rows(seen: World, rows: Sequence[dict[str, Any]]) -> World:
    """The same world with a ledger in hand."""
    ledger = Sheet({}, seen.sheet.sheet.document, "ledger")
    records = tuple(Item(row, ledger, f"/{index}") for index, row in enumerate(rows_of(rows)))
    return seen._replace(records=records)


def by_tree(rule: Compiled, seen: World) -> list[str]:
    """The outcome of each item."""
    return [one.outcome for one in judge(rule, seen)]


def asked_of(rule: Compiled, seen: World) -> list[Asked] | None:
    """What an engine is asked, for each combination of the items beside the rows; None where these are not said."""
    lists = [(name, items({}, seen)) for name, items in rule.ranges if name != "record"]
    if any(items is None for _, items in lists):
        return None
    licenses = sorted({row.value["license"] for row in seen.records or () if isinstance(row.value.get("license"), str)})
    combined = product(*([(name, item) for item in items or ()] for name, items in lists))
    made = [record_rule(rule.plan, dict(scope), seen, lambda _: licenses) for scope in combined]
    return [Asked(one.when, one.require) for one in made]


def by_engine(engine: Engine, asked: Sequence[Asked], as_of: str) -> list[list[str]]:
    """For each that is asked the outcome of each row, all from one query."""
    table, missing = matched(engine.columns(), {})
    assert not missing
    query = outcomes(engine, table, asked, as_of, EVERYTHING)
    numbered = ", ".join(engine.dialect.name(f"o{index}") for index in range(len(asked)))
    rows = engine.rows(f"SELECT {numbered} FROM ({query}) AS found ORDER BY {engine.dialect.name(engine.position)}")
    return [[NAMES[row[index]] for row in rows] for index in range(len(asked))]


class Case(NamedTuple):
    """A rule and what it was judged on."""

    rule: dict[str, Any]
    sheet: dict[str, Any]
    use: dict[str, Any] | None
    rows: list[dict[str, Any]] | None
    as_of: str
