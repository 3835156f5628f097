"""An open question as rows of words, for every output that asks it."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.shapes.questions import Question, question

if TYPE_CHECKING:
    from policylint.open_questions import OpenQuestion

_MOST_ANSWERS = 12


def question_of(asked: OpenQuestion) -> Question:
    """What a field asks, in the words of its shape."""
    field = asked.field
    return question(field.kind, field.pointer) or Question(f"What is `{field.path}`?", "", (), "")


def rows_of(asked: OpenQuestion) -> tuple[str, dict[str, str]]:
    """A question, and what there is to say of it, by name."""
    found = question_of(asked)
    more = "" if len(found.answers) <= _MOST_ANSWERS else " …"
    rows = {
        "for": ", ".join(asked.about),
        "who": found.who.replace("_", " "),
        "write": ".".join(part for part in asked.field.pointer.split("/") if part and not part.isdecimal()),
        "open": ", ".join(_parts(asked)),
        "answers": ", ".join(found.answers[:_MOST_ANSWERS]) + more,
        "example": example_of(asked, found),
        "rules": ", ".join(asked.rules),
    }
    return found.text, {key: value for key, value in rows.items() if value}


def _parts(asked: OpenQuestion) -> list[str]:
    """The fields that are open inside the one that is asked for, by their names."""
    inside = [one.pointer.rpartition("/")[2] for one in asked.fields if len(one.pointer) > len(asked.field.pointer)]
    return list(dict.fromkeys(inside)) if asked.field not in asked.fields else []


def example_of(asked: OpenQuestion, found: Question) -> str:
    """How an answer is written down; "" where there is nothing to show."""
    key = asked.field.pointer.rpartition("/")[2]
    return f"{key}: {found.example}" if found.example and not key.isdecimal() else ""
