"""check(): the whole program on one screen.

files → documents → typed sheets → judged by every rule in force → a sorted report
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from policylint.beside import license_texts
from policylint.config import Ledgers
from policylint.discover import Found, is_the_datasheet, kind_by_name
from policylint.documents import read
from policylint.errors import PolicylintError
from policylint.facts.common import license_text
from policylint.facts.obligations import obligations
from policylint.findings import CheckedDocument, Finding, Place, Problem, Report, milder, said_once
from policylint.policy.compile import Compiled, about_ledger, compile_rule, of_records
from policylint.policy.judge import judge
from policylint.project import lineage_of
from policylint.shapes.check import UNSAID
from policylint.sheets import Loaded, Store
from policylint.worlds import entries, pair, undescribed, worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from policylint.advisories.registry import Registry
    from policylint.audit.holdings import Holdings
    from policylint.baseline import Known
    from policylint.config import Config
    from policylint.dossier import Dossier
    from policylint.excusing import Excused, Excusing
    from policylint.facts.common import Item, Sheet, World
    from policylint.facts.ledger import Totals
    from policylint.ledger.book import Book, Ledger
    from policylint.logic import Truth
    from policylint.policy.in_force import Policy
    from policylint.policy.judge import Judgement

T = TypeVar("T")
STDIN = "<stdin>"
_MOST_FINDINGS = 200
"""Findings that are listed of one rule on one document and use; the rest are counted."""


class Request(NamedTuple):
    """What a run is asked. `unknown` overrides what "cannot tell" costs; `moments` () means the usual ones."""

    as_of: str
    moments: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    unknown: str | None = None
    fail_on: str = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow_empty: bool = False
    roots: tuple[str, ...] = ()
    """Folders beside the project that references may lead into."""
    exclude: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    """Folders of advisories beside those that policylint brings."""
    fold: bool = True
    """Whether all that a document of another format does not say is one finding."""
    once: bool = True
    """Whether what a rule finds at several moments in one place is one finding, whatever the use."""
    waivers: str | None = None
    """The waiver file."""
    approvers: tuple[str, ...] = ()
    """Who may approve waivers; empty: anybody but the owner."""
    baseline: Known | None = None
    """The findings that are known, and not reported."""
    keep: bool = False
    """Whether the report brings a dossier: memory then grows with the number of sheets."""
    config: str | None = None
    """The config that is in force, for the dossier to name."""
    ledgers: Ledgers = Ledgers()

    @classmethod
    def under(cls, config: Config, as_of: str) -> Request:
        """What is asked where a config is in force: it says where to look."""
        return cls(
            as_of,
            roots=config.roots,
            exclude=config.exclude,
            advisories=config.advisories,
            waivers=config.waivers,
            approvers=config.approvers,
            config=config.path,
            ledgers=config.ledgers,
        )


def check(
    files: Sequence[Found],
    policy: Policy,
    request: Request,
    stdin: tuple[str, bytes] | None = None,
    held: Holdings | None = None,
) -> tuple[Report, list[str]]:
    """Check files (and standard input: its name and bytes) and what else is held against a policy.

    Returns the report, and notes on files that are nothing we know. Raises
    PolicylintError for a `--use` that is no use declaration.
    """
    run = _Run(policy, request, frozenset(found.path for found in files))
    try:
        notes = _judge_all(run, files, request, stdin)
        if held is not None:
            run.held(held)
    finally:
        run.close()
    return run.report(), notes


class Judged(NamedTuple):
    """A finding of a rule, with all that it was made from."""

    finding: Finding
    rule: Compiled
    judged: Judgement
    world: World


def judged_again(files: Sequence[Found], policy: Policy, request: Request) -> list[Judged]:
    """The findings of rules on files, each with all that it was made from. Raises as `check` does."""
    run = _Run(policy, request, frozenset(found.path for found in files))
    run.kept = []  # what a run does not keep otherwise: memory must not grow with the number of sheets
    try:
        _judge_all(run, files, request, None)
    finally:
        run.close()
    return run.kept


def _judge_all(run: _Run, files: Sequence[Found], request: Request, stdin: tuple[str, bytes] | None) -> list[str]:
    """Judge every file, datasheets before uses; returns notes on files that are nothing we know."""
    asked = [run.asked_use(path) for path in request.uses]
    later: list[Found] = []
    notes: list[str] = []
    for found in files:
        loaded = run.store.load(found.path, found.kind)
        if loaded.kind == "use":
            later.append(found)
        elif loaded.kind is None:
            if found.named:
                notes.append(f"{loaded.path}: nothing that policylint reads; skipped")
        else:
            run.datasheet(loaded, asked)
    if stdin is not None:
        if run.gathered is not None:
            run.gathered.given(*stdin)
        run.either(run.store.keep(run.store.typed(read(stdin[1], stdin[0]), kind_by_name(stdin[0]))), asked)
    for found in later:
        run.use(run.store.load(found.path, found.kind))
    return notes


class _Run:
    """One run: what was found so far. Datasheets come before uses, so that what both show is said of the sheet."""

    def __init__(self, policy: Policy, request: Request, paths: frozenset[str]) -> None:
        self.paths = paths
        self.policy = policy
        self.request = request
        self.rules = [compile_rule(plan) for plan in policy.rules if _selected(plan, request)]
        self.subsumes = {rule.plan["id"]: rule.plan["subsumes"] for rule in self.rules if rule.plan["subsumes"]}
        self.registry = _advisories(request.advisories)
        self.store = Store(policy.extensions)
        self.lineage = lineage_of(self.store, paths, request.roots, request.exclude)
        self.findings: list[Finding] = []
        self.repeated: list[Finding] = []
        self.excusing = _excusing(policy, request, self.rules)
        self.kept: list[Judged] | None = None
        self.gathered = _Gathered() if request.keep else None
        self.documents: dict[str, CheckedDocument] = {}
        self.sources: dict[str, tuple[str, ...]] = {}
        self.judged = 0
        self.with_uses = False
        self.obligations: dict[tuple[str, str, str | None, str], None] = {}
        self.verified: dict[tuple[str, str, str], Truth] = {}
        self.seen: dict[tuple[Any, ...], str] = {}
        self.foreign: dict[str, Sheet] = {}
        self.unopened: set[str] = set()
        self.book: Book | None = None
        self.ledgers: dict[str, Ledger | None] = {}
        self.texts: dict[str, tuple[Item, ...]] = {}

    def verify(self, sheet: Sheet, path: str, sha256: str) -> Truth:
        """Whether a file that a sheet names by its path has a hash."""
        from policylint.evidence import verified  # noqa: PLC0415 - only where a rule asks for evidence

        key = (sheet.document.path, path, sha256)
        if key not in self.verified:
            self.verified[key] = verified(*key, self.lineage.roots(sheet.document.path))
        return self.verified[key]

    def beside(self, sheet: Sheet) -> tuple[Item, ...]:
        """The licence texts beside a sheet's file, read once for each folder."""
        path = sheet.document.path
        folder = os.path.dirname(path)
        if path != STDIN and folder not in self.texts:
            self.texts[folder] = tuple(license_text(*found) for found in license_texts(folder))
            for text in self.texts[folder]:
                self.store.keep(Loaded(text.sheet.document, None, None, ()))
        return self.texts.get(folder, ())

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of a file of this run."""
        return self.store.load(path, None).document.lines

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

    def either(self, loaded: Loaded, asked: list[Sheet | None]) -> None:
        """Judge what came from standard input, which is a datasheet unless it says that it is a use."""
        if loaded.kind is None:
            loaded = self.store.keep(self.store.typed(loaded.document, "datasheet"))
        if loaded.kind == "use":
            self.use(loaded)
        elif loaded.kind is not None:
            self.datasheet(loaded, asked)

    def datasheet(self, loaded: Loaded, asked: list[Sheet | None]) -> None:
        """Judge a datasheet: alone, and with each use given."""
        applied: dict[str, int] = {}
        uses = [use for use in asked if use is not None]
        if loaded.sheet is not None:
            self.note_foreign(loaded.sheet)
            self.referring(loaded.sheet)
            named = [(use, self.entries_for(loaded.sheet, use)) for use in uses]
            for moment in self.request.moments or (("create", "consume") if uses else ("create",)):
                for world in worlds(
                    loaded.sheet, moment, named, self.request.as_of, self.lineage.links, self.paths, self.registry
                ):
                    self.judge(world, applied)
        self.record(loaded, applied)

    def note_foreign(self, sheet: Sheet) -> None:
        """Remember a sheet that was read from another format."""
        if sheet.foreign:
            self.foreign[sheet.document.path] = sheet

    def use(self, loaded: Loaded) -> None:
        """Judge a use declaration with every dataset that it lists."""
        applied: dict[str, int] = {}
        if loaded.sheet is not None:
            for moment in self.request.moments or ("consume",):
                for world in self.pairs(loaded.sheet, moment):
                    self.judge(world, applied)
        self.record(loaded, applied)

    def held(self, holdings: Holdings) -> None:
        """Judge what is held and nobody describes: by the advisories alone."""
        self.judged += holdings.looked
        self.unopened = {sheet.document.path for sheet in holdings.sheets if not sheet.document.text}
        self.unopened |= {problem.path for problem in holdings.problems}
        for problem in holdings.problems:
            self.found(_of_problem(problem, None))
        for sheet in holdings.sheets:
            for world in worlds(sheet, "audit", (), self.request.as_of, self.lineage.links, (), self.registry):
                self.judge(world, {})

    def entries_for(self, sheet: Sheet, use: Sheet) -> list[Item]:
        """The entries of a use's `datasets` that name a sheet, by its file or by its id."""
        named = []
        for entry in entries(use):
            loaded, problems = self.lineage.target(entry)
            if loaded is not None and loaded.path == sheet.document.path:
                named.append(entry)
                for problem in problems:
                    self.found(_of_problem(problem, use.id))
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
            self.found(
                _of_problem(Problem("reference/unresolved", place.path, place.span, why, remedy, place.pointer), use.id)
            )
        for entry in entries(use):
            sheet = self.dataset(entry, use)
            if sheet is not None:
                yield pair(sheet, use, entry, moment, self.request.as_of, self.lineage.links, "use", self.registry)

    def dataset(self, entry: Item, use: Sheet) -> Sheet | None:
        """The sheet of an entry of a use's `datasets`; None, and a finding, where there is none."""
        loaded, problems = self.lineage.target(entry)
        for problem in problems:
            self.found(_of_problem(problem, use.id))
        if loaded is None:
            return undescribed(entry)
        if loaded.sheet is None:
            self.record(loaded, {})
            return None
        self.mistakes(loaded)
        self.note_foreign(loaded.sheet)
        return loaded.sheet

    def referring(self, sheet: Sheet) -> None:
        """Note what is wrong with what a sheet is made from."""
        if sheet.value.get("sources"):
            for problem, chain in self.lineage.problems(sheet):
                if sheet.foreign and problem.severity != "error":
                    continue  # a card names its sources by what they are called elsewhere: none of them is here
                self.found(_of_problem(problem, None)._replace(chain=chain, dataset=sheet.id))

    def judge(self, world: World, applied: dict[str, int]) -> None:
        """Every rule of the world's moment on it. A finding that an earlier moment had is not reported again."""
        made: list[Finding] = []
        alone = world
        world = world._replace(verify=self.verify, beside=self.beside, totals=lambda: self.totals(alone))
        on_rows: list[Compiled] = []
        if self.excusing is not None:
            self.excusing.reach.add(world)
        self.obligations.update(dict.fromkeys(obligations(world)))
        self.with_uses = self.with_uses or world.use is not None
        once = self.asks_once(world)
        for rule in self.rules:
            waited: set[tuple[str, str, str]] = set()
            if world.moment not in rule.plan["moments"] or (world.undescribed and not _about_advisories(rule)):
                continue
            if of_records(rule.plan):
                on_rows.append(rule)
                continue
            self.judged += not world.undescribed
            listed = 0
            for judged in judge(rule, world):
                if judged.outcome == "not_applicable":
                    continue
                applied[rule.plan["id"]] = applied.get(rule.plan["id"], 0) + 1
                level = self.level(rule, judged.outcome)
                if judged.outcome == "pass" or level == "ignore":
                    continue
                if once and judged.outcome == "unknown" and _asked(judged, waited):
                    continue
                listed += 1
                if listed <= _MOST_FINDINGS:
                    from policylint.policy.conclude import finding, waiting  # noqa: PLC0415 - not for a clean run

                    brief = waiting(rule, judged, world, level) if once and judged.outcome == "unknown" else None
                    made.append(brief or finding(rule, judged, world, level))
                    if self.kept is not None:
                        self.kept.append(Judged(made[-1], rule, judged, world))
            if listed > _MOST_FINDINGS:
                made.append(_more(made[-1], listed - _MOST_FINDINGS))
        if on_rows and self.has_ledger(world.sheet):
            made += self.on_rows(on_rows, world, applied)
        made = self.without_subsumed(made)
        if self.gathered is not None:
            self.gathered.case(world, made)
        for one in made:
            key = said_once(one) if self.request.once else (one.fingerprint, one.place.path, one.outcome)
            if self.seen.setdefault(key, world.moment) == world.moment:
                self.found(one)
            elif self.excusing is not None:
                self.repeated.append(one)  # what excuses the first of them need not excuse this

    def asks_once(self, world: World) -> bool:
        """Whether all that waits is folded into one finding: then each item need be asked about only once.

        Otherwise every source with every licence is a finding to make, and hundreds of them are thrown away.
        """
        sheet = world.sheet.sheet
        brief = self.request.fold and self.kept is None and self.excusing is None
        alone = brief and world.use is None and sheet.document.path in self.foreign
        return alone and all(link.sheet is None for link in world.links(sheet))

    # ledgers

    def has_ledger(self, sheet: Item) -> bool:
        """Whether a sheet names a ledger, or one is named by hand. That none is named is the matter of other rules."""
        return self.request.ledgers.given is not None or isinstance(sheet.child("people").child("ledger").value, dict)

    def ledger(self, sheet: Item) -> Ledger | None:
        """The ledger of a sheet, open; None, and a finding unless it is kept elsewhere, where it cannot be read."""
        path, at = sheet.sheet.document.path, sheet.child("people").child("ledger")
        if path not in self.ledgers:
            from policylint.ledger.book import Book  # noqa: PLC0415 - only for sheets that name a ledger

            book = self.book = self.book or Book(self.request.ledgers)
            roots = self.lineage.roots(path)
            self.ledgers[path] = self.readable(at, lambda: book.ledger(at, sheet.sheet.id, roots))
        return self.ledgers[path]

    def readable(self, at: Item, ask: Callable[[], T]) -> T | None:
        """What is asked of a ledger; None, and a finding, where it cannot be read. Then nothing of it is used."""
        from policylint.ledger.engine import UnreadableLedgerError  # noqa: PLC0415 - only for sheets that name a ledger

        try:
            return ask()
        except UnreadableLedgerError as error:
            from policylint.ledger.judging import problem_of  # noqa: PLC0415 - not for a clean run

            self.found(_of_problem(problem_of(error, at), None))
            self.ledgers[at.sheet.document.path] = None
            return None

    def totals(self, world: World) -> Totals | None:
        """The totals of the ledger that a world's sheet names."""
        sheet = world.sheet
        ledger = self.ledger(sheet) if self.has_ledger(sheet) else None
        if ledger is None:
            return None
        from policylint.ledger.judging import totals_of  # noqa: PLC0415 - only for sheets that name a ledger

        roots = self.lineage.roots(sheet.sheet.document.path)
        at = sheet.child("people").child("ledger")
        return self.readable(at, lambda: totals_of(ledger, at, world.as_of, roots))

    def on_rows(self, rules: list[Compiled], world: World, applied: dict[str, int]) -> list[Finding]:
        """The findings of rules on the rows of a ledger; where it cannot be read, that it cannot be told."""
        from policylint.ledger.judging import on_rows  # noqa: PLC0415 - only for sheets that name a ledger
        from policylint.policy.conclude import finding_on_rows  # noqa: PLC0415 - not for a clean run

        self.judged += len(rules)
        ledger, at = self.ledger(world.sheet), world.sheet.child("people").child("ledger")
        found = (
            self.readable(at, lambda: on_rows(rules, world, ledger, show_ids=self.request.ledgers.show_ids))
            if ledger is not None
            else None
        )
        if found is None:
            return self.unread(rules, world, applied)
        made = []
        for one in found:
            identifier = one.rule.plan["id"]
            applied[identifier] = applied.get(identifier, 0) + one.records.applied
            level = self.level(one.rule, one.outcome)
            if one.outcome != "pass" and level != "ignore":
                self.unopened.add(one.first.path)
                made.append(finding_on_rows(one.rule, one.scope, world, level, one.records, one.first))
        return made

    def unread(self, rules: list[Compiled], world: World, applied: dict[str, int]) -> list[Finding]:
        """What rules come to on a ledger that is not here: it cannot be told, which is worth a warning."""
        from policylint.policy.conclude import finding  # noqa: PLC0415 - not for a clean run

        made = []
        for rule in rules:
            for judged in judge(rule, world):
                applied[rule.plan["id"]] = applied.get(rule.plan["id"], 0) + 1
                level = milder(self.level(rule, "unknown"), "warning")
                made += [finding(rule, judged, world, level)] if level != "ignore" else []
        return made

    def close(self) -> None:
        """Leave nothing open."""
        if self.book is not None:
            self.book.close()

    def without_subsumed(self, findings: list[Finding]) -> list[Finding]:
        """Without those that a sharper rule's finding on the same item makes superfluous."""
        silenced = {(other, one.item) for one in findings for other in self.subsumes.get(one.rule, ())}
        return [one for one in findings if (one.rule, one.item) not in silenced] if silenced else findings

    def level(self, rule: Compiled, outcome: str) -> str:
        """What an outcome costs: an unknown never costs more than the rule's severity."""
        severity: str = rule.plan["severity"]
        if outcome != "unknown":
            return severity
        own = rule.plan["unknown"] or severity
        return own if own == "ignore" else milder(self.request.unknown or own, severity)

    def found(self, finding: Finding) -> None:
        """Note a finding, and the lines of the files that it shows."""
        self.findings.append(finding)
        for place in (finding.place, *finding.related):
            if place.path not in self.sources and place.path not in self.unopened:
                self.sources[place.path] = self.lines(place.path)

    def record(self, loaded: Loaded, applied: dict[str, int]) -> None:
        """Put a document into the report, with what is wrong with the document itself."""
        path, kind = loaded.path, loaded.kind or "datasheet"
        if path in self.documents:
            return
        self.mistakes(loaded)
        if self.gathered is not None and loaded.sheet is not None:
            self.gathered.sheets.append(loaded.sheet)
        identifier = loaded.sheet.id if loaded.sheet is not None else None
        valid = loaded.sheet is not None
        self.documents[path] = CheckedDocument(path, kind, loaded.format or kind, identifier, valid, applied)

    def mistakes(self, loaded: Loaded) -> None:
        """Note what is wrong with a document itself."""
        for problem in loaded.problems:
            self.found(_of_problem(problem, None))

    def twins(self) -> None:
        """Note datasheets of one id: a reference by that id would lead to either."""
        named: dict[str, list[str]] = {}
        for path, document in self.documents.items():
            if document.kind == document.format == "datasheet" and document.id is not None:
                named.setdefault(document.id, []).append(path)
        for identifier, paths in named.items():
            for path in sorted(paths) if len(paths) > 1 else ():
                self.found(_of_problem(self.twin(identifier, path, paths), None))

    def twin(self, identifier: str, path: str, paths: list[str]) -> Problem:
        """What is wrong with a datasheet whose id others have as well."""
        at, *others = (self.store.load(one, None).document.place("/id") for one in (path, *sorted({*paths} - {path})))
        return Problem(
            "reference/ambiguous",
            path,
            at.span,
            f"{len(paths)} datasheets have the id `{identifier}`",
            "Give each dataset its own id; versions of one belong under `releases`.",
            "/id",
            tuple(other._replace(message="has it too") for other in others[:5]),
        )

    def excused(self) -> Excused | None:
        """Lay waivers and the baseline on the findings; what there is to say of waivers is found with them."""
        if self.excusing is None:
            return None
        from policylint.excusing import excused  # noqa: PLC0415 - only where something may be excused

        done = excused(self.excusing, self.findings, self.repeated, self.request.as_of, self.store, self.documents)
        self.findings = []
        for one in done.findings:
            self.found(one)
        return done

    def folded(self) -> list[Finding]:
        """The findings; on documents of other formats, what they cannot say is one of them."""
        if not self.foreign or not self.request.fold:
            return self.findings
        from policylint.open_questions import folded  # noqa: PLC0415 - only for other formats

        beside = {
            os.path.dirname(path)
            for path, document in self.documents.items()
            if document.kind == document.format == "datasheet" and is_the_datasheet(path)
        }
        return folded(self.findings, self.foreign, lambda path: os.path.dirname(path) in beside)

    def report(self) -> Report:
        """All of it, sorted."""
        self.twins()
        excused = self.excused()
        return Report(
            as_of=self.request.as_of,
            packs=self.policy.packs,
            rules=len(self.rules),
            digest=self.policy.digest,
            documents=tuple(self.documents[path] for path in sorted(self.documents)),
            findings=tuple(sorted(dict.fromkeys(self.folded()), key=Finding.sort_key)),
            sources=self.sources,
            judged=self.judged,
            fail_on=self.request.fail_on,
            allow_empty=self.request.allow_empty,
            obligations=tuple(sorted(self.obligations, key=lambda one: tuple(map(str, one)))),
            with_uses=self.with_uses,
            waivers=excused.grants if excused else (),
            baseline=excused.baseline if excused else None,
            settled=excused.settled if excused else frozenset(),
            dossier=self.gathered.dossier(self, excused.waived if excused else {}) if self.gathered else None,
        )


