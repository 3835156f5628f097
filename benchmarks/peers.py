"""Other tools on the same files: how each is installed, what it is given, what it does and what it leaves out.

Each gets the rules of `field_rules.py` in its own words, in its fastest form: what can be built beforehand is, and
what it reads once for all files it reads once. Each is installed into a folder of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import field_rules
from processes import Case, counted, ended_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


class Peer(NamedTuple):
    """A tool, and how it is asked to do the work."""

    name: str
    package: str
    did: str
    not_done: str
    words: tuple[str, ...]
    """Its command: `BIN` is where it is installed, `OWN` the folder of its files; the files to check follow."""
    needs: tuple[str, ...] = ()
    """Further packages."""
    files: Mapping[str, Callable[[], str]] = {}
    """What lies in its folder."""
    count: Callable[[str], int] | None = None  # type: ignore[assignment] # and nobody counts in it as in a tuple
    """How many findings its output tells of; None where it does not judge the rules."""
    build: tuple[str, ...] = ()
    """What is done once, before."""
    npm: bool = False
    croissant: bool = False
    """Whether it reads Croissant, and no datasheets."""


def datasheet_schema() -> dict[str, Any]:
    from policylint import resources  # noqa: PLC0415 - where the schema is, in a checkout and when installed

    with open(resources.path("schemas", "datasheet.schema.json"), encoding="utf-8") as file:
        schema: dict[str, Any] = json.load(file)
    return schema


def _schema() -> str:
    return json.dumps(field_rules.json_schema(datasheet_schema()))


def _ruleset() -> str:
    return json.dumps(field_rules.spectral(datasheet_schema()))


def _last_number(out: str) -> int:
    return int(out.rsplit(maxsplit=1)[-1])


_SHEETS = """\
import json, os, sys
import yaml

OWN = os.path.dirname(os.path.abspath(__file__))

class Loader(yaml.CSafeLoader):
    pass

Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}

def sheets():
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            yield path, yaml.load(file, Loader)

"""
"""How the libraries are given sheets: by the C loader of PyYAML, dates as text, since none of them knows dates."""

_RS = f"""{_SHEETS}
import jsonschema_rs

with open(os.path.join(OWN, "schema.json")) as file:
    validator = jsonschema_rs.validator_for(json.load(file))
found = 0
for path, sheet in sheets():
    for error in validator.iter_errors(sheet):
        found += 1
        print(path, error.instance_path, error.message)
print(found)
"""
_REGO_BUILD = """\
import os
from regopy import BundleFormat, Interpreter

own = os.path.dirname(os.path.abspath(__file__))
rego = Interpreter()
with open(os.path.join(own, "rules.rego")) as file:
    rego.add_module("rules.rego", file.read())
rego.save_bundle(os.path.join(own, "rules.rbb"), rego.build(None, ["bench/failed"]), BundleFormat.Binary)
"""
_REGO = f"""{_SHEETS}
from regopy import BundleFormat, Interpreter

rego = Interpreter()
bundle = rego.load_bundle(os.path.join(OWN, "rules.rbb"), BundleFormat.Binary)
found = 0
for path, sheet in sheets():
    rego.set_input(sheet)
    for rule in json.loads(str(rego.query_bundle_entrypoint(bundle, "bench/failed")))["expressions"][0]:
        found += 1
        print(path, rule)
print(found)
"""
_CEL = f"""{_SHEETS}
import cel

with open(os.path.join(OWN, "rules.json")) as file:
    rules = [(text, cel.compile(text)) for text in json.load(file)]
found = 0
context = cel.Context()
for path, sheet in sheets():
    context.add_variable("sheet", sheet)
    for text, program in rules:
        if program.execute(context) is not True:
            found += 1
            print(path, text)
print(found)
"""
_CELPY = f"""{_SHEETS}
import celpy

environment = celpy.Environment()
with open(os.path.join(OWN, "rules.json")) as file:
    rules = [(text, environment.program(environment.compile(text))) for text in json.load(file)]
found = 0
for path, sheet in sheets():
    said = {{"sheet": celpy.json_to_cel(sheet)}}
    for text, program in rules:
        if not program.evaluate(said):
            found += 1
            print(path, text)
print(found)
"""
_CROISSANT = """\
import sys
import mlcroissant

for path in sys.argv[1:]:
    mlcroissant.Dataset(jsonld=path)
