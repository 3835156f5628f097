"""Fuzzing: bytes that nobody would write, and the promises that policylint keeps on them all the same.

`python -m fuzz all --seconds 60` tries every target for a minute in all; `docs/fuzzing.md` tells of it.
"""
