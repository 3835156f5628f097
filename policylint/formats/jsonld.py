"""JSON-LD as people write it for datasets: keys with and without prefixes, one value or a list, a text or a node.

This reads names, not graphs: contexts are not resolved and nothing is fetched.
"""

from __future__ import annotations

import re

from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, escape
from policylint.formats import odrl
from policylint.formats.draft import Said
from policylint.formats.licensing import Stated, licenses_said, no_license
from policylint.formats.mistakes import ANYTHING_NAMED, TEXT_OR_TEXTS, mistyped, unread_key
from policylint.formats.values import slug, text_of
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policylint.documents import Document
    from policylint.findings import Problem

_PREFIXES = (
    "sc:", "schema:", "https://schema.org/", "http://schema.org/", "dct:", "dcterms:", "dcat:", "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/dcat#", "cr:", "adms:", "odrl:",
)  # fmt: skip
_DATASETS = frozenset({"Dataset"})
_DUO = re.compile(r"(?:DUO[:_]|/DUO_)(\d{7})", re.IGNORECASE)
ADDRESSES = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "hf": "https://huggingface.co/datasets/",
    "kaggle": "https://www.kaggle.com/datasets/",
    "github": "https://github.com/",
    "zenodo": "https://zenodo.org/records/",
    "openml": "https://www.openml.org/d/",
    "uci": "https://archive.ics.uci.edu/dataset/",
}
"""Where a dataset with an identifier of some kind is found: this and the identifier."""
_STATUSES = frozenset({"active", "deprecated", "superseded", "suspended", "withdrawn", "retracted", "unmaintained"})


def local(name: str) -> str:
    """A key without the prefix of a vocabulary that describes datasets.

    >>> local("sc:license"), local("dcterms:license"), local("rai:dataBiases")
    ('license', 'license', 'rai:dataBiases')
    """
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def field(node: Node, *names: str) -> tuple[str, Node] | None:
    """The first of some fields that a node has: its pointer part and its value."""
    for name in names:
        for key, value in node.value if node.kind == MAPPING else ():
            if local(key.value) == name:
                return escape(key.value), value
    return None


def is_dataset(node: Node | None) -> bool:
    """Whether a node has a context and the type of a dataset."""
    if node is None or node.kind != MAPPING or node.get("@context") is None:
        return False
    kind = node.get("@type")
    kinds = [] if kind is None else kind.value if kind.kind == SEQUENCE else [kind]
    return any(one.kind == SCALAR and local(one.value) in _DATASETS for one in kinds)


def each(node: Node, pointer: str) -> Iterator[tuple[Node, str]]:
    """The items of a list, or the one value, each with its pointer."""
    if node.kind == SEQUENCE:
        for index, item in enumerate(node.value):
            yield item, f"{pointer}/{index}"
    else:
        yield node, pointer


def texts(root: Node, *names: str) -> Iterator[tuple[str, str]]:
    """The texts of a field, and where they stand; of a node its address, id or name."""
    found = field(root, *names)
    for item, pointer in each(found[1], f"/{found[0]}") if found is not None else ():
        text, at = text_or_address(item, pointer)
        if text:
            yield text, at


def text_or_address(node: Node, pointer: str) -> tuple[str, str]:
    """A text, or what a node is identified by."""
    if node.kind == SCALAR:
        return text_of(node), pointer
    for name in ("url", "@id", "identifier", "name", "@value"):
        inner = field(node, name)
        if inner is not None and text_of(inner[1]):
            return text_of(inner[1]), f"{pointer}/{inner[0]}"
    return "", pointer


_MISSPELLED = {
    "creators": "creator", "authors": "creator", "funders": "funder", "licenses": "license", "licence": "license",
}  # fmt: skip
"""What is written for a key of schema.org, and the key."""
_WANTED = {"license": ANYTHING_NAMED, "sdLicense": ANYTHING_NAMED, "isBasedOn": ANYTHING_NAMED, "name": TEXT_OR_TEXTS}


def described(document: Document, root: Node) -> Iterator[Said | Problem]:
    """The statements of the fields that schema.org and DCAT have for a dataset."""
    for name, pointer in texts(root, "name", "title"):
        yield Said("/name", name, pointer)
        if slug(name):
            yield Said("/id", slug(name), pointer)
    for shape, names in (
        ("/version", ("version",)),
        ("/description", ("description",)),
        ("/homepage", ("url", "landingPage")),
    ):
        for text, pointer in texts(root, *names):
            yield Said(shape, text, pointer)
            break
    for nth, (url, pointer) in enumerate([*texts(root, "url", "landingPage"), *texts(root, "sameAs")]):
        yield Said(f"/identifiers/url/{nth}", url, pointer)
    yield from identified(texts(root, "identifier"))
    yield from _parties(root, "creator", "/motivation/creators")
    yield from _parties(root, "funder", "/motivation/funders")
    for nth, (source, pointer) in enumerate(
        [*texts(root, "isBasedOn"), *texts(root, "prov:wasDerivedFrom"), *texts(root, "source")]
    ):
        yield Said(f"/sources/{nth}/ref", source, pointer)
    for status, pointer in [*texts(root, "creativeWorkStatus"), *texts(root, "status")]:
        word = status.rpartition("/")[2].lower()
        if word in _STATUSES:
            yield Said("/maintenance/status", word, pointer)
    for organization, pointer in texts(root, "maintainer"):
        yield Said("/maintenance/organization", organization, pointer)
    yield from _duo(root)
    yield from _licenses(document, root)
    yield from _misspelled(document, root)


