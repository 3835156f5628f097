"""What people write for a licence, resolved: names, addresses, ids of platforms, sentences, terms of their own."""

from __future__ import annotations

from policylint.licenses.resolver.resolve import Resolution, resolve, suggestion

__all__ = ["Resolution", "resolve", "suggestion"]
