"""Which advisories are about a dataset: by hash, by coordinate, by name, in that order."""

from __future__ import annotations

from policylint.advisories.names import SHORT, find, key
from policylint.coordinates import host, normal
from policylint.lean import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policylint.advisories.registry import Advisory, Registry

Where = TypeVar("Where")
"""Whatever says where a text stands: a match hands it back."""

KINDS = ("hash", "coordinate", "name", "possible")
"""How a dataset was recognised, surest first. `possible` is a name that somebody must confirm."""


class Known(NamedTuple, Generic[Where]):
    """What a dataset is known by: hashes, coordinates and names with their places, and what else is said of it."""

    hashes: tuple[tuple[str, Where], ...] = ()
    coordinates: tuple[tuple[str, Where], ...] = ()
    names: tuple[tuple[str, Where], ...] = ()
    other: tuple[str, ...] = ()
    """Publishers and descriptions: they recognise nothing, and confirm a name."""


class Match(NamedTuple, Generic[Where]):
    """An advisory that is about a dataset, how that was recognised, and at which place."""

    advisory: str
    kind: str
    where: Where


def matches(known: Known[Where], registry: Registry) -> list[Match[Where]]:
    """Each advisory about a dataset once, by its surest sign; in the order of the ids.

    A dataset that is surely one that was made from another is not also, by its
    name, that other.
    """
    best: dict[str, Match[Where]] = {}
    for match in _all(known, registry):
        before = best.get(match.advisory)
        if before is None or KINDS.index(match.kind) < KINDS.index(before.kind):
            best[match.advisory] = match
    sure = [one for one in best.values() if one.kind in ("hash", "coordinate")]
    above = {identifier for one in sure for identifier in registry.upstream(one.advisory)}
    return [one for _, one in sorted(best.items()) if one in sure or one.advisory not in above]


def _all(known: Known[Where], registry: Registry) -> Iterator[Match[Where]]:
    for text, where in known.hashes:
        for identifier in registry.index["hashes"].get(text.lower(), ()):
            yield Match(identifier, "hash", where)
    for text, where in known.coordinates:
        ids = registry.index["coordinates"].get(normal(text), ())
        if len(ids) == 1:  # a page about several datasets recognises none of them
            yield Match(ids[0], "coordinate", where)
    for text, where in known.names:
        for name, whole in find(text, registry.index["names"]):
            ids = registry.index["names"][name]
            for identifier in ids:
                weak = len(name) <= SHORT or name in registry.common
                if weak and not _confirmed(name, registry.get(identifier), known):
                    continue
                yield Match(identifier, "possible" if weak or not whole or len(ids) > 1 else "name", where)


def _confirmed(name: str, advisory: Advisory | None, known: Known[Where]) -> bool:
    """Whether anything else that is said of a dataset fits: its publisher, its site, another of its names."""
    if advisory is None:
        return False
    said = (*known.other, *(text for text, _ in known.names))
    return any(_fits(name, affected, known, said) for affected in advisory.affected)


def _fits(name: str, affected: dict[str, object], known: Known[Where], said: Iterable[str]) -> bool:
    listed = affected.get("identifiers")
    pages = [normal(str(one)) for one in listed] if isinstance(listed, list) else []
    coordinates = {normal(text) for text, _ in known.coordinates}
    hosts = {host(one) for one in pages} - {"", *_SHARED}
    if not coordinates.isdisjoint(pages) or not hosts.isdisjoint(map(host, coordinates)):
        return True
    aliases = affected.get("aliases")
    texts = [affected.get("dataset"), affected.get("publisher"), *(aliases if isinstance(aliases, list) else ())]
    signs = {key(text) for text in texts if isinstance(text, str)} - {name}
    telling = {sign for sign in signs if len(sign) > SHORT and name not in sign}
    return any(True for text in said for _ in find(text, telling))


_SHARED = ("github.com", "gitlab.com", "huggingface.co", "kaggle.com", "arxiv.org", "doi.org", "zenodo.org")
"""Hosts that tell nothing: everybody's datasets are there."""
