"""What must not be green: nothing judged, a word misspelt where it takes something away, two meanings for one name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from tests.cli.test_bad_input import GOOD
from tests.cli.test_check import USE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

AREAS = sorted({plan["id"].partition("/")[0] for plan in load_policy(Settings()).rules})
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


def test_a_model_trained_on_a_dataset_that_the_use_does_not_list(check: Callable[..., Run]) -> None:
    listed = use(b"{id: faces, ref: datasheet.yaml}") + b"models: [{id: m, trained_on: [faces, facess]}]\n"
    run = check({"datasheet.yaml": GOOD, "use.yaml": listed}, "use.yaml", "--select", "retraction/models-traced")
    assert (run.code, found(run)) == (1, [("reference/unresolved", "use.yaml", "/models/0/trained_on/1")])
    assert json.loads(run.out)["findings"][0]["remedy"] == "Did you mean `faces`?"


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
    err = refused(check(files))
    assert "did you mean `maintenance/backup`?" in err
    assert ".policylint.yaml:1:12" in err


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


# what says nothing is no answer


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        (b"purpose: research", b"purpose: []", "/uses/intended/0/purpose"),
        (b"activities: [use]", b"activities: []", "/uses/intended/0/activities"),
        (
            b"{url: https://buoys.example.org, accessed: 2026-01-10}",
            b"{}",
            "/collection/origins/0",
        ),
        (b"url: https://buoys.example.org, accessed: 2026-01-10", b"url: unknown", "/collection/origins/0"),
        (b"organization: Institute", b"organization: ''", "/maintenance/organization"),
        (b"backup: library@sea.example.org", b"backup: ' '", "/maintenance/backup"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(
    old: bytes, new: bytes, pointer: str, check: Callable[..., Run]
) -> None:
    assert found(check({"datasheet.yaml": GOOD.replace(old, new)})) == [("shape/value", "datasheet.yaml", pointer)]


@pytest.mark.parametrize(
    ("where", "pointer"), [(b"sheet: datasheets", "/datasets/0/sheet"), (b"sheet: hf:owner/name", "/datasets/0/sheet")]
)
def test_a_sheet_is_a_path_and_must_be_there(where: bytes, pointer: str, check: Callable[..., Run]) -> None:
    run = check({"use.yaml": use(b"{id: x, " + where + b"}")})
    assert [(one["pointer"], one["severity"]) for one in json.loads(run.out)["findings"]] == [(pointer, "error")]
    assert run.code == 1


def test_a_use_of_what_is_described_nowhere_is_not_green(check: Callable[..., Run]) -> None:
    run = check({"use.yaml": use(b"{ref: hf:owner/name}")})
    assert (run.code, json.loads(run.out)["summary"]["warnings"]) == (3, 1)


def test_what_is_wrong_with_a_sheet_is_shown_when_only_its_use_is_checked(check: Callable[..., Run]) -> None:
    files = {"datasheet.yaml": sheet(b"tran"), "use.yaml": use(b"{ref: datasheet.yaml, subsets: [test]}")}
    rules = {rule for rule, _, _ in found(check(files, "use.yaml"))}
    assert rules >= {"reference/unresolved", "consent/private-individuals"}


RESTRICTS = "This dataset is for non-commercial research purposes only.\n"


@pytest.mark.parametrize(
    "write",
    [
        lambda at: at.write_text(RESTRICTS),
        lambda at: at.write_bytes(b"\xef\xbb\xbf" + RESTRICTS.encode()),
        lambda at: at.write_bytes(RESTRICTS.encode("utf-16")),
        lambda at: at.write_bytes(b"\xfe\xff" + RESTRICTS.encode("utf-16-be")),
        lambda at: (at.with_name("shared.txt").write_text(RESTRICTS), at.symlink_to("shared.txt")),
    ],
    ids=["UTF-8", "with a mark", "UTF-16", "UTF-16, the other way round", "a link"],
)
def test_a_licence_text_beside_is_read_however_it_is_written(
    write: Callable[[Path], object], check: Callable[..., Run], tmp_path: Path
) -> None:
    assert check({"datasheet.yaml": GOOD}).code == 0
    write(tmp_path / "LICENSE")
    run = check({})
    assert (run.code, [rule for rule, _, _ in found(run)]) == (1, ["license/statements-disagree"])


# bounded work


def test_many_findings_of_one_rule_are_counted(check: Callable[..., Run]) -> None:
    groups = ", ".join(f"{{id: g{number}, role: speaker}}" for number in range(300))
    data = GOOD.replace(b"{present: false}", f"{{present: true, groups: [{groups}]}}".encode())
    run = check({"datasheet.yaml": data}, "--select", "consent/status-known")
    findings = json.loads(run.out)["findings"]
    assert len(findings) == 201
    (more,) = [one for one in findings if one["rule"] == "policylint/more"]
    assert (more["severity"], more["message"]) == (
        "error",
        "100 more findings of consent/status-known on this document are not listed",
    )
    assert json.loads(run.out)["documents"][0]["applied"] == {"consent/status-known": 300}


def pairs(count: int) -> bytes:
    """A datasheet of so many sources and so many licences."""
    sources = b", ".join(b"{id: s%d}" % number for number in range(count))
    data = GOOD.replace(b"sources: []", b"sources: [" + sources + b"]")
    license_ = b"{applies_to: dataset, license: CC-BY-4.0}"
    return data.replace(license_, b", ".join([license_] * count))


def test_a_sheet_of_more_pairs_than_are_judged_is_no_green(check: Callable[..., Run]) -> None:
    chosen = ("--select", "license/laundering", "--unknown", "warning")
    few, many = (check({"datasheet.yaml": pairs(count)}, *chosen) for count in (50, 320))
    assert (few.code, many.code) == (0, 1)
    (stopped,) = [one for one in json.loads(many.out)["findings"] if one["severity"] == "error"]
    assert stopped["rule"] == "policylint/combinations"
    assert stopped["message"].startswith(
        "license/laundering looks at each source with each license: there are more than 100,000"
    )
    assert json.loads(many.out)["documents"][0]["applied"] == {"license/laundering": 100_000}


ON_ROWS = b"""\
title: Of every row, pair by pair
severity: error
for_each: {%s}
when: {record.subject_id: {not: none}}
require: {record.status: given}
message: No
remedy: Mend it.
why: So.
references: [House rule]
tests:
  - {name: given, expect: pass, ledger: [{subject_id: a, status: given}]}
  - {name: refused, expect: fail, ledger: [{subject_id: a, status: refused}]}
