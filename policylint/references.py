"""References from one file to another: inside the project, or a finding."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

_COORDINATE = re.compile(r"(?:hf|tfds|torchvision|sklearn|kaggle|doi|openml|arxiv|url|https?):", re.IGNORECASE)
_SHEET_NAMES = ("datasheet.yaml", "datasheet.yml", "datasheet.json")


class Resolved(NamedTuple):
    """What a reference leads to: a file, or why it leads to none (`severity` is what that costs)."""

    path: str | None
    why: str = ""
    remedy: str = ""
    severity: str = "error"


def is_coordinate(reference: str) -> bool:
    """Whether a reference names a dataset elsewhere (`hf:owner/name`, a DOI, a URL): never fetched.

    >>> is_coordinate("hf:owner/name"), is_coordinate("../faces/datasheet.yaml"), is_coordinate("file:faces")
    (True, False, False)
    """
    return _COORDINATE.match(reference) is not None


def resolve(reference: str, origin: str, root: str, *, is_path: bool = False) -> Resolved:
    """The datasheet that a reference in the file `origin` leads to; never outside `root`, links followed.

    A reference may be a coordinate or an id, unless `is_path`.
    """
    if not is_path and is_coordinate(reference):
        return Resolved(
            None, f"`{reference}` is not described here, so nothing about it can be judged",
            "Write a datasheet for it, or save its card, and name the file under `sheet`.", "warning",
        )  # fmt: skip
    target = os.path.normpath(os.path.join(os.path.dirname(origin), reference.removeprefix("file:")))
    if not _inside(target, root):
        return Resolved(None, f"`{reference}` leads out of the project", "Keep the datasheet inside the project.")
    if os.path.isdir(target):
        for name in _SHEET_NAMES:
            if os.path.isfile(os.path.join(target, name)):
                return resolve(name, os.path.join(target, ""), root)
        return Resolved(None, f"the folder `{reference}` holds no datasheet", "Write `datasheet.yaml` there.")
    if os.path.isfile(target):
        return Resolved(target.replace(os.sep, "/"))
    if not is_path and "/" not in reference and os.sep not in reference and "." not in reference:
        return Resolved(
            None, f"no datasheet here describes `{reference}`, so nothing about it can be judged",
            "Name its datasheet under `sheet`.", "warning",
        )  # fmt: skip
    return Resolved(None, f"there is no file `{reference}`", "Correct the path; it counts from this file's folder.")


def _inside(target: str, root: str) -> bool:
    top = os.path.realpath(root)
    return os.path.commonpath([top, os.path.realpath(target)]) == top
