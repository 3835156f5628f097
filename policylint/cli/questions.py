"""The options of the commands that ask and answer: `ask` and `can`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, ConfigFile, NoConfig, Policy, app, leave
from policylint.commands import ask, can


@app.command(name="ask", help="The questions that a datasheet leaves open: who must answer what, most decisive first.")
def ask_command(
    datasheet: Annotated[str, typer.Argument(help="A datasheet, or a file of another format.")],
    *,
    policy: Policy = None,
    use: Annotated[
        list[str] | None, typer.Option("--use", help="Ask what this use waits for as well; repeatable.")
    ] = None,
    output_format: Annotated[str, typer.Option("--format", help="text, markdown or json.")] = "text",
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Ask what is open."""
    given = (tuple(policy or ()), tuple(use or ()), as_of, config)
    leave(lambda: ask.run(datasheet, output_format, *given, no_config=no_config))


@app.command(name="can", help="May I? For each dataset of a use: yes (0), no (1) or cannot tell (5), and why.")
def can_command(
    use: Annotated[str, typer.Argument(help="A use declaration.")],
    datasheets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DATASHEET]...", help="Datasheets to ask about; default: what the use lists."),
    ] = None,
    *,
    policy: Policy = None,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Answer for a use."""
    given = (tuple(policy or ()), as_of, config)
    leave(lambda: can.run(use, tuple(datasheets or ()), output_format, *given, no_config=no_config))
