"""Hugging Face dataset cards: the front matter of a README.md, and its sections about licences.

The tag says one thing and the text below it may say another; the real terms
often stand in a gate's prompt. Sources of the fields: huggingface/hub-docs
(datasetcard.md, repositories-licenses.md), `DatasetCardData` of huggingface_hub.
"""

from __future__ import annotations

import re

from policylint.documents import lines_of
from policylint.documents.node import MAPPING, SCALAR, SEQUENCE, Node, escape
from policylint.formats.draft import Draft, Said, drafted
from policylint.formats.licensing import column_said, list_of_licenses
from policylint.formats.mistakes import TEXT, TEXT_OR_TEXTS, misspelled, mistyped
from policylint.formats.values import expression, slug, text_at, text_of
from policylint.lean import TYPE_CHECKING
from policylint.licenses.prose import Section, named_alone, restricting, sections
from policylint.licenses.resolver.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.documents import Document
    from policylint.findings import Problem
    from policylint.formats.draft import Origin

NAME = "huggingface"
KEYS = frozenset(
    {
        "annotations_creators", "configs", "dataset_info", "extra_gated_fields", "extra_gated_prompt",
        "language_creators", "license", "licenses", "license_details", "license_link", "license_name",
        "multilinguality", "pretty_name", "size_categories", "source_datasets", "task_categories", "task_ids", "viewer",
    }
)  # fmt: skip
"""Keys of a dataset's card."""
_OF_OTHERS = frozenset(
    {
        "base_model",
        "library_name",
        "model-index",
        "model_name",
        "pipeline_tag",
        "widget",
        "sdk",
        "app_file",
        "emoji",
        "layout",
    }
)
"""Keys of model cards, of apps and of static pages."""
_WANTED = {
    "license": TEXT_OR_TEXTS, "licenses": TEXT_OR_TEXTS, "source_datasets": TEXT_OR_TEXTS, "license_name": TEXT,
    "license_link": TEXT, "extra_gated_prompt": TEXT, "annotations_creators": TEXT_OR_TEXTS, "pretty_name": TEXT,
}  # fmt: skip
_MISSPELLED = {
    "licenses": "license", "licence": "license", "licences": "license", "license-name": "license_name",
    "license-link": "license_link", "source_dataset": "source_datasets", "sources": "source_datasets",
    "annotation_creators": "annotations_creators", "annotations_creator": "annotations_creators",
}  # fmt: skip
_LABELLERS = {"machine-generated": "machine", "expert-generated": "human", "crowdsourced": "human"}
"""Who makes annotations in the Hub's words, where it is a machine or people; `found` and `other` say neither."""
_SAYS_NOTHING = ("other", "unknown", "unlicensed")
_ARXIV = re.compile(r"arxiv:(\d{4}\.\d{4,5})")
_ABOUT_LICENSES = re.compile(
    r"(?i)licen[sczçt]|lizenz|nutzung|urheberrecht|copyright|\bterms\b|conditions|condiciones|restrictions|\blegal\b"
    r"|(?:usage|permitted|allowed) (?:use|rights)|\brights\b|\brechte\b|droits|derechos|diritti|direitos|termos"
    r"|\baccess\b|zugang|accès|acceso|acesso|许可|許可|授权|版权|使用条款|著作権|利用規約|利用条件|ライセンス"
)
_ABOUT_OTHERS = re.compile(
    r"(?i)citation|citing|zitier|acknowledg|fund(?:ing|ed)|related|comparison|change ?log|version|history|references"
    r"|previous|bibliograph|contributions|引用|谢|謝|更新"
    r"|fields|splits|instances|languages|\btasks?\b|leaderboard|annotat|rationale|statistics|structure|process"
)
"""Sections on other works, on people, and on what the data were."""
_MAPPED = frozenset(
    {"license", "licenses", "license_name", "license_link", "license_details", "pretty_name", "source_datasets"}
)


