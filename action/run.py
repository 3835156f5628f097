"""What the action does: install policylint, check once, say it in every way that was asked for, keep the exit code.

It runs before anything is installed, so it needs nothing but Python's own library. Inputs arrive in the
environment and are values alone: no shell ever reads them, and none can be taken for an option.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_SUMMARY = 900 * 1024
"""Bytes of a job summary; GitHub takes 1 MiB a step, and shows an error instead of what is longer."""
OLDEST = (3, 11)
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){1,2}((a|b|rc)[0-9]+)?")
_CHOICES = {
    "fail-on": ("error", "warning", "info", "never"),
    "annotations": ("true", "false"),
    "summary": ("markdown", "json", "none"),
    "sarif": ("true", "false"),
}
_RESULTS = {0: "pass", 1: "fail", 3: "empty"}
_NOTHING = "Nothing was checked: there is no datasheet, or no rule had anything to judge"
_BROKEN = "policylint could not check: the log of this step says why"


class WrongInputError(Exception):
    """An input of the action that cannot be used: the message says which and why."""


class Inputs(NamedTuple):
    """The inputs of `action.yml`, checked."""

    paths: tuple[str, ...]
    policy: tuple[str, ...]
    use: tuple[str, ...]
    fail_on: str
    version: str
    annotations: bool
    summary: str
    sarif: bool
    html_report: str
    baseline: str


class Files(NamedTuple):
    """Where the reports of one run go, by format."""

    json: str
    github: str
    markdown: str
    sarif: str


def main(environment: Mapping[str, str]) -> int:
    """Run the action; returns policylint's exit code, or 2 where it could not be asked."""
    try:
        inputs = read_inputs(environment)
        program = installed(inputs.version, environment)
    except (WrongInputError, subprocess.CalledProcessError, OSError) as error:
        complain(str(error))
        write_outputs({"result": "error"}, environment)
        return 2
    folder = os.path.join(environment["RUNNER_TEMP"], f"policylint-{secrets.token_hex(4)}")
    os.makedirs(folder)
    files = Files(
        *(os.path.join(folder, name) for name in ("report.json", "annotations", "summary.md", "report.sarif"))
    )
    code = _obey_nothing(lambda: subprocess.run(command(program, inputs, files), check=False).returncode)
    if code not in (0, 1):
        complain(_NOTHING if code == 3 else _BROKEN)
    if inputs.annotations:
        sys.stdout.write(text_of(files.github))
    add_summary(inputs.summary, files, environment)
    write_outputs(outputs(code, inputs, files), environment)
    return code


# inputs


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """The inputs. Raises WrongInputError."""
    said = {name: environment.get(f"PL_{name.upper().replace('-', '_')}", "").strip() for name in _NAMES}
    for name, allowed in _CHOICES.items():
        if said[name] not in allowed:
            raise WrongInputError(f"{name} is one of {', '.join(allowed)}, not `{said[name]}`")
    if said["version"] and not _VERSION.fullmatch(said["version"]):
        raise WrongInputError(f"version is that of a release, such as 0.1.0, not `{said['version']}`")
    return Inputs(
        paths=_words("paths", said) or (".",),
        policy=_words("policy", said),
        use=_words("use", said),
        fail_on=said["fail-on"],
        version=said["version"],
        annotations=said["annotations"] == "true",
        summary=said["summary"],
        sarif=said["sarif"] == "true",
        html_report=said["html-report"],
        baseline=said["baseline"],
    )


_NAMES = ("paths", "policy", "use", "version", "html-report", "baseline", *_CHOICES)


def _words(name: str, said: Mapping[str, str]) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(said[name]))
    except ValueError as error:
        raise WrongInputError(f"{name}: {error} in `{said[name]}`") from None


# policylint itself


def installed(version: str, environment: Mapping[str, str]) -> str:
    """The program, in an environment of its own, which later steps of the job that want the same version share."""
    if sys.version_info < OLDEST:
        raise WrongInputError(
            f"policylint needs Python {'.'.join(map(str, OLDEST))}, and python3 is {sys.version.split()[0]}: "
            "run actions/setup-python before it"
        )
    place = os.path.join(environment["RUNNER_TEMP"], f"policylint-env-{version or 'own'}")
    program = os.path.join(place, "bin", "policylint")
    if not os.path.isfile(program):
        what = f"policylint=={version}" if version else environment["GITHUB_ACTION_PATH"]
        for words in installing(what, place):
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return program


