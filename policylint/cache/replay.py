"""A check of files by their names that was made before, printed again where nothing changed: what a hook sees most.

It imports next to nothing, not even `typing`: whatever it does not know at once, it leaves to the check itself.
"""

from __future__ import annotations

import os
import sys
import time

from policylint.cache import files
from policylint.disk import Disk
from policylint.leads import Leads

TYPE_CHECKING = False  # as type checkers take it to be true: importing `typing` costs what starting Python does
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from policylint.leads import Question

_READ = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "GITHUB_WORKSPACE", "HOME", "XDG_CACHE_HOME")
"""What a check reads of the environment, beside `POLICYLINT_*`."""
_MOST = 256 * 1024
"""Characters that are worth keeping."""


class _AskedByNameError(LookupError):
    """A reference by a name, which only a walk over the project can answer."""


def kept(arguments: list[str]) -> tuple[str, int] | None:
    """What a call printed to standard output, and its exit code, if it was made before and nothing changed since."""
    try:
        file = _file(arguments)
        known = files.read(file) if file is not None else None
        if known is None:
            return None
        name, checked, roots, answers, text, code = known
        disk = Disk(Leads(frozenset(checked), roots, _by_name))
        return (text, code) if name == file and disk.answers(answers) else None
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _by_name(reference: str, origin: str) -> NoReturn:
    raise _AskedByNameError(reference, origin)


def keep(
    arguments: list[str], checked: list[str], roots: tuple[str, ...], answers: Mapping[Question, str],
    printed: tuple[str, int],
) -> None:  # fmt: skip
    """Keep what a call printed, with all that was asked of the disk for it. It must have said nothing else."""
    file, (text, code) = _file(arguments), printed
    if file is not None and len(text) <= _MOST:
        files.write(file, (file, checked, roots, dict(answers), text, code))


def folder() -> str | None:
    """Where things are kept between runs; None where there is no such place."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "policylint") if os.path.isabs(base) else None


def _file(arguments: list[str]) -> str | None:
    """The file of a call: another for every call, place, day, environment and policylint. None if none is kept."""
    plain = arguments[:1] == ["check"] and not {"-", "--no-cache"}.intersection(arguments)
    out, base = sys.stdout, folder()
    if not plain or base is None or out is None or out.isatty():
        return None
    environment = sorted(item for item in os.environ.items() if item[0] in _READ or item[0].startswith("POLICYLINT_"))
    day = time.strftime("%Y-%m-%d", time.gmtime())
    said = repr((arguments, os.getcwd(), day, environment, out.encoding, out.errors, sys.path))
    return os.path.join(base, "runs", files.digest(said.encode("utf-8", "surrogatepass"), files.code()).hex())
