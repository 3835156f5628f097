"""Writes `docs/licenses/`: a page for every licence of the registry, and their index.

python -m policylint.licenses.pages            writes the pages
python -m policylint.licenses.pages --check    exits 1 when one of them is not what the registry says
"""

from __future__ import annotations

import sys

from policylint import generated
from policylint.licenses.catalog import known_ids, license_entry
from policylint.licenses.page import Page, page_of

_FOLDER = "docs/licenses"
_HEAD = """# Licences

What the registry knows of each licence, family and platform's terms. The pages are generated from `registry/licenses/`
(`make docs`); each says what its reading rests on. `policylint license show ID` prints the same in the terminal.

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


def stale() -> dict[str, str | None]:
    """The pages that are missing, are not what the registry says, or are of no licence."""
    return generated.stale({f"{_FOLDER}/{name}": text for name, text in pages().items()}, _FOLDER)


def main(arguments: list[str]) -> int:
    """Write what is stale and take away what is of no licence, or only name it."""
    return generated.bring_up_to_date(stale(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
