"""A Frictionless Data Package, version 2: names, licences and sources; of people and consent it knows nothing.

Source of the fields: frictionlessdata/datapackage, data-package.mdx and the profile 2.0.
"""

from __future__ import annotations

from policylint.formats.frictionless import STANDARD, refers_to
from policylint.lean import TYPE_CHECKING
from policylint.writers.common import Value, Written, at, items, json_text, licenses_of, ordered, own_extension, said

if TYPE_CHECKING:
    from typing import Any


FILE = "datapackage.json"
HOLDS = (
    "/name", "/version", "/description", "/homepage", "/sources/*/note", "/sources/*/version",
    "/extensions/frictionless",
)  # fmt: skip
_ORDER = (
    *STANDARD, "name", "title", "id", "version", "description", "homepage", "licenses", "contributors", "resources",
    "sources",
)  # fmt: skip
_NO_FILES = {"name": "data", "path": "replace-me"}
"""A package must list a file; a datasheet need not."""

_SAID_SHORTER = {
    "contributors": ("/motivation/creators", "/motivation/funders", "/maintenance/organization"),
    "resources": ("/subsets",),
}
"""Where an earlier package says more than a datasheet does, and so is put back, and what else would stand there."""


def write(value: Value, _base: str | None) -> Written:
    """The package; what an earlier reading kept under `extensions.frictionless` is put back as it was."""
    kept = own_extension(value, "frictionless")
    parties = [
        *(_contributor(at(one, "name"), "creator") for one in items(value, "motivation", "creators")),
        *(_contributor(at(one, "name"), "funder") for one in items(value, "motivation", "funders")),
        _contributor(at(value, "maintenance", "organization"), "maintainer"),
    ]
    files = [{"name": at(one, "id"), "path": at(one, "paths")} for one in items(value, "subsets") if at(one, "paths")]
    doi = next(iter(items(value, "identifiers", "doi")), None)
    tree = {
        **STANDARD,
        **said(
            {
                "name": at(value, "id"),
                "title": at(value, "name"),
                "id": f"https://doi.org/{doi}" if doi else None,
                "version": at(value, "version"),
                "description": at(value, "description"),
                "homepage": at(value, "homepage"),
                "licenses": [_license(one) for one in licenses_of(value)],
                "contributors": [one for one in parties if one],
                "resources": files,
            }
        ),
        **_sources(value),
    }
    whole = {
        **tree,
        **{key: one for key, one in kept.items() if key not in tree},
        **{key: kept[key] for key in _SAID_SHORTER if key in kept},
    }
    filled = () if "resources" in whole else (f"resources: {_NO_FILES['path']}",)
    whole.setdefault("resources", [_NO_FILES])
    worded = [pointer for key, pointers in _SAID_SHORTER.items() if key not in kept for pointer in pointers]
    return Written(json_text(ordered(whole, _ORDER)), tuple(worded), filled)


def _contributor(name: str | None, role: str) -> dict[str, Any] | None:
    return {"title": name, "roles": [role]} if name else None


def _license(one: Value) -> dict[str, Any]:
    words = at(one, "declared")
    name = at(one, "license")
    return said({"name": name, "path": at(one, "declared_in"), "title": words if words != name else None})


def _sources(value: Value) -> dict[str, Any]:
    """The sources by title and address; an empty list says that there are none.

    A reference that a reader of the package would not know for one stands there as words, if there are no others.
    """
    listed = at(value, "sources")
    if listed is None:
        return {}
    shown = [_source(one) for one in listed]
    return {"sources": [one for one in shown if one]} if any(shown) or not listed else {}


def _source(one: Value) -> dict[str, Any]:
    ref, note, version = at(one, "ref"), at(one, "note"), at(one, "version")
    if ref and not refers_to(ref):
        ref, note = None, note or ref
    return said({"title": note, "path": ref, "version": version})
