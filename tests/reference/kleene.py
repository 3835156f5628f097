"""Kleene's three truth values as Python has them: True, False, and None for unknown."""

from collections.abc import Iterable

Truth = bool | None


def opposite(truth: Truth) -> Truth:
    """What is unknown stays unknown when it is turned round."""
    return None if truth is None else not truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """False as soon as one is false, else unknown as soon as one is unknown."""
    seen = list(truths)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """True as soon as one is true, else unknown as soon as one is unknown."""
    seen = list(truths)
    if True in seen:
        return True
    return None if None in seen else False
