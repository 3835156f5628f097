"""The options of `check`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, ConfigFile, NoConfig, Outputs, Policy, app, leave
from policylint.commands import check

DEFAULTS = check.Options()
FORMATS = f"One of {', '.join(check.CHOICES['format'])}; default: {check.CHOICES['format'][0]}."


@app.command(name="check", help="Check every datasheet and use declaration under PATH.")
def check_command(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders, or - for standard input.")
    ] = None,
    *,
    policy: Policy = None,
    use: Annotated[
        list[str] | None, typer.Option("--use", help="Judge every datasheet for this use as well; repeatable.")
    ] = None,
    output_format: Annotated[str | None, typer.Option("--format", help=FORMATS)] = None,
    output: Outputs = None,
    fail_on: Annotated[str | None, typer.Option("--fail-on", help="error (default), warning, info or never.")] = None,
    unknown: Annotated[
        str | None, typer.Option("--unknown", help='What "cannot tell" costs: error, warning or ignore.')
    ] = None,
    moment: Annotated[list[str] | None, typer.Option("--moment", help="create, consume or audit; repeatable.")] = None,
    select: Annotated[list[str] | None, typer.Option("--select", help="Only these rules or areas; repeatable.")] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Without these rules or areas; repeatable.")
    ] = None,
    as_of: AsOf = None,
    show_ids: Annotated[
        bool, typer.Option("--show-ids", help="Print subject ids, which are hidden otherwise.")
    ] = False,
    files_from: Annotated[
        str | None, typer.Option("--files-from", metavar="FILE", help="One path a line; - for standard input.")
    ] = None,
    stdin_filename: Annotated[
        str | None, typer.Option("--stdin-filename", help="What standard input is called.")
    ] = None,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Exclude named files too, as a walk would.")
    ] = False,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Exit with 0 when nothing was checked.")] = False,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Report only findings that are not in it.")
    ] = None,
    jobs: Annotated[
        str | None, typer.Option("--jobs", metavar="N", help="How many processes judge; default: one for each core.")
    ] = None,
    color: Annotated[str | None, typer.Option("--color", help="auto (default), always or never.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Apply safe fixes first: spelling of ids and dates.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and exit with 1 if anything.")
    ] = False,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep anything between runs.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing when all is well.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on standard error.")] = False,
) -> None:
    """Collect the options."""
    options = check.Options(
        paths=tuple(paths or DEFAULTS.paths),
        policy=tuple(policy or ()),
        use=tuple(use or ()),
        format=output_format,
        output=tuple(output or ()),
        fail_on=fail_on,
        unknown=unknown,
        moment=tuple(moment or ()),
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        as_of=as_of,
        show_ids=show_ids,
        files_from=files_from,
        stdin_filename=stdin_filename,
        force_exclude=force_exclude,
        allow_empty=allow_empty,
        baseline=baseline,
        jobs=jobs,
        color=color,
        fix=fix,
        diff=diff,
        config=config,
        no_config=no_config,
        no_cache=no_cache,
        quiet=quiet,
        verbose=verbose,
    )
    leave(lambda: check.run(options))
