"""What holds of every waiver: it hides one finding or none, only while the values are what was excused."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.discover import Found
from policylint.pipeline import check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from policylint.waivers.file import Excuse
from policylint.waivers.values import ABSENT, UNREAD, at_pointer, with_ids, written
from tests.conftest import AS_OF
from tests.waivers.project import FILES, SHEET, USE, WAIVER, changed, excused, judged, lines, of_rules, remarks, write

if TYPE_CHECKING:
    from collections.abc import Iterator

STATUSES = ("not_sought", "requested", "refused", "given", "{}")
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["unknown", "absent", "a", "1", "true"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner)
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        yield Path(made)
        os.chdir(before)


def sheet(first: str, second: str, *, turned: bool = False) -> str:
    rows = [
        f"    - {{id: {name}, role: depicted, consent: {status if status == '{}' else f'{{status: {status}}}'}}}\n"
        for name, status in (("visitors", first), ("staff", second))
    ]
    head, _, tail = SHEET.partition("    - ")
    return head + "".join(reversed(rows) if turned else rows) + tail[tail.index("licenses:") :]


@settings(max_examples=40)
@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES), st.booleans(), st.sampled_from(STATUSES))
def test_a_waiver_hides_the_finding_that_was_looked_at_and_no_other(
    folder: Path,
    first: str,
    second: str,
    turned: bool,  # noqa: FBT001 - hypothesis fills it in
    bound: str,
) -> None:
    value = ABSENT if bound == "{}" else bound
    waiver = changed(WAIVER, {"excuses": [{**WAIVER["excuses"][0], "value": value}]})
    write(folder, {**FILES, "datasheet.yaml": sheet(first, second, turned=turned), "waivers.yaml": lines([waiver])})
    report = judged(folder, ["datasheet.yaml"])
    rule_finds = first in ("not_sought", "requested", "refused")
    assert [one for _, _, one in excused(report)] == (["W-1"] if rule_finds and bound == first else [])
    for one in report.findings:
        assert one.waiver is None or one.message.startswith("visitors")
    write(folder, {"waivers.yaml": "[]\n"})
    bare = judged(folder, ["datasheet.yaml"])
    assert [one._replace(waiver=None) for one in of_rules(report)] == of_rules(bare)
    assert bool(remarks(report)) == (not excused(report)), (
        "a waiver excuses something, or there is something to say of it"
    )


@settings(max_examples=200)
@given(VALUES, VALUES)
def test_an_excuse_holds_for_equal_values_alone(one: Any, other: Any) -> None:
    excuse = Excuse("f", "/p", written(one), None)
    assert excuse.holds(written(one))
    assert excuse.holds(written(other)) == (repr(_plain(one)) == repr(_plain(other)))
    assert not excuse.holds(ABSENT)
    assert not excuse.holds(UNREAD)
    assert not Excuse("f", "/p", ABSENT, None).holds(written(one))
    assert not Excuse("f", "/p", None, None).holds(written(one))


def _plain(value: Any) -> Any:
    """A value with its keys in order; what is not said is said in one way."""
    if isinstance(value, dict):
        return {key: _inner(value[key]) for key in sorted(value)}
    return [_inner(one) for one in value] if isinstance(value, list) else None if value == "unknown" else value


def _inner(value: Any) -> Any:
    return _plain(value) if isinstance(value, dict | list) else value


@settings(max_examples=100)
@given(st.permutations(["a", "b", "c", "0", "1"]), st.integers(0, 4))
def test_ids_lead_to_the_same_item_in_every_order(order: list[str], index: int) -> None:
    items = {"groups": [{"id": one, "kind": one} for one in order]}
    named = with_ids(items, f"/groups/{index}/kind")
    assert named == f"/groups/{order[index]}/kind"
    again = {"groups": [{"id": one, "kind": one} for one in sorted(order)]}
    assert at_pointer(again, named)[1] == f'"{order[index]}"'
    assert at_pointer(items, named) == (f"/groups/{index}/kind", f'"{order[index]}"')


# one finding at two moments


def test_the_finding_of_another_moment_on_other_values_is_not_hidden_with_the_first(folder: Path) -> None:
    """At *create* for the sheet's own use, at *consume* for another use: one place, one rule, two facts."""
    rule = (
        "title: t\nseverity: error\nfor_each: {use: uses, license: licenses}\n"
        "when: {use.commercial: true}\nrequire: {license.license: {not: CC0-1.0}}\n"
        "message: m\nremedy: r\nwhy: w\nreferences: []\n"
        "tests: [{name: n, expect: fail, datasheet: {licenses: [{license: CC0-1.0}]}, use: {commercial: true}}]\n"
    )
    from policylint.discover import Found
    from policylint.pipeline import check
    from policylint.policy.in_force import Settings
    from policylint.policy.load import load_policy
    from policylint.request import Request

    at = {"file": "datasheet.yaml", "pointer": "/licenses/0/license"}
    waiver = changed(WAIVER, {"rule": "r/two", "use": "shop", "at": at, "excuses": [{**at, "value": "CC0-1.0"}]})
    files = {**FILES, "p/rules/r/two.yaml": rule, "waivers.yaml": "[]\n", "one.yaml": lines([waiver])}
    files["both.yaml"] = lines([waiver, {**waiver, "id": "W-2", "use": "demo"}])
    write(folder, files)
    policy = load_policy(Settings(("./p",)))
    asked = Request("2026-11-22", uses=("use.yaml",))
    found = {}
    for name in ("waivers.yaml", "one.yaml", "both.yaml"):
        report, _ = check([Found("datasheet.yaml", "datasheet", named=True)], policy, asked._replace(waivers=name))
        found[name] = [(one.use, one.waiver) for one in report.findings]
    assert found == {
        "waivers.yaml": [("shop", None)],
        "one.yaml": [("demo", None), ("shop", "W-1")],
        "both.yaml": [("shop", "W-1")],
    }


