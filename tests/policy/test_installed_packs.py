"""Packs of installed packages: found by their entry point, never run, and noticed when they change."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policylint.cache import plans
from policylint.errors import InvalidFileError, PolicylintError
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from tests.conftest import ROOT, clean_environment
from tests.policy.test_packs import in_force, rule, write

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "acme-policies"
version = "1.2"

[project.entry-points."policylint.packs"]
acme = "acme_policies"

[tool.hatch.build.targets.wheel]
packages = ["acme_policies"]
"""
PACKAGE = {
    "acme_policies/__init__.py": "raise SystemExit('a policy is data: nobody runs me')\n",
    "acme_policies/packs/acme.yaml": "title: Acme\nextends: [core]\nrules: [{license/declared: off}, acme/one]\n",
    "acme_policies/rules/acme/one.yaml": rule("warning"),
}


def installed(site: Path, points: str = "acme = acme_policies", name: str = "acme_policies") -> Path:
    """A distribution as an installer leaves it: its files, and what it says of itself."""
    info = f"{name}-1.2.dist-info"
    return write(
        site,
        {
            **PACKAGE,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n",
            f"{info}/entry_points.txt": f"[policylint.packs]\n{points}\n",
            f"{info}/RECORD": f"{info}/METADATA,,\n{info}/entry_points.txt,,\n{info}/RECORD,,\n",
        },
    )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = installed(tmp_path / "site")
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.mark.usefixtures("site")
def test_a_pack_is_found_by_its_name() -> None:
    core = in_force(load_policy(Settings()))
    expected = {**{name: level for name, level in core.items() if name != "license/declared"}, "acme/one": "warning"}
    assert in_force(load_policy(Settings(("acme",)))) == expected


@pytest.mark.usefixtures("site")
def test_a_pack_of_ones_own_may_extend_it_and_has_the_last_word(tmp_path: Path) -> None:
    write(tmp_path, {"packs/mine.yaml": "title: Mine\nextends: [acme]\nrules: [{acme/one: error}]\n"})
    found = in_force(load_policy(Settings((f"{tmp_path}/packs/mine.yaml",))))
    assert found["acme/one"] == "error"
    assert "license/declared" not in found


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a name misspelt": ({}, "acmee", "there is no policy pack `acmee`: did you mean `acme`?"),
    "a module that is not there": (
        {"points": "acme = acme_policy"},
        "acme",
        "policy pack `acme`: the package `acme_policies` names `acme_policy`, and there is no such module",
    ),
    "a module within that is not there": (
        {"points": "acme = acme_policies.eu"},
        "acme",
        "policy pack `acme`: the package `acme_policies` names `acme_policies.eu`, and there is no such module",
    ),
    "a module that is no name": (
        {"points": "acme = ../../etc"},
        "acme",
        "policy pack `acme`: the package `acme_policies` names `../../etc`, and there is no such module",
    ),
    "no module": (
        {"points": "acme = :x"},
        "acme",
        "policy pack `acme`: the package `acme_policies` names ``, and there is no such module",
    ),
    "a pack that the package does not bring": (
        {"points": "acme = acme_policies\nstrict = acme_policies"},
        "strict",
        "policy pack `strict`: the package `acme_policies` names a pack `strict`, and brings no `packs/strict.yaml`",
    ),
}


