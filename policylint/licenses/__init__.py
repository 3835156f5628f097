"""Licences: expressions, the facts of the registry, effective terms."""
