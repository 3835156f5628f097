"""Whether what a document says of its own parts holds together: ids that are given once, names that exist."""

from __future__ import annotations

from policylint.findings import Place, Problem
from policylint.lean import TYPE_CHECKING
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.documents import Document

_IDENTIFIED = {
    "datasheet": ("/people/groups", "/subsets", "/uses/intended"),
    "use": ("/datasets", "/models"),
}
_NAMING_SUBSETS = ("/people/groups", "/licenses", "/sources")


def integrity(document: Document, kind: str, value: dict[str, Any]) -> Iterator[Problem]:
    """What does not hold together in a typed datasheet or use declaration."""
    for pointer in _IDENTIFIED[kind]:
        yield from _twice(document, pointer, _list(value, pointer))
    if kind == "datasheet":
        known = [item["id"] for item in _list(value, "/subsets") if isinstance(item, dict) and "id" in item]
        for pointer in _NAMING_SUBSETS:
            yield from _unknown_subsets(document, pointer, _list(value, pointer), known)
    elif isinstance(value.get("datasets"), list):
        yield from _unlisted_datasets(document, value)


def unknown_subsets(document: Document, pointer: str, named: Any, known: list[str]) -> Iterator[Problem]:
    """The subsets that a list at a pointer names and the datasheet does not have."""
    what, remedy = "the datasheet has no subset", "List it under `subsets` of the datasheet."
    return _unknown(document, pointer, named, known, what, remedy)


def _unlisted_datasets(document: Document, use: dict[str, Any]) -> Iterator[Problem]:
    """The datasets that a model was trained on and the use does not list: no rule would look at them."""
    known = [
        item["id"] for item in _list(use, "/datasets") if isinstance(item, dict) and isinstance(item.get("id"), str)
    ]
    what, remedy = "the use lists no dataset with the id", "List it under `datasets`, with this id."
    for index, model in enumerate(_list(use, "/models")):
        named = model.get("trained_on") if isinstance(model, dict) else None
        yield from _unknown(document, f"/models/{index}/trained_on", named, known, what, remedy)


def _unknown(
    document: Document, pointer: str, named: Any, known: list[str], what: str, remedy: str
) -> Iterator[Problem]:
    """The names in a list at a pointer that nothing has."""
    for index, name in enumerate(named if isinstance(named, list) else []):
        if name not in known:
            near = did_you_mean(name, known) if known else None
            at = f"{pointer}/{index}"
            yield Problem(
                "reference/unresolved", document.path, document.span(at), f"{what} `{name}`",
                f"Did you mean `{near}`?" if near else remedy, at,
            )  # fmt: skip


def _unknown_subsets(document: Document, pointer: str, items: list[Any], known: list[str]) -> Iterator[Problem]:
    for index, item in enumerate(items):
        if isinstance(item, dict):
            yield from unknown_subsets(document, f"{pointer}/{index}/subsets", item.get("subsets"), known)


def _twice(document: Document, pointer: str, items: list[Any]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        identifier = item.get("id") if isinstance(item, dict) else None
        if not isinstance(identifier, str):
            continue
        before = first.setdefault(identifier, index)
        if before != index:
            at = f"{pointer}/{index}/id"
            yield Problem(
                "reference/ambiguous",
                document.path,
                document.span(at),
                f"the id `{identifier}` is given twice here",
                "Give each its own id: findings and references go by it.",
                at,
                (
                    Place(
                        document.path, f"{pointer}/{before}/id", document.span(f"{pointer}/{before}/id"), "first here"
                    ),
                ),
            )


def _list(value: Any, pointer: str) -> list[Any]:
    for part in pointer[1:].split("/"):
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []
