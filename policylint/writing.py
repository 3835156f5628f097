"""Files are written whole or not at all."""

from __future__ import annotations

import os


def write_whole(file: str, text: str) -> None:
    """Write a text to a file: whole or not at all; through a link; to a device or a pipe as it comes.

    Raises OSError.
    """
    target = os.path.realpath(file)
    if os.path.lexists(target) and not os.path.isfile(target):
        _write(target, text)
        return
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        _write(temporary, text)
        os.replace(temporary, target)
    except OSError:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise


def _write(file: str, text: str) -> None:
    with open(file, "w", encoding="utf-8") as opened:
        opened.write(text)
