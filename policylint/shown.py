"""The lines that findings show, read when they are shown: a report on many files does not hold them."""

from __future__ import annotations

from collections.abc import Mapping

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Lines = tuple[str, ...]


class ShownLines(Mapping[str, Lines]):
    """The lines of files, by what the files are called; those of one file are in memory at a time."""

    def __init__(self, names: Mapping[str, str], read: Callable[[str], Lines]) -> None:
        self._names, self._read = names, read
        self._last: tuple[str, Lines] = ("", ())

    def __getitem__(self, name: str) -> Lines:
        path = self._names[name]
        if path != self._last[0]:
            self._last = (path, self._read(path))
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
