"""Findings for people: what is wrong, where exactly, why, and what to do. What cannot be told reads as a question."""

from __future__ import annotations

from policylint.findings import OPEN_QUESTIONS, Finding, Missing, rank
from policylint.lean import TYPE_CHECKING
from policylint.open_questions import waiting_rules
from policylint.reporters.frame import Block, render_block
from policylint.reporters.phrases import baseline, excuse, grants, message, spot
from policylint.reporters.style import fit, safe
from policylint.shapes.questions import question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policylint.findings import Records, Report
    from policylint.reporters.style import Style

_FEW = 8


def render_findings(report: Report, style: Style) -> str:
    """The findings as frames, the questions after them."""
    folded = [one for one in report.counted if one.rule == OPEN_QUESTIONS]
    failed = [one for one in report.counted if not one.missing]
    waiting = _by_missing(one for one in report.counted if one.rule != OPEN_QUESTIONS)
    blocks = [_failure(one) for one in failed] + [_question(group) for group in waiting]
    blocks += [_open_questions(one) for one in folded]
    return "\n".join(render_block(block, report.sources, style) for block in blocks)


def render_excused(report: Report, style: Style) -> str:
    """What a waiver excuses, one line each; and what a baseline hides. "" where there is neither."""
    by_id = grants(report)
    lines = [f"  {one.rule}  {spot(one.place)}  {one.waiver}: {excuse(one, by_id)}" for one in _waived(report)]
    lines = ["Waived", *lines] if lines else []
    lines += [baseline(report)] if report.baseline is not None else []
    return "".join(fit(safe(line), style) + "\n" for line in lines)


def _waived(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.waiver is not None]


def _failure(finding: Finding) -> Block:
    notes = []
    if finding.use is not None:
        notes.append(("use", finding.use))
    if finding.chain:
        notes.append(("chain", _road(finding.chain)))
    if finding.records is not None:
        notes.append(("rows", _rows(finding.records)))
    if finding.why:
        notes.append(("why", finding.why))
    notes.append(("fix", finding.remedy))
    if finding.policy is not None:
        notes.append(("policy", f"{finding.policy[0]}:{finding.policy[1]}"))
    label = f"{finding.severity}[{finding.rule}]"
    return Block(finding.severity, label, message(finding), (finding.place, *finding.related), tuple(notes))


def _rows(records: Records) -> str:
    """The rows of a ledger in numbers, and where the first of them are."""
    counted = [(records.fail, "fail"), (records.unknown, "cannot be told")]
    told = ", ".join(f"{number:,} {word}" for number, word in counted if number)
    shown = ", ".join(f"{row.file} row {row.row:,}" for row in records.sample[:3])
    more = ", …" if len(records.sample) > 3 else ""
    return f"{told} of {records.applied:,}" + (f": {shown}{more}" if shown else "")


def _road(chain: tuple[str, ...]) -> str:
    """The datasets on the way to a source; of a long way, its ends."""
    names = chain if len(chain) <= _FEW else (*chain[: _FEW // 2], "…", *chain[-_FEW // 2 :])
    return " ← ".join(names)


def _by_missing(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Undecided findings, together where they wait for the same field."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        if one.missing:
            groups.setdefault((one.missing[0].file, one.missing[0].pointer), []).append(one)
    return list(groups.values())


def _question(waiting: list[Finding]) -> Block:
    first = waiting[0]
    missing = first.missing[0]
    level = min((one.severity for one in waiting), key=rank)
    asked = question(missing.kind, missing.pointer)
    text = asked.text if asked is not None else f"What is `{missing.path}`?"
    rules = list(dict.fromkeys(one.rule for one in waiting))
    wait = waiting_rules(len(rules))
    field = ".".join(part for part in missing.pointer.split("/")[-2:] if part and not part.isdecimal())
    notes = [
        ("rules", ", ".join(rules)),
        *(("rows", _rows(one.records)) for one in waiting if one.records is not None),
        ("fix", _how_to_answer(missing, asked.answers if asked else (), asked.who if asked else "")),
    ]
    uses = list(dict.fromkeys(one.use for one in waiting if one.use is not None))
    if uses:
        notes.insert(0, ("use", ", ".join(uses)))
    return Block("question", f"question[{level}]", f"{text} (`{field}`; {wait} for this)", (first.place,), tuple(notes))


def _open_questions(finding: Finding) -> Block:
    """The questions that a file of another format leaves open, the first of them in words."""
    asked = [(field, question(field.kind, field.pointer)) for field in finding.missing[:_FEW]]
    texts = [f"{one.text} (`{field.pointer}`)" if one else f"`{field.pointer}`" for field, one in asked]
    notes = [*(("ask", text) for text in texts), ("fix", finding.remedy)]
    label = f"questions[{finding.severity}]"
    return Block("question", label, finding.message, (finding.place,), tuple(notes))


def _how_to_answer(missing: Missing, answers: tuple[str, ...], who: str) -> str:
    where = f"Say it at `{missing.pointer}`"
    allowed = f": {', '.join(answers[:_FEW])}{' …' if len(answers) > _FEW else ''}" if answers else ""
    return f"{where}{allowed}." + (f" Who can answer: {who.replace('_', ' ')}." if who else "")
