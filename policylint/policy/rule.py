"""One rule file: YAML nodes → a typed plan, or problems at the policy's own line.

A plan is plain data (lists, strings, numbers): what a run needs and no more.
Its conditions are

    ["all", [cond…]]  ["any", [cond…]]  ["not", cond]  ["const", true]
    ["every" | "some", name, list, where | null, satisfy]
    ["count", name, list, where | null, min | null, max | null, line, text]
    ["leaf", path, word, operand, vocabulary | null, line]

with operands ["const", value], ["path", path] and ["as_of"].
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.dates import is_date
from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, resolve
from policylint.facts import FACT_ENUMS
from policylint.policy.paths import Path, PathError, resolve_list
from policylint.policy.paths import resolve as resolve_path
from policylint.policy.patterns import misfit
from policylint.policy.reader import MOMENTS, SEVERITIES, Reader
from policylint.policy.words import WORDS
from policylint.policy.words.common import Operand, Type, Word, element, is_list, scalars, vocabulary
from policylint.shapes._table import ENUMS
from policylint.shapes.check import ABSENT, Checked, check_fragment, did_you_mean

if TYPE_CHECKING:
    from policylint.documents import Document
    from policylint.findings import Problem

_KEYS = (
    "title", "severity", "moments", "for_each", "when", "require", "forbid", "unknown", "parameters",
    "message", "remedy", "why", "references", "subsumes", "waivable", "tests",
)  # fmt: skip
_TEST_KEYS = (
    "name", "expect", "at", "datasheet", "use", "as_of", "moment", "parameters",
    "sheets", "advisories", "ledger", "files",
)  # fmt: skip
OUTCOMES = ["pass", "fail", "unknown", "not_applicable"]
_COMBINATORS = ("all", "any", "not", "every", "some", "count")
_ROOTS = ("as_of", "parameters")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PARAMETER_TYPES: dict[str, Type] = {
    name: {"kind": name} for name in ("boolean", "string", "integer", "number", "date")
}  # fmt: skip


class Parameter(NamedTuple):
    """A parameter that a rule declares: its type, the values it refuses, its default, and where it is declared."""

    type: Type
    refused: tuple[str, ...]
    default: Any
    line: int


class Test(NamedTuple):
    """One test of a rule, its fragments typed."""

    name: str
    expect: str
    at: str | None
    datasheet: Checked | None
    use: Checked | None
    as_of: str
    moment: str | None
    parameters: dict[str, Any]
    node: Node
    datasheet_node: Node | None
    use_node: Node | None


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


def rule_id(file: str) -> str:
    """The id of a rule: the last two parts of its path, without the suffix.

    >>> rule_id("policies/rules/consent/not-expired.yaml")
    'consent/not-expired'
    """
    folder, name = os.path.split(file)
    return f"{os.path.basename(folder)}/{os.path.splitext(name)[0]}"


def read_rule(document: Document, parameters: dict[str, Any]) -> tuple[Rule | None, list[Problem]]:
    """Read a rule file. `parameters` are values by full name (`area.name`) instead of the defaults."""
    reader = _RuleReader(document, rule_id(document.path), parameters)
    rule = reader.rule() if document.root is not None else None
    return (None, reader.problems) if reader.problems else (rule, [])


class _RuleReader(Reader):
    def __init__(self, document: Document, identifier: str, parameters: dict[str, Any]) -> None:
        super().__init__(document)
        self.id = identifier
        self.given = parameters
        self.parameters: dict[str, Parameter] = {}
        self.used: set[str] = set()
        self.declared: set[str] = set()

    def rule(self) -> Rule | None:
        root = self.document.root
        assert root is not None
        pairs = self.keys(root, _KEYS, "a rule")
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
        message = self.message(pairs, texts["message"], names)
        tests = self.tests(pairs)
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
            "remedy": texts["remedy"],
            "why": _first_sentence(texts["why"]),
            "subsumes": self.listed(pairs, "subsumes"),
            "file": self.document.path,
            "line": root.value[0][0].start.line + 1,
            "waivable": waivable is not False,
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

    # parameters

    def declare_parameters(self, pairs: dict[str, tuple[Node, Node]]) -> None:
        if "parameters" not in pairs:
            return
        node = pairs["parameters"][1]
        if node.kind != MAPPING:
            self.problem("value", node, "`parameters` is a mapping", "Write `name: {type: …, default: …}`.")
            return
        self.declared = {key.value for key, _ in node.value}
        for key, value in node.value:
            inner = self.keys(value, ["type", "except", "default"], f"the parameter `{key.value}`")
            kind = self.parameter_type(inner, key)
            if kind is None:
                continue
            refused = self.refused(inner, kind, f"`{key.value}`")
            if "default" not in inner:
                self.problem("missing", key, f"the parameter `{key.value}` has no default", "Add `default:`.")
                continue
            default = self.parameter_value(inner["default"][1], kind, refused, f"`{key.value}`")
            self.parameters[key.value] = Parameter(kind, refused, default, key.start.line + 1)

    def refused(self, inner: dict[str, tuple[Node, Node]], kind: Type, what: str) -> tuple[Any, ...]:
        """The values of its type that a parameter does not take."""
        items = self.items(inner["except"][1], "`except`") if "except" in inner else []
        return tuple(self.typed(item, element(kind), what) for item in items)

    def parameter_type(self, inner: dict[str, tuple[Node, Node]], key: Node) -> Type | None:
        if "type" not in inner:
            self.problem("missing", key, f"the parameter `{key.value}` has no type", "Add `type:`.")
            return None
        node = inner["type"][1]
        listed = node.kind != SCALAR
        items = self.items(node, "a type") if listed else [node]
        if len(items) != 1 or items[0].kind != SCALAR:
            self.problem("value", node, "a type is one name, or a list of one", "Write `boolean` or `[legal_basis]`.")
            return None
        name = items[0].value
        known = [*_PARAMETER_TYPES, *ENUMS]
        if name not in known:
            self.one_of(items[0], known, "a type")
            return None
        kind = _PARAMETER_TYPES.get(name) or {"kind": "enum", "name": name}
        return {"kind": "list", "of": kind} if listed else kind

    def parameter_value(self, node: Node, kind: Type, refused: tuple[str, ...], what: str) -> Any:
        if not is_list(kind):
            return self.typed(node, kind, what)
        values = []
        for item in self.items(node, what):
            value = self.typed(item, kind["of"], what)
            if value in refused:
                self.problem("parameter", item, f"`{value}` is not allowed in {what}", "Take it out.")
            values.append(value)
        return values

    def unused_parameters(self) -> None:
        for name in self.parameters:
            if name not in self.used:
                node = self.document.root.get("parameters") if self.document.root else None
                key = next(key for key, _ in node.value if key.value == name) if node else None
                if key is not None:
                    self.problem(
                        "unused-parameter",
                        key,
                        f"the parameter `{name}` is declared and never used",
                        "Use it, or take it out.",
                    )

    def parameter(self, name: str, node: Node) -> tuple[Any, Type] | None:
        declared = self.parameters.get(name)
        if declared is None and name in self.declared:
            return None  # what is wrong is its declaration, and said there
        if declared is None:
            near = did_you_mean(name, list(self.parameters))
            remedy = f"Did you mean `$parameters.{near}`?" if near else "Declare it under `parameters`."
            self.problem("parameter", node, f"`$parameters.{name}` is not declared", remedy)
            return None
        self.used.add(name)
        area = self.id.partition("/")[0]
        return self.given.get(f"{area}.{name}", declared.default), declared.type

    # what a rule ranges over

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

    def binding(self, key: Node, value: Node, names: dict[str, Type]) -> tuple[Any, Type] | None:
        name = key.value
        if name in names:
            self.problem("name", key, f"`{name}` is bound already", "Choose another name.")
            return None
        if name in DATASHEET_ROOTS or name in _ROOTS:
            self.problem(
                "name", key, f"`{name}` is a root of the datasheet and cannot be bound", "Choose another name."
            )
            return None
        if value.kind != SCALAR:
            self.problem("value", value, "a list to range over is a path", "Write a path such as `people.groups`.")
            return None
        try:
            found = resolve_list(value.value, names)
        except PathError as error:
            self.path_problem(value, error)
            return None
        return found.plan(), found.type

    def path_problem(self, node: Node, error: PathError) -> None:
        remedy = (
            f"Did you mean `{error.suggestion}`?" if error.suggestion else "See the datasheet's fields and the facts."
        )
        self.problem("unknown-path", node, error.message, remedy)

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

    # conditions

    def cond(self, node: Node, names: dict[str, Type]) -> Any:
        if node.kind != MAPPING or not node.value:
            self.problem("value", node, "a condition is a mapping of paths to matchers", "Write `path: value`.")
            return ["const", True]
        parts = [self.combined(key, value, names) if key.value in _COMBINATORS else self.path_matcher(key, value, names)
                 for key, value in node.value]  # fmt: skip
        return parts[0] if len(parts) == 1 else ["all", parts]

    def combined(self, key: Node, value: Node, names: dict[str, Type]) -> Any:
        word = key.value
        if word in ("all", "any"):
            conds = [self.cond(item, names) for item in self.items(value, f"`{word}`")]
            if not conds and value.kind == SEQUENCE:
                self.problem("value", key, f"`{word}` of nothing", "List at least one condition.")
            return [word, conds]
        if word == "not":
            return ["not", self.cond(value, names)]
        allowed = ["in", "where", "min", "max"] if word == "count" else ["in", "where", "satisfy"]
        inner = self.keys(value, allowed, f"`{word}`")
        if "in" not in inner or inner["in"][1].kind != MAPPING or len(inner["in"][1].value) != 1:
            self.problem(
                "missing", key, f"`{word}` ranges over one list", f"Write `{word}: {{in: {{name: path}}, …}}`."
            )
            return ["const", True]
        name, listed = inner["in"][1].value[0]
        bound = self.binding(name, listed, names)
        if bound is None:
            return ["const", True]
        inside = {**names, name.value: bound[1]}
        where = self.cond(inner["where"][1], inside) if "where" in inner else None
        if word == "count":
            return self.count(key, inner, name.value, bound[0], where)
        if "satisfy" not in inner:
            self.problem("missing", key, f"`{word}` says nothing of its items", "Add `satisfy:`.")
            return ["const", True]
        return [word, name.value, bound[0], where, self.cond(inner["satisfy"][1], inside)]

    def count(self, key: Node, inner: dict[str, tuple[Node, Node]], name: str, listed: Any, where: Any) -> Any:
        bounds: list[Any] = []
        for side in ("min", "max"):
            number = self.typed(inner[side][1], {"kind": "integer", "min": 0}, f"`{side}`") if side in inner else None
            bounds.append(number)
        if bounds == [None, None]:
            self.problem("missing", key, "`count` has no bound", "Add `min:` or `max:`.")
        if None not in bounds and bounds[0] > bounds[1]:
            self.problem("value", key, "no count is at least `min` and at most `max`", "Swap the bounds.")
        return ["count", name, listed, where, *bounds, key.start.line + 1]

    def path_matcher(self, key: Node, value: Node, names: dict[str, Type]) -> Any:
        text = key.value
        if text.startswith("$parameters."):
            found = self.parameter(text.removeprefix("$parameters."), key)
            if found is None:
                return ["const", True]
            constant = self.typed(value, found[1], f"`{text}`") if not is_list(found[1]) else ABSENT
            if is_list(found[1]):
                self.problem(
                    "type", value, f"`{text}` is a list", "Compare it with a path instead: `path: {in: $parameters.…}`."
                )
            return ["const", constant == found[0]]
        try:
            path = resolve_path(text, names)
        except PathError as error:
            self.path_problem(key, error)
            return ["const", True]
        return self.matcher(path, key, value, names)

    def matcher(self, path: Path, key: Node, value: Node, names: dict[str, Type]) -> Any:
        if value.kind == MAPPING:
            parts = [self.one_word(path, word, operand, names) for word, operand in value.value]
            if not parts:
                self.problem("value", value, "a matcher says something", "Write a value, or `{word: value}`.")
                return ["const", True]
            return parts[0] if len(parts) == 1 else ["all", parts]
        if value.kind != SCALAR:
            self.problem(
                "value", value, "a list is not a matcher", "Write `{in: […]}`, or `{intersects: […]}` for a list."
            )
            return ["const", True]
        return self.leaf(path, WORDS["is"], key, value, names)

    def one_word(self, path: Path, key: Node, value: Node, names: dict[str, Type]) -> Any:
        if key.value == "not":
            return ["not", self.matcher(path, key, value, names)]
        word = WORDS.get(key.value)
        if word is None or word.name == "is":
            known = [*(name for name in WORDS if name != "is"), "not"]
            near = did_you_mean(key.value, known)
            remedy = f"Did you mean `{near}`?" if near else f"The words are {', '.join(f'`{name}`' for name in known)}."
            self.problem("unknown-word", key, f"`{key.value}` is not a word of the language", remedy)
            return ["const", True]
        return self.leaf(path, word, key, value, names)

    def leaf(self, path: Path, word: Word, key: Node, value: Node, names: dict[str, Type]) -> Any:
        misuse = word.misuse(path.type)
        if misuse is not None:
            what = "a single value" if word.name == "is" else f"`{word.name}`"
            self.problem("type", key, f"{what} does not fit `{path.text}`: {misuse}", "Use a word that fits its type.")
            return ["const", True]
        operand = self.operand(path, word, value, names)
        return ["leaf", path.plan(), word.name, operand, vocabulary(path.type), key.start.line + 1]

    # the right-hand side of a word

    def operand(self, path: Path, word: Word, node: Node, names: dict[str, Type]) -> Any:
        if node.kind == SCALAR and node.value.startswith("$"):
            return self.reference(path, word, node, names)
        wanted = word.operand
        if wanted is Operand.LIST:
            one = element(path.type)
            return ["const", [self.value(item, one, path) for item in self.items(node, f"what follows `{word.name}`")]]
        if wanted is Operand.TERM:
            return ["const", self.term(node, path)]
        if wanted is Operand.PATTERN:
            return ["const", self.pattern(node)]
        kind = _OPERAND_TYPES.get(wanted)
        return [
            "const",
            self.value(node, path.type, path)
            if kind is None
            else self.typed(node, kind, f"what follows `{word.name}`"),
        ]

    def value(self, node: Node, kind: Type, path: Path) -> Any:
        possible = scalars(kind)
        if not possible:
            self.problem(
                "type", node, f"`{path.text}` is never a single value", "Ask for one of its fields, or use `stated`."
            )
            return None
        if any(one["kind"] == "enum" for one in possible) and node.kind == SCALAR and node.value == "any":
            return "any"
        value = self.typed(node, {"kind": "union", "of": possible}, f"`{path.text}`")
        return None if value is ABSENT else value

    def term(self, node: Node, path: Path) -> Any:
        name = vocabulary(path.type)
        vocabulary_of = ENUMS.get(name or "") or FACT_ENUMS.get(name or "", {"values": []})
        known = [*vocabulary_of["values"], *set(vocabulary_of.get("broader", {}).values())]
        return self.one_of(node, known, f"a term of `{path.text}`")

    def pattern(self, node: Node) -> str:
        why = misfit(node.value) if node.kind == SCALAR else "it is not a text"
        if why is not None:
            self.problem(
                "pattern", node, f"this pattern cannot be used: {why}", "Use what RE2, Python and Java read alike."
            )
            return ""
        text: str = node.value
        return text

    def reference(self, path: Path, word: Word, node: Node, names: dict[str, Type]) -> Any:
        name = node.value[1:]
        if name == "as_of":
            if word.operand is not Operand.DATE:
                self.problem(
                    "type",
                    node,
                    "`$as_of` is a day",
                    "Compare it with `before`, `after`, `on_or_before` or `on_or_after`.",
                )
            return ["as_of"]
        if name.startswith("parameters."):
            found = self.parameter(name.removeprefix("parameters."), node)
            if found is None:
                return ["const", None]
            self.agree(path, word, node, found[1])
            return ["const", found[0]]
        try:
            other = resolve_path(name, names)
        except PathError as error:
            self.path_problem(node, error)
            return ["const", None]
        self.agree(path, word, node, other.type)
        return ["path", other.plan()]

    def agree(self, path: Path, word: Word, node: Node, other: Type) -> None:
        """A reference must be of a type that the word can compare with the path's."""
        wanted = word.operand
        if wanted in (Operand.BOOLEAN, Operand.PATTERN, Operand.TERM):
            self.problem(
                "type", node, f"`{word.name}` takes {wanted.value} that is written here", "Write the value itself."
            )
            return
        if wanted is Operand.SCALAR and is_list(other):
            self.problem("type", node, f"`{node.value}` is a list, and one value is wanted", "Use `in` or `within`.")
            return
        if wanted is Operand.LIST and word.name == "in" and not is_list(other):
            self.problem(
                "type",
                node,
                f"`{node.value}` is one value, and a list is wanted",
                "Write `path: $other` instead of `in`.",
            )
            return
        ours = {_comparable(one) for one in scalars(element(path.type))}
        theirs = {_comparable(one) for one in scalars(element(other))}
        if wanted is Operand.NUMBER:
            ours = {"number"}
        elif wanted is Operand.DATE:
            ours = {"date"}
        if not ours & theirs:
            self.problem(
                "type", node, f"`{node.value}` is never of the type of `{path.text}`", "Compare values of one type."
            )

    # messages and tests

    def message(self, pairs: dict[str, tuple[Node, Node]], text: str, names: dict[str, Type]) -> list[Any]:
        segments: list[Any] = []
        end = 0
        for match in _PLACEHOLDER.finditer(text):
            segments.append(text[end : match.start()])
            end = match.end()
            try:
                path = resolve_path(match.group(1), names)
            except PathError as error:
                remedy = (
                    f"Did you mean `{{{error.suggestion}}}`?"
                    if error.suggestion
                    else "Name a path that the rule can see."
                )
                self.problem("placeholder", pairs["message"][1], f"`{match.group()}`: {error.message}", remedy)
                continue
            segments.append(path.plan())
        return [segment for segment in [*segments, text[end:]] if segment != ""]

    def tests(self, pairs: dict[str, tuple[Node, Node]]) -> tuple[Test, ...]:
        if "tests" not in pairs:
            return ()
        read = [self.test(node) for node in self.items(pairs["tests"][1], "`tests`")]
        tests = tuple(test for test in read if test is not None)
        if not any(test.expect == "fail" for test in tests):
            self.problem(
                "no-failing-test",
                pairs["tests"][0],
                "no test expects the rule to fail",
                "Add a test with `expect: fail`.",
            )
        return tests

    def test(self, node: Node) -> Test | None:
        pairs = self.keys(node, _TEST_KEYS, "a test")
        for name in ("name", "expect"):
            if name not in pairs:
                self.problem("missing", node, f"`{name}` is missing from the test", f"Add `{name}:`.")
                return None
        for name in ("sheets", "advisories", "ledger", "files"):
            if name in pairs:
                self.problem(
                    "test", pairs[name][0], f"`{name}` cannot be tested by this version of policylint", "Take it out."
                )
        values: dict[str, Checked] = {}
        for name, shape in (("datasheet", "datasheet"), ("use", "use")):
            if name in pairs:
                checked = check_fragment(self.document, pairs[name][1], shape)
                values[name] = checked
                self.problems += [problem._replace(rule="policy/test") for problem in checked.problems]
        as_of = pairs["as_of"][1].value if "as_of" in pairs else "2026-01-01"
        if not isinstance(as_of, str) or not is_date(as_of) or len(as_of) != 10:
            self.problem("test", pairs["as_of"][1], "`as_of` is a day", "Write it as 2026-01-31.")
        return Test(
            self.text(pairs, "name"), self.one_of(pairs["expect"][1], OUTCOMES, "an outcome"),
            pairs["at"][1].value if "at" in pairs else None, values.get("datasheet"), values.get("use"), as_of,
            self.one_of(pairs["moment"][1], MOMENTS, "a moment") if "moment" in pairs else None,
            self.test_parameters(pairs), node,
            pairs["datasheet"][1] if "datasheet" in pairs else None, pairs["use"][1] if "use" in pairs else None,
        )  # fmt: skip

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


def _first_sentence(text: str) -> str:
    """What a finding says of a rule's why: its first sentence."""
    match = re.match(r".*?[.!?](?=\s+[A-Z\"“]|$)", text)
    return match.group() if match else text


_OPERAND_TYPES: dict[Operand, Type] = {
    Operand.NUMBER: {"kind": "number"},
    Operand.DATE: {"kind": "date"},
    Operand.BOOLEAN: {"kind": "boolean"},
}


def _comparable(kind: Type) -> str:
    if kind["kind"] == "enum":
        return f"enum:{kind['name']}"
    if kind["kind"] == "const":
        return "boolean" if isinstance(kind["value"], bool) else "word"
    return "number" if kind["kind"] == "integer" else str(kind["kind"])


def _roots() -> frozenset[str]:
    from policylint.shapes._table import OBJECTS, ROOTS  # noqa: PLC0415 - beside their one use

    return frozenset(OBJECTS[ROOTS["datasheet"]]["fields"]) | frozenset({"ledger", "registry", "advisories"})


DATASHEET_ROOTS = _roots()
