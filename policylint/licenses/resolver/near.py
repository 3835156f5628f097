"""Did you mean: a licence's name that is one slip of a key away."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from policylint.licenses.resolver.tables import tables

_SHORTEST, _LONGEST = 4, 40
_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789"


def nearest(text: str) -> str | None:
    """The id whose writing is one letter more, less, other or swapped away; None if none or several are.

    >>> nearest("CC-BYY-4.0"), nearest("Apche-2.0")
    ('CC-BY-4.0', 'Apache-2.0')
    """
    key = _squeezed(text)
    if not _SHORTEST <= len(key) <= _LONGEST or len(text) > 2 * _LONGEST or not half_known(key):
        return None
    known = keys()
    found = {known[one] for one in slips(key) if one in known}
    return found.pop() if len(found) == 1 else None


def half_known(key: str) -> bool:
    """Whether some writing begins or ends as a text does: one slip leaves one half of a text as it was."""
    half = len(key) // 2 - 1
    begins, ends = _halves()
    return _any_begins(begins, key[:half]) or _any_begins(ends, key[::-1][:half])


def _any_begins(ordered: list[str], start: str) -> bool:
    at = bisect_left(ordered, start)
    return at < len(ordered) and ordered[at].startswith(start)


@cache
def _halves() -> tuple[list[str], list[str]]:
    """The known writings in order, and in order from behind."""
    return sorted(keys()), sorted(key[::-1] for key in keys())


def _squeezed(text: str) -> str:
    return "".join(one for one in text.lower() if one in _KEYS)


@cache
def keys() -> dict[str, str]:
    """Ids by their letters and digits; families stand for none of their members."""
    ids = {_squeezed(one): one for one in tables().ids.values() if not one.startswith("LicenseRef-")}
    named = {
        _squeezed(name): symbol.licenses[0] for name, symbol in tables().phrases.items() if len(symbol.licenses) == 1
    }
    return {key: one for key, one in {**named, **ids}.items() if len(key) >= _SHORTEST}


def slips(key: str) -> set[str]:
    """What becomes of a text by one slip."""
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    fewer = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _KEYS}
    more = {head + letter + tail for head, tail in cuts for letter in _KEYS}
    return fewer | swapped | other | more
