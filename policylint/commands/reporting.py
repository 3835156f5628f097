"""How commands that judge print what they found, and the files that they write it to beside that."""

from __future__ import annotations

import os
from functools import cache

from policylint.commands.terminal import out, save, style_of
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.places import project_root
from policylint.reporters import FORMATS, FROM_THE_TOP, WITH_DOCUMENTS, WITH_DUTIES, render
from policylint.reporters.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from policylint.findings import Report
    from policylint.request import Request


def outputs_of(said: Iterable[str]) -> list[tuple[str, str]]:
    """The formats to write beside the printed one, each with its file."""
    pairs: list[tuple[str, str]] = []
    for one in said:
        name, equals, file = one.partition("=")
        if not equals or not file or name not in FORMATS:
            raise PolicylintError(f"--output takes FORMAT=FILE with a format of {', '.join(FORMATS)}, not `{one}`")
        if any(file == other for _, other in pairs):
            raise PolicylintError(f"--output {one}: this file is written already")
        pairs.append((name, file))
    return pairs


def as_shown(request: Request, form: str, outputs: Iterable[tuple[str, str]]) -> Request:
    """What is asked of a run whose report is written in these formats: to keep what one of them shows."""
    shown = {form, *(name for name, _ in outputs)}
    return request._replace(keep=not shown.isdisjoint(WITH_DOCUMENTS), duties=not shown.isdisjoint(WITH_DUTIES))


def refuse_to_overwrite(files: Iterable[str], checked: Iterable[str]) -> None:
    """Stop where a file to be written is one that is being checked. Raises PolicylintError."""
    read = {os.path.realpath(path) for path in checked}
    for file in files:
        if os.path.realpath(file) in read:
            raise PolicylintError(f"--output {file}: this file is being checked")


def print_report(report: Report, form: str, color: str, outputs: Iterable[tuple[str, str]], *, quiet: bool) -> str:
    """Print a report, unless it is clean and nobody wants to hear it; write the other formats first.

    Returns what was printed.
    """
    for name, file in outputs:
        save(file, render(_for(report, name), name, Style()))
    if quiet and report.exit_code == 0 and form == "text":
        return ""
    text = render(_for(report, form), form, style_of(color))
    out(text)
    return text


def _for(report: Report, name: str) -> Report:
    """A report with its paths as the readers of a format look for them."""
    if name not in FROM_THE_TOP:
        return report
    from policylint.reporters.paths import renamed  # noqa: PLC0415 - not for a text run

    return renamed(report, from_the_top(os.getcwd(), os.environ.get("GITHUB_WORKSPACE", "")))


def from_the_top(here: str, workspace: str) -> Callable[[str], str]:
    """How a path is called from the top of the repository: its git root, else the workspace of the build, else here.

    Links are followed, since no viewer does; a path outside stays whole, and what is no path stays as it is.
    """
    here = os.path.realpath(here)
    top = project_root(here)
    inside = os.path.realpath(workspace) if workspace else here
    if top == here and (here + os.sep).startswith(inside + os.sep):
        top = inside

    @cache
    def called(path: str) -> str:
        if path.startswith("<"):
            return path
        full = os.path.realpath(os.path.join(here, path))
        return os.path.relpath(full, top).replace(os.sep, "/") if full.startswith(top + os.sep) else full

    return called
