"""What is wrong with a file's bytes is one problem at one place, found soon: never an exception, never a guess."""

import time
from itertools import pairwise

import pytest

from policylint.documents import Document, read
from policylint.shapes.check import check_shape

MOST_SECONDS = 5  # of processor time; a second is typical of the worst
SMILE = "\N{GRINNING FACE}"

Expected = tuple[str, int, int]


def problem(data: str | bytes, name: str) -> Expected:
    """The rule and the place of the one problem, found within the time."""
    raw = data if isinstance(data, bytes) else data.encode()
    before = time.process_time()
    document = read(raw, name)
    assert time.process_time() - before < MOST_SECONDS
    assert document.root is None
    (found,) = document.problems
    assert found.path == name
    assert found.message
    assert found.remedy
    return found.rule, found.span.line, found.span.column


def laughs(levels: str = "abcdefghi") -> str:
    """A billion values in ten lines: each line is ten times the one above."""
    first = f"{levels[0]}: &{levels[0]} [x, x, x, x, x, x, x, x, x, x]\n"
    return first + "".join(f"{here}: &{here} [{', '.join([f'*{above}'] * 10)}]\n" for above, here in pairwise(levels))


def tower(floors: int) -> str:
    """Each line is one level deeper than the one above."""
    return "a0: &a0 [x]\n" + "".join(f"a{floor}: &a{floor} [*a{floor - 1}]\n" for floor in range(1, floors))


