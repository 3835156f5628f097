"""policylint fails the build when a dataset is published or used in a way that its licences, or the people in it,
do not allow.

>>> from policylint import check
>>> check("examples/no-people").ok
True
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers take it to be true: importing `typing` costs what starting Python does
if TYPE_CHECKING:
    from policylint.api import Finding, PolicylintError, Report, Severity, check

__version__ = "0.1.0"
__all__ = ["Finding", "PolicylintError", "Report", "Severity", "__version__", "check"]


def __getattr__(name: str) -> object:
    """The API, imported when it is asked for: the command line starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only for those who import from here

    return getattr(import_module("policylint.api"), name)
