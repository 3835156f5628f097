"""Which datasheets of a project carry an id or a coordinate: a walk over the project, made when a reference asks."""

from __future__ import annotations

import os

from policylint.coordinates import normal
from policylint.discover import discover
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from policylint.sheets import Store


class Index:
    """The datasheets under the roots by id and by coordinate; each root is walked once, when it is asked for."""

    def __init__(self, store: Store, roots: Callable[[str], Sequence[str]], exclude: Sequence[str] = ()) -> None:
        self.store = store
        self.roots = roots
        self.exclude = exclude
        self._walked: dict[str, dict[str, list[str]]] = {}

    def find(self, reference: str, origin: str) -> list[str]:
        """The files that carry a coordinate (its revision does not count) or an id; none of them is `origin` itself."""
        wanted = normal(reference)
        here = os.path.realpath(origin)
        found = {
            os.path.realpath(path): path
            for root in self.roots(origin)
            for path in self._names(root).get(wanted, ())
            if os.path.realpath(path) != here
        }
        return list(found.values())

    def _names(self, root: str) -> dict[str, list[str]]:
        if root not in self._walked:
            names: dict[str, list[str]] = {}
            for file in discover([os.path.relpath(root)], self.exclude, root):
                if file.kind == "use":
                    continue
                loaded = self.store.glance(file.path, file.kind)
                for name in (
                    _carried(loaded.sheet.value) if loaded.sheet is not None and loaded.kind == "datasheet" else ()
                ):
                    names.setdefault(name, []).append(file.path)
            self._walked[root] = names
        return self._walked[root]


def _carried(value: dict[str, Any]) -> Iterator[str]:
    """What a datasheet can be referred to by."""
    identifier = value.get("id")
    if isinstance(identifier, str):
        yield normal(identifier)
    identifiers = value.get("identifiers")
    for kind, said in identifiers.items() if isinstance(identifiers, dict) else ():
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, str):
                yield normal(one if kind == "url" else f"{kind}:{one}")
    homepage = value.get("homepage")
    if isinstance(homepage, str):
        yield normal(homepage)
