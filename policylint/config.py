"""What a config says."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.in_force import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    from policylint.findings import Span


class Ledgers(NamedTuple):
    """How ledgers are read: by which engine, where the private ones are, and one that is named by hand.

    Paths in `private`, which is by dataset, count from the folder `base`. `waiting` shows something while one is read.
    """

    engine: str = "duckdb"
    memory: str | None = None
    threads: int | None = None
    master: str | None = None
    private: tuple[tuple[str, dict[str, Any]], ...] = ()
    base: str = "."
    given: str | None = None
    show_ids: bool = False
    waiting: Callable[[str], AbstractContextManager[None]] | None = None


class Config(NamedTuple):
    """What a config says; paths in it are relative to its own folder (`base`)."""

    path: str | None = None
    base: str = "."
    policy: tuple[str, ...] = ("core",)
    parameters: tuple[tuple[str, Any], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    unknown: str | None = None
    exclude: tuple[str, ...] = ()
    places: tuple[tuple[str, Span], ...] = ()
    roots: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    waivers: str | None = None
    """The waiver file."""
    approvers: tuple[str, ...] = ()
    """Who may approve waivers; empty: anybody but the owner."""
    ledgers: Ledgers = Ledgers()

    def settings(self, policies: tuple[str, ...], working_directory: str) -> Settings:
        """What to load: the policies of the command line (from the working directory), else the config's."""
        named, base = (policies, working_directory) if policies else (self.policy, self.base)
        return Settings(named, self.parameters, self.severity, base, self.path or "", self.places)
