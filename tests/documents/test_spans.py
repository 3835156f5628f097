"""The span of a value is exactly its token, whatever the style in which a tree is written."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policylint.characters import has_unprintable
from policylint.documents import Document, load, read
from policylint.documents.node import escape, plain_value
from policylint.shapes.check import check_shape

SHEETS = sorted((Path(__file__).parents[1] / "shapes" / "documents" / "valid").glob("*.datasheet.yaml"))
SMILE = "\N{GRINNING FACE}"
_PLAIN = re.compile(
    r"[A-Za-z\u00e4\u4e2d\U0001f600][A-Za-z0-9_.\u00e4\u4e2d\U0001f600-]*( [A-Za-z0-9\u00e4\U0001f600]+)*"
)
_WORDS = {"null", "true", "false", "nan", "inf"}


class Written(NamedTuple):
    """A text, and where each value's token stands in it: pointer to offset and token."""

    name: str
    text: str
    tokens: dict[str, tuple[int, str]]

    def document(self) -> Document:
        return read(self.text.encode(), self.name)

    def span(self, pointer: str) -> tuple[int, int, int, int]:
        """Line and column of a token, counted by hand."""
        offset, token = self.tokens[pointer]
        before = self.text[:offset].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return line, column, line, column + len(token)


class Writer:
    """Writes a tree, drawing the style of every token, and notes where each stands."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], end: str) -> None:
        self.draw = draw
        self.end = end
        self.parts: list[str] = []
        self.length = 0
        self.tokens: dict[str, tuple[int, str]] = {}

    def put(self, text: str) -> None:
        text = text.replace("\n", self.end)
        self.parts.append(text)
        self.length += len(text)

    def token(self, pointer: str, text: str) -> None:
        self.tokens[pointer] = (self.length, text)
        self.put(text)

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    # tokens

    def scalar(self, value: Any, *, flow: bool = False) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        quoted = json.dumps(value, ensure_ascii=False)
        choices = [quoted]
        if not re.search(r"[\t\n\r]", value) and value == value.strip():
            choices.append("'" + value.replace("'", "''") + "'")
        if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and not flow:
            choices += [value, value]
        return str(self.one_of(*choices))

    def comment(self) -> str:
        return str(self.one_of("", "", "", " # c", f" # {SMILE}: [", "  "))

    # JSON and YAML's flow style

    def flow(self, value: Any, pointer: str, *, strict: bool) -> None:
        if isinstance(value, dict | list) and value:
            pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
            self.put("{" if isinstance(value, dict) else "[")
            for number, (key, child) in enumerate(pairs):
                self.put(
                    ("," if number else "")
                    + str(self.one_of("", " ", "\n  ", "\n") if strict else self.one_of("", " ", "\n  "))
                )
                at = f"{pointer}/{escape(str(key))}"
                if isinstance(value, dict):
                    self.key(str(key), child, at, strict=strict)
                self.flow(child, at, strict=strict)
            self.put(str(self.one_of("", " ")) + ("}" if isinstance(value, dict) else "]"))
        else:
            self.token_of(pointer, json.dumps(value, ensure_ascii=False) if strict else self.scalar(value, flow=True))

    def token_of(self, pointer: str, text: str) -> None:
        """A scalar or an empty collection; the token of a collection under a key is the key, noted before."""
        if text in ("{}", "[]") and pointer in self.tokens:
            self.put(text)
        else:
            self.token(pointer, text)

    def key(self, key: str, child: Any, at: str, *, strict: bool) -> None:
        text = json.dumps(key, ensure_ascii=False) if strict else self.scalar(key, flow=True)
        if isinstance(child, dict | list):
            self.token(at, text)
        else:
            self.put(text)
        self.put(str(self.one_of(":", " : ", ": ")) if strict else ": ")

    # YAML's block style

    def block(self, value: Any, pointer: str, indent: int) -> None:
        """A collection, beginning on a line of its own; the cursor is at the end of the line above."""
        pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        for key, child in pairs:
            at = f"{pointer}/{escape(str(key))}"
            self.put("\n" + " " * indent)
            if isinstance(value, dict):
                self.block_key(str(key), child, at)
            else:
                self.put("-")
            self.block_child(child, at, indent)

    def block_key(self, key: str, child: Any, at: str) -> None:
        text = self.scalar(key)
        if isinstance(child, dict | list) or child is None:
            self.token(at, text)
        else:
            self.put(text)
        self.put(":")

    def block_child(self, child: Any, at: str, indent: int) -> None:
        if not isinstance(child, dict | list):
            self.block_scalar(child, at)
        elif not child or self.one_of(0, 0, 1):
            self.put(" ")
            self.flow(child, at, strict=False)
            self.put(self.comment())
        else:
            self.put(self.comment())
            self.block(child, at, indent + self.one_of(1, 2, 4))

    def block_scalar(self, child: Any, at: str) -> None:
        if child is None and at in self.tokens and self.one_of(0, 1):
            self.put(self.comment())  # nothing at all is null too, and is shown by its key
            return
        self.put(str(self.one_of(" ", "  ")))
        self.token(at, self.scalar(child))
        self.put(self.comment())


def written(draw: Callable[[st.SearchStrategy[Any]], Any], value: Any, style: str) -> Written:
    """A tree in a style: `block` and `flow` YAML, `json`, or the front matter of a `card`."""
    writer = Writer(draw, draw(st.sampled_from(["\n", "\r\n", "\r"])))
    if draw(st.booleans()):
        writer.put("\ufeff")
    if style == "json":
        writer.put(str(writer.one_of("", "\n", " \n")))
        writer.flow(value, "", strict=True)
        return Written("d.json", "".join(writer.parts), writer.tokens)
    writer.put("---" if style == "card" else str(writer.one_of("---", f"# {SMILE}", "")))
    if style == "flow":
        writer.put("\n")
        writer.flow(value, "", strict=False)
    else:
        writer.block(value, "", 0)
    writer.put("\n---\n# Title\n" if style == "card" else "\n")
    return Written("README.md" if style == "card" else "d.yaml", "".join(writer.parts), writer.tokens)


STYLES = ["block", "flow", "json", "card"]

words = st.sampled_from([
    *("a", "id", "kind", "x y", "NO", "null", "1", "", " ", "\t", "it's", 'say "a"', "a/b~c", "- a", "# a", "a: b"),
    *("\u00e4 \u4e2d", SMILE, f"{SMILE} {SMILE}"),
])  # fmt: skip
texts = st.one_of(words, st.text(max_size=6).filter(lambda text: not has_unprintable(text)))
leaves = st.one_of(st.none(), st.booleans(), st.integers(-999, 999), st.sampled_from([1.5, -0.25, 1e-7]), texts)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=16,
)
rooted = st.dictionaries(texts, trees, min_size=1, max_size=4)


def pointers(value: Any, at: str = "") -> list[tuple[str, Any]]:
    """Every value below a root, with its pointer."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [
        found
        for key, child in pairs
        for here in [f"{at}/{escape(str(key))}"]
        for found in [(here, child), *pointers(child, here)]
    ]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), value=rooted)
