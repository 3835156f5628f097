"""The tests of rules: each is a world made of fragments, judged by its rule alone, and two-sided.

A finding that a test expects and that does not come is a failure, and so is one that comes and that it does not expect.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from policylint.advisories.registry import Advisory, Registry, index_of
from policylint.beside import is_license_text
from policylint.documents import Document
from policylint.documents.node import MAPPING, Mark, Node
from policylint.facts.common import Item, Link, Sheet, World, license_text
from policylint.facts.ledger import count
from policylint.facts.records import in_data
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import UNKNOWN, Truth, truth
from policylint.policy.compile import Compiled, compile_rule
from policylint.policy.conclude import finding
from policylint.policy.judge import Judgement, judge
from policylint.policy.rule import Rule, Test, read_rule
from policylint.shapes.check import UNSAID, Checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from policylint.facts.ledger import Totals
    from policylint.findings import Finding

_WORST_FIRST = ("fail", "unknown", "pass")


class Case(NamedTuple):
    """A test that can be run: the rule's plan with the parameters that the test sets, and the world it describes."""

    test: Test
    plan: dict[str, Any]
    world: World


class Result(NamedTuple):
    """What a test's rule came to, and why the test does not hold (None if it does)."""

    test: Test
    outcome: str
    findings: tuple[Finding, ...]
    failure: str | None


def run_tests(rule: Rule) -> list[Result]:
    """Run every test of a rule."""
    return [run_case(case) for case in cases(rule, rule.tests)]


def run_test(rule: Rule, test: Test) -> Result:
    """Judge a test's fragments: at the moment it names, else at the first the rule has for what it gives."""
    return run_case(cases(rule, [test])[0])


def cases(rule: Rule, tests: Iterable[Test]) -> list[Case]:
    """The tests of a rule, ready to run."""
    plans: dict[str, dict[str, Any]] = {repr({}): rule.plan}
    made = []
    for test in tests:
        key = repr(test.parameters)
        if key not in plans:
            plans[key] = _with(rule, test.parameters)
        made.append(Case(test, plans[key], world_of(rule, test)))
    return made


def _with(rule: Rule, parameters: dict[str, Any]) -> dict[str, Any]:
    """A rule's plan with other values of its parameters."""
    again, problems = read_rule(rule.document, parameters, rule.extensions)
    assert again is not None, problems
    return again.plan


def run_case(case: Case) -> Result:
    """Judge a case, and compare what comes with what its test expects."""
    compiled = compile_rule(case.plan)
    judged = list(judge(compiled, case.world))
    outcome, found = outcome_of(judged), findings(compiled, judged, case.world)
    return Result(case.test, outcome, found, _failure(case.test, outcome, found))


def holds(case: Case, compiled: Compiled) -> bool:
    """Whether a test holds of a rule, as `run_case` has it, without working out findings where the outcome tells."""
    judged = list(judge(compiled, case.world))
    test, outcome = case.test, outcome_of(judged)
    if outcome != test.expect or any(one.outcome in _unexpected(test) for one in judged):
        return False
    return test.at is None or _failure(test, outcome, findings(compiled, judged, case.world)) is None


def outcome_of(judged: Iterable[Judgement]) -> str:
    """What all items together come to: the worst of their outcomes; without items, not applicable."""
    outcomes = {one.outcome for one in judged}
    return next((one for one in _WORST_FIRST if one in outcomes), "not_applicable")


def findings(compiled: Compiled, judged: Iterable[Judgement], world: World) -> tuple[Finding, ...]:
    """The finding of each item that failed or could not be decided."""
    level = compiled.plan["severity"]
    return tuple(finding(compiled, one, world, level) for one in judged if one.outcome in ("fail", "unknown"))


def _unexpected(test: Test) -> tuple[str, ...]:
    """The outcomes that no item of a test may have: beside a fail an unknown, unless `at` lists every finding."""
    return ("unknown",) if test.expect == "fail" and test.at is None else ()


def _failure(test: Test, outcome: str, found: tuple[Finding, ...]) -> str | None:
    if outcome != test.expect:
        return f"expected {test.expect}, got {outcome}"
    if any(one.outcome in _unexpected(test) for one in found):
        return f"expected {test.expect} alone, got unknown as well: list every finding under `at`"
    if test.at is None:
        return None
    came, asked = Counter(one.place.pointer for one in found), Counter(test.at)
    lacking, beyond = _named(asked - came), _named(came - asked)
    differs = [f"no finding at {lacking}" if lacking else "", f"an unexpected finding at {beyond}" if beyond else ""]
    return "; ".join(part for part in differs if part) or None


