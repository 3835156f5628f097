"""What comes of using several licensed works together, by what is made of them."""

from __future__ import annotations

from functools import reduce
from itertools import combinations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses import compose
from policylint.licenses.catalog import known_ids, license_entry, terms_of
from policylint.licenses.compose import Reason, Target, Verdict
from policylint.licenses.expression import Either, Expression, Operand, parse
from policylint.licenses.operands import License, choices
from policylint.licenses.terms import READINGS, Terms, under
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Kind(NamedTuple):
    """What is made of the sources: the action that each must permit, and what decides which licence it may be given.

    `needs` is None where it is possible if it may be given some licence that is known here.
    """

    needs: str | None
    judge: Callable[[Target, License, str], Verdict]


KINDS = {
    "adaptation": Kind(None, lambda target, source, _: compose.adaptation(target, source)),
    "collection": Kind("distribute", lambda target, source, _: compose.collection(target, source)),
    "training": Kind("train", compose.model),
    "evaluation": Kind("evaluate", lambda target, source, _: compose.anything(target, source)),
}


class Conflict(NamedTuple):
    """The fewest sources that forbid what is made of them, or leave no licence for it, and why."""

    between: tuple[str, ...]
    why: str


class Combination(NamedTuple):
    """Whether it may be made, the licences that it may be given, and what stands in the way.

    `licenses` are all of the registry that are certain and that anybody may give. In a collection they are
    for the whole: each work in it keeps its own. In training they are for the
    model; there may be none, and the training possible all the same.
    """

    possible: Truth
    licenses: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


class _Question(NamedTuple):
    kind: Kind
    reading: str
    own: Mapping[str, Terms] | None

    def permits(self, tree: Expression, action: str) -> Truth:
        """Whether a source permits an action: by one of its alternatives, by all that apply together."""
        if isinstance(tree, Operand):
            values = (under(one.terms, self.reading).terms.actions[action] for one in choices(tree, self.own))
            found = [UNKNOWN if value in (None, "contested") else truth(value in _GRANTED) for value in values]
            return reduce(Truth.__or__, found)
        parts = [self.permits(part, action) for part in tree.parts]
        return reduce(Truth.__or__ if isinstance(tree, Either) else Truth.__and__, parts)

    def asks(self, tree: Expression, target: Target) -> Verdict:
        """What a source says to a licence for the result."""
        return compose.asked(tree, target, lambda one, source: self.kind.judge(one, source, self.reading), self.own)


_GRANTED = ("permit", "permit_if")
_NEEDS = {"distribute": "let copies be shared", "train": "let models be trained", "evaluate": "let it be used"}


def combine(
    expressions: Iterable[str], kind: str, reading: str = READINGS[0], own: Mapping[str, Terms] | None = None
) -> Combination:
    """What comes of combining works under these expressions. Raises ExpressionError.

    `own` are the terms of a datasheet's own licences, by id.

    >>> combine(["CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"], "adaptation").possible
    <Truth.FALSE: 0>
    """
    question = _Question(KINDS[kind], reading, own)
    sources = {text: parse(text) for text in sorted(set(expressions))}
    needs = question.kind.needs
    permitted = {text: question.permits(tree, needs) if needs else TRUE for text, tree in sources.items()}
    if FALSE in permitted.values():
        forbidding = (text for text, permit in permitted.items() if permit is FALSE)
        says = _NEEDS[needs or ""]
        return Combination(FALSE, (), tuple(Conflict((text,), f"{text} does not {says}") for text in forbidding))
    candidates = _candidates(own)
    rows = {text: [question.asks(tree, target) for target in candidates] for text, tree in sources.items()}
    results = [reduce(Truth.__and__, (one.truth for one in column)) for column in zip(*rows.values(), strict=True)]
    found = reduce(Truth.__or__, results)
    possible = reduce(Truth.__and__, permitted.values()) if needs else found
    allowed = [target.name for target, result in zip(candidates, results, strict=True) if result is TRUE]
    conflicts = _conflicts(rows) if found is FALSE else ()
    return Combination(possible, tuple(allowed) if possible is TRUE else (), conflicts)


def _candidates(own: Mapping[str, Terms] | None) -> list[Target]:
    """All licences that could be given: those of the registry that anybody may give, and the datasheet's own."""
    licenses = {name: terms for name in known_ids() if _can_be_given(name) and (terms := terms_of(name))}
    return [Target((License(name, terms),), terms) for name, terms in sorted({**licenses, **(own or {})}.items())]


def _can_be_given(name: str) -> bool:
    """Whether anybody may put it on their own work: what the SPDX List names, and no mark of what is free already."""
    if name.startswith("LicenseRef-"):
        return False
    entry = license_entry(name)
    return entry is not None and entry["family"] not in _NOT_GIVEN


_NOT_GIVEN = ("PD-mark", "none")


# conflicts


def _conflicts(rows: Mapping[str, list[Verdict]]) -> tuple[Conflict, ...]:
    """The fewest sources that leave no licence: single ones, pairs, or else one set with no source to spare.

    `rows` are what each source says to each candidate.
    """
    left = {
        text: frozenset(index for index, verdict in enumerate(row) if verdict.truth is not FALSE)
        for text, row in rows.items()
    }
    cores: list[tuple[str, ...]] = [(text,) for text in left if not left[text]]
    others = [text for text in left if left[text]]
    cores += [pair for pair in combinations(others, 2) if left[pair[0]].isdisjoint(left[pair[1]])]
    cores = cores or [_core(left)]
    return tuple(Conflict(core, _why(rows, left, core)) for core in cores)


def _core(left: Mapping[str, frozenset[int]]) -> tuple[str, ...]:
    """Sources that leave nothing together, none of which can be spared."""
    core = list(left)
    for text in left:
        rest = [other for other in core if other != text]
        if rest and not frozenset.intersection(*(left[other] for other in rest)):
            core = rest
    return tuple(core)


def _why(rows: Mapping[str, list[Verdict]], left: Mapping[str, frozenset[int]], core: tuple[str, ...]) -> str:
    """What each source of a core asks for that rules out what the others leave."""
    demands: dict[str, None] = {}
    for text in core:
        rest = [left[other] for other in core if other != text]
        open_ = sorted(frozenset.intersection(*rest)) if rest else range(len(rows[text]))
        reasons = (reason for index in open_ for reason in rows[text][index].reasons if reason.truth is FALSE)
        distinct = {(reason.source.name, reason.ask): reason for reason in reasons}
        demands.update(dict.fromkeys(_decisive(list(distinct.values()))))
    return "; ".join(demands)


def _decisive(reasons: list[Reason]) -> list[str]:
    """The demands behind reasons, licence by licence: where one says it all, the others are left out."""
    found = []
    for name in dict.fromkeys(reason.source.name for reason in reasons):
        own = [reason for reason in reasons if reason.source.name == name]
        final = [reason for reason in own if reason.ask in _FINAL]
        alike = [reason for reason in own if reason.ask == "share_alike"]
        found += [reason.demand for reason in final or alike or own]
    return found


_FINAL = ("derive", "distribute", "share_model")
"""What no licence for the result can mend."""
