"""Facts about stewardship: whether a contact outlives the person who reads it."""

from __future__ import annotations

from functools import cache

from policylint.facts.common import Answer, Item, World
from policylint.shapes.check import UNSAID


def role_mailbox(maintenance: Item, _: World) -> Answer:
    """Whether the contact is a role's mailbox: the part before the @ holds a word of `registry/role-words.yaml`."""
    contact = maintenance.child("contact")
    if contact.value is UNSAID:
        return Answer(UNSAID, (), (contact,))
    local, at, domain = str(contact.value).removeprefix("mailto:").rpartition("@")
    words = "".join(letter if letter.isalpha() else " " for letter in local.lower()).split()
    return Answer(bool(at and domain) and not _role_words().isdisjoint(words), (contact,))


@cache
def _role_words() -> frozenset[str]:
    from policylint.facts._role_words import WORDS  # noqa: PLC0415 - only where there is a contact

    return frozenset(WORDS)
