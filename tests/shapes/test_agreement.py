"""The program's own validator, pydantic and the published JSON schemas give one verdict on every document.

`documents/valid` and `documents/broken` are the shared table: drop a file in and it is a case. A broken file says at
the end of a line which problems stand there: `# <- shape/value`. The own validator types as it goes, so for the other
two the same typing is applied first, from the generated table: where a text is asked for, the source text is taken.
"""

import copy
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import BaseModel, ValidationError

from policylint.documents import Document, load, read
from policylint.documents.node import SCALAR, SEQUENCE, Node, resolve
from policylint.findings import Problem
from policylint.shapes._table import OBJECTS, ROOTS
from policylint.shapes.check import check_shape
from policylint.shapes.config import Config
from policylint.shapes.datasheet import Datasheet
from policylint.shapes.use import UseDeclaration

DOCUMENTS = Path(__file__).parent / "documents"
VALID = sorted((DOCUMENTS / "valid").iterdir())
BROKEN = sorted((DOCUMENTS / "broken").iterdir())
SCHEMAS = Path(__file__).parents[2] / "schemas"
MODELS: dict[str, type[BaseModel]] = {"datasheet": Datasheet, "use": UseDeclaration, "config": Config}

SMILE = "\N{GRINNING FACE}"

Type = dict[str, Any]
TEXTS = ("string", "date", "enum")


# the typing step, said a second time


def typed(node: Node, kind: Type) -> Any:
    """The plain value of a tree; a number or boolean where only a text will do is its source text."""
    kinds = kind["of"] if kind["kind"] == "union" else [kind]
    if node.kind == SCALAR:
        return typed_scalar(node, kinds)
    if node.kind == SEQUENCE:
        one = next((choice["of"] for choice in kinds if choice["kind"] == "list"), {"kind": "any"})
        return [typed(item, one) for item in node.value]
    types = field_types(kinds)
    rest = next((choice["of"] for choice in kinds if choice["kind"] == "map"), {"kind": "any"})
    return {key.value: typed(value, types.get(key.value, rest)) for key, value in node.value}


def field_types(kinds: list[Type]) -> dict[str, Type]:
    name = next((choice["name"] for choice in kinds if choice["kind"] == "object"), None)
    return {field: row["type"] for field, row in OBJECTS[name]["fields"].items()} if name else {}


def typed_scalar(node: Node, kinds: list[Type]) -> Any:
    value = resolve(node.value) if node.plain else node.value
    names = {choice["kind"] for choice in kinds}
    wanted = "boolean" in names if isinstance(value, bool) else bool(names & {"number", "integer"})
    if value is None or isinstance(value, str) or wanted or not names & set(TEXTS):
        return value
    return node.value


# the three verdicts


@cache
def schema(shape: str) -> Draft7Validator:
    return Draft7Validator(json.loads((SCHEMAS / f"{shape}.schema.json").read_text(encoding="utf-8")))


def pydantic_accepts(shape: str, value: Any) -> bool:
    try:
        MODELS[shape].model_validate(value)
    except ValidationError:
        return False
    return True


def problems(document: Document, shape: str) -> list[Problem]:
    """What is wrong with the shape; a version that is not known is not a matter of shape."""
    return [problem for problem in check_shape(document, shape).problems if problem.rule != "shape/version"]


def verdicts(document: Document, shape: str) -> tuple[bool, bool, bool]:
    """What the own validator, pydantic and the schema say."""
    assert document.root is not None, document.problems
    value = typed(document.root, {"kind": "object", "name": ROOTS[shape]})
    return not problems(document, shape), pydantic_accepts(shape, value), schema(shape).is_valid(value)


def shape_of(path: Path) -> str:
    return path.name.split(".")[1]


def ids(path: Path) -> str:
    return path.name.removesuffix(".yaml")


# the table


@pytest.mark.parametrize("path", VALID, ids=ids)
def test_valid_documents_are_valid_to_all_three(path: Path) -> None:
    document = load(str(path))
    assert check_shape(document, shape_of(path)).problems == []
    assert verdicts(document, shape_of(path)) == (True, True, True)


@pytest.mark.parametrize("path", BROKEN, ids=ids)
def test_broken_documents_are_broken_to_all_three(path: Path) -> None:
    assert verdicts(load(str(path)), shape_of(path)) == (False, False, False)


@pytest.mark.parametrize("path", BROKEN, ids=ids)
def test_problems_are_on_the_lines_that_are_marked_and_no_others(path: Path) -> None:
    document = load(str(path))
    expected = [
        (number, rule)
        for number, line in enumerate(document.lines, 1)
        for rule in line.partition("# <- ")[2].split(", ")
        if rule
    ]
    found = check_shape(document, shape_of(path)).problems
    assert sorted((problem.span.line, problem.rule) for problem in found) == sorted(expected)


