"""Coordinates: what datasets are called elsewhere (`hf:owner/name`, a DOI, a URL), as they are compared."""

from __future__ import annotations

import re
from functools import lru_cache

_FOLDED = ("hf", "kaggle", "doi", "tfds", "openml")
"""Coordinates of which the case does not count."""
_PAGES = {
    "hf": ("co/datasets/", r"(?:huggingface\.co|hf\.co)/datasets/([^/?#]+/[^/?#]+)"),
    "arxiv": ("arxiv.org/", r"arxiv\.org/(?:abs|pdf)/([0-9]{4}\.[0-9]{4,5})"),
    "doi": ("doi.org/", r"(?:dx\.)?doi\.org/(10\.[^?#]+)"),
}
"""Pages whose address says a coordinate: something in each of them, and the whole pattern."""


@lru_cache(maxsize=1 << 10)
def normal(reference: str) -> str:
    """A coordinate as it is compared: without a revision, a URL without its scheme, `www.` and last slash.

    >>> normal("hf:Owner/Name@main"), normal("https://www.Example.org/faces/"), normal("url:example.org/faces")
    ('hf:owner/name', 'url:example.org/faces', 'url:example.org/faces')
    >>> normal("https://huggingface.co/datasets/Owner/Name/tree/main"), normal("arxiv:1607.08221v1")
    ('hf:owner/name', 'arxiv:1607.08221')
    """
    kind, colon, rest = reference.partition(":")
    kind = kind.lower()
    if not colon:
        return reference
    if kind in ("http", "https", "url"):
        return _page(rest.removeprefix("http://").removeprefix("https://").removeprefix("//"))
    name = rest.partition("@")[0]
    if kind == "arxiv":
        return f"arxiv:{re.sub(r'v[0-9]+$', '', name)}"
    return f"{kind}:{name.lower() if kind in _FOLDED else name}"


def _page(address: str) -> str:
    host, slash, path = address.partition("/")
    page = f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")
    for kind, (part, pattern) in _PAGES.items():
        match = re.match(pattern, page) if part in page else None
        if match is not None:
            return normal(f"{kind}:{match.group(1)}")
    return f"url:{page}"


def host(address: str) -> str:
    """The host of a normal URL; "" for other coordinates.

    >>> host("url:example.org/faces"), host("hf:owner/name")
    ('example.org', '')
    """
    kind, _, rest = address.partition(":")
    return rest.partition("/")[0] if kind == "url" else ""