def detect(document: Document) -> bool:
    """A Markdown file whose front matter has a dataset card's keys and none of a model's, an app's or a page's."""
    root = document.root
    if root is None or root.kind != MAPPING or not document.path.lower().endswith((".md", ".markdown")):
        return False
    keys = {key.value for key, _ in root.value}
    return bool(keys & KEYS) and not keys & _OF_OTHERS


def draft(document: Document) -> Draft:
    """The card in the datasheet's shape."""
    return drafted(document, _statements(document))


def _statements(document: Document) -> Iterator[Said | Problem]:
    root = document.root
    assert root is not None
    name = text_at(root, "pretty_name")
    if name:
        yield Said("/name", name, "/pretty_name")
        if slug(name):
            yield Said("/id", slug(name), "/pretty_name")
    yield from _papers(root)
    yield from _sources(root)
    yield from _access(root)
    yield from _labels(root)
    yield from _licenses(document, root)
    yield from mistyped(document, root, _WANTED)
    yield from misspelled(document, root, _MISSPELLED)
    left = [(key, value) for key, value in root.value if key.value not in _MAPPED]
    if left:
        yield Said("/extensions/huggingface", Node(MAPPING, left, root.start, root.end), "")


def _papers(root: Node) -> Iterator[Said]:
    tags = root.get("tags")
    found = [(index, _ARXIV.fullmatch(text_of(tag))) for index, tag in enumerate(_items(tags))]
    for nth, (index, match) in enumerate((index, match) for index, match in found if match):
        yield Said(f"/identifiers/arxiv/{nth}", match.group(1), f"/tags/{index}")


def _sources(root: Node) -> Iterator[Said]:
    """`original` alone means made from nothing else; `extended|x` and repository names are sources."""
    node = root.get("source_datasets")
    named = [(index, text_of(item)) for index, item in enumerate(_items(node))]
    if node is not None and named and all(text == "original" for _, text in named):
        yield Said("/sources", [], "/source_datasets")
        return
    listed = [(index, text) for index, text in named if text and text not in ("original", "extended")]
    for nth, (index, text) in enumerate(listed):
        origin = f"/source_datasets/{index}"
        relation, _, source = text.rpartition("|")
        yield Said(f"/sources/{nth}/ref", f"hf:{source}", origin)
        yield Said(f"/sources/{nth}/type", "dataset", origin)
        if relation == "extended":
            yield Said(f"/sources/{nth}/relation", "extended", origin)


def _access(root: Node) -> Iterator[Said]:
    """A gate asks people to register, and to agree where it has a prompt."""
    if text_at(root, "extra_gated_prompt"):
        yield Said("/access/mode", "agreement", "/extra_gated_prompt")
    elif root.get("extra_gated_fields") is not None:
        yield Said("/access/mode", "registration", "/extra_gated_fields")


def _labels(root: Node) -> Iterator[Said]:
    """Who labelled the data, where the card says it was a machine, people, or nobody."""
    node = root.get("annotations_creators")
    named = [(text_of(item), index) for index, item in enumerate(_items(node))]
    at = "/annotations_creators" + ("/{}" if node is not None and node.kind == SEQUENCE else "")
    if named and all(text == "no-annotation" for text, _ in named):
        yield Said("/preprocessing/labels", [], "/annotations_creators")
        return
    known = [(_LABELLERS[text], index) for text, index in named if text in _LABELLERS]
    for nth, (by, index) in enumerate(known):
        yield Said(f"/preprocessing/labels/{nth}/by", by, at.format(index))


def _columns(node: Node | None, at: str) -> Iterator[tuple[str, str]]:
    """The names of the columns of all configurations, those inside others too, and where they stand."""
    for index, item in enumerate(node.value if node is not None and node.kind == SEQUENCE else []):
        if text_at(item, "name"):
            yield text_at(item, "name"), f"{at}/{index}/name"
        yield from _columns(item, f"{at}/{index}")
    for key in ("features", "struct", "list", "sequence"):
        if node is not None and node.get(key) is not None:
            yield from _columns(node.get(key), f"{at}/{key}")


