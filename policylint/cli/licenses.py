"""The options of the commands about licences: `license show`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import Color, app, leave
from policylint.commands import license_show

licenses = typer.Typer(
    help="What licences say.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(licenses, name="license")


@licenses.command(name="show", help="What a licence permits, forbids and asks for, who read it and where it says so.")
def show_command(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A licence's id, such as CC-BY-4.0.")],
    *,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    color: Color = "auto",
) -> None:
    """Show a licence."""
    leave(lambda: license_show.run(identifier, output_format, color))
