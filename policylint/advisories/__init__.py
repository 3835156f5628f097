"""Advisories: the registry of what has happened to datasets, and how a dataset is recognised in it."""
