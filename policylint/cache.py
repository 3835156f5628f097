"""Compiled plans kept between runs, as JSON, by the content of every policy file they were made from.

A cache entry that is stale, broken or not ours is as good as none, and so is a folder that others may write to.
Writing an entry is atomic, and failing to write one is no error.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from _blake2 import blake2b
from typing import TYPE_CHECKING, Any

from policylint import __version__, resources
from policylint.policy.in_force import Policy, Settings
from policylint.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMAT = 2
_BESIDE = ("packs", "extensions")


def policy(settings: Settings, folder: str | None) -> Policy:
    """The policy for some settings: from the cache in `folder` (None: no cache), else loaded and kept there.

    Raises what `load_policy` raises.
    """
    if folder is None:
        return _load(settings)
    file = os.path.join(folder, f"plan-{_digest([_key(settings)])}.json")
    kept = _read(file)
    if kept is not None:
        return kept
    made = _load(settings)
    _write(file, made, _listings(made))
    return made


def _load(settings: Settings) -> Policy:
    from policylint.policy.load import load_policy  # noqa: PLC0415 - not needed where the cache has it

    return load_policy(settings)


def _key(settings: Settings) -> bytes:
    """What a plan depends on beside the policy files: the settings, and the code that reads them."""
    return repr((_FORMAT, __version__, settings, resources.root(), os.getcwd(), sys.path, _code())).encode()


def _code() -> list[tuple[str, int, int]]:
    """Size and time of the modules that make plans: a checkout changes without its version changing."""
    package = os.path.dirname(os.path.abspath(__file__))
    stamps = []
    for folder in ("policy", os.path.join("policy", "words"), "facts", "shapes"):
        with os.scandir(os.path.join(package, folder)) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    stamps.append((entry.name, status.st_size, status.st_mtime_ns))
    return sorted(stamps)


def _digest(contents: Iterable[bytes]) -> str:
    state = blake2b(digest_size=20)
    for content in contents:
        state.update(content)
    return state.hexdigest()


def _file_digest(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return _digest([file.read()])
    except OSError:
        return None


def _listings(made: Policy) -> dict[str, list[str]]:
    """The folders around a user's policy files: a rule or a pack that appears there changes what is in force."""
    folders = {}
    for file in made.files:
        if resources.is_shipped(file):
            continue
        root = os.path.dirname(os.path.dirname(os.path.abspath(file)))
        for top in {root, os.path.dirname(root)}:
            for folder in (top, *(os.path.join(top, name) for name in _BESIDE), *_areas(os.path.join(top, "rules"))):
                folders[folder] = _names(folder)
    return folders | {folder: _names(folder) for folder in made.watched if os.path.isdir(folder)}


def _areas(rules: str) -> list[str]:
    return [rules, *(os.path.join(rules, name) for name in _names(rules))]


def _names(folder: str) -> list[str]:
    """What a folder holds; nothing if there is none."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _read(file: str) -> Policy | None:
    try:
        if not _ours(file):
            return None
        with open(file, encoding="utf-8") as opened:
            digest, _, body = opened.read().partition("\n")
        if digest != _digest([body.encode()]):
            return None
        kept = json.loads(body)
        fresh = all(_file_digest(path) == known for path, known in kept["files"].items()) and all(
            _names(folder) == names for folder, names in kept["folders"].items()
        )
        return _policy(kept["policy"]) if fresh else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _ours(file: str) -> bool:
    """Whether nobody else can have put a file there: who does decides what passes. Raises OSError."""
    if not hasattr(os, "getuid"):
        return True
    folder, kept = os.stat(os.path.dirname(file)), os.lstat(file)
    alone = not stat.S_IMODE(folder.st_mode) & (stat.S_IWGRP | stat.S_IWOTH)
    return alone and stat.S_ISREG(kept.st_mode) and {folder.st_uid, kept.st_uid} == {os.getuid()}


def _policy(kept: dict[str, Any]) -> Policy:
    membership = {identifier: tuple(packs) for identifier, packs in kept["membership"].items()}
    tuples = {name: tuple(kept[name]) for name in ("packs", "rules", "files", "watched")}
    return Policy(**tuples, digest=kept["digest"], membership=membership, extensions=kept["extensions"])


def _write(file: str, made: Policy, folders: dict[str, list[str]]) -> None:
    files = {path: _file_digest(path) for path in (*made.files, *made.watched) if not os.path.isdir(path)}
    body = json.dumps({"policy": made._asdict(), "files": files, "folders": folders}, separators=(",", ":"))
    try:
        folder = os.path.dirname(file)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.chmod(
            folder, 0o700
        )  # which fails where it is somebody else's, unless for root, who takes nothing from there
        if os.path.lexists(file):
            os.unlink(file)  # a link or a pipe would be written through
        write_whole(file, f"{_digest([body.encode()])}\n{body}")
    except OSError:
        return  # a cache that cannot be kept is none
