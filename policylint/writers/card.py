"""A dataset card of Hugging Face: front matter, and where there is no README yet, sections of prose below it.

Sources of the fields: huggingface/hub-docs, datasetcard.md and repositories-licenses.md.
"""

from __future__ import annotations

import re

from policylint.documents import read
from policylint.documents.node import plain_value
from policylint.formats import huggingface
from policylint.lean import TYPE_CHECKING
from policylint.licenses.resolver.resolve import resolve
from policylint.shapes.check import check_fragment
from policylint.writers.common import Value, Written, at, items, licenses_of, own_extension
from policylint.writers.front_matter import edited
from policylint.writers.words import texts
from policylint.writers.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FILE = "README.md"
HOLDS = ("/name", "/extensions/huggingface")
_TAGS = frozenset(
    {
        "apache-2.0", "mit", "afl-3.0", "artistic-2.0", "bsl-1.0", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear",
        "c-uda", "cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0",
        "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0",
        "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cdla-sharing-1.0", "cdla-permissive-1.0",
        "cdla-permissive-2.0", "wtfpl", "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1", "eupl-1.2", "isc",
        "lppl-1.3c", "ms-pl", "mpl-2.0", "osl-3.0", "postgresql", "ofl-1.1", "ncsa", "unlicense", "zlib",
    }
)  # fmt: skip
"""The tags of licences that are an SPDX id in lower case."""
_OTHER_TAGS = {"ODbL-1.0": "odbl", "ODC-By-1.0": "odc-by", "PDDL-1.0": "pddl"}
_ARXIV = re.compile(r"\d{4}\.\d{4,5}")
_SECTIONS = (
    ("", ("/description", "/homepage", "/version")),
    ("Uses", ("/motivation/purpose", "/uses")),
    ("Source Data", ("/collection", "/sources")),
    ("Personal and Sensitive Information", ("/people",)),
    ("Maintenance", ("/maintenance", "/retention")),
)
"""The headings of a new card, by the template of the Hub, and what stands below them in words."""


def write(value: Value, base: str | None) -> Written:
    """The card; of a README that is there only the keys whose answer changes are touched."""
    if base is None:
        kept = own_extension(value, "huggingface")
        matter = {key: one for key, one in _front_matter(value, {}).items() if one is not None or key in kept}
        filled = () if matter else ("license: unknown",)
        text = f"---\n{to_yaml(matter or {'license': 'unknown'})}---\n{_prose(value)}"
        return Written(text, tuple(pointer for _, pointers in _SECTIONS for pointer in pointers), filled)
    present, before = _read(base)
    matter = _front_matter(value, present)
    extension = {key: one for key, one in own_extension(value, "huggingface").items() if key not in matter}
    changes = {key: one for key, one in extension.items() if key not in present}
    for keys, view in _VIEWS:
        if view(value) != view(before):
            changes |= {key: matter.get(key) for key in keys if matter.get(key) is not None or key in present}
    return Written(edited(base, changes) if changes else base)


def _read(base: str) -> tuple[dict[str, Any], Value]:
    """The front matter of a README, and what its reader makes of it."""
    document = read(base.encode(), FILE)
    if document.root is None:
        return {}, {}
    value = check_fragment(document, huggingface.draft(document).root, "datasheet").value
    return plain_value(document.root), value


def _front_matter(value: Value, present: dict[str, Any]) -> dict[str, Any]:
    """What each key says of a sheet; None for nothing. Keys that hold the same under an old name are taken out."""
    kept = own_extension(value, "huggingface")
    tags = (present or kept).get("tags")
    old: dict[str, Any] = dict.fromkeys(key for key in ("licenses", "license_details") if key in present)
    others = [one for one in tags if not str(one).startswith("arxiv:")] if isinstance(tags, list) else []
    return {
        "pretty_name": at(value, "name"),
        **dict.fromkeys(("license", "license_name", "license_link")),
        **_license(licenses_of(value)),
        "source_datasets": _sources(value),
        **({} if present else kept),
        "tags": [*others, *(f"arxiv:{one}" for one in _papers(value))] or None,
        **old,
    }


def _papers(value: Value) -> list[str]:
    return [one for one in items(value, "identifiers", "arxiv") if _ARXIV.fullmatch(one)]


def _sources(value: Value) -> list[str] | None:
    """Datasets of the Hub by name; `original` where the sheet says that there are no sources."""
    if at(value, "sources") == []:
        return ["original"]
    named = [(at(one, "ref") or "", at(one, "relation")) for one in items(value, "sources")]
    listed = [(ref.removeprefix("hf:"), relation) for ref, relation in named if ref.startswith("hf:")]
    return [f"extended|{ref}" if relation == "extended" else ref for ref, relation in listed] or None


def _license(entries: list[Value]) -> dict[str, Any]:
    """A tag or a list of them where the Hub has one for each; else `other` with a name, in which all of them stand."""
    tags = [_tag(at(one, "license")) for one in entries]
    if not entries or None not in tags:
        return {"license": tags[0] if len(tags) == 1 else tags or None}
    names = [_name(one) for one in entries]
    link = next((at(one, "declared_in") for one in entries if at(one, "declared_in")), None)
    return {"license": "other", "license_name": " AND ".join(names), "license_link": link}


def _tag(license_: str) -> str | None:
    tag = license_.lower()
    return tag if tag in _TAGS else "unknown" if license_ == "NOASSERTION" else _OTHER_TAGS.get(license_)


def _name(one: Value) -> str:
    """What to call a licence: the publisher's words where they mean it, else its id."""
    license_, words = at(one, "license"), at(one, "declared")
    return str(words if words and resolve(words).license == license_ else license_)


def _prose(value: Value) -> str:
    """The text of a new card: its title, and a section for each subject that the sheet says something of."""
    parts = [f"# {at(value, 'name')}\n"] if at(value, "name") else []
    for title, pointers in _SECTIONS:
        said_here = texts(value, pointers)
        if said_here:
            heading = f"## {title}\n\n" if title else ""
            parts.append(heading + "".join(f"- {' '.join(one.split())}\n" for one in said_here))
    return "\n" + "\n".join(parts) if parts else ""


_VIEWS: tuple[tuple[tuple[str, ...], Callable[[Value], Any]], ...] = (
    (("pretty_name",), lambda value: at(value, "name")),
    (
        ("license", "license_name", "license_link", "licenses", "license_details"),
        lambda value: [
            {key: at(one, key) for key in ("license", "declared", "declared_in")} for one in licenses_of(value)
        ],
    ),
    (("source_datasets",), _sources),
    (("tags",), _papers),
)
"""Keys that say one thing together, and what of a sheet they say."""
