"""check(): the whole program on one screen.

files → documents → typed sheets → judged by every rule in force → a sorted report
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.config import project_root
from policylint.discover import Found, kind_by_name
from policylint.documents import Document, load, read
from policylint.documents.node import MAPPING, SCALAR
from policylint.facts.common import Item, Sheet, World
from policylint.findings import CheckedDocument, Finding, Place, Problem, Report, milder
from policylint.policy.compile import Compiled, compile_rule
from policylint.policy.judge import judge
from policylint.shapes.check import UNSAID, check_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policylint.policy.in_force import Policy

STDIN = "<stdin>"


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


class Loaded(NamedTuple):
    """A file that was read: what it is (None: nothing we know), its typed sheet (None: it has problems)."""

    document: Document
    kind: str | None
    sheet: Sheet | None
    problems: tuple[Problem, ...]


def check(
    files: Sequence[Found], policy: Policy, request: Request, stdin: tuple[str, bytes] | None = None
) -> tuple[Report, list[str]]:
    """Check files (and standard input: its name and bytes) against a policy.

    Returns the report, and notes on files that are nothing we know.
    """
    run = _Run(policy, request)
    notes: list[str] = []
    loaded = [run.load(found.path, found.kind) for found in files]
    if stdin is not None:
        loaded.append(run.keep(_typed(read(stdin[1], stdin[0]), kind_by_name(stdin[0]))))
    uses = [run.load(path, "use") for path in request.uses]
    for one in loaded:
        if one.kind is None:
            notes.append(f"{one.document.path}: neither a datasheet nor a use declaration; skipped")
        elif one.kind == "datasheet":
            run.datasheet(one, [use for use in uses if use.sheet is not None])
    for one in loaded:
        if one.kind == "use":
            run.use(one)
    for one in uses:
        if one.sheet is None:
            run.record(one, {})
    return run.report(), notes


class _Run:
    """One run: files are read once, findings and counts collected."""

    def __init__(self, policy: Policy, request: Request) -> None:
        self.policy = policy
        self.request = request
        self.rules = [compile_rule(plan) for plan in policy.rules if _selected(plan["id"], request)]
        self.files: dict[str, Loaded] = {}
        self.findings: list[Finding] = []
        self.documents: dict[str, CheckedDocument] = {}
        self.seen: dict[tuple[str, str, str, str], str] = {}

    def load(self, path: str, kind: str | None) -> Loaded:
        """Read and type a file, once."""
        path = os.path.normpath(path).replace(os.sep, "/")
        if path not in self.files:
            self.files[path] = _typed(load(path), kind)
        return self.files[path]

    def keep(self, loaded: Loaded) -> Loaded:
        """Remember a document that is no file."""
        self.files[loaded.document.path] = loaded
        return loaded

    def datasheet(self, loaded: Loaded, uses: list[Loaded]) -> None:
        """Judge a datasheet: alone, and with each use given."""
        applied: dict[str, int] = {}
        if loaded.sheet is not None:
            for moment in self.moments(("create", "consume") if uses else ("create",)):
                for world in _worlds(loaded.sheet, moment, uses, self.request.as_of):
                    self.judge(world, applied)
        self.record(loaded, applied)

    def use(self, loaded: Loaded) -> None:
        """Judge a use declaration with every dataset that it lists."""
        applied: dict[str, int] = {}
        if loaded.sheet is not None:
            for moment in self.moments(("consume",)):
                for world in self.pairs(loaded.sheet, moment):
                    self.judge(world, applied)
        self.record(loaded, applied)

    def record(self, loaded: Loaded, applied: dict[str, int]) -> None:
        """Put a document into the report, with what is wrong with the document itself."""
        path, kind = loaded.document.path, loaded.kind or "datasheet"
        if path in self.documents:
            return
        identifier = loaded.sheet.id if loaded.sheet is not None else None
        self.findings += [_of_problem(problem, None) for problem in loaded.problems]
        self.documents[path] = CheckedDocument(path, kind, kind, identifier, loaded.sheet is not None, applied)

    def moments(self, usual: tuple[str, ...]) -> tuple[str, ...]:
        return self.request.moments or usual

    def pairs(self, use: Sheet, moment: str) -> Iterator[World]:
        """A use declaration with each dataset that it lists; what cannot be found is a finding."""
        if moment == "create":
            return
        for entry in Item(use.value, use, "").child("datasets").children():
            sheet = self.dataset(entry, use)
            if sheet is not None:
                yield _pair(sheet, use, entry, moment, self.request.as_of)

    def dataset(self, entry: Item, use: Sheet) -> Sheet | None:
        """The sheet of an entry of a use's `datasets`; None, and a finding, where there is none."""
        from policylint.references import resolve  # noqa: PLC0415 - only uses refer to files

        where = next((item for item in (entry.child("sheet"), entry.child("ref")) if item.value is not UNSAID), None)
        origin = use.document.path
        if where is None:
            problem = Problem(
                "reference/unresolved",
                origin,
                use.document.span(entry.pointer),
                "the use does not say which dataset this is",
                "Name it under `ref`, and its datasheet under `sheet`.",
                entry.pointer,
                severity="warning",
            )
            self.findings.append(_of_problem(problem, None, use.id))
            return None
        found = resolve(str(where.value), origin, _root_of(origin))
        if found.path is None:
            problem = Problem(
                "reference/unresolved",
                origin,
                use.document.span(where.pointer),
                found.why,
                found.remedy,
                where.pointer,
                severity=found.severity,
            )
            self.findings.append(_of_problem(problem, _text(entry.child("id").value), use.id))
            return None
        loaded = self.load(found.path, "datasheet")
        if loaded.sheet is None:
            self.record(loaded, {})
        return loaded.sheet if loaded.kind == "datasheet" else None

    def judge(self, world: World, applied: dict[str, int]) -> None:
        """Every rule of the world's moment on it. A finding that an earlier moment had is not reported again."""
        made: list[Finding] = []
        for rule in self.rules:
            if world.moment not in rule.plan["moments"]:
                continue
            for judged in judge(rule, world):
                if judged.outcome == "not_applicable":
                    continue
                applied[rule.plan["id"]] = applied.get(rule.plan["id"], 0) + 1
                level = self.level(rule, judged.outcome)
                if judged.outcome != "pass" and level != "ignore":
                    from policylint.policy.conclude import finding  # noqa: PLC0415 - not for a clean run

                    made.append(finding(rule, judged, world, level))
        for one in _without_subsumed(made, self.rules):
            key = (one.rule, one.place.path, one.place.pointer, one.outcome)
            if self.seen.setdefault(key, world.moment) == world.moment:
                self.findings.append(one)

    def level(self, rule: Compiled, outcome: str) -> str:
        """What an outcome costs: an unknown never costs more than the rule's severity."""
        severity: str = rule.plan["severity"]
        if outcome != "unknown":
            return severity
        own = rule.plan["unknown"] or severity
        return own if own == "ignore" else milder(self.request.unknown or own, severity)

    def report(self) -> Report:
        shown = {place.path for one in self.findings for place in (one.place, *one.related)}
        return Report(
            as_of=self.request.as_of, packs=self.policy.packs, rules=len(self.rules), digest=self.policy.digest,
            documents=tuple(self.documents[path] for path in sorted(self.documents)),
            findings=tuple(sorted(dict.fromkeys(self.findings), key=Finding.sort_key)),
            sources={path: one.document.lines for path, one in self.files.items() if path in shown},
            fail_on=self.request.fail_on, allow_empty=self.request.allow_empty,
        )  # fmt: skip


