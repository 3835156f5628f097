"""One rule file: YAML nodes → a typed plan, or problems at the policy's own line.

A plan is plain data (lists, strings, numbers): what a run needs and no more.
Its conditions are

    ["all", [cond…]]  ["any", [cond…]]  ["not", cond]  ["const", true, text, line]
    ["every" | "some", name, list, where | null, satisfy]
    ["count", name, list, where | null, min | null, max | null, line]
    ["leaf", path, word, operand, vocabulary | null, line]

with operands ["const", value], ["path", path] and ["as_of", days before].
"""

from __future__ import annotations

import os
import re
from types import MappingProxyType

from policylint.dates import is_date
from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, plain_value, resolve
from policylint.facts.records import COLUMNS, cell, is_personal, rows_of
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.conditions import ConditionReader
from policylint.policy.paths import PathError
from policylint.policy.paths import resolve as resolve_path
from policylint.policy.reader import MOMENTS, SEVERITIES
from policylint.policy.sql import refuse
from policylint.policy.sql.derived import WELL_FORMED
from policylint.policy.words.common import alternatives
from policylint.shapes._table import OBJECTS
from policylint.shapes.check import Checked, check_fragment, did_you_mean, expected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from policylint.documents import Document
    from policylint.findings import Problem
    from policylint.policy.parameters import Parameter
    from policylint.policy.words.common import Type

KEYS = (
    "title", "severity", "moments", "for_each", "when", "require", "forbid", "unknown", "parameters",
    "message", "remedy", "why", "references", "subsumes", "waivable", "tests", "explained",
)  # fmt: skip
TEST_KEYS = (
    "name", "expect", "at", "datasheet", "use", "as_of", "moment", "parameters", "sheets", "advisories", "ledger",
    "files",
)  # fmt: skip
_EXPLAINED_KEYS = ("mutant", "gap", "why")
OUTCOMES = ["pass", "fail", "unknown", "not_applicable"]
TESTS = (".tests.yaml", ".tests.yml")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Test(NamedTuple):
    """One test of a rule, its fragments typed. `at` are the places of all its findings; None if it does not say."""

    name: str
    expect: str
    at: tuple[str, ...] | None
    datasheet: Checked | None
    use: Checked | None
    as_of: str
    moment: str | None
    parameters: dict[str, Any]
    node: Node
    datasheet_node: Node | None
    use_node: Node | None
    document: Document
    sheets: tuple[tuple[str, Checked, Node], ...] = ()
    """Other datasheets by their path, which `sources` of the datasheet lead to."""
    advisories: tuple[tuple[str, Checked], ...] = ()
    """Advisories by their id: all that there are in the test."""
    files: tuple[tuple[str, str], ...] = ()
    """Files by their path, with the text in each: all that there are in the test."""
    ledger: tuple[dict[str, Any], ...] | None = None
    """The rows of the ledger; None where the test gives none."""
    ledger_node: Node | None = None


class Explanation(NamedTuple):
    """Why a mutant of a rule survives its tests, or a gap in what they cover stays; `text` is as printed."""

    kind: str
    text: str
    why: str
    node: Node


class Rule(NamedTuple):
    """A rule that loaded: its plan, the parameters it declares, its tests, and the texts that only people read."""

    id: str
    file: str
    plan: dict[str, Any]
    parameters: dict[str, Parameter]
    tests: tuple[Test, ...]
    waivable: Any
    why: str
    references: tuple[str, ...]
    document: Document
    explained: tuple[Explanation, ...] = ()
    extensions: Mapping[str, Type] = MappingProxyType({})


def rule_id(file: str) -> str:
    """The id of a rule: the last two parts of its path, without the suffix.

    >>> rule_id("policies/rules/consent/not-expired.yaml")
    'consent/not-expired'
    """
    folder, name = os.path.split(os.path.abspath(file))
    return f"{os.path.basename(folder)}/{os.path.splitext(name)[0]}"


