"""Writes `docs/rules/`: a page for each shipped rule and a list of all, from the rules themselves.

python -m policylint.reporters.rule_docs            writes the pages, and deletes those of rules that are gone
python -m policylint.reporters.rule_docs --check    exits 1 when a page is not what its rule says
"""

from __future__ import annotations

import sys
from itertools import groupby

from policylint import generated
from policylint.generated import REPOSITORY
from policylint.lean import TYPE_CHECKING
from policylint.policy.load import load_rules, packs_by_rule
from policylint.policy.page import Page, page_of

if TYPE_CHECKING:
    from policylint.policy.page import Section

FOLDER = "docs/rules"
_MARK = "<!-- Written by `make docs`; edit {source} instead. -->\n\n"


def outputs() -> dict[str, str]:
    """Every page, by its path below `docs/rules/`, and its text."""
    packs = packs_by_rule()
    pages = [page_of(rule, packs.get(rule.id, ())) for rule in load_rules()[0]]
    return {f"{page.id}.md": markdown(page) for page in pages} | {"README.md": _index(pages)}


def markdown(page: Page) -> str:
    """A rule's page in `docs/rules/`."""
    return _MARK.format(source=f"policies/rules/{page.id}.yaml") + page_text(page)


def page_text(page: Page) -> str:
    """What there is to say of a rule, as Markdown."""
    head = f"# {page.id}\n\n{page.title}.\n\n**{page.severity}** · {' · '.join(page.facts)}\n"
    return "\n".join([head, *(_section(section) for section in page.sections)])


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


def stale(repository: str = REPOSITORY) -> dict[str, str | None]:
    """What is not as the rules say: each page that is missing or different with its text, each that is left over."""
    return generated.stale({f"{FOLDER}/{name}": text for name, text in outputs().items()}, FOLDER, repository)


def main(arguments: list[str], repository: str = REPOSITORY) -> int:
    """Write what is stale, or only name it."""
    return generated.bring_up_to_date(stale(repository), arguments, repository)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