def identified(identifiers: Iterable[tuple[str, str]]) -> Iterator[Said]:
    """Identifiers that are written as the address at which the dataset is found, and bare DOIs."""
    counts = dict.fromkeys(ADDRESSES, 0)
    for text, pointer in identifiers:
        address = f"{ADDRESSES['doi']}{text.removeprefix('doi:')}" if text.startswith(("10.", "doi:10.")) else text
        kind = next((kind for kind, start in ADDRESSES.items() if address.startswith(start)), None)
        name = address.removeprefix(ADDRESSES[kind]) if kind is not None else ""
        if kind is not None and name:
            yield Said(f"/identifiers/{kind}/{counts[kind]}", name, pointer)
            counts[kind] += 1


def _parties(root: Node, name: str, shape: str) -> Iterator[Said]:
    """The organisations among the makers or the funders."""
    found = field(root, name)
    count = 0
    for one, pointer in each(found[1], f"/{found[0]}") if found is not None else ():
        named = field(one, "name") if one.kind == MAPPING else None
        text = text_of(named[1]) if named is not None else text_of(one)
        if text and _is_organisation(one):
            yield Said(f"{shape}/{count}/name", text, f"{pointer}/{named[0]}" if named is not None else pointer)
            count += 1


def _misspelled(document: Document, root: Node) -> Iterator[Problem]:
    """Keys that say who made a dataset, or its licence, under a name that no reader of JSON-LD looks at."""
    for written, right in _MISSPELLED.items():
        found = field(root, written)
        if found is not None and field(root, right) is None:
            yield unread_key(document, written, right, f"/{found[0]}")
    wanted = {key.value: _WANTED[local(key.value)] for key, _ in root.value if local(key.value) in _WANTED}
    yield from mistyped(document, root, wanted)
    for name in ("license", "sdLicense"):
        for item, at in _license_nodes(root, name):
            listed = at.count("/") > 1
            if item.kind != SEQUENCE and (listed or item.kind == MAPPING) and _stated(item, at, "") is None:
                yield no_license(document, at, "name")


def _is_organisation(maker: Node) -> bool:
    kind = maker.get("@type") if maker.kind == MAPPING else None
    return kind is not None and kind.kind == SCALAR and local(kind.value) in ("Organization", "ResearchOrganization")


def _duo(root: Node) -> Iterator[Said]:
    """Terms of the Data Use Ontology among the usage information: of each term and policy the first, once."""
    codes: dict[str, str] = {}
    for item, pointer in usage(root):
        named = ((_DUO.search(text), at) for text, at in odrl.texts(item, pointer))
        code, at = next(((f"DUO:{match.group(1)}", at) for match, at in named if match), ("", ""))
        if code:
            codes.setdefault(code, at)
    for nth, (code, at) in enumerate(codes.items()):
        yield Said(f"/uses/duo/{nth}/code", code, at)


def usage(root: Node) -> Iterator[tuple[Node, str]]:
    """The items of the usage information, each with its pointer."""
    found = field(root, "usageInfo")
    return each(found[1], f"/{found[0]}") if found is not None else iter(())


def _licenses(document: Document, root: Node) -> Iterator[Said | Problem]:
    stated = [_stated(item, at, "dataset") for item, at in _license_nodes(root, "license")]
    metadata = [_stated(item, at, "metadata") for item, at in _license_nodes(root, "sdLicense")]
    known = [one for one in (*stated, *metadata) if one is not None]
    found = field(root, "license")
    yield from licenses_said(document, _with_terms(root, known), f"/{found[0]}" if found is not None else "")


def _with_terms(root: Node, stated: list[Stated]) -> list[Stated]:
    """The licences with what the usage information prohibits beside them, as the publisher's own words."""
    taken = (one for item, pointer in usage(root) for one in odrl.prohibitions(item, pointer))
    words, at = next(taken, ("", ""))
    if not words:
        return stated
    beside = [one._replace(words=words, words_at=at) if one.applies_to == "dataset" else one for one in stated]
    nameless = Stated("NOASSERTION", at, words=words, words_at=at)
    return beside if any(one.applies_to == "dataset" for one in stated) else [nameless, *beside]


def _license_nodes(root: Node, name: str) -> Iterator[tuple[Node, str]]:
    found = field(root, name)
    if found is not None:
        yield from each(found[1], f"/{found[0]}")


def _stated(node: Node, pointer: str, part: str) -> Stated | None:
    """A licence given as a text, as an address, or as a work with a name and an address."""
    if node.kind == SCALAR:
        text = text_of(node)
        return Stated(text, pointer, applies_to=part) if text else None
    name, url, words = field(node, "name"), field(node, "url", "@id"), field(node, "alternateName")
    said = Stated(
        text_of(name[1]) if name is not None else "",
        f"{pointer}/{name[0]}" if name is not None else pointer,
        text_of(url[1]) if url is not None else "",
        f"{pointer}/{url[0]}" if url is not None else pointer,
        part,
        text_of(words[1]) if words is not None else "",
        f"{pointer}/{words[0]}" if words is not None else pointer,
    )
    return said if said.name or said.url else None
