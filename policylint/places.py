"""Where a project begins, and which config is in force there."""

from __future__ import annotations

import os

from policylint.reading import repository, whole

NAMES = (".policylint.yaml", "policylint.yaml")
_TABLE = "pyproject.toml"


def find(start: str) -> str | None:
    """The config for a working directory: nearest first, up to the git root, or only there outside of git."""
    for path in candidates(start):
        if not path.endswith(_TABLE):
            if os.path.lexists(path):
                return path
        elif os.path.isfile(path) and _names_us(path):
            return path
    return None


def candidates(start: str) -> list[str]:
    """The files that may be the config for a working directory, in the order in which they are looked at."""
    folder = os.path.abspath(start)
    top = project_root(folder)
    paths = []
    while True:
        paths += [os.path.join(folder, name) for name in (*NAMES, _TABLE)]
        if folder == top:
            return paths
        folder = os.path.dirname(folder)


def project_root(folder: str) -> str:
    """The git root that a folder lies in, else the folder itself."""
    return repository(folder) or os.path.abspath(folder)


def root_of(folder: str) -> str:
    """What references from files of a folder may not leave: its git root, the working directory, or the folder."""
    folder = os.path.abspath(folder)
    root = project_root(folder)
    here = os.getcwd()
    return here if root == folder and folder.startswith(here + os.sep) else root


def _names_us(path: str) -> bool:
    """Whether a pyproject.toml has a `[tool.policylint]` table; a broken one that seems to is ours too."""
    try:
        data = whole(path)
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
