"""The judge: one document at a time, with every rule in force, to what came of it."""

from __future__ import annotations

from policylint.discover import kind_by_name
from policylint.documents import read
from policylint.errors import PolicylintError
from policylint.facts.common import Item
from policylint.facts.obligations import obligations
from policylint.findings import CheckedDocument, Finding, Problem
from policylint.inputs import Inputs
from policylint.lean import TYPE_CHECKING
from policylint.outcome import Outcome, Said
from policylint.policy.compile import beside_rows
from policylint.policy.judge import TooManyError, combinations
from policylint.rulings import of_world, rules_of, ruling, unread, without_subsumed
from policylint.shapes.check import UNSAID
from policylint.worlds import entries, pair, undescribed, worlds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from policylint.audit.holdings import Holdings
    from policylint.discover import Found
    from policylint.dossier import Gathered
    from policylint.facts.common import Sheet, World
    from policylint.facts.ledger import Totals
    from policylint.policy.compile import Compiled
    from policylint.policy.in_force import Policy
    from policylint.request import Request
    from policylint.rulings import Judged, Rules
    from policylint.sheets import Loaded


class Judge:
    """Judges the documents of a run. `kept` takes every finding with all that it was made from, where somebody asks.

    Memory must not grow with the number of sheets, unless somebody asks for what does.
    """

    def __init__(
        self, policy: Policy, request: Request, checked: Collection[str], kept: list[Judged] | None = None
    ) -> None:
        self.request = request
        self.inputs = Inputs(policy, request, checked)
        self.gathered = self._gathered(policy) if request.keep else None
        self._checked = checked
        self._kept = kept
        self._rules = rules_of(policy, request)
        self._about: dict[tuple[str, bool], Rules] = {}
        self._asked: list[Sheet] = []
        self._out = self._nothing_yet()

    def _gathered(self, policy: Policy) -> Gathered:
        from policylint.dossier import Gathered  # noqa: PLC0415 - only for a dossier

        return Gathered(policy, self.request.config, self.inputs.lineage.links, self.inputs.verify)

    # what comes of what

    def _nothing_yet(self) -> Outcome:
        return Outcome(duties=self.request.duties)

    def asked(self, path: str) -> Outcome:
        """What is wrong with a use given by `--use`; datasheets are judged for it from here on.

        Raises PolicylintError for a file that is no use declaration.
        """
        self._out = self._nothing_yet()
        loaded = self.inputs.store.load(path, "use")
        if loaded.kind != "use":
            raise PolicylintError(f"--use {path}: this is no use declaration")
        if loaded.sheet is None:
            self._record(loaded, {})
        else:
            self._asked.append(loaded.sheet)
            if self.gathered is not None:
                self.gathered.sheets.append(loaded.sheet)
        return self._out

    def file(self, found: Found) -> Outcome:
        """What comes of a file, and what it rests on."""
        loaded = self.inputs.store.load(found.path, found.kind)
        made = self._judged(loaded)
        made.answers = self.inputs.answers(loaded)
        if self._kept is None and self.gathered is None:
            self.inputs.let_go(loaded)
        return made

    def given(self, name: str, data: bytes) -> Outcome:
        """What comes of standard input, which is a datasheet unless it says that it is a use."""
        if self.gathered is not None:
            self.gathered.given(name, data)
        store = self.inputs.store
        loaded = store.typed(read(data, name), kind_by_name(name))
        if loaded.kind is None:
            loaded = store.typed(loaded.document, "datasheet")
        return self._judged(store.keep(loaded))

    def held(self, holdings: Holdings) -> Outcome:
        """What comes of what is held and nobody describes. It is not opened, and judged by the advisories alone."""
        self._out = self._nothing_yet()
        self._out.judged += holdings.looked
        self._out.unopened += [sheet.document.path for sheet in holdings.sheets if not sheet.document.text]
        self._out.unopened += [problem.path for problem in holdings.problems]
        for problem in holdings.problems:
            self._wrong(problem)
        links, registry = self.inputs.lineage.links, self.inputs.registry
        for sheet in holdings.sheets:
            for world in worlds(sheet, "audit", (), self.request.as_of, links, (), registry):
                self._judge(world, {})
        return self._out

    def _judged(self, loaded: Loaded) -> Outcome:
        self._out = self._nothing_yet()
        self._out.kind = loaded.kind
        applied: dict[str, int] = {}
        if loaded.sheet is not None:
            for world in self._use(loaded.sheet) if loaded.kind == "use" else self._datasheet(loaded.sheet):
                self._judge(world, applied)
        if loaded.kind is not None:
            self._record(loaded, applied)
        return self._out

    def _datasheet(self, sheet: Sheet) -> Iterator[World]:
        """A datasheet alone, and with each use given."""
        self._references(sheet)
        named = [(use, self._entries_for(sheet, use)) for use in self._asked]
        links, registry = self.inputs.lineage.links, self.inputs.registry
        for moment in self.request.moments or (("create", "consume") if named else ("create",)):
            yield from worlds(sheet, moment, named, self.request.as_of, links, self._checked, registry)

    def _use(self, use: Sheet) -> Iterator[World]:
        """A use declaration with every dataset that it lists."""
        for moment in self.request.moments or ("consume",):
            yield from self._pairs(use, moment)

    # where documents lead

    def _references(self, sheet: Sheet) -> None:
        """Note what is wrong with what a datasheet is made from."""
        self._note_foreign(sheet)
        for problem, chain in self.inputs.lineage.problems(sheet) if sheet.value.get("sources") else ():
            if sheet.foreign and problem.severity != "error":
                continue  # a card names its sources by what they are called elsewhere: none of them is here
            self._wrong(problem, chain=chain, dataset=sheet.id)

    def _entries_for(self, sheet: Sheet, use: Sheet) -> list[Item]:
        """The entries of a use's `datasets` that name a sheet, by its file or by its id."""
        named = []
        for entry in entries(use):
            loaded, problems = self.inputs.lineage.target(entry)
            if loaded is not None and loaded.path == sheet.document.path:
                named.append(entry)
                for problem in problems:
                    self._wrong(problem, use=use.id)
            elif loaded is None and sheet.id is not None and entry.child("id").value == sheet.id:
                named.append(entry)
        return named

    def _pairs(self, use: Sheet, moment: str) -> Iterator[World]:
        """A use declaration with each dataset that it lists; what cannot be found is a finding."""
        if moment == "create":
            return
        if use.value.get("datasets") is UNSAID:
            why, remedy = "the use does not say which datasets it uses", "List them."
            place = use.place("/datasets")
            self._wrong(Problem("reference/unresolved", place.path, place.span, why, remedy, place.pointer), use=use.id)
        links, registry = self.inputs.lineage.links, self.inputs.registry
        for entry in entries(use):
            sheet = self._dataset(entry, use)
            if sheet is not None:
                yield pair(sheet, use, entry, moment, self.request.as_of, links, "use", registry)

    def _dataset(self, entry: Item, use: Sheet) -> Sheet | None:
        """The sheet of an entry of a use's `datasets`; None, and a finding, where there is none."""
        loaded, problems = self.inputs.lineage.target(entry)
        for problem in problems:
            self._wrong(problem, use=use.id)
        if loaded is None:
            return undescribed(entry)
        if loaded.sheet is None:
            self._record(loaded, {})
            return None
        self._mistakes(loaded)
        self._note_foreign(loaded.sheet)
        return loaded.sheet

    def _note_foreign(self, sheet: Sheet) -> None:
        """Remember a sheet that was read from another format."""
        if sheet.foreign:
            self._out.foreign.append(sheet.document.path)

    # judging

    def _judge(self, world: World, applied: dict[str, int]) -> None:
        """Every rule of the world's moment on it."""
        inputs = self.inputs
        opened = world._replace(verify=inputs.verify, beside=inputs.beside, totals=lambda: self._totals(world))
        self._note(opened)
        made = self._on_items(opened, applied) + self._on_rows(opened, applied)
        made = without_subsumed(made, self._rules.subsumes)
        if self.gathered is not None:
            self.gathered.case(opened, made)
        self._out.said += [Said(one, world.moment) for one in made]

    def _note(self, world: World) -> None:
        """Note what must be done where the answer is yes, and how far the run reached."""
        out = self._out
        out.reached += reached(world)
        if out.obligations is not None:
            out.obligations += dict.fromkeys(obligations(world))
        out.with_uses = out.with_uses or world.use is not None

    def _on_items(self, world: World, applied: dict[str, int]) -> list[Finding]:
        """What rules find on the items of a world."""
        rules, once = self._of(world).on_items, self._asks_once(world)
        made: list[Finding] = []
        for rule in rules:
            found = ruling(rule, world, applied, self.request.unknown, once=once)
            if found is None:
                continue
            made += found.findings
            if self._kept is not None:
                self._kept += found.listed
            if found.stopped is not None:
                self._stopped(found.stopped, world)
        self._out.judged += 0 if world.undescribed else len(rules)
        return made

    def _of(self, world: World) -> Rules:
        """The rules that are about a world: the same for all that are like it."""
        like = (world.moment, world.undescribed)
        if like not in self._about:
            self._about[like] = of_world(self._rules, world)
        return self._about[like]

    def _asks_once(self, world: World) -> bool:
        """Whether all that waits is folded into one finding: then each item need be asked about only once.

        Otherwise every source with every licence is a finding to make, and hundreds of them are thrown away.
        """
        sheet = world.sheet.sheet
        brief = self.request.fold and self._kept is None and not self.request.excuses
        alone = brief and world.use is None and sheet.document.path in self._out.foreign
        return alone and all(link.sheet is None for link in world.links(sheet))

    # ledgers

    def _on_rows(self, world: World, applied: dict[str, int]) -> list[Finding]:
        """What rules find on the rows of its ledger."""
        rules = self._of(world).on_rows
        if not rules or not self._has_ledger(world.sheet):
            return []
        self._out.judged += len(rules)
        bounded = [rule for rule in rules if self._has_few_combinations(rule, world)]
        if not self._may_be_here(world.sheet):
            return unread(bounded, world, applied, self.request.unknown)
        made = self.inputs.ledgers().on_rows(bounded, world, applied)
        self._note_ledgers()
        return made

    def _has_few_combinations(self, rule: Compiled, world: World) -> bool:
        """Whether a rule on rows can be judged with all that it ranges over beside them; notes where it cannot."""
        try:
            for _ in combinations(beside_rows(rule), world, {}):
                pass
        except TooManyError as stopped:
            self._stopped(stopped, world)
            return False
        return True

    def _totals(self, world: World) -> Totals | None:
        """The totals of the ledger that a world's sheet names."""
        if not self._may_be_here(world.sheet):
            return None
        found = self.inputs.ledgers().totals(world)
        self._note_ledgers()
        return found

    def _has_ledger(self, sheet: Item) -> bool:
        """Whether a sheet names a ledger, or one is named by hand. That none is named is the matter of other rules."""
        return self.request.ledgers.given is not None or isinstance(sheet.child("people").child("ledger").value, dict)

    def _may_be_here(self, sheet: Item) -> bool:
        """Whether the rows of its ledger may be read: the sheet, the config or the command line says where they are."""
        if not self._has_ledger(sheet):
            return False
        said, settings = sheet.child("people").child("ledger"), self.request.ledgers
        here = any(said.child(key).value is not UNSAID for key in ("path", "table"))
        configured = dict(settings.private).keys() & {sheet.sheet.id, "*"}
        return here or bool(configured) or settings.given is not None

    def needs_ledger(self, found: Found) -> bool:
        """Whether a file is judged with a ledger, which is read once in a run, by whoever has it open."""
        loaded = self.inputs.store.load(found.path, found.kind)
        if loaded.sheet is None:
            return False
        if loaded.kind == "datasheet":
            return self._may_be_here(Item(loaded.sheet.value, loaded.sheet, ""))
        sheets = [self.inputs.lineage.target(entry).sheet for entry in entries(loaded.sheet)]
        return any(self._may_be_here(Item(sheet.value, sheet, "")) for sheet in sheets if sheet is not None)

    def _note_ledgers(self) -> None:
        """Note which ledgers cannot be read, and whose rows are pointed at."""
        ledgers = self.inputs.ledgers()
        self._out.keepable = False
        self._out.unopened += sorted(ledgers.shown)
        while ledgers.problems:
            self._wrong(ledgers.problems.pop(0))

    # what is wrong with documents

    def _wrong(
        self, problem: Problem, *, use: str | None = None, chain: tuple[str, ...] = (), dataset: str | None = None
    ) -> None:
        """Note what is wrong with a file, as a finding of no rule."""
        from policylint.problems import finding_of  # noqa: PLC0415 - a clean run has none

        self._out.said.append(Said(finding_of(problem, use)._replace(chain=chain, dataset=dataset)))

    def _stopped(self, stopped: TooManyError, world: World) -> None:
        """Note that a rule has not judged everything: a sheet that was not looked at to its end is not in order."""
        items = [item for item in stopped.scope.values() if item.value is not UNSAID]
        item = items[-1] if items else world.sheet
        at = item.sheet.place(item.pointer)
        remedy = "Say what holds for all of them once, or give the parts of the dataset datasheets of their own."
        why = Problem("policylint/combinations", at.path, at.span, str(stopped), remedy, at.pointer)
        self._wrong(why, use=world.use.sheet.id if world.use is not None else None)

    def _record(self, loaded: Loaded, applied: dict[str, int]) -> None:
        """Put a document into the report, with what is wrong with the document itself."""
        path, kind, sheet = loaded.path, loaded.kind or "datasheet", loaded.sheet
        if any(one.path == path for one in self._out.documents):
            return
        self._mistakes(loaded)
        if self.gathered is not None and sheet is not None:
            self.gathered.sheets.append(sheet)
        identifier = sheet.id if sheet is not None else None
        self._out.documents.append(
            CheckedDocument(path, kind, loaded.format or kind, identifier, sheet is not None, applied)
        )

    def _mistakes(self, loaded: Loaded) -> None:
        """Note what is wrong with a document itself."""
        for problem in loaded.problems:
            self._wrong(problem)


def reached(world: World) -> list[tuple[str | None, str | None, str]]:
    """The dataset, what findings of a world may have as their use, and the moment: what all rules were asked about."""
    dataset = world.sheet.sheet.id
    if world.use is not None:
        return [(dataset, world.use.sheet.id, world.moment)]
    named = [use.value.get("id") for use in world.uses or () if isinstance(use.value, dict)]
    uses = dict.fromkeys((None, *(use for use in named if isinstance(use, str))))
    return [(dataset, use, world.moment) for use in uses]