YAML: list[tuple[str, str | bytes, Expected]] = [
    # not YAML
    ("list never closed", "a: [1, 2\n", ("syntax/yaml", 1, 9)),
    ("quote never closed", "a: 'x\n", ("syntax/yaml", 1, 6)),
    ("two colons", "a: b: c\n", ("syntax/yaml", 1, 5)),
    ("indented under a scalar", "a: 1\n b: 2\n", ("syntax/yaml", 2, 3)),
    ("text begins with @", "a: 1\nb: @c\n", ("syntax/yaml", 2, 4)),
    ("text begins with %", "a: %c\n", ("syntax/yaml", 1, 4)),
    ("block text falls out of its block", "a: |\n  x\n b\n", ("syntax/yaml", 3, 2)),
    ("merge conflict", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", ("syntax/yaml", 3, 1)),
    ("HTML with a colon in it", "<html>\n<a href='x: y'>\n", ("syntax/yaml", 2, 11)),
    # tabs
    ("tab before a key", "a:\n\tb: 1\n", ("syntax/yaml", 2, 1)),
    ("tab on the first line", "\ta: 1\n", ("syntax/yaml", 1, 1)),
    ("tab after spaces", "a:\n  b: 1\n  \tc: 2\n", ("syntax/yaml", 3, 3)),
    # keys
    ("same key twice", "a: 1\nb: 2\na: 3\n", ("syntax/duplicate-key", 3, 1)),
    ("same key twice, inside", "a:\n  - {b: 1, c: 2, 'b': 3}\n", ("syntax/duplicate-key", 2, 18)),
    ("same key in other quotes", 'a: 1\n"\\u0061": 2\n', ("syntax/duplicate-key", 2, 1)),
    ("emoji key twice", f"{SMILE}: 1\n{SMILE}: 2\n", ("syntax/duplicate-key", 2, 1)),
    ("columns are code points", f"{{{SMILE}: '{SMILE}', b: 1, b: 2}}", ("syntax/duplicate-key", 1, 16)),
    ("list as a key", "? [a, b]\n: c\n", ("syntax/key", 1, 3)),
    ("mapping as a key", "? {a: b}\n: c\n", ("syntax/key", 1, 3)),
    ("list as a key in a flow mapping", "{[a]: b}\n", ("syntax/key", 1, 2)),
    ("alias as a key", "a: &a 1\n*a : 2\n", ("syntax/key", 2, 1)),
    # documents
    ("second document", "a: 1\n---\nb: 2\n", ("syntax/several-documents", 2, 1)),
    ("second document after an end", "a: 1\n...\n---\nb: 2\n", ("syntax/several-documents", 3, 1)),
    ("empty first document", "---\n---\na: 1\n", ("syntax/several-documents", 2, 1)),
    # aliases
    ("billion laughs", laughs(), ("syntax/nodes", 6, 8)),
    ("alias to its own ancestor", "a: &a {b: [*a]}\n", ("syntax/alias", 1, 12)),
    ("alias to nothing", "a: 1\nb: *c\n", ("syntax/alias", 2, 4)),
    ("alias before its anchor", "a: *c\nb: &c 1\n", ("syntax/alias", 1, 4)),
    ("aliases that nest too deep", tower(300), ("syntax/depth", 200, 14)),
    # size and depth
    ("more values than the bound", "a: [" + "1," * 200_000 + "]", ("syntax/nodes", 1, 399_999)),
    ("10,000 open brackets", "[" * 10_000, ("syntax/depth", 1, 201)),
    ("10,000 nested lists", "[" * 10_000 + "]" * 10_000, ("syntax/depth", 1, 201)),
    ("10,000 nested mappings", "{a: " * 10_000 + "}" * 10_000, ("syntax/depth", 1, 801)),
    ("10,000 nested block lists", "- " * 10_000 + "x", ("syntax/depth", 1, 401)),
    ("300 nested block mappings", "".join(" " * depth + "a:\n" for depth in range(300)), ("syntax/depth", 201, 201)),
    ("10,000 nested keys", "? " * 10_000 + "x", ("syntax/key", 1, 3)),
    ("10,000 anchors", "&a " * 10_000, ("syntax/yaml", 1, 4)),
    ("half a million colons", "a:" * 500_000, ("syntax/yaml", 1, 1_000_000)),
    ("larger than 2 MiB", "#" * (2 * 1024 * 1024 + 1), ("syntax/size", 1, 1)),
    # encodings
    ("UTF-16", "a: b\n".encode("utf-16"), ("syntax/encoding", 1, 1)),
    ("UTF-16 without a mark", "a: b\n".encode("utf-16-be"), ("syntax/control-character", 1, 1)),
    ("Latin-1", "a: 1\nname: caf\u00e9\n".encode("latin-1"), ("syntax/encoding", 2, 10)),
    ("Latin-1 after CRLF and an umlaut", "a: \u00fc\r\nb: ".encode() + b"\xe9\r\n", ("syntax/encoding", 2, 4)),
    ("half a character at the end", "a: \u00e9".encode()[:-1], ("syntax/encoding", 1, 4)),
    ("surrogate in UTF-8", b"a: \xed\xa0\x80\n", ("syntax/encoding", 1, 4)),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ("syntax/encoding", 1, 1)),
    # control characters
    ("NUL", "a: b\0c\n", ("syntax/control-character", 1, 5)),
    ("escape character", "a: 1\r\nb: \x1b[31mred\r\n", ("syntax/control-character", 2, 4)),
    ("escape character in a comment", "a: 1 # \x1b[31m\n", ("syntax/control-character", 1, 8)),
    ("delete", "a: b\x7f\n", ("syntax/control-character", 1, 5)),
    ("C1 control", "a: \x9b31m\n", ("syntax/control-character", 1, 4)),
    ("right-to-left override", "a: \u202eb\n", ("syntax/control-character", 1, 4)),
    ("right-to-left isolate in a key", f"{SMILE}\u2067: b\n", ("syntax/control-character", 1, 2)),
    ("line separator", "a: b\u2028c: d\n", ("syntax/control-character", 1, 5)),
    ("byte order mark inside", "a: \ufeffb\n", ("syntax/control-character", 1, 4)),
    ("two byte order marks", "\ufeff\ufeffa: b\n", ("syntax/control-character", 1, 1)),
    ("escaped escape character", 'a: 1\nb: "\\e[31m"\n', ("syntax/control-character", 2, 4)),
    ("escaped NUL", 'a: "\\0"\n', ("syntax/control-character", 1, 4)),
    ("escaped next line", 'a: "x\\Ny"\n', ("syntax/control-character", 1, 4)),
    ("escaped override", 'a: "\\u202e"\n', ("syntax/control-character", 1, 4)),
    ("escaped override in a key", '"\\u202e": b\n', ("syntax/control-character", 1, 1)),
    ("escaped lone surrogate", 'a: "\\ud800"\n', ("syntax/yaml", 1, 7)),
    # nothing
    ("empty file", "", ("syntax/empty", 1, 1)),
    ("blank file", " \n\n", ("syntax/empty", 1, 1)),
    ("only comments", "# a\n# b\n", ("syntax/empty", 1, 1)),
    ("only a mark", "---\n", ("syntax/empty", 1, 1)),
    ("only a byte order mark", "\ufeff", ("syntax/empty", 1, 1)),
    # tags
    ("tag that would run code", "a: !!python/object/apply:os.system [x]\n", ("syntax/tag", 1, 4)),
    ("own tag", "a: 1\nb: !mine {c: 1}\n", ("syntax/tag", 2, 4)),
    ("tag of a number", "a: !!int 3\n", ("syntax/tag", 1, 4)),
    ("tag of a set", "!!set {a}\n", ("syntax/tag", 1, 1)),
    ("long tag", "!" * 10_000 + " x", ("syntax/tag", 1, 1)),
]  # fmt: skip

