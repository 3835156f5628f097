"""What may be made from licensed works together, and under which licences it may be given on.

Nothing here knows a licence by its name: what a source asks for (its terms) is held against what a
target gives. `compatible` answers for one pair of expressions; `policylint.licenses.combine` for many.
"""

from __future__ import annotations

from functools import reduce
from itertools import islice, product

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.expression import Either, Expression, Operand, parse
from policylint.licenses.operands import License, choices
from policylint.licenses.terms import ANYBODY, LIMITS, NOT_SAID, READINGS, Terms, meet, under
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.vocabularies import below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_MOST_CHOICES = 256
"""More alternatives than these in one target are not tried: the answer is unknown."""

_MOST_NAMED = 6


class Target(NamedTuple):
    """One alternative of a target: licences that apply together, and their terms together."""

    licenses: tuple[License, ...]
    terms: Terms

    @property
    def name(self) -> str:
        """The licences as an expression."""
        return " AND ".join(one.name for one in self.licenses)

    @property
    def known(self) -> bool:
        """Whether the terms of all of its licences are known."""
        return all(one.terms is not NOT_SAID for one in self.licenses)


class Reason(NamedTuple):
    """Why a source keeps something from being released under a target, or why it cannot be told."""

    ask: str
    source: License
    target: str
    truth: Truth

    @property
    def why(self) -> str:
        """The reason as a sentence."""
        open_ = "it is not known whether " if self.truth is UNKNOWN else ""
        return open_ + _WHY[self.ask][self.truth is FALSE].format(source=self.source.name, target=self.target)

    @property
    def demand(self) -> str:
        """What the source asks for here, whatever the target."""
        named = ["the same licence", *sorted(self.source.terms.targets - {self.source.id})]
        return _DEMANDS[self.ask].format(source=self.source.name, targets=_listed(named))

    @property
    def doubtful(self) -> bool:
        """Whether it rests on facts that are not read from the licence's text."""
        return bool(self.source.terms.doubtful)


class Verdict(NamedTuple):
    """An answer, and the reasons that it is not TRUE."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()


def compatible(target: str, source: str, own: Mapping[str, Terms] | None = None) -> Truth:
    """Whether an adaptation of something under one expression may be released under another.

    `own` are the terms of a datasheet's own licences, by id. Raises ExpressionError.

    >>> compatible("CC-BY-SA-4.0", "CC-BY-SA-3.0"), compatible("MIT", "CC-BY-SA-3.0")
    (<Truth.TRUE: 2>, <Truth.FALSE: 0>)
    """
    return explain(target, source, own).truth


def explain(target: str, source: str, own: Mapping[str, Terms] | None = None) -> Verdict:
    """As `compatible`, with the reasons."""
    offered = targets(parse(target), own)
    wanted = parse(source)
    if offered is None:
        return Verdict(UNKNOWN)
    return _all(asked(wanted, alternative, adaptation, own) for alternative in offered)


def targets(tree: Expression, own: Mapping[str, Terms] | None = None) -> tuple[Target, ...] | None:
    """The alternatives that a target offers; None if they are too many to try."""
    found = _alternatives(tree, own)
    if len(found) > _MOST_CHOICES:
        return None
    return tuple(Target(group, reduce(meet, (one.terms for one in group))) for group in found)


def _alternatives(tree: Expression, own: Mapping[str, Terms] | None) -> list[tuple[License, ...]]:
    if isinstance(tree, Operand):
        return [(one,) for one in choices(tree, own)]
    parts = [_alternatives(part, own) for part in tree.parts]
    if isinstance(tree, Either):
        return [group for part in parts for group in part][: _MOST_CHOICES + 1]
    together = ({one.name: one for group in groups for one in group} for groups in product(*parts))
    return [tuple(group.values()) for group in islice(together, _MOST_CHOICES + 1)]


# one source, one target


def asked(
    tree: Expression,
    target: Target,
    judge: Callable[[Target, License], Verdict],
    own: Mapping[str, Terms] | None = None,
) -> Verdict:
    """What a source says to a target: `OR` is the licensee's choice, `AND` asks for all."""
    if isinstance(tree, Operand):
        return _any(judge(target, one) for one in choices(tree, own))
    verdicts = (asked(part, target, judge, own) for part in tree.parts)
    return _any(verdicts) if isinstance(tree, Either) else _all(verdicts)


def adaptation(target: Target, source: License) -> Verdict:
    """Whether what is adapted from the source may be released under the target."""
    return _judge(("derive", "share_alike", "commercial_use", "attribution", *LIMITS, "train"), target, source)


def collection(target: Target, source: License) -> Verdict:
    """Whether a collection that holds the source as it is may be offered, as a whole, under the target."""
    return _judge(("distribute", "commercial_use", *LIMITS), target, source)


def model(target: Target, source: License, reading: str = READINGS[0]) -> Verdict:
    """Whether a model trained on the source may be shared under the target.

    Where it is contested, `conservative` asks for what an adaptation must do;
    who does that is right under `legal_minimum` too, and who does not may be.
    """
    if source.terms.actions["share_model"] != "contested" or reading == "strict_deny":
        read = source._replace(terms=under(source.terms, reading).terms)
        return _judge(("share_model", "commercial_use", *LIMITS), target, read)
    verdict = adaptation(target, source)
    return verdict if reading == "conservative" else verdict._replace(truth=verdict.truth | UNKNOWN)


def anything(_: Target, __: License) -> Verdict:
    """Figures about a thing carry nothing of it: its licence does not reach them."""
    return Verdict(TRUE)


