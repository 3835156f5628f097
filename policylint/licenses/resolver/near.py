"""Did you mean: a licence's name that is one slip of a key away."""

from __future__ import annotations

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
    if not _SHORTEST <= len(key) <= _LONGEST or len(text) > 2 * _LONGEST:
        return None
    known = _keys()
    found = {known[one] for one in _slips(key) if one in known}
    return found.pop() if len(found) == 1 else None


def _squeezed(text: str) -> str:
    return "".join(one for one in text.lower() if one in _KEYS)


@cache
def _keys() -> dict[str, str]:
    """Ids by their letters and digits; families stand for none of their members."""
    keys = {_squeezed(one): one for one in tables().ids.values() if not one.startswith("LicenseRef-")}
    named = {
        _squeezed(name): symbol.licenses[0] for name, symbol in tables().phrases.items() if len(symbol.licenses) == 1
    }
    return {key: one for key, one in {**named, **keys}.items() if len(key) >= _SHORTEST}


def _slips(key: str) -> set[str]:
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    fewer = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _KEYS}
    more = {head + letter + tail for head, tail in cuts for letter in _KEYS}
    return fewer | swapped | other | more
