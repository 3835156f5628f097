"""Every match of the shipped advisories with metadata files that others wrote: to be read, and judged one by one.

    python benchmarks/advisory_matches.py FOLDER

What a file calls its dataset is read by simple means: the front matter's `pretty_name` of a card, `name`, `title`,
`id`, `url` and `identifier` of JSON and YAML, and the repository that `manifest.csv` names.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import yaml

from policylint.advisories.match import Known, matches
from policylint.advisories.registry import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("name", "title", "pretty_name", "id", "alternateName")
_PAGES = ("url", "homepage", "identifier", "sameAs")
_SUFFIXES = (".md", ".json", ".jsonld", ".yaml", ".yml")


def main(folder: str) -> int:
    repositories = _repositories(folder)
    counted: Counter[str] = Counter()
    files = list(_files(folder))
    for path in files:
        shown = os.path.relpath(path, folder)
        for match in matches(_known(path, repositories.get(shown, "")), shipped()):
            advisory = shipped().get(match.advisory)
            assert advisory is not None
            counted[match.kind] += 1
            found = f"{match.kind:<10}  {advisory.id}  {advisory.dataset:<28}  {shown}: {match.where}"
            sys.stdout.write(f"{found}\n")
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counted.items())) or "none"
    sys.stdout.write(f"{len(files)} files, {sum(counted.values())} matches ({kinds})\n")
    return 0


def _files(folder: str) -> Iterator[str]:
    for here, _, names in sorted(os.walk(folder)):
        yield from (os.path.join(here, name) for name in sorted(names) if name.endswith(_SUFFIXES))


def _repositories(folder: str) -> dict[str, str]:
    try:
        with open(os.path.join(folder, "manifest.csv"), encoding="utf-8", newline="") as file:
            return {row["file"]: row["path"] for row in csv.DictReader(file)}
    except OSError:
        return {}


def _known(path: str, origin: str) -> Known[str]:
    value = _read(path)
    names, pages, other = _said(value)
    card = origin.removesuffix("/README.md").rpartition("/")[2] if origin.endswith("/README.md") else ""
    names += [card] if card and "." not in card else []
    return Known(
        (),
        tuple((page, f"url `{page[:80]}`") for page in pages),
        tuple((name, f"name `{name[:80]}`") for name in names),
        tuple(other),
    )


def _read(path: str) -> Any:
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read(400_000)
    try:
        if path.endswith((".json", ".jsonld")):
            return json.loads(text)
        if path.endswith(".md"):
            parts = text.split("---", 2)
            return {**(yaml.safe_load(parts[1]) or {}), "description": parts[2][:3000]} if len(parts) == 3 else {}
        return yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, TypeError, RecursionError):
        return {}


def _said(value: Any) -> tuple[list[str], list[str], list[str]]:
    if not isinstance(value, dict):
        return [], [], []
    names = [one for key in _NAMES for one in _texts(value.get(key))]
    pages = [one for key in _PAGES for one in _texts(value.get(key)) if ":" in one]
    return names, pages, [one for key in ("description", "publisher") for one in _texts(value.get(key))]


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and len(one) < 4000]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
