"""A ledger is of others: neither its names nor its values become a query, and nothing that it says is printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_bad_input import GOOD
from tests.cli.test_lineage import PEOPLE

duckdb = pytest.importorskip("duckdb")

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import Run

FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "html")
QUERIES = ["'; DROP TABLE x; --", '"; SELECT 1; --', "' OR '1'='1", "$$", "\\'", "{}", "a.b", "🙂"]
ROWS = "SELECT 'i' || range AS item_id, 's' || range AS subject_id, 'refused' AS status FROM range(3)"


def sheet(folder: Path, ledger: Mapping[str, object]) -> None:
    (folder / ".git").mkdir(exist_ok=True)
    people = PEOPLE[:-1] + f", ledger: {json.dumps(ledger, ensure_ascii=False)}}}"
    (folder / "faces.datasheet.yaml").write_bytes(GOOD.replace(b"{present: false}", people.encode()))


def refused(run: Run) -> list[int] | None:
    records = {one["rule"]: one["records"] for one in json.loads(run.out)["findings"]}.get("consent/refused-absent")
    return [records["applied"], records["fail"]] if records else None


@pytest.mark.parametrize("name", QUERIES)
def test_names_and_values_are_no_queries(name: str, tmp_path: Path, policylint: Callable[..., Run]) -> None:
    """As the name of a column, a file and a table, in a cell, and as what tells rows apart: counts stay as they are."""
    quoted, text = '"' + name.replace('"', '""') + '"', "'" + name.replace("'", "''") + "'"
    rows = f"SELECT item_id, subject_id AS {quoted}, status, {text} AS ours FROM ({ROWS})"
    duckdb.sql(rows).write_parquet(str(tmp_path / "made.parquet"))
    (tmp_path / "made.parquet").rename(tmp_path / f"{name.replace('/', '')}.parquet")
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.execute(f"CREATE TABLE {quoted} AS {rows}")
    columns = {"subject_id": name}
    for ledger in (
        {"path": f"{name}.parquet", "columns": columns},
        {"path": "x.duckdb", "table": name, "columns": columns},
    ):
        sheet(tmp_path, ledger)
        run = policylint("check", "faces.datasheet.yaml", "--format", "json", "--select", "consent", cwd=tmp_path)
        dotted = "table" in ledger and "." in name
        assert refused(run) == (None if dotted else [3, 3]), run.out
    said = json.dumps(name, ensure_ascii=False)
    where = (
        f"ledgers: {{'*': {{path: {json.dumps(f'{name}.parquet', ensure_ascii=False)}, where: {{ours: {said}}}}}}}\n"
    )
    (tmp_path / "policylint.yaml").write_text(where, encoding="utf-8")
    run = policylint("check", "faces.datasheet.yaml", "--format", "json", "--select", "consent", cwd=tmp_path)
    assert refused(run) == [3, 3], run.out


def test_a_view_is_not_asked(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    """It would be a query of whoever made the file, and read what the build can read."""
    (tmp_path / "secret.csv").write_text("item_id,status\nhunter2,refused\n", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.execute(f"CREATE VIEW Consent AS SELECT * FROM read_csv('{tmp_path}/secret.csv')")
    for name in ("Consent", "consent", "main.CONSENT"):
        sheet(tmp_path, {"path": "x.duckdb", "table": name})
        run = policylint("check", "faces.datasheet.yaml", "--format", "json", "--select", "consent", cwd=tmp_path)
        messages = {one["rule"]: one["message"] for one in json.loads(run.out)["findings"]}
        assert "is a view" in messages["shape/ledger"]
        assert refused(run) is None


def test_nobodys_id_is_printed(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    rows = "item_id,subject_id,status,guardian_id,author,source_url\n" + "".join(
        f"SECRETITEM{one},SECRETPERSON{one},refused,SECRETPARENT,SECRETAUTHOR,https://SECRETURL\n" for one in range(30)
    )
    (tmp_path / "consent.csv").write_text(rows, encoding="utf-8")
    sheet(tmp_path, {"path": "consent.csv"})
    outputs = [f"--output={form}={tmp_path}/out.{form}" for form in FORMATS]

    def said() -> str:
        run = policylint("check", "faces.datasheet.yaml", *outputs, cwd=tmp_path)
        assert run.code == 1
        return "".join([run.out, run.err, *((tmp_path / f"out.{form}").read_text("utf-8") for form in FORMATS)])

    assert "SECRET" not in said()
    (tmp_path / "consent.csv").write_text(rows + "SECRETITEM,SECRETPERSON,given,x,y,z,SECRETMORE\n", encoding="utf-8")
    assert "SECRET" not in said()


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_no_password_of_an_address_is_printed(form: str, tmp_path: Path, policylint: Callable[..., Run]) -> None:
    sheet(tmp_path, {"rows": 3})
    config = "ledgers: {'*': {path: 'postgres://me:hunter2@db.example.org/consent'%s}}\n"
    for more, code in (("", 1), (", tabel: x", 2)):
        (tmp_path / "policylint.yaml").write_text(config % more, encoding="utf-8")
        run = policylint("check", "faces.datasheet.yaml", "--format", form, cwd=tmp_path)
        assert (run.code, "hunter2" in run.out + run.err) == (code, False)


def test_no_value_of_the_environment_is_printed(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    secret = {"GITHUB_TOKEN": "hunter2", "AWS_SECRET_ACCESS_KEY": "hunter2", "PASSWORD": "hunter2"}
    sheet(tmp_path, {"path": "$GITHUB_TOKEN.csv", "table": "${PASSWORD}"})
    (tmp_path / "policylint.yaml").write_text(
        "waivers: {file: $PASSWORD}\nadvisories: ['${GITHUB_TOKEN}']\n", encoding="utf-8"
    )
    for arguments in (
        ("check", "."),
        ("check", ".", "--no-config"),
        ("report", ".", "-o", "-"),
        ("init", "b", "--yes"),
    ):
        run = policylint(*arguments, cwd=tmp_path, env=secret)
        assert "hunter2" not in run.out + run.err
