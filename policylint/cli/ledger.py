"""The options of `ledger`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, Color, ConfigFile, NoConfig, Outputs, Policy, app, leave
from policylint.commands import ledger


@app.command(name="ledger", help="Judge the rows of a ledger alone, and a datasheet's claims by them.")
def ledger_command(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="CSV or Parquet: a file, a folder or a pattern; or a table of Spark.")
    ],
    *,
    datasheet: Annotated[str, typer.Option("--datasheet", metavar="FILE", help="The datasheet that it belongs to.")],
    use: Annotated[
        list[str] | None, typer.Option("--use", help="Judge the rows for this use as well; repeatable.")
    ] = None,
    policy: Policy = None,
    engine: Annotated[str, typer.Option("--engine", help="duckdb or spark.")] = "duckdb",
    spark_master: Annotated[
        str | None, typer.Option("--spark-master", metavar="URL", help="A Spark master; default: this machine.")
    ] = None,
    memory: Annotated[
        str | None, typer.Option("--memory", help="What the engine may take, such as 300MB; the rest goes to disk.")
    ] = None,
    threads: Annotated[int | None, typer.Option("--threads", help="How many threads; default: all.")] = None,
    output_format: Annotated[str, typer.Option("--format", help="As `check` has them.")] = "text",
    output: Outputs = None,
    fail_on: Annotated[str, typer.Option("--fail-on", help="error, warning, info or never.")] = "error",
    unknown: Annotated[
        str | None, typer.Option("--unknown", help='What "cannot tell" costs: error, warning or ignore.')
    ] = None,
    moment: Annotated[list[str] | None, typer.Option("--moment", help="create, consume or audit; repeatable.")] = None,
    as_of: AsOf = None,
    show_ids: Annotated[
        bool, typer.Option("--show-ids", help="Print subject ids, which are hidden otherwise.")
    ] = False,
    color: Color = "auto",
    config: ConfigFile = None,
    no_config: NoConfig = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing when all is well.")] = False,
) -> None:
    """Judge a ledger."""
    options = ledger.Options(
        file, datasheet, tuple(use or ()), tuple(policy or ()), engine, spark_master, memory, threads, output_format,
        tuple(output or ()), fail_on, unknown, tuple(moment or ()), as_of, show_ids, color, config, no_config, quiet,
    )  # fmt: skip
    leave(lambda: ledger.run(options))
