"""The values that waivers bind: read again from the files, by pointers that have ids instead of list indexes."""

from __future__ import annotations

import json
import os

from policylint.beside import is_license_text, license_texts
from policylint.documents.node import escape, index_of, plain_value, pointer_parts
from policylint.lean import TYPE_CHECKING
from policylint.places import root_of
from policylint.reading import inside
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from policylint.findings import Looked, Place
    from policylint.sheets import Loaded, Store

ABSENT = "absent"
"""What a waiver writes for a value that is not there."""
NOT_SAID = "unknown"
"""What a waiver writes for a value that is asked for and not answered: `unknown`, or null."""
UNREAD = "unreadable"
"""What stands for the values of a file that is not there, lies outside of the project or cannot be read."""
_LONGEST = 80
_NO_ITEM = "-"
"""The index of no item (RFC 6901)."""


def written(value: Any) -> str:
    """A value as one text, the same for equal values alone: canonical JSON, or `unknown`.

    >>> written({"b": True, "a": [1, "x"]}), written("absent"), written(None)
    ('{"a":[1,"x"],"b":true}', '"absent"', 'unknown')
    """
    if value is UNSAID or value is None or value == NOT_SAID:
        return NOT_SAID
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest(text: str) -> str:
    """The SHA-256 of a written value."""
    import hashlib  # noqa: PLC0415 - only for long values

    return hashlib.sha256(text.encode()).hexdigest()


def is_long(text: str) -> bool:
    """Whether a written value is bound by its hash."""
    return len(text) > _LONGEST


def at_pointer(root: Any, pointer: str) -> tuple[str, str]:
    """The plain pointer for one with ids, and the value there as it is written; `absent` where there is none.

    >>> at_pointer({"groups": [{"id": "a", "kind": 1}, {"id": "b", "kind": 2}]}, "/groups/b/kind")
    ('/groups/1/kind', '2')

    An index leads to an item that has no id of its own: to another it would lead elsewhere when the order changes.
    """
    parts, value = [], root
    for part in pointer_parts(pointer):
        key = _index(value, part) if isinstance(value, list) else part
        value = _inner(value, key)
        parts.append(escape(key if key is not None else _NO_ITEM if part.isdecimal() else part))
    return "".join(f"/{part}" for part in parts), ABSENT if value is _NOTHING else written(value)


def with_ids(root: Any, pointer: str) -> str:
    """A pointer with the ids of list items instead of their indexes, where they have one that is theirs alone.

    >>> with_ids({"groups": [{"id": "a"}, {"kind": 2}]}, "/groups/0/kind"), with_ids([{"id": "a"}, {"id": "a"}], "/0")
    ('/groups/a/kind', '/0')
    """
    parts, value = [], root
    for part in pointer_parts(pointer):
        inner = _inner(value, part)
        identifier = _id(inner) if isinstance(value, list) else None
        alone = identifier is not None and _index(value, identifier) == part
        parts.append(escape(identifier if identifier is not None and alone else part))
        value = inner
    return "".join(f"/{part}" for part in parts)


_NOTHING = object()


def _inner(value: Any, key: str | None) -> Any:
    if isinstance(value, list):
        index = index_of(key, value) if key is not None else None
        return value[index] if index is not None else _NOTHING
    return value.get(key, _NOTHING) if isinstance(value, dict) else _NOTHING


def _index(items: list[Any], part: str) -> str | None:
    """The index of the one item with an id, else of the item without an id that an index names."""
    named = [index for index, item in enumerate(items) if _id(item) == part]
    if named:
        return str(named[0]) if len(named) == 1 else None
    index = index_of(part, items)
    return str(index) if index is not None and _id(items[index]) is None else None


def _id(item: Any) -> str | None:
    identifier = item.get("id") if isinstance(item, dict) else None
    plain = isinstance(identifier, str | int) and not isinstance(identifier, bool)
    return str(identifier) if plain and identifier != NOT_SAID else None


class Files:
    """The files that waivers speak of, each read once. What lies outside of the project is not opened.

    Paths in a waiver file count from its folder.
    """

    def __init__(self, store: Store, waivers: str, known: Iterable[str], roots: Sequence[str]) -> None:
        self._store = store
        self._folder = os.path.dirname(os.path.abspath(waivers))
        self._roots = (root_of(self._folder), *roots)
        self._names = {os.path.realpath(path): path for path in known}
        self._known = frozenset(self._names.values())
        self._paths: dict[str, str] = {}
        self._said: dict[str, Any] = {}
        self._plain: dict[str, Any] = {}

    def path(self, file: str) -> str:
        """A file that a waiver names, by the name that this run has for it."""
        if file not in self._paths:
            target = os.path.join(self._folder, file)
            named = self._names.get(os.path.realpath(target))
            self._paths[file] = named or os.path.relpath(target).replace(os.sep, "/")
        return self._paths[file]

    def file(self, path: str) -> str:
        """How a waiver names a file of this run."""
        return os.path.relpath(os.path.abspath(path), self._folder).replace(os.sep, "/")

    def is_checked(self, path: str) -> bool:
        """Whether this run looked at a file."""
        return path in self._known

    def is_gone(self, path: str) -> bool:
        """Whether there is no such file any more."""
        return path not in self._known and not os.path.lexists(path)

    def value(self, path: str, pointer: str) -> tuple[str, str]:
        """The plain pointer for one that a waiver binds, and the value there; `absent` where there is none."""
        if path not in self._said:
            self._said[path] = self._read(path)
        if isinstance(self._said[path], str):
            return pointer, written(self._said[path])
        found = at_pointer(self._said[path], pointer)
        return (found[0], UNREAD) if self._said[path] is _NOTHING and path not in self._known else found

    def place(self, looked: Looked) -> Place | None:
        """Where a bound value stands, or would stand; None in a file that cannot be read."""
        loaded = self._loaded(looked.file)
        if loaded is None or loaded.document.root is None:
            return None
        foreign = loaded.sheet is not None and loaded.sheet.foreign
        return loaded.sheet.place(looked.pointer) if foreign and loaded.sheet else loaded.document.place(looked.pointer)

    def named(self, looked: Looked) -> str:
        """The pointer of a value that was looked at, with ids."""
        self.value(looked.file, "")
        return with_ids(self._said[looked.file], looked.pointer)

    def item(self, path: str, pointer: str) -> str:
        """The plain pointer, in the document itself, for one with ids: where a finding stands."""
        return at_pointer(self._document(path), pointer)[0]

    def named_item(self, path: str, pointer: str) -> str:
        """The pointer of a finding's place, with ids."""
        return with_ids(self._document(path), pointer)

    def _document(self, path: str) -> Any:
        if path not in self._plain:
            loaded = self._loaded(path)
            root = loaded.document.root if loaded is not None else None
            self._plain[path] = _NOTHING if root is None else plain_value(root)
        return self._plain[path]

    def _read(self, path: str) -> Any:
        """What a file says: one of another format as the datasheet that is made of it, a licence's text as it is."""
        if is_license_text(os.path.basename(path)) and self._is_ours(path):
            return dict(license_texts(os.path.dirname(path))).get(path, _NOTHING)
        loaded = self._loaded(path)
        if loaded is not None and loaded.sheet is not None and loaded.sheet.foreign:
            return loaded.sheet.value
        return self._document(path)

    def _loaded(self, path: str) -> Loaded | None:
        return self._store.load(path, None) if self._is_ours(path) else None

    def _is_ours(self, path: str) -> bool:
        """Whether a file may be opened."""
        return path in self._known or (os.path.isfile(path) and any(inside(path, root) for root in self._roots))
