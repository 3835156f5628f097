"""The policy that a command looks at: what the command line and the config say is in force."""

from __future__ import annotations

import os

from policylint import config as configs
from policylint.cache import plans
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.places import find

if TYPE_CHECKING:
    from policylint.policy.in_force import Policy


def config_in_force(path: str | None, *, no_config: bool, kept: str | None = None) -> configs.Config:
    """The config named, else the nearest one; the defaults without one. What was read is kept in the folder `kept`."""
    if no_config:
        return configs.Config()
    if path is not None and not os.path.isfile(path):
        raise PolicylintError(f"--config {path}: there is no such file")
    found = path or find(os.getcwd())
    return plans.config(found, kept) if found is not None else configs.Config()


def policy_in_force(policy: tuple[str, ...], path: str | None, *, no_config: bool) -> Policy:
    """The policy of the command line, else of the config."""
    from policylint.policy.load import load_policy  # noqa: PLC0415 - `check` takes plans from the cache

    return load_policy(config_in_force(path, no_config=no_config).settings(policy, os.getcwd()))
