"""`check` as people and builds call it: paths, options, config, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from policylint.__main__ import main
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.reporters import FORMATS
from tests.cli.test_bad_input import GOOD
from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WARNING = GOOD.replace(b", backup: library@sea.example.org", b", backup: none, succession: none")
ERROR = GOOD.replace(b"present: false", b"present: unknown")
USE = b"""\
use: "1"
id: waves-product
actor: {name: A company, type: [company]}
purpose: product.public
commercial: true
activities: [use]
datasets: [{ref: datasheet.yaml}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "datasheet.yaml").write_bytes(GOOD)
    return tmp_path


def documents(run: Run) -> list[str]:
    return [document["path"] for document in json.loads(run.out)["documents"]]


# exit codes


@pytest.mark.parametrize(
    ("data", "arguments", "code"),
    [
        (GOOD, [], 0),
        (WARNING, [], 0),
        (WARNING, ["--fail-on", "warning"], 1),
        (WARNING, ["--fail-on", "info"], 1),
        (ERROR, [], 1),
        (ERROR, ["--fail-on", "never"], 0),
        (b"a: [", ["--fail-on", "never"], 0),
        (b"a: [", [], 1),
    ],
)
def test_the_exit_code_is_the_same_in_every_format(
    data: bytes,
    arguments: list[str],
    code: int,
    folder: Path,
    cache_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "datasheet.yaml").write_bytes(data)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    for form in FORMATS:
        assert main(["check", "--format", form, *arguments]) == code
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope.yaml"], "nope.yaml: there is no such file or folder"),
        (["--use", "nope.yaml"], "--use nope.yaml: there is no such file"),
        (["--policy", "cor"], "there is no policy pack `cor`: did you mean `core`?"),
        (["--policy", "./nope"], "policy `./nope`: there is no such file or folder"),
        (["--format", "xml"], f"--format is one of {', '.join(FORMATS)}, not `xml`"),
        (["--fail-on", "all"], "--fail-on is one of error, warning, info, never, not `all`"),
        (["--unknown", "maybe"], "--unknown is one of error, warning, ignore, not `maybe`"),
        (["--moment", "publish"], "--moment is one of create, consume, audit, not `publish`"),
        (["--as-of", "2026-02-30"], "--as-of is a day such as 2026-01-31, not `2026-02-30`"),
        (["--as-of", "2026-01"], "--as-of is a day such as 2026-01-31, not `2026-01`"),
        (["--color", "blue"], "--color is one of auto, always, never, not `blue`"),
        (["--output", "json=a", "--output", "sarif=a"], "--output sarif=a: this file is written already"),
        (["--output", "json"], f"--output takes FORMAT=FILE with a format of {', '.join(FORMATS)}, not `json`"),
        (["--output", "json=nope/x.json"], "nope/x.json: cannot be written: No such file or directory"),
        (["--config", "nope.yaml"], "--config nope.yaml: there is no such file"),
        (
            ["--select", "consent/not-expird"],
            "--select consent/not-expird: no rule in force; did you mean `consent/not-expired`?",
        ),
        (["--files-from", "nope.txt"], "--files-from nope.txt: "),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_2(
    arguments: list[str], says: str, policylint: Callable[..., Run], folder: Path
) -> None:
    run = policylint("check", *arguments, cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"policylint: {says}")
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["check", "--nope"], ["chek"], ["check", "--format"], ["explain"], ["schema", "nope"]]
)
def test_a_mistaken_command_line_exits_2(arguments: list[str], policylint: Callable[..., Run], folder: Path) -> None:
    run = policylint(*arguments, cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert "Traceback" not in run.err


def test_nothing_to_check_is_not_green(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text("a: 1\n")
    run = policylint("check", cwd=tmp_path)
    assert (run.code, run.out.startswith("nothing was checked")) == (3, True)
    named = policylint("check", "values.yaml", cwd=tmp_path)
    assert (named.code, named.err) == (
        3,
        "policylint: note: values.yaml: nothing that policylint reads; skipped\n",
    )
    assert json.loads(policylint("check", "--format", "json", cwd=tmp_path).out)["summary"]["result"] == "empty"
    assert policylint("check", "--allow-empty", cwd=tmp_path).code == 0


# what is found


def test_a_walk_takes_our_names_and_honours_gitignore(policylint: Callable[..., Run], folder: Path) -> None:
    for name in (
        "a.datasheet.yml",
        "deep/use.json",
        "deep/x.use.yaml",
        "other.yaml",
        "out/datasheet.yaml",
        "node_modules/datasheet.yaml",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(GOOD.replace(b"id: waves", b"id: w"))
    (folder / ".gitignore").write_text("out/\n")
    run = policylint("check", "--format", "json", cwd=folder)
    assert documents(run) == ["a.datasheet.yml", "datasheet.yaml", "deep/use.json", "deep/x.use.yaml"]


def test_a_named_file_is_known_by_its_content(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "waves.yaml").write_bytes(GOOD)
    (folder / "mine.yaml").write_bytes(USE)
    run = policylint("check", "waves.yaml", "mine.yaml", "--format", "json", cwd=folder)
    assert [(one["path"], one["kind"]) for one in json.loads(run.out)["documents"]] == [
        ("mine.yaml", "use"),
        ("waves.yaml", "datasheet"),
    ]


def test_a_named_file_that_does_not_parse_is_ours_if_a_line_says_so(
    policylint: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "faces.yaml").write_bytes(GOOD + b"---\n")
    (tmp_path / "pods.yaml").write_bytes(b"kind: Pod\n---\nkind: Pod\n")
    run = policylint("check", "faces.yaml", "pods.yaml", "--format", "concise", cwd=tmp_path)
    assert run == Run(
        1,
        "faces.yaml:10:1: error[syntax/several-documents] a second document begins here\n",
        "policylint: note: pods.yaml: nothing that policylint reads; skipped\n",
    )


def test_a_file_given_twice_is_checked_once(policylint: Callable[..., Run], folder: Path) -> None:
    run = policylint(
        "check",
        "datasheet.yaml",
        "./datasheet.yaml",
        ".",
        str(folder / "datasheet.yaml"),
        "--format",
        "json",
        cwd=folder,
    )
    assert len(documents(run)) == 1


def test_standard_input(policylint: Callable[..., Run], tmp_path: Path) -> None:
    run = policylint("check", "-", "--format", "json", cwd=tmp_path, stdin=GOOD)
    assert (run.code, documents(run)) == (0, ["<stdin>"])
    broken = policylint(
        "check", "-", "--stdin-filename", "x/datasheet.yaml", "--format", "concise", cwd=tmp_path, stdin=ERROR
    )
    assert broken.code == 1
    assert "x/datasheet.yaml:4:19: error[subject/declared] " in broken.out
    as_json = policylint(
        "check", "-", "--stdin-filename", "use.json", "--format", "concise", cwd=tmp_path, stdin=b'{"use": 1,}'
    )
    assert as_json.out == "use.json:1:11: error[syntax/json] this is not JSON: a name in double quotes is missing\n"


def test_files_from_a_list(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "list.txt").write_text("datasheet.yaml\n")
    assert documents(policylint("check", "--files-from", "list.txt", "--format", "json", cwd=folder)) == [
        "datasheet.yaml"
    ]
    run = policylint("check", "--files-from", "-", "--format", "json", cwd=folder, stdin=b"datasheet.yaml\n")
    assert documents(run) == ["datasheet.yaml"]


@pytest.mark.parametrize("separator", ["\u2028", "\f", "\x85", "\x1c"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_name_in_a_list_ends_with_its_line_alone(
    policylint: Callable[..., Run], folder: Path, separator: str, end: str
) -> None:
    name = f"a{separator}datasheet.yaml"
    (folder / name).write_bytes(GOOD)
    listed = f"{name}{end}{end}".encode()
    (folder / "list.txt").write_bytes(listed)
    for source in ("list.txt", "-"):
        run = policylint("check", "--files-from", source, "--format", "json", cwd=folder, stdin=listed)
        assert documents(run) == [name]


def test_exclude_holds_for_walks_and_with_force_exclude_for_named_files(
    policylint: Callable[..., Run], folder: Path
) -> None:
    (folder / "third_party").mkdir()
    (folder / "third_party" / "datasheet.yaml").write_bytes(GOOD)
    (folder / ".policylint.yaml").write_text("exclude: [third_party/]\n")
    named = ("check", "third_party/datasheet.yaml", "--format", "json")
    assert documents(policylint("check", "--format", "json", cwd=folder)) == ["datasheet.yaml"]
    assert documents(policylint(*named, cwd=folder)) == ["third_party/datasheet.yaml"]
    assert policylint(*named, "--force-exclude", cwd=folder).code == 3


# uses


def test_a_use_is_judged_with_every_dataset_it_lists(policylint: Callable[..., Run], folder: Path) -> None:
    licensed = GOOD.replace(b"CC-BY-4.0", b"CC-BY-NC-4.0").replace(b"commercial: true", b"commercial: false")
    (folder / "datasheet.yaml").write_bytes(licensed)
    (folder / "use.yaml").write_bytes(USE)
    run = policylint("check", "use.yaml", "--format", "json", cwd=folder)
    (finding,) = json.loads(run.out)["findings"]
    assert (finding["rule"], finding["path"], finding["pointer"]) == (
        "license/non-commercial",
        "use.yaml",
        "/commercial",
    )
    assert (finding["dataset"], finding["use"]) == ("waves", "waves-product")
    other = policylint("check", "datasheet.yaml", "--use", "use.yaml", "--format", "json", cwd=folder)
    assert json.loads(other.out)["findings"] == [finding]


@pytest.mark.parametrize(
    ("reference", "severity", "says"),
    [
        ("hf:owner/name", "warning", "no datasheet here describes `hf:owner/name`, so nothing about it can be judged"),
        (
            "https://example.org/d.yaml",
            "warning",
            "no datasheet here describes `https://example.org/d.yaml`, so nothing about it can be judged",
        ),
        ("faces", "warning", "no datasheet here describes `faces`, so nothing about it can be judged"),
        ("nope.yaml", "error", "there is no file `nope.yaml`"),
        ("../outside.yaml", "error", "`../outside.yaml` leads out of the project"),
        ("/etc/passwd", "error", "`/etc/passwd` leads out of the project"),
        ("link.yaml", "error", "`link.yaml` leads out of the project"),
        ("empty", "error", "the folder `empty` holds no datasheet"),
    ],
)
def test_a_reference_that_leads_nowhere(
    reference: str, severity: str, says: str, policylint: Callable[..., Run], folder: Path
) -> None:
    project = folder / "project"
    (project / "empty").mkdir(parents=True)
    (folder / "outside.yaml").write_bytes(GOOD)
    (project / "link.yaml").symlink_to(folder / "outside.yaml")
    (project / "use.yaml").write_bytes(USE.replace(b"datasheet.yaml", reference.encode()))
    run = policylint("check", "use.yaml", "--format", "json", cwd=project)
    (finding,) = json.loads(run.out)["findings"]
    assert (finding["rule"], finding["severity"], finding["message"]) == ("reference/unresolved", severity, says)
    assert (finding["line"], finding["pointer"]) == (7, "/datasets/0/ref")


def test_a_use_of_a_broken_datasheet_shows_what_is_broken(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(b"a: [")
    (folder / "use.yaml").write_bytes(USE)
    run = policylint("check", "use.yaml", "--format", "concise", cwd=folder)
    assert (run.code, run.out.startswith("datasheet.yaml:1:5: error[syntax/yaml]")) == (1, True)


def test_a_finding_of_two_moments_is_reported_once(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(ERROR)
    (folder / "use.yaml").write_bytes(USE)
    run = policylint("check", ".", "--use", "use.yaml", "--select", "subject", "--format", "json", cwd=folder)
    assert [one["rule"] for one in json.loads(run.out)["findings"]] == [
        "subject/minority-surveillance-risk",
        "subject/public-figure-justified",
        "subject/declared",
        "subject/kinds-complete",
    ]


# options


def test_moments_restrict(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(WARNING)
    at = {
        moment: policylint(
            "check",
            "--moment",
            moment,
            "--fail-on",
            "warning",
            "--select",
            "maintenance/backup",
            "--allow-empty",
            cwd=folder,
        ).code
        for moment in ("create", "audit")
    }
    assert at == {"create": 1, "audit": 0}


@pytest.mark.parametrize(("level", "severities"), [("error", ["error"]), ("warning", ["warning"]), ("ignore", [])])
def test_what_an_unknown_costs(level: str, severities: list[str], policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(GOOD.replace(b", contact: data@sea.example.org", b""))
    run = policylint("check", "--unknown", level, "--select", "maintenance/owner-role", "--format", "json", cwd=folder)
    report = json.loads(run.out)
    assert [one["severity"] for one in report["findings"]] == severities
    assert report["documents"][0]["applied"] == {"maintenance/owner-role": 1}


def test_an_unknown_never_costs_more_than_its_rule(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(GOOD.replace(b", backup: library@sea.example.org", b""))
    run = policylint("check", "--unknown", "error", "--select", "maintenance/backup", "--format", "json", cwd=folder)
    assert [one["severity"] for one in json.loads(run.out)["findings"]] == ["warning"]


def test_the_day_is_an_input(policylint: Callable[..., Run], folder: Path) -> None:
    sheet = GOOD.replace(
        b"{present: false}",
        b"{present: true, groups: [{id: g, role: speaker, kind: private_individual, identifiability: direct,\n"
        b"  consent: {status: given, coverage: 1, given_by: [subject], rests_on: [signed_form],\n"
        b"  expires_on: 2026-06-01}}]}",
    )
    (folder / "datasheet.yaml").write_bytes(sheet)

    def outcome(day: str) -> list[str]:
        run = policylint("check", "--as-of", day, "--select", "consent/not-expired", "--format", "json", cwd=folder)
        return [one["outcome"] for one in json.loads(run.out)["findings"]]

    assert outcome("2026-05-31") == []
    assert outcome("2026-06-01") == ["fail"]


def test_every_format_is_an_output_of_the_same_run(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(ERROR)
    outputs = [part for form in FORMATS for part in ("--output", f"{form}=out.{form}")]
    run = policylint("check", *outputs, "--as-of", AS_OF, cwd=folder)
    assert (run.code, run.err) == (1, "")
    assert (folder / "out.text").read_text(encoding="utf-8") == run.out
    assert all("subject/declared" in (folder / f"out.{form}").read_text(encoding="utf-8") for form in FORMATS)


def test_a_second_output_from_the_same_run(policylint: Callable[..., Run], folder: Path) -> None:
    run = policylint("check", "--output", "json=report.json", "--output", "concise=report.txt", cwd=folder)
    assert "\nclean: " in run.out
    assert json.loads((folder / "report.json").read_text())["summary"]["result"] == "pass"
    assert (folder / "report.txt").read_text() == ""
    assert sorted(path.name for path in folder.iterdir()) == ["datasheet.yaml", "report.json", "report.txt"]


def test_quiet_says_nothing_when_all_is_well(policylint: Callable[..., Run], folder: Path) -> None:
    assert policylint("check", "-q", cwd=folder) == Run(0, "", "")
    (folder / "datasheet.yaml").write_bytes(ERROR)
    assert "subject/declared" in policylint("check", "-q", cwd=folder).out


def test_select_and_ignore(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(ERROR)

    def rules(*arguments: str) -> set[str]:
        return {
            one["rule"]
            for one in json.loads(policylint("check", "--format", "json", *arguments, cwd=folder).out)["findings"]
        }

    assert rules("--select", "subject/declared") == {"subject/declared"}
    assert rules("--select", "subject", "--ignore", "subject/declared") == {
        "subject/kinds-complete",
        "subject/minority-surveillance-risk",
        "subject/public-figure-justified",
    }
    assert "subject/declared" not in rules("--ignore", "subject")


# colour, width, characters


@pytest.mark.parametrize(
    ("arguments", "env", "colored"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(
    arguments: list[str],
    env: dict[str, str],
    colored: bool,  # noqa: FBT001
    policylint: Callable[..., Run],
    folder: Path,
) -> None:
    assert ("\x1b[" in policylint("check", *arguments, cwd=folder, env=env).out) == colored


def test_plain_ascii_where_the_terminal_is_not_utf8(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(ERROR.replace(b"present: unknown", "present: w\u00fcrde".encode()))
    run = policylint("check", cwd=folder, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert run.out.isascii()
    assert "w\\xfcrde" in run.out


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_keep_to_the_width(width: int, policylint: Callable[..., Run]) -> None:
    run = policylint("check", "examples/ms-celeb-1m", "--as-of", AS_OF, env={"COLUMNS": str(width)})
    long = [line for line in run.out.splitlines() if len(line) > width]
    # A path is not broken in two.
    assert [line for line in long if not line.startswith("   = policy: ") and "/" not in line.split()[-1]] == []


# config


def config_error(run: Run) -> str:
    assert (run.code, run.out) == (2, "")
    return run.err


def test_the_nearest_config_up_to_the_git_root(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "policylint.yaml").write_text("severity: {maintenance/backup: error}\n")
    inner = folder / "repo" / "data"
    inner.mkdir(parents=True)
    (inner / "datasheet.yaml").write_bytes(WARNING)
    (folder / "repo" / ".git").mkdir()
    assert policylint("check", cwd=inner).code == 0
    (folder / "repo" / ".policylint.yaml").write_text("severity: {maintenance/backup: error}\n")
    assert policylint("check", cwd=inner).code == 1
    assert policylint("check", "--no-config", cwd=inner).code == 0
    assert policylint("check", "--config", str(folder / "policylint.yaml"), cwd=inner).code == 1


def test_pyproject_toml(policylint: Callable[..., Run], folder: Path) -> None:
    (folder / "datasheet.yaml").write_bytes(WARNING)
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "x"\n\n[tool.policylint]\nseverity = {"maintenance/backup" = "error"}\n'
    )
    assert policylint("check", cwd=folder).code == 1
    (folder / "pyproject.toml").write_text('[tool.policylint]\nunknown = "warning"\npolcy = ["core"]\n')
    err = config_error(policylint("check", cwd=folder))
    assert "pyproject.toml:3:1" in err
    assert "Did you mean `policy`?" in err
    separators = "# \u2028\u2028\u0085 end no line\n"
    (folder / "pyproject.toml").write_text(f'{separators}[tool.policylint]\npolcy = ["core"]\n', encoding="utf-8")
    assert "pyproject.toml:3:1" in config_error(policylint("check", cwd=folder))


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("polcy: [core]\n", ":1:1", "Did you mean `policy`?"),
        ("unknown: perhaps\n", ":1:10", "`perhaps` is not one of `error`, `warning`, `ignore`"),
        ("severity: {maintenance/backup: loud}\n", ":1:32", "`loud` is not one of"),
        ("exclude: third_party\n", ":1:10", "is not a list"),
        ("policy: [core\n", ":1:14", "this is not YAML"),
    ],
)
def test_a_config_with_a_mistake_checks_nothing(
    text: str, place: str, says: str, policylint: Callable[..., Run], folder: Path
) -> None:
    (folder / ".policylint.yaml").write_text(text)
    err = config_error(policylint("check", cwd=folder))
    assert f".policylint.yaml{place}" in err
    assert says in err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("parameters: {consent.accepted_basis: [contract]}\n", "did you mean `consent.accepted_bases`?"),
        ("parameters: {consent.accepted_bases: [consent]}\n", "but not consent, none_claimed"),
        ("parameters: {consent.accepted_bases: contract}\n", "takes a list of one of"),
        ("parameters: {consent.accept_ethics_waiver: sure}\n", "takes true or false"),
        ("policy: [nope]\n", "there is no policy pack `nope`"),
    ],
)
def test_a_parameter_that_is_none(text: str, says: str, policylint: Callable[..., Run], folder: Path) -> None:
    (folder / ".policylint.yaml").write_text(text)
    assert says in config_error(policylint("check", cwd=folder))


def test_a_config_sets_parameters(policylint: Callable[..., Run], folder: Path) -> None:
    group = (
        b"{present: true, groups: [{id: g, role: speaker, kind: private_individual, identifiability: direct,\n"
        b"  legal_basis: contract, legal_basis_evidence: [{path: c.pdf}], consent: {status: not_sought}}]}"
    )
    (folder / "datasheet.yaml").write_bytes(GOOD.replace(b"{present: false}", group))
    check = ("check", "--select", "consent/private-individuals")
    assert policylint(*check, cwd=folder).code == 1
    (folder / ".policylint.yaml").write_text("parameters: {consent.accepted_bases: [contract]}\n")
    assert policylint(*check, cwd=folder).code == 0


def test_a_rule_with_a_misspelled_field_is_refused(policylint: Callable[..., Run], folder: Path) -> None:
    text = (ROOT / "policies/rules/consent/private-individuals.yaml").read_text(encoding="utf-8")
    rule = folder / "rules" / "mine" / "private.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(
        text.replace("group.consent.coverage: {min: 1}", "group.consent.coverge: {min: 1}", 1), encoding="utf-8"
    )
    run = policylint("check", "--policy", "rules/mine/private.yaml", cwd=folder)
    err = config_error(run)
    assert "policy/unknown-path" in err
    assert "Did you mean `group.consent.coverage`?" in err
    line = next(index for index, row in enumerate(rule.read_text(encoding="utf-8").splitlines(), 1) if "coverge" in row)
    assert f"rules/mine/private.yaml:{line}:" in err


# other commands


def test_rules_as_json(policylint: Callable[..., Run]) -> None:
    rows: list[dict[str, Any]] = json.loads(policylint("rules", "--format", "json").out)
    assert len({row["id"] for row in rows}) == len(rows) == len(load_policy(Settings()).rules)
    row = next(row for row in rows if row["id"] == "consent/private-individuals")
    assert row == {
        "id": "consent/private-individuals",
        "title": "No private individuals without consent",
        "severity": "error",
        "moments": ["create", "consume"],
        "packs": ["core"],
        "waivable": True,
        "path": "policies/rules/consent/private-individuals.yaml",
    }


@pytest.mark.parametrize("name", ["datasheet", "use", "waivers", "config", "report"])
def test_schema_prints_the_published_file(name: str, policylint: Callable[..., Run]) -> None:
    assert policylint("schema", name).out == (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")


def test_explain_an_unknown_rule(policylint: Callable[..., Run]) -> None:
    run = policylint("explain", "consent/private-individual")
    assert (run.code, "did you mean `consent/private-individuals`?" in run.err) == (2, True)


def test_a_bug_is_exit_4(capsys: pytest.CaptureFixture[str]) -> None:
    from policylint.boundary import guarded

    def broken() -> int:
        raise ZeroDivisionError

    assert guarded(broken) == 4
    assert "internal error" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_bug() -> None:
    command = f"{sys.executable} -m policylint rules | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("consent/")


def test_a_conflict_of_a_use_and_a_sheet_is_one_finding_from_both_sides(
    policylint: Callable[..., Run], folder: Path
) -> None:
    (folder / "datasheet.yaml").write_bytes(GOOD.replace(b"prohibited: []", b"prohibited: [product]"))
    (folder / "use.yaml").write_bytes(USE)

    def places(*arguments: str) -> list[tuple[str, str]]:
        run = policylint("check", *arguments, "--moment", "consume", "--format", "json", cwd=folder)
        return [(one["path"], one["pointer"]) for one in json.loads(run.out)["findings"]]

    assert places("use.yaml") == [("use.yaml", "/purpose")]
    assert places("datasheet.yaml", "--use", "use.yaml") == [("datasheet.yaml", "/uses/prohibited")]
    assert places(".", "--use", "use.yaml") == [("use.yaml", "/purpose")]
