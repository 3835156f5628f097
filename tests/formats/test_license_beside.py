"""A licence's text beside a file that describes a dataset: what it takes away is shown, and what it gives is not."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from policylint.discover import Found
from policylint.pipeline import check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

    from policylint.findings import Finding

CARD = "---\npretty_name: Waves\nlicense: {}\n---\n# Waves\n"
FILES = {
    "README.md": (CARD, "cc-by-4.0", (3, 10)),
    "croissant.json": (
        (
            '{{"@context": {{"@vocab": "https://schema.org/"}}, "@type": "Dataset",\n "name": "W",\n "license": "{}",\n'
            ' "conformsTo": "http://mlcommons.org/croissant/1.0"}}\n'
        ),
        "CC-BY-4.0",
        (3, 13),
    ),
    "datapackage.json": (
        '{{"name": "w", "resources": [{{"path": "a.csv"}}],\n "licenses": [{{"name": "{}"}}]}}\n',
        "CC-BY-4.0",
        (2, 24),
    ),
    "datasheet.yaml": (
        (
            'datasheet: "1"\nid: w\nname: W\npeople: {{present: false}}\n'
            "licenses: [{{applies_to: dataset, license: {}}}]\nmaintenance: {{status: active}}\n"
        ),
        "CC-BY-4.0",
        (5, 43),
    ),
}
NC = "Creative Commons Attribution-NonCommercial 4.0 International\n\nBy exercising the Licensed Rights …\n"


@cache
def core() -> Policy:
    return load_policy(Settings())


def found(folder: Path, name: str, text: str) -> list[Finding]:
    (folder / name).write_text(text, encoding="utf-8")
    rules = ("license/statements-disagree", "license/hidden-restriction")
    path = os.path.relpath(folder / name)
    report, _ = check([Found(path, None, named=True)], core(), Request(AS_OF, select=rules))
    assert all(place.path in report.sources for one in report.findings for place in one.related)
    return [one for one in report.findings if one.rule in rules]


@pytest.mark.parametrize("name", FILES)
def test_both_places_are_shown(name: str, tmp_path: Path) -> None:
    text, tag, (line, column) = FILES[name]
    (tmp_path / "LICENSE").write_text(f"\n  {NC}", encoding="utf-8")
    (one,) = found(tmp_path, name, text.format(tag))
    assert one.rule == "license/statements-disagree"
    assert (one.place.path.endswith(name), one.place.span.line, one.place.span.column) == (True, line, column)
    (other,) = [place for place in one.related if place.path.endswith("/LICENSE")]
    assert (other.span.line, other.span.column, other.span.end_column) == (2, 3, 3 + len(NC.splitlines()[0]))


class Beside(NamedTuple):
    tag: str
    name: str
    text: str
    rule: str | None


DISAGREE, HIDDEN = "license/statements-disagree", "license/hidden-restriction"
ACADEMIC = "DATA LICENCE\n\nYou may use the recordings for academic research only.\n"
OF_THE_DATA = "This dataset is for non-commercial research purposes only.\n"
UN = (
    "Anyone is free to copy, modify, publish, use, compile, sell, or distribute this software, either in source code "
    "form or as a compiled binary, for any purpose, commercial or non-commercial, and by any means.\n"
)
BESIDE = [
    Beside("cc-by-4.0", "LICENSE.txt", ACADEMIC, DISAGREE),
    Beside("mit", "licence.md", "# License\n\nCC BY-NC\n", DISAGREE),
    Beside("cc-by-4.0", "COPYING", "CC BY-SA 4.0\n", DISAGREE),
    Beside("other", "LICENSE", NC, HIDDEN),
    Beside("other", "LICENSE-DATA.txt", ACADEMIC, HIDDEN),
    Beside("cc-by-nc-4.0", "LICENSE", "Creative Commons Attribution 4.0 International\n", None),
    Beside("cc-by-nc-4.0", "LICENSE", NC, None),
    Beside("cc-by-nc-nd-4.0", "LICENSE", NC, None),
    Beside("cc-by-4.0", "LICENSE", "MIT License\n\nCopyright (c) 2026\n", None),
    Beside("cc-by-4.0", "LICENSE", "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n", None),
    Beside("other", "LICENSE", "Apache License\nVersion 2.0, January 2004\n", None),
    Beside("cc-by-4.0", "LICENSE", f"Apache License\nVersion 2.0, January 2004\n\n{OF_THE_DATA}", DISAGREE),
    Beside("cc-by-4.0", "LICENSE", f"Creative Commons Attribution 4.0 International\n\n{OF_THE_DATA}", DISAGREE),
    Beside("cc-by-nc-4.0", "LICENSE", f"{NC}\nThe data set may be used for non-commercial purposes only.\n", None),
    Beside(
        "cc-by-4.0", "LICENSE", f"This is free and unencumbered software released into the public domain.\n{UN}", None
    ),
    Beside("cc-by-4.0", "LICENSE", UN, None),
    Beside(
        "cc-by-4.0",
        "LICENSE",
        "Whom to ask\n\nCreative Commons may be contacted at http://creativecommons.org/.\n",
        None,
    ),
    Beside("cc-by-4.0", "LICENSE", "Of the pictures\n\nThey are under BY-NC.\n", DISAGREE),
    Beside("cc-by-4.0", "LICENSE", "Attribution\n\nThis work is licensed under Attribution-NonCommercial.\n", DISAGREE),
    Beside("cc-by-4.0", "LICENSE", "Lizenz der Bilder\n\nNamensnennung - Nicht kommerziell\n", DISAGREE),
    Beside("cc-by-4.0", "LICENSE", "", None),
    Beside("cc-by-4.0", "LICENSE", "\ufffd" * 100, None),
    Beside("cc-by-4.0", "licenses.csv", NC, None),
    Beside("cc-by-4.0", "LICENSE", "x\n" * 40_000 + ACADEMIC, None),  # beyond what is read
]


@pytest.mark.parametrize("beside", BESIDE, ids=lambda one: f"{one.tag}-{one.name}-{one.text[:12].strip()}")
def test_only_what_is_taken_away_contradicts(beside: Beside, tmp_path: Path) -> None:
    (tmp_path / beside.name).write_text(beside.text, encoding="utf-8")
    assert [one.rule for one in found(tmp_path, "README.md", CARD.format(beside.tag))] == [*filter(None, [beside.rule])]


def test_nothing_outside_the_repository_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / ".git").mkdir(parents=True)
    (tmp_path / "LICENSE").write_text(NC, encoding="utf-8")
    (folder / "LICENSE").symlink_to(tmp_path / "LICENSE")
    (folder / "COPYING").mkdir()
    os.mkfifo(folder / "LICENCE")
    assert found(folder, "README.md", CARD.format("cc-by-4.0")) == []


def test_the_text_of_another_entry_is_no_contradiction(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(NC, encoding="utf-8")
    text, _, _ = FILES["datasheet.yaml"]
    two = text.format("CC-BY-4.0").replace("}]", "}, {applies_to: annotations, license: CC-BY-NC-4.0}]")
    assert found(tmp_path, "datasheet.yaml", two) == []


@pytest.mark.parametrize("text", ["MIT License\n", "# Apache License\n", "CC0 1.0 Universal\n"])
def test_a_text_that_is_known_at_once_needs_no_resolver(text: str, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(text, encoding="utf-8")
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith("policylint.licenses.texts")}
    try:
        assert found(tmp_path, "datasheet.yaml", FILES["datasheet.yaml"][0].format("CC0-1.0")) == []
        assert "policylint.licenses.texts" not in sys.modules
    finally:
        sys.modules.update(before)
