"""The tests inside rules: each is a world made of fragments, judged by its rule alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from policylint.advisories.registry import Advisory, Registry, index_of
from policylint.documents import Document
from policylint.documents.node import MAPPING, Mark, Node
from policylint.facts.common import Item, Link, Sheet, World
from policylint.policy.compile import compile_rule
from policylint.policy.conclude import finding
from policylint.policy.judge import judge
from policylint.policy.rule import Rule, Test, read_rule
from policylint.shapes.check import UNSAID, Checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from policylint.findings import Finding


class Result(NamedTuple):
    """What a test's rule came to, and why the test does not hold (None if it does)."""

    test: Test
    outcome: str
    findings: tuple[Finding, ...]
    failure: str | None


def run_tests(rule: Rule) -> list[Result]:
    """Run every test of a rule."""
    return [run_test(rule, test) for test in rule.tests]


def run_test(rule: Rule, test: Test) -> Result:
    """Judge a test's fragments: at the moment it names, else at the first the rule has for what it gives."""
    plan = rule.plan
    if test.parameters:
        again, problems = read_rule(rule.document, test.parameters)
        assert again is not None, problems
        plan = again.plan
    compiled, world = compile_rule(plan), world_of(rule, test)
    judged = list(judge(compiled, world))
    outcomes = {one.outcome for one in judged}
    outcome = next((one for one in ("fail", "unknown", "pass") if one in outcomes), "not_applicable")
    findings = tuple(
        finding(compiled, one, world, plan["severity"]) for one in judged if one.outcome in ("fail", "unknown")
    )
    return Result(test, outcome, findings, _failure(test, outcome, findings))


def _failure(test: Test, outcome: str, findings: tuple[Finding, ...]) -> str | None:
    if outcome != test.expect:
        return f"expected {test.expect}, got {outcome}" + "".join(
            f"; {one.place.pointer or '/'}: {one.message}" for one in findings
        )
    if test.at is None or test.expect not in ("fail", "unknown"):
        return None
    places = [one.place.pointer for one in findings if one.outcome == test.expect]
    return None if places == [test.at] else f"expected one finding at {test.at}, got {', '.join(places) or 'none'}"


def world_of(rule: Rule, test: Test) -> World:
    """The world that a test describes."""
    moments = rule.plan["moments"]
    moment = test.moment or (moments[0] if test.use is None else "consume")
    sheet = _item(rule, test.datasheet, test.datasheet_node, "datasheet")
    uses: tuple[Item, ...] | None
    entry = None
    if test.use is not None:
        use = _item(rule, test.use, test.use_node, "use")
        uses = (use,)
        listed = use.child("datasets").children()
        entry = listed[0] if listed else None
    else:
        intended = sheet.child("uses").child("intended")
        uses = None if intended.value is UNSAID else tuple(intended.children())
    checked = "datasheet" if test.use is None else "use"
    registry = _registry(test)
    return World(sheet, uses, entry, moment, test.as_of, {}, checked, _links(rule, test), lambda: registry)


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


def _item(rule: Rule, checked: Checked | None, node: Node | None, kind: str) -> Item:
    """A fragment as if it were a document; an empty one where the test gives none."""
    document = Document(
        rule.document.path, rule.document.text, node or Node(MAPPING, [], _beginning(rule), _beginning(rule)), ()
    )
    value, origins, _ = checked or Checked({}, {}, [])
    return Item(value, Sheet(value, document, kind, origins), "")


def _beginning(rule: Rule) -> Mark:
    """Where a rule's file begins: the place of what a test does not give."""
    assert rule.document.root is not None
    return rule.document.root.start
