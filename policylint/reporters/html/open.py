"""Section 6: what is not said, most decisive first, and who can say it."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.open_questions import open_questions
from policylint.reporters.html.parts import badge, code, note, quiet, section, table, together
from policylint.reporters.questions import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policylint.dossier import Dossier
    from policylint.findings import Finding
    from policylint.markup import Child, Element
    from policylint.open_questions import OpenQuestion


def questions_section(dossier: Dossier) -> Element:
    """The open questions of all documents."""
    sheets = {sheet.document.path: sheet for sheet in dossier.sheets}
    asked = open_questions(_waiting(dossier), lambda path, _: sheets.get(path))
    heads = ("Question", "who can answer", "write it at", "allowed answers", "rules that wait")
    return section(
        "questions",
        "6. Open questions",
        note(
            "Each is asked once, for all rules that wait for it; the most decisive first. Answers belong into the file."
        )
        if asked
        else element("p", "No question is open."),
        table("Open questions", heads, [_row(one) for one in asked]) if asked else None,
    )


def _waiting(dossier: Dossier) -> list[Finding]:
    """Every finding that no waiver excuses, those that are folded into one each for itself."""
    made = dict.fromkeys(one for case in dossier.cases for one in case.findings)
    return [one for one in made if one.waiver is None]


def _row(asked: OpenQuestion) -> list[Child]:
    text, rows = rows_of(asked)
    rules = asked.rules
    return [
        together(text, quiet(f"for {rows['for']}") if "for" in rows else None, class_="stacked"),
        rows.get("who", ""),
        together(code(rows.get("write", asked.field.path)), quiet(asked.field.file), class_="stacked"),
        _answers(rows),
        together(badge(asked.severity, asked.severity), quiet(", ".join(rules)), class_="stacked"),
    ]


def _answers(rows: Mapping[str, str]) -> Child:
    """The answers that are allowed, where they are few; else how one is written."""
    if "answers" in rows:
        return rows["answers"]
    return (
        together(quiet("for example"), code(rows["example"]), class_="stacked")
        if "example" in rows
        else quiet("in words")
    )
