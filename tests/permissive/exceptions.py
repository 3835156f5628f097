"""What the property does not claim, from `exceptions.yaml`: each kind of change, where, and why."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_NOT_SAID = ("key dropped", "value emptied", "value null", "value unknown")
_GROUPS = {
    "dropped": ("key dropped", "value emptied"),
    "not said": _NOT_SAID,
    "garbled": ("value misspelled", "value in another case", "value a number"),
    "under another key": (
        "key misspelled", "key cut short", "key renamed", "key in another case", "key with dashes",
    ),
}  # fmt: skip
"""Ways of `mutations.py` by what they have in common. In a card, whose format lets all add keys, a key goes unread."""


class Excepted(NamedTuple):
    """A kind of change that may turn a rule alone green. Of `asks` one rule stops the build instead.

    `milder` says that the rule still finds something, of a lower severity than before.
    """

    name: str
    why: str
    mutations: frozenset[str]
    at: tuple[str, ...]
    rules: tuple[str, ...] = ("*",)
    asks: tuple[str, ...] = ()
    milder: bool = False

    def covers(self, mutation: str, at: str, rule: str) -> bool:
        """Whether a mutant of a build that a rule (or a kind of file) stops may be green."""
        named = any(fnmatchcase(rule, one) for one in self.rules)
        return named and mutation in self.mutations and any(fnmatchcase(at, one) for one in self.at)


def _excepted(said: dict[str, Any]) -> Excepted:
    mutations = frozenset(way for name in said["changes"] for way in _GROUPS.get(name, (name,)))
    rules = tuple(said.get("of", ("*",)))
    return Excepted(
        said["name"],
        said["why"],
        mutations,
        tuple(said["at"]),
        rules,
        tuple(said.get("asks", ())),
        said.get("milder", False),
    )


_SAID = yaml.safe_load((Path(__file__).parent / "exceptions.yaml").read_text(encoding="utf-8"))
EXCEPTED = tuple(map(_excepted, _SAID["documents"]))
OF_PROJECTS = tuple(map(_excepted, _SAID["projects"]))
"""Of configs, policies, advisories, waivers and baselines, by the kind of file."""
