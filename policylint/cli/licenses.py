"""The options of the commands about licences: `license combine`, `license resolve`, `license show`, `notice`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import Color, app, leave
from policylint.commands import license_combine, license_resolve, license_show, notice

licenses = typer.Typer(
    help="What licences say, alone and together, and which one a text means.",
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


@licenses.command(name="show", help="What a licence permits, forbids and asks for, who read it and where it says so.")
def show_command(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A licence's id, such as CC-BY-4.0.")],
    *,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    color: Color = "auto",
) -> None:
    """Show a licence."""
    leave(lambda: license_show.run(identifier, output_format, color))


@licenses.command(name="combine", help="Whether works under these licences may be used together, and what comes of it.")
def combine_command(
    expressions: Annotated[list[str], typer.Argument(help="Licence expressions, one for each work.")],
    *,
    kind: Annotated[str, typer.Option("--as", help="adaptation, collection, training or evaluation.")] = "adaptation",
    reading: Annotated[
        str,
        typer.Option("--reading", help="What the law leaves open: conservative, legal_minimum or strict_deny."),
    ] = "conservative",
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    color: Color = "auto",
) -> None:
    """Combine licences."""
    leave(lambda: license_combine.run(tuple(expressions), kind, reading, output_format, color))


@app.command(name="notice", help="The attributions that the licences ask for, ready to ship.")
def notice_command(
    paths: Annotated[list[str] | None, typer.Argument(help="Files or folders; default: this one.")] = None,
    *,
    output: Annotated[str | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    output_format: Annotated[str, typer.Option("--format", help="text or markdown.")] = "text",
) -> None:
    """Write the notice."""
    leave(lambda: notice.run(tuple(paths or (".",)), output, output_format))