def _selected(identifier: str, request: Request) -> bool:
    """Whether `--select` and `--ignore` leave a rule in: each names a rule or an area."""
    names = {identifier, identifier.partition("/")[0]}
    return (not request.select or not names.isdisjoint(request.select)) and names.isdisjoint(request.ignore)


def _typed(document: Document, kind: str | None) -> Loaded:
    """What a document is, and its typed sheet. Its content says what it is; its name, where the content does not."""
    if document.problems:
        return Loaded(document, kind or "datasheet", None, document.problems)
    kind = _kind_by_content(document) or kind
    if kind is None or document.root is None:
        return Loaded(document, None, None, ())
    value, origins, problems = check_shape(document, kind)
    if problems:
        return Loaded(document, kind, None, tuple(problems))
    return Loaded(document, kind, Sheet(value, document, kind, origins), ())


def _kind_by_content(document: Document) -> str | None:
    root = document.root
    if root is None or root.kind != MAPPING:
        return None
    keys = {key.value: value for key, value in root.value}
    if "datasheet" in keys and keys["datasheet"].kind == SCALAR:
        return "datasheet"
    return "use" if "use" in keys and "datasets" in keys else None


def _worlds(sheet: Sheet, moment: str, uses: Iterable[Loaded], as_of: str) -> Iterator[World]:
    """What a datasheet is judged as: alone for its own intended uses; with each use declaration given."""
    if moment != "consume":
        root = Item(sheet.value, sheet, "")
        intended = root.child("uses").child("intended")
        yield World(root, None if intended.value is UNSAID else tuple(intended.children()), None, moment, as_of, {})
    if moment != "create":
        for use in uses:
            assert use.sheet is not None
            yield _pair(sheet, use.sheet, _entry_for(sheet, use.sheet), moment, as_of)


