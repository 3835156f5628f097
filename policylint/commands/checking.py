"""A whole check as other commands need it: for what waivers and baselines are made from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint import cache
from policylint.commands.policy import config_in_force
from policylint.commands.reporting import plans_folder
from policylint.commands.terminal import day
from policylint.discover import discover
from policylint.errors import PolicylintError
from policylint.pipeline import Request, check

if TYPE_CHECKING:
    from policylint.baseline import Known
    from policylint.config import Config
    from policylint.findings import Report
    from policylint.policy.in_force import Policy


class Asked(NamedTuple):
    """What is to be checked, as the command line gives it."""

    paths: tuple[str, ...] = (".",)
    policy: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    as_of: str | None = None
    config: str | None = None
    no_config: bool = False


class Whole(NamedTuple):
    """A check that was made, and what it was made with."""

    settings: Config
    policy: Policy
    request: Request
    report: Report

    @property
    def rules(self) -> dict[str, dict[str, Any]]:
        """The plans of the rules in force, by id."""
        return {plan["id"]: plan for plan in self.policy.rules}


def waiver_file(settings: Config) -> str:
    """The waiver file of the config. Raises PolicylintError where it names none."""
    if settings.waivers is None:
        raise PolicylintError(
            "the config names no waiver file: `waivers: {file: …}`; `policylint waiver new` makes one"
        )
    if not os.path.lexists(settings.waivers):
        raise PolicylintError(f"{settings.waivers}: there is no such file; `policylint waiver new` makes it")
    return settings.waivers


def settings_of(asked: Asked) -> Config:
    """The config in force."""
    return config_in_force(asked.config, no_config=asked.no_config)


def whole_check(asked: Asked, settings: Config, baseline: Known | None = None) -> Whole:
    """Check the paths, every finding by itself: nothing is folded or said once for two. Raises PolicylintError."""
    for use in asked.use:
        if not os.path.lexists(use):
            raise PolicylintError(f"--use {use}: there is no such file")
    policy = cache.policy(settings.settings(asked.policy, os.getcwd()), plans_folder())
    request = Request.under(settings, day(asked.as_of))._replace(
        uses=asked.use, unknown=settings.unknown, fold=False, once=False, baseline=baseline
    )
    files = discover(asked.paths, settings.exclude, settings.base)
    return Whole(settings, policy, request, check(files, policy, request)[0])
