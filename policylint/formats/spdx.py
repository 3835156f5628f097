"""SPDX 3: the first dataset package of a document in JSON-LD, with the relationships that start from it.

Source of the fields: spdx/spdx-3-model, model/Dataset and model/Core, 3.0.1.
"""

from __future__ import annotations

from policylint.dates import is_date
from policylint.documents.node import MAPPING, SEQUENCE, Node
from policylint.findings import Problem
from policylint.formats.draft import Draft, Said, drafted
from policylint.formats.jsonld import identified
from policylint.formats.licensing import UNNAMED_LICENSE, Stated, licenses_said
from policylint.formats.mistakes import TEXT, TEXTS, mistyped
from policylint.formats.values import slug, text_at, text_of
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document

NAME = "spdx"
TYPES = {
    "image": "image", "video": "video", "audio": "audio", "text": "text", "structured": "tabular",
    "timeseries": "time_series", "sensor": "sensor", "graph": "graph", "other": "other",
}  # fmt: skip
"""Types of datasets, and the modality that each is."""
AVAILABLE = {"directDownload": "open", "registration": "registration", "clickthrough": "agreement"}
"""How a dataset is available, and the mode of access that it is."""
SPACE = "urn:policylint:"
"""How the ids of documents that are made of a datasheet begin; the datasheet's own id comes next."""
_WANTED = {
    "originatedBy": TEXTS, "dataset_datasetType": TEXTS, "dataset_anonymizationMethodUsed": TEXTS,
    "dataset_hasSensitivePersonalInformation": TEXT,
}  # fmt: skip
_READ = frozenset(
    {
        "type", "spdxId", "creationInfo", "name", "description", "software_packageVersion", "software_homePage",
        "software_downloadLocation", "software_primaryPurpose", "externalIdentifier", "originatedBy", "suppliedBy",
        "dataset_datasetType", "dataset_datasetSize", "dataset_datasetAvailability", "dataset_anonymizationMethodUsed",
    }
)  # fmt: skip
NO_DAY = "1970-01-01"
_SPDX = ("https://spdx.org/", "spdx:", "expandedlicensing_")
UNKNOWN = "urn:unknown:"
"""The day, and how an address begins, that only stand there because one must."""


def detect(document: Document) -> bool:
    """A graph of SPDX 3 with a dataset package in it."""
    root = document.root
    if root is None or "spdx.org/rdf/3" not in text_at(root, "@context"):
        return False
    return bool(_elements(root, "dataset_DatasetPackage"))


def draft(document: Document) -> Draft:
    """The package in the datasheet's shape."""
    return drafted(document, _statements(document))


def _elements(root: Node, kind: str) -> list[tuple[Node, str]]:
    """The elements of a type, each with its pointer."""
    graph = root.get("@graph")
    listed = graph.value if graph is not None and graph.kind == SEQUENCE else []
    found = [(one, f"/@graph/{index}") for index, one in enumerate(listed) if one.kind == MAPPING]
    return [(one, at) for one, at in found if text_at(one, "type") == kind]


def _items(node: Node, key: str, at: str) -> list[tuple[Node, str]]:
    """The items of a list under a key, each with its pointer."""
    listed = node.get(key)
    found = listed.value if listed is not None and listed.kind == SEQUENCE else []
    return [(one, f"{at}/{key}/{index}") for index, one in enumerate(found)]


def _statements(document: Document) -> Iterator[Said | Problem]:
    root = document.root
    assert root is not None
    package, at = _elements(root, "dataset_DatasetPackage")[0]
    own = text_at(package, "spdxId")
    if own.startswith(SPACE):
        yield Said("/id", own.removeprefix(SPACE).partition("#")[0], f"{at}/spdxId")
    elif slug(text_at(package, "name")):
        yield Said("/id", slug(text_at(package, "name")), f"{at}/name")
    for shape, key in (
        ("/name", "name"), ("/description", "description"), ("/version", "software_packageVersion"),
        ("/homepage", "software_homePage"),
    ):  # fmt: skip
        if text_at(package, key):
            yield Said(shape, text_at(package, key), f"{at}/{key}")
    address = text_at(package, "software_downloadLocation")
    if address and not address.startswith(UNKNOWN):
        yield Said("/identifiers/url", [address], f"{at}/software_downloadLocation")
    yield from _described(package, at)
    yield from _parties(root, package, at)
    yield from _describer(root)
    yield from _related(document, root, text_at(package, "spdxId"))
    yield from mistyped(document, package, _WANTED, at)
    for one, where in _elements(root, "Relationship"):
        yield from mistyped(document, one, {"to": TEXTS, "from": TEXT}, where)
    left = [(key, value) for key, value in package.value if key.value not in _READ]
    if left:
        yield Said("/extensions/spdx", Node(MAPPING, left, package.start, package.end), at)


