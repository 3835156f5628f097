"""The options of the commands about advisories: `advisory list`, `show` and `export`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import ConfigFile, NoConfig, app, leave
from policylint.commands import advisory

group = typer.Typer(help="What is publicly known to have happened to datasets.", no_args_is_help=True)
app.add_typer(group, name="advisory")


@group.command(name="list", help="Every advisory: its id, status, since when, and the dataset.")
def list_command(*, config: ConfigFile = None, no_config: NoConfig = False) -> None:
    """List the advisories."""
    leave(lambda: advisory.run_list(config, no_config=no_config))


@group.command(name="show", help="One advisory: what happened, what to do, and where it can be read.")
def show_command(
    advisory_id: Annotated[str, typer.Argument(metavar="ID", help="Such as ODA-2019-0001.")],
    *,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Show an advisory."""
    leave(lambda: advisory.run_show(advisory_id, config, no_config=no_config))


@group.command(name="export", help="The advisories in the OSV format, as JSON.")
def export_command(
    *,
    output_format: Annotated[str, typer.Option("--format", help="osv.")] = "osv",
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="DIR", help="One file each in DIR; default: a list, printed."),
    ] = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Export the advisories."""
    leave(lambda: advisory.run_export(output_format, output, config, no_config=no_config))
