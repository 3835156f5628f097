"""The parameters of rules: what a rule declares, and what a value may be."""

from __future__ import annotations

from policylint.documents.node import MAPPING, SCALAR, Node
from policylint.facts import FACT_ENUMS
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.reader import Reader
from policylint.policy.words.common import Type, element, is_list
from policylint.shapes._table import ENUMS
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from policylint.documents import Document

TYPE_NAMES = ("boolean", "string", "integer", "number", "date")
"""What a parameter may be, beside a term of a vocabulary."""
_PARAMETER_TYPES: dict[str, Type] = {name: {"kind": name} for name in TYPE_NAMES}


class Parameter(NamedTuple):
    """A parameter that a rule declares: its type, the values it refuses, its default, and where it is declared."""

    type: Type
    refused: tuple[str, ...]
    default: Any
    line: int


class ParameterReader(Reader):
    """Reads what a rule declares as parameters, and what it asks of them."""

    def __init__(
        self, document: Document, identifier: str, parameters: dict[str, Any], extensions: Mapping[str, Type]
    ) -> None:
        super().__init__(document)
        self.id = identifier
        self.extensions = extensions
        self.given = parameters
        self.parameters: dict[str, Parameter] = {}
        self.declared: set[str] = set()
        self.used: set[str] = set()

    def declare_parameters(self, pairs: dict[str, tuple[Node, Node]]) -> None:
        """Read what a rule declares under `parameters`."""
        if "parameters" not in pairs:
            return
        node = pairs["parameters"][1]
        if node.kind != MAPPING:
            self.problem("value", node, "`parameters` is a mapping", "Write `name: {type: …, default: …}`.")
            return
        self.declared = {key.value for key, _ in node.value}
        for key, value in node.value:
            inner = self.keys(value, ["type", "except", "default"], f"the parameter `{key.value}`")
            kind = self._parameter_type(inner, key)
            if kind is None:
                continue
            refused = self._refused(inner, kind, f"`{key.value}`")
            if "default" not in inner:
                self.problem("missing", key, f"the parameter `{key.value}` has no default", "Add `default:`.")
                continue
            default = self.parameter_value(inner["default"][1], kind, refused, f"`{key.value}`")
            self.parameters[key.value] = Parameter(kind, refused, default, key.start.line + 1)

    def _refused(self, inner: dict[str, tuple[Node, Node]], kind: Type, what: str) -> tuple[Any, ...]:
        """The values of its type that a parameter does not take."""
        items = self.items(inner["except"][1], "`except`") if "except" in inner else []
        return tuple(self.typed(item, element(kind), what) for item in items)

    def _parameter_type(self, inner: dict[str, tuple[Node, Node]], key: Node) -> Type | None:
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
        known = [*_PARAMETER_TYPES, *ENUMS, *FACT_ENUMS]
        if name not in known:
            self.one_of(items[0], known, "a type")
            return None
        kind = _PARAMETER_TYPES.get(name) or {"kind": "enum", "name": name, **FACT_ENUMS.get(name, {})}
        return {"kind": "list", "of": kind} if listed else kind

    def parameter_value(self, node: Node, kind: Type, refused: tuple[str, ...], what: str) -> Any:
        """A value of a parameter, typed; refused values are problems."""
        items, one = (self.items(node, what), kind["of"]) if is_list(kind) else ([node], kind)
        values = [self.typed(item, one, what) for item in items]
        for item, value in zip(items, values, strict=True):
            if value in refused:
                self.problem("parameter", item, f"`{value}` is not allowed in {what}", "Take it out.")
        return values if is_list(kind) else values[0]

    def values(self) -> dict[str, Any]:
        """What each declared parameter is, by full name."""
        area = self.id.partition("/")[0]
        full = {f"{area}.{name}": declared.default for name, declared in self.parameters.items()}
        return {name: self.given.get(name, default) for name, default in full.items()}

    def unused_parameters(self) -> None:
        """Note the parameters that nothing in the rule asks for."""
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
        """The value and the type of `$parameters.name`; None and a problem if it is not declared."""
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
