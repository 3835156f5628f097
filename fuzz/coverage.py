"""Atheris, where it can be installed. Imported before policylint is: what it is to see must be imported through it."""

from __future__ import annotations

import importlib.util


def has_atheris() -> bool:
    """Whether coverage can lead."""
    return importlib.util.find_spec("atheris") is not None


def instrument() -> None:
    """Have every module of policylint that is imported from now on tell what of it runs."""
    import atheris  # noqa: PLC0415 - where it is installed

    # to the end of the process: much is imported only where it is needed
    atheris.instrument_imports(include=["policylint"]).__enter__()
