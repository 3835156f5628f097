"""The question that a field's absence asks, by its pointer in a shape."""

from __future__ import annotations

from policylint.documents.node import pointer_parts
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes._questions import QUESTIONS
from policylint.shapes._table import OBJECTS, ROOTS
from policylint.shapes.check import words_of

if TYPE_CHECKING:
    from typing import Any


class Question(NamedTuple):
    """What to ask, who can answer, the answers that are allowed where they are few, and how one is written."""

    text: str
    who: str
    answers: tuple[str, ...]
    example: str


def question(kind: str, pointer: str) -> Question | None:
    """The question of the field at a pointer of a shape (`datasheet` or `use`); None where the shape has no such field.

    >>> question("datasheet", "/people/present").who
    'publisher'
    """
    type_: dict[str, Any] = {"kind": "object", "name": ROOTS[kind]}
    found: tuple[str, dict[str, Any]] | None = None
    for part in pointer_parts(pointer):
        type_, found = _step(type_, part)
        if not type_:
            return None
    if found is None:
        return None
    asked = QUESTIONS[found[0]]
    return Question(asked["question"], asked["who"], tuple(_answers(found[1])), example(*found))


def _step(kind: dict[str, Any], part: str) -> tuple[dict[str, Any], tuple[str, dict[str, Any]] | None]:
    for one in kind.get("of", [kind]) if kind["kind"] == "union" else [kind]:
        if one["kind"] == "object" and part in OBJECTS[one["name"]]["fields"]:
            field = OBJECTS[one["name"]]["fields"][part]["type"]
            return field, (f"{one['name']}.{part}", field)
        if one["kind"] == "list" and part.isdecimal():
            return one["of"], None
        if one["kind"] == "map":
            return one["of"], None
    return {}, None


def _answers(kind: dict[str, Any]) -> list[str]:
    members = kind["of"] if kind["kind"] == "union" else [kind]
    if any(one["kind"] in ("string", "date", "object") for one in members):
        return []
    words = [word for one in members for word in words_of(one["of"] if one["kind"] == "list" else one)]
    return words + (["true", "false"] if any(one["kind"] == "boolean" for one in members) else [])


