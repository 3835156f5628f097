"""Titles of Creative Commons licences: elements, a version and a port, in any order that people write."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.resolver.tables import elements, lookup, tables, universal
from policylint.licenses.resolver.words import ends

if TYPE_CHECKING:
    from policylint.licenses.resolver.words import Word

_ORDER = ("BY", "NC", "SA", "ND")
_SHORT = frozenset(("by", "nc", "sa", "nd"))
_KNOWN = frozenset(("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND"))


class Title(NamedTuple):
    """A title of `length` words: the licence it names, or those it may mean, and why."""

    length: int
    licenses: tuple[str, ...]
    family: str
    settled: bool
    weak: bool = False
    why: str = ""


class _Parts:
    """What has been read of a title so far."""

    def __init__(self) -> None:
        self.mark = False
        self.elements: list[str] = []
        self.version: str | None = None
        self.closed = False
        self.port: str | None = None
        self.end = 0


def title(text: str, words: list[Word], plain: list[str], at: int) -> Title | None:
    """The title that begins at a word, if one does."""
    known = elements()
    first = known.words.get(plain[at])
    if plain[at] not in known.longest or (first is not None and first[0] in ("word", "port")):
        return None
    if plain[at : at + 2] == ["cc", "0"]:
        return None
    if plain[at] in _SHORT and not (plain[at] == "by" and at + 1 < len(plain) and plain[at + 1] in _SHORT):
        return None
    parts = _read(text, words, plain, at)
    if not parts.mark and not _is_title(parts, text, words, at):
        return None
    count = parts.end - at
    if not parts.elements:
        return _unspecified(parts, count)
    return compose(parts.elements, parts.version, parts.port)._replace(length=count)


def _is_title(parts: _Parts, text: str, words: list[Word], at: int) -> bool:
    """Whether elements without CC before them are a title: two of them, or one with a version such as 4.0."""
    if "BY" not in parts.elements:
        return False
    written = text[words[at].start : words[parts.end - 1].end]
    return len(parts.elements) > 1 or (parts.version is not None and "." in written)


def _read(text: str, words: list[Word], plain: list[str], at: int) -> _Parts:
    parts, here = _Parts(), at
    while here < len(words):
        if here > at and ends(text, words[here - 1], words[here]):
            break
        (kind, value), count = _symbol(plain, here)
        if kind == "mark" and not parts.elements:
            parts.mark = True
        elif kind == "element" and value not in parts.elements and _may_follow(parts, plain, here, count):
            parts.elements.append(value)
        elif kind == "number" and parts.version is None and (parts.mark or parts.elements):
            parts.version = plain[here]
            parts.closed = bool(parts.elements)
        elif kind == "port" and parts.elements and parts.port is None and _is_port(text, words, plain, here, count):
            parts.port = value
        elif kind == "word" and here > at:
            here += count
            continue
        elif plain[here] == "and" and parts.elements and parts.version is None and _element_at(plain, here + 1):
            here += 1
            continue
        else:
            break
        here += count
        parts.end = here
    _include_words(text, words, plain, parts)
    return parts


def _symbol(plain: list[str], at: int) -> tuple[tuple[str, str], int]:
    if plain[at][0].isdigit():
        year = len(plain[at]) == 4 and plain[at].isdecimal()
        return ("" if year else "number", plain[at]), 1
    known = elements()
    found, count = lookup(plain, at, known.words, known.longest)
    return (found or ("", "")), max(count, 1)


def _may_follow(parts: _Parts, plain: list[str], here: int, count: int) -> bool:
    """Whether an element here belongs to the title: its abbreviations do so only after CC or another element."""
    if parts.closed:
        return False
    if plain[here] in _SHORT and count == 1:
        return parts.mark or bool(parts.elements) or plain[here] == "by"
    return True


def _element_at(plain: list[str], at: int) -> bool:
    known = elements()
    if at >= len(plain):
        return False
    found, _ = lookup(plain, at, known.words, known.longest)
    return found is not None and found[0] == "element"


def _is_port(text: str, words: list[Word], plain: list[str], here: int, count: int) -> bool:
    """Whether a place is meant: `it` and `in` are words as well, except in capitals, after a hyphen, or last."""
    if count > 1 or len(plain[here]) > 2:
        return True
    word = words[here]
    last = here + 1 == len(words)
    return last or text[word.start : word.end].isupper() or text[word.start - 1] in "-_/"


def _include_words(text: str, words: list[Word], plain: list[str], parts: _Parts) -> None:
    """Take in the words after a title that say nothing more: International, License."""
    known = elements().words
    while parts.end < len(plain) and known.get(plain[parts.end], ("", ""))[0] == "word":
        if ends(text, words[parts.end - 1], words[parts.end]):
            break
        parts.end += 1


def _unspecified(parts: _Parts, count: int) -> Title:
    why = "Creative Commons has several licences, and the text does not say which"
    ids = tables().ids
    version = elements().versions.get(parts.version or "")
    candidates = [f"CC-{one}-{version or '4.0'}" for one in sorted(_KNOWN, key=len)]
    return Title(count, tuple(one for one in candidates if one.lower() in ids), "CC", settled=False, weak=True, why=why)


def compose(found: list[str], version: str | None, port: str | None) -> Title:
    """The licence of some elements, a version and a port, if there is one; else those that it may mean, and why.

    >>> compose(["BY", "NC"], "4", None).licenses, compose(["BY"], "4", "US").why
    (('CC-BY-NC-4.0',), 'there is no US port of CC-BY-4.0: version 4.0 has no ports')
    """
    known = elements()
    name = "-".join(one for one in _ORDER if one in found)
    if f"{name} {version}" in known.fixed and port is None:
        return Title(0, (known.fixed[f"{name} {version}"],), f"CC-{name}", settled=True)
    if name not in _KNOWN:
        return _odd(name, version)
    family = f"CC-{name}"
    if version is None:
        why = f"{family} has several versions, and the text does not say which"
        return Title(0, _versions(name), family, settled=False, why=why)
    if port is None:
        if universal(version):
            return Title(0, (f"{family}-{known.versions[version]}",), family, settled=True)
        return Title(0, _versions(name), family, settled=False, why=f"there is no version {version} of {family}")
    if version in known.ports[port]:
        identifier = f"{family}-{known.ports[port][version]}-{port}"
        own = tables().ids.get(identifier.lower(), f"LicenseRef-{identifier}")
        return Title(0, (own,), family, settled=True)
    if not universal(version):
        return Title(0, _versions(name), family, settled=False, why=f"there is no version {version} of {family}")
    plain = f"{family}-{known.versions[version]}"
    reason = "version 4.0 has no ports" if version == "4" else f"it was never ported to {port}"
    return Title(0, (plain,), family, settled=False, why=f"there is no {port} port of {plain}: {reason}")


def _versions(name: str) -> tuple[str, ...]:
    """The versions of some elements, the newest first."""
    versions = [version for key, version in elements().versions.items() if universal(key)]
    return tuple(f"CC-{name}-{version}" for version in reversed(versions))


def _odd(name: str, version: str | None) -> Title:
    """Elements that no licence has together."""
    likely = f"BY-{name}"
    if likely not in _KNOWN:
        return Title(0, (), "CC", settled=False, why=f"no Creative Commons licence has the elements {name}")
    whole = f"CC-{likely}"
    candidates = tuple(one for one in _versions(likely) if version is None or one.startswith(f"{whole}-{version}"))
    return Title(0, candidates or _versions(likely), whole, settled=False, why=f"there is no CC-{name}: BY is missing")
