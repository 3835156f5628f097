"""The facts that random rules ask for beside fields, each from its sentence in the text."""

from typing import Any

from policylint.shapes._table import ENUMS
from tests.reference.evaluator import ROW, Bound, Fact, Type, World, step, walk
from tests.reference.kleene import Truth, all_of, any_of, opposite
from tests.reference.words import NOTHING, WORDS, equals

VALID = ("given", "renewed")
ENDED = ("withdrawn", "revoked")
COULD_HOLD = (*VALID, "not_required", "waived_by_ethics_body")
MAY_GIVE = ["subject", "guardian", "next_of_kin", "estate", "community"]
GROUP = {"kind": "object", "name": "Group"}


def _inside(value: Any, type_: Any, path: str, world: World) -> Any:
    at = Bound(value, type_)
    for key in path.split("."):
        at = step(at, key, world)
    return at.value


def _come(day: Any, world: World) -> Truth:
    """Whether a day has come by the end of the day judged; an expiry is the first day that a thing no longer holds."""
    return WORDS["on_or_before"](day, world.as_of, None)


def _given(status: Any, by: Any) -> Any:
    """`invalidated` replaces `given` and `renewed` where nobody gave the consent who may."""
    if status not in VALID:
        return status
    if by is NOTHING:
        return NOTHING
    return status if WORDS["intersects"](by, MAY_GIVE, None) else "invalidated"


def _as_of_day(status: Any, events: dict[str, Truth], expired: Truth, by: Any) -> Any:
    """The status on a day: what has certainly ended it beats what is written, and what may have leaves it open.

    Readings: a status that says the consent was ended is such an end itself; and whether an expiry has come matters
    only to what could still hold.
    """
    ended = [name for name, happened in events.items() if happened is True]
    if ended or status in ENDED:
        return (ended or [status])[0]
    if expired is True:
        return "expired"
    if None in events.values() or (expired is None and status in COULD_HOLD):
        return NOTHING
    return _given(status, by)


def group_consent(consent: Any, world: World) -> Any:
    """`group.consent.effective`: the status as of the day; withdrawn and expired beat it."""
    type_ = {"kind": "object", "name": "Consent"}
    status, by, expires = (_inside(consent, type_, key, world) for key in ("status", "given_by", "expires_on"))
    return _as_of_day(status, {}, _come(expires, world), by)


def record_consent(row: Any, world: World) -> Any:
    """`record.consent.effective`: withdrawn, objected and expired beat what the row says."""
    status, by, expires = (_inside(row, ROW, key, world) for key in ("status", "given_by", "expires_at"))
    events = {"withdrawn": "withdrawn_at", "objected": "objected_at"}
    happened = {name: _come(_inside(row, ROW, column, world), world) for name, column in events.items()}
    return _as_of_day(status, happened, _come(expires, world), by)


def in_data(row: Any, world: World) -> Any:
    """Whether a row is still in the data: removed ones are history. A ledger without such a column has removed none."""
    if "removed_at" not in row:
        return True
    removed = _come(_inside(row, ROW, "removed_at", world), world)
    return NOTHING if removed is None else not removed


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
    """A test that is dated later than the day judged was not done yet."""
    return _come(_inside(one, {"kind": "object", "name": "Anonymisation"}, "reidentification_test.date", world), world)


TERMS: Type = {"kind": "object", "name": "Terms", "fields": {}}
EFFECTIVE: Type = {
    "kind": "enum",
    "name": "consent_effective",
    "values": [*ENUMS["consent_status"]["values"], "objected"],
}
FACTS: dict[tuple[str, str], tuple[Type, Fact]] = {
    ("Consent", "effective"): (EFFECTIVE, group_consent),
    ("Group", "anonymous"): ({"kind": "boolean"}, anonymous),
    ("LedgerRow", "well_formed"): ({"kind": "boolean"}, lambda row, _: row["well_formed"]),
    ("LedgerRow", "personal"): ({"kind": "boolean"}, lambda row, _: row["personal"]),
    ("LedgerRow", "in_data"): ({"kind": "boolean"}, in_data),
    ("LedgerRow", "consent"): ({"kind": "object", "name": "ConsentOfRow"}, lambda row, _: row),
    ("ConsentOfRow", "effective"): (EFFECTIVE, record_consent),
}
"""By the shape and the key under which a path finds them, with the type of what they say."""
