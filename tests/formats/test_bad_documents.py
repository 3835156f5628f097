"""What is wrong with a foreign file is found at its place, quickly; and a caret follows the token that it is of."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from policylint.discover import Found
from policylint.pipeline import Request, check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

    from policylint.findings import Finding

CARD = "---\npretty_name: Waves\nlicense: cc-by-4.0\n---\n# Waves\n"
CROISSANT = """\
{
  "@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"},
  "@type": "Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0",
  "name": "Waves",
  "license": "CC-BY-4.0"
}
"""
PACKAGE = '{\n "name": "waves",\n "resources": [{"path": "a.csv"}],\n "licenses": [{"name": "CC-BY-4.0"}]\n}\n'


def findings(folder: Path, name: str, text: str) -> list[Finding]:
    file = folder / name
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    report, _ = check([Found(str(file), None, named=True)], load_policy(Settings()), Request(AS_OF))
    return list(report.findings)


class Bad(NamedTuple):
    file: str
    text: str
    rule: str
    line: int
    column: int


BAD = [
    Bad("README.md", CARD.replace("---\n# Waves", "# Waves"), "syntax/front-matter", 1, 1),
    Bad("README.md", CARD.replace("cc-by-4.0", "[cc-by-4.0"), "syntax/yaml", 3, 20),
    Bad("README.md", CARD.replace("license", "pretty_name"), "syntax/duplicate-key", 3, 1),
    Bad("datapackage.yaml", "<!doctype html>\n<html><body>: x</body>\n", "syntax/yaml", 2, 13),
    Bad("datapackage.json", PACKAGE.replace('"waves",', '"waves"'), "syntax/json", 3, 2),
    Bad("datapackage.json", PACKAGE.replace('"CC-BY-4.0"', '""'), "policylint/unnamed-license", 4, 24),
    Bad("datapackage.json", PACKAGE.replace('{"name": "CC-BY-4.0"}', "null"), "policylint/unnamed-license", 4, 15),
    Bad("dataset-metadata.json", '{"title": "W", "id": "a/b", "licenses": [{"name": " "}]}',
        "policylint/unnamed-license", 1, 51),
    Bad("croissant.json", CROISSANT.replace('"name"', '"creators": [{"name": "A"}], "name"'),
        "policylint/unread-key", 4, 3),
    Bad("croissant.json", CROISSANT.replace("license", "licenses"), "policylint/unread-key", 5, 15),
    Bad("croissant.json", '{"a":' * 5000 + "1" + "}" * 5000, "syntax/depth", 1, 1001),
    Bad("datapackage.json", PACKAGE.replace("waves", "\ud800"), "syntax/encoding", 2, 11),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.file}-{bad.rule}-{bad.line}")
def test_what_is_wrong_is_found_at_its_place(bad: Bad, tmp_path: Path) -> None:
    places = [(one.rule, one.place.span.line, one.place.span.column) for one in findings(tmp_path, bad.file, bad.text)]
    assert (bad.rule, bad.line, bad.column) in places


@pytest.mark.parametrize("text", ["---\n\nA rule above a text, and none below.\n", "# Waves\n", "---\ntitle: a page\n"])
def test_a_readme_that_is_no_card_is_passed_over(text: str, tmp_path: Path) -> None:
    assert findings(tmp_path, "README.md", text) == []


def test_tabs_and_surrogate_pairs_are_json(tmp_path: Path) -> None:
    text = '{\t"title":\t"Waves \\ud83c\\udf0a",\n\t"id": "a/b", "licenses": [{"name": "CC-BY-NC-4.0"}]}'
    assert [one.rule for one in findings(tmp_path, "dataset-metadata.json", text)] == ["policylint/open-questions"]


def test_thirty_megabytes_of_prose_below_a_card(tmp_path: Path) -> None:
    start = time.process_time()
    found = findings(tmp_path, "README.md", CARD + "A sentence, on and on. " * 1_400_000)
    assert [one.rule for one in found] == ["policylint/open-questions"]
    assert time.process_time() - start < 10


# carets

CARET = [
    ("README.md", CARD, "pretty_name: Waves", "pretty_name: MS-Celeb-1M", "MS-Celeb-1M"),
    ("croissant.json", CROISSANT, '"Waves"', '"MS-Celeb-1M"', '"MS-Celeb-1M"'),
    ("datapackage.json", PACKAGE, '"waves"', '"ms-celeb-1m"', '"ms-celeb-1m"'),
]


@pytest.mark.parametrize(("name", "text", "old", "new", "token"), CARET, ids=[one[0] for one in CARET])
@pytest.mark.parametrize("above", [0, 3])
def test_the_caret_is_below_the_token_that_was_changed(
    name: str, text: str, old: str, new: str, token: str, above: int, tmp_path: Path
) -> None:
    before = {one.rule for one in findings(tmp_path, name, text)}
    lead = "# a comment\n" if name.endswith(".md") else "\n"
    head, rest = (text[:4], text[4:]) if name.endswith(".md") else ("", text)
    changed = head + lead * above + rest.replace(old, new)
    found = [one for one in findings(tmp_path, name, changed) if one.rule not in before]
    assert [one.rule for one in found] == ["retraction/advisory-match"]
    span = found[0].place.span
    line = changed.splitlines()[span.line - 1]
    assert line[span.column - 1 : span.end_column - 1] == token
