"""A pattern of the language in an engine's own spelling: the signs that it reads otherwise are written out."""

from __future__ import annotations

import re

_WITH_FLAGS = re.compile(r"\(\?[a-z]*[ms][a-z]*\)")
_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def rewritten(pattern: str, forms: dict[str, str]) -> str:
    """A pattern with some of its signs written otherwise, outside of brackets. One with flags is left as it is.

    >>> rewritten("a.$[.$]", {"$": "END", ".": "ANY"})
    'aANYEND[.$]'
    """
    if _WITH_FLAGS.search(pattern):
        return pattern
    return "".join(forms.get(sign, sign) for sign in _SIGNS.findall(pattern))
