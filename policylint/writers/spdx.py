"""SPDX 3.0.1 in JSON-LD: a document with one dataset package, its licences and what it descends from.

Consent, people and retraction have no field there; they stand in the package's comment. What SPDX requires
and a sheet does not say is filled in, and told. Source of the fields: spdx/spdx-3-model, model/Dataset, 3.0.1.
"""

from __future__ import annotations

import re

from policylint.formats.jsonld import ADDRESSES
from policylint.formats.spdx import AVAILABLE, NO_DAY, SPACE, TYPES, UNKNOWN
from policylint.lean import TYPE_CHECKING
from policylint.writers.common import Value, Written, at, items, json_text, licenses_of, ordered, own_extension, said
from policylint.writers.words import texts

if TYPE_CHECKING:
    from typing import Any


FILE = "dataset.spdx.json"
HOLDS = (
    "/id",
    "/name",
    "/description",
    "/version",
    "/motivation/creators/*/name",
    "/maintenance/organization",
    "/size/bytes",
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[^\s<>\"{}|\\^`]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_TIME = f"{NO_DAY}T00:00:00Z"
_USES = ("/motivation/purpose", "/motivation/created_for", "/uses/intended")
_COLLECTION = ("/collection",)
_CHANGES = ("/preprocessing/labels", "/preprocessing/alterations", "/preprocessing/scans")
_COMMENT = ("/people", "/uses/prohibited", "/uses/not_for", "/uses/limitations", "/maintenance", "/retention")


def write(value: Value, _base: str | None) -> Written:
    """The document. Its ids are made of the dataset's own, so that the same sheet gives the same text."""
    space = f"{SPACE}{at(value, 'id') or 'unnamed'}#"
    graph = _Graph(space)
    makers = [graph.party(at(one, "name")) for one in items(value, "motivation", "creators") if at(one, "name")]
    supplier = at(value, "maintenance", "organization")
    kept, facts = own_extension(value, "spdx"), _facts(value)
    required, filled = _required(value, kept)
    if not makers:
        makers = [graph.add("Agent", "unknown-maker", {"name": "NOASSERTION"})]
        filled.append("originatedBy: NOASSERTION")
    package = graph.add(
        "dataset_DatasetPackage", "dataset",
        {
            **said(ordered({**kept, **said(facts)}, facts)), **required, "originatedBy": makers,
            **({"suppliedBy": graph.party(supplier)} if supplier else {}),
        },
    )  # fmt: skip
    graph.relate(package, "hasDeclaredLicense", [graph.license(one) for one in licenses_of(value)])
    refs = [at(one, "ref") for one in items(value, "sources") if _is_address(at(one, "ref"))]
    graph.relate(package, "descendantOf", refs)
    author = at(value, "described_by", "name")
    authors = [graph.party(author)] if author else makers[:1]
    created = _time(at(value, "described_by", "date"))
    if created is None:
        filled.append(f"created: {_NO_TIME}")
    text = json_text(graph.document(package, authors, created or _NO_TIME, refs))
    return Written(text, (*_USES, *_COLLECTION, *_CHANGES, *_COMMENT), tuple(filled))


def _facts(value: Value) -> dict[str, Any]:
    mode = at(value, "access", "mode")
    return {
        "name": at(value, "name"),
        "description": at(value, "description"),
        "comment": "\n".join(texts(value, _COMMENT, ("/maintenance/organization",))),
        "externalIdentifier": [
            {"type": "ExternalIdentifier", "externalIdentifierType": "other", "identifier": f"{start}{one}"}
            for kind, start in ADDRESSES.items()
            for one in items(value, "identifiers", kind)
        ],
        "software_packageVersion": at(value, "version"),
        "software_homePage": at(value, "homepage") if _is_address(at(value, "homepage")) else None,
        "dataset_datasetSize": at(value, "size", "bytes"),
        "dataset_datasetAvailability": next((theirs for theirs, ours in AVAILABLE.items() if ours == mode), None),
        "dataset_hasSensitivePersonalInformation": _sensitive(value),
        "dataset_intendedUse": "\n".join(texts(value, _USES)),
        "dataset_dataCollectionProcess": "\n".join(texts(value, _COLLECTION)),
        "dataset_dataPreprocessing": texts(value, _CHANGES),
        "dataset_anonymizationMethodUsed": [
            at(one, "technique") for one in items(value, "preprocessing", "anonymisation") if at(one, "technique")
        ],
    }


def _sensitive(value: Value) -> str | None:
    """Whether sensitive personal data is in: only what the sheet says outright; silence is no answer."""
    if at(value, "people", "present") is False:
        return "no"
    groups = items(value, "people", "groups")
    return "yes" if any(items(one, "special_categories") for one in groups) else None


def _required(value: Value, kept: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What SPDX requires of a dataset package, and which of it had to be filled in."""
    released = next((one for one in map(_release_time, items(value, "releases")) if one), None)
    address = next((one for one in items(value, "identifiers", "url") if _is_address(one)), None)
    types = [theirs for one in items(value, "modality") for theirs, ours in TYPES.items() if ours == one]
    answers = {
        "builtTime": (_time(at(value, "collection", "period", "to")) or kept.get("builtTime"), _NO_TIME),
        "releaseTime": (released or kept.get("releaseTime"), _NO_TIME),
        "software_downloadLocation": (address, f"{UNKNOWN}download-location"),
        "dataset_datasetType": (types or None, ["noAssertion"]),
    }
    filled = [f"{key}: {''.join(instead)}" for key, (answer, instead) in answers.items() if answer is None]
    found = {key: instead if answer is None else answer for key, (answer, instead) in answers.items()}
    return {**found, "software_primaryPurpose": "data"}, filled


def _release_time(release: Value) -> str | None:
    return _time(at(release, "date"))


def _time(date: str | None) -> str | None:
    """A day as SPDX writes times; None for a year or a month, of which no day may be made up."""
    return f"{date}T00:00:00Z" if date is not None and _DAY.fullmatch(date) else None


def _is_address(text: str | None) -> bool:
    return text is not None and _ADDRESS.fullmatch(text) is not None


class _Graph:
    """The elements of a document as they are added; each has an id in its namespace."""

    def __init__(self, space: str) -> None:
        self._space = space
        self._elements: list[dict[str, Any]] = []
        self._parties: dict[str, str] = {}

    def add(self, kind: str, name: str, fields: dict[str, Any]) -> str:
        """Add an element; returns its id."""
        identifier = f"{self._space}{name}"
        self._elements.append({"type": kind, "spdxId": identifier, "creationInfo": "_:created", **fields})
        return identifier

    def party(self, name: str) -> str:
        """The organisation of a name, added once."""
        if name not in self._parties:
            self._parties[name] = self.add("Organization", f"party-{len(self._parties) + 1}", {"name": name})
        return self._parties[name]

    def license(self, one: Value) -> str:
        """The expression of a licence, with the publisher's words beside it."""
        words = at(one, "declared")
        number = sum(element["type"] == "simplelicensing_LicenseExpression" for element in self._elements) + 1
        fields = said({"comment": words if words != at(one, "license") else None})
        fields["simplelicensing_licenseExpression"] = at(one, "license")
        return self.add("simplelicensing_LicenseExpression", f"license-{number}", fields)

    def relate(self, one: str, kind: str, others: list[str]) -> None:
        """Say how an element is related to others; nothing where there are none."""
        if others:
            self.add("Relationship", kind, {"from": one, "relationshipType": kind, "to": others})

    def document(self, root: str, authors: list[str], created: str, outside: list[str]) -> dict[str, Any]:
        """The whole document. What lies outside of it is named as such."""
        information = {
            "type": "CreationInfo", "@id": "_:created", "specVersion": "3.0.1", "created": created,
            "createdBy": authors,
        }  # fmt: skip
        imports = [{"type": "ExternalMap", "externalSpdxId": one} for one in outside]
        self.add(
            "SpdxDocument", "document",
            {
                "profileConformance": ["core", "software", "simpleLicensing", "dataset"],
                "rootElement": [root],
                "element": [one["spdxId"] for one in self._elements],
                **said({"import": imports}),
            },
        )  # fmt: skip
        context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
        return {"@context": context, "@graph": [information, *self._elements]}