"""


@pytest.mark.parametrize("where", [b"path: rows.csv", b"visibility: private"], ids=["here", "kept elsewhere"])
def test_rules_on_rows_are_bounded_each_for_itself(where: bytes, check: Callable[..., Run], tmp_path: Path) -> None:
    rules = tmp_path / "rules" / "own"
    rules.mkdir(parents=True)
    (rules / "pairs.yaml").write_bytes(ON_ROWS % b"one: sources, other: licenses, record: records")
    (rules / "rows.yaml").write_bytes(ON_ROWS % b"record: records")
    ledger = (
        b"{present: true, groups: unknown, ledger: {%s, columns: {item_id: what, subject_id: who, status: status}}}"
        % where
    )
    sheet = pairs(320).replace(b"{present: false}", ledger)
    run = check(
        {"datasheet.yaml": sheet, "rows.csv": b"what,who,status\n1,a,refused\n"}, "--policy", ".", "--select", "own"
    )
    assert run.code == 1, run.err
    named = ("policylint/combinations", "own/rows")
    findings = {one["rule"]: one for one in json.loads(run.out)["findings"] if one["rule"] != "reference/unresolved"}
    assert sorted(findings) == sorted(named)
    stopped, rows = (findings[rule] for rule in named)
    assert stopped["severity"] == "error"
    assert stopped["message"].startswith("own/pairs looks at each one with each other: there are more than 100,000")
    assert rows["outcome"] == ("fail" if b"path" in where else "unknown")


def test_many_mistakes_on_one_line_are_bounded(policylint: Callable[..., Run], tmp_path: Path) -> None:
    keys = {f"key{number}": 1 for number in range(20_000)}
    (tmp_path / "datasheet.json").write_text(json.dumps({"datasheet": "1", **keys}))
    run = policylint("check", cwd=tmp_path)
    assert (run.code, len(run.out) < 100_000) == (1, True)
    assert "more than 100 mistakes; the rest are not listed" in run.out


# policies and configs


def test_a_policy_that_is_no_policy(check: Callable[..., Run]) -> None:
    files = {"datasheet.yaml": GOOD, "README.md": b"# A page\n"}
    assert "this is no policy" in refused(check(files, "--policy", "core", "--policy", "./README.md"))


@pytest.mark.parametrize(
    "text",
    [
        b"tool = 5 # policylint\n",
        b'tool = "policylint"\n',
        b"policylint = " + b"[" * 5000,
        b"policylint = " + b"9" * 5000,
    ],
)
def test_a_strange_pyproject_toml_is_no_bug(text: bytes, check: Callable[..., Run]) -> None:
    run = check({"datasheet.yaml": GOOD, "pyproject.toml": text})
    assert run.code in (0, 2)
    assert "Traceback" not in run.err


def test_a_config_that_is_there_and_cannot_be_read(check: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "policylint.yaml").symlink_to("nowhere.yaml")
    assert "the file cannot be read" in refused(check({"datasheet.yaml": GOOD}))


def test_a_file_that_is_checked_is_not_written_over(check: Callable[..., Run], tmp_path: Path) -> None:
    run = check({"datasheet.yaml": GOOD}, "--output", "json=./datasheet.yaml")
    assert "this file is being checked" in refused(run)
    assert (tmp_path / "datasheet.yaml").read_bytes() == GOOD


def test_an_output_goes_through_a_link(check: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    check({"datasheet.yaml": GOOD}, "--output", "json=link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text())["summary"]["result"] == "pass"


def test_the_environment_stands_between_the_command_line_and_the_config(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(GOOD.replace(b", contact: data@sea.example.org", b""))
    (tmp_path / ".policylint.yaml").write_text("unknown: error\n")
    env = {"POLICYLINT_UNKNOWN": "warning", "POLICYLINT_FORMAT": "json"}
    run = policylint("check", cwd=tmp_path, env=env)
    assert (run.code, json.loads(run.out)["summary"]["warnings"]) == (0, 2)
    assert policylint("check", "--unknown", "error", cwd=tmp_path, env=env).code == 1
    assert policylint("check", "--format", "concise", cwd=tmp_path, env=env).out.startswith("datasheet.yaml:")
    assert policylint("check", cwd=tmp_path, env={"POLICYLINT_FORMAT": "xml"}).code == 2
