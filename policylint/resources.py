"""Where the files that policylint ships are: `schemas/`, `policies/`, `registry/`.

In a checkout they are the top-level folders; in a wheel they lie under
`policylint/_data/`.
"""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


_PACKED = os.path.join(_PACKAGE, "_data")
_ROOT = _PACKED if os.path.isdir(_PACKED) else os.path.dirname(_PACKAGE)


def root() -> str:
    """The folder that holds the shipped `schemas/`, `policies/` and `registry/`."""
    return _ROOT


def path(*parts: str) -> str:
    """The absolute path of a shipped file or folder."""
    return os.path.join(root(), *parts)


def is_shipped(file: str) -> bool:
    """Whether a file is one that policylint brings."""
    return os.path.abspath(file).startswith(_ROOT + os.sep)


def display(file: str) -> str:
    """How a file is named in output: a shipped one from the shipped root, others from the working directory."""
    base, here = root() + os.sep, os.getcwd() + os.sep
    full = os.path.abspath(file)
    for top in (base, here):
        if full.startswith(top):
            return full[len(top) :].replace(os.sep, "/")
    return full.replace(os.sep, "/")