def _pair(sheet: Sheet, use: Sheet, entry: Item | None, moment: str, as_of: str) -> World:
    """A sheet and one use of it. What the entry says of activities holds instead of what the use says."""
    value = use.value
    if entry is not None and entry.child("activities").value is not UNSAID:
        value = {**value, "activities": entry.child("activities").value}
        use = use._replace(value=value, origins={**use.origins, "/activities": f"{entry.pointer}/activities"})
    return World(Item(sheet.value, sheet, ""), (Item(value, use, ""),), entry, moment, as_of, {})


def _entry_for(sheet: Sheet, use: Sheet) -> Item | None:
    """The entry of a use's `datasets` that names a sheet, by its file or by its id."""
    from policylint.references import resolve  # noqa: PLC0415 - only uses refer to files

    here = os.path.realpath(sheet.document.path)
    for entry in Item(use.value, use, "").child("datasets").children():
        for item in (entry.child("sheet"), entry.child("ref")):
            found = (
                resolve(str(item.value), use.document.path, _root_of(use.document.path))
                if item.value is not UNSAID
                else None
            )
            if found is not None and found.path is not None and os.path.realpath(found.path) == here:
                return entry
        if sheet.id is not None and entry.child("id").value == sheet.id:
            return entry
    return None


def _root_of(path: str) -> str:
    """The folder that references from a file may not leave: its git root, the working directory, or its own folder."""
    folder = os.path.dirname(os.path.abspath(path))
    root = project_root(folder)
    here = os.getcwd()
    return here if root == folder and folder.startswith(here + os.sep) else root


def _without_subsumed(findings: list[Finding], rules: list[Compiled]) -> list[Finding]:
    """Without those that a sharper rule's finding on the same item makes superfluous."""
    silenced: set[tuple[str, tuple[str, ...]]] = set()
    subsumes: dict[str, list[Any]] = {rule.plan["id"]: rule.plan["subsumes"] for rule in rules if rule.plan["subsumes"]}
    for one in findings:
        silenced.update((other, one.item) for other in subsumes.get(one.rule, ()))
    return [one for one in findings if (one.rule, one.item) not in silenced] if silenced else findings


def _of_problem(problem: Problem, dataset: str | None, use: str | None = None) -> Finding:
    from policylint.fingerprints import fingerprint  # noqa: PLC0415 - a clean run has none

    place = Place(problem.path, problem.pointer, problem.span, problem.message)
    identity = fingerprint(problem.rule, dataset or problem.path, use, problem.pointer, None, problem.message)
    return Finding(
        problem.rule, problem.severity, "fail", problem.message, problem.remedy, place, dataset, use, problem.related,
        fingerprint=identity,
    )  # fmt: skip


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
