"""The options of the commands about licences: `license resolve`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import Color, app, leave
from policylint.commands import license_resolve

licenses = typer.Typer(
    help="What licences say: which one a text means.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(licenses, name="license")


@licenses.command(name="resolve", help="Which licence a text means, if it means one; a version is never guessed.")
def resolve_command(
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="What somebody wrote, or - for one per line.")
    ] = None,
    *,
    output_format: Annotated[str, typer.Option("--format", help="text (default) or json, one object a line.")] = "text",
    color: Color = "auto",
) -> None:
    """Resolve texts."""
    leave(lambda: license_resolve.run(tuple(texts or ()), output_format, color))
