"""Facts about people: whether their consent holds on a day, whether they can be known, whether all are listed."""

from __future__ import annotations

from policylint.dates import earlier
from policylint.facts.common import Answer, Item, World
from policylint.lean import TYPE_CHECKING
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth, truth
from policylint.shapes.check import UNSAID
from policylint.vocabularies import below

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

GRANTED = ("given", "renewed")
CAN_EXPIRE = (*GRANTED, "not_required", "waived_by_ethics_body")
ENDED = ("withdrawn", "revoked")
MAY_GIVE = ("subject", "guardian", "next_of_kin", "estate", "community")


def effective(consent: Item, world: World) -> Answer:
    """The status of consent as of the day.

    Withdrawn and expired beat what is written; consent that was not given by the
    people themselves, or by somebody who may speak for them, is invalidated.
    """
    status, expires, givers = consent.child("status"), consent.child("expires_on"), consent.child("given_by")
    if status.value in ENDED:
        return Answer(status.value, (status,))
    expired = _expired(consent, expires, world)
    if expired is TRUE:
        return Answer("expired", (expires,))
    if status.value is UNSAID:
        return Answer(UNSAID, (), (status,))
    if expired is UNKNOWN and status.value in CAN_EXPIRE:
        return Answer(UNSAID, (status,), (expires,))
    if status.value in GRANTED:
        if givers.value is UNSAID:
            return Answer(UNSAID, (status,), (givers,))
        if not any(giver in MAY_GIVE for giver in givers.value):
            return Answer("invalidated", (givers, status))
    return Answer(status.value, (status,))


def _expired(consent: Item, expires: Item, world: World) -> Truth:
    """An expiry is the first day on which consent no longer holds; absent means never."""
    if "expires_on" not in consent.value:
        return FALSE
    if expires.value is UNSAID:
        return UNKNOWN
    return ~earlier(world.as_of, expires.value)


def anonymous(group: Item, world: World) -> Answer:
    """Whether nobody in a group can be known: synthetic, or anonymised with a dated re-identification test;
    without raw biometrics and without named labels.
    """
    biometric = group.child("biometric")
    raw, labels = biometric.child("raw"), biometric.child("identity_labels")
    parts = [
        _unidentifiable(group, world),
        (_negated(raw, lambda value: len(value) > 0), (raw,)),
        (_negated(labels, lambda value: value == "named"), (labels,)),
    ]
    verdict = TRUE
    for part, _ in parts:
        verdict &= part
    deciding = tuple(item for part, items in parts if part is verdict for item in items)
    if verdict is UNKNOWN:
        return Answer(UNSAID, (), deciding)
    return Answer(verdict is TRUE, deciding)


def _unidentifiable(group: Item, world: World) -> tuple[Truth, tuple[Item, ...]]:
    identifiability = group.child("identifiability")
    if identifiability.value is UNSAID:
        return UNKNOWN, (identifiability,)
    if identifiability.value == "synthetic":
        return TRUE, (identifiability,)
    if identifiability.value != "anonymised":
        return FALSE, (identifiability,)
    techniques = world.sheet.child("preprocessing").child("anonymisation")
    if techniques.value is UNSAID:
        return UNKNOWN, (techniques,)
    tests = [technique.child("reidentification_test").child("date") for technique in techniques.children()]
    if not tests:
        return FALSE, (identifiability,)
    verdict = FALSE
    for test in tests:
        verdict |= UNKNOWN if test.value is UNSAID else ~earlier(world.as_of, test.value)
    return verdict, tuple(tests)


def _negated(item: Item, holds: Any) -> Truth:
    return UNKNOWN if item.value is UNSAID else truth(not holds(item.value))


def verified(evidence: Item, world: World) -> Answer:
    """Whether a piece of evidence is here and is what its hash says; what lies elsewhere is not said."""
    path, sha256 = evidence.child("path"), evidence.child("sha256")
    missing = tuple(item for item in (path, sha256) if item.value is UNSAID)
    if missing:
        return Answer(UNSAID, (), missing)
    verdict = world.verify(evidence.sheet, path.value, sha256.value)
    return Answer(UNSAID, (), (path,)) if verdict is UNKNOWN else Answer(verdict is TRUE, (path, sha256))


def shares_total(people: Item, _: World) -> Answer:
    """The sum of the shares of all groups that are not makers; not said while one of them is not."""
    groups = people.child("groups")
    if groups.value is UNSAID:
        return Answer(UNSAID, (), (groups,))
    counted = [group for group in groups.children() if not below(group.child("role").value, "maker", "role")]
    shares = [group.child("share") for group in counted]
    missing = [*_unsaid(group.child("role") for group in counted), *_unsaid(shares)]
    if missing:
        return Answer(UNSAID, (), tuple(missing))
    return Answer(round(sum(share.value for share in shares), 9), tuple(shares) or (groups,))


def _unsaid(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.value is UNSAID]
