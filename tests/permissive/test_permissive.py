"""A share of the mutants of every kind of build, drawn by a seed; and that the suite would find a hole."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest

from policylint.pipeline import check
from policylint.shapes import check as shapes
from tests.permissive import bases, projects, suite
from tests.permissive.exceptions import EXCEPTED, OF_PROJECTS
from tests.permissive.mutations import MUTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.permissive.bases import Base
    from tests.permissive.suite import Tally

pytestmark = pytest.mark.no_cover
SEED = 20261122


@cache
def of_rules() -> tuple[Base, ...]:
    return tuple(bases.of_rules())


def drawn(made: Iterable[Base], count: int) -> list[Base]:
    """Some bases, and always the same."""
    return random.Random(SEED).sample(list(made), count)


def holds(tally: Tally) -> None:
    assert tally.holes == []
    assert sum(tally.counts.values()) > 0


def test_tests_of_rules() -> None:
    tally = suite.run_all(drawn(of_rules(), 160), 0.08, SEED)
    holds(tally)
    kinds = {kind for kind, _, _ in tally.counts}
    assert kinds == {"datasheet", "use"}
    assert {mutation for _, mutation, _ in tally.counts} == {*MUTATIONS, "file moved"}


def test_the_golden_family() -> None:
    holds(suite.run_all(bases.of_family(), 0.003, SEED))


def test_cards() -> None:
    tally = suite.run_all(bases.of_cards(), 0.015, SEED)
    holds(tally)
    assert {card.format for card in bases.cards()} < {kind for kind, _, _ in tally.counts}


def test_projects() -> None:
    tally = sum((projects.run(one, 0.015, SEED) for one in projects.every()), suite.NOTHING)
    holds(tally)
    kinds = {"config", "rule", "pack", "advisory", "waivers", "baseline"}
    assert {kind for kind, _, _ in tally.counts} == kinds


@pytest.mark.parametrize("base", drawn(of_rules(), 40), ids=lambda base: f"{base.name} {base.target}")
def test_a_base_is_red_for_its_rule_alone(base: Base) -> None:
    tally = suite.run(base, 0.0, SEED)
    assert tally.unfit or base.name.startswith(tuple(plan["id"] for plan in base.policy.rules))


def test_every_exception_says_why() -> None:
    named = [one.name for one in (*EXCEPTED, *OF_PROJECTS)]
    assert len(set(named)) == len(named)
    assert all(one.why.endswith(".") and one.mutations and one.at for one in (*EXCEPTED, *OF_PROJECTS))


# a policylint with a hole


def overlook_unknown_keys(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shapes._Walk, "unknown_key", lambda *_: None)


def take_unknown_for_yes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "policylint.rulings.level", lambda rule, outcome, _: "ignore" if outcome == "unknown" else rule.plan["severity"]
    )


def let_a_slip_be_a_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shapes, "meant", lambda _: None)


BREAKS: list[tuple[Callable[[pytest.MonkeyPatch], None], str, str]] = [
    (overlook_unknown_keys, "consent/not-expired", "key misspelled"),
    (take_unknown_for_yes, "consent/private-individuals", "key dropped"),
    (let_a_slip_be_a_text, "maintenance/backup", "value in another case"),
]


@pytest.mark.parametrize(("break_it", "rule", "mutation"), BREAKS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_hole_is_found(
    break_it: Callable[[pytest.MonkeyPatch], None], rule: str, mutation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [base for base in of_rules() if base.name.startswith(f"{rule}:")][:3]
    holds(suite.run_all(some))
    break_it(monkeypatch)
    holes = suite.run_all(some).holes
    assert mutation in {hole.mutation for hole in holes}
    assert {hole.rule for hole in holes} == {rule}


def test_a_crash_is_a_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    base = of_rules()[0]
    whole = suite.run(base, 0.05, SEED)
    monkeypatch.setattr("tests.permissive.judging.check", crashing_after(1))
    holes = suite.run(base, 0.05, SEED).holes
    assert {hole.code for hole in holes} == {4}
    assert len(holes) == sum(whole.counts.values())


def crashing_after(count: int) -> Callable[..., object]:
    """A check that works some times and then no more: the base is red, its mutants crash."""
    left = iter(range(count))

    def run(*arguments: object) -> object:
        if next(left, None) is None:
            raise TypeError("a bug")
        return check(*arguments)  # type: ignore[arg-type] # what `built` gives

    return run
