"""The options of the commands about what surrounds a run: `badge` and `completions`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from typer._completion_shared import get_completion_script

from policylint.cli.common import AsOf, ConfigFile, NoConfig, Policy, app, leave
from policylint.commands import badge
from policylint.commands.judging import Asked

DEFAULTS = badge.Options()


class Shell(StrEnum):
    """The shells that completions are written for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


@app.command(name="badge", help="What `check` says, as a badge for a README: JSON for shields, or SVG.")
def badge_command(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")] = None,
    *,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Write to this file, .json or .svg; default: standard output.")
    ] = None,
    output_format: Annotated[
        str | None, typer.Option("--format", help="json or svg; default: by the file's ending, else json.")
    ] = None,
    label: Annotated[str, typer.Option("--label", help="The left half.")] = DEFAULTS.label,
    policy: Policy = None,
    use: Annotated[
        list[str] | None, typer.Option("--use", help="Judge every datasheet for this use as well; repeatable.")
    ] = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Write a badge."""
    asked = Asked(
        tuple(paths or (".",)), tuple(policy or ()), tuple(use or ()), as_of=as_of, config=config, no_config=no_config
    )
    leave(lambda: badge.run(badge.Options(asked, output, output_format, label)))


@app.command(name="completions", help="What a shell needs in order to complete commands and options, to be sourced.")
def completions_command(shell: Annotated[Shell, typer.Argument(help="The shell.")]) -> None:
    """Print the script of a shell."""
    typer.echo(get_completion_script(prog_name="policylint", complete_var="_POLICYLINT_COMPLETE", shell=shell.value))
