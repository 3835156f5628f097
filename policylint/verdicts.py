"""May I? A report on one use, as an answer for each of its datasets: yes, no or cannot tell."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.open_questions import OpenQuestion, asked_by, open_questions, waits_for_a_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from policylint.facts.common import Sheet
    from policylint.findings import Finding, Report

YES, NO, CANNOT_TELL = "yes", "no", "cannot_tell"
CODES = {YES: 0, NO: 1, CANNOT_TELL: 5}


class Asked(NamedTuple):
    """A dataset that is asked about: what to call it, the id its findings have, and where they may stand instead."""

    name: str
    dataset: str | None
    path: str
    """The datasheet; "" where there is none."""
    entry: tuple[str, str] = ("", "")
    """The use's file and the pointer of the entry there that names the dataset."""


class Verdict(NamedTuple):
    """Whether a use may be made of a dataset, and why."""

    name: str
    path: str
    answer: str
    reasons: tuple[Finding, ...]
    """What says no."""
    doubts: tuple[Finding, ...]
    """What leaves it open without being a question: a datasheet that is not there, a match that is not certain."""
    questions: tuple[OpenQuestion, ...]
    notes: tuple[Finding, ...]
    """What to look at, which decides nothing."""
    obligations: tuple[tuple[str, str | None, str], ...]
    """(duty, licence, text) that come with yes."""


def verdicts(
    report: Report,
    asked: Sequence[Asked],
    severities: Mapping[str, str],
    sheet_of: Callable[[str, str], Sheet | None],
) -> list[Verdict]:
    """The answer for each dataset. `severities` are those of the rules in force, before anything lowered them."""
    required = {rule for rule, severity in severities.items() if severity == "error"}
    return [_verdict(report, one, required, sheet_of) for one in asked]


def overall(found: Sequence[Verdict]) -> str:
    """The answer for all datasets together: one no is a no."""
    answers = {one.answer for one in found}
    return next((answer for answer in (NO, CANNOT_TELL) if answer in answers), YES)


def _verdict(
    report: Report, asked: Asked, required: Container[str], sheet_of: Callable[[str, str], Sheet | None]
) -> Verdict:
    about = [one for one in report.findings if is_about(one, asked)]
    reasons = [one for one in about if _decides(one) and _says_no(one)]
    open_ = [one for one in about if _decides(one) and one not in reasons and _leaves_open(one, required)]
    given = answer(about, required)
    duties = [one[1:] for one in report.obligations if one[0] == asked.dataset] if given == YES else []
    return Verdict(
        asked.name,
        asked.path,
        given,
        tuple(reasons),
        tuple(one for one in open_ if not asked_by(one)),
        tuple(open_questions([one for one in open_ if asked_by(one)], sheet_of)),
        tuple(one for one in about if one not in reasons and one not in open_),
        tuple(duties),
    )


def answer(findings: Iterable[Finding], required: Container[str]) -> str:
    """What findings come to: no, where one says no; yes, where none leaves it open. `required` are rules at error."""
    counted = [one for one in findings if _decides(one)]
    answers = {NO if _says_no(one) else CANNOT_TELL if _leaves_open(one, required) else YES for one in counted}
    return next((one for one in (NO, CANNOT_TELL) if one in answers), YES)


def is_about(finding: Finding, asked: Asked) -> bool:
    """Whether a finding is one on a dataset that is asked about, or on the entry that names it."""
    if finding.dataset is not None:
        return finding.dataset == asked.dataset
    path, pointer = finding.place.path, finding.place.pointer
    file, entry = asked.entry
    return path == asked.path or (path == file and f"{pointer}/".startswith(f"{entry}/"))


def _decides(finding: Finding) -> bool:
    """Whether a finding counts: no waiver excuses it, and it is not about a waiver, which decides nothing itself."""
    return finding.waiver is None and not finding.rule.startswith("waiver/")


def _says_no(finding: Finding) -> bool:
    """Whether a finding forbids the use: a rule failed, at error. What nobody has said, or read, forbids nothing."""
    failed = finding.policy is not None and finding.outcome == "fail" and not finding.unsaid
    return failed and finding.severity == "error"


def _leaves_open(finding: Finding, required: Container[str]) -> bool:
    """Whether a finding stands between the use and a yes, whatever an unknown or an uncertain match may cost.

    What the rows of a ledger would show that is kept elsewhere does not: whoever uses the data has the sheet's word.
    """
    if waits_for_a_ledger(finding):
        return False
    return finding.rule in required or (finding.policy is None and finding.severity != "info")
