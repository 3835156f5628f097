"""The options of the commands about policies: `explain`, `rules`, `schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import Color, ConfigFile, NoConfig, Policy, app, leave
from policylint.commands import explain, rules, schema


@app.command(name="explain", help="Why a rule is there, an example that fails, one that passes, how to fix.")
def explain_command(
    rule: Annotated[str, typer.Argument(help="A rule's id, or a rule file.")], color: Color = "auto"
) -> None:
    """Explain a rule."""
    leave(lambda: explain.run(rule, color))


@app.command(name="rules", help="Every rule in force: its severity, packs and moments.")
def rules_command(
    *,
    policy: Policy = None,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    color: Color = "auto",
    config: ConfigFile = None,
    no_config: NoConfig = False,
    analyse: Annotated[
        bool,
        typer.Option("--analyse", help="Find rules that never apply, never fail, are implied or contradict another."),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List what --analyse could not decide.")] = False,
) -> None:
    """List the rules, or analyse them."""
    leave(
        lambda: rules.run(
            tuple(policy or ()), output_format, color, config, no_config=no_config, analyse=analyse, verbose=verbose
        )
    )


@app.command(name="schema", help="Print a published schema.")
def schema_command(name: Annotated[str, typer.Argument(help="datasheet, use, waivers, config or report.")]) -> None:
    """Print a schema."""
    leave(lambda: schema.run(name))