def test_a_waiver_of_a_dataset_is_none_of_its_uses(folder: Path) -> None:
    """What is waived for publishing it is not waived for whoever uses it; which of them shows depends on the files."""
    for_demo = {**WAIVER, "id": "W-2", "use": "demo"}
    found = {}
    for waivers in ([], [WAIVER], [for_demo], [WAIVER, for_demo]):
        write(folder, {**FILES, "waivers.yaml": lines(waivers) or "[]\n"})
        reports = [
            judged(folder, files) for files in (["datasheet.yaml"], ["use.yaml"], ["datasheet.yaml", "use.yaml"])
        ]
        found[tuple(one["id"] for one in waivers)] = [
            [(one.use, one.waiver) for one in of_rules(report) if one.message.startswith("visitors")]
            for report in reports
        ]
        assert [remarks(report) for report in reports] == [[], [], []]
    assert found == {
        (): [[(None, None)], [("demo", None)], [(None, None)]],
        ("W-1",): [[(None, "W-1")], [("demo", None)], [(None, "W-1"), ("demo", None)]],
        ("W-2",): [[(None, None)], [("demo", "W-2")], [(None, None)]],
        ("W-1", "W-2"): [[(None, "W-1")], [("demo", "W-2")], [(None, "W-1")]],
    }


# how far a run reaches


def test_a_run_over_one_file_says_nothing_of_the_waivers_of_others(folder: Path) -> None:
    other = SHEET.replace("id: faces", "id: voices")
    fits = changed(WAIVER, {"at": {"file": "datasheet.yaml", "pointer": "/people/groups/staff/consent/status"}})
    expired = changed(WAIVER, {"id": "W-2", "expires": "2026-11-02"})
    malformed = changed(WAIVER, {"id": "W-3", "owner": None})
    write(folder, {**FILES, "voices.datasheet.yaml": other, "waivers.yaml": lines([fits, expired, malformed])})
    assert remarks(judged(folder, ["voices.datasheet.yaml"])) == ["malformed"]
    assert remarks(judged(folder, ["datasheet.yaml"])) == ["unused", "expired", "malformed"]
    assert remarks(judged(folder, ["datasheet.yaml"], select=("house/never",))) == ["expired", "malformed"]
    assert remarks(judged(folder, ["datasheet.yaml"], unknown="ignore")) == ["expired", "malformed"]
    assert remarks(judged(folder, ["datasheet.yaml"], moments=("audit",))) == ["unused", "expired", "malformed"]
    (folder / "voices.datasheet.yaml").unlink()