@pytest.mark.parametrize(("changes", "name", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_an_installed_pack(changes: dict[str, Any], name: str, message: str, site: Path) -> None:
    installed(site, **changes)
    with pytest.raises(PolicylintError) as caught:
        load_policy(Settings((name,)))
    assert str(caught.value) == message


def test_two_packages_with_a_pack_of_one_name_are_told_apart_by_nobody(site: Path) -> None:
    installed(site, name="other")
    with pytest.raises(PolicylintError, match="the packages `acme_policies` and `other` both bring a pack `acme`"):
        load_policy(Settings(("acme",)))


def test_what_is_wrong_is_shown_where_a_pack_extends_it(site: Path, tmp_path: Path) -> None:
    installed(site, points="acme = acme_policies\nstrict = acme_policies")
    write(tmp_path, {"packs/mine.yaml": "title: Mine\nextends:\n  - strict\n  - acmee\n"})
    with pytest.raises(InvalidFileError) as caught:
        load_policy(Settings((f"{tmp_path}/packs/mine.yaml",)))
    assert [(one.span.line, one.span.column, one.rule, one.message, one.remedy) for one in caught.value.problems] == [
        (
            *(3, 5, "policy/unknown-pack"),
            "the package `acme_policies` names a pack `strict`, and brings no `packs/strict.yaml`",
            "Mend the package, or name the pack's file.",
        ),
        (4, 5, "policy/unknown-pack", "there is no pack `acmee`", "Did you mean `acme`?"),
    ]


def test_a_folder_of_its_name_that_comes_first_is_not_taken_for_it(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "other", {"acme_policies/packs/acme.yaml": "title: Another\nrules: []\n"})
    monkeypatch.syspath_prepend(str(tmp_path / "other"))
    assert in_force(load_policy(Settings(("acme",))))["acme/one"] == "warning"
    assert site != tmp_path / "other"


def test_a_package_that_lies_elsewhere_is_found_as_python_finds_it(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an editable install leaves it: what it says of itself here, its files there."""
    (site / "acme_policies").rename(tmp_path / "acme_policies")
    with pytest.raises(PolicylintError, match="there is no such module"):
        load_policy(Settings(("acme",)))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert in_force(load_policy(Settings(("acme",))))["acme/one"] == "warning"


def test_the_digest_does_not_tell_where_a_package_lies(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = load_policy(Settings(("acme",)))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "elsewhere"), *(one for one in sys.path if one != str(site))])
    installed(tmp_path / "elsewhere")
    there = load_policy(Settings(("acme",)))
    assert here.files != there.files
    assert here.digest == there.digest


def test_a_shipped_name_is_the_shipped_pack(site: Path) -> None:
    installed(site, points="core = acme_policies")
    write(site, {"acme_policies/packs/core.yaml": "title: Not the core\nrules: [acme/one]\n"})
    assert "acme/one" not in in_force(load_policy(Settings(("core",))))


def test_the_cache_notices_what_is_installed_changed_and_removed(site: Path, tmp_path: Path) -> None:
    settings, kept = Settings(("acme",)), str(tmp_path / "cache")
    first = plans.policy(settings, kept)
    assert plans.policy(settings, kept) == first
    write(site, {"acme_policies/rules/acme/one.yaml": rule("info")})
    assert in_force(plans.policy(settings, kept))["acme/one"] == "info"
    installed(site, name="other")
    with pytest.raises(PolicylintError, match="both bring a pack"):
        plans.policy(settings, kept)
    for file in (site / "other-1.2.dist-info").iterdir():
        file.unlink()
    (site / "other-1.2.dist-info").rmdir()
    assert plans.policy(settings, kept) == first
    installed(site, points="another = acme_policies")
    with pytest.raises(PolicylintError, match="there is no policy pack `acme`"):
        plans.policy(settings, kept)


CHECK = """
import sys
from policylint.__main__ import main
code = main(["check", "examples/no-people/datasheet.yaml", "--no-config", "--policy", sys.argv[1], "--quiet"])
print(code, "importlib.metadata" in sys.modules)
"""


def probe(policy: str, site: Path, home: Path) -> str:
    environment = {key: value for key, value in clean_environment(home).items() if not key.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path += {sys.path!r}\n{CHECK}", policy],
        cwd=ROOT, env=environment | {"PYTHONPATH": str(site)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()[-1]


def test_only_a_name_that_is_not_shipped_asks_what_is_installed(site: Path, tmp_path: Path) -> None:
    assert probe("core", site, tmp_path / "cache") == "0 False"
    assert probe("acme", site, tmp_path / "cache") == "0 True"
    assert probe("acme", site, tmp_path / "cache") == "0 False"  # its plan is kept


def test_a_package_that_was_built_and_installed(tmp_path: Path) -> None:
    write(tmp_path / "project", {"pyproject.toml": PROJECT, **PACKAGE})
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist")]
    done = subprocess.run([*build, str(tmp_path / "project")], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(
        [*install, "--target", str(tmp_path / "site"), str(wheel)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    shown = subprocess.run(
        [sys.executable, "-m", "policylint", "rules", "--policy", "acme", "--no-config"],
        cwd=ROOT, env=clean_environment(tmp_path) | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    assert "acme/one" in shown.stdout
