"""A check as other commands and the Python API make one: the config found, the policy loaded, the files judged."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from policylint import cache
from policylint.commands.policy import config_in_force
from policylint.commands.reporting import plans_folder
from policylint.commands.terminal import day
from policylint.discover import discover
from policylint.errors import PolicylintError
from policylint.pipeline import Request, check

if TYPE_CHECKING:
    from policylint.findings import Report


class Asked(NamedTuple):
    """What is to be judged, and how. `stdin` is a document that is no file: its name and its bytes."""

    paths: tuple[str, ...] = (".",)
    policy: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    moment: tuple[str, ...] = ()
    as_of: str | None = None
    config: str | None = None
    no_config: bool = False
    stdin: tuple[str, bytes] | None = None
    keep: bool = False
    """Whether the report is to bring the documents, for a page."""


def judged(asked: Asked) -> tuple[Report, list[str]]:
    """The report, and notes on files that are nothing we know. Raises PolicylintError for a wrong call."""
    for use in asked.use:
        if not os.path.lexists(use):
            raise PolicylintError(f"use {use}: there is no such file")
    settings = config_in_force(asked.config, no_config=asked.no_config)
    policy = cache.policy(settings.settings(asked.policy, os.getcwd()), plans_folder())
    request = Request.under(settings, day(asked.as_of))._replace(
        moments=asked.moment, uses=asked.use, unknown=settings.unknown, keep=asked.keep
    )
    return check(discover(asked.paths, settings.exclude, settings.base), policy, request, asked.stdin)
