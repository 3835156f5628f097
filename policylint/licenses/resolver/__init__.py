"""What people write for a licence, resolved: names, addresses, ids of platforms, sentences, terms of their own."""

from __future__ import annotations

from policylint.licenses.answer import Resolution
from policylint.licenses.resolver.resolve import resolve, same, suggestion

__all__ = ["Resolution", "resolve", "same", "suggestion"]