def _described(package: Node, at: str) -> Iterator[Said]:
    named = [
        (text_at(one, "identifier"), f"{where}/identifier") for one, where in _items(package, "externalIdentifier", at)
    ]
    yield from identified(named)
    types = [(TYPES.get(text_of(one)), where) for one, where in _items(package, "dataset_datasetType", at)]
    for nth, (modality, where) in enumerate((modality, where) for modality, where in types if modality is not None):
        yield Said(f"/modality/{nth}", modality, where)
    size = package.get("dataset_datasetSize")
    if size is not None and size.plain:
        yield Said("/size/bytes", size, f"{at}/dataset_datasetSize")
    mode = AVAILABLE.get(text_at(package, "dataset_datasetAvailability"))
    if mode is not None:
        yield Said("/access/mode", mode, f"{at}/dataset_datasetAvailability")
    for nth, (one, where) in enumerate(_items(package, "dataset_anonymizationMethodUsed", at)):
        yield Said(f"/preprocessing/anonymisation/{nth}/technique", text_of(one), where)


def _parties(root: Node, package: Node, at: str) -> Iterator[Said]:
    """The organisations that made the dataset, and the one that supplies it."""
    named = {text_at(one, "spdxId"): text_at(one, "name") for one, _ in _elements(root, "Organization")}
    makers = [(named.get(text_of(one)), where) for one, where in _items(package, "originatedBy", at)]
    for nth, (name, where) in enumerate((name, where) for name, where in makers if name):
        yield Said(f"/motivation/creators/{nth}/name", name, where)
    supplier = named.get(text_at(package, "suppliedBy"))
    if supplier:
        yield Said("/maintenance/organization", supplier, f"{at}/suppliedBy")


def _describer(root: Node) -> Iterator[Said]:
    """The first organisation that wrote the document, and the day on which it did."""
    named = {text_at(one, "spdxId"): text_at(one, "name") for one, _ in _elements(root, "Organization")}
    for about, at in _elements(root, "CreationInfo")[:1]:
        for author, where in _items(about, "createdBy", at)[:1]:
            if named.get(text_of(author)):
                yield Said("/described_by/name", named[text_of(author)], where)
        day, _, _ = text_at(about, "created").partition("T")
        if is_date(day) and day != NO_DAY:
            yield Said("/described_by/date", day, f"{at}/created")


def _related(document: Document, root: Node, identifier: str) -> Iterator[Said | Problem]:
    """The licences that are declared for the package, and what it descends from."""
    kind = "simplelicensing_LicenseExpression"
    expressions = {text_at(one, "spdxId"): (one, at) for one, at in _elements(root, kind)}
    licenses: list[Stated] = []
    sources, declared_at = 0, ""
    for one, at in _elements(root, "Relationship"):
        if text_at(one, "from") != identifier:
            continue
        for target, where in _items(one, "to", at):
            found = expressions.get(text_of(target))
            if text_at(one, "relationshipType") == "hasDeclaredLicense" and found is not None:
                licenses.append(_license(*found))
                declared_at = declared_at or where
            elif text_at(one, "relationshipType") == "hasDeclaredLicense":
                yield from _of_nothing(document, root, target, where)
            elif text_at(one, "relationshipType") == "descendantOf" and text_of(target):
                yield Said(f"/sources/{sources}/ref", text_of(target), where)
                sources += 1
    yield from licenses_said(document, licenses, declared_at)


def _of_nothing(document: Document, root: Node, target: Node, at: str) -> Iterator[Problem]:
    """That a declared licence is no element of the document, unless it is one that SPDX has for saying nothing."""
    named = text_of(target)
    graph = root.get("@graph")
    elements = graph.value if graph is not None and graph.kind == SEQUENCE else []
    if named.startswith(_SPDX) or any(text_at(one, "spdxId") == named for one in elements):
        return
    message = f"the declared licence `{named}` is no element of this document"
    remedy = "Add a `simplelicensing_LicenseExpression` with that `spdxId`, or correct the reference."
    yield Problem(UNNAMED_LICENSE, document.path, document.span(at), message, remedy, at, severity="warning")


def _license(expression: Node, at: str) -> Stated:
    key = "simplelicensing_licenseExpression"
    return Stated(
        text_at(expression, key), f"{at}/{key}", words=text_at(expression, "comment"), words_at=f"{at}/comment"
    )
