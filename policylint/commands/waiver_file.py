"""The waiver file that a config names."""

from __future__ import annotations

import os

from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from policylint.config import Config


def waiver_file(settings: Config) -> str:
    """The waiver file of the config. Raises PolicylintError where it names none."""
    if settings.waivers is None:
        raise PolicylintError(
            "the config names no waiver file: `waivers: {file: …}`; `policylint waiver new` makes one"
        )
    if not os.path.lexists(settings.waivers):
        raise PolicylintError(f"{settings.waivers}: there is no such file; `policylint waiver new` makes it")
    return settings.waivers
