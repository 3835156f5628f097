"""Links in a text, and the licences that they lead to."""

from __future__ import annotations

import re
from functools import cache

from policylint.lean import NamedTuple
from policylint.licenses.resolver.creative_commons import Title, compose
from policylint.licenses.resolver.tables import elements, normal, tables
from policylint.licenses.resolver.words import phrase


class Link(NamedTuple):
    """A link, from `start` to `end`: the licences behind it, or the id that its address ends with."""

    start: int
    end: int
    address: str
    licenses: tuple[str, ...] = ()
    family: str | None = None
    identifier: str = ""
    why: str = ""


_CC_HOSTS = ("creativecommons.org/", "i.creativecommons.org/", "licensebuttons.net/", "mirrors.creativecommons.org/")


def links(text: str) -> tuple[list[Link], str]:
    """The links of a text, and the text with blanks in their place."""
    if "/" not in text:
        return [], text
    found = [_read(match.group(), match.start(), match.end()) for match in _link().finditer(text)]
    rest = _link().sub(lambda match: " " * len(match.group()), text) if found else text
    return found, rest


def _read(url: str, start: int, end: int) -> Link:
    link = Link(start, end, normal(url))
    licenses = tables().urls.get(normal(url, whole=True)) or tables().urls.get(link.address)
    host, _, last = link.address.rpartition("/")
    if licenses:
        own = tables().ids.get(last)
        licenses = (own,) if own in licenses else licenses
        why = "" if len(licenses) == 1 else f"{' and '.join(licenses)} have the same address"
        return link._replace(licenses=licenses, why=why)
    if link.address.startswith(_CC_HOSTS):
        title = _creative_commons(link.address.partition("/")[2].split("/"))
        if title is not None:
            return link._replace(licenses=title.licenses, family=title.family, why=title.why)
    family = tables().family_urls.get(link.address)
    if family is not None:
        known = tables().families[family]
        return link._replace(licenses=known.candidates, family=family, why=f"{family} does not say which: {known.why}")
    if host in tables().hosts:
        own = tables().ids.get(last) or tables().deprecated.get(last)
        return link._replace(licenses=(own,)) if own else link._replace(identifier=_identifier(last))
    outer, _, before = host.rpartition("/")
    return link._replace(identifier=_identifier(f"{before} {last}")) if outer in tables().hosts else link


def _identifier(ending: str) -> str:
    """The words of an address's ending: CC_BY_4_0 has a version in it."""
    return _digits().sub(r"\1.\2", ending.removesuffix("-standalone"))


@cache
def _digits() -> re.Pattern[str]:
    return re.compile(r"(\d)[_-](\d)")


def _creative_commons(path: list[str]) -> Title | None:
    """The licence of an address of Creative Commons: /licenses/by-nc/3.0/us/legalcode, /publicdomain/zero/1.0."""
    kind, code, *rest = [*path, ""]
    if kind not in ("licenses", "licences", "license", "l", "p", "publicdomain"):
        return None
    version = phrase(rest[0]) if rest and rest[0][:1].isdigit() else None
    fixed = {"zero": "CC0-1.0", "mark": "LicenseRef-PDM-1.0", "sampling+": "LicenseRef-CC-Sampling-Plus-1.0",
             "devnations": "LicenseRef-CC-DevNations-2.0", "publicdomain": "CC-PDDC"}  # fmt: skip
    if code in fixed:
        good = version is None or fixed[code].endswith(f"-{version}.0") or code == "publicdomain"
        return Title(0, (fixed[code],), code, settled=good, why="" if good else f"there is no version {version} of it")
    found = [part.upper() for part in code.split("-")]
    if not set(found) <= {"BY", "NC", "SA", "ND"}:
        return None
    port = rest[1].upper() if len(rest) > 1 and rest[1].upper() in elements().ports else None
    return compose(found, version, port)


@cache
def _link() -> re.Pattern[str]:
    end = r"[^\s<>\"'()\[\]{}|,]"
    return re.compile(
        rf"https?://{end}+|(?<![\w./@-])(?:[A-Za-z0-9-]{{1,40}}\.){{1,4}}[A-Za-z]{{2,6}}/{end}*", re.IGNORECASE
    )
