"""What once differed, and what the text of the language says of it: the reference, the tree and DuckDB keep to that."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reference import fuzz
from tests.reference.engines import AS_OF, Case

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "regressions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("written", CASES, ids=[one["why"] for one in CASES])
def test_what_once_differed(written: dict[str, Any]) -> None:
    rows = written.get("rows")
    rule = {**({"for_each": {"record": "records"}} if rows else {}), **written["rule"]}
    case = Case(rule, written.get("sheet", {}), written.get("use"), rows, AS_OF)
    expected = written["outcomes"]
    assert fuzz.judged(case) == dict.fromkeys(["reference", "tree", *(["duckdb"] if rows else [])], expected)
