"""What one operand of an expression stands for: the licences of the registry, or a datasheet's own terms."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.catalog import exception_entry, known_ids, spelled, terms_of
from policylint.licenses.terms import ACTIONS, NOT_SAID, NOTHING, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policylint.licenses.expression import Operand


class License(NamedTuple):
    """A licence by its id, and what it lets people do; NOT_SAID where nothing is known of it."""

    id: str
    terms: Terms
    exception: str | None = None

    @property
    def name(self) -> str:
        """The licence as an expression has it."""
        return self.id if self.exception is None else f"{self.id} WITH {self.exception}"


def choices(operand: Operand, own: Mapping[str, Terms] | None = None) -> tuple[License, ...]:
    """The licences that an operand lets one choose from: one, or for `or later` every version from that one on.

    `own` are the terms of a datasheet's own licences, by id.
    """
    if own and operand.id in own:
        found: tuple[License, ...] = (License(operand.id, own[operand.id]),)
    elif operand.id.upper() == "NONE":  # ids are the same in any case, and so is the word for having none
        found = (License("NONE", NOTHING),)
    else:
        ids = _ids(operand.id, operand.or_later)
        found = tuple(License(one, terms_of(one) or NOT_SAID) for one in ids) or (License(operand.id, NOT_SAID),)
    if operand.exception is None:
        return found
    adds = exception_adds(operand.exception) or ()
    return tuple(License(one.id, adding(one.terms, adds), operand.exception) for one in found)


@lru_cache(maxsize=1 << 10)
def _ids(identifier: str, or_later: bool) -> tuple[str, ...]:  # noqa: FBT001 - as written: a `+`, or none
    """The registry's ids for an id as written. A GNU id of old is `-only`, and with `+` `-or-later`, as SPDX has it."""
    stem = identifier.removesuffix("-or-later")
    if or_later or stem != identifier:
        whole = spelled(f"{stem}-or-later")
        return (whole,) if whole else _later_versions(spelled(stem) or spelled(f"{stem}-only"))
    known = spelled(identifier) or spelled(f"{identifier}-only")
    return (known,) if known else ()


@cache
def _versioned() -> re.Pattern[str]:
    return re.compile(r"(?P<stem>.+?)-(?P<version>\d+(?:\.\d+)*)(?P<suffix>-.*)?")


def _later_versions(first: str | None) -> tuple[str, ...]:
    """A licence and its later versions in the registry, oldest first; ports of others left out."""
    match = _versioned().fullmatch(first) if first else None
    if first is None or match is None:
        return (first,) if first else ()
    found = []
    for identifier in known_ids():
        other = _versioned().fullmatch(identifier)
        if other is None or other["stem"] != match["stem"] or other["suffix"] not in (match["suffix"], None):
            continue
        if identifier == first or _number(other["version"]) > _number(match["version"]):
            found.append((_number(other["version"]), identifier))
    return tuple(identifier for _, identifier in sorted(found))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def adding(terms: Terms, actions: tuple[str, ...]) -> Terms:
    """Terms with the actions that an exception adds to its licence; what is not known stays so."""
    if not actions or terms is NOT_SAID:
        return terms
    return terms._replace(actions={**terms.actions, **dict.fromkeys(actions, "permit")})


@lru_cache(maxsize=1 << 10)
def exception_adds(identifier: str) -> tuple[str, ...] | None:
    """The actions that an exception permits besides its licence; None if the registry does not have it."""
    entry = exception_entry(identifier)
    return None if entry is None else tuple(action for action in entry.get("adds") or () if action in ACTIONS)
