"""Where references lead, as files: inside the project of the file that makes them, or into further folders."""

from __future__ import annotations

import os

from policylint.places import root_of

TYPE_CHECKING = False  # as type checkers take it to be true: importing `typing` costs what starting Python does
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from policylint.references import Resolved

Question = tuple[str, ...]
"""What is asked of the disk, in words.

For a document: `file PATH` (its digest), `texts FOLDER` (the licence texts there), `lead REFERENCE ORIGIN IS_PATH`
(where it leads), `hash ORIGIN PATH SHA256` (whether the file has that hash). For a run, beside that: `path PATH` (which
file it stands for), `folder PATH` (what is in it), `tree PATH` (that, and what is in all folders and files inside),
`configs FOLDER` (the files that may be its config)."""


class Leads:
    """The references of a run, as files.

    `checked` are its files by the names it uses, `further` the folders beside the project that references may lead
    into; `find` gives the datasheets of the project that carry a name, for whoever asks from a file.
    """

    def __init__(
        self, checked: Collection[str], further: Sequence[str], find: Callable[[str, str], Sequence[str]]
    ) -> None:
        self.checked = checked
        self.find = find
        self._further = tuple(further)
        self._roots: dict[str, tuple[str, ...]] = {}
        self._files: dict[str, str] = {}

    def roots(self, path: str) -> tuple[str, ...]:
        """What references in a file may not leave."""
        folder = os.path.dirname(path)
        if folder not in self._roots:
            self._roots[folder] = (root_of(folder), *self._further)
        return self._roots[folder]

    def to(self, reference: str, origin: str, *, is_path: bool = False) -> Resolved:
        """The file that a reference in the file `origin` leads to, by its one name in the run."""
        from policylint.references import resolve  # noqa: PLC0415 - only for sheets that refer to others

        found = resolve(
            reference, origin, self.roots(origin), lambda one: list(self.find(one, origin)), is_path=is_path
        )
        return found if found.path is None else found._replace(path=self._canonical(found.path))

    def answer(self, found: Resolved) -> str:
        """All that a run makes of what a reference leads to, in a text."""
        return repr((*found, found.path in self.checked))

    def _canonical(self, path: str) -> str:
        """One name for one file, whichever way leads to it: that by which it is checked, else without links."""
        if not self._files:
            self._files = {os.path.realpath(name): name for name in self.checked}
        real = os.path.realpath(path)
        own = path if real == os.path.abspath(path) else os.path.relpath(real).replace(os.sep, "/")
        return self._files.get(real, own)


NOWHERE = Leads((), (), lambda *_: ())
"""Where nothing leads, for what has no references to datasheets."""
