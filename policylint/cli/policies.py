"""The options of the commands about policies: `explain`, `rules`, `schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import Color, ConfigFile, NoConfig, Policy, app, leave
from policylint.commands import explain, license_show, rules, schema
from policylint.licenses.catalog import spelled


@app.command(
    name="explain",
    help="Why a rule is there, an example that fails, one that passes, how to fix; or a licence's terms.",
)
def explain_command(
    rule: Annotated[str, typer.Argument(help="A rule's id, a rule file, or a licence's id.")], color: Color = "auto"
) -> None:
    """Explain a rule."""
    leave(lambda: license_show.run(rule, "text", color) if _names_a_license(rule) else explain.run(rule, color))


def _names_a_license(name: str) -> bool:
    """Whether a name is a licence's: a rule's has a slash, a rule file's an ending."""
    return "/" not in name and not name.endswith((".yaml", ".yml")) and spelled(name) is not None


@app.command(name="rules", help="Every rule in force: its severity, packs and moments.")
def rules_command(
    *,
    policy: Policy = None,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    color: Color = "auto",
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """List the rules."""
    leave(lambda: rules.run(tuple(policy or ()), output_format, color, config, no_config=no_config))


@app.command(name="schema", help="Print a published schema.")
def schema_command(name: Annotated[str, typer.Argument(help="datasheet, use, waivers, config or report.")]) -> None:
    """Print a schema."""
    leave(lambda: schema.run(name))
