"""The options of the commands about where data comes from: `graph`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, ConfigFile, NoConfig, Policy, app, leave
from policylint.commands import graph


@app.command(name="graph", help="The lineage of a datasheet: what flows along each edge, and where it breaks.")
def graph_command(
    datasheet: Annotated[str, typer.Argument(help="A datasheet, or a file of another format.")],
    *,
    output_format: Annotated[str, typer.Option("--format", help="text, dot, mermaid or svg.")] = "text",
    policy: Policy = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Draw a lineage."""
    leave(lambda: graph.run(datasheet, output_format, tuple(policy or ()), as_of, config, no_config=no_config))
