"""The facts that random rules ask for beside fields, each from its sentence in the text."""

from typing import Any

from tests.reference.evaluator import Bound, Fact, World, step, walk
from tests.reference.kleene import Truth, all_of, any_of, opposite
from tests.reference.words import NOTHING, WORDS, equals

VALID = ("given", "renewed")
MAY_GIVE = ["subject", "guardian", "next_of_kin", "estate", "community"]
GROUP = {"kind": "object", "name": "Group"}
ROW = {"kind": "object", "name": "LedgerRow"}


def _inside(value: Any, type_: Any, path: str, world: World) -> Any:
    at = Bound(value, type_)
    for key in path.split("."):
        at = step(at, key, world)
    return at.value


def _come(day: Any, world: World) -> Truth:
    """Whether a day has come by the end of the day judged; an expiry is the first day on which a thing no longer holds."""
    return WORDS["on_or_before"](day, world.as_of, None)


def _given(status: Any, by: Any) -> Any:
    """`invalidated` replaces `given` and `renewed` where nobody gave the consent who may."""
    if status not in VALID:
        return status
    if by is NOTHING:
        return NOTHING
    return status if WORDS["intersects"](by, MAY_GIVE, None) else "invalidated"


def _beaten(ends: list[tuple[str, Truth]], status: Any) -> Any:
    """The status unless something beat it: unknown where that cannot be told and would make a difference."""
    for name, happened in reversed(ends):
        if happened is True:
            status = name
        elif happened is None and status != name:
            status = NOTHING
    return status


def group_consent(consent: Any, world: World) -> Any:
    """`group.consent.effective`: the status as of the day; expired beats it."""
    type_ = {"kind": "object", "name": "Consent"}
    status = _given(_inside(consent, type_, "status", world), _inside(consent, type_, "given_by", world))
    return _beaten([("expired", _come(_inside(consent, type_, "expires_on", world), world))], status)


def record_consent(row: Any, world: World) -> Any:
    """`record.consent.effective`: withdrawn, objected and expired beat what the row says."""
    by = _inside(row, ROW, "given_by", world)
    events = {"withdrawn": "withdrawn_at", "objected": "objected_at", "expired": "expires_at"}
    ends = [(name, _come(_inside(row, ROW, column, world), world)) for name, column in events.items()]
    return _beaten(ends, _given(_inside(row, ROW, "status", world), by))


def anonymous(group: Any, world: World) -> Any:
    """`group.anonymous`: anonymised and tested, or synthetic; no raw biometrics, no named labels."""
    how = _inside(group, GROUP, "identifiability", world)
    tests = walk("preprocessing.anonymisation", world).value
    dates = NOTHING if tests is NOTHING else [_tested(one, world) for one in tests]
    raw = _inside(group, GROUP, "biometric.raw", world)
    labels = _inside(group, GROUP, "biometric.identity_labels", world)
    dated = None if dates is NOTHING else any_of(dates)
    hidden = any_of([equals(how, "synthetic"), all_of([equals(how, "anonymised"), dated])])
    nothing_raw = None if raw is NOTHING else raw == []
    truth = all_of([hidden, nothing_raw, opposite(equals(labels, "named"))])
    return NOTHING if truth is None else truth


def _tested(one: Any, world: World) -> Truth:
    day = _inside(one, {"kind": "object", "name": "Anonymisation"}, "reidentification_test.date", world)
    return None if day is NOTHING else True


FACTS: dict[tuple[str, str], Fact] = {
    ("Consent", "effective"): group_consent,
    ("Group", "anonymous"): anonymous,
}
"""By the shape and the key under which a path finds them; of a row, `consent.effective` is bound by whoever makes the world."""
