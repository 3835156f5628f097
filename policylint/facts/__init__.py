"""What rules can ask beside the fields of the files: derived values, typed and documented like fields.

A fact is computed only when a rule in force asks for it. To add one: write its
function in the file of its subject and name it below, under the object of the
shapes on which it hangs.
"""

from __future__ import annotations

from policylint.advisories.match import KINDS
from policylint.facts import (
    advisories,
    consent,
    law,
    ledger,
    licensing,
    lineage,
    maintenance,
    records,
    releases,
    statements,
    terms,
    territories,
)
from policylint.facts.common import Fact
from policylint.lean import TYPE_CHECKING
from policylint.licenses.terms import READINGS
from policylint.shapes._table import ENUMS, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from policylint.facts.common import Answer, Item, World


def _list_of(name: str) -> dict[str, Any]:
    return {"kind": "list", "of": {"kind": "enum", "name": name}}


FACT_ENUMS: dict[str, dict[str, Any]] = {
    "consent_effective": {"values": [*ENUMS["consent_status"]["values"], "objected"]},
    "license_reading": {"values": ["exact", "alias", "ambiguous", "custom", "none", "unknown"]},
    "law": {"values": ["gdpr", *law.LAWS]},
    "training_reading": {"values": list(READINGS)},
    "advisory_match": {"values": list(KINDS)},
}
"""Enumerations that only facts have."""

_EFFECTIVE = {"kind": "enum", "name": "consent_effective", "values": FACT_ENUMS["consent_effective"]["values"]}
_LAWS = {"kind": "list", "of": {"kind": "enum", "name": "law", "values": FACT_ENUMS["law"]["values"]}}
_BOOLEAN = {"kind": "boolean"}
_TEXT = {"kind": "string"}

FACT_OBJECTS: dict[str, dict[str, Any]] = {
    "Terms": {"fields": {}},
    "Licensed": {"fields": {}},
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
            "license": {"type": _TEXT},
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
    "LedgerClaim": {
        "fields": {
            "what": {"type": _TEXT},
            "said": {"type": {"kind": "union", "of": [{"kind": "number"}, _TEXT]}},
            "counted": {"type": {"kind": "union", "of": [{"kind": "number"}, _TEXT]}},
            "agrees": {"type": _BOOLEAN},
        }
    },
    "TerritorialLimit": {"fields": {"territory": {"type": {"kind": "list", "of": _TEXT}}}},
}
"""Objects that only facts have. `Use` is what `uses` binds: a use declaration, or a sheet's own intended use.
`Ancestor` is what `sources+` and `sources*` bind: a source with its datasheet, at some distance.
`AdvisoryMatch` is what `advisories` binds: what happened to the dataset, or to one it was made from.
`LedgerClaim` is what `ledger.claims` binds: something that the sheet says and the rows of its ledger can confirm.
`TerritorialLimit` is what `territories` binds: where the data may be used, as a DUO term, a group or a licence has it.
"""

_ANCESTORS = {"kind": "list", "of": {"kind": "object", "name": "Ancestor"}}


def _terms(name: str, kind: dict[str, Any], description: str) -> Fact:
    return Fact(kind, terms.DERIVED[name], (), description)


_FIELDS = {
    "actors": (_list_of("actor_type"), "Who may use it; [any] for everybody."),
    "purposes": (_list_of("purpose"), "What it may be used for; [any] for anything."),
    "permits": (_list_of("license_action"), "The actions that its terms permit."),
    "prohibits": (_list_of("license_action"), "The actions that its terms prohibit."),
    "contested": (_list_of("license_action"), "The actions on which readings of its terms differ."),
    "requires": (_list_of("duty"), "The duties that come with its terms."),
    "withholds": (_list_of("license_action"), "The actions that its terms prohibit or do not grant."),
}


def _own_terms(
    of: Callable[[str], Callable[[Item, World], Answer]] = licensing.of_entry, needs: str = "license"
) -> dict[str, Fact]:
    """The facts about the terms of an object's licence."""
    return {
        f"terms.{name}": Fact(kind, of(name), (needs,), description) for name, (kind, description) in _FIELDS.items()
    }


