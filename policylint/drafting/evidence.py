"""What the files of a folder say of a dataset, in the datasheet's shape, and where each value stands.

Nothing is guessed: a value is taken from a file that states it, or it is not there.
"""

from __future__ import annotations

import os
from collections import Counter

from policylint.beside import license_texts
from policylint.documents import SUFFIXES, load
from policylint.documents.node import escape
from policylint.errors import PolicylintError
from policylint.formats import FORMATS
from policylint.formats.values import slug
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.catalog import of_code
from policylint.licenses.resolver import resolve
from policylint.licenses.texts import heading
from policylint.shapes.check import UNSAID
from policylint.sheets import typed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.facts.common import Sheet

_MOST_FILES = 100_000
_MOST_DOCUMENTS = 50
_KINDS_SHOWN = 5
_NOT_DATA = frozenset({"", ".md", ".yaml", ".yml", ".py", ".cfg", ".toml", ".lock", ".ipynb", ".sh", ".gitignore"})
_MODALITY = {
    "image": (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"),
    "video": (".mp4", ".avi", ".mov", ".mkv", ".webm"),
    "audio": (".wav", ".mp3", ".flac", ".ogg", ".opus", ".m4a"),
    "text": (".txt",),
    "tabular": (".csv", ".tsv", ".xlsx"),
    "geospatial": (".geojson", ".shp", ".gpkg"),
}
_UNSTATED = "NOASSERTION"


class Evidence(NamedTuple):
    """What was found: values in the datasheet's shape, where each stands, and what was looked at."""

    values: dict[str, Any]
    origins: dict[str, str]
    """Pointer of the datasheet → where the value stands, such as `README.md:4`."""
    licenses: tuple[tuple[str, str], ...]
    """Each licence that a file states of the data, and where."""
    seen: tuple[str, ...]


def look_around(folder: str, source: str | None = None) -> Evidence:
    """What the files of a folder say; with `source`, what that document and the files beside it say.

    Raises PolicylintError for a source that is no metadata that policylint reads.
    """
    found = _Found()
    for sheet in [_from(source)] if source is not None else _sheets(folder):
        found.take(sheet)
    for path, text in license_texts(folder):
        identifier = heading(text)
        if identifier is not None:
            found.license_text(os.path.basename(path), identifier)
    found.files(_counts(folder))
    found.settle(folder)
    return Evidence(found.values, found.origins, tuple(found.licenses), tuple(found.seen))


class _Found:
    """What was found so far; of two files that say the same field, the first holds."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.origins: dict[str, str] = {}
        self.licenses: list[tuple[str, str]] = []
        self.seen: list[str] = []
        self.read: Counter[str] = Counter()

    def take(self, sheet: Sheet) -> None:
        """Take over what a document says, except what policylint does not model: that stays where it is."""
        self.seen.append(f"{sheet.document.path} ({sheet.format})")
        self.read[os.path.splitext(sheet.document.path)[1].lower()] += 1
        for index, entry in enumerate(_list(sheet.value.get("licenses"))):
            said = entry.get("license") if isinstance(entry, dict) else None
            if isinstance(said, str) and said != _UNSTATED:
                self.licenses.append((said, _where(sheet, f"/licenses/{index}/license")))
        for key, value in sheet.value.items():
            said = _said(value)
            if key not in self.values and key not in ("extensions", "datasheet") and said is not UNSAID:
                self.values[key] = said
                self.origins.update({at: _where(sheet, at) for at in _leaves(said, f"/{escape(key)}")})

    def license_text(self, name: str, identifier: str) -> None:
        """Take over a LICENSE file: a software licence is that of the code, unless the metadata says it of the data."""
        self.seen.append(f"{name} ({identifier})")
        where = f"{name}:1"
        stated = [said for said, _ in self.licenses]
        if identifier in stated:
            return
        code = of_code(identifier)
        listed = self.values.setdefault("licenses", [])
        if code or not stated:
            at, part = f"/licenses/{len(listed)}", "software" if code else "dataset"
            listed.append({"applies_to": part, "license": identifier, "declared_in": name})
            self.origins |= {f"{at}/applies_to": where, f"{at}/license": where, f"{at}/declared_in": where}
        elif listed and resolve(listed[0].get("declared", stated[0])).license == resolve(stated[0]).license:
            listed[0] |= {"declared": identifier, "declared_in": name}
            self.origins |= {"/licenses/0/declared": where, "/licenses/0/declared_in": where}
        if not code:
            self.licenses.append((identifier, where))

    def files(self, counts: Counter[str]) -> None:
        """Note the kinds of files, and which kinds of data they show."""
        for suffix, count in (counts - self.read).most_common(_KINDS_SHOWN):
            self.seen.append(f"{count} {suffix} file{'' if count == 1 else 's'}")
        shown = [kind for kind, suffixes in _MODALITY.items() if any(suffix in counts for suffix in suffixes)]
        if shown and "modality" not in self.values:
            self.values["modality"] = shown
            self.origins["/modality"] = "the files' names"

    def settle(self, folder: str) -> None:
        """Fill in what a sheet must have: a name out of the folder's, and licences that are ids."""
        base = os.path.basename(os.path.abspath(folder))
        if not self.values.get("name"):
            self.values["name"] = base or "dataset"
            self.origins["/name"] = "the folder's name"
        if not self.values.get("id"):
            self.values["id"] = slug(self.values["name"]) or slug(base) or "dataset"
            self.origins["/id"] = self.origins["/name"]
        entries = [entry for entry in _list(self.values.get("licenses")) if isinstance(entry, dict)]
        for entry in entries:
            _as_id(entry)
        self.values["licenses"] = entries


def _as_id(entry: dict[str, Any]) -> None:
    """Put what a licence entry says that is no licence's id into its own words."""
    said = entry.get("license", _UNSTATED)
    known = resolve(said).license
    entry["license"] = known or (said if said == "NONE" else _UNSTATED)
    if known is None and said not in ("NONE", _UNSTATED):
        entry.setdefault("declared", said)


def _from(source: str) -> Sheet:
    loaded = typed(load(source), None, {})
    if loaded.sheet is None or not loaded.sheet.foreign:
        why = loaded.problems[0].message if loaded.problems else "this is no metadata that policylint reads"
        raise PolicylintError(f"--from {source}: {why}")
    return loaded.sheet


def _sheets(folder: str) -> list[Sheet]:
    """The documents of a folder that describe a dataset in another format: the formats that say most come first."""
    names = [name for name in _names(folder) if os.path.splitext(name)[1].lower() in SUFFIXES]
    loaded = [typed(load(os.path.join(folder, name), name), None, {}) for name in names[:_MOST_DOCUMENTS]]
    sheets = [one.sheet for one in loaded if one.sheet is not None and one.sheet.foreign]
    return sorted(sheets, key=lambda sheet: FORMATS.index(sheet.format))


def _names(folder: str) -> list[str]:
    """The regular files of a folder, none of them a link that may lead elsewhere."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))


def _counts(folder: str) -> Counter[str]:
    """How many files of each suffix are below a folder, hidden ones and links left out, up to a bound."""
    counts: Counter[str] = Counter()
    total = 0
    for _, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        total += len(names)
        counts.update(os.path.splitext(name)[1].lower() for name in names if not name.startswith("."))
        if total > _MOST_FILES:
            break
    return Counter({suffix: count for suffix, count in counts.items() if suffix not in _NOT_DATA})


def _where(sheet: Sheet, pointer: str) -> str:
    place = sheet.place(pointer)
    return f"{place.path}:{place.span.line}"


def _said(value: Any) -> Any:
    """A typed value without what is not said; UNSAID where nothing is left."""
    if isinstance(value, dict):
        kept = {key: said for key, said in ((key, _said(child)) for key, child in value.items()) if said is not UNSAID}
        return kept or UNSAID
    if isinstance(value, list) and value:
        items = [said for said in map(_said, value) if said is not UNSAID]
        return items or UNSAID
    return UNSAID if value is None else value


def _leaves(value: Any, pointer: str) -> Iterator[str]:
    """The pointers of the values inside a value that are no mappings; a list of plain values is one."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, f"{pointer}/{escape(key)}")
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{pointer}/{index}")
    else:
        yield pointer


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
