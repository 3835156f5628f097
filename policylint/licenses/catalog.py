"""The licences and exceptions of the registry, one file each, read when a document names them.

A family's file names its members; what it says is computed from theirs. A Creative Commons port that has no file of its
own is read from the one on such ports.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache, reduce

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.errors import InvalidFileError
from policylint.lean import TYPE_CHECKING
from policylint.licenses.terms import ACTIONS, IMPLIED, LIMITS, ORDER, Terms, meet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_DOUBTFUL = ("memory", "archetype", "partial")
"""Confidence values on which a finding is at most a warning."""


@lru_cache(maxsize=1 << 10)
def terms_of(identifier: str) -> Terms | None:
    """The terms of a licence by its id, in any case; None if the registry does not know them."""
    entry = license_entry(identifier)
    if entry is None or not isinstance(entry["terms"], dict):
        return None
    if "members" in entry:
        return family_terms(entry["members"])
    written = {action: _value(entry["terms"].get(action, "silent")) for action in ACTIONS if action not in IMPLIED}
    actions: dict[str, str | None] = {action: written[IMPLIED.get(action, action)] for action in ACTIONS}
    requires = tuple(duty for duty, value in entry["duties"].items() if value == "duty")
    doubtful = frozenset((*ACTIONS, *LIMITS)) if str(entry["confidence"]).startswith(_DOUBTFUL) else frozenset()
    targets = frozenset(entry.get("share_alike_targets", ()))
    return Terms(actions, tuple(entry["actors"]), tuple(entry["purposes"]), requires, doubtful, targets)


def family_terms(members: Iterable[str]) -> Terms | None:
    """The terms that hold whichever member is meant: the strictest of each. None where a member's are not known."""
    known = [terms_of(member) for member in members]
    said = [terms for terms in known if terms is not None]
    return reduce(meet, said) if said and len(said) == len(known) else None


def _value(term: Any) -> str:
    return next(iter(term)) if isinstance(term, dict) else str(term)


@lru_cache(maxsize=1 << 10)
def license_entry(identifier: str) -> dict[str, Any] | None:
    """What the registry says of a licence, by its id in any case. Raises InvalidFileError if it cannot be read."""
    name = _file("licenses", identifier)
    if name is None:
        return None
    entry = _read("licenses", name)
    return entry | _common_facts(entry["members"]) if "members" in entry else entry


@lru_cache(maxsize=1 << 10)
def exception_entry(identifier: str) -> dict[str, Any] | None:
    """What the registry says of a licence exception; one that it does not have grants nothing."""
    name = _names("exceptions").get(identifier.lower())
    return None if name is None else _read("exceptions", name)


def known_ids() -> list[str]:
    """The ids of all licences of the registry, sorted."""
    return sorted(name.removesuffix(".yaml") for name in _names("licenses").values())


def known_exceptions() -> list[str]:
    """The ids of all exceptions of the registry, sorted."""
    return sorted(name.removesuffix(".yaml") for name in _names("exceptions").values())


def spelled(identifier: str) -> str | None:
    """The id of the registry's file on a licence, from any case; None if it has none."""
    name = _file("licenses", identifier)
    return None if name is None else name.removesuffix(".yaml")


def _read(folder: str, name: str) -> dict[str, Any]:
    document = load(resources.path("registry", folder, name))
    if document.root is None:
        raise InvalidFileError(document.problems)
    entry: dict[str, Any] = plain_value(document.root)
    return entry


def _common_facts(members: list[str]) -> dict[str, Any]:
    """What holds whichever member of a family is meant, in the form of a licence's file."""
    entries = [entry for member in members if (entry := license_entry(member)) is not None]
    duties: dict[str, str] = {}
    for entry in entries:
        for duty, value in entry["duties"].items():
            duties[duty] = min(duties.get(duty, value), value, key=_DUTY_ORDER.index)
    limits = family_terms(members)
    targets = [set(entry["share_alike_targets"]) for entry in entries if "share_alike_targets" in entry]
    return {
        "parts": [part for part in entries[0]["parts"] if all(part in entry["parts"] for entry in entries)],
        "terms": {action: _strictest([entry["terms"][action] for entry in entries]) for action in entries[0]["terms"]},
        "duties": duties,
        "actors": list(limits.actors or ()) if limits else [],
        "purposes": list(limits.purposes or ()) if limits else [],
        "subject_rights": "not_covered",
        "personal_data": min((entry["personal_data"] for entry in entries), key=_PERSONAL_DATA_ORDER.index),
    } | ({"share_alike_targets": sorted(set.intersection(*targets))} if targets else {})


_DUTY_ORDER = ("duty", "requested", "silent", "none")
_PERSONAL_DATA_ORDER = ("excluded", "silent", "addressed", "provider_warrants")


def _strictest(values: list[Any]) -> Any:
    return min(values, key=lambda value: ORDER.index(_value(value)))


def _file(folder: str, identifier: str) -> str | None:
    names = _names(folder)
    found = names.get(identifier.lower())
    if found is not None:
        return found
    port = _port().fullmatch(identifier.lower())
    return names.get(f"{port['elements']}-3.0-port") if port else None


@cache
def _port() -> re.Pattern[str]:
    """Ids of Creative Commons ports that SPDX has not: `LicenseRef-CC-BY-SA-3.0-ES`, `…-2.5-SCOTLAND`."""
    return re.compile(r"(?P<elements>licenseref-cc-by(?:-nc)?(?:-sa|-nd)?)-(?:2\.[015]|3\.0)-[a-z]+")


@cache
def _names(folder: str) -> dict[str, str]:
    """File names by lower-case id: a listing, no file is opened."""
    names = os.listdir(resources.path("registry", folder))
    return {name.removesuffix(".yaml").lower(): name for name in names if name.endswith(".yaml")}


_CODE = ("software", "GPL", "LGPL")


def of_code(identifier: str) -> bool:
    """Whether a licence is one of software: its text beside data is taken to be that of the code.

    >>> of_code("MIT"), of_code("GPL-3.0-only"), of_code("CC-BY-SA-4.0")
    (True, True, False)
    """
    return (license_entry(identifier) or {}).get("family") in _CODE
