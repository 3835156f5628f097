"""What a run looked at, for outputs that show more than its findings: kept only where one of them asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from policylint.facts.common import Link, Sheet, World
    from policylint.findings import Finding
    from policylint.logic import Truth
    from policylint.policy.in_force import Policy


class Case(NamedTuple):
    """What was judged together, and all that the rules found there, whether or not another case had it before.

    A finding that is excused has the id of its waiver.
    """

    world: World
    findings: tuple[Finding, ...]


class Dossier(NamedTuple):
    """The documents and judgements of a run, and what it was run with."""

    policy: Policy
    config: str | None
    """The config that was in force; None without one."""
    sheets: tuple[Sheet, ...]
    """Every document that could be judged, and every datasheet that these lead to; by path."""
    cases: tuple[Case, ...]
    digests: tuple[tuple[str, str | None], ...]
    """Each document that was read, with the SHA-256 of its bytes; None where they cannot be read again."""
    links: Callable[[Sheet], tuple[Link, ...]]
    """Where the entries of a sheet's `sources` lead."""
    verify: Callable[[Sheet, str, str], Truth]
    """Whether the file that a sheet names by its path has a SHA-256."""

    @property
    def datasheets(self) -> tuple[Sheet, ...]:
        """The datasheets."""
        return tuple(sheet for sheet in self.sheets if sheet.kind == "datasheet")

    @property
    def uses(self) -> tuple[Sheet, ...]:
        """The use declarations."""
        return tuple(sheet for sheet in self.sheets if sheet.kind == "use")


def reached(sheets: Iterable[Sheet], links: Callable[[Sheet], tuple[Link, ...]]) -> tuple[Sheet, ...]:
    """Sheets, and all that they are made from, each once, by path."""
    found: dict[str, Sheet] = {}
    waiting = list(sheets)
    while waiting:
        sheet = waiting.pop()
        if sheet.document.path not in found:
            found[sheet.document.path] = sheet
            waiting += [link.sheet for link in links(sheet) if link.sheet is not None]
    return tuple(found[path] for path in sorted(found))