@pytest.mark.parametrize("path", BROKEN, ids=ids)
def test_every_problem_stands_on_a_token_and_says_what_to_do(path: Path) -> None:
    document = load(str(path), "as named")
    for problem in problems(document, shape_of(path)):
        line, column, end_line, end_column = problem.span
        assert line == end_line
        assert document.lines[line - 1][column - 1 : end_column - 1].strip()
        assert problem.message
        assert problem.remedy.endswith((".", "?"))
        assert problem.path == "as named"


def test_a_number_that_is_none_is_refused() -> None:
    document = read(
        b"datasheet: '1'\nid: a\nname: b\npeople: ~\nlicenses: ~\nmaintenance: ~\nsize: {items: .nan}\n", "d.yaml"
    )
    assert [problem.pointer for problem in problems(document, "datasheet")] == ["/size/items"]
    assert not pydantic_accepts("datasheet", smallest() | {"size": {"items": math.nan}})


# versions


@pytest.mark.parametrize(
    ("shape", "version", "expected"),
    [
        ("datasheet", '"1"', []),
        ("datasheet", "1", []),
        ("datasheet", "'2'", ["version '2' of the datasheet format is not known"]),
        ("datasheet", "1.0", ["version '1.0' of the datasheet format is not known"]),
        ("datasheet", "true", ["version 'true' of the datasheet format is not known"]),
        ("use", "1", []),
        ("use", "0", ["version '0' of the use format is not known"]),
    ],
)
def test_a_version_that_is_not_known_is_a_problem_of_its_own(shape: str, version: str, expected: list[str]) -> None:
    rest = "people: ~\nlicenses: ~\nmaintenance: ~\nname: a\n" if shape == "datasheet" else "datasets: []\n"
    found = check_shape(read(f"id: a\n{shape}: {version}\n{rest}".encode(), "d.yaml"), shape).problems
    assert [(one.rule, one.message, one.pointer, one.span) for one in found] == [
        ("shape/version", message, f"/{shape}", (2, len(shape) + 3, 2, len(shape) + 3 + len(version)))
        for message in expected
    ]


# misspellings

MISSPELLED: list[tuple[str, str, str, str, str]] = [
    ("datasheet", "maintainance: {}", "maintainance", "/maintainance", "Did you mean `maintenance`?"),
    ("datasheet", "licence: MIT", "licence", "/licence", "Did you mean `licenses`?"),
    ("datasheet", "License-Terms: {}", "License-Terms", "/License-Terms", "Did you mean `license_terms`?"),
    ("datasheet", "'data governance': {}", "'data governance'", "/data governance", "Did you mean `data_governance`?"),
    ("datasheet", "collection: {origin: []}", "origin", "/collection/origin", "Did you mean `origins`?"),
    ("datasheet", f"{SMILE}: 1", SMILE, f"/{SMILE}", "The keys here are `datasheet`, `id`, `name`"),
    ("datasheet", "a/b~c: 1", "a/b~c", "/a~1b~0c", "The keys here are `datasheet`, `id`, `name`"),
    ("datasheet", "modality: [audio, vidoe]", "vidoe", "/modality/1", "Did you mean `video`?"),
    ("datasheet", "access: {mode: Open}", "Open", "/access/mode", "Did you mean `open`?"),
    ("datasheet", "uses: {prohibited: [reasearch]}", "reasearch", "/uses/prohibited/0", "Did you mean `research`?"),
    ("datasheet", "size: {items: '10'}", "'10'", "/size/items", "Write it without quotes."),
    ("datasheet", "access: {recipients_log: 'no'}", "'no'", "/access/recipients_log", "Write true or false."),
    ("datasheet", 'access: {recipients_log: "true"}', '"true"', "/access/recipients_log", "Write it without quotes."),
    ("use", "commerical: true", "commerical", "/commerical", "Did you mean `commercial`?"),
    ("use", "purpose: product_public", "product_public", "/purpose", "Did you mean `product.public`?"),
    ("use", "purpose: [reserch]", "reserch", "/purpose/0", "Did you mean `research`?"),
    ("config", "severities: {}", "severities", "/severities", "Did you mean `severity`?"),
    ("config", "unknown: warn", "warn", "/unknown", "Did you mean `warning`?"),
    ("config", "severity: {a/b: infos}", "infos", "/severity/a~1b", "Did you mean `info`?"),
]


