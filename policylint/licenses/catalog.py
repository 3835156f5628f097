"""The licences of the registry, one file each, read when a document names them."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.errors import InvalidFileError
from policylint.licenses.terms import ACTIONS, IMPLIED, LIMITS, Terms

_DOUBTFUL = ("memory", "archetype", "partial")
"""Confidence values on which a finding is at most a warning."""


@cache
def terms_of(identifier: str) -> Terms | None:
    """The terms of a licence by its SPDX id, in any case; None if the registry has no such licence."""
    entry = license_entry(identifier)
    if entry is None:
        return None
    written = {action: _value(entry["terms"].get(action, "silent")) for action in ACTIONS if action not in IMPLIED}
    actions: dict[str, str | None] = {action: written[IMPLIED.get(action, action)] for action in ACTIONS}
    requires = tuple(duty for duty, value in entry["duties"].items() if value == "duty")
    doubtful = frozenset((*ACTIONS, *LIMITS)) if str(entry["confidence"]).startswith(_DOUBTFUL) else frozenset()
    targets = frozenset(entry.get("share_alike_targets", ()))
    return Terms(actions, tuple(entry["actors"]), tuple(entry["purposes"]), requires, doubtful, targets)


def _value(term: Any) -> str:
    return next(iter(term)) if isinstance(term, dict) else str(term)


@cache
def license_entry(identifier: str) -> dict[str, Any] | None:
    """The registry's file on a licence. Raises InvalidFileError if it cannot be read."""
    name = _names().get(identifier.lower())
    if name is None:
        return None
    document = load(resources.path("registry", "licenses", name))
    if document.root is None:
        raise InvalidFileError(document.problems)
    entry: dict[str, Any] = plain_value(document.root)
    return entry


def spelled(identifier: str) -> str | None:
    """The id as the registry spells it, from any case; None if the registry has no such licence."""
    name = _names().get(identifier.lower())
    return None if name is None else name.removesuffix(".yaml")


def known_ids() -> list[str]:
    """The ids of all licences of the registry, sorted."""
    return sorted(name.removesuffix(".yaml") for name in _names().values())


@cache
def _names() -> dict[str, str]:
    """File names by lower-case id: a listing, no file is opened."""
    folder = resources.path("registry", "licenses")
    return {name.removesuffix(".yaml").lower(): name for name in os.listdir(folder) if name.endswith(".yaml")}
