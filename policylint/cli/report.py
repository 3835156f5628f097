"""The options of `report`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, ConfigFile, NoConfig, Policy, app, leave


@app.command(name="report", help="Write one self-contained page about every datasheet and use declaration under PATH.")
def report_command(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")] = None,
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The page to write; - for standard output.")
    ],
    policy: Policy = None,
    use: Annotated[
        list[str] | None, typer.Option("--use", help="Judge every datasheet for this use as well; repeatable.")
    ] = None,
    moment: Annotated[list[str] | None, typer.Option("--moment", help="create, consume or audit; repeatable.")] = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Collect the options."""
    from policylint.commands import report  # noqa: PLC0415 - this command alone needs it
    from policylint.commands.judging import Asked  # noqa: PLC0415 - as above

    asked = Asked(
        tuple(paths or (".",)), tuple(policy or ()), tuple(use or ()), tuple(moment or ()), as_of, config,
        no_config=no_config,
    )  # fmt: skip
    leave(lambda: report.run(asked, output))