def read_rule(
    document: Document, parameters: dict[str, Any], extensions: Mapping[str, Type] = MappingProxyType({})
) -> tuple[Rule | None, list[Problem]]:
    """Read a rule file. `parameters` are values by full name (`area.name`) instead of the defaults.

    `extensions` types what lies under `extensions`, by name.
    """
    reader = _RuleReader(document, rule_id(document.path), parameters, extensions)
    rule = reader.rule() if document.root is not None else None
    return (None, reader.problems) if reader.problems else (rule, [])


def is_tests(file: str) -> bool:
    """Whether a file is called as one of tests, which lies beside its rule: `<slug>.tests.yaml`."""
    return file.endswith(TESTS)


def read_tests(rule: Rule, document: Document) -> tuple[tuple[Test, ...], list[Problem]]:
    """Read a file of tests that lies beside a rule."""
    reader = _RuleReader(document, rule.id, {}, rule.extensions)
    reader.parameters = rule.parameters
    reader.derived = {fact for one in (rule.plan["when"], rule.plan["require"]) for fact in _facts(one)}
    root = document.root
    if root is None:
        return (), reader.problems
    pairs = reader.keys(root, ("tests",), "a file of tests")
    if "tests" not in pairs:
        reader.problem("missing", root, "`tests` is missing from the file of tests", "Add `tests:`.")
        return (), reader.problems
    key, node = pairs["tests"]
    tests = reader.listed_tests(node)
    if not tests and not reader.problems:
        reader.problem("missing", key, "`tests` lists none", "Write a test, or delete the file.")
    return tests, reader.problems


