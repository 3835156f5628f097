"""What a file may hold, and what it is read as: YAML 1.2's core rules, JSON, the front matter of Markdown."""

import math
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from policylint.characters import has_unprintable
from policylint.documents import Document, load, read
from policylint.documents.node import plain_value
from policylint.reading import MAX_BYTES
from tests.documents.trees import walk

SMILE = "\N{GRINNING FACE}"


def good(data: str | bytes, name: str = "d.yaml") -> Document:
    document = read(data if isinstance(data, bytes) else data.encode(), name)
    assert document.problems == ()
    return document


def value(document: Document) -> Any:
    assert document.root is not None
    return plain_value(document.root)


SCALARS: list[tuple[str, Any]] = [
    ("NO", "NO"), ("no", "no"), ("y", "y"), ("On", "On"), ("true", True), ("True", True), ("FALSE", False),
    ("tRUE", "tRUE"), ("~", None), ("null", None), ("NULL", None), ("nULL", "nULL"), ("", None), ("none", "none"),
    ("unknown", "unknown"), ("1", 1), ("+1", 1), ("-1", -1), ("0", 0), ("010", 10), ("-010", -10), ("0x1F", 31),
    ("0X1F", "0X1F"), ("0o17", 15), ("0b1", "0b1"), ("-0x1F", "-0x1F"), ("1_000", "1_000"),
    ("12:30:45", "12:30:45"), ("0x", "0x"), ("0o8", "0o8"), ("1.10", 1.1), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5),
    ("1e3", 1000.0), ("1E-3", 0.001), ("1e", "1e"), (".", "."), (".inf", math.inf), ("-.INF", -math.inf),
    ("+.inf", math.inf), ("inf", "inf"), ("1e999", math.inf), ("nan", "nan"), ("2001-01-01", "2001-01-01"),
    ("1.2.3", "1.2.3"), ("9" * 64, int("9" * 64)), ("9" * 65, "9" * 65), ("=", "="), ("<<", "<<"), ("'1'", "1"),
    ('"true"', "true"), ("''", ""), ('"~"', "~"), ("'it''s'", "it's"), ('"a\\tb\\n\\x41\\u00e9"', "a\tb\nA\u00e9"),
    ('"\\U0001F600"', SMILE), ("!!str 12", "12"), ("a b  c", "a b  c"), ("a # b", "a"), ("a#b", "a#b"),
    ("http://x/y:z", "http://x/y:z"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), SCALARS, ids=[repr(case[0])[:24] for case in SCALARS])
def test_scalars_are_read_by_the_core_rules_of_yaml_1_2(written: str, expected: Any) -> None:
    found = value(good(f"k: {written}\n"))["k"]
    assert (type(found), found) == (type(expected), expected)


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(value(good("k: .nan\n"))["k"])


TREES: list[tuple[str, str, Any]] = [
    ("byte order mark", "\ufeffa: 1\n", {"a": 1}),
    ("line ends of Windows", "a: 1\r\nb:\r\n  - c\r\n", {"a": 1, "b": ["c"]}),
    ("line ends of old", "a: 1\rb: 2\r", {"a": 1, "b": 2}),
    ("no line end", "a: 1", {"a": 1}),
    ("marks of a beginning and an end", "%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
    ("comments", "# c\na: 1 # c\n# c\n", {"a": 1}),
    ("folded and literal text", "a: >\n  b\n  c\nd: |-\n  e\n  f\n", {"a": "b c\n", "d": "e\nf"}),
    ("text over several lines", "a: b\n  c\nd: 'e\n\n  f'\n", {"a": "b c", "d": "e\nf"}),
    ("lists beside their key", "a:\n- b\n- c: d\n  e: f\n", {"a": ["b", {"c": "d", "e": "f"}]}),
    ("empty ones", "a: {}\nb: []\nc: ''\nd:\n", {"a": {}, "b": [], "c": "", "d": None}),
    ("alias", "a: &x {b: 1}\nc: *x\n", {"a": {"b": 1}, "c": {"b": 1}}),
    ("anchor used again", "a: &x 1\nb: &x 2\nc: *x\n", {"a": 1, "b": 2, "c": 2}),
    ("no merge keys", "a: &x {b: 1}\n<<: *x\n", {"a": {"b": 1}, "<<": {"b": 1}}),
    ("keys are texts", "1: a\ntrue: b\n~: c\n'': d\n", {"1": "a", "true": "b", "~": "c", "": "d"}),
    ("explicit key", "? a\n: b\n", {"a": "b"}),
    ("tabs where YAML allows them", "a:\tb\nc: [d,\te]\n", {"a": "b", "c": ["d", "e"]}),
    ("a scalar", "a\n", "a"),
    ("null", "~\n", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TREES], ids=[case[0] for case in TREES])
def test_yaml_trees(text: str, expected: Any) -> None:
    assert value(good(text)) == expected


JSON: list[tuple[str, str, Any]] = [
    ("surrogate pair", '{"a": "\\ud83d\\ude00"}', {"a": SMILE}),
    ("escapes", '["\\"\\\\\\/\\n\\t\\u00e9"]', ['"\\/\n\té']),
    ("tabs between tokens", '{\t"a":\t[1,\t2]\t}\t', {"a": [1, 2]}),
    ("byte order mark", '\ufeff{"a": 1}', {"a": 1}),
    ("line ends of Windows", '{\r\n"a": 1\r\n}\r\n', {"a": 1}),
    ("numbers", "[0, -0, 1.5, -2e3, 1E+2, 10]", [0, 0, 1.5, -2000.0, 100.0, 10]),
    ("words in quotes", '["1", "true", "null", ""]', ["1", "true", "null", ""]),
    ("words", "[true, false, null]", [True, False, None]),
    ("empty ones", '{"a": {}, "b": []}', {"a": {}, "b": []}),
    ("empty key", '{"": 1}', {"": 1}),
    ("a scalar", "5", 5),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in JSON], ids=[case[0] for case in JSON])
