"""The registry's names, families, elements and addresses, compiled to dictionaries on first use."""

from __future__ import annotations

import re
from functools import cache

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.errors import InvalidFileError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.answer import NO_LICENSES
from policylint.licenses.catalog import known_ids
from policylint.licenses.resolver.words import phrase

if TYPE_CHECKING:
    from typing import Any


class Family(NamedTuple):
    """Licences that share a name. Members by version; `one` where there is but one version, so the name means it."""

    name: str
    members: dict[str, str]
    candidates: tuple[str, ...]
    why: str
    one: bool = False
    gnu: bool = False
    ports: dict[str, str] = {}  # noqa: RUF012 - never written to
    words: frozenset[str] = frozenset()


class Symbol(NamedTuple):
    """What a phrase means: one licence, or several of which it does not say which, or a family.

    A weak phrase is a word of its own as well: it means the licence only where licences are spoken of. A word of
    everyday language (Fair, Python) does so only beside the word licence.
    """

    licenses: tuple[str, ...]
    family: str | None
    weak: bool
    everyday: bool = False


class Tables(NamedTuple):
    """All that is known of names."""

    ids: dict[str, str]
    deprecated: dict[str, str]
    exceptions: dict[str, str]
    phrases: dict[str, Symbol]
    longest: dict[str, int]
    families: dict[str, Family]
    references: dict[str, str]
    urls: dict[str, tuple[str, ...]]
    family_urls: dict[str, str]
    hosts: tuple[str, ...]
    statements: dict[str, str]
    addresses: dict[str, str]
    titles: dict[str, str]


class Elements(NamedTuple):
    """What Creative Commons titles are made of: words to (kind, value); versions; ports with their versions."""

    words: dict[str, tuple[str, str]]
    longest: dict[str, int]
    fixed: dict[str, str]
    versions: dict[str, str]
    ports: dict[str, dict[str, str]]


def registry(name: str) -> dict[str, Any]:
    """A file of the registry. Raises InvalidFileError if it cannot be read."""
    document = load(resources.path("registry", f"{name}.yaml"))
    if document.root is None:
        raise InvalidFileError(document.problems)
    value: dict[str, Any] = plain_value(document.root)
    return value


@cache
def elements() -> Elements:
    """The elements of Creative Commons licences."""
    facts = registry("creative-commons")
    words = {phrase(word): ("word", "") for line in facts["words"] for word in line}
    for port, entry in facts["ports"].items():
        words.update({phrase(name): ("port", port) for name in (port, *entry["names"])})
    for element, lines in facts["elements"].items():
        words.update({phrase(word): ("element", element) for line in lines for word in line})
    words.update({phrase(mark): ("mark", "") for mark in facts["marks"]})
    versions = {phrase(version): version for version in (*facts["versions"], "2.1")}
    ports = {port: {phrase(one): one for one in entry["versions"]} for port, entry in facts["ports"].items()}
    fixed = dict(facts["fixed"])
    return Elements(words, _longest(words), fixed, versions, ports)


def universal(version: str) -> bool:
    """Whether there is a licence of that version which is no port."""
    return version in elements().versions and version != "2.1"


@cache
def tables() -> Tables:
    """The tables of names."""
    spdx, names, families = registry("spdx"), registry("license-names"), _families()
    phrases: dict[str, Symbol] = {}
    curated = frozenset(families[0])
    weak = frozenset(map(phrase, names["weak"]))
    for name, written in families[1].items():
        phrases.update({phrase(one): Symbol((), name, phrase(one) in weak) for one in written})
    for identifier, written in names["names"].items():
        phrases.update({phrase(one): Symbol((identifier,), None, phrase(one) in weak) for one in written})
    _add_spdx(spdx, phrases, families[0], curated, weak)
    references = families[2]
    named = [one for one in (*names["names"], *names["urls"]) if " " not in one]
    members = [one for family in families[0].values() for one in (*family.members.values(), *family.candidates)]
    ids = [*members, *named, *elements().fixed.values(), *references.values(), *known_ids(), *spdx["licenses"]]
    canonical = names["canonical"]
    numbered = frozenset((*members, *names["described"]))
    unnamed = {*spdx["deprecated"], *canonical, *NO_LICENSES}
    ids = [
        one for one in ids if one not in unnamed and (one.startswith("LicenseRef-") or one not in names["described"])
    ]
    for one in ids:
        if one.startswith("LicenseRef-") and not one.startswith("LicenseRef-family-") and one not in numbered:
            own = phrase(one.removeprefix("LicenseRef-").removeprefix("scancode-"))
            phrases.setdefault(own, Symbol((one,), None, " " not in own))
    deprecated = {**{old: new or old for old, new in spdx["deprecated"].items()}, **canonical}
    return Tables(
        {one.lower(): one for one in ids},
        {old.lower(): new for old, new in deprecated.items()},
        {one.lower(): one for one in spdx["exceptions"]},
        phrases,
        _longest(phrases),
        families[0],
        references,
        _urls(spdx, names),
        {address: family for family, written in names["families"].items() for address in written},
        tuple(host for line in names["hosts"] for host in line),
        {phrase(one): kind for kind, lines in names["statements"].items() for one in _flat(lines)},
        {address: kind for kind, written in names["addresses"].items() for address in written},
        spdx["licenses"],
    )


def _flat(lines: list[Any]) -> list[str]:
    return [one for line in lines for one in (line if isinstance(line, list) else [line])]


