"""The property, run: every mutant of every base, judged, and counted by kind of document and mutation."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policylint.findings import rank
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy, shipped_rule
from tests.permissive.bases import Base, costs
from tests.permissive.exceptions import EXCEPTED, Excepted
from tests.permissive.judging import Build, built, laid_out
from tests.permissive.mutations import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RED, GREEN = 1, 0


class Hole(NamedTuple):
    """A mutant after which a rule alone lets the build pass."""

    base: str
    kind: str
    rule: str
    mutation: str
    at: str
    code: int


class Tally(NamedTuple):
    """What was run: mutants by kind, mutation and how they came out; exceptions that were needed; holes."""

    counts: Counter[tuple[str, str, str]]
    excepted: Counter[str]
    holes: list[Hole]
    verdicts: int
    """Rules that stop a base, each asked about each of its mutants."""
    bases: int
    unfit: tuple[str, ...] = ()
    """Bases that no rule stops where they are built as whole files."""

    def __add__(self, other: Tally) -> Tally:  # type: ignore[override] # as counters add up
        return Tally(
            self.counts + other.counts, self.excepted + other.excepted, self.holes + other.holes,
            self.verdicts + other.verdicts, self.bases + other.bases, self.unfit + other.unfit,
        )  # fmt: skip


NOTHING = Tally(Counter(), Counter(), [], 0, 0)


def stopped_by(base: Base, build: Build) -> list[str]:
    """The rules that stop a base by themselves: not those that not knowing costs nothing."""
    plans = {plan["id"]: plan for plan in base.policy.rules}
    return sorted(rule for rule in build.rules & set(plans) if _stops(base, build, rule))


def _stops(base: Base, build: Build, rule: str) -> bool:
    """Whether a build is red for a rule: by a finding of it, or of one that makes it superfluous."""
    plans = {plan["id"]: plan for plan in base.policy.rules}
    level = costs(plans[rule])
    if level is None:
        return False
    sharper = {rule, *(name for name, plan in plans.items() if rule in (plan["subsumes"] or ()))}
    return any(one.rule in sharper and rank(one.severity) <= rank(level) for one in build.blocking)


def _broken(build: Build) -> bool:
    """Whether a build is red whatever the rules: by what policylint itself finds, or since nothing was checked."""
    return build.code in (2, 3) or any(one.policy is None and one.severity == "error" for one in build.blocking)


def run(base: Base, share: float = 1.0, seed: int = 0) -> Tally:
    """Run a share of the mutants of a base (all of them by default), chosen by a seed."""
    with tempfile.TemporaryDirectory(prefix="permissive-") as folder, laid_out(Path(folder), base.files):
        rules = stopped_by(base, built(base))
        if not rules:
            return NOTHING._replace(bases=1, unfit=(base.name,))
        drawn = chosen(list(mutants(base.tree)), share, f"{seed} {base.name} {base.target}")
        tally = NOTHING._replace(bases=1)
        for one in drawn:
            Path(base.target).write_text(base.text(one.tree), encoding="utf-8", newline="")
            tally += _judged(base, rules, one)
        return tally + _moved(base, rules)


def _moved(base: Base, rules: Sequence[str]) -> Tally:
    """Judge a base whose mutated file lies in a folder below, where the same walk finds it."""
    Path(base.target).unlink()
    moved = f"below/{base.target}"
    Path(moved).parent.mkdir(parents=True)
    Path(moved).write_text(base.text(base.tree), encoding="utf-8", newline="")
    found = tuple(one._replace(path=moved) if one.path == base.target else one for one in base.checked)
    return _judged(base._replace(checked=found), rules, Mutant("file moved", "", base.tree))


def chosen(made: Sequence[Mutant], share: float, seed: str) -> Sequence[Mutant]:
    """A share of the mutants of a document."""
    if share >= 1:
        return made
    draw = random.Random(seed)
    return [one for one in made if draw.random() < share]


def _judged(base: Base, rules: Sequence[str], mutant: Mutant) -> Tally:
    """Judge one mutant, which is in its place, for each rule that stops its base."""
    build = built(base)
    open_ = [] if _broken(build) else [rule for rule in rules if not _stops(base, build, rule)]
    excused = {rule: _excuse(base, mutant, rule, build) for rule in open_}
    holes = [
        Hole(base.name, base.kind, rule, mutant.mutation, mutant.at, build.code) for rule in open_ if not excused[rule]
    ]
    came = "hole" if holes else "excepted" if excused else _came(build)
    return Tally(
        Counter({(base.kind, mutant.mutation, came): 1}),
        Counter(one.name for one in excused.values() if one),
        holes, len(rules), 0,
    )  # fmt: skip


def _came(build: Build) -> str:
    return {2: "exit 2", 3: "exit 3"}.get(build.code, "format" if _broken(build) else "red")


def _excuse(base: Base, mutant: Mutant, rule: str, build: Build) -> Excepted | None:
    """The exception under which a mutant may be green for a rule; None where there is none."""
    fit = (one for one in EXCEPTED if one.covers(mutant.mutation, mutant.at, rule))
    return next((one for one in fit if _found_instead(base, rule, one, build)), None)


def _found_instead(base: Base, rule: str, one: Excepted, build: Build) -> bool:
    """Whether what an exception says is found instead is found."""
    if one.milder:
        return any(finding.rule == rule for finding in build.every)
    if not one.asks or not build.rules.isdisjoint(one.asks):
        return True
    if not any(map(shipped_rule, one.asks)):  # a finding of policylint itself, which may be a warning
        return any(finding.rule in one.asks for finding in build.every)
    together = base._replace(policy=_with(one.asks), request=base.request._replace(moments=("create", "consume")))
    return not built(together).rules.isdisjoint(one.asks)


@cache
def _with(rules: tuple[str, ...]) -> Policy:
    return load_policy(Settings(tuple(str(shipped_rule(rule)) for rule in rules)))


def run_all(bases: Iterable[Base], share: float = 1.0, seed: int = 0) -> Tally:
    """Run bases one after the other."""
    return sum((run(base, share, seed) for base in bases), NOTHING)
