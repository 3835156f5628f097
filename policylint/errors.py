"""The exceptions that mean: you called policylint wrongly.

What is wrong inside a user's datasheet is a finding, not an exception.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from policylint.findings import Problem

T = TypeVar("T")
U = TypeVar("U")


class PolicylintError(Exception):
    """A usage error: the message says what to do; the process exits with 2."""


class InvalidFileError(PolicylintError):
    """A config, policy or waiver file is invalid, so nothing is checked with it.

    `problems` holds each mistake with its own file, line and column; `what` says what kind of file it is.
    """

    def __init__(self, problems: Sequence[Problem], what: str = "policy or config") -> None:
        super().__init__(f"{problems[0].path}: {problems[0].message}")
        self.problems = tuple(problems)
        self.what = what


def read_each(read: Callable[[T], U], items: Iterable[T]) -> list[U]:
    """What is read of each. Raises InvalidFileError with the mistakes of every one that is invalid."""
    found: list[U] = []
    problems: list[Problem] = []
    for item in items:
        try:
            found.append(read(item))
        except InvalidFileError as error:
            problems += error.problems
    if problems:
        raise InvalidFileError(problems)
    return found
