"""Every name under some folders, in one order on every machine. Nothing is opened, and no link is followed."""

from __future__ import annotations

import os

from policylint.discover import NEVER
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policylint.gitignore import Ignore


class Entry(NamedTuple):
    """A name on disk: its path as it is printed, and whether it is a folder. A link is never a folder."""

    path: str
    folder: bool = False

    @property
    def parts(self) -> list[str]:
        """The names on the path, outermost first; what only says where the path begins is none of them."""
        return [part for part in self.path.split("/") if part not in ("", ".", "..")]


def walk(paths: Sequence[str], excluded: Ignore, unreadable: Callable[[str, OSError], None]) -> Iterator[Entry]:
    """What the paths name, and all that is below them: a folder before its contents, by name within each.

    Folders are read one at a time, so that memory grows with the largest of
    them and not with the number of files. One that cannot be read is told to
    `unreadable`, and the walk goes on.
    """
    for path in dict.fromkeys(os.path.normpath(path) for path in paths):
        top = Entry(_shown(path), os.path.isdir(path))
        yield top
        waiting = [_inside(top.path, excluded, unreadable)] if top.folder else []
        while waiting:
            entry = next(waiting[-1], None)
            if entry is None:
                waiting.pop()
                continue
            yield entry
            if entry.folder:
                waiting.append(_inside(entry.path, excluded, unreadable))


def _inside(folder: str, excluded: Ignore, unreadable: Callable[[str, OSError], None]) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as listed:
            names = sorted((one.name, one.is_dir(follow_symlinks=False)) for one in listed)
    except OSError as error:
        unreadable(folder, error)
        return
    for name, is_folder in names:
        path = name if folder == "." else f"{folder.rstrip('/')}/{name}"
        if not (is_folder and name in NEVER) and not excluded.matches(path, folder=is_folder):
            yield Entry(path, is_folder)


def _shown(path: str) -> str:
    return path.replace(os.sep, "/")
