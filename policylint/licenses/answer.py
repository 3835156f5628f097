"""The answer to "which licence is this?"."""

from __future__ import annotations

from functools import lru_cache

from policylint.lean import NamedTuple
from policylint.licenses.catalog import spelled

EXACT, ALIAS, AMBIGUOUS, CUSTOM, NONE, UNKNOWN = "exact", "alias", "ambiguous", "custom", "none", "unknown"
NO_LICENSES = ("NONE", "NOASSERTION")
"""What SPDX writes where there is no licence, or nobody says which."""


class Resolution(NamedTuple):
    """What a text says about its licence.

    `license` is an SPDX id, a `LicenseRef-` or an expression, and None unless the text says just that.
    `candidates` are licences that it may mean, or names among others; `restrictions` what its own terms hold;
    `near` is a licence whose name is a slip of a key away, which is a hint and no answer.
    """

    text: str
    status: str
    license: str | None = None
    family: str | None = None
    candidates: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()
    why: str = ""
    near: str | None = None


@lru_cache(maxsize=1 << 10)
def from_words(text: str) -> Resolution:
    """What words about a licence come to: as the resolver says, which is not needed for an id of the registry.

    Most publishers write the id, and the resolver's tables take longer than all the rest of a check.
    """
    if text not in NO_LICENSES and spelled(text) == text:
        return Resolution(text, EXACT, text)
    from policylint.licenses.resolver import resolve  # noqa: PLC0415 - only where there are words to read

    return resolve(text)


def custom(text: str, restrictions: tuple[str, ...], candidates: tuple[str, ...] = ()) -> Resolution:
    """A text that has terms of its own."""
    why = f"it has terms of its own: {', '.join(restrictions)}" if restrictions else "it has terms of its own"
    return Resolution(text, CUSTOM, candidates=candidates, restrictions=restrictions, why=why)


def statement(text: str, kind: str) -> Resolution:
    """A text that is one of the registry's statements: unknown, none, custom, or a restriction."""
    whys = {
        UNKNOWN: "it does not say under which licence",
        NONE: "it says that nobody is granted anything",
        CUSTOM: "it says that the terms are others, and not which",
    }
    if kind in whys:
        return Resolution(text, kind, why=whys[kind])
    return custom(text, ("attribution", "open") if kind == "open-attribution" else (kind,))
