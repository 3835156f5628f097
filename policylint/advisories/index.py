"""Writes `registry/advisories/index.json` from the advisories, so that a run reads one file and not all of them.

python -m policylint.advisories.index            writes the index
python -m policylint.advisories.index --check    exits 1 when it is not what the advisories say
"""

from __future__ import annotations

import json
import os
import sys

from policylint import generated, resources
from policylint.advisories.registry import common_words, index_of, read
from policylint.documents import load
from policylint.documents.node import plain_value

FOLDER = resources.path("registry", "advisories")
FILE = "registry/advisories/index.json"


def files() -> dict[str, str]:
    """Every advisory of the registry: its id, and its file below the folder."""
    found = {}
    for folder in sorted(entry.name for entry in os.scandir(FOLDER) if entry.is_dir()):
        for name in sorted(os.listdir(os.path.join(FOLDER, folder))):
            found[os.path.splitext(name)[0]] = f"{folder}/{name}"
    return dict(sorted(found.items()))


def content() -> str:
    """The index as text."""
    listed = files()
    index = index_of(read(load(os.path.join(FOLDER, *name.split("/")))) for name in listed.values())
    common, others = common_words()
    names = {**{name: list[str]() for name in others}, **index["names"]}
    release = load(resources.path("registry", "release.yaml")).root
    assert release is not None
    whole = {
        "date": plain_value(release)["date"],
        "common_words": common,
        "names": dict(sorted(names.items())),
        "coordinates": dict(sorted(index["coordinates"].items())),
        "hashes": dict(sorted(index["hashes"].items())),
        "files": listed,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the index, or say whether it is up to date."""
    return generated.bring_up_to_date(generated.stale({FILE: content()}), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
