"""The acceptance matrix: for each fact of the case the finding that it demands, at its place.

`docs/matrix.md` shows the same table; `python tests/acceptance/test_matrix.py` writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from policylint.advisories.registry import shipped
from policylint.discover import Found, kind_by_name
from policylint.pipeline import Request, check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from policylint.findings import Finding

_MATRIX: dict[str, Any] = yaml.safe_load((ROOT / "tests/acceptance/matrix.yaml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = _MATRIX["rows"]
DOCUMENTS: dict[str, str] = _MATRIX["documents"]


def _rule_file(rule: str) -> str:
    return rule if rule.endswith(".yaml") else f"policies/rules/{rule}.yaml"


def _findings(one: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What one rule finds in one document."""
    monkeypatch.chdir(ROOT)
    path = DOCUMENTS[one["file"]]
    request = Request(
        one.get("day", AS_OF),
        (one["moment"],) if "moment" in one else (),
        advisories=(one["advisories"],) if "advisories" in one else (),
        waivers=DOCUMENTS[one["waivers"]] if "waivers" in one else None,
    )
    policy = load_policy(Settings((_rule_file(one["rule"]),)))
    report, _ = check([Found(path, kind_by_name(path), named=True)], policy, request)
    assert [document.path for document in report.documents if not document.valid] == []
    return [finding for finding in report.findings if finding.policy is not None]


def _stands_at(finding: Finding) -> str:
    """The text that a finding's place covers."""
    line = (ROOT / finding.place.path).read_text(encoding="utf-8").splitlines()[finding.place.span.line - 1]
    return line[finding.place.span.column - 1 : finding.place.span.end_column - 1]


@pytest.mark.parametrize("row", ROWS, ids=[f"{one['row']:02}-{one['name']}" for one in ROWS])
def test_row(row: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert row["checks"] or row["open"], "a row is checked, or says what is open"
    for one in row["checks"]:
        found = {
            (finding.outcome, finding.place.pointer): _stands_at(finding)
            for finding in _findings(one, monkeypatch)
            if finding.waiver == one.get("waived")
        }
        if one.get("silent"):
            assert found == {}, one
        else:
            assert found.get((one["outcome"], one["at"])) == one["shows"], (one, found)


@pytest.mark.parametrize("identifier", [one["advisory"] for row in ROWS for one in row["checks"] if "advisory" in one])
def test_an_advisory_cites_who_found_out_and_says_since_when(identifier: str) -> None:
    advisory = shipped().get(identifier)
    assert advisory is not None
    assert "article" in {one["type"] for one in advisory.said("references")}
    assert advisory.said("retracted") == "2019-06"


def test_every_row_of_the_case_is_there_once() -> None:
    assert [one["row"] for one in ROWS] == list(range(1, 36))
    assert len({one["name"] for one in ROWS}) == 35


def test_the_page_shows_the_table() -> None:
    assert (ROOT / "docs/matrix.md").read_text(encoding="utf-8") == page()


_HEAD = """# The case, row by row

What the case of MS-Celeb-1M names, what a datasheet or a use must be able to say of it, and what policylint finds.
Each row is a test (`tests/acceptance/test_matrix.py`) on the files named, and this page is written from the same table
(`tests/acceptance/matrix.yaml`). "Silent" demands that a rule has nothing to say there.

| # | fact of the case | what can be said | rule | in | finding |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The matrix as a page."""
    lines = [line for row in ROWS for line in _lines(row)]
    open_ = [f"- Row {row['row']}: {row['open']}" for row in ROWS if "open" in row]
    return _HEAD + "\n".join(lines) + "\n\n## What is open\n\n" + "\n".join(open_) + "\n"


def _lines(row: dict[str, Any]) -> list[str]:
    first = f"| {row['row']} | {row['fact']} | {row['says']}"
    return [
        f"{first if index == 0 else '| | |'} | {_link(one['rule'])} | {_file(one)} | {_found(one)} |"
        for index, one in enumerate(row["checks"])
    ] or [f"{first} | | | |"]


def _link(rule: str) -> str:
    if rule.endswith(".yaml"):
        return f"[one's own](../{rule})"
    return f"[`{rule}`](rules/{rule}.md)"


def _file(one: dict[str, Any]) -> str:
    path = DOCUMENTS[one["file"]]
    moment = f", at {one['moment']}" if "moment" in one else ""
    waivers = f", with [waivers](../{DOCUMENTS[one['waivers']]})" if "waivers" in one else ""
    return f"[{path.removeprefix('examples/').removeprefix('tests/acceptance/documents/')}](../{path}){moment}{waivers}"


def _found(one: dict[str, Any]) -> str:
    if one.get("silent"):
        return "silent"
    waived = f", waived by {one['waived']}" if "waived" in one else f", on {one['day']}" if "day" in one else ""
    return f"{'fails' if one['outcome'] == 'fail' else 'cannot tell'} at `{one['at'] or '/'}`{waived}"


if __name__ == "__main__":
    (ROOT / "docs/matrix.md").write_text(page(), encoding="utf-8")
