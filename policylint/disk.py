"""What an outcome rests on beside the document itself: questions to the disk, and what it answered.

An outcome that was kept holds for as long as its questions have the same
answers. Every door to the disk that judging goes through is one of them.
"""

from __future__ import annotations

import os

from policylint.beside import license_texts
from policylint.leads import NOWHERE, Leads
from policylint.places import candidates
from policylint.reading import digest, first_bytes

TYPE_CHECKING = False  # as type checkers take it to be true: importing `typing` costs what starting Python does
if TYPE_CHECKING:
    from collections.abc import Iterable

    from policylint.leads import Question

_MOST = 4096


def answers_to(questions: Iterable[Question]) -> dict[Question, str]:
    """What the disk answers to questions in which nothing refers to datasheets."""
    disk = Disk()
    return {question: disk.answer(question) for question in questions}


def texts_answer(texts: Iterable[tuple[str, str]]) -> str:
    """What is answered of the licence texts of a folder."""
    return digest(repr(list(texts)).encode("utf-8", "surrogatepass"))


class Disk:
    """What the disk answers; each question is asked once, among the last ones of a run."""

    def __init__(self, leads: Leads = NOWHERE) -> None:
        self._leads = leads
        self._known: dict[Question, str] = {}

    def answers(self, known: dict[Question, str]) -> bool:
        """Whether questions have the answers that are known."""
        return all(self.answer(question) == answer for question, answer in known.items())

    def answer(self, question: Question) -> str:
        """What the disk answers to a question."""
        if question not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[question] = self._asked(*question)
        return self._known[question]

    def _asked(self, kind: str, *about: str) -> str:
        if kind == "file":
            return _file(*about)
        if kind == "texts":
            return texts_answer(license_texts(*about))
        if kind == "path":
            return _path(*about)
        if kind == "folder":
            return _folder(*about)
        if kind == "tree":
            return _tree(*about)
        if kind == "configs":
            return repr([(path, _file(path)) for path in candidates(*about)])
        if kind == "lead":
            reference, origin, is_path = about
            return self._leads.answer(self._leads.to(reference, origin, is_path=is_path == "True"))
        from policylint.evidence import verified  # noqa: PLC0415 - only for sheets that name evidence

        origin, path, sha256 = about
        return str(verified(origin, path, sha256, self._leads.roots(origin)))


def _file(path: str) -> str:
    try:
        return digest(first_bytes(path)[1])
    except OSError:
        return ""


def _path(path: str) -> str:
    """Which file a path stands for; nothing for a folder."""
    return "" if os.path.isdir(path) else os.path.realpath(path)


def _folder(path: str) -> str:
    """What a folder holds; nothing if there is none."""
    try:
        return repr(sorted(os.listdir(path)))
    except OSError:
        return ""


def _tree(path: str) -> str:
    """What a folder and all inside it hold, to the contents of the files; of no folder, that there is none."""
    found = sorted(
        (here, sorted(folders), [(name, _file(os.path.join(here, name))) for name in sorted(names)])
        for here, folders, names in os.walk(path)
    )
    return digest(repr(found).encode("utf-8", "surrogatepass"))