@pytest.mark.parametrize("name", ["d.json", "d.JSON", "card.jsonld"])
def test_json_trees(name: str, text: str, expected: Any) -> None:
    assert value(good(text, name)) == expected


def test_depth_and_size_are_allowed_up_to_the_bound() -> None:
    for name in ("d.yaml", "d.json"):
        assert repr(value(good("[" * 200 + "]" * 200, name))) == "[" * 200 + "]" * 200
        assert len(value(good("[" + ",".join("1" * 199_999) + "]", name))) == 199_999
    assert value(good("a: b\n".ljust(MAX_BYTES, "#"))) == {"a": "b"}


def test_an_alias_counts_as_what_it_names() -> None:
    most = "a: &a [" + ",".join("1" * 999) + "]\nb: [" + ",".join(["*a"] * 198) + "]\n"
    assert len(value(good(most))["b"]) == 198


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("d", "a: 1", {"a": 1}),
        ("d", '{"a": 1}', {"a": 1}),
        ("d", "[a, b]", None),  # begins as JSON does, and is none
        ("d.txt", "a: [1]", {"a": [1]}),
        ("d.YML", "{a: 1}", {"a": 1}),
        ("d.json", "a: 1", None),
        ("folder.json/d", "a: 1", {"a": 1}),
    ],
)
def test_the_suffix_says_the_syntax_and_without_one_the_first_byte(name: str, data: str, expected: Any) -> None:
    document = read(data.encode(), name)
    assert (plain_value(document.root) if document.root else None) == expected


CARDS: list[tuple[str, str, Any, int]] = [
    ("plain", "---\na: 1\nk: v\n---\n# Title\n", {"a": 1, "k": "v"}, 3),
    ("line ends of Windows", "---\r\na: 1\r\nk: v\r\n---\r\n# Title\r\n", {"a": 1, "k": "v"}, 3),
    ("line ends of old", "---\ra: 1\rk: v\r---\r# Title\r", {"a": 1, "k": "v"}, 3),
    ("byte order mark", "\ufeff---\nk: v\n---\n", {"k": "v"}, 2),
    ("closed by dots", "---\nk: v\n...\n", {"k": "v"}, 2),
    ("closed at the end of the file", "---\nk: v\n---", {"k": "v"}, 2),
    ("space after the fences", "--- \t\nk: v\n--- \n", {"k": "v"}, 2),
    ("dashes inside a text", "---\na: |\n  ---\n  b\nk: v\n---\n", {"a": "---\nb\n", "k": "v"}, 5),
    ("a control character in the prose", "---\nk: v\n---\n\x1b[31m", {"k": "v"}, 2),
    ("a second rule in the prose", "---\nk: v\n---\n\n---\nk: w\n---\n", {"k": "v"}, 2),
]


@pytest.mark.parametrize(("text", "expected", "line"), [case[1:] for case in CARDS], ids=[case[0] for case in CARDS])
@pytest.mark.parametrize("name", ["README.md", "card.markdown"])
def test_front_matter_is_read_and_its_lines_are_the_files(name: str, text: str, expected: Any, line: int) -> None:
    document = good(text, name)
    assert value(document) == expected
    assert document.span("/k") == (line, 4, line, 5)
    assert document.lines[line - 1][3:4] == "v"


@pytest.mark.parametrize(
    "text", ["", "# Title\n", "# Title\n---\na: 1\n---\n", "\n---\na: 1\n---\n", "----\na: 1\n----\n"]
)
def test_markdown_without_front_matter_is_no_document_and_no_problem(text: str) -> None:
    document = good(text, "README.md")
    assert document.root is None


