"""Croissant 1.1 with its RAI vocabulary: what has a field there as a fact, the people and the rest in RAI's prose.

Source of the fields: mlcommons/croissant, croissant-spec-1.1.md and croissant-rai-spec.md.
"""

from __future__ import annotations

from policylint.formats.croissant import CONTEXT, OTHER_METHODS, STANDARD
from policylint.formats.jsonld import ADDRESSES
from policylint.lean import TYPE_CHECKING
from policylint.licenses.catalog import known_ids
from policylint.writers.common import Value, Written, at, items, json_text, licenses_of, ordered, own_extension, said
from policylint.writers.words import texts

if TYPE_CHECKING:
    from typing import Any


FILE = "croissant.json"
HOLDS = (
    "/name", "/version", "/description", "/homepage", "/identifiers/url/*", "/motivation/creators/*/name",
    "/motivation/funders/*/name", "/collection/methods/*", "/uses/duo/*/code", "/uses/limitations", "/sources/*/ref",
    "/maintenance/status", "/maintenance/organization", "/extensions/croissant",
    *(f"/identifiers/{kind}/*" for kind in ADDRESSES),
)  # fmt: skip
_RAI_METHODS = {ours: theirs for theirs, ours in OTHER_METHODS.items() if theirs != "software_collection_data"}
_PROSE = (
    ("rai:personalSensitiveInformation", ("/people",)),
    ("rai:dataUseCases", ("/motivation/purpose", "/motivation/created_for", "/uses/intended")),
    ("rai:dataLimitations", ("/uses/prohibited", "/uses/not_for")),
    ("rai:dataCollection", ("/collection/origins", "/collection/targets_named_people", "/collection/terms_of_service")),
    ("rai:dataCollectionTimeframe", ("/collection/period",)),
    ("rai:dataManipulationProtocol", ("/preprocessing/anonymisation", "/preprocessing/alterations")),
    ("rai:dataAnnotationProtocol", ("/preprocessing/labels",)),
    ("rai:dataSocialImpact", ("/risks", "/concerns")),
    ("rai:dataReleaseMaintenancePlan", ("/maintenance", "/retention")),
    ("conditionsOfAccess", ("/access",)),
)
"""Fields of prose, and what is said there, one text for each item. RAI knows no facts about these."""
_TERMS = ("@vocab", "sc", "dct", "conformsTo", "rai")
"""The terms of a context that a document needs for what is written here."""
_FACTS = ("/maintenance/status", "/maintenance/organization")


def write(value: Value, _base: str | None) -> Written:
    """The dataset as JSON-LD; what an earlier reading kept under `extensions.croissant` is put back as it was."""
    facts = _facts(value)
    prose = {field: texts(value, pointers, _FACTS) for field, pointers in _PROSE}
    if at(value, "uses", "limitations"):
        prose["rai:dataLimitations"].insert(0, at(value, "uses", "limitations"))
    tree = _merged(said({**STANDARD, **facts, **prose}), own_extension(value, "croissant"))
    whole = ordered(tree, (*STANDARD, *facts, *prose))
    return Written(json_text(whole), tuple(pointer for _, pointers in _PROSE for pointer in pointers))


def _facts(value: Value) -> dict[str, Any]:
    return {
        "name": at(value, "name"),
        "description": at(value, "description"),
        "version": at(value, "version"),
        "url": at(value, "homepage") or next(iter(items(value, "identifiers", "url")), None),
        "sameAs": _other_addresses(value),
        "identifier": [
            f"{start}{one}" for kind, start in ADDRESSES.items() for one in items(value, "identifiers", kind)
        ],
        "license": [_license(one) for one in licenses_of(value)],
        "sdLicense": [_license(one) for one in licenses_of(value, "metadata")],
        "creator": _organizations(items(value, "motivation", "creators")),
        "funder": _organizations(items(value, "motivation", "funders")),
        "maintainer": _organization({"name": at(value, "maintenance", "organization")}),
        "creativeWorkStatus": (at(value, "maintenance", "status") or "").capitalize(),
        "isBasedOn": [at(one, "ref") for one in items(value, "sources") if at(one, "ref")],
        "usageInfo": [_duo(at(one, "code")) for one in items(value, "uses", "duo") if at(one, "code")],
        "rai:dataCollectionType": [_RAI_METHODS.get(one, one) for one in items(value, "collection", "methods")],
    }


def _other_addresses(value: Value) -> list[str]:
    """The addresses beside the one that stands in `url`; where that is no identifier, all of them."""
    urls = items(value, "identifiers", "url")
    homepage = at(value, "homepage") or next(iter(urls), None)
    return [one for one in urls if one != homepage]


def _license(one: Value) -> dict[str, Any]:
    """A work by its licence's name, the publisher's words beside it where they are others, and the address."""
    name, words = at(one, "license"), at(one, "declared")
    address = at(one, "declared_in") or (f"https://spdx.org/licenses/{name}" if name in known_ids() else None)
    return said(
        {"@type": "sc:CreativeWork", "name": name, "alternateName": words if words != name else None, "url": address}
    )


def _organization(party: Value) -> dict[str, Any] | None:
    return {"@type": "sc:Organization", "name": at(party, "name")} if at(party, "name") else None


def _organizations(parties: list[Value]) -> list[dict[str, Any]]:
    """Those of the parties that have a name."""
    return [one for one in map(_organization, parties) if one is not None]


def _duo(code: str) -> dict[str, Any]:
    return {
        "@type": "sc:DefinedTerm",
        "@id": f"http://purl.obolibrary.org/obo/{code.replace(':', '_')}",
        "termCode": code,
        "inDefinedTermSet": "http://purl.obolibrary.org/obo/duo.owl",
    }


def _merged(own: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """What the sheet says, and what was kept of an earlier document: in lists after it, terms of contexts together."""
    merged = {**own, **{key: one for key, one in kept.items() if key not in own}}
    for key in own.keys() & kept.keys():
        if key == "@context":
            used = {term: CONTEXT[term] for term in _TERMS}
            merged[key] = {**used, **kept[key]} if isinstance(kept[key], dict) else kept[key]
        elif key in STANDARD:
            merged[key] = kept[key]
        else:
            first, second = ([one] if not isinstance(one, list) else one for one in (own[key], kept[key]))
            merged[key] = [*first, *(one for one in second if one not in first)]
    return merged
