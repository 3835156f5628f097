"""The options of `init`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import app, leave
from policylint.commands import init


@app.command(name="init", help="Write a first datasheet from what is already there, asking only what no file says.")
def init_command(
    folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="The dataset's folder.")] = ".",
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: what no file says stays unknown.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be written; write nothing.")] = False,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Draft from this card or metadata file.")
    ] = None,
    hook: Annotated[bool, typer.Option("--hook", help="Add the hook to .pre-commit-config.yaml.")] = False,
    workflow: Annotated[bool, typer.Option("--workflow", help="Write a GitHub workflow that checks.")] = False,
) -> None:
    """Collect the options."""
    options = init.Options(folder, yes=yes, dry_run=dry_run, source=source, hook=hook, workflow=workflow)
    leave(lambda: init.run(options))