def test_prose_may_be_larger_than_a_datasheet(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    for filler in ("é", "x"):  # a character cut at the bound, and none
        card.write_text("---\nk: v\n---\nx" + filler * (2 * MAX_BYTES), encoding="utf-8")
        document = load(str(card))
        assert document.problems == ()
        assert value(document) == {"k": "v"}


COLUMNS = [
    ("d.yaml", f"{SMILE}: {SMILE * 2} # {SMILE}\n", f"/{SMILE}", (1, 4, 1, 6)),
    ("d.yaml", f"{{'{SMILE}': 1, b: x}}\n", "/b", (1, 13, 1, 14)),
    ("d.yaml", f"- {SMILE}\n- '{SMILE} {SMILE}'\n", "/1", (2, 3, 2, 8)),
    ("d.json", f'{{"{SMILE}{SMILE}": "e\u0301", "b": 5}}', "/b", (1, 19, 1, 20)),
    ("d.json", '{"\\ud83d\\ude00": true}', f"/{SMILE}", (1, 18, 1, 22)),
    ("d.yaml", "\ufeffa: b\r\nc: d\r\n", "/c", (2, 4, 2, 5)),
    ("d.yaml", "\ufeffa: b\r\nc: d\r\n", "/a", (1, 4, 1, 5)),
    ("README.md", f"---\na: {SMILE} {SMILE}\n---\n", "/a", (2, 4, 2, 7)),
]


@pytest.mark.parametrize(("name", "text", "pointer", "span"), COLUMNS)
def test_columns_count_code_points(name: str, text: str, pointer: str, span: tuple[int, int, int, int]) -> None:
    assert good(text, name).span(pointer) == span


def test_lines_are_the_texts_without_their_ends() -> None:
    assert good("a: 1\r\nb: 2\rc: 3\nd: 4").lines == ("a: 1", "b: 2", "c: 3", "d: 4")


TOKENS = """\
# first
id: x
people:
  groups:
  - id: g
    kind: mixed
  - role: depicted
    id: h
  - role: speaker
  - {kind: mixed}
  - plain
  - ''
  empty:
  text: >
    folded
sources: [{ref: a, id: b}, {}, []]
a/b: {m~n: 1}
"""

PLACES = [
    ("", "id"),
    ("/id", "x"),
    ("/people", "people"),
    ("/people/groups", "groups"),
    ("/people/groups/0", "g"),
    ("/people/groups/1", "h"),
    ("/people/groups/2", "role"),
    ("/people/groups/3", "kind"),
    ("/people/groups/4", "plain"),
    ("/people/groups/5", "''"),
    ("/people/groups/0/kind", "mixed"),
    ("/people/groups/0/consent/status", "g"),  # its nearest ancestor that is there
    ("/people/groups/9/kind", "groups"),
    ("/people/empty", "empty"),
    ("/people/text", ">"),
    ("/sources/0", "b"),
    ("/sources/1", "{}"),
    ("/sources/2", "[]"),
    ("/a~1b", "a/b"),
    ("/a~1b/m~0n", "1"),
    ("/id/deeper/still", "x"),
    ("/nowhere", "id"),
]


@pytest.mark.parametrize(("pointer", "token"), PLACES)
def test_what_is_pointed_at(pointer: str, token: str) -> None:
    document = good(TOKENS)
    line, column, end_line, end_column = document.span(pointer)
    assert line == end_line
    assert document.lines[line - 1][column - 1 : end_column - 1] == token


def test_walk_visits_every_value_parents_first() -> None:
    root = good("a/b: [1, {c: 2}]\nd: 3\n").root
    assert root is not None
    assert [pointer for pointer, _ in walk(root)] == ["", "/a~1b", "/a~1b/0", "/a~1b/1", "/a~1b/1/c", "/d"]


def is_told_not_shown(character: str) -> bool:
    """Control characters but tab and line ends, bidirectional controls, line separators, marks and surrogates."""
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
        return character not in "\t\n\r"
    names = ("ARABIC LETTER MARK", "LEFT-TO-RIGHT", "RIGHT-TO-LEFT", "FIRST STRONG ISOLATE", "POP DIRECTIONAL")
    marks = unicodedata.category(character) == "Cf" and unicodedata.name(character, "").startswith(names)
    return marks or character in "\ufeff\ufffe\uffff"


def test_exactly_the_characters_that_a_terminal_would_obey_are_unprintable() -> None:
    every = map(chr, range(0x110000))
    assert [hex(ord(one)) for one in every if has_unprintable(one) != is_told_not_shown(one)] == []
    assert has_unprintable("a\u202eb\n")
    assert not has_unprintable("a\tb\r\n\u00ad\u200b\U0010ffff")


def test_an_exclamation_mark_makes_a_text() -> None:
    document = read(b"a: ! 12\nb: !!str 12\nc: 12\n", "x.yaml")
    assert document.root is not None
    assert plain_value(document.root) == {"a": "12", "b": "12", "c": 12}
