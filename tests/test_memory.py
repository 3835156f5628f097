"""A run of many files holds what it reports and not the documents: they go as soon as they are judged."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from policylint.discover import discover
from policylint.documents import Document
from policylint.judges import Judges
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from tests.cli.test_bad_input import GOOD
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.no_cover
MANY = [f"there-are-many-{number}.yaml" for number in range(200)]
"""Paths that a run is told of, so that it takes itself to be one of many files; nothing reads them."""


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Garbage is collected by counting references alone, as in a run, which ends before the turn of anything else."""
    gc.collect()
    gc.freeze()  # what was there before need not be looked through after every file
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def documents() -> int:
    """How many documents are in memory."""
    return sum(type(one) is Document for one in gc.get_objects())


def held(*folders: Path) -> list[int]:
    """How many documents more are in memory after each file of some folders is judged."""
    files = discover(list(map(str, folders)), (), ".")
    judges = Judges(load_policy(Settings()), Request(AS_OF), frozenset([*(one.path for one in files), *MANY]))
    before = documents()
    return [documents() - before for outcome in judges.outcomes(files) if outcome.kind is not None]


def test_what_is_judged_is_let_go(tmp_path: Path) -> None:
    """The sheets that uses name are held, for other uses."""
    (tmp_path / "README.md").write_text(CARD, encoding="utf-8")
    after = held(ROOT / "examples", ROOT / "tests/acceptance/documents", tmp_path)
    assert len(after) > 20
    assert max(after) <= 8, after


CARD = """\
---
license: cc-by-nc-4.0
task_categories: [text-classification]
source_datasets: [elsewhere/words]
---
# Words

For research only. Made from https://example.org/words.
"""


def sheet(number: int, sources: str) -> str:
    said = GOOD.decode().replace("id: waves", f"id: sheet-{number}").replace("sources: []", f"sources: [{sources}]")
    assert sources in said
    return said


def test_sources_are_held_until_they_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policylint.inputs.MOST_SOURCES", 10)
    for number in range(30):
        (tmp_path / f"{number}.base.yaml").write_text(sheet(number, ""), encoding="utf-8")
        where = f"{{ref: {number}.base.yaml, relation: subset}}, {{id: elsewhere, relation: subset}}"
        (tmp_path / f"{number}.datasheet.yaml").write_text(sheet(number + 1000, where), encoding="utf-8")
    after = held(tmp_path)
    assert len(after) == 30
    assert 8 <= max(after) <= 12, after


def test_a_long_lineage_is_held_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that one sheet rests on are read once, however many they are."""
    monkeypatch.setattr("policylint.inputs.MOST_SOURCES", 10)
    for number in range(40):
        above = f"{{ref: {number + 1}.datasheet.yaml, relation: subset}}" if number < 39 else ""
        (tmp_path / f"{number}.datasheet.yaml").write_text(sheet(number, above), encoding="utf-8")
    assert 38 <= max(held(tmp_path)) <= 41
