"""A check as other commands and the Python API make one: the config found, the policy loaded, the files judged."""

from __future__ import annotations

import os

from policylint.cache import plans, replay
from policylint.commands.policy import config_in_force
from policylint.commands.terminal import day
from policylint.discover import discover
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.pipeline import check
from policylint.request import Request

if TYPE_CHECKING:
    from typing import Any

    from policylint.baseline import Known
    from policylint.config import Config
    from policylint.findings import Report
    from policylint.policy.in_force import Policy


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


class Judged(NamedTuple):
    """A check that was made, and what it was made with. `notes` are on files that are nothing we know."""

    settings: Config
    policy: Policy
    report: Report
    notes: list[str]

    @property
    def rules(self) -> dict[str, dict[str, Any]]:
        """The plans of the rules in force, by id."""
        return {plan["id"]: plan for plan in self.policy.rules}


def settings_of(asked: Asked) -> Config:
    """The config in force."""
    return config_in_force(asked.config, no_config=asked.no_config)


def judged(asked: Asked) -> Judged:
    """The check that is asked for. Raises PolicylintError for a wrong call."""
    return _judged(asked, {})


def judged_one_by_one(asked: Asked, baseline: Known | None = None) -> Judged:
    """The same with every finding by itself: none is folded, or said once for two. Raises as `judged` does."""
    return _judged(asked, {"fold": False, "once": False, "baseline": baseline})


def _judged(asked: Asked, otherwise: dict[str, Any]) -> Judged:
    for use in asked.use:
        if not os.path.lexists(use):
            raise PolicylintError(f"use {use}: there is no such file")
    settings = settings_of(asked)
    policy = plans.policy(settings.settings(asked.policy, os.getcwd()), replay.folder())
    request = Request.under(settings, day(asked.as_of))._replace(
        moments=asked.moment, uses=asked.use, unknown=settings.unknown, keep=asked.keep, **otherwise
    )
    files = discover(asked.paths, settings.exclude, settings.base)
    return Judged(settings, policy, *check(files, policy, request, asked.stdin))