@pytest.mark.parametrize(
    ("shape", "line", "token", "pointer", "remedy"), MISSPELLED, ids=[case[1] for case in MISSPELLED]
)
def test_a_misspelling_is_shown_and_mended(shape: str, line: str, token: str, pointer: str, remedy: str) -> None:
    head = {
        "datasheet": "datasheet: '1'\nid: a\nname: b\npeople: ~\nlicenses: ~\nmaintenance: ~\n",
        "use": "use: '1'\nid: a\ndatasets: []\n",
        "config": "policy: core\n",
    }[shape]
    document = read(f"{head}{line}\n".encode(), "d.yaml")
    (found,) = check_shape(document, shape).problems
    number, column = head.count("\n") + 1, line.index(token) + 1
    assert (found.pointer, found.span) == (pointer, (number, column, number, column + len(token)))
    assert found.remedy.startswith(remedy)


def test_people_and_their_groups_are_shown_with_both_places() -> None:
    text = "people:\n  groups:\n    - {role: bystander, id: walkers}\n  present: false\n"
    document = read(text.encode(), "d.yaml")
    found = [problem for problem in check_shape(document, "datasheet").problems if problem.rule == "shape/people"]
    assert [(one.pointer, one.span) for one in found] == [("/people/present", (4, 12, 4, 17))]
    assert [(place.pointer, place.span) for place in found[0].related] == [("/people/groups/0", (3, 29, 3, 36))]


# mutations


@cache
def values(shape: str) -> list[Any]:
    """The valid documents of a shape, typed, as JSON values."""
    found = [load(str(path)).root for path in VALID if shape_of(path) == shape]
    return [typed(root, {"kind": "object", "name": ROOTS[shape]}) for root in found if root is not None]


def smallest() -> dict[str, Any]:
    return dict(next(value for value in values("datasheet") if value.get("id") == "tide-tables"))


Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> list[Place]:
    """Where a value can be changed: every key and every item."""
    children: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    return [place for key, child in children for place in [(*at, key), *places(child, (*at, key))]]


words = st.sampled_from([
    *("", "unknown", "none", "never", "all", "any", "true", "given", "author", "depicted", "research", "education"),
    *("train", "commercial_use", "2019", "2019-06", "2020-02-29", "2019-02-29", "2019-13-01", "DE", "de", "US-IL"),
    *("PT", "P3Y", "DUO:0000042", "LicenseRef-x", "not_applicable", "open", "a b", "name\n", "error", "off", SMILE),
    *("x" * 201, "x" * 20_001),
])  # fmt: skip
numbers = st.sampled_from([0, 1, -1, 2019, 10**15, 2**53, 0.5, 1.0, 2.5, -0.0, 1e300, 10**70])
scalars = st.one_of(st.none(), st.booleans(), numbers, words)
names = ["id", "unknown", "present", "groups", "role", "status", "x", "", "DE", "LicenseRef-x", "consent.x", "a/b"]
keys = st.sampled_from(names)
replacements = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(keys, inner, max_size=2)),
    max_leaves=4,
)
PEOPLE: list[Any] = [
    {"present": False, "groups": [{"id": "a", "role": "author"}]},
    {"present": True, "groups": [{"id": "a", "role": "author"}, {"id": "b", "role": "speaker"}]},
    {"present": "incidental", "groups": [{"id": "a"}]},
    {"present": "unknown", "groups": []},
]


@st.composite
def mutants(draw: st.DrawFn, shape: str) -> Any:
    """A valid document with one to three changes."""
    value = copy.deepcopy(draw(st.sampled_from(values(shape))))
    if shape == "datasheet" and draw(st.booleans()):
        value["people"] = copy.deepcopy(draw(st.sampled_from(PEOPLE)))
    for _ in range(draw(st.integers(1, 3))):
        where = places(value)
        if where:
            change(draw, value, draw(st.sampled_from(where)))
    return value


def change(draw: st.DrawFn, value: Any, place: Place) -> None:
    *parents, last = place
    for part in parents:
        value = value[part]
    act = draw(
        st.sampled_from(["drop", "replace", "replace", "wrap", "rename" if isinstance(value, dict) else "repeat"])
    )
    if act == "drop":
        del value[last]
    elif act == "replace":
        value[last] = draw(replacements)
    elif act == "wrap":
        value[last] = [value[last]]
    elif act == "rename":
        value[draw(st.one_of(keys, st.just(f"{last}s"), st.just(str(last).upper())))] = value.pop(last)
    else:
        value.insert(last, copy.deepcopy(value[last]))


def test_typing_a_typed_value_changes_nothing() -> None:
    for shape in MODELS:
        for value in values(shape):
            root = read(json.dumps(value).encode(), "d.json").root
            assert root is not None
            assert typed(root, {"kind": "object", "name": ROOTS[shape]}) == value


@pytest.mark.parametrize("shape", MODELS)
@settings(max_examples=1200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_all_three_agree_on_every_mutant(shape: str, data: st.DataObject) -> None:
    document = read(json.dumps(data.draw(mutants(shape))).encode(), "d.json")
    own, model, published = verdicts(document, shape)
    assert own == model == published, problems(document, shape)
