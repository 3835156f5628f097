"""What a check says: findings with exact places, and the report that holds them.

These are plain frozen values at the bottom of the house: they know nothing of
files, rules or formats.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


SEVERITIES = ("error", "warning", "info")
OPEN_QUESTIONS = "policylint/open-questions"
"""The finding that stands for all that a document of another format does not say."""
_RANK = {"never": -1, "error": 0, "warning": 1, "info": 2, "ignore": 3, "off": 3}


def rank(level: str) -> int:
    """How far a severity is from the worst: 0 for error, 2 for info."""
    return _RANK[level]


def milder(one: str, other: str) -> str:
    """The less severe of two levels."""
    return one if _RANK[one] >= _RANK[other] else other


class Span(NamedTuple):
    """A stretch of one line: lines and columns count from 1, in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)


class Place(NamedTuple):
    """A value in a file: its path, its RFC 6901 pointer, and what is to be seen there."""

    path: str
    pointer: str
    span: Span
    message: str = ""


class Missing(NamedTuple):
    """What would decide an unknown: the rule's path, and where to state it (`kind` is the shape of the file)."""

    path: str
    pointer: str
    file: str
    kind: str


class Looked(NamedTuple):
    """A value that a rule looked at: its file, and its pointer; in a document of another format, a datasheet's."""

    file: str
    pointer: str


class Problem(NamedTuple):
    """Something wrong with a file itself: its bytes, its shape, or a policy that does not load."""

    rule: str
    path: str
    span: Span
    message: str
    remedy: str
    pointer: str = ""
    related: tuple[Place, ...] = ()
    severity: str = "error"


class Row(NamedTuple):
    """A row of a ledger by its position, never by its person: the file, and its number there, from 1."""

    file: str
    row: int


class Records(NamedTuple):
    """A rule on records in numbers: rows it applied to, that failed, that could not be judged, and some of these."""

    applied: int
    fail: int
    unknown: int
    sample: tuple[Row, ...] = ()


class Finding(NamedTuple):
    """One outcome that somebody must look at.

    `outcome` is `fail` or `unknown`. `policy` is the file and line of the rule's
    deciding condition, None for findings of policylint itself.
    """

    rule: str
    severity: str
    outcome: str
    message: str
    remedy: str
    place: Place
    dataset: str | None = None
    use: str | None = None
    related: tuple[Place, ...] = ()
    chain: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    policy: tuple[str, int] | None = None
    fingerprint: str = ""
    item: tuple[str, ...] = ()
    why: str = ""
    unsaid: tuple[Missing, ...] = ()
    """Of a fail that nothing but silence decided: the fields that nobody has filled in."""
    waiver: str | None = None
    """The id of the waiver that excuses it: then it is shown, and counts for nothing."""
    records: Records | None = None
    """Numbers, of a rule on records."""
    looked: tuple[Looked, ...] = ()
    """All that decided it, whether it stands in a file or is missing there: what a waiver must bind."""

    @property
    def path(self) -> str:
        """The file that it is about."""
        return self.place.path

    @property
    def line(self) -> int:
        """The line that it points at, from 1."""
        return self.place.span.line

    @property
    def column(self) -> int:
        """The column that it points at, from 1."""
        return self.place.span.column

    def sort_key(self) -> tuple[Any, ...]:
        """Findings are reported by file, then line, then rule: the same order on every run."""
        span = self.place.span
        return (
            self.place.path, span.line, span.column, _RANK[self.severity],
            self.rule, self.use or "", self.place.pointer, self.item, self.message,
        )  # fmt: skip


def said_once(finding: Finding) -> tuple[str, str, str, str]:
    """What findings of several moments share that are reported once."""
    return finding.rule, finding.place.path, finding.place.pointer, finding.outcome


class CheckedDocument(NamedTuple):
    """One document that was looked at, and how many items each rule applied to in it."""

    path: str
    kind: str
    format: str
    id: str | None
    valid: bool
    applied: dict[str, int]


class Grant(NamedTuple):
    """A waiver as a report tells of it, and what it is worth on the report's day.

    `state` is `live`, `expiring` (live, and within 30 days of its end), `expired`,
    `not_started`, `unused`, `void` or `refused`. Dates are ISO 8601; `expires` is the first day without it.
    """

    id: str
    rule: str
    dataset: str | None
    use: str | None
    reason: str
    owner: str
    approved_by: str
    starts: str
    expires: str
    state: str
    path: str
    line: int


class Baseline(NamedTuple):
    """What a baseline hides: its file, the day it was written, how many findings it hides, how many are settled."""

    path: str
    written: str
    hidden: int
    settled: int


class Report(NamedTuple):
    """Everything that one run found: sorted, deterministic, without a clock."""

    as_of: str
    packs: tuple[str, ...]
    rules: int
    digest: str
    documents: tuple[CheckedDocument, ...]
    findings: tuple[Finding, ...]
    sources: Mapping[str, tuple[str, ...]]
    """The lines of the files that findings point at, by path."""
    judged: int = 0
    """How many times rules were applied to something: without findings, none means that nothing was checked."""
    fail_on: str = "error"
    allow_empty: bool = False
    obligations: tuple[tuple[str, str, str | None, str], ...] = ()
    """(dataset, duty, licence, text): what must be done where the answer is yes."""
    with_uses: bool = False
    """Whether datasets were judged with use declarations: then the obligations are those of whoever wrote these."""
    waivers: tuple[Grant, ...] = ()
    baseline: Baseline | None = None
    settled: frozenset[tuple[str, str, str | None]] = frozenset()
    """What the baseline has and the run no longer found (`baseline.print_of`)."""
    dossier: object | None = None
    """What was looked at (a `Dossier`), where an output asked for it: findings know nothing of documents."""

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that no waiver excuses."""
        return tuple(finding for finding in self.findings if finding.waiver is None)

    @property
    def waived(self) -> int:
        """How many findings a waiver excuses."""
        return len(self.findings) - len(self.counted)

    def count(self, severity: str) -> int:
        """How many findings that no waiver excuses have that severity."""
        return sum(finding.severity == severity for finding in self.counted)

    @property
    def unknown(self) -> int:
        """How many findings that no waiver excuses could not be decided."""
        return sum(finding.outcome == "unknown" for finding in self.counted)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings at or above `fail_on`, 3 nothing was checked."""
        if any(rank(finding.severity) <= rank(self.fail_on) for finding in self.counted):
            return 1
        return 3 if self.empty and not self.allow_empty else 0

    @property
    def empty(self) -> bool:
        """Whether nothing was checked: a gate that checked nothing is not green, whatever it warns of."""
        return not self.judged and not self.count("error")

    @property
    def result(self) -> str:
        """`fail` exactly when the exit code is 1; `empty` when nothing was checked."""
        if self.exit_code == 1:
            return "fail"
        return "empty" if self.empty else "pass"
