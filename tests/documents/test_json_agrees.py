"""JSON is what the standard library says it is, only stricter; and what JSON says, YAML says."""

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from policylint.characters import has_unprintable
from policylint.documents import Document, read
from policylint.documents.node import plain_value
from tests.documents.trees import walk

texts = st.text(max_size=12).filter(lambda text: not has_unprintable(text))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
    st.sampled_from(["", "null", "true", "NO", "~", "1", "-1.5e3", "0x1F", "- a", "a: b", "#", "a #b", "'", '"', "\\"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(texts, inner, max_size=5)),
    max_leaves=25,
)
rooted = values.filter(lambda value: value != "")
indents = st.sampled_from([None, 0, 1, 2, 4])
pieces = st.sampled_from(
    [*list('{}[]:,"\\ \t\n01e.-+u'), "null", "true", "NaN", '"a"', "\\u", "\\ud83d", "é", "\x00", ""]
)


def value(document: Document) -> Any:
    assert document.root is not None, document.problems
    return plain_value(document.root)


def same(one: Any, other: Any) -> bool:
    """Equal and of one type, all the way down."""
    return type(one) is type(other) and repr(one) == repr(other)


@settings(max_examples=300, deadline=None)
@given(rooted, indents, st.booleans())
def test_json_is_read_as_it_was_written(written: Any, indent: int | None, ascii_only: bool) -> None:  # noqa: FBT001
    text = json.dumps(written, indent=indent, ensure_ascii=ascii_only)
    assert same(value(read(text.encode(), "d.json")), written)


@settings(max_examples=300, deadline=None)
@given(rooted, indents)
def test_json_is_yaml(written: Any, indent: int | None) -> None:
    text = json.dumps(written, indent=indent, ensure_ascii=False)
    assert same(value(read(text.encode(), "d.yaml")), written)


@settings(max_examples=200, deadline=None)
@given(rooted, indents)
def test_both_readers_give_every_token_one_place(written: Any, indent: int | None) -> None:
    text = json.dumps(written, indent=indent, ensure_ascii=False)
    as_json, as_yaml = read(text.encode(), "d.json"), read(text.encode(), "d.yaml")
    assert as_json.root is not None
    pointers = [pointer for pointer, _ in walk(as_json.root)]
    assert [as_json.span(pointer) for pointer in pointers] == [as_yaml.span(pointer) for pointer in pointers]


class Refused(Exception):  # noqa: N818 - an answer of the oracle, not an error of the test
    """The text is not JSON as policylint reads it."""


def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Refused
    return dict(pairs)


def no_constant(_: str) -> None:
    raise Refused


def strict(text: str) -> Any:
    """What the standard library reads; Refused for what it does not, and for what policylint refuses beyond it."""
    if has_unprintable(text):
        raise Refused
    try:
        found = json.loads(text, object_pairs_hook=no_duplicates, parse_constant=no_constant)
    except ValueError:
        raise Refused from None
    if found == "" or any(has_unprintable(said) for said in strings(found)):
        raise Refused
    return found


def strings(found: Any) -> list[str]:
    if isinstance(found, str):
        return [found]
    children = [*found, *found.values()] if isinstance(found, dict) else found if isinstance(found, list) else []
    return [said for child in children for said in strings(child)]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A JSON text with a few pieces put in, taken out or put over others."""
    text = json.dumps(draw(values), indent=draw(indents), ensure_ascii=draw(st.booleans()))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        text = text[:start] + draw(pieces) + text[end:]
    return text


@settings(max_examples=800, deadline=None)
@given(mutated())
@example("[NaN]")
@example('{"a": 1, "a": 2}')
@example('["\\ud83d\\ude00"]')
@example('["\\ud83d"]')
@example("[1e5, 1.5E-3, -0]")
def test_json_is_accepted_exactly_where_the_standard_library_accepts_it(text: str) -> None:
    try:
        expected = strict(text)
    except Refused:
        (problem,) = read(text.encode(), "d.json").problems
        assert problem.span.line <= text.count("\n") + text.count("\r") + 1
        return
    assert same(value(read(text.encode(), "d.json")), expected)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["d.yaml", "d.json", "d.md", "d"]))
@example(b"? \n", "d.yaml")
@example(b"---\r\n---", "d.md")
def test_any_bytes_are_a_document_or_one_problem_inside_it(data: bytes, name: str) -> None:
    told(read(data, name))


block_pieces = ["a", ": ", ":\n", "\n", "  ", "- ", "? ", "|\n", ">", "---\n", "...\n", "%", "\t", "\r\n", "#"]
flow_pieces = ["[", "]", "{", "}", ", ", "&x ", "*x", "!t ", "'", '"', "~", "\\", "<<", "@", "`"]
odd_pieces = ["\u00e9", "\N{GRINNING FACE}", "\x85", "\ufeff"]
yaml_pieces = st.sampled_from(block_pieces + flow_pieces + odd_pieces)


@settings(max_examples=600, deadline=None)
@given(st.lists(yaml_pieces, max_size=30).map("".join), st.sampled_from(["d.yaml", "d.md"]))
def test_any_yaml_is_a_document_or_one_problem_inside_it(text: str, name: str) -> None:
    told(read((text if name == "d.yaml" else f"---\n{text}\n---\n").encode(), name))


def told(document: Document) -> None:
    """Every place that a document gives lies in its lines, on one line."""
    assert len(document.problems) <= 1
    spans = [problem.span for problem in document.problems]
    if document.root is not None:
        spans += [document.span(pointer) for pointer, _ in walk(document.root)]
    for line, column, end_line, end_column in spans:
        assert line == end_line
        assert 1 <= line <= len(document.lines)
        assert 1 <= column <= end_column
        assert column <= len(document.lines[line - 1]) + 1