def installing(what: str, place: str) -> list[list[str]]:
    """The commands that make an environment with something in it.

    -I: a file `pip.py` or `venv.py` in the repository that is checked is not what runs.
    """
    pip = [os.path.join(place, "bin", "python"), "-I", "-m", "pip", "--disable-pip-version-check"]
    return [[sys.executable, "-I", "-m", "venv", place], [*pip, "install", "--quiet", what]]


def command(program: str, inputs: Inputs, files: Files) -> list[str]:
    """The one call of policylint: one evaluation, every report."""
    asked = {"json": files.json}
    if inputs.annotations:
        asked["github"] = files.github
    if inputs.summary == "markdown":
        asked["markdown"] = files.markdown
    if inputs.sarif:
        asked["sarif"] = files.sarif
    if inputs.html_report:
        asked["html"] = inputs.html_report
    return [
        program,
        "check",
        f"--fail-on={inputs.fail_on}",
        *(f"--policy={one}" for one in inputs.policy),
        *(f"--use={one}" for one in inputs.use),
        *([f"--baseline={inputs.baseline}"] if inputs.baseline else []),
        *(f"--output={form}={file}" for form, file in asked.items()),
        "--color=always",
        "--",
        *inputs.paths,
    ]


def _obey_nothing(run: Callable[[], int]) -> int:
    """Run something whose output holds what strangers wrote: the runner obeys no line of it."""
    token = secrets.token_hex(16)
    sys.stdout.write(f"::stop-commands::{token}\n")
    sys.stdout.flush()
    try:
        return run()
    finally:
        sys.stdout.write(f"::{token}::\n")
        sys.stdout.flush()


# what comes of it


def text_of(file: str) -> str:
    """The text of a file; nothing, where policylint did not come to write it."""
    if not os.path.isfile(file):
        return ""
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def outputs(code: int, inputs: Inputs, files: Files) -> dict[str, str]:
    """The outputs of `action.yml`, by name."""
    report = json.loads(text_of(files.json) or "{}")
    summary = report.get("summary", {})
    return {
        "result": _RESULTS.get(code, "error"),
        **{name: str(summary.get(name, "")) for name in ("errors", "warnings", "waived")},
        "next-expiry": next_expiry(report),
        "sarif-file": files.sarif if inputs.sarif and os.path.isfile(files.sarif) else "",
        "json-file": files.json if report else "",
    }


def next_expiry(report: Mapping[str, Any]) -> str:
    """The first day without the waiver that ends next, of those in force on the report's day."""
    days = [one["expires"] for one in report.get("waivers") or [] if one.get("state") in ("live", "expiring")]
    return min(days, default="")


def write_outputs(values: Mapping[str, str], environment: Mapping[str, str]) -> None:
    """Hand values to later steps: a value cannot end early, for nobody can guess the line that ends it."""
    with open(environment["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        for name, value in values.items():
            end = secrets.token_hex(16)
            file.write(f"{name}<<{end}\n{value}\n{end}\n")


def add_summary(kind: str, files: Files, environment: Mapping[str, str]) -> None:
    """Add the report to the summary of the job."""
    if kind == "none":
        return
    text = text_of(files.markdown) if kind == "markdown" else fenced(text_of(files.json))
    with open(environment["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as file:
        file.write(shortened(text))


def fenced(text: str) -> str:
    """A text as a block of code, which nothing inside of it can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}json\n{text}{fence}\n" if text else ""


def shortened(text: str) -> str:
    """A text of at most as many bytes as a summary may have, cut between two lines."""
    whole = text.encode()
    if len(whole) <= MOST_SUMMARY:
        return text
    kept = whole[:MOST_SUMMARY].decode(errors="ignore").rpartition("\n")[0]
    fences = [line for line in kept.splitlines() if line.startswith("```")]
    close = f"\n{fences[-1].rstrip('abcdefghijklmnopqrstuvwxyz')}" if len(fences) % 2 else ""
    return f"{kept}{close}\n\nThe rest is too long for a job summary; it is in the log and in the JSON report.\n"


def complain(text: str) -> None:
    """Say at the head of the run why nothing can be told."""
    sys.stdout.write(f"::error title=policylint::{escaped(text)}\n")


def escaped(text: str) -> str:
    """A text as the message of a workflow command: on one line.

    >>> escaped("50%\\nof it")
    '50%25%0Aof it'
    """
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(char, code)
    return text


if __name__ == "__main__":
    sys.exit(main(os.environ))
