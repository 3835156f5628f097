"""What decides a build beside the data: config, policy, advisories, waivers, baseline. The command itself is run.

A project is red for one reason that lies in the mutated file or that it could take away: a rule of its own, a severity,
an approver, a waiver that does not hold. The data under it is clean by the rules that hold without it, so that a file
which is passed over makes a green build.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import yaml

from policylint.__main__ import main
from policylint.shapes._table import OBJECTS
from policylint.writers.yaml_text import to_yaml
from tests.conftest import AS_OF, ROOT, clean_environment
from tests.permissive.bases import document
from tests.permissive.exceptions import OF_PROJECTS
from tests.permissive.judging import laid_out
from tests.permissive.mutations import Mutant, mutants
from tests.permissive.suite import NOTHING, Hole, Tally, chosen
from tests.permissive.trees import written
from tests.waivers.project import WAIVER, changed, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Project(NamedTuple):
    """A project whose build is red; `target` is what is mutated."""

    name: str
    kind: str
    files: dict[str, str]
    target: str
    arguments: tuple[str, ...] = ()
    as_of: str = AS_OF


CONFIG = "policylint.yaml"
CLEAN_SHEET = (ROOT / "examples/no-people/datasheet.yaml").read_text("utf-8")


def rule(severity: str, require: str, **more: str) -> str:
    """A rule of a house, which the clean sheet does not keep."""
    others = "".join(f"{key}: {value}\n" for key, value in more.items())
    return (
        f"title: A rule of the house\nseverity: {severity}\n{others}require: {require}\nmessage: it is not kept\n"
        "remedy: Keep it.\nwhy: The house has its reasons.\nreferences: []\n"
        "tests:\n  - {name: it fails, expect: fail, at: /name, datasheet: "
        "{name: Snow depth at forty alpine stations}}\n"
    )


NAMED, FREE = "{name: {not: {in: [Snow depth at forty alpine stations]}}}", "rules/house/named.yaml"
SPEAKS = {"policies/rules/house/named.yaml": rule("error", NAMED)}
PACK = "title: House\nextends: []\nrules: [house/named]\n"
ADVISORY = """\
advisory: "1"
published: 2026-01-02
modified: 2026-01-02
summary: Taken down.
severity: critical
status: retracted
retracted: 2026-01-01
action: [do_not_use]
affected: [{dataset: Snow depth at forty alpine stations}]
references: [{type: statement, url: "https://example.org/a", seen: true}]
confidence: high
"""


def _data(**files: str) -> dict[str, str]:
    return {"datasheet.yaml": CLEAN_SHEET, **files}


def of_policies() -> Iterator[Project]:
    """Configs, and the policy and the advisories that they name."""
    own = _data(**SPEAKS, **{CONFIG: "policy: [./policies]\n"})
    yield Project("a policy of its own", "config", own, CONFIG)
    yield Project("a policy of its own", "rule", own, f"policies/{FREE}")
    packed = own | {"policies/packs/house.yaml": PACK, CONFIG: "policy: [./policies/packs/house.yaml]\n"}
    yield Project("a pack of its own", "config", packed, CONFIG)
    yield Project("a pack of its own", "pack", packed, "policies/packs/house.yaml")
    yield Project("a pack of its own", "rule", packed, f"policies/{FREE}")
    words = waived(WAIVER, []) | {WAIVERS: "[]\n"}
    yield Project("a rule on words", "rule", words, "policies/rules/house/asked.yaml")
    yield Project("named by hand", "rule", _data(**SPEAKS), f"policies/{FREE}", ("--policy", f"./policies/{FREE}"))
    graver = own | {
        "policies/rules/house/named.yaml": rule("warning", NAMED),
        CONFIG: "policy: ./policies\nseverity: {house/named: error}\nexclude: [elsewhere/]\nroots: [.]\n",
    }
    yield Project("a severity", "config", graver, CONFIG)
    limited = own | {
        "policies/rules/house/named.yaml": rule(
            "error",
            "{maintenance.organization: {not: {in: $parameters.barred}}}",
            parameters="{barred: {type: [string], default: []}}",
        )
        .replace("name: Snow depth at forty alpine stations}", "maintenance: {organization: A}}")
        .replace(
            "{name: it fails, expect: fail, at: /name,",
            "{name: it fails, expect: fail, parameters: {barred: [A]}, at: /maintenance/organization,",
        ),
        CONFIG: "policy: [./policies]\nparameters: {house.barred: [Alpine Snow Office, Another]}\nunknown: error\n",
    }
    yield Project("a parameter", "config", limited, CONFIG)
    yield Project("a parameter", "rule", limited, f"policies/{FREE}")
    asked = own | {
        "policies/rules/house/named.yaml": rule(
            "error",
            "{name: {not: {in: [Snow depth at forty alpine stations]}}, fairness.limitations: {not: none}}",
            unknown="warning",
        ),
        "datasheet.yaml": CLEAN_SHEET.replace("name: Snow depth at forty alpine stations", "name: Snow"),
        CONFIG: "policy: [./policies]\nunknown: error\n",
    }
    yield Project("what not knowing costs", "config", asked, CONFIG)
    told = _data(
        **{
            CONFIG: "policy: [./house.yaml]\nadvisories: [./advisories]\n",
            "house.yaml": "title: House\nextends: []\nrules: [retraction/advisory-match]\n",
            "advisories/snow/HOUSE-2026-0001.yaml": ADVISORY,
        }
    )
    yield Project("an advisory of its own", "config", told, CONFIG)
    yield Project("an advisory of its own", "pack", told, "house.yaml")
    yield Project("an advisory of its own", "advisory", told, "advisories/snow/HOUSE-2026-0001.yaml")


_WAIVED_SHEET = """\
datasheet: "1"
id: faces
name: Faces
people:
  present: true
  groups:
    - {id: visitors, role: depicted, consent: {status: not_sought}}
    - {id: staff, role: depicted, consent: {status: given}}
