"""Rules that between them say everything that can be said of a row, and rows on which they differ."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any

USE = {"id": "u", "purpose": ["product.public", "research"], "commercial": True, "activities": ["train"]}
SHEET = {
    "people": {
        "present": True,
        "groups": [{"id": "g", "role": "speaker", "kind": "public_figure"}, {"id": "h", "role": "user"}],
    },
    "license_terms": {"LicenseRef-own": {"permits": ["train"], "prohibits": ["commercial_use"]}},
}
CONDITIONS: list[dict[str, Any]] = [
    {"record.status": "given"},
    {"record.status": {"in": ["given", "renewed"]}},
    {"record.status": {"in": []}},
    {"record.status": {"not": {"in": ["refused"]}}},
    {"record.status": {"stated": True}},
    {"record.status": {"within": ["given"]}},
    {"record.status": {"within": []}},
    {"record.status": {"intersects": ["given", "refused"]}},
    {"record.status": {"is_a": "given"}},
    {"record.status": {"matches": "^re.*d$"}},
    {"record.subject_id": {"not": "none"}},
    {"record.subject_id": {"matches": "@"}},
    {"record.subject_id": {"stated": False}},
    {"record.minor": True},
    {"record.minor": {"not": False}},
    {"record.minor": {"in": [True]}},
    {"record.jurisdiction": {"within": ["US", "DE"]}},
    {"record.jurisdiction": {"within": ["any"]}},
    {"record.jurisdiction": {"intersects": ["US.IL", "any"]}},
    {"record.jurisdiction": {"intersects": ["US.IL"]}},
    {"record.withdrawn_at": "never"},
    {"record.withdrawn_at": {"after": "$as_of"}},
    {"record.withdrawn_at": {"on_or_before": "$as_of - 30 days"}},
    {"record.expires_at": {"before": "2026-06"}},
    {"record.granted_at": {"on_or_before": "$record.expires_at"}},
    {"record.granted_at": {"on_or_after": "2019"}},
    {"record.granted_at": "2019-06"},
    {"record.granted_at": {"in": ["2019-06", "2025-12-31"]}},
    {"record.granted_at": "$record.renewed_at"},
    {"record.granted_at": {"stated": True}},
    {"record.scopes_allow": {"covers": ["research.academic"]}},
    {"record.scopes_allow": {"covers": []}},
    {"record.scopes_allow": {"within": ["research", "product"]}},
    {"record.scopes_allow": {"within": []}},
    {"record.scopes_allow": {"within": ["any"]}},
    {"record.scopes_allow": {"intersects": ["security.surveillance.mass"]}},
    {"record.scopes_allow": {"intersects": []}},
    {"record.scopes_allow": {"stated": True}},
    {"record.scopes_deny": {"intersects": ["security"]}},
    {"record.scopes_deny": {"within": ["security"]}},
    {"record.special_categories": {"covers": ["health"]}},
    {"use.purpose": {"within": "$record.scopes_allow", "not": {"intersects": "$record.scopes_deny"}}},
    {"use.purpose": {"covers": "$record.scopes_allow"}},
    {"record.scopes_allow": {"covers": "$use.purpose"}},
    {"record.consent.effective": {"in": ["given", "renewed"]}},
    {"record.consent.effective": {"stated": True}},
    {"record.consent.effective": {"within": ["withdrawn", "objected", "expired", "invalidated"]}},
    {"record.well_formed": True},
    {"record.personal": False},
    {"record.terms": {"permits": "$use"}},
    {"record.terms": {"stated": True}},
    {"record.license": {"stated": True}},
    {"record.item_id": "$record.subject_id"},
    {"some": {"in": {"group": "people.groups"}, "satisfy": {"group.kind": "$record.subject_kind"}}},
    {
        "every": {
            "in": {"group": "people.groups"},
            "where": {"record.minor": True},
            "satisfy": {"group.kind": "$record.subject_kind"},
        }
    },
    {"count": {"in": {"group": "people.groups"}, "where": {"record.minor": True}, "min": 1, "max": 2}},
    {"count": {"in": {"group": "people.groups"}, "where": {"group.kind": "$record.subject_kind"}, "min": 2}},
    {
        "any": [
            {"record.minor": True},
            {"all": [{"record.status": "given"}, {"record.scopes_allow": {"covers": ["research"]}}]},
        ]
    },
    {"not": {"record.consent.effective": "given", "record.minor": False}},
    {"use.commercial": False},
    {"use.deployment.setting": {"intersects": ["school"]}},
]

_CELLS: dict[str, list[Any]] = {
    "item_id": ["a", "b", None, "it's; \"x\""],
    "subject_id": ["p1", None, "unknown", "none", "jane@example.org", "", "a"],
    "subject_kind": ["private_individual", "public_figure", None, "celebrity"],
    "minor": [True, False, None],
    "status": ["given", "renewed", "refused", None, "unknown", "withdrawn", "revoked", "consented", "not_required",
               "given"],
    "given_by": ["subject", "uploader", None, "guardian"],
    "release": ["written", None, "none"],
    "granted_at": ["2019-06", "2025-12-31", "2019", None, "2025-02-30", "2025-12-31T23:30:00-02:00",
                   "2026-01-01T00:30:00+02:00"],
    "renewed_at": [None, "2019-06", "2024-01-01"],
    "expires_at": [None, "2026-01-01", "2026-01-02", "2026", "unknown", "never", "soon", "2025-06-30"],
    "withdrawn_at": [None, None, "2025-12-31", "2026-01-01T23:59:59Z", "2026-01-02", "2026-01", "unknown",
                     "2026-01-02 01:00:00+02"],
    "objected_at": [None, None, None, "2025", "x"],
    "removed_at": [None, None, None, None, "2025-05-05", "2026", "unknown"],
    "scopes_allow": [["research"], ["research", "product"], [], None, ["research", None], ["security"], ["no_purpose"],
                     [None],
                     ["research.academic"], ["product.public", "research", "evaluation"]],
    "scopes_deny": [[], None, ["security.surveillance"], ["product", None], ["product.internal"]],
    "special_categories": [["health"], [], None, ["health", "genetic"]],
    "jurisdiction": ["US", "DE", "US.IL", None, "FR", "any"],
    "license": ["CC-BY-4.0", "CC-BY-NC-4.0", None, "LicenseRef-own", "no licence at all", "NONE",
                "MIT OR CC-BY-NC-4.0"],
}  # fmt: skip


def rows(count: int = 120) -> list[dict[str, Any]]:
    """Rows in which every cell of a column meets others of every other column: the columns are of unlike lengths."""
    columns = {
        name: list(islice(cycle(_mixed(cells, index)), count)) for index, (name, cells) in enumerate(_CELLS.items())
    }
    return [{name: cells[index] for name, cells in columns.items()} for index in range(count)]


def _mixed(cells: list[Any], step: int) -> list[Any]:
    """The cells of a column, each so many times in a row as tell the column from others of its length."""
    return [one for one in cells for _ in range(1 + step % 4)]
