"""The options of the commands about formats: `convert`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import app, leave
from policylint.commands import convert


@app.command(name="convert", help="A datasheet in another format, and what that format could not hold.")
def convert_command(
    file: Annotated[str, typer.Argument(help="A datasheet, or a file of another format.")],
    *,
    to: Annotated[str, typer.Option("--to", help="datasheet, croissant, card, frictionless or spdx.")],
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Write to this file; default: standard output.")
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="README.md", help="With --to card: the README to put it into.")
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", help="How to say what was lost: text (to standard error) or json.")
    ] = "text",
) -> None:
    """Convert."""
    leave(lambda: convert.run(convert.Options(file, to, output, base, output_format)))
