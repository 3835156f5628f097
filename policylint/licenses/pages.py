"""Writes `docs/licenses/`: a page for every licence of the registry, and their index.

python -m policylint.licenses.pages            writes the pages
python -m policylint.licenses.pages --check    exits 1 when one of them is not what the registry says
"""

from __future__ import annotations

import os
import sys

from policylint import resources
from policylint.licenses.catalog import known_ids, license_entry
from policylint.licenses.page import Page, page_of
from policylint.writing import write_whole

_HEAD = """# Licences

What the registry knows of each licence, family and platform's terms. The pages are generated from `registry/licenses/`
(`make pages`); each says what its reading rests on. `policylint license show ID` prints the same in the terminal.

They help to find what to look at. They are no legal advice, and where a text matters, read the text.

| id | licence | confidence |
|---|---|---|
"""


def pages() -> dict[str, str]:
    """Every page by its file name, and its text."""
    found = {f"{identifier}.md": _markdown(page_of(identifier)) for identifier in known_ids()}
    return {"README.md": _HEAD + "".join(_row(identifier) for identifier in known_ids()), **found}


def _row(identifier: str) -> str:
    entry = license_entry(identifier) or {}
    return f"| [{identifier}]({identifier}.md) | {entry['name']} | {entry['confidence']} |\n"


def _markdown(page: Page) -> str:
    sections = [f"## {title}\n\n" + "".join(f"- {line}\n" for line in lines) for title, lines in page.sections]
    return f"# {page.id}\n\n{page.name}\n\n" + "\n".join(sections)


def stale(folder: str) -> list[str]:
    """The pages that are missing, are not what the registry says, or are of no licence."""
    wanted = pages()
    there = os.listdir(folder) if os.path.isdir(folder) else []
    return [name for name, text in wanted.items() if _text(os.path.join(folder, name)) != text] + sorted(
        set(there) - set(wanted)
    )


def _text(file: str) -> str | None:
    if not os.path.isfile(file):
        return None
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def main(arguments: list[str]) -> int:
    """Write what is stale and take away what is of no licence, or only name it."""
    folder = os.path.join(resources.root(), "docs", "licenses")
    wanted, old, check = pages(), stale(folder), "--check" in arguments
    for name in old:
        file = os.path.join(folder, name)
        sys.stdout.write(f"{'stale' if check else 'wrote' if name in wanted else 'removed'} docs/licenses/{name}\n")
        if check:
            continue
        if name in wanted:
            os.makedirs(folder, exist_ok=True)
            write_whole(file, wanted[name])
        else:
            os.unlink(file)
    return 1 if old and check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
