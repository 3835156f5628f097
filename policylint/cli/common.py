"""What the commands' options share: the app, options that several commands take, and how a command ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Judge as of that day; default: today.")]
Outputs = Annotated[
    list[str] | None, typer.Option("--output", metavar="FORMAT=FILE", help="Write another format too; repeatable.")
]
Color = Annotated[str, typer.Option("--color", help="auto, always or never.")]
ConfigFile = Annotated[str | None, typer.Option("--config", help="The config file; default: the nearest one.")]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Read no config.")]


def leave(run: Callable[[], int]) -> None:
    """Run a command and leave with its exit code."""
    try:
        code = run()
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)
