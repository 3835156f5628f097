"""What advisories ask for, in words that a sentence can hold."""

from __future__ import annotations

from functools import cache

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value


@cache
def advice() -> dict[str, str]:
    """Each action of `registry/vocabularies/advisory-actions.yaml`, as the middle of a sentence."""
    document = load(resources.path("registry", "vocabularies", "advisory-actions.yaml"))
    assert document.root is not None, document.problems
    terms = plain_value(document.root)["terms"]
    return {word: _inside(str(term["description"])) for word, term in terms.items()}


def _inside(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].removesuffix(".")
