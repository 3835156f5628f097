"""Packs that installed packages bring: the entry points of the group `policylint.packs`.

    [project.entry-points."policylint.packs"]
    acme = "acme_policies"

says that the folder of `acme_policies` is a policy folder and that its `packs/acme.yaml` is the pack `acme`. The
package is found and never run: a policy is data.
"""

from __future__ import annotations

import os
import sys

from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "policylint.packs"


class InstalledPackError(Exception):
    """An entry point that leads to no pack; its text says why."""


class InstalledPack(NamedTuple):
    """The file of an installed pack.

    `watched` are the folders and files that led to it: a change of what is installed shows in the listing of one, or
    in the text of the other.
    """

    file: str
    watched: tuple[str, ...]


def installed_packs() -> list[str]:
    """The names of the packs that installed packages bring."""
    return sorted({point.name for point in _entry_points()})


def installed_pack(name: str) -> InstalledPack | None:
    """The pack of that name that an installed package brings; None if none does. Raises InstalledPackError."""
    found = {(_module(point), _package(point)): point for point in _entry_points() if point.name == name}
    if not found:
        return None
    if len(found) > 1:
        both = " and ".join(f"`{package}`" for _, package in sorted(found))
        raise InstalledPackError(f"the packages {both} both bring a pack `{name}`")
    ((module, package), point) = found.popitem()
    named = module.split(".")
    folder = (_own_folder(point, named) or _folder(named)) if all(map(str.isidentifier, named)) else None
    if folder is None:
        raise InstalledPackError(f"the package `{package}` names `{module}`, and there is no such module")
    for suffix in (".yaml", ".yml"):
        file = os.path.join(folder, "packs", name + suffix)
        if os.path.isfile(file):
            return InstalledPack(file, (*_search_path(), *_record(point)))
    raise InstalledPackError(f"the package `{package}` names a pack `{name}`, and brings no `packs/{name}.yaml`")


def _entry_points() -> list[EntryPoint]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - dear, and needed for names that are not shipped alone

    return list(entry_points(group=GROUP))


def _module(point: EntryPoint) -> str:
    """The module that an entry point names, whatever its package wrote there."""
    return point.value.partition(":")[0].partition("[")[0].strip()


def _package(point: EntryPoint) -> str:
    return str((point.dist.name if point.dist is not None else None) or _module(point))


def _search_path() -> list[str]:
    """The folders in which Python looks for packages."""
    return [os.path.abspath(folder) for folder in sys.path if os.path.isdir(folder or ".")]


def _record(point: EntryPoint) -> list[str]:
    """The file in which a package declares its entry points, where the package says what it consists of."""
    files = (point.dist.files if point.dist is not None else None) or []
    return [str(file.locate()) for file in files if file.name == "entry_points.txt"]


def _own_folder(point: EntryPoint, named: list[str]) -> str | None:
    """The folder of a module that lies where its package was installed."""
    if point.dist is None:
        return None
    folder = str(point.dist.locate_file(os.path.join(*named)))
    return os.path.abspath(folder) if os.path.isdir(folder) else None


def _folder(named: list[str]) -> str | None:
    """The folder of a module that lies elsewhere, as in an editable install: found as Python would find it.

    Nothing of the package is run.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - as above

    try:
        spec = find_spec(named[0])
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    for folder in spec.submodule_search_locations or ([os.path.dirname(spec.origin)] if spec.origin else []):
        found = os.path.join(folder, *named[1:])
        if os.path.isdir(found):
            return found
    return None
