"""The Registry of Open Data on AWS: one YAML file per dataset, with its notice of deprecation.

Source of the fields: awslabs/open-data-registry, README.md and schema.yaml.
"""

from __future__ import annotations

from policylint.documents.node import MAPPING
from policylint.formats.draft import Draft, Said, drafted
from policylint.formats.licensing import Stated, licenses_said
from policylint.formats.mistakes import TEXT, mistyped
from policylint.formats.values import slug, text_at
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents import Document
    from policylint.findings import Problem

NAME = "aws-open-data"
_OWN = frozenset({"Name", "License", "ManagedBy", "Resources"})


def detect(document: Document) -> bool:
    """A mapping with a name, a licence, a manager and resources, spelled as the registry does."""
    root = document.root
    return root is not None and root.kind == MAPPING and {key.value for key, _ in root.value} >= _OWN


def draft(document: Document) -> Draft:
    """The entry in the datasheet's shape."""
    return drafted(document, _statements(document))


def _statements(document: Document) -> Iterator[Said | Problem]:
    root = document.root
    assert root is not None
    for shape, key in (
        ("/name", "Name"), ("/description", "Description"), ("/homepage", "Documentation"),
        ("/maintenance/organization", "ManagedBy"), ("/maintenance/contact", "Contact"),
    ):  # fmt: skip
        text = text_at(root, key)
        if text:
            yield Said(shape, text, f"/{key}")
    if slug(text_at(root, "Name")):
        yield Said("/id", slug(text_at(root, "Name")), "/Name")
    if text_at(root, "DeprecatedNotice"):
        yield Said("/maintenance/status", "deprecated", "/DeprecatedNotice")
    yield from mistyped(document, root, {"License": TEXT, "ManagedBy": TEXT, "DeprecatedNotice": TEXT})
    license_ = text_at(root, "License")
    if license_:
        yield from licenses_said(document, [Stated(license_, "/License")], "/License")
