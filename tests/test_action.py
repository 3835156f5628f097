"""The GitHub action, run as a runner runs it: `action.yml` is read, inputs are put in, and its shell runs for real."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from tests.conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GOOD = (ROOT / "examples/no-people/datasheet.yaml").read_text(encoding="utf-8")
BAD = (ROOT / "examples/ms-celeb-1m/datasheet.yaml").read_text(encoding="utf-8")
STRANGE = ("$(touch hacked)", "`touch hacked`", "x; touch hacked", '"x" && touch hacked', "--help", "x\ny")
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")


class Job(NamedTuple):
    """What a job with the action in it left behind."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str
    used: list[tuple[str, dict[str, str]]]
    """The actions that would have run after it, with what they were given."""

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(Path(self.outputs["json-file"]).read_text(encoding="utf-8"))
        return report


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Job]:
    """A runner; jobs share what the action installs, as the steps of a job do."""
    home = tmp_path_factory.mktemp("runner")

    def run(folder: Path, **inputs: str) -> Job:
        given = {name: str(one["default"]) for name, one in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): text for name, text in inputs.items()}
        files = {name: folder / f".{name.lower()}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        environment = {
            **clean_environment(home), **{name: str(file) for name, file in files.items()}, "RUNNER_TEMP": str(home),
            "GITHUB_WORKSPACE": str(folder), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_ACTIONS": "true",
        }  # fmt: skip
        return _job(folder, given, environment, files)

    return run


def _job(folder: Path, given: dict[str, str], environment: dict[str, str], files: dict[str, Path]) -> Job:
    """The steps of the action, one after the other: scripts run, other actions are noted."""
    code, log = 0, ""
    made: dict[str, str] = {}
    used = []
    for step in ACTION["runs"]["steps"]:
        known = {f"inputs.{name}": text for name, text in given.items()}
        known |= {f"steps.run.outputs.{name}": text for name, text in made.items()}
        if "uses" in step:
            if _holds(step["if"], known):
                used.append((step["uses"], {key: resolved(text, known) for key, text in step["with"].items()}))
            continue
        extra = {name: resolved(text, known) for name, text in step["env"].items()}
        assert step["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder, env={**environment, **extra}, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        code, log = done.returncode, done.stdout + done.stderr
        made = read_outputs(files["GITHUB_OUTPUT"].read_text(encoding="utf-8"))
    return Job(code, log, made, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), used)


def resolved(text: str, known: dict[str, str]) -> str:
    return EXPRESSION.sub(lambda match: known.get(match[1], ""), text)


def _holds(condition: str, known: dict[str, str]) -> bool:
    """Whether a condition of the form `always() && NAME != ''` holds."""
    match = re.fullmatch(r"\$\{\{ always\(\) && (\S+) != '' \}\}", condition)
    assert match is not None, condition
    return known.get(match[1], "") != ""


def read_outputs(text: str) -> dict[str, str]:
    """What GitHub reads out of a file of outputs."""
    found = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, separator, end = line.partition("<<")
        assert separator, line
        value = []
        for inner in lines:
            if inner == end:
                break
            value.append(inner)
        else:
            raise AssertionError(f"{name} does not end")
        found[name] = "\n".join(value)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "workspace"
    place.mkdir()
    (place / "datasheet.yaml").write_text(GOOD, encoding="utf-8")
    return place


def test_a_job_from_installing_to_its_outputs(runner: Callable[..., Job], folder: Path) -> None:
    """One test for all that needs the action installed, since installing it is slow."""
    _clean(runner, folder)
    _failing(runner, folder)
    _nothing(runner, folder)
    _strange_inputs(runner, folder)
    _strange_data(runner, folder)
    _wrong_inputs(runner, folder)
    _page(runner, folder)


