"""What policy is asked for, and what is in force: plain values, cheap to import."""

from __future__ import annotations

import os

from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from policylint.findings import Span

NO_SILENCE = "\0"
"""In a plan, marks a path whose absence means nothing: a plan is JSON, so it is a text that no value can be."""


RECORDS = ["Datasheet", "records"]
"""In a plan, the fact that a rule on the rows of a ledger ranges over."""


def is_path(spec: str) -> bool:
    """Whether what names a policy is a path, not a pack's name.

    >>> is_path("core"), is_path("./core"), is_path("core.yaml")
    (False, True, True)
    """
    return "/" in spec or os.sep in spec or spec.startswith(".") or spec.endswith((".yaml", ".yml"))


class Settings(NamedTuple):
    """What the config and the command line say about policies.

    `origin` is the config's path and `places` where each parameter and severity
    stands in it (`severity consent/not-expired` → span): a mistake is shown there.
    """

    policies: tuple[str, ...] = ("core",)
    parameters: tuple[tuple[str, Any], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    base: str = "."
    origin: str = ""
    places: tuple[tuple[str, Span], ...] = ()


class Policy(NamedTuple):
    """The packs in force, as data: what a cached plan holds."""

    packs: tuple[str, ...]
    rules: tuple[dict[str, Any], ...]
    digest: str
    files: tuple[str, ...]
    membership: dict[str, tuple[str, ...]]
    extensions: dict[str, Any] = {}  # noqa: RUF012 - a default that nobody changes
    """The types of extensions that the policy folders describe, by name."""
    watched: tuple[str, ...] = ()
    """Folders and files, beside the policy's own, that decided which files these are."""
