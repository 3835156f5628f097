"""Facts about stewardship: whether a contact outlives the person who reads it."""

from __future__ import annotations

import re
from functools import cache

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.facts.common import Answer, Item, World
from policylint.shapes.check import UNSAID

_BREAKS = re.compile(r"[^a-z\u00df-\u00ff]+")


def role_mailbox(maintenance: Item, _: World) -> Answer:
    """Whether the contact is a role's mailbox: the part before the @ holds a word of `registry/role-words.yaml`."""
    contact = maintenance.child("contact")
    if contact.value is UNSAID:
        return Answer(UNSAID, (), (contact,))
    local, at, domain = str(contact.value).removeprefix("mailto:").rpartition("@")
    words = _BREAKS.split(local.lower())
    return Answer(bool(at and domain) and not _role_words().isdisjoint(words), (contact,))


@cache
def _role_words() -> frozenset[str]:
    document = load(resources.path("registry", "role-words.yaml"))
    assert document.root is not None, document.problems
    return frozenset(plain_value(document.root)["words"])
