"""Three-valued logic (Kleene's strong one): true, false, unknown.

Unknown is not false and never true, so a `Truth` refuses to be used as a
Python boolean: `if verdict:` is a bug and raises.

>>> Truth.TRUE & Truth.UNKNOWN
<Truth.UNKNOWN: 1>
>>> Truth.FALSE & Truth.UNKNOWN
<Truth.FALSE: 0>
>>> ~Truth.UNKNOWN
<Truth.UNKNOWN: 1>
"""

from __future__ import annotations

from enum import Enum

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn


class Truth(Enum):
    """One of the three truth values, ordered FALSE < UNKNOWN < TRUE."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __and__(self, other: Truth) -> Truth:
        return self if self.value <= other.value else other

    def __or__(self, other: Truth) -> Truth:
        return self if self.value >= other.value else other

    def __invert__(self) -> Truth:
        return FALSE if self is TRUE else TRUE if self is FALSE else UNKNOWN

    def __bool__(self) -> NoReturn:
        raise TypeError("a Truth is not a bool: compare it with `is`")


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(value: bool) -> Truth:  # noqa: FBT001 - the one door from bool to Truth
    """A decided Truth from a Python boolean."""
    return TRUE if value else FALSE
