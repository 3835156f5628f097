"""What comes of testing policies: plain values with places, which one process can hand to another."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policylint.findings import Place


class Seen(NamedTuple):
    """A finding that a test's fragment gives."""

    outcome: str
    pointer: str
    message: str


class Failure(NamedTuple):
    """A test that does not hold: why, the places of the test, of what came and of the conditions that decided it."""

    test: str
    expect: str
    outcome: str
    why: str
    places: tuple[Place, ...]
    findings: tuple[Seen, ...]


class Witness(NamedTuple):
    """What a test would be given (None if it takes none) as YAML, and what the rule and the mutant come to on it.

    The day, the moment and the parameters are those of the test named; without one, those of a test that sets none.
    """

    datasheet: str | None
    use: str | None
    rule: str
    mutant: str
    test: str
    sheets: str | None = None
    advisories: str | None = None


class Shortfall(NamedTuple):
    """A mutant that survives or a gap in what is covered, where it is, and how the rule explains it ("" if not).

    `witness` is what would kill a mutant, where that was found.
    """

    text: str
    place: Place
    why: str = ""
    witness: Witness | None = None


class Score(NamedTuple):
    """How much there was to reach, and what was not reached."""

    total: int
    missed: tuple[Shortfall, ...]

    @property
    def open(self) -> tuple[Shortfall, ...]:
        """What was missed, and the rule does not explain."""
        return tuple(one for one in self.missed if not one.why)

    @property
    def reached(self) -> int:
        """How much was reached."""
        return self.total - len(self.missed)

    @property
    def explained(self) -> int:
        """How much was not reached, and the rule says why."""
        return len(self.missed) - len(self.open)

    @property
    def percent(self) -> int:
        """How much of what is not explained was reached, rounded down: 100 only if all was."""
        counted = self.total - self.explained
        return 100 * self.reached // counted if counted else 100


class Examined(NamedTuple):
    """What came of one rule. `coverage` and `mutation` are None where nobody asked for them.

    `unused` are explanations of what is no gap and no survivor. Mutants are judged by the tests that hold.
    """

    rule: str
    path: str
    packs: tuple[str, ...]
    tests: int
    failures: tuple[Failure, ...]
    coverage: Score | None
    mutation: Score | None
    unused: tuple[Shortfall, ...]

    @property
    def good(self) -> bool:
        """Whether every test holds, no mutant survives unexplained, and no explanation is left over."""
        survives = self.mutation is not None and bool(self.mutation.open)
        return not self.failures and not survives and not self.unused


class Total(NamedTuple):
    """The rules of a pack taken together."""

    pack: str
    rules: int
    tests: int
    failures: int
    coverage: Score | None
    mutation: Score | None


def totals(examined: Iterable[Examined]) -> list[Total]:
    """Each pack's total; of rules that no pack names, and of all, under those words."""
    everything = list(examined)
    packs = sorted({pack for one in everything for pack in one.packs})
    of_packs = [_total(pack, [one for one in everything if pack in one.packs]) for pack in packs]
    in_none = [one for one in everything if not one.packs]
    return [*of_packs, *([_total("in no pack", in_none)] if in_none else []), _total("all", everything)]


def _total(name: str, examined: list[Examined]) -> Total:
    return Total(
        name,
        len(examined),
        sum(one.tests for one in examined),
        sum(len(one.failures) for one in examined),
        _sum([one.coverage for one in examined]),
        _sum([one.mutation for one in examined]),
    )


def _sum(scores: list[Score | None]) -> Score | None:
    known = [score for score in scores if score is not None]
    if not known:
        return None
    return Score(sum(score.total for score in known), tuple(one for score in known for one in score.missed))
