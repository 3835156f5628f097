"""The command line as a person meets it: help, completion, every option. Commands do the work.

Each file of this folder declares the options of a group of commands; what is shared stands in `common.py`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from policylint import __version__
from policylint.cli import (
    advisories,
    audit,
    check,
    formats,
    init,
    ledger,
    licenses,
    lineage,
    policies,
    questions,
    report,
    surroundings,
    waivers,
)
from policylint.cli.common import app

__all__ = [
    "advisories", "audit", "check", "formats", "init", "ledger", "licenses", "lineage", "policies", "questions",
    "report", "run_cli", "surroundings", "waivers",
]  # fmt: skip


def run_cli(arguments: list[str]) -> int:
    """Run the whole command line; returns the exit code."""
    try:
        app(arguments, prog_name="policylint")
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            raise leaving.__context__ from None  # which is no finding, as click's exit code would say
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


def _version(asked: bool) -> None:  # noqa: FBT001 - a callback's signature
    if asked:
        typer.echo(f"policylint {__version__}")
        raise typer.Exit


@app.callback()
def options_of_all(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""