def _judge(asks: tuple[str, ...], target: Target, source: License) -> Verdict:
    found = [(ask, _ASKS[ask](target, source)) for ask in asks]
    reasons = tuple(Reason(ask, source, target.name, value) for ask, value in found if value is not TRUE)
    return Verdict(reduce(lambda one, other: one & other, (value for _, value in found)), reasons)


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    return reduce(lambda one, other: Verdict(one.truth & other.truth, one.reasons + other.reasons), verdicts)


def _any(verdicts: Iterable[Verdict]) -> Verdict:
    found = tuple(verdicts)
    best = reduce(lambda one, other: one | other, (verdict.truth for verdict in found))
    return Verdict(best, () if best is TRUE else tuple(reason for verdict in found for reason in verdict.reasons))


def _listed(names: list[str]) -> str:
    shown = (
        names if len(names) <= _MOST_NAMED else [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
    )
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


# what a source can ask for


def _grants(action: str) -> Callable[[Target, License], Truth]:
    def grants(_: Target, source: License) -> Truth:
        value = source.terms.actions[action]
        return UNKNOWN if value in (None, "contested") else truth(value in ("permit", "permit_if"))

    return grants


def _reserves(action: str, *reserved: str) -> Callable[[Target, License], Truth]:
    """What the source keeps back (one of `reserved`), the target may not give."""

    def reserves(target: Target, source: License) -> Truth:
        kept, given = source.terms.actions[action], target.terms.actions[action]
        held = _holds(target, source)
        if kept == "permit" or given in ("prohibit", "silent") or held is TRUE:
            return TRUE
        if kept in (None, "contested"):
            return UNKNOWN
        if kept not in reserved:
            return TRUE
        # Two conditions may be the same one; their words do not tell.
        return UNKNOWN if given in (None, "contested") or given == kept else held

    return reserves


def _holds(target: Target, source: License) -> Truth:
    """Whether the source's own licence is among those of the target, which then is no looser; one not known may be."""
    if any(one.id == source.id for one in target.licenses):
        return TRUE
    return FALSE if target.known else UNKNOWN


def _share_alike(target: Target, source: License) -> Truth:
    """The target is the source's own licence or one that it names, and others beside it add nothing."""
    if "share_alike" not in source.terms.requires:
        return TRUE
    found = FALSE
    for one in target.licenses:
        alone = Target((one,), one.terms)
        others = (other for other in target.licenses if other is not one)
        added = (_same_or_named(other, source) | adaptation(alone, other).truth for other in others)
        found |= reduce(lambda some, more: some & more, added, _same_or_named(one, source))
    return found


def _same_or_named(target: License, source: License) -> Truth:
    if target.id != source.id and target.id not in source.terms.targets:
        return UNKNOWN if target.terms is NOT_SAID else FALSE
    # An exception grants more than the licence that is passed on; whether it may be added, the licence must say.
    return TRUE if target.exception in (None, source.exception) else UNKNOWN


def _attribution(target: Target, source: License) -> Truth:
    if "attribution" not in source.terms.requires or "attribution" in target.terms.requires:
        return TRUE
    return _holds(target, source)


def _limited(name: str, vocabulary: str) -> Callable[[Target, License], Truth]:
    def limited(target: Target, source: License) -> Truth:
        bounds, given = getattr(source.terms, name), getattr(target.terms, name)
        held = _holds(target, source)
        if bounds == ANYBODY or held is TRUE:
            return TRUE
        if bounds is None or given is None:
            return UNKNOWN
        return held | truth(all(any(below(term, bound, vocabulary) for bound in bounds) for term in given))

    return limited


_ASKS: dict[str, Callable[[Target, License], Truth]] = {
    "derive": _grants("derive"),
    "distribute": _grants("distribute"),
    "share_model": _grants("share_model"),
    "share_alike": _share_alike,
    "attribution": _attribution,
    "commercial_use": _reserves("commercial_use", "prohibit", "silent", "permit_if"),
    "train": _reserves("train", "prohibit"),
    "actors": _limited("actors", "actor_type"),
    "purposes": _limited("purposes", "purpose"),
}
_DEMANDS = {
    "derive": "{source} does not let adaptations be shared",
    "distribute": "{source} does not let copies be shared",
    "share_model": "{source} does not let a model trained on it be shared",
    "share_alike": "{source} asks for {targets}",
    "attribution": "{source} asks for attribution",
    "commercial_use": "{source} keeps back commercial use",
    "train": "{source} forbids training",
    "actors": "{source} is not for everybody",
    "purposes": "{source} is not for every purpose",
}
"""What a source asks for, whatever the target."""
_WHY = {
    "derive": ("{source} lets adaptations be shared", "{source} does not let adaptations be shared"),
    "distribute": ("{source} lets copies be shared", "{source} does not let copies be shared"),
    "share_model": (
        "{source} lets a model trained on it be shared",
        "{source} does not let a model trained on it be shared",
    ),
    "share_alike": (
        "{source} allows {target}",
        "{source} asks for the same licence or one it names, and {target} is none of them",
    ),
    "attribution": (
        "{target} asks for attribution, as {source} does",
        "{source} asks for attribution, and {target} does not",
    ),
    "commercial_use": (
        "{target} keeps back commercial use as {source} does",
        "{source} keeps back commercial use, and {target} gives it",
    ),
    "train": ("{target} keeps back training as {source} does", "{source} forbids training, and {target} does not"),
    "actors": ("{target} keeps to those whom {source} is for", "{source} is not for everybody that {target} is for"),
    "purposes": (
        "{target} keeps to the purposes of {source}",
        "{source} is not for every purpose that {target} is for",
    ),
}
"""For each ask: what is not known, and what is wrong."""
