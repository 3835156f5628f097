"""References from one file to another: inside the project, or a finding."""

from __future__ import annotations

import os
import re

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reading import inside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COORDINATE = re.compile(r"(?:hf|tfds|torchvision|sklearn|kaggle|doi|openml|arxiv|url|https?):", re.IGNORECASE)
_SHEET_NAMES = ("datasheet.yaml", "datasheet.yml", "datasheet.json")


class Resolved(NamedTuple):
    """What a reference leads to: a file, or why it leads to none (`severity` is what that costs)."""

    path: str | None
    why: str = ""
    remedy: str = ""
    severity: str = "error"
    rule: str = "reference/unresolved"


def _nobody(_: str) -> list[str]:
    return []


def is_coordinate(reference: str) -> bool:
    """Whether a reference names a dataset elsewhere (`hf:owner/name`, a DOI, a URL): never fetched.

    >>> is_coordinate("hf:owner/name"), is_coordinate("../faces/datasheet.yaml"), is_coordinate("file:faces")
    (True, False, False)
    """
    return _COORDINATE.match(reference) is not None


def resolve(
    reference: str,
    origin: str,
    roots: Sequence[str],
    find: Callable[[str], list[str]] = _nobody,
    *,
    is_path: bool = False,
) -> Resolved:
    """The datasheet that a reference in the file `origin` leads to; never outside `roots`, links followed.

    A reference may be a coordinate or an id, unless `is_path`; `find` gives the
    datasheets of the project that carry one.
    """
    if not is_path and (is_coordinate(reference) or _may_be_id(reference, origin)):
        return _known(reference, find(reference))
    target = os.path.normpath(os.path.join(os.path.dirname(origin), reference.removeprefix("file:")))
    if not any(inside(target, root) for root in roots):
        remedy = "Keep the datasheet inside the project, or name its folder under `roots` in the config."
        return Resolved(None, f"`{reference}` leads out of the project", remedy)
    if os.path.isdir(target):
        for name in _SHEET_NAMES:
            if os.path.isfile(os.path.join(target, name)):
                return resolve(name, os.path.join(target, ""), roots, is_path=True)
        return Resolved(None, f"the folder `{reference}` holds no datasheet", "Write `datasheet.yaml` there.")
    if os.path.isfile(target):
        return Resolved(target.replace(os.sep, "/"))
    if os.path.exists(target):
        return Resolved(None, f"`{reference}` is no regular file", "Name a datasheet.")
    return Resolved(None, f"there is no file `{reference}`", "Correct the path; it counts from this file's folder.")


def _may_be_id(reference: str, origin: str) -> bool:
    """Whether a reference reads as a dataset's id: one word, and no file or folder beside the file of that name."""
    if "/" in reference or os.sep in reference or "." in reference:
        return False
    return not os.path.exists(os.path.join(os.path.dirname(origin), reference))


def _known(reference: str, paths: list[str]) -> Resolved:
    if len(paths) == 1:
        return Resolved(paths[0])
    if paths:
        both = " and ".join(paths[:3])
        return Resolved(
            None, f"several datasheets here describe `{reference}`: {both}", "Name the file under `ref`.",
            rule="reference/ambiguous",
        )  # fmt: skip
    why = f"no datasheet here describes `{reference}`, so nothing about it can be judged"
    return Resolved(None, why, "Write a datasheet for it, or save its card here, and name the file.", "warning")