_EXAMPLES = {
    "Collection.origins": "[{url: https://example.org/gallery, accessed: 2026-01-31, method: web_scraping}]",
    "Collection.opt_out_signals": "{robots_txt: {checked: 2026-01-31, respected: true}, tdmrep: not_applicable}",
    "Collection.period": "{from: 2025-02, to: 2026-06}",
    "Collection.terms_of_service": "[{site: example.org, verdict: permitted, date: 2026-01-31}]",
    "Criterion.text": "Members of a national parliament",
    "Criterion.reviewed_by": "Ethics board of the University of Exampleton",
    "Consent.withdrawal": "{contact: withdraw@example.org, sla_days: 14, method: Deleted; recipients are told}",
    "Datasheet.collection": "{methods: [surveys], origins: [{url: https://example.org, accessed: 2026-01-31}]}",
    "Datasheet.datasheet": '"1"',
    "Datasheet.fairness": "{composition: [{group: women, share: 0.51}], limitations: Three countries; adults only}",
    "Datasheet.licenses": "[{applies_to: dataset, license: CC-BY-4.0, holder: Example Institute}]",
    "Datasheet.maintenance": "{status: active, organization: Example Institute, contact: data@example.org}",
    "Datasheet.people": "{present: false}",
    "Datasheet.retention": "{policy: Deleted when the study ends, destroy_by: 2029-01-01}",
    "Datasheet.sources": "[{ref: 'doi:10.5281/zenodo.1234567', type: dataset, relation: subset}]",
    "Datasheet.uses": "{intended: [{id: study, purpose: research, activities: [use]}], prohibited: []}",
    "Fairness.composition": "[{group: women, share: 0.51}, {group: men, share: 0.49}]",
    "Group.consent": "{status: given, coverage: 1, rests_on: [signed_form], given_by: [subject]}",
    "Group.jurisdictions": "[IE, KE]",
    "Group.minors": "{status: none, method: Identity documents were shown}",
    "License.holder": "Example Institute",
    "License.license": "CC-BY-4.0",
    "Retention.policy": "Deleted when the study ends",
    "Group.vulnerable": "[]",
    "Group.special_categories": "[]",
    "Fairness.limitations": "Three countries; adults only",
    "Group.count": "1184",
    "Consent.coverage": "1",
    "Consent.claim": "I agree that my pictures are used for research on fairness",
    "Consent.notice": "{url: https://example.org/consent/notice-en.pdf, languages: [en]}",
    "Consent.scope": "{allow: [research.academic], deny: [security], commercial: false}",
    "Maintenance.review_by": "2027-01-31",
    "Maintenance.sla_days": "14",
    "Withdrawal.sla_days": "14",
    "Maintenance.backup": "library@example.org",
    "Maintenance.contact": "data@example.org",
    "Maintenance.organization": "Example Institute",
    "People.groups": "[{id: readers, kind: private_individual, role: speaker, consent: {status: given, coverage: 1}}]",
    "People.ledger": "{table: studio.consent, snapshot: '2026-01-31', rows: 1184, visibility: private}",
    "Preprocessing.scans": "{pii: {tool: Presidio, date: 2026-01-31, rate: 0.0002}}",
    "Maintenance.retraction": "{date: 2019-06, reason: No consent, advice: Delete copies, contact: data@example.org}",
    "Retention.max_period": "P3Y",
    "Uses.intended": "[{id: study, purpose: research.academic, commercial: false, activities: [use, evaluate]}]",
    "Uses.prohibited": "[security, resale, generation.likeness]",
    "Uses.limitations": "Adults from three countries; says little about children",
    "UseDeclaration.use": '"1"',
    "Withdrawal.contact": "withdraw@example.org",
    "Withdrawal.method": "The pictures are deleted and every recipient is told",
}
"""Fields whose answer no list of values shows, "Object.field" → an answer."""


def example(field: str, kind: dict[str, Any]) -> str:
    """An answer to a field as a datasheet would have it: one written by hand, else one of its type."""
    return _EXAMPLES.get(field) or _of_type(kind)


_OF_KIND = {"date": "2026-01-31", "boolean": "true", "number": "0.5", "string": "…"}
_OF_WORDING = (
    ("a country", "IE"),
    ("a coordinate", "doi:10.5281/zenodo.1234567"),
    ("a duration", "P3Y"),
    ("a term of the Data Use", "DUO:0000042"),
    ("an advisory", "ODA-2019-0001"),
    ("an id", "an-id"),
)
"""How the wording of a pattern begins → text that satisfies it."""


def _of_type(kind: dict[str, Any]) -> str:
    """The first answer that a type allows, written out."""
    match kind["kind"]:
        case "union":
            return _of_type(kind["of"][0])
        case "list":
            return f"[{_of_type(kind['of'])}]"
        case "object":
            return _of_object(OBJECTS[kind["name"]]["fields"], kind["name"])
        case "integer":
            return str(max(kind["min"], 1))
        case "string":
            wording = kind.get("says") or ""
            return next((text for start, text in _OF_WORDING if wording.startswith(start)), _OF_KIND["string"])
        case "map":
            return "{…}"
    return (words_of(kind) or [_OF_KIND.get(kind["kind"], "…")])[0]


_FEW = 2
"""Fields that an example of an object shows, beside those that must be there."""


def _of_object(fields: dict[str, Any], name: str) -> str:
    plain = [key for key, field in fields.items() if field["type"]["kind"] not in ("object", "map", "any")]
    shown = [key for key in fields if fields[key].get("required")] or plain[:_FEW]
    return "{" + ", ".join(f"{key}: {example(f'{name}.{key}', fields[key]['type'])}" for key in shown) + "}"
