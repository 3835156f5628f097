"""`policylint license combine`: whether works under several licences may be used together, and what comes of it."""

from __future__ import annotations

from textwrap import TextWrapper

from policylint.commands.terminal import complain, note, out, style_of
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.licenses.catalog import known_ids
from policylint.licenses.combine import KINDS, Combination, combine
from policylint.licenses.expression import ExpressionError, operands, parse
from policylint.licenses.operands import choices, exception_adds
from policylint.licenses.terms import NOT_SAID, READINGS
from policylint.logic import FALSE, TRUE, Truth
from policylint.reporters.phrases import json_text
from policylint.reporters.style import Style, fit, paint, safe
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from policylint.licenses.expression import Expression

FORMATS = ("text", "json")
_MOST_SHOWN = 10


def run(expressions: tuple[str, ...], kind: str, reading: str, form: str, color: str) -> int:
    """Answer, and leave with 0; 2 if an expression cannot be read."""
    for option, value, known in (("--as", kind, KINDS), ("--reading", reading, READINGS), ("--format", form, FORMATS)):
        if value not in known:
            raise PolicylintError(f"{option} is one of {', '.join(known)}, not `{value}`")
    trees = [_parsed(text) for text in expressions]
    if None in trees:
        return 2
    for sentence in dict.fromkeys(one for tree in trees if tree for one in _unknowns(tree)):
        note(sentence)
    found = combine(expressions, kind, reading)
    out(_json(found) if form == "json" else _text(found, kind, style_of(color)))
    return 0


def _parsed(text: str) -> Expression | None:
    """The tree of an expression; None where it is none, and that has been said."""
    try:
        return parse(text)
    except ExpressionError as error:
        start = max(0, min(error.offset, len(text)) - 60)
        shown = text[start : start + 80]
        complain(f"policylint: this is not a licence expression: {error.message}")
        complain(f"  {shown}")
        complain(f"  {' ' * (len(safe(text[start : error.offset])))}^")
        return None


def _unknowns(tree: Expression) -> list[str]:
    """What is not known of the licences of an expression, or not for sure."""
    found = []
    for operand in operands(tree):
        terms = [one.terms for one in choices(operand)]
        if NOT_SAID in terms:
            named_here = operand.id.startswith(("LicenseRef-", "DocumentRef-"))
            near = None if named_here else did_you_mean(operand.id, known_ids())
            hint = f"; did you mean `{near}`?" if near else ""
            found.append(f"nothing is known of the licence `{operand.id}`{hint}")
        elif any(one.doubtful for one in terms):
            found.append(f"what the registry says of `{operand.id}` has not been read from its text")
        if operand.exception is not None and exception_adds(operand.exception) is None:
            found.append(f"the exception `{operand.exception}` is not in the registry: it grants nothing here")
    return found


def _json(found: Combination) -> str:
    answer = {
        "possible": _or_null(found.possible),
        "licenses_allowed": list(found.licenses),
        "conflicts": [{"between": list(one.between), "why": one.why} for one in found.conflicts],
    }
    return json_text(answer)


def _or_null(value: Truth) -> bool | None:
    return {TRUE: True, FALSE: False}.get(value)


_SAYS = {
    "adaptation": {
        True: "An adaptation of these may be shared, under any of:",
        False: "No adaptation of these may be shared under a licence known here:",
        None: "It cannot be told whether an adaptation of these may be shared.",
    },
    "collection": {
        True: "A collection of these may be shared. Each keeps its own licence; the whole may have any of:",
        False: "A collection of these may not be shared:",
        None: "It cannot be told whether a collection of these may be shared.",
    },
    "training": {
        True: "A model may be trained on these, and shared under any of:",
        False: "A model may not be trained on these:",
        None: "It cannot be told whether a model may be trained on these.",
    },
    "evaluation": {
        True: "These may be used for an evaluation, and its figures shared under any of:",
        False: "These may not be used for an evaluation:",
        None: "It cannot be told whether these may be used for an evaluation.",
    },
}

_SAYS_NO_LICENSE = {
    "collection": (
        "A collection of these may be shared, each under its own licence. Which licence fits the whole cannot be told.",
        "A collection of these may be shared, each under its own licence. No licence known here fits the whole:",
    ),
    "training": (
        "A model may be trained on these. Under which licence it may be shared cannot be told.",
        "A model may be trained on these, and shared under no licence known here:",
    ),
}
"""By kind: where no licence is certain, and where none is possible."""


def _text(found: Combination, kind: str, style: Style) -> str:
    possible = _or_null(found.possible)
    says = _SAYS[kind][possible]
    if possible and not found.licenses:
        says = _SAYS_NO_LICENSE[kind][bool(found.conflicts)]
    wrapper = TextWrapper(max(style.width, 40), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    lines = [paint(says, "bold", style), *wrapper.wrap(", ".join(found.licenses))]
    for conflict in found.conflicts[:_MOST_SHOWN]:
        lines += wrapper.wrap(safe(f"{' × '.join(conflict.between)}: {conflict.why}"))
    if len(found.conflicts) > _MOST_SHOWN:
        lines.append(f"  and {len(found.conflicts) - _MOST_SHOWN} more, which --format json lists")
    return fit("\n".join(lines), style) + "\n"
