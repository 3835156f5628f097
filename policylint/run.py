"""One run: what it reads, and what it found so far."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from policylint.beside import license_texts
from policylint.discover import is_the_datasheet, kind_by_name
from policylint.documents import read
from policylint.errors import PolicylintError
from policylint.facts.common import license_text
from policylint.facts.obligations import obligations
from policylint.findings import CheckedDocument, Finding, Problem, Report, said_once
from policylint.project import lineage_of
from policylint.request import STDIN
from policylint.rulings import of_world, rules_of, ruling, without_subsumed
from policylint.shapes.check import UNSAID
from policylint.sheets import Loaded, Store
from policylint.worlds import entries, pair, undescribed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policylint.advisories.registry import Registry
    from policylint.audit.holdings import Holdings
    from policylint.dossier import Gathered
    from policylint.excusing import Excused, Excusing
    from policylint.facts.common import Item, Sheet, World
    from policylint.facts.ledger import Totals
    from policylint.findings import Place
    from policylint.ledgers import Ledgers
    from policylint.logic import Truth
    from policylint.policy.in_force import Policy
    from policylint.request import Request
    from policylint.rulings import Judged


class Run:
    """What one run found so far. `kept` takes every finding with all that it was made from: otherwise nobody keeps it.

    Memory must not grow with the number of sheets, unless somebody asks for what does.
    """

    def __init__(
        self, policy: Policy, request: Request, paths: frozenset[str], kept: list[Judged] | None = None
    ) -> None:
        self.policy = policy
        self.request = request
        self.paths = paths
        self.kept = kept
        self.rules = rules_of(policy, request)
        self.registry = _advisories(request.advisories)
        self.store = Store(policy.extensions)
        self.lineage = lineage_of(self.store, paths, request.roots, request.exclude)
        self.excusing = self._excusing()
        self.gathered = self._gathered() if request.keep else None
        self.findings: list[Finding] = []
        self.repeated: list[Finding] = []
        """Findings that an earlier moment had: what excuses the first of them need not excuse these."""
        self.documents: dict[str, CheckedDocument] = {}
        self.sources: dict[str, tuple[str, ...]] = {}
        self.unopened: set[str] = set()
        """What findings point at and nobody prints: names of files, rows of ledgers."""
        self.foreign: dict[str, Sheet] = {}
        self.judged = 0
        self.with_uses = False
        self.obligations: dict[tuple[str, str, str | None, str], None] = {}
        self._ledgers: Ledgers | None = None
        self._seen: dict[tuple[str, ...], str] = {}
        self._texts: dict[str, tuple[Item, ...]] = {}
        self._verified: dict[tuple[str, str, str], Truth] = {}

    def _excusing(self) -> Excusing | None:
        """The waivers and the baseline; None where there is neither. Raises InvalidFileError."""
        if self.request.baseline is None and self.request.waiver_file is None:
            return None
        from policylint.excusing import excusing  # noqa: PLC0415 - only where something may be excused

        return excusing(self.policy, self.request, self.rules.plans)

    def _gathered(self) -> Gathered:
        from policylint.dossier import Gathered  # noqa: PLC0415 - only for a dossier

        return Gathered(self.policy, self.request.config, self.lineage.links, self.verify)

    # what it reads

    def asked_use(self, path: str) -> Sheet | None:
        """A use given by `--use`; None, and findings, if it is broken."""
        loaded = self.store.load(path, "use")
        if loaded.kind != "use":
            raise PolicylintError(f"--use {path}: this is no use declaration")
        if loaded.sheet is None:
            self.record(loaded, {})
        elif self.gathered is not None:
            self.gathered.sheets.append(loaded.sheet)
        return loaded.sheet

    def given(self, name: str, data: bytes) -> Loaded:
        """What came from standard input, which is a datasheet unless it says that it is a use."""
        if self.gathered is not None:
            self.gathered.given(name, data)
        loaded = self.store.typed(read(data, name), kind_by_name(name))
        if loaded.kind is None:
            loaded = self.store.typed(loaded.document, "datasheet")
        return self.store.keep(loaded)

    def verify(self, sheet: Sheet, path: str, sha256: str) -> Truth:
        """Whether a file that a sheet names by its path has a hash."""
        from policylint.evidence import verified  # noqa: PLC0415 - only where a rule asks for evidence

        key = (sheet.document.path, path, sha256)
        if key not in self._verified:
            self._verified[key] = verified(*key, self.lineage.roots(sheet.document.path))
        return self._verified[key]

    def beside(self, sheet: Sheet) -> tuple[Item, ...]:
        """The licence texts beside a sheet's file, read once for each folder."""
        path = sheet.document.path
        folder = os.path.dirname(path)
        if path != STDIN and folder not in self._texts:
            self._texts[folder] = tuple(license_text(*found) for found in license_texts(folder))
            for text in self._texts[folder]:
                self.store.keep(Loaded(text.sheet.document, None, None, ()))
        return self._texts.get(folder, ())

    def ledgers(self) -> Ledgers:
        """The ledgers of the run."""
        if self._ledgers is None:
            from policylint.ledgers import Ledgers  # noqa: PLC0415 - only for sheets that name a ledger

            self._ledgers = Ledgers(self.request, self.lineage.roots)
        return self._ledgers

    def has_ledger(self, sheet: Item) -> bool:
        """Whether a sheet names a ledger, or one is named by hand. That none is named is the matter of other rules."""
        return self.request.ledgers.given is not None or isinstance(sheet.child("people").child("ledger").value, dict)

    def totals(self, world: World) -> Totals | None:
        """The totals of the ledger that a world's sheet names."""
        if not self.has_ledger(world.sheet):
            return None
        found = self.ledgers().totals(world)
        self._note_ledgers()
        return found

    def _note_ledgers(self) -> None:
        """Note which ledgers cannot be read, and whose rows are pointed at."""
        ledgers = self.ledgers()
        self.unopened |= ledgers.shown
        while ledgers.problems:
            self.wrong(ledgers.problems.pop(0))

    def close(self) -> None:
        """Leave nothing open."""
        if self._ledgers is not None:
            self._ledgers.close()

    # where its documents lead

    def start(self, sheet: Sheet) -> None:
        """Note what is wrong with what a datasheet is made from, before it is judged."""
        self._note_foreign(sheet)
        for problem, chain in self.lineage.problems(sheet) if sheet.value.get("sources") else ():
            if sheet.foreign and problem.severity != "error":
                continue  # a card names its sources by what they are called elsewhere: none of them is here
            self.wrong(problem, chain=chain, dataset=sheet.id)

    def entries_for(self, sheet: Sheet, use: Sheet) -> list[Item]:
        """The entries of a use's `datasets` that name a sheet, by its file or by its id."""
        named = []
        for entry in entries(use):
            loaded, problems = self.lineage.target(entry)
            if loaded is not None and loaded.path == sheet.document.path:
                named.append(entry)
                for problem in problems:
                    self.wrong(problem, use=use.id)
            elif loaded is None and sheet.id is not None and entry.child("id").value == sheet.id:
                named.append(entry)
        return named

    def pairs(self, use: Sheet, moment: str) -> Iterator[World]:
        """A use declaration with each dataset that it lists; what cannot be found is a finding."""
        if moment == "create":
            return
        if use.value.get("datasets") is UNSAID:
            why, remedy = "the use does not say which datasets it uses", "List them."
            place = use.place("/datasets")
            self.wrong(Problem("reference/unresolved", place.path, place.span, why, remedy, place.pointer), use=use.id)
        for entry in entries(use):
            sheet = self._dataset(entry, use)
            if sheet is not None:
                yield pair(sheet, use, entry, moment, self.request.as_of, self.lineage.links, "use", self.registry)

    def _dataset(self, entry: Item, use: Sheet) -> Sheet | None:
        """The sheet of an entry of a use's `datasets`; None, and a finding, where there is none."""
        loaded, problems = self.lineage.target(entry)
        for problem in problems:
            self.wrong(problem, use=use.id)
        if loaded is None:
            return undescribed(entry)
        if loaded.sheet is None:
            self.record(loaded, {})
            return None
        self._mistakes(loaded)
        self._note_foreign(loaded.sheet)
        return loaded.sheet

    def _note_foreign(self, sheet: Sheet) -> None:
        """Remember a sheet that was read from another format."""
        if sheet.foreign:
            self.foreign[sheet.document.path] = sheet

    # judging

    def judge(self, world: World, applied: dict[str, int]) -> None:
        """Every rule of the world's moment on it."""
        opened = world._replace(verify=self.verify, beside=self.beside, totals=lambda: self.totals(world))
        self._note(opened)
        made = self._on_items(opened, applied) + self._on_rows(opened, applied)
        made = without_subsumed(made, self.rules.subsumes)
        if self.gathered is not None:
            self.gathered.case(opened, made)
        for one in made:
            self._say(one, world.moment)

    def _note(self, world: World) -> None:
        """Note what must be done where the answer is yes, and how far the run reached."""
        if self.excusing is not None:
            self.excusing.reach.add(world)
        self.obligations.update(dict.fromkeys(obligations(world)))
        self.with_uses = self.with_uses or world.use is not None

    def _on_items(self, world: World, applied: dict[str, int]) -> list[Finding]:
        """What rules find on the items of a world."""
        rules, once = of_world(self.rules.on_items, world), self._asks_once(world)
        made: list[Finding] = []
        for rule in rules:
            found = ruling(rule, world, applied, self.request.unknown, once=once)
            made += found.findings
            if self.kept is not None:
                self.kept += found.listed
        self.judged += 0 if world.undescribed else len(rules)
        return made

    def _on_rows(self, world: World, applied: dict[str, int]) -> list[Finding]:
        """What rules find on the rows of its ledger."""
        rules = of_world(self.rules.on_rows, world)
        if not rules or not self.has_ledger(world.sheet):
            return []
        self.judged += len(rules)
        made = self.ledgers().on_rows(rules, world, applied)
        self._note_ledgers()
        return made

    def _asks_once(self, world: World) -> bool:
        """Whether all that waits is folded into one finding: then each item need be asked about only once.

        Otherwise every source with every licence is a finding to make, and hundreds of them are thrown away.
        """
        sheet = world.sheet.sheet
        brief = self.request.fold and self.kept is None and self.excusing is None
        alone = brief and world.use is None and sheet.document.path in self.foreign
        return alone and all(link.sheet is None for link in world.links(sheet))

    def _say(self, finding: Finding, moment: str) -> None:
        """Note a finding, unless an earlier moment had it."""
        own = (finding.fingerprint, finding.place.path, finding.outcome)
        key = said_once(finding) if self.request.once else own
        if self._seen.setdefault(key, moment) == moment:
            self.found(finding)
        elif self.excusing is not None:
            self.repeated.append(finding)

    # what it found

    def found(self, finding: Finding) -> None:
        """Note a finding, and the lines of the files that it shows."""
        self.findings.append(finding)
        for place in (finding.place, *finding.related):
            if place.path not in self.sources and place.path not in self.unopened:
                self.sources[place.path] = self.store.load(place.path, None).document.lines

    def wrong(
        self, problem: Problem, *, use: str | None = None, chain: tuple[str, ...] = (), dataset: str | None = None
    ) -> None:
        """Note what is wrong with a file, as a finding of no rule."""
        from policylint.problems import finding_of  # noqa: PLC0415 - a clean run has none

        self.found(finding_of(problem, use)._replace(chain=chain, dataset=dataset))

    def hold(self, holdings: Holdings) -> None:
        """Note what is held and nobody describes, which is not opened."""
        self.judged += holdings.looked
        self.unopened |= {sheet.document.path for sheet in holdings.sheets if not sheet.document.text}
        self.unopened |= {problem.path for problem in holdings.problems}
        for problem in holdings.problems:
            self.wrong(problem)

    def record(self, loaded: Loaded, applied: dict[str, int]) -> None:
        """Put a document into the report, with what is wrong with the document itself."""
        path, kind, sheet = loaded.path, loaded.kind or "datasheet", loaded.sheet
        if path in self.documents:
            return
        self._mistakes(loaded)
        if self.gathered is not None and sheet is not None:
            self.gathered.sheets.append(sheet)
        identifier = sheet.id if sheet is not None else None
        self.documents[path] = CheckedDocument(
            path, kind, loaded.format or kind, identifier, sheet is not None, applied
        )

    def _mistakes(self, loaded: Loaded) -> None:
        """Note what is wrong with a document itself."""
        for problem in loaded.problems:
            self.wrong(problem)

    def _datasheets(self) -> list[CheckedDocument]:
        """The datasheets in policylint's own format."""
        return [one for one in self.documents.values() if one.kind == one.format == "datasheet"]

    def _twins(self) -> None:
        """Note datasheets of one id."""
        named = [one for one in self._datasheets() if one.id is not None]
        if len({one.id for one in named}) == len(named):
            return
        from policylint.problems import twins  # noqa: PLC0415 - a clean run has none

        for problem in twins(named, self._id_of):
            self.wrong(problem)

    def _id_of(self, path: str) -> Place:
        """Where a file says its id."""
        return self.store.load(path, None).document.place("/id")

    def _excused(self) -> Excused | None:
        """Lay waivers and the baseline on the findings; what there is to say of waivers is found with them."""
        if self.excusing is None:
            return None
        from policylint.excusing import excused  # noqa: PLC0415 - only where something may be excused

        done = excused(self.excusing, self.findings, self.repeated, self.request.as_of, self.store, self.documents)
        self.findings = []
        for one in done.findings:
            self.found(one)
        return done

    def _folded(self) -> list[Finding]:
        """The findings; on documents of other formats, what they cannot say is one of them."""
        if not self.foreign or not self.request.fold:
            return self.findings
        from policylint.open_questions import folded  # noqa: PLC0415 - only for other formats

        beside = {os.path.dirname(one.path) for one in self._datasheets() if is_the_datasheet(one.path)}
        return folded(self.findings, self.foreign, lambda path: os.path.dirname(path) in beside)

    def report(self) -> Report:
        """All of it, sorted."""
        self._twins()
        excused = self._excused()
        return Report(
            as_of=self.request.as_of,
            packs=self.policy.packs,
            rules=len(self.rules.plans),
            digest=self.policy.digest,
            documents=tuple(self.documents[path] for path in sorted(self.documents)),
            findings=tuple(sorted(dict.fromkeys(self._folded()), key=Finding.sort_key)),
            sources=self.sources,
            judged=self.judged,
            fail_on=self.request.fail_on,
            allow_empty=self.request.allow_empty,
            obligations=tuple(sorted(self.obligations, key=lambda one: tuple(map(str, one)))),
            with_uses=self.with_uses,
            waivers=excused.grants if excused else (),
            baseline=excused.baseline if excused else None,
            settled=excused.settled if excused else frozenset(),
            dossier=self.gathered.dossier(self.documents, excused.waived if excused else {}) if self.gathered else None,
        )


def _advisories(folders: tuple[str, ...]) -> Callable[[], Registry]:
    """The advisories of a run, read when a rule asks; those of further folders now, since they may be broken."""

    @cache
    def made() -> Registry:
        from policylint.advisories.registry import registry  # noqa: PLC0415 - only where a rule asks

        return registry(folders).of_a_run()

    if folders:
        made()
    return made
