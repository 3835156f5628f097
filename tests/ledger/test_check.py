"""A check that follows `people.ledger`: counts and positions, where the datasheet names it, and nothing of a row."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from policylint.config import Ledgers
from policylint.discover import Found
from policylint.ledger import book
from policylint.ledger.duckdb import DuckDB
from policylint.pipeline import Request, check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.reporters.json import as_data

if TYPE_CHECKING:
    from pathlib import Path

    from policylint.findings import Finding

HEAD = "item_id,subject_id,status,withdrawn_at"
ROWS = ["i1,s-one,given,", "i2,s-two,refused,", "i3,s-three,refused,2025-01-01", "i4,,,", "i5,s-five,,"]
RULES = ["consent/refused-absent", "consent/not-withdrawn"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sheet(ledger: str, identifier: str = "faces") -> str:
    return f"""\
datasheet: "1"
id: {identifier}
name: Faces
people:
  present: true
  groups: [{{id: g, role: depicted, kind: mixed}}]
  ledger: {ledger}
licenses: [{{applies_to: dataset, license: CC-BY-4.0}}]
maintenance: {{status: active, organization: Institute, contact: data@example.org}}
"""


def written(folder: Path, rows: list[str], name: str = "consent.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


@cache
def policy() -> Policy:
    loaded = load_policy(Settings(("core",)))
    return loaded._replace(
        rules=tuple(plan for plan in loaded.rules if plan["id"] in (*RULES, "subject/label-vs-claim"))
    )


def findings(folder: Path, ledger: str, ledgers: Ledgers | None = None) -> dict[str, Finding]:
    """The findings on a datasheet with a ledger, by rule."""
    (folder / "datasheet.yaml").write_text(sheet(ledger), encoding="utf-8")
    request = Request("2026-01-01", ledgers=ledgers or Ledgers())
    report, _ = check([Found("datasheet.yaml", "datasheet", named=True)], policy(), request)
    return {finding.rule: finding for finding in report.findings}


def test_counts_and_positions(here: Path) -> None:
    written(here, ROWS)
    found = findings(here, "{path: consent.csv}")
    refused = found["consent/refused-absent"]
    assert refused.records is not None
    assert refused.records._asdict() == {
        "applied": 4, "fail": 2, "unknown": 1, "sample": (("consent.csv", 2), ("consent.csv", 3)),
    }  # fmt: skip
    assert (refused.place.pointer, refused.place.span.line) == ("/people/ledger", 7)
    assert [(place.path, place.span.line) for place in refused.related] == [("consent.csv", 3)]
    assert refused.fingerprint


def test_nothing_of_a_row_is_shown_unless_ids_are_asked_for(here: Path) -> None:
    written(here, ROWS)
    (here / "datasheet.yaml").write_text(sheet("{path: consent.csv, rows: 9}"), encoding="utf-8")
    for show_ids in (False, True):
        request = Request("2026-01-01", ledgers=Ledgers(show_ids=show_ids))
        report, _ = check([Found("datasheet.yaml", "datasheet", named=True)], policy(), request)
        text = json.dumps(as_data(report))
        assert ("s-two" in text, "s-one" in text) == (show_ids, False)


def parquet(folder: Path, where: str = "TRUE", name: str = "consent.parquet") -> None:
    source = written(folder, ROWS, "all.csv")
    (folder / name).parent.mkdir(exist_ok=True, parents=True)
    with duckdb.connect() as connection:
        rows = f"SELECT * FROM read_csv('{source}', all_varchar = true, nullstr = '') WHERE {where}"
        connection.execute(f"COPY ({rows}) TO '{folder / name}' (FORMAT parquet)")


def test_every_kind_of_file_says_the_same(here: Path) -> None:
    text = written(here, ROWS).read_bytes()
    (here / "packed.csv.gz").write_bytes(gzip.compress(text))
    parquet(here)
    for index in range(2):
        parquet(here, f"item_id {'<=' if index == 0 else '>'} 'i2'", f"parts/part-{index}.parquet")
        written(here, ROWS[:2] if index == 0 else ROWS[2:], f"lines/{index}.csv")
    expected = findings(here, "{path: consent.csv}")["consent/refused-absent"].records
    assert expected is not None
    for name in ("packed.csv.gz", "consent.parquet", "parts", "parts/*.parquet", "lines", "lines/[01].csv"):
        found = findings(here, f"{{path: '{name}'}}")["consent/refused-absent"].records
        assert found is not None, (name, findings(here, f"{{path: '{name}'}}"))
        assert found[:3] == expected[:3], name
        assert [row.row for row in found.sample] == ([2, 1] if name.startswith(("parts", "lines")) else [2, 3]), name


def test_the_ledgers_own_names(here: Path) -> None:
    written(here, ROWS, head="item_id,person,state,withdrawn_at")
    found = findings(here, "{path: consent.csv, columns: {subject_id: person, status: state}}")
    assert found["consent/refused-absent"].records is not None
    missing = findings(here, "{path: consent.csv, columns: {subject_id: persona}}")
    assert missing["shape/ledger"].message == "consent.csv has no column `persona`"
    assert missing["shape/ledger"].place.pointer == "/people/ledger/columns"


def test_a_ledger_elsewhere_leaves_it_open_at_warning(here: Path) -> None:
    for ledger in (
        "{visibility: private, rows: 4}",
        "{path: gone.csv, visibility: private}",
        "{table: studio.consent}",
    ):
        found = findings(here, ledger)
        assert {(one.severity, one.outcome) for one in found.values()} == {("warning", "unknown")}, ledger
        assert set(found) == {*RULES, "subject/label-vs-claim"}
        assert {one.pointer for finding in found.values() for one in finding.missing} == {"/people/ledger/path"}


def test_no_ledger_is_the_matter_of_another_rule(here: Path) -> None:
    assert findings(here, "none") == findings(here, "unknown") == {}


def test_the_config_says_where_a_hub_of_ledgers_is(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    hub = tmp_path_factory.mktemp("hub")
    rows = [*(f"faces,{row}" for row in ROWS), "voices,i1,s1,refused,", "voices,i2,s2,refused,"]
    written(hub, rows, head=f"dataset_id,{HEAD}")
    private = (("*", {"path": str(hub / "consent.csv"), "where": {"dataset_id": "$dataset.id"}}),)
    for identifier in ("faces", "voices", "gaits"):
        (here / f"{identifier}.datasheet.yaml").write_text(sheet("{visibility: private}", identifier), encoding="utf-8")
    request = Request("2026-01-01", ledgers=Ledgers(private=private))
    asked: list[str] = []
    ask = DuckDB.rows

    def counted(self: DuckDB, sql: str) -> list[tuple[Any, ...]]:
        asked.append(sql)
        return ask(self, sql)

    files = [Found(f"{name}.datasheet.yaml", "datasheet", named=True) for name in ("faces", "voices", "gaits")]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DuckDB, "rows", counted)
        report, _ = check(files, policy(), request)
    found = {(one.dataset, one.rule): one for one in report.findings}
    fails = {name: found[name, "consent/refused-absent"].records for name in ("faces", "voices")}
    assert {name: records.fail for name, records in fails.items() if records} == {"faces": 2, "voices": 2}
    assert ("gaits", "shape/ledger") in {(one.place.path.partition(".")[0], one.rule) for one in report.findings}
    assert sum('"o0"' in sql for sql in asked) == 1, "all datasets of a hub are counted in one pass"


def test_rows_of_other_datasets_are_not_this_ones(here: Path) -> None:
    rows = [*(f"faces,{row}" for row in ROWS), "voices,i1,s1,refused,", ",i9,s9,refused,"]
    written(here, rows, head=f"dataset_id,{HEAD}")
    records = findings(here, "{path: consent.csv}")["consent/refused-absent"].records
    assert records is not None
    assert records[:3] == (5, 3, 1)


# what is wrong with a ledger: a finding that says so, and never a count

WRONG = ["syntax/ledger", "shape/ledger", "reference/unresolved", "reference/version", "policylint/ledger"]


def refused(found: dict[str, Finding], rule: str, message: str) -> Finding:
    (wrong,) = (one for name, one in found.items() if name in WRONG)
    assert (wrong.rule, wrong.severity, wrong.outcome) == (rule, "error", "fail")
    assert message in wrong.message
    assert wrong.remedy
    assert all(one.records is None and one.outcome == "unknown" for one in found.values() if one is not wrong)
    assert {*RULES} <= set(found)
    return wrong


def test_a_truncated_file(here: Path) -> None:
    parquet(here)
    whole = (here / "consent.parquet").read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        (here / "consent.parquet").write_bytes(whole[:length])
        refused(findings(here, "{path: consent.parquet}"), "syntax/ledger", "consent.parquet cannot be read as Parquet")
    (here / "packed.csv.gz").write_bytes(gzip.compress(written(here, ROWS * 1000).read_bytes())[:-20])
    refused(findings(here, "{path: packed.csv.gz}"), "syntax/ledger", "packed.csv.gz")


def test_a_line_with_another_number_of_fields(here: Path) -> None:
    for line in ("i9,s9", "i9,s9,given,,x"):
        written(here, [*ROWS, line, *ROWS])
        wrong = refused(findings(here, "{path: consent.csv}"), "syntax/ledger", "consent.csv, line 7")
        assert "s9" not in wrong.message


def test_text_in_two_encodings(here: Path) -> None:
    path = written(here, ROWS)
    path.write_bytes(path.read_bytes() + "i9,sé,given,\n".encode("latin-1"))
    refused(findings(here, "{path: consent.csv}"), "syntax/ledger", "consent.csv")


def test_no_items(here: Path) -> None:
    written(here, ROWS, head="item,subject_id,status,withdrawn_at")
    refused(findings(here, "{path: consent.csv}"), "shape/ledger", "no column `item_id`")


def test_two_columns_of_one_name(here: Path) -> None:
    written(here, ROWS, head="item_id,status,Status,withdrawn_at")
    refused(findings(here, "{path: consent.csv}"), "shape/ledger", "two columns of one name")


def test_wrong_types_are_not_said(here: Path) -> None:
    with duckdb.connect() as connection:
        rows = "SELECT 'i' AS item_id, 's' AS subject_id, 7 AS status, [1, 2] AS scopes_allow, 1.5 AS withdrawn_at"
        connection.execute(f"COPY ({rows}) TO '{here / 'consent.parquet'}' (FORMAT parquet)")
    found = findings(here, "{path: consent.parquet}")
    assert {rule: found[rule].outcome for rule in RULES} == dict.fromkeys(RULES, "unknown")


def test_another_hash(here: Path) -> None:
    digest = hashlib.sha256(written(here, ROWS).read_bytes()).hexdigest()
    assert findings(here, f"{{path: consent.csv, sha256: {digest.upper()}}}")["consent/refused-absent"].records
    wrong = refused(findings(here, f"{{path: consent.csv, sha256: {digest[::-1]}}}"), "reference/version", "its hash")
    assert wrong.place.pointer == "/people/ledger/sha256"


def test_a_ledger_that_changes_while_it_is_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(here, ROWS)
    scan = book.scan  # type: ignore[attr-defined] # where it is asked

    def meanwhile(*arguments: Any) -> Any:
        counted = scan(*arguments)
        with path.open("a", encoding="utf-8") as file:
            file.write("i9,s9,refused,\n")
        return counted

    monkeypatch.setattr(book, "scan", meanwhile)
    refused(findings(here, "{path: consent.csv}"), "reference/version", "changed while it was read")


def test_a_path_that_leads_elsewhere(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = written(tmp_path_factory.mktemp("outside"), ROWS)
    refused(findings(here, "{path: gone.csv}"), "reference/unresolved", "there is no ledger at `gone.csv`")
    refused(findings(here, f"{{path: '{outside}'}}"), "reference/unresolved", "leads out of the project")
    (here / "link.csv").symlink_to(outside)
    refused(findings(here, "{path: link.csv}"), "reference/unresolved", "leads out of the project")
    (here / "notes.txt").write_text("x", encoding="utf-8")
    refused(findings(here, "{path: notes.txt}"), "shape/ledger", "no ledger that can be read")


def test_without_the_engine(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(here, ROWS)
    monkeypatch.delitem(sys.modules, "policylint.ledger.duckdb")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    wrong = refused(findings(here, "{path: consent.csv}"), "policylint/ledger", "needs DuckDB")
    assert wrong.remedy == "Install it: pip install 'policylint[ledger]'."


def test_too_little_disk_to_spill(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as connection:
        rows = "SELECT 'i' || range AS item_id, md5(range::VARCHAR) AS subject_id, 'given' AS status FROM range(800000)"
        connection.execute(f"COPY ({rows}) TO '{here / 'consent.parquet'}' (FORMAT parquet)")
    rows_of = DuckDB.rows

    def without_disk(self: DuckDB, sql: str) -> list[tuple[Any, ...]]:
        rows_of(self, "SET max_temp_directory_size = '0KB'")
        return rows_of(self, sql)

    monkeypatch.setattr(DuckDB, "rows", without_disk)
    found = findings(here, "{path: consent.parquet, rows: 7}", Ledgers(memory="20MB", threads=1))
    refused(found, "policylint/ledger", "not enough memory or disk")


def test_nothing_is_left_behind(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spill = here / "spill"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    written(here, ROWS)
    findings(here, "{path: consent.csv}", Ledgers(memory="100MB", threads=1))
    assert os.listdir(spill) == []


def test_hostile_names_and_values(here: Path) -> None:
    cells = ["item_id", '"; DROP TABLE rows; --', "status", "it's"]
    head = ",".join('"' + one.replace('"', '""') + '"' for one in cells)
    rows = ['i1,"a\'); DROP TABLE x; --",refused,1', 'i2,"say ""no""",given,2', "i3,,refused,3"]
    written(here, rows, "odd [1]*?.csv", head)
    written(here, ["i9,x,given,1"], "odd 1xx.csv", head)
    ledger = """{path: 'odd [1]*?.csv', columns: {subject_id: '"; DROP TABLE rows; --', status: status}}"""
    records = findings(here, ledger)["consent/refused-absent"].records
    assert records is not None
    assert records._asdict() == {"applied": 2, "fail": 1, "unknown": 0, "sample": (("odd [1]*?.csv", 1),)}