def test_a_waiver_of_a_use_waits_for_a_run_that_looks_at_the_use(folder: Path) -> None:
    at = {"file": "use.yaml", "pointer": "/commercial"}
    of_use = changed(WAIVER, {"rule": "house/trade", "use": "demo", "at": at, "excuses": [{**at, "value": True}]})
    write(folder, {**FILES, "waivers.yaml": lines([of_use])})
    report = judged(folder, ["datasheet.yaml"])
    assert (remarks(report), [one.state for one in report.waivers]) == ([], ["live"])
    assert excused(judged(folder, ["use.yaml"])) == [("house/trade", "/commercial", "W-1")]
    write(folder, {"use.yaml": USE.replace("commercial: true", "commercial: false")})
    assert remarks(judged(folder, ["use.yaml"])) == ["unused"]
    write(folder, FILES)


def test_of_a_document_of_another_format_a_waiver_binds_what_a_datasheet_would_say(folder: Path) -> None:
    """What a waiver excuses is no open question, and is not folded with those."""
    card = "---\nlicense: cc0-1.0\npretty_name: Cards\n---\n# Cards\n"
    write(folder, {"README.md": card, "waivers.yaml": "[]\n"})
    (found,) = (one for one in judged(folder, ["README.md"]).findings if one.rule == "house/free")
    waiver = changed(
        WAIVER,
        {
            "rule": "house/free",
            "dataset": found.dataset,
            "at": {"file": "README.md", "pointer": found.place.pointer},
            "excuses": [{"file": "README.md", "pointer": "/licenses/0/license", "value": "CC0-1.0"}],
        },
    )
    write(folder, {"waivers.yaml": lines([waiver])})
    report = judged(folder, ["README.md"])
    assert (remarks(report), excused(report)) == ([], [("house/free", found.place.pointer, "W-1")])
    write(folder, {"README.md": card.replace("cc0-1.0", "cc-by-4.0")})
    assert remarks(judged(folder, ["README.md"])) == ["unused"]
    (folder / "README.md").unlink()


@pytest.mark.parametrize("same", [True, False], ids=["the sheet that was looked at", "another of its id"])
def test_a_waiver_is_not_for_another_sheet_of_the_same_id(folder: Path, *, same: bool) -> None:
    """The finding stands in the use, at a value that stays; what else it rests on lies in another file."""
    ours = SHEET.replace("CC0-1.0", "CC-BY-NC-4.0")
    theirs = ours.replace("CC-BY-NC-4.0", "CC-BY-NC-ND-4.0").replace("Nameless", "Somebody else's")
    use = USE if same else USE.replace("datasheet.yaml", "other/datasheet.yaml")
    waiver = {
        **WAIVER,
        "rule": "license/non-commercial",
        "use": "demo",
        "at": {"file": "use.yaml", "pointer": "/commercial"},
        "excuses": [
            {"file": "use.yaml", "pointer": "/commercial", "value": True},
            {"file": "datasheet.yaml", "pointer": "/licenses/0/license", "value": "CC-BY-NC-4.0"},
        ],
    }
    write(folder, {"datasheet.yaml": ours, "other/datasheet.yaml": theirs, "use.yaml": use})
    write(folder, {"waivers.yaml": lines([waiver])})
    request = Request(AS_OF, waivers="waivers.yaml", select=("license/non-commercial",))
    report, _ = check([Found("use.yaml", "use", named=True)], load_policy(Settings()), request)
    assert [one.waiver for one in of_rules(report)] == ["W-1" if same else None]
    assert (remarks(report), report.exit_code) == (([], 0) if same else (["void"], 1))
