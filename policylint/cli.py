"""The command line as a person meets it: help, completion, every option. Commands do the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from policylint import __version__
from policylint.commands import check, explain, rules, schema

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="policylint",
    help="Fails the build when a dataset is published or used in a way that its licences, or its people, do not allow.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Policy = Annotated[list[str] | None, typer.Option("--policy", help="Pack, pack file, rule file or folder; repeatable.")]
Color = Annotated[str, typer.Option("--color", help="auto, always or never.")]
ConfigFile = Annotated[str | None, typer.Option("--config", help="The config file; default: the nearest one.")]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Read no config.")]
DEFAULTS = check.Options()


def run_cli(arguments: list[str]) -> int:
    """Run the whole command line; returns the exit code."""
    try:
        app(arguments, prog_name="policylint")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


def _leave(run: Callable[[], int]) -> None:
    """Run a command and leave with its exit code."""
    try:
        code = run()
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)


def _version(asked: bool) -> None:  # noqa: FBT001 - a callback's signature
    if asked:
        typer.echo(f"policylint {__version__}")
        raise typer.Exit


@app.callback()
def options_of_all(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""


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
    output_format: Annotated[str | None, typer.Option("--format", help="text (default), concise or json.")] = None,
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="FORMAT=FILE", help="Write another format too; repeatable.")
    ] = None,
    fail_on: Annotated[str | None, typer.Option("--fail-on", help="error (default), warning, info or never.")] = None,
    unknown: Annotated[
        str | None, typer.Option("--unknown", help='What "cannot tell" costs: error, warning or ignore.')
    ] = None,
    moment: Annotated[list[str] | None, typer.Option("--moment", help="create, consume or audit; repeatable.")] = None,
    select: Annotated[list[str] | None, typer.Option("--select", help="Only these rules or areas; repeatable.")] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Without these rules or areas; repeatable.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Judge as of that day; default: today.")
    ] = None,
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
    color: Annotated[str | None, typer.Option("--color", help="auto (default), always or never.")] = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep compiled policies.")] = False,
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
        color=color,
        config=config,
        no_config=no_config,
        no_cache=no_cache,
        quiet=quiet,
        verbose=verbose,
    )
    _leave(lambda: check.run(options))


@app.command(name="explain", help="Why a rule is there, an example that fails, one that passes, how to fix.")
def explain_command(
    rule: Annotated[str, typer.Argument(help="A rule's id, or a rule file.")], color: Color = "auto"
) -> None:
    """Explain a rule."""
    _leave(lambda: explain.run(rule, color))


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
    _leave(lambda: rules.run(tuple(policy or ()), output_format, color, config, no_config=no_config))


@app.command(name="schema", help="Print a published schema.")
def schema_command(name: Annotated[str, typer.Argument(help="datasheet, use, waivers, config or report.")]) -> None:
    """Print a schema."""
    _leave(lambda: schema.run(name))
