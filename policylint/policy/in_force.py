"""What policy is asked for, and what is in force: plain values, cheap to import."""

from __future__ import annotations

from typing import Any, NamedTuple

NO_SILENCE = "\0"
"""In a plan, marks a path whose absence means nothing: a plan is JSON, so it is a text that no value can be."""


class Settings(NamedTuple):
    """What the config and the command line say about policies; `origin` is the config's path, for messages."""

    policies: tuple[str, ...] = ("core",)
    parameters: tuple[tuple[str, Any], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    base: str = "."
    origin: str = ""


class Policy(NamedTuple):
    """The packs in force, as data: what a cached plan holds."""

    packs: tuple[str, ...]
    rules: tuple[dict[str, Any], ...]
    digest: str
    files: tuple[str, ...]
    membership: dict[str, tuple[str, ...]]
