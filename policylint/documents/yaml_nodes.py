"""YAML text to nodes, over libyaml's events.

Events and not PyYAML's own composer: it recurses in C, keeps the last of two
equal keys, and shares what an alias names. Here depth, number of nodes and
aliases are bounded while parsing, and every key has its place.
"""

from __future__ import annotations

from policylint.characters import has_unprintable
from policylint.documents.libyaml import Parser, yaml
from policylint.documents.node import (
    MAPPING,
    MAX_DEPTH,
    MAX_NODES,
    SCALAR,
    SEQUENCE,
    Node,
    SyntaxProblem,
    span_of,
)  # fmt: skip
from policylint.findings import Span
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


_STRING_TAGS = ("!", "tag:yaml.org,2002:str")
_COLLECTION_TAGS = ("!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


def read_yaml(text: str) -> Node | None:
    """The root node of the one YAML document in a text; None if there is none.

    Raises SyntaxProblem.
    """
    try:
        return _compose(Parser(text))
    except yaml.error.MarkedYAMLError as error:
        if error.problem_mark is not None and "nesting depth" in f"{error.context} {error.problem}":
            return read_yaml(text[: error.problem_mark.index])  # newer libyaml has a bound of its own, above ours
        raise _as_problem(error, text) from None


def _compose(parser: Any) -> Node | None:  # noqa: PLR0915 - one loop, hot, read top to bottom
    root: Node | None = None
    parent: Node | None = None  # what is open: its keys so far if it is a mapping, and the key that waits for a value
    names: set[str] | None = None
    key: Node | None = None
    above: list[tuple[Node | None, set[str] | None]] = []
    anchors: dict[str, Node] = {}
    open_anchors: list[Node] = []
    measured: dict[int, tuple[int, int]] = {}
    count = documents = 0
    get_event = parser.get_event
    events = yaml.events
    scalar_event, mapping_start, sequence_start = (
        events.ScalarEvent,
        events.MappingStartEvent,
        events.SequenceStartEvent,
    )
    mapping_end, sequence_end, alias_event = events.MappingEndEvent, events.SequenceEndEvent, events.AliasEvent
    while True:
        event = get_event()
        kind = type(event)
        if kind is scalar_event:
            value, tag = event.value, event.tag
            plain = event.implicit[0] and tag != "!"
            node = Node(SCALAR, value, event.start_mark, event.end_mark, plain)
            if tag is not None and tag not in _STRING_TAGS:
                raise _tag(tag, node)
            if not plain and event.style == '"' and has_unprintable(value):
                raise control_character(node)
        elif kind is mapping_start or kind is sequence_start:
            node = Node(MAPPING if kind is mapping_start else SEQUENCE, [], event.start_mark, event.end_mark)
            if event.tag is not None and event.tag not in _COLLECTION_TAGS:
                raise _tag(event.tag, node)
            if len(above) >= MAX_DEPTH:
                raise too_deep(node)
        elif kind is mapping_end or kind is sequence_end:
            assert parent is not None
            parent.end = event.end_mark
            if open_anchors and open_anchors[-1] is parent:
                open_anchors.pop()
            parent, names = above.pop()
            continue
        elif kind is alias_event:
            target = anchors.get(event.anchor)
            here = Node(SCALAR, "", event.start_mark, event.end_mark)
            if target is None or any(target is ancestor for ancestor in open_anchors):
                raise _bad_alias(event.anchor, here, known=target is not None)
            size, height = _measure(target, measured)
            count += size
            if len(above) + height > MAX_DEPTH:
                raise too_deep(here)
            node = Node(target.kind, target.value, event.start_mark, event.end_mark, target.plain)
        elif kind is events.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _second_document(event)
            continue
        elif kind is events.StreamEndEvent:
            return root
        else:
            continue

        count += 1
        if count > MAX_NODES:
            raise too_many(node)
        if event.anchor is not None and kind is not alias_event:
            anchors[event.anchor] = node
            if kind is not scalar_event:
                open_anchors.append(node)
        if parent is None:
            root = node
        elif names is None:
            parent.value.append(node)
        elif key is None:
            if kind is not scalar_event:
                raise SyntaxProblem(
                    "syntax/key", "a key must be a plain word, not a list, a mapping or an alias",
                    "Write the key as text.", span_of(node),
                )  # fmt: skip
            key = node
            continue
        else:
            if key.value in names:
                raise twice(parent, key)
            names.add(key.value)
            parent.value.append((key, node))
            key = None
        if kind is mapping_start or kind is sequence_start:
            above.append((parent, names))
            parent, names = node, set() if kind is mapping_start else None


def twice(parent: Node, key: Node) -> SyntaxProblem:
    """A key stands in a mapping a second time."""
    first = next(other for other, _ in parent.value if other.value == key.value)
    return SyntaxProblem(
        "syntax/duplicate-key", f"the key `{key.value}` stands twice in this mapping",
        "Keep one of the two; which one counts is not for a parser to guess.",
        span_of(key), (span_of(first), "first here"),
    )  # fmt: skip


def _measure(node: Node, measured: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """How many nodes a tree has when aliases are written out, and how deep it is."""
    known = measured.get(id(node.value)) if node.kind != SCALAR else (1, 0)
    if known is None:
        children = [child for pair in node.value for child in pair] if node.kind == MAPPING else node.value
        sizes = [_measure(child, measured) for child in children]
        known = (1 + sum(size for size, _ in sizes), 1 + max((height for _, height in sizes), default=0))
        measured[id(node.value)] = known
    return known


def too_deep(node: Node) -> SyntaxProblem:
    """Nested beyond the bound."""
    return SyntaxProblem(
        "syntax/depth", f"nested more than {MAX_DEPTH} levels deep", "Flatten the document.", span_of(node)
    )


def too_many(node: Node) -> SyntaxProblem:
    """More values than the bound, aliases written out."""
    return SyntaxProblem(
        "syntax/nodes", f"more than {MAX_NODES:,} values (aliases written out)",
        "Move tables of data into files of their own and refer to them.", span_of(node),
    )  # fmt: skip


def control_character(node: Node) -> SyntaxProblem:
    """A string holds a character that a terminal would obey instead of showing."""
    return SyntaxProblem(
        "syntax/control-character", "the text holds a control character", "Take it out.", span_of(node)
    )


def _tag(tag: str, node: Node) -> SyntaxProblem:
    return SyntaxProblem(
        "syntax/tag", f"the tag `{tag}` is not allowed here", "Write the value without a tag.", span_of(node)
    )


def _bad_alias(anchor: str, node: Node, *, known: bool) -> SyntaxProblem:
    message = (
        f"the alias `*{anchor}` names a value that contains it"
        if known
        else f"the alias `*{anchor}` names nothing above"
    )
    return SyntaxProblem("syntax/alias", message, "Write the value out.", span_of(node))


def _second_document(event: Any) -> SyntaxProblem:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    return SyntaxProblem(
        "syntax/several-documents", "a second document begins here", "Put each document into a file of its own.",
        Span(line, column, line, column + 3),
    )  # fmt: skip


def _as_problem(error: yaml.error.MarkedYAMLError, text: str) -> SyntaxProblem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    lines = text.splitlines() or [""]
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    span = Span(line + 1, column + 1, line + 1, column + 2)
    indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    if "\t" in indent or lines[line][column : column + 1] == "\t":
        tab = lines[line].index("\t")
        span = Span(line + 1, tab + 1, line + 1, tab + 2)
        return SyntaxProblem(
            "syntax/yaml", "a tab is used for indentation", "Indent with spaces: YAML allows no tabs there.", span
        )
    said = " ".join(part for part in (error.context, error.problem) if part)
    return SyntaxProblem(
        "syntax/yaml", f"this is not YAML: {said}", "Mend the syntax at this place or just above it.", span
    )
