"""`policylint report`: one page for those who answer for datasets, from the same run as `check`."""

from __future__ import annotations

import os
from typing import NamedTuple

from policylint import cache
from policylint.commands.policy import config_in_force
from policylint.commands.reporting import plans_folder, refuse_to_overwrite
from policylint.commands.terminal import complain, day, note, out, save
from policylint.discover import discover
from policylint.errors import PolicylintError
from policylint.pipeline import Request, check
from policylint.reporters import render
from policylint.reporters.style import Style
from policylint.reporters.text import summary

MOMENTS = ("create", "consume", "audit")
STDOUT = "-"


class Options(NamedTuple):
    """The options of `report`."""

    output: str
    paths: tuple[str, ...] = (".",)
    policy: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    moment: tuple[str, ...] = ()
    as_of: str | None = None
    config: str | None = None
    no_config: bool = False


def run(options: Options) -> int:
    """Check, write the page whatever was found, and return the exit code of the check."""
    _refuse_wrong_words(options)
    settings = config_in_force(options.config, no_config=options.no_config)
    request = Request.under(settings, day(options.as_of))._replace(
        moments=options.moment, uses=options.use, unknown=settings.unknown, keep=True
    )
    policy = cache.policy(settings.settings(options.policy, os.getcwd()), plans_folder())
    files = discover(options.paths, settings.exclude, settings.base)
    if options.output != STDOUT:
        refuse_to_overwrite([options.output], [*(found.path for found in files), *options.use])
    report, notes = check(files, policy, request)
    for text in notes:
        note(text)
    page = render(report, "html", Style())
    if options.output == STDOUT:
        out(page)
    else:
        save(options.output, page)
        complain(f"{options.output}: {summary(report, Style(width=1000))}")
    return report.exit_code


def _refuse_wrong_words(options: Options) -> None:
    for moment in options.moment:
        if moment not in MOMENTS:
            raise PolicylintError(f"--moment is one of {', '.join(MOMENTS)}, not `{moment}`")
    for use in options.use:
        if not os.path.lexists(use):
            raise PolicylintError(f"--use {use}: there is no such file")