def _clean(runner: Callable[..., Job], folder: Path) -> None:
    job = runner(folder)
    assert (job.code, job.outputs["result"], job.used) == (0, "pass", [])
    assert (job.outputs["errors"], job.outputs["warnings"], job.outputs["waived"]) == ("0", "0", "0")
    assert (job.outputs["next-expiry"], job.outputs["sarif-file"]) == ("", "")
    assert job.report["summary"]["result"] == "pass"
    assert set(job.outputs) == set(ACTION["outputs"])
    assert "policylint" in job.summary


def _failing(runner: Callable[..., Job], folder: Path) -> None:
    (folder / "faces").mkdir()
    (folder / "faces/datasheet.yaml").write_text(BAD, encoding="utf-8")
    job = runner(folder, sarif="true")
    assert (job.code, job.outputs["result"]) == (1, "fail")
    summary = job.report["summary"]
    assert (job.outputs["errors"], job.outputs["warnings"]) == (str(summary["errors"]), str(summary["warnings"]))
    ((action, given),) = job.used
    assert re.fullmatch(r"github/codeql-action/upload-sarif@[0-9a-f]{40}", action)
    assert given == {"sarif_file": job.outputs["sarif-file"], "category": "policylint"}
    assert json.loads(Path(given["sarif_file"]).read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert re.search(r"^::error .*file=faces/datasheet\.yaml", job.log, re.MULTILINE)
    assert "consent/private-individuals" in job.summary

    job = runner(folder, annotations="false", summary="none", fail_on="never")
    assert (job.code, job.outputs["result"], job.summary) == (0, "pass", "")
    assert not re.search(r"^::(error|warning|notice)", job.log, re.MULTILINE)
    assert runner(folder, paths="datasheet.yaml", summary="json").summary.startswith('```json\n{\n  "version": 1')


def _nothing(runner: Callable[..., Job], folder: Path) -> None:
    (folder / "a b").mkdir()
    job = runner(folder, paths="'a b'")
    assert (job.code, job.outputs["result"]) == (3, "empty")
    assert "::error title=policylint::Nothing was checked" in job.log


def _strange_inputs(runner: Callable[..., Job], folder: Path) -> None:
    """Whatever an input holds, it is a value, which no shell reads."""
    for text in STRANGE:
        job = runner(folder, **dict.fromkeys(("paths", "policy", "use", "baseline", "html-report"), text))
        assert (job.code, job.outputs["result"]) == (2, "error"), job.log
        assert not (folder / "hacked").exists()
        assert "Usage:" not in job.log


def _strange_data(runner: Callable[..., Job], folder: Path) -> None:
    """What a dataset is called is not obeyed by the runner, and does not end an output."""
    name = "'::error::planted\\n::add-mask::a'"
    (folder / "faces/datasheet.yaml").write_text(
        BAD.replace("\npeople:", f"\nversion: {name}\npeople:", 1), encoding="utf-8"
    )
    job = runner(folder)
    obeyed = "".join(re.split(r"^::stop-commands::(\w+)$.*^::\1::$", job.log, flags=re.MULTILINE | re.DOTALL)[::2])
    assert not re.search(r"^\s*::(error::planted|add-mask)", obeyed, re.MULTILINE)
    assert "::stop-commands::" in job.log


def _wrong_inputs(runner: Callable[..., Job], folder: Path) -> None:
    wrong = (
        ("fail_on", "all", "fail-on is one of error, warning, info, never, not `all`"),
        ("annotations", "yes", "annotations is one of true, false, not `yes`"),
        ("summary", "", "summary is one of markdown, json, none, not ``"),
        ("sarif", "$(touch hacked)", "sarif is one of true, false, not `$(touch hacked)`"),
        ("version", "1.0 --index-url x", "version is that of a release, such as 0.1.0, not `1.0 --index-url x`"),
        ("version", "1.0\n2.0", "version is that of a release, such as 0.1.0, not `1.0%0A2.0`"),
        ("paths", "'a", "paths: No closing quotation in `'a`"),
    )
    for name, text, says in wrong:
        job = runner(folder, **{name: text})
        assert (job.code, job.outputs) == (2, {"result": "error"})
        assert f"::error title=policylint::{says}\n" in job.log
        assert not (folder / "hacked").exists()


def _page(runner: Callable[..., Job], folder: Path) -> None:
    job = runner(folder, paths="datasheet.yaml", html_report="out.html")
    assert job.code == 0, job.log
    assert (folder / "out.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


# what needs nothing installed


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("policylint_action", ROOT / "action" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_no_input_stands_in_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "uses" not in step or re.fullmatch(r"\S+@[0-9a-f]{40}", step["uses"])
    (env,) = (step["env"] for step in ACTION["runs"]["steps"] if "run" in step)
    assert set(env.values()) == {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}
    assert {one["value"] for one in ACTION["outputs"].values()} == {
        f"${{{{ steps.run.outputs.{name} }}}}" for name in ACTION["outputs"]
    }


@pytest.mark.parametrize("text", STRANGE)
def test_no_input_can_be_an_option_or_more_than_its_own_word(script: ModuleType, text: str) -> None:
    said = {f"PL_{name.upper().replace('-', '_')}": str(one["default"]) for name, one in ACTION["inputs"].items()}
    said |= dict.fromkeys(("PL_PATHS", "PL_POLICY", "PL_USE", "PL_HTML_REPORT", "PL_BASELINE"), text)
    words = script.command("policylint", script.read_inputs(said), script.Files("j", "g", "m", "s"))
    end = words.index("--")
    assert words[end + 1 :] == shlex.split(text)
    assert all(re.match(r"--(fail-on|policy|use|baseline|output|color)=", word) for word in words[2:end])
    assert f"--baseline={text}" in words
    assert f"--output=html={text}" in words


def test_a_long_summary_is_cut_between_lines(script: ModuleType) -> None:
    text = "| a | é |\n" * 200_000
    cut = script.shortened(text)
    assert len(cut.encode()) < 1024 * 1024
    assert cut.startswith("| a | é |\n")
    assert cut.splitlines()[-1].startswith("The rest is too long")
    assert set(cut.splitlines()[:-2]) == {"| a | é |"}
    assert script.shortened("short\n") == "short\n"
    block = script.shortened(script.fenced("x" * 80 + "\n" + "line\n" * 300_000))
    assert block.count("\n```\n") == 1


def test_nothing_inside_ends_a_block_or_an_output(script: ModuleType, tmp_path: Path) -> None:
    assert script.fenced("a\n````\nb\n") == "`````json\na\n````\nb\n`````\n"
    file = tmp_path / "out"
    values = {"a": "1\nb<<EOF\n2\nEOF", "b": "", "c": "::error::x"}
    script.write_outputs(values, {"GITHUB_OUTPUT": str(file)})
    assert read_outputs(file.read_text(encoding="utf-8")) == values


def test_the_next_expiry_is_that_of_a_waiver_in_force(script: ModuleType) -> None:
    waivers = [
        {"expires": "2026-01-01", "state": "expired"},
        {"expires": "2027-03-01", "state": "live"},
        {"expires": "2026-12-04", "state": "expiring"},
        {"expires": "2026-11-30", "state": "unused"},
    ]
    assert script.next_expiry({"waivers": waivers}) == "2026-12-04"
    assert script.next_expiry({}) == ""


def test_an_old_python_is_told_what_to_do(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(script, "OLDEST", (99, 0))
    with pytest.raises(script.WrongInputError, match="run actions/setup-python before it"):
        script.installed("", {"RUNNER_TEMP": str(tmp_path)})


def test_nothing_of_the_checked_repository_runs_while_installing(script: ModuleType) -> None:
    made, filled = script.installing("policylint==0.1.0", "/place")
    assert made[1:] == ["-I", "-m", "venv", "/place"]
    assert filled == [
        "/place/bin/python", "-I", "-m", "pip", "--disable-pip-version-check", "install", "--quiet",
        "policylint==0.1.0",
    ]  # fmt: skip
