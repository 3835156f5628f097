"""One run: what came of its documents so far, put together."""

from __future__ import annotations

import os

from policylint.discover import is_the_datasheet
from policylint.findings import CheckedDocument, Finding, Report, said_once
from policylint.lean import TYPE_CHECKING
from policylint.selection import selected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policylint.excusing import Excused, Excusing
    from policylint.findings import Place
    from policylint.judges import Judges
    from policylint.outcome import Outcome, Said
    from policylint.policy.in_force import Policy
    from policylint.request import Request


class Run:
    """What came of the documents of a run. They may come in any order: the report is the same.

    The judges have the documents themselves, which a run without findings does not need.
    """

    def __init__(self, policy: Policy, request: Request, judges: Judges) -> None:
        self.policy = policy
        self.request = request
        self.judges = judges
        self.plans = {plan["id"]: plan for plan in selected(policy.rules, request)}
        self.excusing = self._excusing()
        self.documents: dict[str, CheckedDocument] = {}
        self.said: list[tuple[tuple[int, int], list[Said]]] = []
        """What was found, by the place of the document that it was found in."""
        self.findings: list[Finding] = []
        self.repeated: list[Finding] = []
        """Findings that an earlier moment had: what excuses the first of them need not excuse these."""
        self.foreign: set[str] = set()
        self.unopened: set[str] = set()
        self.judged = 0
        self.with_uses = False
        self.obligations: set[tuple[str, str, str | None, str]] = set()
        self._applied: dict[tuple[tuple[str, int], ...], dict[str, int]] = {}

    def _excusing(self) -> Excusing | None:
        """The waivers and the baseline; None where there is neither. Raises InvalidFileError."""
        if not self.request.excuses:
            return None
        from policylint.excusing import excusing  # noqa: PLC0415 - only where something may be excused

        return excusing(self.policy, self.request, self.plans)

    def take(self, place: int, outcome: Outcome) -> None:
        """Take what came of the document at a place; of datasheets before uses: what both show is said of the sheet."""
        for document in outcome.documents:
            own = document._replace(applied=self._shared(document.applied))
            if document.applied or document.path not in self.documents:
                self.documents[document.path] = own
        if outcome.said:
            self.said.append(((int(outcome.kind == "use"), place), outcome.said))
        if self.excusing is not None:
            self.excusing.reach.add(outcome.reached)
        self.foreign.update(outcome.foreign)
        self.unopened.update(outcome.unopened)
        if self.request.duties:
            self.obligations.update(outcome.obligations or ())
        self.judged += outcome.judged
        self.with_uses = self.with_uses or outcome.with_uses

    def _shared(self, applied: dict[str, int]) -> dict[str, int]:
        """The same counts for all documents to which the same rules applied: most are alike."""
        return self._applied.setdefault(tuple(applied.items()), applied)

    def report(self) -> Report:
        """All of it, sorted."""
        self._say_all()
        self._twins()
        excused = self._excused()
        findings = tuple(sorted(dict.fromkeys(self._folded()), key=Finding.sort_key))
        gathered = self.judges.gathered
        return Report(
            as_of=self.request.as_of,
            packs=self.policy.packs,
            rules=len(self.plans),
            digest=self.policy.digest,
            documents=tuple(self.documents[path] for path in sorted(self.documents)),
            findings=findings,
            sources=self._sources(findings),
            judged=self.judged,
            fail_on=self.request.fail_on,
            allow_empty=self.request.allow_empty,
            obligations=tuple(sorted(self.obligations, key=lambda one: tuple(map(str, one)))),
            with_uses=self.with_uses,
            waivers=excused.grants if excused else (),
            baseline=excused.baseline if excused else None,
            settled=excused.settled if excused else frozenset(),
            dossier=gathered.dossier(self.documents, excused.waived if excused else {}) if gathered else None,
        )

    def _say_all(self) -> None:
        """Note the findings in the order of their documents; those of a moment, unless an earlier one had them."""
        seen: dict[tuple[str, ...], str] = {}
        for finding, moment in (one for _, found in sorted(self.said, key=lambda one: one[0]) for one in found):
            own = (finding.fingerprint, finding.place.path, finding.outcome)
            key = said_once(finding) if self.request.once else own
            if not moment or seen.setdefault(key, moment) == moment:
                self.findings.append(finding)
            elif self.excusing is not None:
                self.repeated.append(finding)

    def _datasheets(self) -> list[CheckedDocument]:
        """The datasheets in policylint's own format."""
        return [one for one in self.documents.values() if one.kind == one.format == "datasheet"]

    def _twins(self) -> None:
        """Note datasheets of one id."""
        named = sorted(one for one in self._datasheets() if one.id is not None)
        if len({one.id for one in named}) == len(named):
            return
        from policylint.problems import finding_of, twins  # noqa: PLC0415 - a clean run has none

        self.findings += map(finding_of, twins(named, self._id_of))

    def _id_of(self, path: str) -> Place:
        """Where a file says its id."""
        return self.judges.store().load(path, None).document.place("/id")

    def _excused(self) -> Excused | None:
        """Lay waivers and the baseline on the findings; what there is to say of waivers is found with them."""
        if self.excusing is None:
            return None
        from policylint.excusing import excused  # noqa: PLC0415 - only where something may be excused

        as_of, store = self.request.as_of, self.judges.store()
        done = excused(self.excusing, self.findings, self.repeated, as_of, store, self.documents)
        self.findings = list(done.findings)
        return done

    def _folded(self) -> list[Finding]:
        """The findings; on documents of other formats, what they cannot say is one of them."""
        if not self.foreign or not self.request.fold:
            return self.findings
        from policylint.open_questions import folded  # noqa: PLC0415 - only for other formats

        beside = {os.path.dirname(one.path) for one in self._datasheets() if is_the_datasheet(one.path)}
        sheet_of = self.judges.store().foreign
        return folded(self.findings, self.foreign, sheet_of, lambda path: os.path.dirname(path) in beside)

    def _sources(self, findings: tuple[Finding, ...]) -> Mapping[str, tuple[str, ...]]:
        """The lines of the files that findings point at."""
        named = (place.path for one in findings for place in (one.place, *one.related))
        shown = {path: path for path in named if path not in self.unopened}
        if not shown:
            return {}
        from policylint.shown import ShownLines  # noqa: PLC0415 - a clean run shows none

        return ShownLines(shown, self.judges.lines)
