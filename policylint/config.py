"""What a config says, and which one is in force: the nearest above the working directory, never above the git root."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.policy.in_force import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from policylint.findings import Span

NAMES = (".policylint.yaml", "policylint.yaml")


class Ledgers(NamedTuple):
    """How ledgers are read: by which engine, where the private ones are, and one that is named by hand.

    Paths in `private`, which is by dataset, count from the folder `base`. `waiting` shows something while one is read.
    """

    engine: str = "duckdb"
    memory: str | None = None
    threads: int | None = None
    master: str | None = None
    private: tuple[tuple[str, dict[str, Any]], ...] = ()
    base: str = "."
    given: str | None = None
    show_ids: bool = False
    waiting: Callable[[str], AbstractContextManager[None]] | None = None


class Config(NamedTuple):
    """What a config says; paths in it are relative to its own folder (`base`)."""

    path: str | None = None
    base: str = "."
    policy: tuple[str, ...] = ("core",)
    parameters: tuple[tuple[str, Any], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    unknown: str | None = None
    exclude: tuple[str, ...] = ()
    places: tuple[tuple[str, Span], ...] = ()
    roots: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    waivers: str | None = None
    """The waiver file."""
    approvers: tuple[str, ...] = ()
    """Who may approve waivers; empty: anybody but the owner."""
    ledgers: Ledgers = Ledgers()

    def settings(self, policies: tuple[str, ...], working_directory: str) -> Settings:
        """What to load: the policies of the command line (from the working directory), else the config's."""
        named, base = (policies, working_directory) if policies else (self.policy, self.base)
        return Settings(named, self.parameters, self.severity, base, self.path or "", self.places)


def find(start: str) -> str | None:
    """The config for a working directory: nearest first, up to the git root, or only there outside of git."""
    folder = os.path.abspath(start)
    top = project_root(folder)
    while True:
        for name in NAMES:
            if os.path.lexists(os.path.join(folder, name)):
                return os.path.join(folder, name)
        project = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(project) and _names_us(project):
            return project
        if folder == top:
            return None
        folder = os.path.dirname(folder)


def project_root(folder: str) -> str:
    """The git root that a folder lies in, else the folder itself."""
    here = os.path.abspath(folder)
    while True:
        if os.path.exists(os.path.join(here, ".git")):
            return here
        above = os.path.dirname(here)
        if above == here:
            return os.path.abspath(folder)
        here = above


def root_of(folder: str) -> str:
    """What references from files of a folder may not leave: its git root, the working directory, or the folder."""
    folder = os.path.abspath(folder)
    root = project_root(folder)
    here = os.getcwd()
    return here if root == folder and folder.startswith(here + os.sep) else root


def _names_us(path: str) -> bool:
    """Whether a pyproject.toml has a `[tool.policylint]` table; a broken one that seems to is ours too."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if b"policylint" not in data:
        return False
    import tomllib  # noqa: PLC0415 - only where a pyproject.toml speaks of us

    try:
        tool = tomllib.loads(data.decode()).get("tool")
    except (ValueError, RecursionError):
        return True  # it speaks of us and cannot be read: `config_file.read` says why
    return isinstance(tool, dict) and "policylint" in tool