"""
_PYTHON = ("BIN/python", "OWN/check.py")
_RULES = f"{len(field_rules.RULES)} rules"


def _failed_checks(out: str) -> int:
    said = json.loads(out)
    return int((said if isinstance(said, dict) else said[0]).get("summary", said)["failed"])


PEERS = (
    Peer(
        "jsonschema-rs in a script",
        "jsonschema-rs",
        f"parses, validates, {_RULES} as a schema; a place in the document",
        "no lines, no reasons or remedies",
        _PYTHON,
        ("pyyaml",),
        {"check.py": lambda: _RS, "schema.json": _schema},
        _last_number,
    ),
    Peer(
        "check-jsonschema",
        "check-jsonschema",
        f"parses, validates, {_RULES} as a schema; a place in the document",
        "no lines, no reasons or remedies",
        ("BIN/check-jsonschema", "--schemafile", "OWN/schema.json", "--output-format", "json"),
        (),
        {"schema.json": _schema},
        lambda out: len(json.loads(out).get("errors", [])),
    ),
    Peer(
        "Rego, by regopy",
        "regopy",
        f"parses, {_RULES} in a bundle built beforehand",
        "no schema, no places",
        _PYTHON,
        ("pyyaml",),
        {"check.py": lambda: _REGO, "build.py": lambda: _REGO_BUILD, "rules.rego": field_rules.rego},
        _last_number,
        ("BIN/python", "OWN/build.py"),
    ),
    Peer(
        "CEL, by a Rust library",
        "common-expression-language",
        f"parses, {_RULES}",
        "no schema, no places",
        _PYTHON,
        ("pyyaml",),
        {"check.py": lambda: _CEL, "rules.json": lambda: json.dumps(field_rules.cel())},
        _last_number,
    ),
    Peer(
        "CEL, by cel-python",
        "cel-python",
        f"parses, {_RULES}",
        "no schema, no places",
        _PYTHON,
        ("pyyaml",),
        {"check.py": lambda: _CELPY, "rules.json": lambda: json.dumps(field_rules.cel())},
        _last_number,
    ),
    Peer(
        "Spectral",
        "@stoplight/spectral-cli",
        f"parses with lines and columns, validates, {_RULES}",
        "no reasons or remedies",
        ("BIN/spectral", "lint", "--ruleset", "OWN/ruleset.json", "--format", "json", "--quiet"),
        (),
        {"ruleset.json": _ruleset},
        lambda out: len(json.loads(out or "[]")),
        npm=True,
    ),
    Peer(
        "Checkov",
        "checkov",
        f"parses with lines, {_RULES} as checks in Python",
        "no schema",
        (
            "BIN/checkov", "--framework", "yaml", "--external-checks-dir", "OWN/checks", "--skip-download", "--quiet",
            "--compact", "--output", "json", "--file",
        ),
        (),
        {"checks/fields.py": field_rules.checkov, "checks/__init__.py": lambda: ""},
        _failed_checks,
    ),
    Peer(
        "yamllint",
        "yamllint",
        "parses with lines and columns, rules of style",
        "no schema, no rules on what is said",
        ("BIN/yamllint", "--format", "parsable", "-d", "relaxed"),
    ),
    Peer(
        "mlcroissant",
        "mlcroissant",
        "parses, validates what Croissant asks for",
        "no lines, no rules on people or licences",
        _PYTHON,
        (),
        {"check.py": lambda: _CROISSANT},
        croissant=True,
    ),
)  # fmt: skip


class Installed(NamedTuple):
    """A peer that is there, with its version; or why it is not."""

    peer: Peer
    folder: Path
    version: str
    why: str = ""

    def case(self, files: Sequence[Path], findings: int) -> Case:
        """What to measure: this peer on some files, in which the rules find so much."""
        words = tuple(self._filled(word) for word in self.peer.words)
        wrong = ended_with(0) if self.peer.count is None else counted(self.peer.count, findings)
        command = (*words, *map(str, files))
        return Case(self.peer.name, command, self.peer.did, self.peer.not_done, wrong=wrong, cwd=self.folder)

    def _filled(self, word: str) -> str:
        if word.startswith("BIN/"):
            return str(_programs(self.peer, self.folder) / word.removeprefix("BIN/"))
        return str(self.folder / "own" / word.removeprefix("OWN/")) if word.startswith("OWN/") else word

    def prepared(self) -> Installed:
        """Write what it is given, and build what can be built beforehand."""
        for name, text in self.peer.files.items():
            file = self.folder / "own" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(), encoding="utf-8")
        if self.peer.build and not _done([self._filled(word) for word in self.peer.build]):
            return self._replace(why="what it needs could not be built beforehand")
        return self


def installed(peer: Peer, top: Path) -> Installed:
    """A peer, installed into a folder of its own under `top`, or found there; never raises."""
    folder = top / peer.package.rpartition("/")[2]
    stamp = folder / "version.txt"
    if not stamp.exists():
        sys.stderr.write(f"installing {peer.name}\n")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        why = _install_npm(peer, folder) if peer.npm else _install_pip(peer, folder)
        if why:
            return Installed(peer, folder, "", why)
        stamp.write_text(_version(peer, folder), encoding="utf-8")
    return Installed(peer, folder, stamp.read_text(encoding="utf-8")).prepared()


def policylint(top: Path, checkout: Path) -> str:
    """The interpreter of an environment under `top` into which policylint is installed as it is in a checkout."""
    folder = top / "policylint"
    python = str(folder / "bin" / "python")
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--upgrade", "pip", str(checkout)], check=True)  # which installs a checkout anew each time
    return python


def _install_pip(peer: Peer, folder: Path) -> str:
    python = str(folder / "bin" / "python")
    made = _done([sys.executable, "-m", "venv", str(folder)])
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", peer.package, *peer.needs]
    return "" if made and _done(pip) else "pip could not install it here"


def _install_npm(peer: Peer, folder: Path) -> str:
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm here"
    words = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), peer.package]
    return "" if _done(words) else "npm could not install it here"


def _programs(peer: Peer, folder: Path) -> Path:
    return folder / "node_modules" / ".bin" if peer.npm else folder / "bin"


def _version(peer: Peer, folder: Path) -> str:
    if peer.npm:
        about = folder / "node_modules" / peer.package / "package.json"
        return str(json.loads(about.read_text(encoding="utf-8"))["version"])
    code = f"import importlib.metadata; print(importlib.metadata.version({peer.package!r}))"
    command = [str(folder / "bin" / "python"), "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _done(command: list[str]) -> bool:
    """Whether a command did its work; what it says where it did not goes to standard error."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"{error}\n")
        return False
    if done.returncode:
        sys.stderr.write((done.stderr or done.stdout)[-2000:])
    return done.returncode == 0
