"""PyYAML, for its binding of libyaml: without the patterns that its readers in Python need, and libyaml does not.

Compiling them is what importing it mostly costs, and a tenth of a check of one file. Here each is compiled when
somebody asks it something: whoever uses PyYAML beside policylint finds it whole.
"""

from __future__ import annotations

import re

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class _Later:
    """A pattern that is compiled when it is used."""

    def __init__(self, *said: Any) -> None:
        self._said = said

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._said), name)


def _imported() -> Any:
    now = re.compile
    re.compile = _Later  # type: ignore[assignment]
    try:
        import yaml  # noqa: PLC0415 - this is what the patterns are kept from
    finally:
        re.compile = now
    return yaml


yaml = _imported()
