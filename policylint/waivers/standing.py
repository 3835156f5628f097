"""Whether a waiver is live on a day: one function decides, and everything calls it."""

from __future__ import annotations

from policylint.dates import days_before, days_between
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from policylint.waivers.file import Waiver

LIVE, EXPIRING, EXPIRED, NOT_STARTED, REFUSED = "live", "expiring", "expired", "not_started", "refused"
UNUSED, VOID = "unused", "void"
SOON = 30
"""Days before its end from which on a waiver is said to expire."""
LONGEST = 366
"""Days that a waiver may last where its rule sets no other number: until the same day of the next year."""
OWN_AREAS = frozenset({"syntax", "shape", "reference", "waiver", "baseline", "policylint", "config"})
"""Areas of findings of policylint itself, which are mended and not waived."""


class Authority(NamedTuple):
    """What may be waived, and by whom: the plans of the rules in force by id, and who may approve (all, if none)."""

    rules: Mapping[str, dict[str, Any]]
    approvers: tuple[str, ...] = ()


class Refusal(NamedTuple):
    """Why a waiver counts for nothing: a rule `waiver/…`, what is wrong, the way out, and the key at fault."""

    rule: str
    message: str
    remedy: str
    key: str


class Standing(NamedTuple):
    """What a waiver is worth on a day, before anybody has looked whether it fits: a state, and why it is refused."""

    state: str
    refusals: tuple[Refusal, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it may excuse a finding that it fits."""
        return self.state in (LIVE, EXPIRING)


def standing(waiver: Waiver, day: str, authority: Authority) -> Standing:
    """What a waiver is worth on a day. Days are UTC; that of `expires` is the first without it."""
    if day >= waiver.expires:
        return Standing(EXPIRED)
    refusals = tuple(_refusals(waiver, authority))
    if refusals:
        return Standing(REFUSED, refusals)
    if day < waiver.starts:
        return Standing(NOT_STARTED)
    return Standing(EXPIRING if day >= days_before(waiver.expires, SOON) else LIVE)


def _refusals(waiver: Waiver, authority: Authority) -> Iterator[Refusal]:
    plan = authority.rules.get(waiver.rule)
    why = unwaivable(waiver.rule, plan)
    if why is not None:
        yield Refusal("waiver/unwaivable", why, "Mend what the rule finds, and take the waiver out.", "rule")
    if _same(waiver.owner, waiver.approved_by):
        why = f"`{waiver.owner}` approved a waiver of their own"
        yield Refusal("waiver/self-approved", why, "Have somebody else decide.", "approved_by")
    if authority.approvers and not any(_same(waiver.approved_by, one) for one in authority.approvers):
        who = f"The config's `waivers.approvers` are {', '.join(authority.approvers)}."
        yield Refusal(
            "waiver/approver-unknown", f"`{waiver.approved_by}` may not approve waivers here", who, "approved_by"
        )
    longest = longest_of(plan)
    lasts = days_between(waiver.starts, waiver.expires)
    if lasts > longest:
        why = f"it lasts {lasts} days; a waiver of {waiver.rule} lasts at most {longest}"
        yield Refusal("waiver/too-long", why, "Let it end earlier; it can be approved anew then.", "expires")
    yield from _too_broad(waiver)


def unwaivable(rule: str, plan: Mapping[str, Any] | None) -> str | None:
    """Why findings of a rule cannot be waived; None if they can."""
    if rule.partition("/")[0] in OWN_AREAS:
        return f"{rule} is a finding of policylint itself, which no waiver excuses"
    if plan is not None and not plan["waivable"]:
        return f"{rule} cannot be waived: the rule says so ({plan['file']})"
    return None


def longest_of(plan: Mapping[str, Any] | None) -> int:
    """How many days a waiver of a rule may last."""
    return int(plan["max_days"] or LONGEST) if plan is not None else LONGEST


def _too_broad(waiver: Waiver) -> Iterator[Refusal]:
    """What a waiver leaves open that each must say."""
    if waiver.at is None:
        why, remedy = "it does not say what it is about: it could excuse any item", "Add `at: {file: …, pointer: …}`."
        yield Refusal("waiver/over-broad", why, remedy, "at")
    if not waiver.excuses or not all(excuse.binds for excuse in waiver.excuses):
        why = "it does not bind what it excuses: it would excuse whatever comes to stand there"
        yield Refusal(
            "waiver/over-broad",
            why,
            "List what was looked at under `excuses`, each with file, pointer and value.",
            "excuses",
        )


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
