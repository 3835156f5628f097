"""Writes `docs/rules/`: a page for each shipped rule and a list of all, from the rules themselves.

python -m policylint.reporters.rule_docs            writes the pages, and deletes those of rules that are gone
python -m policylint.reporters.rule_docs --check    exits 1 when a page is not what its rule says
"""

from __future__ import annotations

import os
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from policylint.policy.load import load_rules, packs_by_rule
from policylint.policy.page import Page, page_of
from policylint.writing import write_whole

if TYPE_CHECKING:
    from policylint.policy.page import Section

FOLDER = os.path.join("docs", "rules")
_REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_MARK = "<!-- Written by `make docs`; edit {source} instead. -->\n\n"


def outputs() -> dict[str, str]:
    """Every page, by its path below `docs/rules/`, and its text."""
    packs = packs_by_rule()
    pages = [page_of(rule, packs.get(rule.id, ())) for rule in load_rules()[0]]
    return {f"{page.id}.md": markdown(page) for page in pages} | {"README.md": _index(pages)}


def markdown(page: Page) -> str:
    """A rule's page."""
    head = f"# {page.id}\n\n{page.title}.\n\n**{page.severity}** · {' · '.join(page.facts)}\n"
    mark = _MARK.format(source=f"policies/rules/{page.id}.yaml")
    return mark + "\n".join([head, *(_section(section) for section in page.sections)])


def _section(section: Section) -> str:
    title = f"## {section.title}" + (f": {section.name}" if section.name else "")
    code = "```yaml\n" + "\n".join(section.code) + "\n```\n" if section.code else ""
    return f"{title}\n\n" + (section.text + "\n" if section.text else "") + code


def _index(pages: list[Page]) -> str:
    parts = [
        _MARK.format(source="the rules") + "# Rules\n\nEvery rule that policylint brings, and the packs it is in.\n"
    ]
    for area, inside in groupby(pages, key=lambda page: page.id.partition("/")[0]):
        rows = [f"| [{page.id}]({page.id}.md) | {page.title} | {page.severity} | {_packs(page)} |\n" for page in inside]
        parts.append(f"## {area}\n\n| rule | says | severity | packs |\n|---|---|---|---|\n{''.join(rows)}")
    return "\n".join(parts)


def _packs(page: Page) -> str:
    return page.facts[-1].partition(": ")[2]


def stale(repository: str) -> dict[str, str | None]:
    """What is not as the rules say: each page that is missing or different with its text, each that is left over."""
    folder = os.path.join(repository, FOLDER)
    wanted = outputs()
    found = {name: _text(os.path.join(folder, name)) for name in _pages(folder)}
    old: dict[str, str | None] = {name: text for name, text in wanted.items() if found.get(name) != text}
    return old | {name: None for name in found if name not in wanted}


def _pages(folder: str) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
        for place, _, names in os.walk(folder)
        for name in names
    )


def _text(file: str) -> str:
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def main(arguments: list[str], repository: str = _REPOSITORY) -> int:
    """Write what is stale, or only name it."""
    old = stale(repository)
    for name, text in old.items():
        file = os.path.join(repository, FOLDER, name)
        if "--check" not in arguments and text is None:
            os.unlink(file)
        elif "--check" not in arguments and text is not None:
            os.makedirs(os.path.dirname(file), exist_ok=True)
            write_whole(file, text)
        did = "stale" if "--check" in arguments else "deleted" if text is None else "wrote"
        sys.stdout.write(f"{did} {FOLDER}/{name}\n".replace(os.sep, "/"))
    return 1 if old and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
