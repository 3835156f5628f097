"""Three-valued logic keeps Kleene's laws, and no Truth is ever taken for a bool."""

from collections.abc import Callable
from itertools import product

import pytest

from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth

VALUES = (FALSE, UNKNOWN, TRUE)
TRIPLES = tuple(product(VALUES, repeat=3))

NOT = {TRUE: FALSE, UNKNOWN: UNKNOWN, FALSE: TRUE}
AND = {
    (TRUE, TRUE): TRUE, (TRUE, UNKNOWN): UNKNOWN, (TRUE, FALSE): FALSE,
    (UNKNOWN, TRUE): UNKNOWN, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, FALSE): FALSE,
    (FALSE, TRUE): FALSE, (FALSE, UNKNOWN): FALSE, (FALSE, FALSE): FALSE,
}  # fmt: skip
OR = {
    (TRUE, TRUE): TRUE, (TRUE, UNKNOWN): TRUE, (TRUE, FALSE): TRUE,
    (UNKNOWN, TRUE): TRUE, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, FALSE): UNKNOWN,
    (FALSE, TRUE): TRUE, (FALSE, UNKNOWN): UNKNOWN, (FALSE, FALSE): FALSE,
}  # fmt: skip

Law = Callable[[Truth, Truth, Truth], tuple[Truth, Truth]]
LAWS: dict[str, Law] = {
    "double negation": lambda a, _b, _c: (~~a, a),
    "De Morgan, and": lambda a, b, _c: (~(a & b), ~a | ~b),
    "De Morgan, or": lambda a, b, _c: (~(a | b), ~a & ~b),
    "and is commutative": lambda a, b, _c: (a & b, b & a),
    "or is commutative": lambda a, b, _c: (a | b, b | a),
    "and is associative": lambda a, b, c: ((a & b) & c, a & (b & c)),
    "or is associative": lambda a, b, c: ((a | b) | c, a | (b | c)),
    "and absorbs or": lambda a, b, _c: (a & (a | b), a),
    "or absorbs and": lambda a, b, _c: (a | (a & b), a),
    "and distributes over or": lambda a, b, c: (a & (b | c), (a & b) | (a & c)),
    "or distributes over and": lambda a, b, c: (a | (b & c), (a | b) & (a | c)),
    "and is idempotent": lambda a, _b, _c: (a & a, a),
    "or is idempotent": lambda a, _b, _c: (a | a, a),
    "true is neutral to and": lambda a, _b, _c: (a & TRUE, a),
    "false is neutral to or": lambda a, _b, _c: (a | FALSE, a),
    "false settles and": lambda a, _b, _c: (a & FALSE, FALSE),
    "true settles or": lambda a, _b, _c: (a | TRUE, TRUE),
}


def test_the_three_tables() -> None:
    assert {value: ~value for value in VALUES} == NOT
    assert {(a, b): a & b for a, b in product(VALUES, repeat=2)} == AND
    assert {(a, b): a | b for a, b in product(VALUES, repeat=2)} == OR


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_laws_hold_for_all_triples(law: Law) -> None:
    broken = [triple for triple in TRIPLES if law(*triple)[0] is not law(*triple)[1]]
    assert broken == []


def test_unknown_is_neither_it_nor_its_opposite() -> None:
    assert UNKNOWN | ~UNKNOWN is UNKNOWN  # no excluded middle
    assert UNKNOWN & ~UNKNOWN is UNKNOWN


@pytest.mark.parametrize("combine", [lambda a, b: a & b, lambda a, b: a | b], ids=["and", "or"])
def test_learning_an_unknown_never_turns_a_decided_result(combine: Callable[[Truth, Truth], Truth]) -> None:
    for other, learned in product(VALUES, (TRUE, FALSE)):
        before = combine(UNKNOWN, other)
        assert before is UNKNOWN or combine(learned, other) is before


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_truth_refuses_to_be_a_bool(value: Truth) -> None:
    with pytest.raises(TypeError, match="compare it with `is`"):
        bool(value)
    with pytest.raises(TypeError):
        assert not value
    with pytest.raises(TypeError):
        _ = value and TRUE


def test_a_bool_becomes_a_decided_truth() -> None:
    assert (truth(True), truth(False)) == (TRUE, FALSE)  # noqa: FBT003 - the door from bool to Truth
