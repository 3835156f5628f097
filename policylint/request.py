"""What a run is asked."""

from __future__ import annotations

import os

from policylint.config import Ledgers
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from policylint.baseline import Known
    from policylint.config import Config

STDIN = "<stdin>"
"""What standard input is called where nobody says what it stands for."""


class Request(NamedTuple):
    """What a run is asked. `unknown` overrides what "cannot tell" costs; `moments` () means the usual ones."""

    as_of: str
    moments: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    unknown: str | None = None
    fail_on: str = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow_empty: bool = False
    roots: tuple[str, ...] = ()
    """Folders beside the project that references may lead into."""
    exclude: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    """Folders of advisories beside those that policylint brings."""
    fold: bool = True
    """Whether all that a document of another format does not say is one finding."""
    once: bool = True
    """Whether what a rule finds at several moments in one place is one finding, whatever the use."""
    waivers: str | None = None
    """The waiver file."""
    approvers: tuple[str, ...] = ()
    """Who may approve waivers; empty: anybody but the owner."""
    baseline: Known | None = None
    """The findings that are known, and not reported."""
    keep: bool = False
    """Whether the report brings a dossier: memory then grows with the number of sheets."""
    duties: bool = True
    """Whether the report says what must be done where the answer is yes: memory then grows with what that is."""
    config: str | None = None
    """The config that is in force, for the dossier to name."""
    ledgers: Ledgers = Ledgers()
    jobs: int = 1
    """How many processes may judge at once."""

    @classmethod
    def under(cls, config: Config, as_of: str) -> Request:
        """What is asked where a config is in force: it says where to look."""
        return cls(
            as_of,
            roots=config.roots,
            exclude=config.exclude,
            advisories=config.advisories,
            waivers=config.waivers,
            approvers=config.approvers,
            config=config.path,
            ledgers=config.ledgers,
        )

    @property
    def waiver_file(self) -> str | None:
        """The waiver file; None where there is none yet."""
        there = self.waivers is not None and os.path.lexists(self.waivers)
        return self.waivers if there else None

    @property
    def excuses(self) -> bool:
        """Whether something may be excused: by a waiver file or a baseline."""
        return self.baseline is not None or self.waiver_file is not None