licenses: [{applies_to: dataset, license: CC-BY-4.0}]
maintenance: {contact: data@example.org}
"""
_ASKED = (ROOT / "tests/waivers/policies/rules/house/asked.yaml").read_text("utf-8")
_TABLE = yaml.safe_load((ROOT / "tests/waivers/table.yaml").read_text("utf-8"))
WAIVERS = "policylint.waivers.yaml"


def waived(waiver: Mapping[str, Any], approvers: list[str]) -> dict[str, str]:
    """A project in which one finding stops the build, if nothing excuses it."""
    return {
        "datasheet.yaml": _WAIVED_SHEET,
        "policies/rules/house/asked.yaml": _ASKED,
        CONFIG: to_yaml({"policy": ["./policies"], "waivers": {"file": WAIVERS, "approvers": approvers}}),
        WAIVERS: lines([dict(waiver)]),
    }


APPROVER = "counsel@example.org"


def of_waivers() -> Iterator[Project]:
    """Waivers that do not hold, each for one reason: those of the table on waivers that excuse nothing."""
    for case in _TABLE:
        waiver = changed(WAIVER, case.get("waiver", {}))
        if set(waiver) - set(OBJECTS["Waiver"]["fields"]):
            continue  # without the key that nobody knows it holds: that takes a mistake away, and no knowledge
        if (
            case["excused"]
            or not str(waiver["rule"]).startswith("house/ask")
            or case.keys() & {"edit", "also", "files"}
        ):
            continue
        files = waived(waiver, case.get("approvers", [APPROVER, "data-office@example.org"]))
        yield Project(case["name"], "waivers", files, WAIVERS, as_of=case.get("day", AS_OF))
    nobody = waived(WAIVER, ["board@example.org"])
    yield Project("who may approve", "config", nobody, CONFIG)
    yield Project("who may approve", "waivers", nobody, WAIVERS)


BASELINE = "baseline.json"


def of_baselines() -> Iterator[Project]:
    """Baselines that have another finding than the one that stops the build."""
    entry = {
        "rule": "house/asked", "dataset": "faces", "use": None, "outcome": "fail", "file": None,
        "fingerprint": "0123456789abcdef", "since": "2026-11-01",
    }  # fmt: skip
    files = waived(WAIVER | {"expires": "2026-11-02"}, [])
    del files[WAIVERS]
    for name, change in (("another finding", {}), ("another outcome", {"outcome": "unknown"})):
        made = '{"baseline": 1, "written": "2026-11-01", "findings": [%s]}'
        text = made % yaml.safe_dump(entry | change, default_flow_style=True, width=10_000).strip()
        text = written(document("x.yaml", text), "json")
        yield Project(name, "baseline", files | {BASELINE: text}, BASELINE, ("--baseline", BASELINE))


def every() -> list[Project]:
    """All projects."""
    return [*of_policies(), *of_waivers(), *of_baselines()]


def run(project: Project, share: float = 1.0, seed: int = 0) -> Tally:
    """Run a share of the mutants of a project, and the project with the file in a folder below."""
    text = project.files[project.target]
    tree = document(project.target, text)
    with tempfile.TemporaryDirectory(prefix="permissive-") as folder, laid_out(Path(folder), project.files):
        code = checked(project)
        assert code == 1, (project.name, project.kind, code)
        made = list(mutants(tree))
        tally = NOTHING._replace(bases=1)
        for one in chosen(made, share, f"{seed} {project.name} {project.target}"):
            Path(project.target).write_text(written(one.tree, project.target.rpartition(".")[2]), encoding="utf-8")
            tally += _judged(project, one)
        Path(project.target).write_text(text, encoding="utf-8")
        Path("below").mkdir()
        Path(project.target).rename(Path("below") / Path(project.target).name)
        return tally + _judged(project, Mutant("file moved", "", tree))


def _judged(project: Project, mutant: Mutant) -> Tally:
    code = checked(project)
    fit = [one for one in OF_PROJECTS if one.covers(mutant.mutation, mutant.at, project.kind)]
    green = code not in (1, 2, 3)
    came = {1: "red", 2: "exit 2", 3: "exit 3"}.get(code, "excepted" if fit else "hole")
    hole = Hole(project.name, project.kind, project.target, mutant.mutation, mutant.at, code)
    used = Counter({fit[0].name: 1} if green and fit else {})
    return Tally(Counter({(project.kind, mutant.mutation, came): 1}), used, [hole] if came == "hole" else [], 1, 0)


def checked(project: Project) -> int:
    """The exit code of `policylint check` in the working directory."""
    with (
        mock.patch.dict(os.environ, clean_environment(Path.cwd() / ".cache"), clear=True),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        return main(["check", "--as-of", project.as_of, "--format", "concise", "--no-cache", *project.arguments])