class _RuleReader(ConditionReader):
    """Reads a whole rule. `derived` are the facts that its conditions ask for."""

    derived: frozenset[str] | set[str] = frozenset()

    def rule(self) -> Rule | None:
        root = self.document.root
        assert root is not None
        pairs = self.keys(root, KEYS, "a rule")
        texts = {name: self.text(pairs, name) for name in ("title", "message", "remedy", "why")}
        for name in ("title", "severity", "message", "remedy", "why", "references", "tests"):
            if name not in pairs:
                self.problem("missing", root, f"`{name}` is missing from the rule", f"Add `{name}:`.")
        severity = self.one_of(pairs["severity"][1], SEVERITIES, "a severity") if "severity" in pairs else "error"
        unknown = None
        if "unknown" in pairs:
            unknown = self.one_of(pairs["unknown"][1], ["error", "warning", "ignore"], "what an unknown costs")
        self.declare_parameters(pairs)
        names, ranges = self.for_each(pairs)
        when = self.cond(pairs["when"][1], names) if "when" in pairs else None
        requirement = self.requirement(root, pairs, names)
        self.derived = {fact for one in (when, requirement) for fact in _facts(one)}
        message = self.message(pairs, "message", texts["message"], names)
        remedy = self.message(pairs, "remedy", texts["remedy"], names)
        tests = self.tests(pairs)
        explained = self.explained(pairs)
        self.unused_parameters()
        if self.problems:
            return None
        waivable = self.waivable(pairs)
        plan = {
            "id": self.id,
            "title": texts["title"],
            "severity": severity,
            "unknown": unknown,
            "moments": self.words(pairs, "moments", MOMENTS) or MOMENTS,
            "for_each": ranges,
            "when": when,
            "require": requirement,
            "forbid": "forbid" in pairs,
            "message": message,
            "remedy": remedy,
            "why": _first_sentence(texts["why"]),
            "subsumes": self.listed(pairs, "subsumes"),
            "parameters": self.values(),
            "file": self.document.path,
            "line": root.value[0][0].start.line + 1,
            "waivable": waivable is not False,
            "max_days": waivable["max_days"] if isinstance(waivable, dict) else None,
        }
        references = tuple(self.listed(pairs, "references"))
        return Rule(
            self.id,
            self.document.path,
            plan,
            self.parameters,
            tests,
            waivable,
            texts["why"],
            references,
            self.document,
            explained,
            self.extensions,
        )

    def words(self, pairs: dict[str, tuple[Node, Node]], name: str, known: list[str]) -> list[str]:
        if name not in pairs:
            return []
        items = self.items(pairs[name][1], f"`{name}`")
        if not items:
            self.problem("value", pairs[name][0], f"`{name}` names none", f"Name at least one of {', '.join(known)}.")
        return [self.one_of(node, known, f"one of the {name}") for node in items]

    def listed(self, pairs: dict[str, tuple[Node, Node]], name: str) -> list[str]:
        """A list of texts; [] if it is not there."""
        items = self.items(pairs[name][1], f"`{name}`") if name in pairs else []
        for item in items:
            if item.kind != SCALAR:
                self.problem("value", item, f"an item of `{name}` is a text", "Write it as text.")
        return [str(item.value) for item in items if item.kind == SCALAR]

    def waivable(self, pairs: dict[str, tuple[Node, Node]]) -> Any:
        if "waivable" not in pairs:
            return True
        node = pairs["waivable"][1]
        if node.kind == MAPPING:
            inner = self.keys(node, ["max_days"], "`waivable`")
            days = (
                resolve(inner["max_days"][1].value)
                if "max_days" in inner and inner["max_days"][1].kind == SCALAR
                else None
            )
            if isinstance(days, int) and not isinstance(days, bool) and days > 0:
                return {"max_days": days}
        elif node.kind == SCALAR and resolve(node.value) is False:
            return False
        self.problem(
            "value",
            node,
            "this does not say whether the rule can be waived",
            "Write `waivable: false` or `waivable: {max_days: 90}`.",
        )
        return True

    def for_each(self, pairs: dict[str, tuple[Node, Node]]) -> tuple[dict[str, Type], list[Any]]:
        names: dict[str, Type] = {}
        ranges: list[Any] = []
        if "for_each" not in pairs:
            return names, ranges
        node = pairs["for_each"][1]
        if node.kind != MAPPING or not node.value:
            self.problem(
                "value", node, "`for_each` is a mapping of names to lists", "Write `for_each: {group: people.groups}`."
            )
            return names, ranges
        for key, value in node.value:
            bound = self.binding(key, value, names)
            if bound is not None:
                names[key.value] = bound[1]
                ranges.append([key.value, bound[0]])
        return names, ranges

    def requirement(self, root: Node, pairs: dict[str, tuple[Node, Node]], names: dict[str, Type]) -> Any:
        both = [name for name in ("require", "forbid") if name in pairs]
        if len(both) == 1:
            return self.cond(pairs[both[0]][1], names)
        if both:
            self.problem(
                "requirement",
                pairs["forbid"][0],
                "a rule has `require` or `forbid`, not both",
                "Split it into two rules.",
            )
        else:
            self.problem(
                "requirement", root, "the rule neither requires nor forbids anything", "Add `require:` or `forbid:`."
            )
        return None

    def message(self, pairs: dict[str, tuple[Node, Node]], key: str, text: str, names: dict[str, Type]) -> list[Any]:
        segments: list[Any] = []
        end = 0
        for match in _PLACEHOLDER.finditer(text):
            segments.append(text[end : match.start()])
            end = match.end()
            try:
                path = resolve_path(match.group(1), names, self.extensions)
            except PathError as error:
                remedy = (
                    f"Did you mean `{{{error.suggestion}}}`?"
                    if error.suggestion
                    else "Name a path that the rule can see."
                )
                self.problem("placeholder", pairs[key][1], f"`{match.group()}`: {error.message}", remedy)
                continue
            if path.root in refuse.rows_among(names):
                why = f"`{match.group()}`: what rows hold is never printed"
                self.problem("placeholder", pairs[key][1], why, "Say it without the value.")
            segments.append(path.plan())
        return [segment for segment in [*segments, text[end:]] if segment != ""]

    def tests(self, pairs: dict[str, tuple[Node, Node]]) -> tuple[Test, ...]:
        if "tests" not in pairs:
            return ()
        tests = self.listed_tests(pairs["tests"][1])
        if not any(test.expect == "fail" for test in tests):
            self.problem(
                "no-failing-test",
                pairs["tests"][0],
                "no test expects the rule to fail",
                "Add a test with `expect: fail`.",
            )
        return tests

    def listed_tests(self, node: Node) -> tuple[Test, ...]:
        read = [self.test(item) for item in self.items(node, "`tests`")]
        return tuple(test for test in read if test is not None)

    def test(self, node: Node) -> Test | None:
        pairs = self.keys(node, TEST_KEYS, "a test")
        for name in ("name", "expect"):
            if name not in pairs:
                self.problem("missing", node, f"`{name}` is missing from the test", f"Add `{name}:`.")
                return None
        values: dict[str, Checked] = {}
        for name, shape in (("datasheet", "datasheet"), ("use", "use")):
            if name in pairs:
                values[name] = self.fragment(pairs[name][1], shape)
        sheets = tuple((name, self.fragment(one, "datasheet"), one) for name, one in self.named(pairs, "sheets"))
        advisories = tuple((name, self.fragment(one, "advisory")) for name, one in self.named(pairs, "advisories"))
        as_of = pairs["as_of"][1].value if "as_of" in pairs else "2026-01-01"
        if not isinstance(as_of, str) or not is_date(as_of) or len(as_of) != 10:
            self.problem("test", pairs["as_of"][1], "`as_of` is a day", "Write it as 2026-01-31.")
        expect = self.one_of(pairs["expect"][1], OUTCOMES, "an outcome")
        return Test(
            self.text(pairs, "name"), expect, self.places(pairs, expect),
            values.get("datasheet"), values.get("use"), as_of,
            self.one_of(pairs["moment"][1], MOMENTS, "a moment") if "moment" in pairs else None,
            self.test_parameters(pairs), node,
            pairs["datasheet"][1] if "datasheet" in pairs else None, pairs["use"][1] if "use" in pairs else None,
            self.document, sheets, advisories, self.files(pairs),
            self.ledger(pairs["ledger"][1]) if "ledger" in pairs else None,
            pairs["ledger"][1] if "ledger" in pairs else None,
        )  # fmt: skip

    def ledger(self, node: Node) -> tuple[dict[str, Any], ...]:
        """The rows of a ledger, each a mapping of columns to cells, as rules see them."""
        rows = [self.cells(one) for one in self.items(node, "`ledger`")]
        return tuple(rows_of(rows))

    def cells(self, node: Node) -> dict[str, Any]:
        """The cells of a row. A mistake in one is a mistake of the test, unless the rule asks for such mistakes."""
        if node.kind != MAPPING:
            self.problem("test", node, "a row is a mapping of columns to cells", "Write `ledger: [{column: cell}]`.")
            return {}
        for key, value in node.value:
            if key.value in COLUMNS:
                if not self.asks_for_mistakes and not cell(COLUMNS[key.value], _cell(key.value, value)).well_formed:
                    remedy = f"Write {expected(alternatives(OBJECTS['LedgerRow']['fields'][key.value]['type']))}."
                    self.problem("test", value, f"this is no cell of the column `{key.value}`", remedy)
            elif not is_personal(key.value):
                near = did_you_mean(key.value, list(COLUMNS))
                remedy = f"Did you mean `{near}`?" if near else f"The columns are {', '.join(COLUMNS)}."
                self.problem("test", key, f"`{key.value}` is no column of a ledger", remedy)
        return {key.value: _cell(key.value, value) for key, value in node.value}

    @property
    def asks_for_mistakes(self) -> bool:
        """Whether the rule is about cells that are not of their column's type."""
        return WELL_FORMED in self.derived

    def files(self, pairs: dict[str, tuple[Node, Node]]) -> tuple[tuple[str, str], ...]:
        """The files of a test, each a text under its path."""
        named = self.named(pairs, "files")
        for _, node in named:
            if node.kind != SCALAR:
                self.problem("test", node, "a file of a test is a text", "Write `files: {path: text}`.")
        return tuple((path, str(node.value)) for path, node in named)

    def places(self, pairs: dict[str, tuple[Node, Node]], expect: str) -> tuple[str, ...] | None:
        """The places that a test says under `at`: one pointer, or a list of several findings'."""
        if "at" not in pairs:
            return None
        key, node = pairs["at"]
        if expect not in ("fail", "unknown"):
            self.problem("test", key, f"a test that expects {expect} has no finding to place", "Take `at` out.")
        items = self.items(node, "`at`") if node.kind != SCALAR else [node]
        if node.kind == SEQUENCE and not items:
            self.problem("test", key, "`at` names no place", "Write a pointer such as `/people/groups/0`.")
        for item in items:
            if item.kind != SCALAR or (item.value and not item.value.startswith("/")):
                self.problem(
                    "test", item, "a place is a JSON pointer into the fragment", "Write it as `/people/groups/0`."
                )
        return tuple(str(item.value) for item in items if item.kind == SCALAR)

    def explained(self, pairs: dict[str, tuple[Node, Node]]) -> tuple[Explanation, ...]:
        """What a rule says of the mutants and gaps that its tests leave."""
        items = self.items(pairs["explained"][1], "`explained`") if "explained" in pairs else []
        read = [self.explanation(item) for item in items]
        return tuple(one for one in read if one is not None)

    def explanation(self, node: Node) -> Explanation | None:
        inner = self.keys(node, _EXPLAINED_KEYS, "an explanation")
        kinds = [kind for kind in ("mutant", "gap") if kind in inner]
        if len(kinds) != 1 or "why" not in inner:
            self.problem(
                "missing", node, "an explanation has a `mutant` or a `gap`, and a `why`",
                "Write `{mutant: …, why: …}` or `{gap: …, why: …}`, the text as `policylint test` prints it.",
            )  # fmt: skip
            return None
        return Explanation(kinds[0], self.text(inner, kinds[0]), self.text(inner, "why"), inner[kinds[0]][1])

    def fragment(self, node: Node, shape: str) -> Checked:
        """A piece of a file, typed: nothing in it is required."""
        checked = check_fragment(self.document, node, shape, self.extensions)
        self.problems += [problem._replace(rule="policy/test") for problem in checked.problems]
        return checked

    def named(self, pairs: dict[str, tuple[Node, Node]], key: str) -> list[tuple[str, Node]]:
        """The fragments under a key of a test, by name."""
        if key not in pairs:
            return []
        node = pairs[key][1]
        if node.kind != MAPPING:
            remedy = f"Write `{key}: {{name: {{…}}}}`."
            self.problem("test", node, f"`{key}` is a mapping of names to fragments", remedy)
            return []
        return [(name.value, one) for name, one in node.value]

    def test_parameters(self, pairs: dict[str, tuple[Node, Node]]) -> dict[str, Any]:
        if "parameters" not in pairs:
            return {}
        area = self.id.partition("/")[0]
        values = {}
        short = {name: (key, value) for name, (key, value) in self._short_names(pairs["parameters"][1]).items()}
        for name, (key, value) in short.items():
            declared = self.parameters.get(name)
            if declared is None:
                self.problem(
                    "parameter", key, f"`{key.value}` is not a parameter of this rule", "Declare it under `parameters`."
                )
                continue
            values[f"{area}.{name}"] = self.parameter_value(value, declared.type, declared.refused, f"`{name}`")
        return values

    def _short_names(self, node: Node) -> dict[str, tuple[Node, Node]]:
        area = self.id.partition("/")[0] + "."
        pairs = node.value if node.kind == MAPPING else []
        return {key.value.removeprefix(area): (key, value) for key, value in pairs}


def _cell(column: str, node: Node) -> Any:
    """The cell that a test writes: its source text, where the column holds texts or dates."""
    value = plain_value(node)
    is_text = column not in COLUMNS or COLUMNS[column].kind not in ("boolean", "list")
    return node.value if is_text and node.kind == SCALAR and value is not None else value


def _facts(plan: Any) -> Iterator[str]:
    """The facts that a condition asks for."""
    if isinstance(plan, list) and plan and plan[0] == "leaf":
        yield from (
            path[3][1] for path in (plan[1], *plan[3][1:]) if isinstance(path, list) and len(path) == 6 and path[3]
        )
    elif isinstance(plan, list):
        yield from (fact for part in plan for fact in _facts(part))


def _first_sentence(text: str) -> str:
    """What a finding says of a rule's why: its first sentence."""
    match = re.match(r".*?[.!?](?=\s+[A-Z\"“]|$)", text)
    return match.group() if match else text
