"""The licence texts beside a file: `LICENSE`, `LICENCE.md`, `COPYING` and the like, of its own folder alone."""

from __future__ import annotations

import os

from policylint.reading import first_bytes

_NAMED = ("license", "licence", "copying", "unlicense")
_SUFFIXES = ("", ".txt", ".md", ".markdown", ".rst")
_MOST_FILES = 20
_MOST_BYTES = 64 * 1024
_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_license_text(name: str) -> bool:
    """Whether a file is called as one that holds a licence's text.

    >>> [name for name in ("LICENSE", "licence.txt", "LICENSE-DATA", "licenses.csv") if is_license_text(name)]
    ['LICENSE', 'licence.txt', 'LICENSE-DATA']
    """
    stem, suffix = os.path.splitext(name.lower())
    return stem.partition("-")[0] in _NAMED and suffix in _SUFFIXES


def speaks_of_data(text: str) -> bool:
    """Whether a licence's text says something of a dataset, as none of code does."""
    lowered = text.lower()
    return "dataset" in lowered or "data set" in lowered


def license_texts(folder: str) -> list[tuple[str, str]]:
    """The licence texts of a folder in the order of their names: each path, and its text up to a bound.

    A link is followed inside its repository, and what cannot be read is passed over.
    """
    try:
        names = [name for name in os.listdir(folder or ".") if is_license_text(name)]
    except OSError:
        return []
    paths = [os.path.join(folder, name).replace(os.sep, "/") for name in sorted(names)[:_MOST_FILES]]
    read = [(path, _text(path)) for path in paths]
    return [(path, text) for path, text in read if text is not None]


def _text(path: str) -> str | None:
    try:
        data = first_bytes(path, _MOST_BYTES)[1]
    except OSError:
        return None
    return data.decode("utf-16" if data.startswith(_MARKS_OF_UTF_16) else "utf-8", "replace")
