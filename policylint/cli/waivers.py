"""The options of the commands that excuse: `waiver new`, `waiver list`, `waiver prune` and `baseline write`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, ConfigFile, NoConfig, Policy, app, leave
from policylint.commands import baseline_write, waiver_list, waiver_new, waiver_prune
from policylint.commands.judging import Asked

Paths = Annotated[
    list[str] | None, typer.Argument(metavar="[PATH]...", help="What to check for it; default: this folder.")
]
Uses = Annotated[
    list[str] | None, typer.Option("--use", help="Judge every datasheet for this use as well; repeatable.")
]

waiver_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(waiver_app, name="waiver", help="Exceptions that somebody answers for, until a day.")
baseline_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(baseline_app, name="baseline", help="Start from what is: a check with it speaks of new findings alone.")


def _asked(
    paths: list[str] | None, policy: list[str] | None, use: list[str] | None, as_of: str | None, config: str | None,
    no_config: bool,  # noqa: FBT001 - handed on
) -> Asked:  # fmt: skip
    return Asked(
        tuple(paths or (".",)), tuple(policy or ()), tuple(use or ()), as_of=as_of, config=config, no_config=no_config
    )


@waiver_app.command(
    name="new", help="Write what a waiver of a finding has to say; people fill in who, why, until when."
)
def new_command(
    name: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule's id, or the fingerprint of one finding (its first digits).")
    ],
    paths: Paths = None,
    *,
    policy: Policy = None,
    use: Uses = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Draft waivers."""
    leave(lambda: waiver_new.run(name, _asked(paths, policy, use, as_of, config, no_config)))


@waiver_app.command(name="list", help="Every waiver, and what it is worth today.")
def list_command(
    paths: Paths = None,
    *,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    ics: Annotated[bool, typer.Option("--ics", help="Print a calendar of the days on which they end.")] = False,
    policy: Policy = None,
    use: Uses = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """List waivers."""
    leave(lambda: waiver_list.run(_asked(paths, policy, use, as_of, config, no_config), output_format, ics=ics))


@waiver_app.command(name="prune", help="Take expired, unused and void waivers out of the waiver file.")
def prune_command(
    paths: Paths = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say which, and write nothing.")] = False,
    policy: Policy = None,
    use: Uses = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Clean up."""
    leave(lambda: waiver_prune.run(_asked(paths, policy, use, as_of, config, no_config), dry_run=dry_run))


@baseline_app.command(name="write", help="Write the findings there are, or what is left of those that were.")
def write_command(
    paths: Paths = None,
    *,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="Default: .policylint-baseline.json.")
    ] = None,
    accept_new: Annotated[
        bool, typer.Option("--accept-new", help="Let findings in that came after the first baseline.")
    ] = False,
    include_privacy: Annotated[
        bool, typer.Option("--include-privacy", help="Let findings of rules that protect people in.")
    ] = False,
    policy: Policy = None,
    use: Uses = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Write a baseline."""
    asked = _asked(paths, policy, use, as_of, config, no_config)
    leave(lambda: baseline_write.run(asked, output, include_privacy=include_privacy, accept_new=accept_new))
