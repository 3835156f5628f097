"""`ledger` as people call it: a file, its datasheet, and what comes of the rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from policylint.commands import ledger
from policylint.errors import PolicylintError
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "tests/acceptance/documents/celebrities.datasheet.yaml"
ROWS = "tests/acceptance/documents/celebrities.csv"
USE = """\
use: "1"
id: shop
actor: {name: A shop, type: [company]}
purpose: product.public
commercial: true
activities: [use]
datasets: [{id: celebrities}]
"""


@pytest.fixture(autouse=True)
def no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(ROOT)


def options(**said: Any) -> ledger.Options:
    return ledger.Options(ROWS, SHEET, as_of=AS_OF, no_config=True)._replace(**said)


def report(capsys: pytest.CaptureFixture[str], **said: Any) -> dict[str, Any]:
    code = ledger.run(options(format="json", **said))
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == (1 if found["summary"]["errors"] else 0)
    return found


def test_the_rows_alone_are_judged(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys)
    assert found["documents"][0]["applied"]["consent/refused-absent"] == 9
    assert found["documents"][0]["applied"]["subject/label-vs-claim"] == 5
    rows = {one["rule"]: one["records"] for one in found["findings"] if one["records"]}
    assert rows["consent/refused-absent"]["fail"] == 6
    assert rows["consent/refused-absent"]["sample"][0] == {"file": ROWS, "row": 1}
    assert {one["rule"] for one in found["findings"]} == {
        "consent/evidence-hash-records", "consent/ledger-covers-all", "consent/not-withdrawn", "consent/refused-absent",
        "subject/label-vs-claim",
    }  # fmt: skip


def test_a_use_is_judged_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "use.yaml").write_text(USE, encoding="utf-8")
    found = report(capsys, use=(str(tmp_path / "use.yaml"),))
    (scope,) = (one for one in found["findings"] if one["rule"] == "consent/scope-covers-use-records")
    assert (scope["use"], scope["records"]["fail"]) == ("shop", 2)


def test_text_shows_numbers_and_positions(capsys: pytest.CaptureFixture[str]) -> None:
    ledger.run(options())
    shown = capsys.readouterr().out
    assert "= rows: 6 fail of 9: " in shown
    assert "s1" not in shown


def test_ids_are_shown_to_who_asks(capsys: pytest.CaptureFixture[str]) -> None:
    ledger.run(options(show_ids=True))
    assert "row 1, the first of them: s1, s2, s3, s7, s8, s9" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"engine": "sqlite"}, "--engine is one of duckdb, spark, not `sqlite`"),
        ({"memory": "much"}, "--memory is a size such as 300MB or 4GB, not `much`"),
        ({"threads": 0}, "--threads is at least 1"),
        ({"spark_master": "spark://127.0.0.1:7077"}, "--spark-master is for --engine spark: ask for both"),
        ({"datasheet": "gone.yaml"}, "gone.yaml: there is no such file"),
        ({"moment": ("later",)}, "--moment is one of create, consume, audit, not `later`"),
    ],
)
def test_a_wrong_call(said: dict[str, Any], why: str) -> None:
    with pytest.raises(PolicylintError) as caught:
        ledger.run(options(**said))
    assert str(caught.value) == why