def _families() -> tuple[dict[str, Family], dict[str, list[str]], dict[str, str]]:
    facts = registry("license-families")
    made, names = {}, {}
    for name, entry in facts["families"].items():
        members = {phrase(version): identifier for version, identifier in entry.get("members", {}).items()}
        ports = {phrase(port): family for port, family in entry.get("ports", {}).items()}
        candidates = tuple(entry.get("candidates", members.values()))
        gnu = bool(entry.get("gnu"))
        if gnu:
            candidates = tuple(f"{one}-only" for one in candidates)
        words = frozenset(word for one in entry["names"] for word in phrase(one).split())
        made[name] = Family(name, members, candidates, entry.get("why", ""), bool(entry.get("one")), gnu, ports, words)
        names[name] = entry["names"]
    return made, names, facts["references"]


def _add_spdx(
    spdx: dict[str, Any],
    phrases: dict[str, Symbol],
    families: dict[str, Family],
    curated: frozenset[str],
    named: frozenset[str],
) -> None:
    """Ids and names of the SPDX list, and the families that their versions make."""
    found: dict[str, list[tuple[str, bool]]] = {}
    numbered: dict[str, tuple[set[str], dict[str, str]]] = {}
    for identifier, title in spdx["licenses"].items():
        if identifier in spdx["deprecated"] or _composed(identifier):
            continue
        own, name = phrase(identifier), phrase(title)
        base = _VERSION.fullmatch(identifier)
        if base is not None and base[1] in curated:
            continue
        found.setdefault(own, []).append((identifier, True))
        found.setdefault(name, []).append((identifier, "license" not in name or " " not in name))
        if base:
            names, members = numbered.setdefault(base[1], (set(), {}))
            number = phrase(base[2])
            members.setdefault(number, identifier)
            names.add(" ".join(word for word in name.split() if word != number))
    for key, licenses in found.items():
        unique = tuple(dict.fromkeys(identifier for identifier, _ in licenses))
        weak = all(weak for _, weak in licenses)
        phrases.setdefault(key, Symbol(unique, None, weak, everyday=weak and " " not in key and key not in named))
    for stem, (names, members) in numbered.items():
        families.setdefault(stem, Family(stem, members, tuple(members.values()), "the name says no version"))
        phrases.setdefault(phrase(stem), Symbol((), stem, weak=True, everyday=" " not in phrase(stem)))
        for name in names:
            if " " in name:
                phrases.setdefault(name, Symbol((), stem, weak="license" not in name))
    for old, new in spdx["deprecated"].items():
        if "invariants" in old or not _composed(old) or "with" in old:
            for name in (old, spdx["licenses"][old]):
                phrases.setdefault(phrase(name), Symbol((new or old,), None, weak=False))


def _composed(identifier: str) -> bool:
    """Whether a licence is read from its elements, or from GNU's own words."""
    return identifier.startswith(("CC-BY", "CC-SA", "CC-PDM", "GPL-", "LGPL-", "AGPL-", "GFDL-")) and (
        "invariants" not in identifier
    )


_VERSION = re.compile(r"(.+)-(\d[\d.]*[a-z]?)")


def _longest(phrases: dict[str, Any]) -> dict[str, int]:
    """How many words the longest phrase has that begins with a word."""
    longest: dict[str, int] = {}
    for one in phrases:
        first = one.partition(" ")[0]
        longest[first] = max(longest.get(first, 0), one.count(" ") + 1)
    return longest


def _urls(spdx: dict[str, Any], names: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    urls: dict[str, tuple[str, ...]] = {}
    for identifier, url in spdx["urls"].items():
        if identifier not in spdx["deprecated"] and not identifier.startswith("CC-PDM"):
            address = normal(url, whole=True)
            urls[address] = (*urls.get(address, ()), identifier)
    urls = {address: _plain(licenses) for address, licenses in urls.items()}
    for identifier, written in names["urls"].items():
        urls.update(dict.fromkeys(written, (identifier,)))
    return urls


def _plain(licenses: tuple[str, ...]) -> tuple[str, ...]:
    """The one of which the others are variants, where there is one."""
    for one in licenses:
        base = one.removesuffix("-only")
        if all(other.startswith(base) for other in licenses):
            return (one,)
    return licenses


def normal(url: str, *, whole: bool = False) -> str:
    """An address without scheme, case, ending and language; without query and fragment unless `whole`."""
    address = url.lower().partition("://")[2] or url.lower()
    address = address.removeprefix("www.")
    if not whole:
        address = address.partition("?")[0].partition("#")[0]
    host, slash, path = address.rstrip("/.,;:)]}>'\"*`").partition("/")
    return f"{host}{slash}{_ENDING.sub('', path)}" if path else host


_ENDING = re.compile(r"(?:/index)?(?:\.[a-z]{2}(?:[-_][a-z]{2,4})?)?(?:\.(?:html?|txt|md|php|rdf|xml|json))?(?<!^)$")


def titled(identifier: str) -> str:
    """What to put behind an id to say its name; nothing where the SPDX list does not say it."""
    title = tables().titles.get(identifier)
    return f": {title}" if title else ""


def lookup(
    words: list[str], at: int, phrases: dict[str, Any], longest: dict[str, int], until: int | None = None
) -> tuple[Any, int]:
    """The longest phrase at a word, before another: what it means and how many words it has; (None, 0) if none."""
    most = longest.get(words[at], 0)
    for count in range(min(most, (len(words) if until is None else until) - at), 0, -1):
        found = phrases.get(" ".join(words[at : at + count]))
        if found is not None:
            return found, count
    return None, 0
