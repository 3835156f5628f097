"""What policylint stands on: locked, no lower than promised, permissively licensed; and made from one file."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest
from hatchling.build import get_requires_for_build_editable
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from policylint.documents import load
from policylint.documents.node import plain_value
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
DIRECT = [Requirement(one) for one in (*PROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra))]
LOCK = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
LOWEST = (ROOT / "requirements" / "lowest.txt").read_text(encoding="utf-8")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def pinned(text: str) -> dict[str, list[Version]]:
    """The versions of each distribution that a file of requirements names; several where systems differ."""
    found: dict[str, list[Version]] = {}
    for name, version in _PINNED.findall(text):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


@pytest.mark.parametrize("wanted", DIRECT, ids=str)
def test_each_dependency_is_locked_inside_its_range(wanted: Requirement) -> None:
    versions = pinned(LOCK)[canonicalize_name(wanted.name)]
    assert all(version in wanted.specifier for version in versions)


@pytest.mark.parametrize(
    "wanted",
    [Requirement(one) for one in (*PROJECT["dependencies"], *EXTRAS["dev"], *EXTRAS["ledger"], *EXTRAS["spark"])],
    ids=str,
)
def test_the_lowest_version_of_each_is_the_one_that_is_tried(wanted: Requirement) -> None:
    (bound,) = (Version(one.version) for one in wanted.specifier if one.operator == ">=")
    (tried,) = pinned(LOWEST)[canonicalize_name(wanted.name)]
    assert tried in wanted.specifier
    assert tried.release[: len(bound.release)] == bound.release


def test_every_locked_file_has_its_hash_and_no_host() -> None:
    entries = [one for one in re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE) if "==" in one.partition("\n")[0]]
    assert len(entries) > len(DIRECT)
    assert all("--hash=sha256:" in one for one in entries)
    assert "://" not in LOCK + LOWEST
    assert "--index" not in LOCK + LOWEST


@pytest.mark.parametrize("text", [LOCK, LOWEST], ids=["dev.lock", "lowest.txt"])
def test_what_builds_the_checkout_is_there_since_nothing_is_fetched_for_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    needed = [Requirement(one) for one in get_requires_for_build_editable()]
    versions = pinned(text)
    assert needed
    assert all(versions[canonicalize_name(one.name)][0] in one.specifier for one in needed)


def test_each_dependency_has_an_upper_bound() -> None:
    ranged = [one for one in DIRECT if not one.name.startswith("types-")]
    assert [str(one) for one in ranged if not any(bound.operator in ("<", "==") for bound in one.specifier)] == []


def test_what_is_declared_is_what_ci_runs() -> None:
    declared = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]
    root = load(str(ROOT / ".github/workflows/ci.yml")).root
    assert root is not None
    workflow = plain_value(root)
    assert workflow["jobs"]["check"]["strategy"]["matrix"]["python"] == declared
    assert PROJECT["requires-python"] == f">={declared[0]}"


# licences

_PERMISSIVE = "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC MIT MIT-0 PSF-2.0 Unlicense Zlib"
PERMISSIVE = frozenset(_PERMISSIVE.split())
FILE_LEVEL = {"MPL-2.0": ("hypothesis", "pathspec", "certifi")}
"""Weak copyleft that ends at the file: for tools of development alone, none of which policylint brings or imports."""
BY_CLASSIFIER = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: The Unlicense (Unlicense)": "Unlicense",
}
BY_WORDS = {
    "MIT": "MIT", "MIT License": "MIT", "Apache 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0", "http://www.apache.org/licenses/LICENSE-2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause", "New BSD License": "BSD-3-Clause", "BSD-3-Clause": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause", "Apache-2.0": "Apache-2.0", "MPL-2.0": "MPL-2.0",
}  # fmt: skip


def closure(roots: list[str], extras: tuple[str, ...] = ()) -> Iterator[str]:
    """The distributions that are installed for some requirements, and all that these need."""
    waiting, seen = [(Requirement(one), extras) for one in roots], set[str]()
    while waiting:
        wanted, _ = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in seen or (wanted.marker is not None and not wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # an extra that is not installed here
        seen.add(name)
        yield name
        waiting += [(Requirement(one), ()) for one in needs]


def terms(name: str) -> set[str]:
    """The SPDX ids of a distribution's licence: its own expression, else its classifiers, else its words."""
    said = metadata.metadata(name)
    expression, words = ((said.get_all(key) or [""])[0] for key in ("License-Expression", "License"))
    if expression:
        return set(re.split(r"\s+(?:AND|OR)\s+|[()\s]+", expression)) - {""}
    classified = {
        BY_CLASSIFIER.get(one, one) for one in said.get_all("Classifier") or [] if one.startswith("License ::")
    }
    classified -= {"License :: OSI Approved"}
    return classified or {BY_WORDS.get(words.strip().partition("\n")[0], words or "nothing")}


def refused(name: str, *, brought: bool) -> set[str]:
    """What is not permissive in a distribution's licence."""
    known = PERMISSIVE | {one for one, names in FILE_LEVEL.items() if name in names and not brought}
    return terms(name) - known


def test_what_policylint_brings_is_permissive() -> None:
    found = sorted(closure([*PROJECT["dependencies"], *EXTRAS["ledger"], *EXTRAS["spark"]]))
    assert {"pydantic", "pyyaml", "typer"} <= set(found)
    assert {name: bad for name in found if (bad := refused(name, brought=True))} == {}


def test_what_development_installs_is_permissive() -> None:
    found = sorted(closure(EXTRAS["dev"]))
    assert len(found) > 30
    assert {name: bad for name in found if (bad := refused(name, brought=False))} == {}


@pytest.mark.parametrize("said", ["GPL-3.0-only", "MIT AND LGPL-2.1-or-later", "LicenseRef-Proprietary"])
def test_another_licence_would_be_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from email.message import Message

    message = Message()
    message["License-Expression"] = said
    monkeypatch.setattr(metadata, "metadata", lambda _: message)
    assert refused("pyyaml", brought=True)