class _Gathered:
    """What a run keeps for its dossier."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.cases: list[tuple[World, list[Finding]]] = []
        self.digests: dict[str, str | None] = {}

    def given(self, name: str, data: bytes) -> None:
        """Note what came from standard input: it cannot be read again."""
        from policylint.evidence import digest_of  # noqa: PLC0415 - only for a dossier

        self.digests[name] = digest_of(data)

    def case(self, world: World, found: list[Finding]) -> None:
        """Note a judgement."""
        self.cases.append((world._replace(memo={}), found))
        if not world.undescribed:
            self.sheets.append(world.sheet.sheet)

    def dossier(self, run: _Run, waived: Mapping[tuple[str, str], str]) -> Dossier:
        """All of it, with what these documents lead to, and which findings are waived."""
        from policylint.dossier import Case, Dossier, reached  # noqa: PLC0415 - only for a dossier
        from policylint.evidence import digest  # noqa: PLC0415 - as above

        sheets = reached(self.sheets, run.lineage.links)
        read_ = sorted({*run.documents, *(sheet.document.path for sheet in sheets)})
        return Dossier(
            run.policy,
            run.request.config,
            sheets,
            tuple(Case(world, tuple(_marked(one, waived) for one in found)) for world, found in self.cases),
            tuple((path, self.digests[path] if path in self.digests else digest(path)) for path in read_),
            run.lineage.links,
            run.verify,
        )


def _excusing(policy: Policy, request: Request, rules: Sequence[Compiled]) -> Excusing | None:
    """The waivers and the baseline of a run; None where there is neither. Raises InvalidFileError."""
    waivers = request.waivers if request.waivers is not None and os.path.lexists(request.waivers) else None
    if waivers is None and request.baseline is None:
        return None
    from policylint.excusing import excusing  # noqa: PLC0415 - only where something may be excused
    from policylint.waivers.standing import Authority  # noqa: PLC0415 - as above

    authority = Authority({plan["id"]: plan for plan in policy.rules}, request.approvers)
    selected = {rule.plan["id"]: rule.plan for rule in rules}
    return excusing(
        waivers, request.baseline, authority, selected, request.roots, undecided=request.unknown != "ignore"
    )


def _marked(finding: Finding, waived: Mapping[tuple[str, str], str]) -> Finding:
    """A finding with the waiver that excuses it."""
    return finding._replace(waiver=waived.get((finding.fingerprint, finding.place.path)))


def _advisories(folders: tuple[str, ...]) -> Callable[[], Registry]:
    """The advisories of a run, read when a rule asks; those of further folders now, since they may be broken."""

    @cache
    def made() -> Registry:
        from policylint.advisories.registry import registry  # noqa: PLC0415 - only where a rule asks

        return registry(folders).of_a_run()

    if folders:
        made()
    return made


def _asked(judged: Judgement, waited: set[tuple[str, str, str]]) -> bool:
    """Whether each item of a judgement was in one that waited before; notes those that were in none."""
    items = {(name, item.pointer, item.name) for name, item in judged.scope.items()}
    new = items - waited
    waited |= new
    return bool(items) and not new


def _about_advisories(rule: Compiled) -> bool:
    """Whether a rule ranges over advisories: all that can be said of a dataset that nothing describes."""
    return any(listed is not None and listed[3] == ["Datasheet", "advisories"] for _, listed in rule.plan["for_each"])


def _selected(plan: dict[str, Any], request: Request) -> bool:
    """Whether `--select` and `--ignore` leave a rule in: each names a rule or an area. A ledger may be all there is."""
    if request.ledgers.given is not None and not about_ledger(plan):
        return False
    names = {plan["id"], plan["id"].partition("/")[0]}
    return (not request.select or not names.isdisjoint(request.select)) and names.isdisjoint(request.ignore)


def _more(last: Finding, count: int) -> Finding:
    """What stands for the findings of a rule on a document that are not listed."""
    message = f"{count} more findings of {last.rule} on this document are not listed"
    return last._replace(
        rule="policylint/more",
        message=message,
        remedy=f"Settle those that are listed: {last.remedy}",
        related=(),
        missing=(),
        outcome="fail",
        why="",
        item=(),
        looked=(),
        fingerprint=f"{last.fingerprint[:-1]}+",
    )


def _of_problem(problem: Problem, use: str | None) -> Finding:
    from policylint.fingerprints import fingerprint  # noqa: PLC0415 - a clean run has none

    place = Place(problem.path, problem.pointer, problem.span, problem.message)
    return Finding(
        rule=problem.rule,
        severity=problem.severity,
        outcome="fail",
        message=problem.message,
        remedy=problem.remedy,
        place=place,
        use=use,
        related=problem.related,
        fingerprint=fingerprint(
            problem.rule, os.path.basename(problem.path), use, problem.pointer, None, problem.message
        ),
    )