_TOTALS: dict[str, tuple[Callable[[ledger.Totals], int | None], str]] = {
    "rows": (lambda found: found.rows, "How many rows the ledger has, removed ones too."),
    "items": (lambda found: found.items, "How many items are still in the data."),
    "people": (lambda found: found.everybody.people, "How many people are still in the data."),
    "mixed": (lambda found: found.mixed, "The items of which some people agreed and others did not."),
    "uncovered": (lambda found: found.uncovered, "The listed items that have no row."),
}


def _of_license(derive: Callable[[Item, World], Answer], description: str) -> Fact:
    return Fact(_BOOLEAN, derive, ("license",), description)


_WHOLE = {"kind": "object", "name": "Terms"}
_LICENSED = {"kind": "object", "name": "Licensed"}

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
        "records": Fact(
            {"kind": "list", "of": {"kind": "object", "name": "LedgerRow"}},
            records.listed,
            (),
            "The rows of the ledger.",
        ),
        "ledger.claims": Fact(
            {"kind": "list", "of": {"kind": "object", "name": "LedgerClaim"}},
            ledger.claims,
            (),
            "What the sheet says and the rows of its ledger can confirm.",
        ),
        **{
            f"ledger.{name}": Fact({"kind": "integer"}, ledger.number(read), (), description)
            for name, (read, description) in _TOTALS.items()
        },
        "needs_license": Fact(
            _BOOLEAN, terms.needs_license, (), "Whether the dataset is used by its licence, or published."
        ),
        "licenses_unread": Fact(_TEXT, statements.unread, (), "For messages: the licences that cannot be looked up."),
        "sources_mixed": Fact(
            _BOOLEAN, licensing.mixed, ("sources",), "Whether content comes along from sources under several licences."
        ),
        "law.in_force": Fact(_LAWS, law.in_force, (), "The laws that apply on the day judged."),
        "territories": Fact(
            {"kind": "list", "of": {"kind": "object", "name": "TerritorialLimit"}},
            territories.limits,
            (),
            "The places within which the data may be used, by DUO terms, consent and licences.",
        ),
        "registry.date": Fact(
            {"kind": "date"}, advisories.registry_date, (), "The day on which the registry was last reviewed."
        ),
        "registry.age": Fact(
            {"kind": "integer"}, advisories.registry_age, (), "How many days the registry's review is past."
        ),
    },
    "Consent": {
        "effective": Fact(_EFFECTIVE, consent.effective, ("status",), "The status of consent as of the day judged."),
    },
    "LedgerRow": {
        "consent.effective": Fact(
            _EFFECTIVE, records.effective, (), "The status of the person's consent as of the day judged."
        ),
        "in_data": Fact(_BOOLEAN, records.in_data, (), "Whether what the row is about is still in the data."),
        "well_formed": Fact(_BOOLEAN, records.well_formed, (), "Whether every cell is of its column's type."),
        "personal": Fact(
            _BOOLEAN, records.personal, (), "Whether a column that is called like a name or an address is filled in."
        ),
        "terms": Fact(_WHOLE, records.terms, ("license",), "The terms of the row's licence: for `permits`."),
    },
    "Group": {
        "anonymous": Fact(_BOOLEAN, consent.anonymous, (), "Whether nobody in the group can be known."),
        "laws": Fact(_LAWS, law.of_people, ("jurisdictions",), "The laws on personal data of where these people live."),
        "minors_grown": Fact(
            _BOOLEAN, law.minors_grown, ("consent",), "Whether all minors have come of age since consent was given."
        ),
    },
    "EthicsReview": {
        "access_kept": Fact(
            _BOOLEAN, law.access_kept, ("approved",), "Whether the data is open to no more people than was approved."
        ),
        "period_kept": Fact(
            _BOOLEAN, law.period_kept, ("approved",), "Whether the data was collected in the time approved."
        ),
    },
    "Retention": {
        "destroyed_in_time": Fact(
            _BOOLEAN,
            law.destroyed_in_time,
            ("max_period", "destroy_by"),
            "Whether biometric identifiers are destroyed within the time that the law leaves.",
        ),
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
    "Evidence": {
        "verified": Fact(
            _BOOLEAN, consent.verified, ("path", "sha256"), "Whether the file is here and is what its hash says."
        ),
    },
    "License": {
        "resolved": Fact(_BOOLEAN, terms.resolved, (), "Whether the licence is one whose terms can be read."),
        **_own_terms(),
        "deprecated": _of_license(licensing.deprecated, "Whether it is named by an id that SPDX has withdrawn."),
        "database_alone": _of_license(licensing.database_alone, "Whether it is for databases, not for their contents."),
        "granted": Fact(_LICENSED, licensing.granted, ("license",), "It, with its sheet's own terms."),
        "says.status": Fact(
            {"kind": "enum", "name": "license_reading", **FACT_ENUMS["license_reading"]},
            statements.says(lambda one: one.status),
            ("license",),
            "How surely what is written names a licence.",
        ),
        "says.suggestion": Fact(
            _TEXT, statements.says(lambda one: one.suggestion), ("license",), "The id to write instead."
        ),
        "says.candidates": Fact(
            {"kind": "list", "of": _TEXT},
            statements.says(lambda one: list(one.candidates)),
            ("license",),
            "The licences that it may mean.",
        ),
        "words.agree": Fact(
            _BOOLEAN, statements.agree, ("license",), "Whether the publisher's words and their address agree with it."
        ),
        "words.beside": Fact(
            _BOOLEAN, statements.beside, (), "Whether a licence's text beside the file says something of the data."
        ),
        "words.restrict": Fact(_BOOLEAN, statements.restrict, (), "Whether the publisher's words restrict use."),
        "words.say": Fact(_TEXT, statements.say, (), "What the publisher's words come to."),
        "for_software": _of_license(licensing.for_software, "Whether it is written for software as well."),
        "for_models": _of_license(licensing.for_models, "Whether it is written for models alone."),
        "excludes_personal_data": _of_license(licensing.excludes_personal_data, "Whether it carves personal data out."),
    },
    "Ancestor": {
        **_own_terms(licensing.of_ancestor, "entry"),
        "license": Fact(_TEXT, licensing.named, ("entry",), "Its licence: as its datasheet has it, else the entry."),
        "granted": Fact(_LICENSED, licensing.granted_by, ("entry",), "It, with its sheet's own terms."),
        "adapted": Fact(
            _BOOLEAN, lineage.adapted, ("relation",), "Whether it comes along, and was changed on the way."
        ),
    },
    "AdvisoryMatch": {
        f"terms.{name}": Fact(kind, licensing.of_words(name), ("license",), description)
        for name, (kind, description) in _FIELDS.items()
    },
    "Release": {
        "after_used": Fact(
            _BOOLEAN, releases.after_used, ("version",), "Whether it is newer than the version that is used."
        ),
    },
    "TerritorialLimit": {
        "holds_user": Fact(
            _BOOLEAN, territories.holds, ("territory",), "Whether the user's country lies within the territory."
        ),
    },
    "Source": {
        **_own_terms(),
        "carries_content": Fact(
            _BOOLEAN, licensing.carries_content, ("relation",), "Whether the source's licence as a whole comes along."
        ),
        "carries_people": Fact(
            _BOOLEAN, lineage.carries_people, ("relation",), "Whether the source's people come along."
        ),
        "adapted": Fact(
            _BOOLEAN, licensing.adapted, ("relation",), "Whether it comes along and the source was changed."
        ),
    },
    "Model": {
        **_own_terms(),
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
        "terms": Fact(
            _WHOLE, terms.whole("legal_minimum"), (), "All terms, what is contested left open: for `permits`."
        ),
        "terms.conservative": Fact(
            _WHOLE, terms.whole("conservative"), (), "All terms; contested training is permitted, with its duties."
        ),
        "terms.strict_deny": Fact(
            _WHOLE, terms.whole("strict_deny"), (), "All terms; contested training is prohibited."
        ),
        "terms.answer": Fact(
            {"kind": "string"}, terms.answer_to, (), "What the terms say of what the use does and they do not permit."
        ),
        "besides_commerce": Fact(
            {"kind": "object", "name": "Use"},
            terms.besides_commerce,
            (),
            "The use, its commercial side left out where the terms forbid that.",
        ),
        "dataset": Fact(
            {"kind": "object", "name": "UsedDataset"},
            terms.entry_of,
            (),
            "The entry of the use's `datasets` that names the sheet.",
        ),
    },
}
