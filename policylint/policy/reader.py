"""What the readers of rules and packs share: problems at the policy's own place, and the checks of plain values."""

from __future__ import annotations

from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, resolve
from policylint.findings import Problem
from policylint.lean import TYPE_CHECKING
from policylint.policy.words.common import Type, alternatives
from policylint.shapes.check import ABSENT, did_you_mean, expected, scalar, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from policylint.documents import Document

SEVERITIES = ["error", "warning", "info"]
MOMENTS = ["create", "consume", "audit"]


class Reader:
    """Reads one policy file and collects what is wrong with it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = list(document.problems)

    def problem(self, code: str, node: Node, message: str, remedy: str) -> None:
        """Note what is wrong at a node; a mapping is shown by its first key."""
        shown = node.value[0][0] if node.kind == MAPPING and node.value else node
        span = self.document.key_span(shown)
        self.problems.append(Problem(f"policy/{code}", self.document.path, span, message, remedy))

    def keys(self, node: Node, known: Iterable[str], what: str) -> dict[str, tuple[Node, Node]]:
        """The pairs of a mapping by key; unknown keys, and anything but a mapping, are problems."""
        if node.kind != MAPPING:
            self.problem("value", node, f"{what} is a mapping", "Write `key: value` lines.")
            return {}
        known = list(known)
        pairs = {}
        for key, value in node.value:
            if key.value in known:
                pairs[key.value] = (key, value)
            else:
                near = did_you_mean(key.value, known)
                remedy = (
                    f"Did you mean `{near}`?"
                    if near
                    else f"The keys here are {', '.join(f'`{name}`' for name in known)}."
                )
                self.problem("unknown-key", key, f"`{key.value}` is not a key of {what}", remedy)
        return pairs

    def text(self, pairs: dict[str, tuple[Node, Node]], name: str) -> str:
        """A text that must be there; "" and a problem if it is not."""
        if name not in pairs:
            return ""
        node = pairs[name][1]
        if node.kind == SCALAR and node.value.strip() and not (node.plain and resolve(node.value) is None):
            return " ".join(node.value.split())
        self.problem("missing", pairs[name][0], f"`{name}` says nothing", f"Write the {name} as text.")
        return ""

    def one_of(self, node: Node, words: list[str], what: str) -> str:
        """A scalar that is one of some words; the first of them and a problem if it is not."""
        if node.kind == SCALAR and node.value in words:
            text: str = node.value
            return text
        near = did_you_mean(node.value, words) if node.kind == SCALAR else None
        remedy = f"Did you mean `{near}`?" if near else f"Write one of {', '.join(f'`{word}`' for word in words)}."
        said = f"`{node.value}`" if node.kind == SCALAR else "this"
        self.problem("unknown-value", node, f"{said} is not {what}", remedy)
        return words[0]

    def items(self, node: Node, what: str) -> list[Node]:
        """The items of a list; [] and a problem if it is none."""
        if node.kind == SEQUENCE:
            listed: list[Node] = node.value
            return listed
        self.problem("value", node, f"{what} is a list", "Write it as `[a, b]`.")
        return []

    def typed(self, node: Node, kind: Type, what: str) -> Any:
        """A scalar of one of the types that `kind` allows; ABSENT and a problem if it is none."""
        if node.kind != SCALAR:
            self.problem("value", node, f"{what} takes one value", f"Write {expected(alternatives(kind))}.")
            return ABSENT
        if node.value == "unknown" or (node.plain and resolve(node.value) is None):
            said = node.value or "null"
            self.problem(
                "unknown-value",
                node,
                f"`{said}` is never a value in a policy",
                "Use `{stated: false}` to ask whether something is said.",
            )
            return ABSENT
        for one in alternatives(kind):
            value = scalar(node, one)
            if value is not ABSENT:
                return value
        words = [word for one in alternatives(kind) for word in words_of(one)]
        near = did_you_mean(node.value, words) if words else None
        remedy = f"Did you mean `{near}`?" if near else f"Write {expected(alternatives(kind))}."
        self.problem("unknown-value", node, f"`{node.value}` is not a value of {what}", remedy)
        return ABSENT
