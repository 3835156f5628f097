"""Where policy files are, and the policy files of one load: each is read once, and what is wrong with it is kept."""

from __future__ import annotations

import os

from policylint import resources
from policylint.documents import Document
from policylint.documents import load as load_document
from policylint.lean import TYPE_CHECKING
from policylint.policy.reader import Reader
from policylint.policy.rule import is_tests

if TYPE_CHECKING:
    from policylint.documents.node import Node
    from policylint.findings import Problem

_SUFFIXES = (".yaml", ".yml")


class Opened:
    """The policy files of one load, every mistake found in them, and what else decided which files they are."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.files: dict[str, Document] = {}
        self.watched: tuple[str, ...] = ()

    def open(self, path: str) -> Document:
        """Read a file, the first time it is asked for."""
        if path not in self.files:
            self.files[path] = open_policy(path)
        return self.files[path]

    def problem(self, document: Document, node: Node, code: str, message: str, remedy: str) -> None:
        """Note what is wrong at a node of a document that is sound otherwise."""
        reader = Reader(document)
        reader.problem(code, node, message, remedy)
        self.problems += reader.problems


def open_policy(file: str) -> Document:
    """Read a policy file under the name that it has in output."""
    return load_document(file, resources.display(file))


def shipped_packs() -> list[str]:
    """The names of the packs that policylint brings."""
    return pack_names(resources.path("policies", "packs"))


def shipped_rule(identifier: str) -> str | None:
    """The file of a rule that policylint brings; None if it brings no such rule."""
    file = resources.path("policies", "rules", *identifier.split("/")) + ".yaml"
    return file if os.path.isfile(file) else None


def shipped_rules() -> list[str]:
    """The files of all rules that policylint brings."""
    return rule_files(resources.path("policies"))


def pack_names(folder: str) -> list[str]:
    """The packs that lie in a folder; none if there is no folder."""
    return [os.path.splitext(name)[0] for name in _listed(folder)]


def pack_files(folder: str) -> list[str]:
    """The pack files of a policy folder."""
    packs = os.path.join(folder, "packs")
    return [os.path.join(packs, name) for name in _listed(packs)]


def rule_files(folder: str) -> list[str]:
    """The rule files of a policy folder: `rules/<area>/<slug>.yaml`."""
    rules = os.path.join(folder, "rules")
    areas = sorted(os.listdir(rules)) if os.path.isdir(rules) else []
    return [
        os.path.join(rules, area, name)
        for area in areas
        for name in _listed(os.path.join(rules, area))
        if not is_tests(name)
    ]


def files_of(identifier: str, folders: tuple[str, ...]) -> list[str]:
    """The files in some policy folders that are called as a rule is."""
    stems = [os.path.join(os.path.abspath(folder), "rules", *identifier.split("/")) for folder in folders]
    files = [stem + suffix for stem in dict.fromkeys(stems) for suffix in _SUFFIXES]
    return [file for file in files if os.path.isfile(file)]


def folder_of_rule(file: str) -> str:
    """The policy folder that a rule file lies in: the one that holds its `rules/`."""
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(file))))


def folder_of_pack(file: str) -> str:
    """The policy folder that a pack file lies in: the one that holds its `packs/`."""
    return os.path.dirname(os.path.dirname(os.path.abspath(file)))


def _listed(folder: str) -> list[str]:
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [name for name in names if name.endswith(_SUFFIXES)]
