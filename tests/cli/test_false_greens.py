"""What must not be green: nothing judged, a word misspelt where it takes something away, two meanings for one name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_bad_input import GOOD
from tests.cli.test_check import USE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

AREAS = ("consent", "license", "maintenance", "provenance", "retraction", "subject", "use")
GROUPS = b"""\
people:
  present: true
  groups:
    - {id: a, role: speaker, kind: private_individual, identifiability: direct, subsets: [%s],
       consent: {status: not_sought}}
subsets: [{id: train}, {id: test}]
"""


def found(run: Run) -> list[tuple[str, str, str]]:
    return [(one["rule"], one["path"], one["pointer"]) for one in json.loads(run.out)["findings"]]


@pytest.fixture
def check(policylint: Callable[..., Run], tmp_path: Path) -> Callable[..., Run]:
    def run(files: dict[str, bytes], *arguments: str) -> Run:
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        return policylint("check", "--format", "json", *arguments, cwd=tmp_path)

    return run


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        ({"datasheet.yaml": GOOD}, ["--moment", "consume"]),
        ({"use.yaml": USE.replace(b"[{ref: datasheet.yaml}]", b"[]")}, []),
        ({"datasheet.yaml": GOOD}, [word for area in AREAS for word in ("--ignore", area)]),
    ],
    ids=["a moment without a use", "a use of nothing", "every area ignored"],
)  # fmt: skip
def test_nothing_judged_is_not_green(files: dict[str, bytes], arguments: list[str], check: Callable[..., Run]) -> None:
    run = check(files, *arguments)
    assert (run.code, json.loads(run.out)["summary"]["result"]) == (3, "empty")


def sheet(subsets: bytes) -> bytes:
    return GOOD.replace(b"people: {present: false}\n", GROUPS % subsets)


def use(entry: bytes) -> bytes:
    return USE.replace(b"{ref: datasheet.yaml}", entry)


def test_a_subset_that_is_not_used_is_not_judged(check: Callable[..., Run]) -> None:
    files = {"datasheet.yaml": sheet(b"train"), "use.yaml": use(b"{ref: datasheet.yaml, subsets: [test]}")}
    rules = {rule for rule, _, _ in found(check(files, "use.yaml"))}
    assert "consent/private-individuals" not in rules


@pytest.mark.parametrize("taken", [b"[tset]", b"[]", b"[train]", b"[test, train]"])
def test_a_misspelt_subset_takes_no_finding_away(taken: bytes, check: Callable[..., Run]) -> None:
    entry = b"{ref: datasheet.yaml, subsets: " + taken + b"}"
    files = {"datasheet.yaml": sheet(b"train"), "use.yaml": use(entry)}
    for arguments in (["use.yaml"], ["datasheet.yaml", "--use", "use.yaml", "--moment", "consume"]):
        run = check(files, *arguments)
        rules = {rule for rule, _, _ in found(run)}
        assert run.code == 1
        assert rules & {"consent/private-individuals", "reference/unresolved"}


def test_a_group_of_an_unknown_subset(check: Callable[..., Run]) -> None:
    run = check({"datasheet.yaml": sheet(b"tran")}, "--select", "consent/private-individuals")
    assert found(run) == [
        ("reference/unresolved", "datasheet.yaml", "/people/groups/0/subsets/0"),
        ("consent/private-individuals", "datasheet.yaml", "/people/groups/0/consent/status"),
    ]
    assert json.loads(run.out)["findings"][0]["remedy"] == "Did you mean `train`?"


def test_every_entry_of_a_use_that_names_the_sheet_counts(check: Callable[..., Run]) -> None:
    licensed = GOOD.replace(b"CC-BY-4.0", b"CC-BY-NC-4.0")
    entries = b"{ref: datasheet.yaml, rests_on: owner}, {ref: datasheet.yaml, rests_on: license}"
    files = {"datasheet.yaml": licensed, "use.yaml": use(entries)}
    expected = [("license/non-commercial", "use.yaml", "/commercial")]
    select = ("--select", "license/non-commercial", "--moment", "consume")
    assert found(check(files, "use.yaml", *select)) == expected
    assert found(check(files, "datasheet.yaml", "--use", "use.yaml", *select)) == expected


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        (
            b"people: {present: false}\n",
            b"people: {present: unknown, groups: [{id: a}, {id: a}]}\n",
            "/people/groups/1/id",
        ),
        (b"sources: []\n", b"sources: []\nsubsets: [{id: x}, {id: y}, {id: x}]\n", "/subsets/2/id"),
        (b"[{id: science, ", b"[{id: science}, {id: science, ", "/uses/intended/1/id"),
    ],
)
def test_an_id_given_twice(old: bytes, new: bytes, pointer: str, check: Callable[..., Run]) -> None:
    run = check({"datasheet.yaml": GOOD.replace(old, new)})
    assert ("reference/ambiguous", "datasheet.yaml", pointer) in found(run)


@pytest.mark.parametrize(("pinned", "expected"), [("1.0", []), ("0.9", []), ("2.0", ["reference/version"])])
def test_a_pinned_version_is_one_of_the_sheet(pinned: str, expected: list[str], check: Callable[..., Run]) -> None:
    data = GOOD.replace(b"name: Waves", b'name: Waves\nversion: 1.0\nreleases: [{version: "0.9"}]')
    files = {"datasheet.yaml": data, "use.yaml": use(f"{{ref: datasheet.yaml, version: '{pinned}'}}".encode())}
    assert [rule for rule, _, _ in found(check(files, "use.yaml", "--select", "license"))] == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"use.yaml": USE.replace(b"[{ref: datasheet.yaml}]", b"unknown")}, ("/datasets", "error")),
        ({"use.yaml": use(b"{id: x}")}, ("/datasets/0", "error")),
        ({"use.yaml": use(b"{ref: other.use.yaml}"), "other.use.yaml": USE}, ("/datasets/0/ref", "error")),
    ],
)
def test_a_use_that_leads_to_no_datasheet(
    files: dict[str, bytes], expected: tuple[str, str], check: Callable[..., Run]
) -> None:
    run = check(files, "use.yaml")
    assert [(one["pointer"], one["severity"]) for one in json.loads(run.out)["findings"]] == [expected]


def test_a_licence_like_none_that_is_known(check: Callable[..., Run]) -> None:
    data = GOOD.replace(b"CC-BY-4.0}]", b"LicenseRef-x}]\nlicense_terms: {LicenseRef-x: {like: Nope-1.0}}")
    run = check({"datasheet.yaml": data}, "--select", "license/declared")
    assert found(run) == [("license/declared", "datasheet.yaml", "/license_terms/LicenseRef-x/like")]


def test_a_grant_decides_commercial_use_whatever_the_rest_is(check: Callable[..., Run]) -> None:
    data = GOOD.replace(b"licenses: [", b"licenses: [{applies_to: contents, license: NOASSERTION}, ").replace(
        b"CC-BY-4.0", b"CC-BY-NC-4.0"
    )
    entry = b"{ref: datasheet.yaml, rests_on: own_grant, grant: {adds: [commercial_use], valid_from: 2020-01-01}}"
    run = check({"datasheet.yaml": data, "use.yaml": use(entry)}, "use.yaml", "--select", "license/non-commercial")
    assert (run.code, found(run)) == (0, [])


def refused(run: Run) -> Any:
    assert (run.code, run.out) == (2, "")
    return run.err


def test_a_use_that_is_a_datasheet(check: Callable[..., Run]) -> None:
    run = check({"datasheet.yaml": GOOD}, "--use", "datasheet.yaml")
    assert refused(run) == "policylint: --use datasheet.yaml: this is no use declaration\n"


def test_a_severity_for_a_rule_that_nobody_has(check: Callable[..., Run]) -> None:
    files = {"datasheet.yaml": GOOD, ".policylint.yaml": b"severity: {maintenance/bakup: off}\n"}
    assert "did you mean `maintenance/backup`?" in refused(check(files))


def test_a_config_of_comments_sets_nothing(check: Callable[..., Run]) -> None:
    assert check({"datasheet.yaml": GOOD, ".policylint.yaml": b"# nothing yet\n"}).code == 0


def test_an_inline_table_in_pyproject_toml(check: Callable[..., Run]) -> None:
    files = {"datasheet.yaml": GOOD, "pyproject.toml": b'[tool]\npolicylint = {polcy = ["core"]}\n'}
    assert "Did you mean `policy`?" in refused(check(files))
    files = {"datasheet.yaml": GOOD, "pyproject.toml": b'[project]\ndependencies = ["policylint>=0.1"]\n'}
    assert check(files).code == 0


def test_an_output_that_is_full_is_no_bug(check: Callable[..., Run], tmp_path: Path) -> None:
    run = check({"datasheet.yaml": GOOD}, "--output", f"json={tmp_path}/no/such/folder.json")
    assert "cannot be written" in refused(run)
