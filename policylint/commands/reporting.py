"""How commands that judge print what they found, and the files that they write it to beside that."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from policylint.commands.terminal import out, save, style_of
from policylint.errors import PolicylintError
from policylint.reporters import FORMATS, render
from policylint.reporters.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policylint.findings import Report


def outputs_of(said: Iterable[str]) -> list[tuple[str, str]]:
    """The formats to write beside the printed one, each with its file."""
    pairs = []
    for one in said:
        name, equals, file = one.partition("=")
        if not equals or not file or name not in FORMATS:
            raise PolicylintError(f"--output takes FORMAT=FILE with a format of {', '.join(FORMATS)}, not `{one}`")
        pairs.append((name, file))
    return pairs


def plans_folder() -> str | None:
    """Where compiled policies are kept between runs; None where there is no such place."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "policylint") if os.path.isabs(base) else None


def print_report(report: Report, form: str, color: str, outputs: Iterable[tuple[str, str]], *, quiet: bool) -> None:
    """Print a report, unless it is clean and nobody wants to hear it; write the other formats first."""
    for name, file in outputs:
        save(file, render(report, name, Style()))
    if not (quiet and report.exit_code == 0 and form == "text"):
        out(render(report, form, style_of(color)))
