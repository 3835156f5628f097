"""The conditions of rules: paths, matchers and words, typed against the shapes, to a plan."""

from __future__ import annotations

import re

from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node
from policylint.facts import FACT_ENUMS
from policylint.lean import TYPE_CHECKING
from policylint.policy.parameters import ParameterReader
from policylint.policy.paths import USES_TYPE, Path, PathError, resolve_list
from policylint.policy.paths import resolve as resolve_path
from policylint.policy.patterns import misfit
from policylint.policy.sql import refuse
from policylint.policy.words import WORDS
from policylint.policy.words.common import Operand, Type, Word, element, is_list, scalars, vocabulary
from policylint.shapes._table import ENUMS, OBJECTS, ROOTS
from policylint.shapes.check import ABSENT, did_you_mean

if TYPE_CHECKING:
    from typing import Any


VERIFIED = "verified"
"""The word that is short for a condition on each piece of a list of evidence: only a fact may look at files."""
EVIDENCE: Type = {"kind": "object", "name": "Evidence"}
_COMBINATORS = ("all", "any", "not", "every", "some", "count")
_OPERAND_TYPES: dict[Operand, Type] = {
    Operand.NUMBER: {"kind": "number"},
    Operand.DATE: {"kind": "date"},
    Operand.BOOLEAN: {"kind": "boolean"},
}
_DAY = re.compile(r"as_of(?: - (?:(?P<back>[1-9]\d{0,4})|\$parameters\.(?P<parameter>\w+)) days)?")
"""The day that is judged, or so many days before: a number, or a parameter that is one."""
_TAKEN = frozenset(OBJECTS[ROOTS["datasheet"]]["fields"]) | {
    "as_of",
    "parameters",
    "ledger",
    "registry",
    "advisories",
    "records",
}
"""Names that a rule cannot bind: they are roots already."""


