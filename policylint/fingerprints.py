"""A finding's identity: rule, dataset, use, place by ids, value. Lines, formatting and order do not count."""

from __future__ import annotations

import hashlib
import json

from policylint.documents.node import index_of, pointer_parts
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def by_ids(pointer: str, root: Any) -> str:
    """A pointer with list indexes replaced by the items' ids, where they have one.

    >>> by_ids("/people/groups/0/kind", {"people": {"groups": [{"id": "speakers"}]}})
    '/people/groups/speakers/kind'
    """
    parts, value = [], root
    for part in pointer_parts(pointer):
        if isinstance(value, list) and (index := index_of(part, value)) is not None:
            value = value[index]
            identifier = value.get("id") if isinstance(value, dict) else None
            parts.append(identifier if isinstance(identifier, str) else part)
        else:
            value = value.get(part) if isinstance(value, dict) else None
            parts.append(part)
    return "".join(f"/{part}" for part in parts)


def fingerprint(rule: str, dataset: str | None, use: str | None, pointer: str, root: Any, value: Any) -> str:
    """32 hexadecimal digits."""
    said = json.dumps([rule, dataset, use, by_ids(pointer, root), value], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
