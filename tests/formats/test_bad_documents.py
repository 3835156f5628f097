"""What is wrong with a foreign file is found at its place, quickly; and a caret follows the token that it is of."""

from __future__ import annotations

import gc
import time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from policylint.conversion import plainly
from policylint.discover import Found
from policylint.documents import load, read
from policylint.pipeline import check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from policylint.sheets import typed
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

    from policylint.findings import Finding, Span

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
    report, _ = check([Found(str(file), None, named=True)], core(), Request(AS_OF))
    return list(report.findings)


@cache
def core() -> Policy:
    return load_policy(Settings())


class Bad(NamedTuple):
    file: str
    text: str
    rule: str
    line: int
    column: int


BAD = [
    Bad("croissant.json", CROISSANT.replace('"Dataset"', '"Dataaset"'), "shape/unrecognised", 2, 3),
    Bad("datapackage.json", PACKAGE.replace("resources", "resource"), "shape/unrecognised", 2, 2),
    Bad("dataset-metadata.json", "[]", "shape/unrecognised", 1, 1),
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


LONGER = {
    "sections": ("README.md", CARD, "## Licence %d\n\n"),
    "columns": ("README.md", CARD.replace("---\n#", "dataset_info:\n  features:\nPARTS---\n#"), "  - name: c%d\n"),
    "fields": (
        "croissant.json",
        CROISSANT.replace('"li', '"recordSet": [{"field": [PARTS]}],\n  "li'),
        '{"name": "f%d"}',
    ),
    "resources": ("datapackage.json", PACKAGE.replace('{"path": "a.csv"}', "PARTS"), '{"path": "%d.csv"}'),
}


def taken(name: str, whole: str, part: str, count: int) -> float:
    """Seconds of the processor for a file with so many parts."""
    parts = ("," if name.endswith(".json") else "").join(part % number for number in range(count))
    text = (whole.replace("PARTS", parts) if "PARTS" in whole else whole + parts).encode()
    gc.disable()  # what else this process holds is not the file's
    try:
        start = time.process_time()
        report, _ = check([], core(), Request(AS_OF), (name, text))
        seconds = time.process_time() - start
    finally:
        gc.enable()
    assert len(report.documents) == 1
    return seconds


@pytest.mark.parametrize("case", LONGER)
def test_a_longer_file_takes_as_much_longer(case: str) -> None:
    short, long = (min(taken(*LONGER[case], count) for _ in range(2)) for count in (3_000, 12_000))
    assert long < 9 * short


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
    spans = {one.rule: one.place.span for one in found}
    assert set(spans) == {"retraction/advisory-match", "license/restricted-upstream"}
    assert at(changed, spans["retraction/advisory-match"]) == token
    assert at(changed, spans["license/restricted-upstream"]).strip('"').upper() == "CC-BY-4.0"


def at(text: str, span: Span) -> str:
    return text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]