JSON: list[tuple[str, str | bytes, Expected]] = [
    ("only an opening brace", "{", ("syntax/json", 1, 2)),
    ("cut after a key", '{"a"', ("syntax/json", 1, 5)),
    ("cut in a key", '{"a', ("syntax/json", 1, 2)),
    ("cut after a colon", '{"a":', ("syntax/json", 1, 6)),
    ("cut after a value", '{"a": 1', ("syntax/json", 1, 8)),
    ("cut after a comma", '{"a": 1,\n', ("syntax/json", 2, 1)),
    ("cut in a list", "[1,", ("syntax/json", 1, 4)),
    ("cut in a string", '{"a": "b', ("syntax/json", 1, 7)),
    ("cut in an escape", '["\\', ("syntax/json", 1, 2)),
    ("cut in a word", '{"a": tru', ("syntax/json", 1, 7)),
    ("cut in a number", "[1.", ("syntax/json", 1, 2)),
    ("cut after a minus", "[-", ("syntax/json", 1, 2)),
    ("comma at the end of a mapping", '{"a": 1,}', ("syntax/json", 1, 9)),
    ("comma at the end of a list", "[1,]", ("syntax/json", 1, 4)),
    ("comma at the beginning", "[,1]", ("syntax/json", 1, 2)),
    ("no comma", '["a" "b"]', ("syntax/json", 1, 6)),
    ("no comma between pairs", '{"a": 1\n "b": 2}', ("syntax/json", 2, 2)),
    ("wrong bracket", '{"a": 1]', ("syntax/json", 1, 8)),
    ("bracket too many", "[1]]", ("syntax/json", 1, 4)),
    ("two documents", "{} {}", ("syntax/json", 1, 4)),
    ("YAML in a JSON file", "a: 1\n", ("syntax/json", 1, 1)),
    ("key without quotes", "{a: 1}", ("syntax/json", 1, 2)),
    ("number as a key", "{1: 1}", ("syntax/json", 1, 2)),
    ("single quotes", "{'a': 1}", ("syntax/json", 1, 2)),
    ("comment", "// x\n{}", ("syntax/json", 1, 1)),
    ("not a number", '{"a": NaN}', ("syntax/json", 1, 7)),
    ("infinity", '{"a": Infinity}', ("syntax/json", 1, 7)),
    ("minus infinity", '{"a": -Infinity}', ("syntax/json", 1, 7)),
    ("leading zero", "[010]", ("syntax/json", 1, 2)),
    ("hexadecimal", "[0x1F]", ("syntax/json", 1, 2)),
    ("plus sign", "[+1]", ("syntax/json", 1, 2)),
    ("no digit before the point", "[.5]", ("syntax/json", 1, 2)),
    ("Python's words", "[True]", ("syntax/json", 1, 2)),
    ("word that goes on", "[nullx]", ("syntax/json", 1, 6)),
    ("unknown escape", '["ab\\x"]', ("syntax/json", 1, 5)),
    ("short escape", '["\\u12"]', ("syntax/json", 1, 4)),
    ("raw tab in a string", '["a\tb"]', ("syntax/json", 1, 4)),
    ("raw line end in a string", '["a\nb"]', ("syntax/json", 1, 4)),
    ("no-break space between values", "[1,\u00a02]", ("syntax/json", 1, 4)),
    ("an error page", "<!DOCTYPE html>\n<html></html>\n", ("syntax/json", 1, 1)),
    ("column after emoji, in code points", f'["{SMILE}{SMILE}" oops]', ("syntax/json", 1, 7)),
    ("line after CRLF", '{"a": 1,\r\n  oops}', ("syntax/json", 2, 3)),
    ("same key twice", '{"a": 1,\n "a": 2}', ("syntax/duplicate-key", 2, 2)),
    ("same key, escaped", '{"a": 1, "\\u0061": 2}', ("syntax/duplicate-key", 1, 10)),
    ("5,000 open brackets", "[" * 5_000, ("syntax/depth", 1, 201)),
    ("10,000 nested lists", "[" * 10_000 + "]" * 10_000, ("syntax/depth", 1, 201)),
    ("10,000 nested mappings", '{"a":' * 10_000 + "1" + "}" * 10_000, ("syntax/depth", 1, 1001)),
    ("more values than the bound", "[" + "1," * 200_000 + "1]", ("syntax/nodes", 1, 400_000)),
    ("raw escape character", '{"a": "\x1b[31m"}', ("syntax/control-character", 1, 8)),
    ("escaped escape character", '{"a": "\\u001b[31m"}', ("syntax/control-character", 1, 7)),
    ("escaped NUL in a key", '{"a\\u0000": 1}', ("syntax/control-character", 1, 2)),
    ("escaped override", '{"a": "\\u202e"}', ("syntax/control-character", 1, 7)),
    ("high surrogate alone", '{"a": "\\ud83d"}', ("syntax/control-character", 1, 7)),
    ("low surrogate alone", '{"a": "\\ude00"}', ("syntax/control-character", 1, 7)),
    ("surrogates the wrong way round", '["\\ude00\\ud83d"]', ("syntax/control-character", 1, 2)),
    ("UTF-16", '{"a": 1}'.encode("utf-16"), ("syntax/encoding", 1, 1)),
    ("empty", "", ("syntax/empty", 1, 1)),
    ("blank", " \n\t\r\n", ("syntax/empty", 1, 1)),
]  # fmt: skip

