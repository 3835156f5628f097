"""Expressions: what is one and what is none, with the place; and agreement with `license-expression`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from license_expression import (  # type: ignore[import-untyped]
    ExpressionError as TheirError,
)
from license_expression import (
    ExpressionParseError,
    LicenseWithExceptionSymbol,
    Licensing,
)

from policylint.licenses.expression import (
    MAX_LENGTH,
    Both,
    Either,
    Expression,
    ExpressionError,
    Operand,
    operands,
    parse,
)

ODD = {
    "": "a licence id is missing",
    " ": "a licence id is missing",
    "()": "a licence id is missing",
    "AND": "a licence id is missing",
    "MIT OR OR ISC": "a licence id is missing",
    "MIT ISC": "AND or OR is missing before `ISC`",
    "CC BY 4.0": "AND or OR is missing before `BY`",
    "MIT)": "`)` is too much",
    "MIT (ISC)": "`(` is too much",
    "(MIT": "a closing parenthesis is missing",
    "(MIT) WITH x": "`WITH` is too much",
    "A WITH B WITH C": "`WITH` is too much",
    "MIT WITH": "the exception's id is missing",
    "MIT WITH AND": "the exception's id is missing",
    "MIT WITH (x)": "the exception's id is missing",
    "MIT WITH x+": "the exception's id is missing",
    "GPL-2.0 +": "`+` is not part of an expression",
    "+": "`+` is not part of an expression",
    "-MIT": "`-MIT` is not part of an expression",
    "MIT-": "`-` is not part of an expression",
    "MIT.": "`.` is not part of an expression",
    "MIT/ISC": "`/ISC` is not part of an expression",
    "MIT,ISC": "`,ISC` is not part of an expression",
    "MIT | ISC": "`|` is not part of an expression",
    "MIT_ISC": "`_ISC` is not part of an expression",
    "LicenseRef-ü": "`-ü` is not part of an expression",
    "A:B": "`A:B` is no licence id: only DocumentRef-…:LicenseRef-… holds a colon",
    "MIT" * MAX_LENGTH: f"longer than {MAX_LENGTH} characters",
    "(" * 60 + "MIT" + ")" * 60: "nested too deeply",
}


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_expression_says_why(text: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert error.value.message == ODD[text]
    assert 0 <= error.value.offset <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NONE", "NONE"),
        ("NOASSERTION", "NOASSERTION"),
        ("LicenseRef-a.b-1", "LicenseRef-a.b-1"),
        ("DocumentRef-d:LicenseRef-a", "DocumentRef-d:LicenseRef-a"),
        ("GPL-2.0+", "GPL-2.0+"),
        ("GPL-2.0+ WITH x", "GPL-2.0+ WITH x"),
        ("MIT or ISC AND Zlib", "(MIT OR (ISC AND Zlib))"),
        ("(MIT OR ISC) and Zlib", "((MIT OR ISC) AND Zlib)"),
        ("MIT\nOR\tISC", "(MIT OR ISC)"),
        ("((MIT))", "MIT"),
    ],
)
def test_what_is_one(text: str, expected: str) -> None:
    assert shown(parse(text)) == expected


def shown(tree: Expression) -> str:
    if isinstance(tree, Operand):
        return tree.id + "+" * tree.or_later + (f" WITH {tree.exception}" if tree.exception else "")
    return f"({(' OR ' if isinstance(tree, Either) else ' AND ').join(map(shown, tree.parts))})"


# agreement

THEIRS = Licensing()
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\+?")


def ours(text: str) -> Any:
    """Our reading as nested tuples, associative operators flat; None if it is none."""
    try:
        return flat(parse(text))
    except ExpressionError:
        return None


def flat(tree: Expression) -> Any:
    if isinstance(tree, Operand):
        return (tree.id + "+" * tree.or_later, tree.exception)
    return joined("OR" if isinstance(tree, Either) else "AND", [flat(part) for part in tree.parts])


def theirs(text: str) -> Any:
    """Their reading, likewise. They take spaces into an id, and `()` or `(AND` crash them: none of these is one."""
    try:
        tree = THEIRS.parse(text)
    except (TheirError, ExpressionParseError, IndexError, AssertionError):
        return None
    return None if tree is None else their_flat(tree)


def their_flat(tree: Any) -> Any:
    if isinstance(tree, LicenseWithExceptionSymbol):
        keys = (tree.license_symbol.key, tree.exception_symbol.key)
        return keys if all(map(_ID.fullmatch, keys)) and not keys[1].endswith("+") else None
    if hasattr(tree, "key"):
        return (tree.key, None) if _ID.fullmatch(tree.key) else None
    return joined(tree.operator.strip(), [their_flat(part) for part in tree.args])


def joined(operator: str, parts: list[Any]) -> Any:
    if None in parts:
        return None
    nested = [part[1] if part[0] == operator else [part] for part in parts]
    return (operator, [one for some in nested for one in some])


IDS = st.sampled_from(["MIT", "GPL-2.0", "GPL-2.0+", "CC-BY-4.0", "LicenseRef-x", "0BSD", "NONE", "android", "Orange"])
OPERANDS = st.one_of(IDS, st.builds("{} WITH {}".format, IDS, st.sampled_from(["Classpath-exception-2.0", "x", "MIT"])))


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> str:
    """An expression as somebody may write it: any case of operators, any space, parentheses too many."""
    if depth == 0 or draw(st.booleans()):
        text = draw(OPERANDS)
        return text if " WITH " in text or draw(st.booleans()) else f"( {text} )"
    operator = draw(st.sampled_from(["AND", "OR", "and", "or", "And", "oR"]))
    space = draw(st.sampled_from([" ", "  ", "\n", "\t "]))
    parts = draw(st.lists(expressions(depth - 1), min_size=2, max_size=3))
    text = f"{space}{operator}{space}".join(parts)
    return f"({text})" if draw(st.booleans()) else text


@given(expressions())
def test_random_expressions_are_read_as_license_expression_reads_them(text: str) -> None:
    assert ours(text) == theirs(text) is not None


OPERATORS = ("AND", "OR", "WITH")
TOKENS = st.sampled_from(["(", ")", "AND", "OR", "WITH", "MIT", "ISC+", "x", ""])


@given(expressions(), st.lists(st.tuples(st.integers(0, 40), TOKENS), min_size=1, max_size=3))
@example("MIT", [(0, "(")])
def test_what_is_spoilt_is_none_for_both_or_the_same_for_both(text: str, spoils: list[tuple[int, str]]) -> None:
    tokens = re.findall(r"[()]|[^\s()]+", text)
    for place, token in spoils:
        index = place % (len(tokens) + 1)
        tokens[index : index + (token == "" or place % 2)] = [token] if token else []
    spoilt = " ".join(tokens)
    # They may lose what has no operator, or an operator nothing after it: `(MIT) MIT AND MIT` is read as `MIT`.
    assert ours(spoilt) == (None if lopsided(tokens) else theirs(spoilt)), spoilt


def lopsided(tokens: list[str]) -> bool:
    if tokens and tokens[-1].upper() in OPERATORS:
        return True
    ends, starts = [[*"()", *OPERATORS] for _ in range(2)]
    ends.remove(")")
    starts.remove("(")
    upper = [token.upper() for token in tokens]
    return any(one not in ends and two not in starts for one, two in pairwise(upper))


@given(expressions())
def test_every_operand_has_its_place(text: str) -> None:
    for operand in operands(parse(text)):
        written = text[operand.start : operand.end]
        assert written.startswith(operand.id + "+" * operand.or_later)
        assert operand.exception is None or written.endswith(operand.exception)


@given(st.text(max_size=40))
def test_any_text_is_an_expression_or_an_error_with_a_place(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)  # noqa: PT017 - either way is right


def test_both_and_either_are_what_the_words_say() -> None:
    assert isinstance(parse("A AND B"), Both)
    assert isinstance(parse("A OR B"), Either)