LICENSE_CARET = [
    ("README.md", f"{CARD}\n## License\n\nCC BY-SA 4.0\n", "cc-by-4.0", "cc0-1.0", "cc0-1.0"),
    ("croissant.json", CROISSANT, '"CC-BY-4.0"', '{"name": "MIT", "url": "https://creativecommons.org/licenses/by-nc/4.0/"}',
     '"MIT"'),
    ("datapackage.json", PACKAGE, '"CC-BY-4.0"', '"MIT", "path": "https://creativecommons.org/licenses/by-nc/4.0/"',
     '"MIT"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "old", "new", "token"), LICENSE_CARET, ids=[one[0] for one in LICENSE_CARET])
def test_the_caret_is_below_the_licence_that_was_changed(
    name: str, text: str, old: str, new: str, token: str, tmp_path: Path
) -> None:
    changed = text.replace(old, new)
    (one,) = [one for one in findings(tmp_path, name, changed) if one.rule == "license/statements-disagree"]
    assert at(changed, one.place.span) == token


# what is wrong by the rules of the format itself

DATASET = '{\n "@context": {"@vocab": "https://schema.org/"}, "@type": "Dataset", "name": "W",\n %s}\n'
KAGGLE = '{"title": "W", "id": "a/b", "keywords": [],\n %s}\n'
DPI = '{"W": {"Unique Dataset Identifier": "w", "Collection": "W",\n "Licenses": [{"License": "MIT License"}], %s}}\n'
AWS = "Name: W\nManagedBy: a\nResources: []\nLicense: {}\n"
D4D = "id: w\ntitle: W\nsampling_strategies: []\nsubpopulations: []\n{}\n"
SPDX = """\
{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
 {"type": "dataset_DatasetPackage", "spdxId": "urn:w", "name": "W", "dataset_datasetType": ["text"]},
 {"type": "Relationship", "from": "urn:w", "relationshipType": "hasDeclaredLicense", "to": %s}
]}
"""
UNREAD, TYPE, UNNAMED = "policylint/unread-key", "policylint/wrong-type", "policylint/unnamed-license"
OF_ITS_FORMAT = [
    Bad("README.md", "---\npretty_name: W\nlicenses: [mit]\n---\n", UNREAD, 3, 1),
    Bad("README.md", "---\npretty_name: W\nlicence: mit\n---\n", UNREAD, 3, 10),
    Bad("README.md", "---\nlicense: mit\nannotation_creators: [found]\n---\n", UNREAD, 3, 1),
    Bad("README.md", "---\nlicense:\n  name: mit\n---\n", TYPE, 2, 1),
    Bad("README.md", "---\nlicense: [mit]\nsource_datasets: [{name: a}]\n---\n", TYPE, 3, 20),
    Bad("README.md", "---\nlicense: other\nlicense_name: [a, b]\n---\n", TYPE, 3, 1),
    Bad("a.jsonld", DATASET % '"creators": [{"name": "A"}]', UNREAD, 3, 2),
    Bad("a.jsonld", DATASET % '"license": {"@type": "CreativeWork"}', UNNAMED, 3, 2),
    Bad("a.jsonld", DATASET % '"license": ["MIT", null]', UNNAMED, 3, 21),
    Bad("a.jsonld", DATASET % '"license": ["MIT", ["CC0-1.0"]]', TYPE, 3, 21),
    Bad("a.jsonld", DATASET % '"isBasedOn": [["a"]]', TYPE, 3, 16),
    Bad("datapackage.json", PACKAGE.replace("licenses", "licence"), UNREAD, 4, 2),
    Bad("datapackage.json", PACKAGE.replace('[{"name": "CC-BY-4.0"}]', '"CC-BY-4.0"'), TYPE, 4, 14),
    Bad("datapackage.json", PACKAGE.replace('{"name": "CC-BY-4.0"}', '"CC-BY-4.0"'), TYPE, 4, 15),
    Bad("datapackage.json", PACKAGE.replace('"licenses"', '"sources": {"title": "a"}, "licenses"'), TYPE, 4, 2),
    Bad("datapackage.json", PACKAGE.replace('"licenses"', '"creator": "a", "licenses"'), UNREAD, 4, 13),
    Bad("dataset-metadata.json", KAGGLE % '"license": "MIT"', UNREAD, 2, 13),
    Bad("dataset-metadata.json", KAGGLE % '"licenses": {"name": "MIT"}', TYPE, 2, 2),
    Bad("dataset-metadata.json", KAGGLE % '"licenses": ["MIT"]', TYPE, 2, 15),
    Bad("w.json", DPI % '"Text Sources": "the web"', TYPE, 2, 60),
    Bad("w.json", DPI % '"Taken Down": "perhaps"', TYPE, 2, 58),
    Bad("w.json", DPI.replace("MIT License", "") % '"Creators": []', UNNAMED, 2, 27),
    Bad("w.yaml", AWS.format("[MIT]"), TYPE, 4, 1),
    Bad("w.yaml", D4D.format("licenses: MIT"), UNREAD, 5, 11),
    Bad("w.yaml", D4D.format("license: [MIT]"), TYPE, 5, 1),
    Bad("w.yaml", D4D.format("human_subject_research: {involves_human_subjects: perhaps}"), TYPE, 5, 51),
    Bad("w.json", SPDX % '["urn:other"]', UNNAMED, 3, 93),
    Bad("w.json", SPDX % '"urn:other"', TYPE, 3, 92),
]  # fmt: skip


@pytest.mark.parametrize("bad", OF_ITS_FORMAT, ids=lambda bad: f"{bad.file}-{bad.rule}-{bad.text[-25:].strip()}")
def test_what_its_own_format_does_not_have_is_said(bad: Bad, tmp_path: Path) -> None:
    found = [one for one in findings(tmp_path, bad.file, bad.text) if one.rule == bad.rule]
    assert [(one.place.span.line, one.place.span.column) for one in found] == [(bad.line, bad.column)]
    assert {one.severity for one in found} == {"warning"}


# a column with the licence of each item

INFO = "---\nlicense: mit\ndataset_info:\n"
COLUMNS = [
    Bad("README.md", f"{INFO}  features:\n  - name: image_license\n    dtype: string\n---\n",
        "policylint/item-licenses", 5, 11),
    Bad("README.md", INFO + "- features:\n  - {name: meta, struct: [{name: licenseUrl}]}\n---\n",
        "policylint/item-licenses", 5, 34),
    Bad("croissant.json", CROISSANT.replace('"li', '"recordSet": [{"field": [{"name": "r/license"}]}],\n  "li'),
        "policylint/item-licenses", 5, 37),
    Bad("datapackage.json", PACKAGE.replace('"a.csv"', '"a.csv", "schema": {"fields": [{"name": "licence"}]}'),
        "policylint/item-licenses", 3, 65),
]  # fmt: skip


@pytest.mark.parametrize("bad", COLUMNS, ids=lambda bad: f"{bad.file}-{bad.line}")
def test_a_column_of_licences_is_said_and_the_ledger_asked_for(bad: Bad, tmp_path: Path) -> None:
    (found,) = [one for one in findings(tmp_path, bad.file, bad.text) if one.rule == bad.rule]
    assert (found.place.span.line, found.place.span.column, found.severity) == (bad.line, bad.column, "info")
    assert "ledger" in found.remedy
    loaded = typed(load(str(tmp_path / bad.file)), None, {})
    assert loaded.sheet is not None
    (entry,) = loaded.sheet.value["licenses"]
    assert "licen" in entry["per_item"]["column"]


def test_a_column_of_people_with_licences_is_none(tmp_path: Path) -> None:
    card = "---\nlicense: mit\ndataset_info: {features: [{name: licensed_drivers}, {name: licensee}]}\n---\n"
    assert "policylint/item-licenses" not in {one.rule for one in findings(tmp_path, "README.md", card)}


# who labelled

LABELLED = [
    ("[crowdsourced, machine-generated]", [{"by": "human"}, {"by": "machine"}]),
    ("no-annotation", []),
    ("[no-annotation, expert-generated]", [{"by": "human"}]),
    ("[found]", None),
    ("[]", None),
]


@pytest.mark.parametrize(("said", "labels"), LABELLED)
def test_who_labelled_is_read_where_the_card_says_so(said: str, labels: list[dict[str, str]] | None) -> None:
    text = f"---\nlicense: mit\nannotations_creators: {said}\n---\n"
    sheet = typed(read(text.encode(), "README.md"), None, {}).sheet
    assert sheet is not None
    preprocessing = sheet.value.get("preprocessing")
    assert (plainly(preprocessing)["labels"] if isinstance(preprocessing, dict) else None) == labels
