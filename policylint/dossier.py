"""What a run looked at, for outputs that show more than its findings: kept only where one of them asks for it."""

from __future__ import annotations

from policylint.evidence import digest, digest_of
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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


class Gathered:
    """What a run keeps for its dossier."""

    def __init__(
        self,
        policy: Policy,
        config: str | None,
        links: Callable[[Sheet], tuple[Link, ...]],
        verify: Callable[[Sheet, str, str], Truth],
    ) -> None:
        self.sheets: list[Sheet] = []
        self._in_force = (policy, config)
        self._links = links
        self._verify = verify
        self._cases: list[tuple[World, list[Finding]]] = []
        self._given: dict[str, str] = {}

    def given(self, name: str, data: bytes) -> None:
        """Note what came from standard input: it cannot be read again."""
        self._given[name] = digest_of(data)

    def case(self, world: World, found: list[Finding]) -> None:
        """Note a judgement."""
        self._cases.append((world._replace(memo={}), found))
        if not world.undescribed:
            self.sheets.append(world.sheet.sheet)

    def dossier(self, documents: Iterable[str], waived: Mapping[tuple[str, str], str]) -> Dossier:
        """All of it, with what these documents lead to, and which findings are waived."""
        sheets = reached(self.sheets, self._links)
        paths = sorted({*documents, *(sheet.document.path for sheet in sheets)})
        return Dossier(
            *self._in_force,
            sheets,
            tuple(Case(world, tuple(_marked(one, waived) for one in found)) for world, found in self._cases),
            tuple((path, self._given[path] if path in self._given else digest(path)) for path in paths),
            self._links,
            self._verify,
        )


def _marked(finding: Finding, waived: Mapping[tuple[str, str], str]) -> Finding:
    """A finding with the waiver that excuses it."""
    return finding._replace(waiver=waived.get((finding.fingerprint, finding.place.path)))