def _named(pointers: Counter[str]) -> str:
    return ", ".join(pointer or "the root" for pointer in pointers.elements())


def world_of(rule: Rule, test: Test) -> World:
    """The world that a test describes."""
    moments = rule.plan["moments"]
    moment = test.moment or (moments[0] if test.use is None else "consume")
    sheet = _item(test, test.datasheet, test.datasheet_node, "datasheet")
    uses: tuple[Item, ...] | None
    entry = None
    if test.use is not None:
        use = _item(test, test.use, test.use_node, "use")
        uses = (use,)
        listed = use.child("datasets").children()
        entry = listed[0] if listed else None
    else:
        intended = sheet.child("uses").child("intended")
        uses = None if intended.value is UNSAID else tuple(intended.children())
    checked = "datasheet" if test.use is None else "use"
    registry = _registry(test)
    links = _links(rule, test)
    texts = tuple(license_text(path, text) for path, text in test.files if is_license_text(path))
    seen = World(sheet, uses, entry, moment, test.as_of, {}, checked, links, lambda: registry, _verifier(test))
    seen = seen._replace(beside=lambda _: texts, records=_records(test))
    return seen._replace(totals=lambda: _totals(test, seen))


def _totals(test: Test, world: World) -> Totals | None:
    """The totals of a test's ledger, with the items that a file of the test lists and no row covers."""
    found = count(world)
    listed = dict(test.files).get(world.sheet.child("people").child("ledger").child("items").child("path").value)
    if found is None or listed is None:
        return found
    known = {row.child("item_id").value for row in world.records or () if in_data(row, world).value is not False}
    items = {line.strip() for line in listed.splitlines() if line.strip()}
    return found._replace(uncovered=len(items - known))


def _records(test: Test) -> tuple[Item, ...] | None:
    """The rows of a test's ledger; None where it gives none."""
    if test.ledger is None:
        return None
    document = Document(test.document.path, test.document.text, test.ledger_node, ())
    sheet = Sheet({}, document, "ledger")
    return tuple(Item(row, sheet, f"/{index}") for index, row in enumerate(test.ledger))


def _verifier(test: Test) -> Callable[[Sheet, str, str], Truth]:
    """What looks at the files of a test: a path that leads out of its folder leads elsewhere."""
    files = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in test.files}
    return lambda _, path, sha256: UNKNOWN if path.startswith("..") else truth(files.get(path) == sha256)


def _registry(test: Test) -> Registry:
    """The advisories of a test, and no others; their registry was reviewed on the day that tests judge."""
    given = [Advisory(name, checked.value) for name, checked in test.advisories]
    return Registry(index_of(given), given=given)


def _links(rule: Rule, test: Test) -> Callable[[Sheet], tuple[Link, ...]]:
    """Where `sources` lead in a test: to its sheets, by path or id."""
    sheets = [_sheet(rule, name, checked, node) for name, checked, node in test.sheets]

    def links(sheet: Sheet) -> tuple[Link, ...]:
        entries = Item(sheet.value, sheet, "").child("sources").children()
        return tuple(Link(entry, next((one for one in sheets if _leads(entry, one)), None)) for entry in entries)

    return links


def _sheet(rule: Rule, path: str, checked: Checked, node: Node) -> Sheet:
    return Sheet(checked.value, Document(path, rule.document.text, node, ()), "datasheet", checked.origins)


def _leads(entry: Item, sheet: Sheet) -> bool:
    return entry.child("ref").value == sheet.document.path or (
        sheet.id is not None and sheet.id in (entry.child("ref").value, entry.child("id").value)
    )


def _item(test: Test, checked: Checked | None, node: Node | None, kind: str) -> Item:
    """A fragment as if it were a document; an empty one where the test gives none."""
    file = test.document
    document = Document(file.path, file.text, node or Node(MAPPING, [], _beginning(file), _beginning(file)), ())
    value, origins, _ = checked or Checked({}, {}, [])
    return Item(value, Sheet(value, document, kind, origins), "")


def _beginning(file: Document) -> Mark:
    """Where a file begins: the place of what a test does not give."""
    assert file.root is not None
    return file.root.start