def test_the_span_of_every_scalar_is_its_token(style: str, data: st.DataObject, value: dict[str, Any]) -> None:
    text = written(data.draw, value, style)
    document = text.document()
    assert document.problems == (), text.text
    assert document.root is not None
    assert plain_value(document.root) == value
    for pointer, child in pointers(value):
        if not isinstance(child, dict | list):
            assert document.span(pointer) == text.span(pointer)
            line, column, _, end = document.span(pointer)
            assert document.lines[line - 1][column - 1 : end - 1] == text.tokens[pointer][1]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), value=rooted)
def test_a_collection_is_shown_by_its_key_and_an_item_by_its_id(
    style: str, data: st.DataObject, value: dict[str, Any]
) -> None:
    text = written(data.draw, value, style)
    document = text.document()
    for pointer, child in pointers(value):
        if isinstance(child, dict | list) and pointer in text.tokens:
            assert document.span(pointer) == text.span(pointer)
        elif isinstance(child, dict) and isinstance(child.get("id"), str) and child["id"]:
            assert document.span(pointer) == text.span(f"{pointer}/id")


# a problem points at the token that is wrong


@cache
def sheet(path: Path) -> tuple[Any, tuple[str, ...]]:
    """A valid sheet as plain values, and where a word that nobody knows would be a problem."""
    root = load(str(path)).root
    assert root is not None
    value = json.loads(json.dumps(plain_value(root)))
    scalars = [pointer for pointer, child in pointers(value) if not isinstance(child, dict | list)]
    return value, tuple(pointer for pointer in scalars if pointer in complaints(changed(value, pointer, WRONG)))


WRONG = f"no such {SMILE} word"


def changed(value: Any, pointer: str, new: Any) -> Any:
    copied = json.loads(json.dumps(value))
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    target = copied
    for part in parents:
        target = target[int(part) if isinstance(target, list) else part]
    target[int(last) if isinstance(target, list) else last] = new
    return copied


def complaints(value: Any) -> list[str]:
    document = read(json.dumps(value).encode(), "d.json")
    return [problem.pointer for problem in check_shape(document, "datasheet").problems]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), wrong=st.sampled_from([WRONG, "Wrong", "2026-02-30", -1, 7.5, "unknow"]))
def test_a_problem_of_shape_stands_on_the_wrong_token(style: str, data: st.DataObject, wrong: Any) -> None:
    value, refusing = sheet(data.draw(st.sampled_from(SHEETS)))
    assume(refusing)
    pointer = data.draw(st.sampled_from(refusing))
    broken = changed(value, pointer, wrong)
    assume(pointer in complaints(broken))
    text = written(data.draw, broken, style)
    found = check_shape(text.document(), "datasheet").problems
    assert [problem.span for problem in found if problem.pointer == pointer] == [text.span(pointer)]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), path=st.sampled_from(SHEETS))
def test_a_valid_sheet_is_valid_in_every_style(style: str, data: st.DataObject, path: Path) -> None:
    value, _ = sheet(path)
    assert check_shape(written(data.draw, value, style).document(), "datasheet").problems == []