# licences


def _licenses(document: Document, root: Node) -> Iterator[Said | Problem]:
    tags = list(_tags(root))
    evidence = _evidence(document, root)
    for index, (text, origin) in enumerate(tags):
        yield from _license(root, index, text, origin)
        yield from _declared(index, evidence)
    if not tags and evidence is not None:
        yield Said("/licenses/0/applies_to", "dataset", evidence[1])
        yield Said("/licenses/0/license", "NOASSERTION", evidence[1])
        yield from _declared(0, evidence)
    stated = len(tags) or int(evidence is not None)
    yield from column_said(document, stated, _columns(root.get("dataset_info"), "/dataset_info"))
    if len(tags) > 1:
        yield list_of_licenses(document, len(tags), tags[0][1].rpartition("/")[0])


def _tags(root: Node) -> Iterator[tuple[str, str]]:
    """The licence tags, and where they stand; `licenses` is what the key was called before."""
    key = "license" if root.get("license") is not None else "licenses"
    node = root.get(key)
    if node is not None and node.kind == SCALAR and text_of(node):
        yield text_of(node), f"/{key}"
    for index, item in enumerate(_items(node) if node is not None and node.kind == SEQUENCE else []):
        if text_of(item):
            yield text_of(item), f"/{key}/{index}"


def _license(root: Node, index: int, tag: str, origin: str) -> Iterator[Said]:
    at = f"/licenses/{index}"
    yield Said(f"{at}/applies_to", "dataset", origin)
    if tag.lower() not in _SAYS_NOTHING and not tag.lower().startswith("other-"):
        yield Said(f"{at}/license", expression(tag), origin)
        return
    named = text_at(root, "license_name") or text_at(root, "license_details")
    known = resolve(named).license if named else None
    yield Said(f"{at}/license", known or "NOASSERTION", "/license_name" if named else origin)
    if named:
        yield Said(f"{at}/declared", named, "/license_name" if text_at(root, "license_name") else "/license_details")
    link = text_at(root, "license_link")
    if link:
        yield Said(f"{at}/declared_in", link, "/license_link")


def _declared(index: int, evidence: tuple[str, Origin] | None) -> Iterator[Said]:
    if evidence is not None:
        yield Said(f"/licenses/{index}/declared", *evidence)


def _evidence(document: Document, root: Node) -> tuple[str, Origin] | None:
    """What the card's own words say of its terms: what restricts use, else a section that only names a licence."""
    head = root.end.line + 1 + document.offset
    about, others = [], []
    for section in sections(("",) * head + document.lines[head:]):
        if _ABOUT_LICENSES.search(section.title):
            about.append(section)
        elif not _ABOUT_OTHERS.search(section.title):
            others.append(section)
    for section, loose in (*((one, True) for one in about), *((one, False) for one in others)):
        found = restricting(section, loose=loose)
        if found is not None:
            return found.text, found.span
    for text, origin in _gate(root):
        found = restricting(Section("", 1, lines_of(text)))
        if found is not None:
            return found.text, origin
    alone = next((one for one in map(named_alone, about) if one is not None), None)
    return (alone.text, alone.span) if alone is not None else None


def _gate(root: Node) -> Iterator[tuple[str, str]]:
    """What a gate has people agree to: its prompt, and the names of the boxes to tick."""
    prompt = text_at(root, "extra_gated_prompt")
    if prompt:
        yield prompt, "/extra_gated_prompt"
    fields = root.get("extra_gated_fields")
    for key, _ in fields.value if fields is not None and fields.kind == MAPPING else []:
        yield text_of(key), f"/extra_gated_fields/{escape(key.value)}"


def _items(node: Node | None) -> list[Any]:
    return node.value if node is not None and node.kind == SEQUENCE else [node] if node is not None else []