class ConditionReader(ParameterReader):
    """Reads conditions, with the names that are bound where they stand."""

    def binding(self, key: Node, value: Node, names: dict[str, Type]) -> tuple[Any, Type] | None:
        """The list that a name is bound to and the type of its items; None and a problem if it is none."""
        name = key.value
        if name in names:
            self.problem("name", key, f"`{name}` is bound already", "Choose another name.")
            return None
        if name in _TAKEN:
            self.problem(
                "name", key, f"`{name}` is a root of the datasheet and cannot be bound", "Choose another name."
            )
            return None
        if value.kind != SCALAR:
            self.problem("value", value, "a list to range over is a path", "Write a path such as `people.groups`.")
            return None
        try:
            found = resolve_list(value.value, names, self.extensions)
        except PathError as error:
            self.path_problem(value, error)
            return self._meant(error, names)
        refused = refuse.list_misfit(found.plan(), names)
        if refused is not None:
            self.problem("sheet-only", value, *refused)
        return found.plan(), found.type

    def _meant(self, error: PathError, names: dict[str, Type]) -> tuple[Any, Type] | None:
        """The list that a misspelled one is nearest to, so that what goes on from its items is not wrong as well."""
        if error.suggestion is None:
            return None
        try:
            found = resolve_list(error.suggestion, names, self.extensions)
        except PathError:
            return None
        return found.plan(), found.type

    def path_problem(self, node: Node, error: PathError) -> None:
        """Note a path that cannot be typed, with the nearest one that can."""
        remedy = error.remedy or "See the datasheet's fields and the facts."
        self.problem(
            "unknown-path", node, error.message, f"Did you mean `{error.suggestion}`?" if error.suggestion else remedy
        )

    def cond(self, node: Node, names: dict[str, Type]) -> Any:
        """A condition as a plan, with the names that are bound where it stands."""
        if node.kind != MAPPING or not node.value:
            self.problem("value", node, "a condition is a mapping of paths to matchers", "Write `path: value`.")
            return ["const", True]
        parts = [
            (self._combined if key.value in _COMBINATORS else self._path_matcher)(key, value, names)
            for key, value in node.value
        ]
        return parts[0] if len(parts) == 1 else ["all", parts]

    def _combined(self, key: Node, value: Node, names: dict[str, Type]) -> Any:
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
            return self._count(key, inner, name.value, bound[0], where)
        if "satisfy" not in inner:
            self.problem("missing", key, f"`{word}` says nothing of its items", "Add `satisfy:`.")
            return ["const", True]
        return [word, name.value, bound[0], where, self.cond(inner["satisfy"][1], inside)]

    def _count(self, key: Node, inner: dict[str, tuple[Node, Node]], name: str, listed: Any, where: Any) -> Any:
        bounds: list[Any] = []
        for side in ("min", "max"):
            number = self.typed(inner[side][1], {"kind": "integer", "min": 0}, f"`{side}`") if side in inner else None
            bounds.append(number)
        if bounds == [None, None]:
            self.problem("missing", key, "`count` has no bound", "Add `min:` or `max:`.")
        if None not in bounds and bounds[0] > bounds[1]:
            self.problem("value", key, "no count is at least `min` and at most `max`", "Swap the bounds.")
        return ["count", name, listed, where, *bounds, key.start.line + 1]

    def _path_matcher(self, key: Node, value: Node, names: dict[str, Type]) -> Any:
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
            return ["const", constant == found[0], f"{text}: {value.value}", key.start.line + 1]
        try:
            path = resolve_path(text, names, self.extensions)
        except PathError as error:
            self.path_problem(key, error)
            return ["const", True]
        return self._matcher(path, key, value, names)

    def _matcher(self, path: Path, key: Node, value: Node, names: dict[str, Type]) -> Any:
        if value.kind == MAPPING:
            parts = [self._one_word(path, word, operand, names) for word, operand in value.value]
            if not parts:
                self.problem("value", value, "a matcher says something", "Write a value, or `{word: value}`.")
                return ["const", True]
            return parts[0] if len(parts) == 1 else ["all", parts]
        if value.kind != SCALAR:
            self.problem(
                "value", value, "a list is not a matcher", "Write `{in: […]}`, or `{intersects: […]}` for a list."
            )
            return ["const", True]
        return self._leaf(path, WORDS["is"], key, value, names)

    def _one_word(self, path: Path, key: Node, value: Node, names: dict[str, Type]) -> Any:
        if key.value == "not":
            return ["not", self._matcher(path, key, value, names)]
        if key.value == VERIFIED:
            return self._verified(path, key, value)
        word = WORDS.get(key.value)
        if word is None or word.name == "is":
            known = [*(name for name in WORDS if name != "is"), VERIFIED, "not"]
            near = did_you_mean(key.value, known)
            remedy = f"Did you mean `{near}`?" if near else f"The words are {', '.join(f'`{name}`' for name in known)}."
            self.problem("unknown-word", key, f"`{key.value}` is not a word of the language", remedy)
            return ["const", True]
        return self._leaf(path, word, key, value, names)

    def _verified(self, path: Path, key: Node, value: Node) -> Any:
        """What `{verified: …}` says of a list of evidence: that there is some, and each piece is here and unchanged."""
        if not is_list(path.type) or element(path.type) != EVIDENCE:
            why = "it asks whether files are what their hashes say"
            self.problem(
                "type", key, f"`{VERIFIED}` does not fit `{path.text}`: {why}", "Use it on a list of evidence."
            )
            return ["const", True]
        wanted = self.typed(value, {"kind": "boolean"}, f"what follows `{VERIFIED}`")
        fact = resolve_path("evidence.verified", {"evidence": EVIDENCE})
        line = key.start.line + 1
        each = ["leaf", fact.plan(), "is", ["const", True], None, line]
        listed = path.plan()
        whole = ["all", [["count", "evidence", listed, None, 1, None, line], ["every", "evidence", listed, None, each]]]
        return whole if wanted is True else ["not", whole]

    def _leaf(self, path: Path, word: Word, key: Node, value: Node, names: dict[str, Type]) -> Any:
        misuse = word.misuse(path.type)
        if misuse is not None:
            what = "a single value" if word.name == "is" else f"`{word.name}`"
            self.problem("type", key, f"{what} does not fit `{path.text}`: {misuse}", "Use a word that fits its type.")
            return ["const", True]
        operand = self._operand(path, word, value, names)
        refused = refuse.misfit(path.plan(), word.name, operand, names)
        if refused is not None:
            self.problem("sheet-only", key, *refused)
        return ["leaf", path.plan(), word.name, operand, vocabulary(path.type), key.start.line + 1]

    def _operand(self, path: Path, word: Word, node: Node, names: dict[str, Type]) -> Any:
        if node.kind == SCALAR and node.value.startswith("$"):
            return self._reference(path, word, node, names)
        wanted = word.operand
        if wanted is Operand.USE:
            self.problem("type", node, f"`{word.name}` takes a use", "Write `$use`, the name that the rule binds.")
            return ["const", None]
        if wanted is Operand.LIST:
            one = element(path.type)
            return ["const", [self._value(item, one, path) for item in self.items(node, f"what follows `{word.name}`")]]
        if wanted is Operand.TERM:
            return ["const", self._term(node, path)]
        if wanted is Operand.PATTERN:
            return ["const", self._pattern(node)]
        kind = _OPERAND_TYPES.get(wanted)
        return [
            "const",
            self._value(node, path.type, path)
            if kind is None
            else self.typed(node, kind, f"what follows `{word.name}`"),
        ]

    def _value(self, node: Node, kind: Type, path: Path) -> Any:
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

    def _term(self, node: Node, path: Path) -> Any:
        name = vocabulary(path.type)
        own = [word for one in scalars(element(path.type)) for word in one.get("values", ())]
        vocabulary_of = ENUMS.get(name or "") or FACT_ENUMS.get(name or "") or {"values": own}
        known = [*vocabulary_of["values"], *set(vocabulary_of.get("broader", {}).values())]
        return self.one_of(node, known, f"a term of `{path.text}`")

    def _pattern(self, node: Node) -> str:
        why = misfit(node.value) if node.kind == SCALAR else "it is not a text"
        if why is not None:
            self.problem(
                "pattern", node, f"this pattern cannot be used: {why}", "Use what RE2, Python and Java read alike."
            )
            return ""
        text: str = node.value
        return text

    def _reference(self, path: Path, word: Word, node: Node, names: dict[str, Type]) -> Any:
        name = node.value[1:]
        day = _DAY.fullmatch(name)
        if day is not None:
            if word.operand is not Operand.DATE:
                self.problem(
                    "type",
                    node,
                    "`$as_of` is a day",
                    "Compare it with `before`, `after`, `on_or_before` or `on_or_after`.",
                )
            return ["as_of", self._days_back(day["parameter"], node) if day["parameter"] else int(day["back"] or 0)]
        if name.startswith("parameters."):
            found = self.parameter(name.removeprefix("parameters."), node)
            if found is None:
                return ["const", None]
            self._agree(path, word, node, found[1])
            return ["const", found[0]]
        try:
            other = resolve_path(name, names, self.extensions)
        except PathError as error:
            self.path_problem(node, error)
            return ["const", None]
        self._agree(path, word, node, other.type)
        return ["path", other.plan()]

    def _days_back(self, name: str, node: Node) -> int:
        """The days that a parameter sets."""
        found = self.parameter(name, node)
        if found is not None and (found[1] != {"kind": "integer"} or found[0] < 0):
            why, remedy = f"`$parameters.{name}` is no number of days", "Declare it as an integer of at least 0."
            self.problem("type", node, why, remedy)
            return 0
        return found[0] if found is not None else 0

    def _agree(self, path: Path, word: Word, node: Node, other: Type) -> None:
        """A reference must be of a type that the word can compare with the path's."""
        wanted = word.operand
        if wanted in (Operand.BOOLEAN, Operand.PATTERN, Operand.TERM):
            self.problem(
                "type", node, f"`{word.name}` takes {wanted.value} that is written here", "Write the value itself."
            )
            return
        if wanted is Operand.USE:
            if other != USES_TYPE:
                self.problem("type", node, f"`{node.value}` is no use", "Write `$use`, the name that the rule binds.")
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
        if other == path.type:
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


def _comparable(kind: Type) -> str:
    if kind["kind"] == "enum":
        return f"enum:{kind['name']}"
    if kind["kind"] == "const":
        return "boolean" if isinstance(kind["value"], bool) else "word"
    return "number" if kind["kind"] == "integer" else str(kind["kind"])
