"""Open questions and verdicts, for people and for programs: what `ask` and `can` print."""

from __future__ import annotations

from textwrap import TextWrapper

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.open_questions import OpenQuestion, waiting_rules
from policylint.reporters.questions import example_of, question_of, rows_of
from policylint.reporters.style import Style, fit, paint, safe
from policylint.verdicts import CANNOT_TELL, NO, YES, Verdict, overall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from policylint.findings import Finding

_ANSWERS = {YES: "yes", NO: "no", CANNOT_TELL: "cannot tell"}
_COLORS = {YES: "fix", NO: "error", CANNOT_TELL: "question"}


class Setting(NamedTuple):
    """What a report was made with: the policy's packs and the day."""

    packs: tuple[str, ...]
    as_of: str

    @property
    def text(self) -> str:
        """It, in a line."""
        return f"{', '.join(self.packs)}; as of {self.as_of}"


# questions


def questions_text(name: str, asked: Sequence[OpenQuestion], setting: Setting, style: Style) -> str:
    """The open questions of a datasheet as text."""
    if not asked:
        return fit(f"{safe(name)}: no question is open ({setting.text})\n", style)
    blocks = [f"{index}. {block}" for index, block in enumerate((_block(one, style) for one in asked), 1)]
    return fit(f"{safe(name)}: {_counted(asked)} ({setting.text})\n\n", style) + "\n".join(blocks)


def questions_markdown(name: str, asked: Sequence[OpenQuestion], setting: Setting) -> str:
    """The open questions of a datasheet as a list to send to those who can answer."""
    out = [f"# Open questions: {_plain(name)}\n", f"{_counted(asked)} ({setting.text}).\n"] if asked else []
    out = out or [f"# Open questions: {_plain(name)}\n", f"None ({setting.text}).\n"]
    for one in asked:
        text, rows = rows_of(one)
        about = rows.pop("for", "")
        out.append(f"- [ ] **{_plain(text)}**" + (f" For: {_plain(about)}." if about else ""))
        out += [
            f"  - {key}: {f'`{value}`' if key in ('write', 'example') else _plain(value)}"
            for key, value in rows.items()
        ]
    return "\n".join(out) + "\n"


def questions_data(path: str, name: str, asked: Sequence[OpenQuestion], setting: Setting) -> dict[str, Any]:
    """The open questions of a datasheet as plain values."""
    return {
        "version": 1,
        "as_of": setting.as_of,
        "policy": {"packs": list(setting.packs)},
        "dataset": name,
        "path": path,
        "questions": [_as_data(one) for one in asked],
    }


def _as_data(asked: OpenQuestion) -> dict[str, Any]:
    found = question_of(asked)
    return {
        "question": found.text,
        "who": found.who or None,
        "answers": list(found.answers),
        "example": example_of(asked, found) or None,
        "severity": asked.severity,
        "rules": list(asked.rules),
        "about": list(asked.about),
        "fields": [{"path": one.file, "pointer": one.pointer} for one in asked.fields],
    }


def _counted(asked: Sequence[OpenQuestion]) -> str:
    count = "1 question is open" if len(asked) == 1 else f"{len(asked)} questions are open"
    return f"{count}; {waiting_rules(len({rule for one in asked for rule in one.rules}))}"


def _block(asked: OpenQuestion, style: Style) -> str:
    text, rows = rows_of(asked)
    return paint(fit(safe(text), style), "bold", style) + "\n" + "".join(_row(*row, style) for row in rows.items())


def _row(key: str, value: str, style: Style) -> str:
    return _wrapped(f"   {key:<8} ", " " * 12, value, style)


def _wrapped(first: str, further: str, text: str, style: Style) -> str:
    wrapper = TextWrapper(
        width=max(style.width, 40), initial_indent=first, subsequent_indent=further,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    return wrapper.fill(fit(safe(text), style)) + "\n"


def _plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in "\\*[]<>#|" else char for char in safe(text))


# verdicts


def verdicts_text(use: str, found: Sequence[Verdict], setting: Setting, style: Style) -> str:
    """The answer for each dataset of a use, as text."""
    blocks = ["".join(_of_dataset(one, style)) for one in found]
    answer = overall(found)
    end = f"{safe(use)}: {paint(_ANSWERS[answer], _COLORS[answer], style)} ({setting.text})\n"
    return "\n".join([*blocks, fit(end, style)])


def _of_dataset(found: Verdict, style: Style) -> Iterator[str]:
    where = f" ({safe(found.path)})" if found.path else ""
    yield fit(safe(found.name), style) + fit(where, style) + ": "
    yield paint(_ANSWERS[found.answer], _COLORS[found.answer], style) + "\n"
    for one in found.reasons:
        yield from _of_finding("no", one, style)
    for one in found.doubts:
        yield from _of_finding("doubt", one, style)
    for asked in found.questions:
        yield _row("ask", _asked_in_a_line(asked), style)
    for duty, license_, text in found.obligations:
        yield _row("duty", f"{duty}{f' ({license_})' if license_ else ''}: {text}", style)
    for one in found.notes:
        yield _row("note", _said(one), style)


def _of_finding(key: str, finding: Finding, style: Style) -> Iterator[str]:
    yield _row(key, _said(finding), style)
    if finding.remedy:
        yield _row("", f"fix: {finding.remedy}", style)


def _said(finding: Finding) -> str:
    """A finding in a line. What could not be decided is no statement."""
    message = finding.message if finding.outcome == "fail" else f"cannot tell: {finding.message}"
    spot = f"{finding.place.path}:{finding.place.span.line}:{finding.place.span.column}"
    waived = f"waived by {finding.waiver}: " if finding.waiver is not None else ""
    return f"{waived}[{finding.rule}] {message} ({spot})"


def _asked_in_a_line(asked: OpenQuestion) -> str:
    text, rows = rows_of(asked)
    about = f" For: {rows['for']}." if "for" in rows else ""
    return f"{text}{about} Say it at `{rows.get('write', asked.field.path)}` in {asked.field.file}; {rows['rules']}"


def verdicts_data(use: str, found: Sequence[Verdict], setting: Setting) -> dict[str, Any]:
    """The answer for each dataset of a use, as plain values."""
    return {
        "version": 1,
        "as_of": setting.as_of,
        "policy": {"packs": list(setting.packs)},
        "use": use,
        "answer": overall(found),
        "datasets": [_verdict_data(one) for one in found],
    }


def _verdict_data(found: Verdict) -> dict[str, Any]:
    return {
        "dataset": found.name,
        "path": found.path or None,
        "answer": found.answer,
        "reasons": [_finding_data(one) for one in found.reasons],
        "doubts": [_finding_data(one) for one in found.doubts],
        "questions": [_as_data(one) for one in found.questions],
        "notes": [_finding_data(one) for one in found.notes],
        "obligations": [
            {"duty": duty, "license": license_, "text": text} for duty, license_, text in found.obligations
        ],
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "message": finding.message,
        "remedy": finding.remedy,
        "path": place.path,
        "pointer": place.pointer,
        "line": place.span.line,
        "column": place.span.column,
        "waiver": finding.waiver,
    }
