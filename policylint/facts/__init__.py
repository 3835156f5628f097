"""What rules can ask beside the fields of the files: derived values, typed and documented like fields.

A fact is computed only when a rule in force asks for it. To add one: write its
function in the file of its subject and name it below, under the object of the
shapes on which it hangs.
"""

from __future__ import annotations

from typing import Any

from policylint.advisories.match import KINDS
from policylint.facts import advisories, consent, lineage, maintenance, terms
from policylint.facts.common import Fact
from policylint.shapes._table import ENUMS, OBJECTS


def _list_of(name: str) -> dict[str, Any]:
    return {"kind": "list", "of": {"kind": "enum", "name": name}}


FACT_ENUMS: dict[str, dict[str, Any]] = {
    "consent_effective": {"values": [*ENUMS["consent_status"]["values"], "objected"]},
    "advisory_match": {"values": list(KINDS)},
}
"""Enumerations that only facts have."""

_EFFECTIVE = {"kind": "enum", "name": "consent_effective", "values": FACT_ENUMS["consent_effective"]["values"]}
_BOOLEAN = {"kind": "boolean"}
_TEXT = {"kind": "string"}

FACT_OBJECTS: dict[str, dict[str, Any]] = {
    "Use": {"fields": {**OBJECTS["UseDeclaration"]["fields"], **OBJECTS["IntendedUse"]["fields"]}},
    "Ancestor": {
        "fields": {
            "entry": {"type": {"kind": "object", "name": "Source"}},
            "dataset": {"type": {"kind": "object", "name": "Datasheet"}},
            "relation": {"type": {"kind": "enum", "name": "relation"}},
            "carries_content": {"type": _BOOLEAN},
            "carries_people": {"type": _BOOLEAN},
        }
    },
    "AdvisoryMatch": {
        "fields": {
            "advisory": {"type": _TEXT},
            "dataset": {"type": _TEXT},
            "root": {"type": _TEXT},
            "status": {"type": {"kind": "enum", "name": "advisory_status"}},
            "state": {"type": _TEXT},
            "severity": {"type": {"kind": "enum", "name": "advisory_severity"}},
            "match": {"type": {"kind": "enum", "name": "advisory_match", **FACT_ENUMS["advisory_match"]}},
            "chain": {"type": {"kind": "list", "of": _TEXT}},
            "inherited": {"type": _BOOLEAN},
            "concerned": {"type": _BOOLEAN},
            "since": {"type": {"kind": "date"}},
            "summary": {"type": _TEXT},
            "action": {"type": _list_of("advisory_action")},
            "advice": {"type": {"kind": "list", "of": _TEXT}},
            "reference": {"type": _TEXT},
        }
    },
}
"""Objects that only facts have. `Use` is what `uses` binds: a use declaration, or a sheet's own intended use.
`Ancestor` is what `sources+` and `sources*` bind: a source with its datasheet, at some distance.
`AdvisoryMatch` is what `advisories` binds: what happened to the dataset, or to one it was made from.
"""

_ANCESTORS = {"kind": "list", "of": {"kind": "object", "name": "Ancestor"}}


def _terms(name: str, kind: dict[str, Any], description: str) -> Fact:
    return Fact(kind, terms.DERIVED[name], (), description)


FACTS: dict[str, dict[str, Fact]] = {
    "Datasheet": {
        "sources+": Fact(
            _ANCESTORS, lineage.direct, ("sources",), "The sources that the sheet names, each with its datasheet."
        ),
        "sources*": Fact(_ANCESTORS, lineage.every, ("sources",), "The sources at any distance, each once."),
        "advisories": Fact(
            {"kind": "list", "of": {"kind": "object", "name": "AdvisoryMatch"}},
            advisories.listed,
            (),
            "The advisories about the dataset and about what it was made from, on the day judged.",
        ),
        "registry.date": Fact(
            {"kind": "date"}, advisories.registry_date, (), "The day on which the registry was last reviewed."
        ),
        "registry.age": Fact(
            {"kind": "integer"}, advisories.registry_age, (), "How many days the registry's review is past."
        ),
    },
    "Source": {
        "carries_content": Fact(
            _BOOLEAN, lineage.source_flow("content"), ("relation",), "Whether the source's licence terms come along."
        ),
        "carries_people": Fact(
            _BOOLEAN, lineage.source_flow("people"), ("relation",), "Whether the source's people come along."
        ),
    },
    "Consent": {
        "effective": Fact(_EFFECTIVE, consent.effective, ("status",), "The status of consent as of the day judged."),
    },
    "Group": {
        "anonymous": Fact(_BOOLEAN, consent.anonymous, (), "Whether nobody in the group can be known."),
    },
    "People": {
        "groups*": Fact(
            {"kind": "list", "of": {"kind": "object", "name": "Group"}},
            lineage.groups_with_inherited,
            ("groups",),
            "The groups, and those of sources whose people come along.",
        ),
        "shares_total": Fact(
            {"kind": "number"}, consent.shares_total, ("groups",), "The sum of the shares of all groups but makers."
        ),
    },
    "License": {
        "resolved": Fact(_BOOLEAN, terms.resolved, (), "Whether the licence is one whose terms can be read."),
    },
    "Model": {
        "trained_here": Fact(
            _BOOLEAN, advisories.trained_here, ("trained_on",), "Whether it was trained on the dataset that is judged."
        ),
    },
    "Maintenance": {
        "role_mailbox": Fact(
            _BOOLEAN,
            maintenance.role_mailbox,
            ("contact",),
            "Whether the contact is a role's mailbox, not one person's.",
        ),
    },
    "Use": {
        "terms.actors": _terms("actors", _list_of("actor_type"), "Who may use the data; [any] for everybody."),
        "terms.purposes": _terms("purposes", _list_of("purpose"), "What the data may be used for; [any] for anything."),
        "terms.permits": _terms("permits", _list_of("license_action"), "The actions that the terms permit."),
        "terms.prohibits": _terms("prohibits", _list_of("license_action"), "The actions that the terms prohibit."),
        "terms.contested": _terms(
            "contested", _list_of("license_action"), "The actions on which readings of the terms differ."
        ),
        "terms.requires": _terms("requires", _list_of("duty"), "The duties that come with the terms."),
        "dataset": Fact(
            {"kind": "object", "name": "UsedDataset"},
            terms.entry_of,
            (),
            "The entry of the use's `datasets` that names the sheet.",
        ),
    },
}