CARDS: list[tuple[str, str | bytes, Expected]] = [
    ("front matter never closed", "---\na: 1\n# Title\n", ("syntax/front-matter", 1, 1)),
    ("front matter never closed, and large", "---\n" + "a\n" * 2_000_000, ("syntax/front-matter", 1, 1)),
    ("closed by too many dashes", "---\na: 1\n----\n", ("syntax/front-matter", 1, 1)),
    ("not YAML, counted from the top of the file", "---\na: 1\nb: [\n---\n# Title\n", ("syntax/yaml", 3, 5)),
    ("same key twice", "---\r\na: 1\r\na: 2\r\n---\r\n", ("syntax/duplicate-key", 3, 1)),
    ("control character", "---\na: 1\nb: \x1b\n---\n", ("syntax/control-character", 3, 4)),
    ("nothing between the fences", "---\n---\n# Title\n", ("syntax/empty", 1, 1)),
    ("not UTF-8", b"---\na: \xff\n---\n", ("syntax/encoding", 2, 4)),
]  # fmt: skip


def table(cases: list[tuple[str, str | bytes, Expected]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("data", "expected"), [case[1:] for case in cases], ids=[case[0].replace(" ", "_") for case in cases]
    )


@table(YAML)
def test_broken_yaml(data: str | bytes, expected: Expected) -> None:
    assert problem(data, "datasheet.yaml") == expected


@table(JSON)
def test_broken_json(data: str | bytes, expected: Expected) -> None:
    assert problem(data, "datasheet.json") == expected


@table(CARDS)
def test_broken_front_matter(data: str | bytes, expected: Expected) -> None:
    assert problem(data, "README.md") == expected


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        ("d.yaml", "x: 1\na: 1\nb: 2\na: 3\n", (2, 1)),
        ("d.yaml", "{b: {a: 1}, a: 1, a: 2}", (1, 13)),
        ("d.json", '{"x": 1,\n  "a": 1, "a": 2}', (2, 3)),
        ("README.md", "---\na: 1\na: 2\n---\n", (2, 1)),
    ],
)
def test_a_duplicate_key_shows_where_it_stood_first(name: str, text: str, first: tuple[int, int]) -> None:
    (found,) = read(text.encode(), name).problems
    assert [(place.path, place.span[:2], place.message) for place in found.related] == [(name, first, "first here")]


@pytest.mark.parametrize("cut", range(len('{"a": [1, "b\\n", {"c": null}], "d": -1.5e3}')))
def test_json_cut_anywhere_is_one_problem_inside_it(cut: int) -> None:
    text = '{"a": [1, "b\\n", {"c": null}], "d": -1.5e3}'[:cut]
    rule, line, column = problem(text, "d.json")
    assert rule == ("syntax/json" if text else "syntax/empty")
    assert line == 1
    assert column <= len(text) + 1


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "just some words\n", "404\n", "- a\n- b\n"],
    ids=["HTML", "words", "number", "list"],
)
def test_yaml_that_is_no_mapping_is_a_problem_of_shape(text: str) -> None:
    document = read(text.encode(), "datasheet.yaml")
    assert document.problems == ()
    found = check_shape(document, "datasheet").problems
    assert [(one.rule, one.span.line, one.span.column) for one in found] == [("shape/type", 1, 1)]


def test_what_a_message_shows_of_a_tag_or_key_is_the_users_own_text() -> None:
    assert message(read(b"a: !mine 1\n", "d.yaml")) == "the tag `!mine` is not allowed here"
    assert message(read(b"a: 1\na: 2\n", "d.yaml")) == "the key `a` stands twice in this mapping"


def message(document: Document) -> str:
    (found,) = document.problems
    return found.message
