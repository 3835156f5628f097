"""Configs and compiled policies, by the content of every file that they were made from."""

from __future__ import annotations

import os
import sys

from policylint import resources
from policylint.cache import files
from policylint.config import Config, Ledgers
from policylint.disk import Disk, answers_to
from policylint.findings import Span
from policylint.lean import TYPE_CHECKING
from policylint.outcome import plain
from policylint.policy.in_force import Policy, Settings, is_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from policylint.leads import Question

_BESIDE = ("packs", "extensions")


def config(path: str, folder: str | None) -> Config:
    """The config in a file: from the cache in `folder` (None: no cache), else read and kept there.

    Raises InvalidFileError: a config is never half-applied.
    """
    if folder is None:
        return _read_config(path)
    key = [path, os.getcwd(), files.content(path), files.code()]
    made = Config(*_kept(os.path.join(folder, _named("config", key)), key, lambda: tuple(_read_config(path))))
    places = tuple((name, Span(*span)) for name, span in made.places)
    return made._replace(places=places, ledgers=Ledgers(*made.ledgers))


def _read_config(path: str) -> Config:
    from policylint.config_file import read  # noqa: PLC0415 - not needed where the cache has it

    return read(path)


def policy(settings: Settings, folder: str | None) -> Policy:
    """The policy for some settings: from the cache in `folder` (None: no cache), else loaded and kept there.

    Raises what `load_policy` raises.
    """
    if folder is None:
        return _load(settings)
    key = [repr((_asked(settings), resources.root(), sys.path)), files.code()]
    return Policy(*_kept(os.path.join(folder, _named("plan", key)), key, lambda: tuple(_load(settings)), reads))


def _asked(settings: Settings) -> tuple[Settings, str]:
    """What decides a policy: where one asks from, only if paths count from there."""
    if any(map(is_path, settings.policies)):
        return settings, os.getcwd()
    return settings._replace(base="", origin="", places=()), ""


def _load(settings: Settings) -> Policy:
    from policylint.policy.load import load_policy  # noqa: PLC0415 - not needed where the cache has it

    return load_policy(settings)


def _named(kind: str, key: list[Any]) -> str:
    return f"{kind}-{files.digest_of(key).hex()}"


def _kept(
    file: str,
    key: list[Any],
    make: Callable[[], tuple[Any, ...]],
    asked: Callable[[Policy], dict[Question, str]] | None = None,
) -> tuple[Any, ...]:
    """What a file of the cache holds for a key, if what it was made from is as it was; else made, and kept."""
    kept = files.read(file)
    if kept is not None and kept[0] == key and Disk().answers(kept[1]):
        made: tuple[Any, ...] = kept[2]
        return made
    made = make()
    files.write(file, [key, asked(Policy(*made)) if asked is not None else {}, plain(made)])
    return made


def reads(made: Policy) -> dict[Question, str]:
    """The files and folders that decided a policy, as they are. What policylint brings is part of every key."""
    own = [path for path in (*made.files, *made.watched) if not resources.is_shipped(path)]
    asked = [("file", path) for path in own if not os.path.isdir(path)]
    asked += [("folder", folder) for folder in sorted(_around(made))]
    return answers_to(asked)


def _around(made: Policy) -> set[str]:
    """The folders around a user's policy files: a rule or a pack that appears there changes what is in force."""
    folders = {folder for folder in made.watched if os.path.isdir(folder)}
    for file in made.files:
        if resources.is_shipped(file):
            continue
        root = os.path.dirname(os.path.dirname(os.path.abspath(file)))
        for top in {root, os.path.dirname(root)}:
            rules = os.path.join(top, "rules")
            folders |= {top, rules, *(os.path.join(top, name) for name in _BESIDE)}
            folders |= {os.path.join(rules, name) for name in _names(rules)}
    return folders


def _names(folder: str) -> list[str]:
    """What a folder holds; nothing if there is none."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
