"""Compares the registry's facts with published tables of licences: agreement, and each disagreement with its reason.

    python benchmarks/licence_tables.py FOLDER [REASONS.yaml]

FOLDER holds any of `choosealicense.csv`, `okfn_open_definition.csv` and `dpi_classes_dev.csv`. A disagreement that has
no reason is printed as such, and so is a reason that no disagreement needs; either makes the exit code 1.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.licenses.catalog import license_entry, spelled, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REASONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "licence_reasons.yaml")
GRANTED = ("permit", "permit_if")


class Comparison(NamedTuple):
    """What a table and the registry each say of one term of a licence; None for a licence that cannot be compared."""

    table: str
    license: str
    term: str
    theirs: bool | None
    ours: bool | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.table, self.license, self.term


def _grants(identifier: str, action: str) -> bool:
    terms = terms_of(identifier)
    return terms is not None and terms.actions[action] in GRANTED


def _asks(identifier: str, duty: str, *, requested: bool = False) -> bool:
    entry = license_entry(identifier)
    duties = entry["duties"] if entry is not None and isinstance(entry["duties"], dict) else {}
    return duties.get(duty) == "duty" or (requested and duties.get(duty) == "requested")


def _limited(identifier: str) -> bool:
    """Whether it is for research or education alone, or for academic users alone."""
    terms = terms_of(identifier)
    return terms is not None and (terms.actors != ("any",) or terms.purposes != ("any",))


def _known(written: str) -> str | None:
    """The registry's id for an id of a table: GNU ids of old have no `-only`."""
    return spelled(written) or spelled(f"{written}-only")


def _resolved(text: str) -> str | None:
    """The registry's id for what a table calls a licence."""
    if (known := _known(text)) is not None:
        return known
    try:
        from policylint.licenses.resolver import resolve  # noqa: PLC0415 - a table of ids needs no resolver
    except ImportError:
        return None
    answer = resolve(text)
    if answer.license is not None:
        return _known(answer.license)
    return None if answer.family is None else spelled(f"LicenseRef-family-{answer.family}")


_CHOOSE: dict[str, Callable[[str], bool]] = {
    "perm:commercial-use": lambda one: _grants(one, "commercial_use"),
    "perm:distribution": lambda one: _grants(one, "distribute"),
    "perm:modifications": lambda one: _grants(one, "derive"),
    "perm:private-use": lambda one: _grants(one, "use"),
    "cond:include-copyright": lambda one: _asks(one, "notice"),
    "cond:document-changes": lambda one: _asks(one, "state_changes"),
    "cond:disclose-source": lambda one: _asks(one, "source_disclosure"),
    "cond:same-license": lambda one: _asks(one, "share_alike"),
}  # fmt: skip
_VARIANTS = {
    "cond:include-copyright": ("cond:include-copyright--source",),
    "cond:same-license": ("cond:same-license--file", "cond:same-license--library"),
}
"""Columns that say the same of a part only: the registry has one term for both."""


def _choosealicense(row: dict[str, str]) -> Iterator[Comparison]:
    identifier = _known(row["spdx_id"])
    for column, ours in _CHOOSE.items():
        theirs = any(row[name] == "1" for name in (column, *_VARIANTS.get(column, ())))
        yield Comparison("choosealicense", row["spdx_id"], column, theirs, ours(identifier) if identifier else None)


def _okfn(row: dict[str, str]) -> Iterator[Comparison]:
    identifier = _known(row["id"]) or _resolved(row.get("title", ""))
    actions = ("use", "derive", "distribute", "commercial_use")
    ours = all(_grants(identifier, action) for action in actions) if identifier else None
    theirs = {"approved": True, "rejected": False}.get(row["od_conformance"])
    yield Comparison("okfn", row["id"], "open", theirs, ours)


def _dpi(row: dict[str, str]) -> Iterator[Comparison]:
    said = {"yes": True, "no": False, "1": True, "0": False}
    identifier = _resolved(row["licence"])
    columns: dict[str, Callable[[str], bool]] = {
        "commercial_allowed": lambda one: _grants(one, "commercial_use"),
        "academic_only": _limited,
        "attribution": lambda one: _asks(one, "attribution", requested=True),
        "share_alike": lambda one: _asks(one, "share_alike"),
    }
    for column, ours in columns.items():
        theirs = said.get(row[column])
        yield Comparison("dpi", row["licence"], column, theirs, ours(identifier) if identifier else None)


TABLES = {"choosealicense.csv": _choosealicense, "okfn_open_definition.csv": _okfn, "dpi_classes_dev.csv": _dpi}


def comparisons(folder: str) -> Iterator[Comparison]:
    """Every term that a table of the folder speaks of."""
    for name, compare in TABLES.items():
        file = os.path.join(folder, name)
        if os.path.isfile(file):
            with open(file, encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    yield from compare(row)


def reasons(file: str) -> dict[tuple[str, str, str], str]:
    """The reasons of a file, by table, licence and term."""
    document = load(file)
    if document.root is None:
        raise SystemExit(f"{file} cannot be read")
    listed = plain_value(document.root)
    return {(one["table"], name, one["term"]): one["reason"] for one in listed for name in one["licenses"]}


def report(folder: str, file: str = REASONS) -> tuple[list[str], int]:
    """The lines to print, and the exit code."""
    found = list(comparisons(folder))
    known = reasons(file)
    tables = dict.fromkeys(one.table for one in found)
    lines, unexplained = [], 0
    for table in tables:
        judged = [one for one in found if one.table == table and None not in (one.theirs, one.ours)]
        agree = Counter(one.theirs == one.ours for one in judged)
        licenses = len({one.license for one in judged})
        absent = len(
            {one.license for one in found if one.table == table and one.ours is None and one.theirs is not None}
        )
        lines.append(
            f"{table}: {agree[True]} of {len(judged)} terms of {licenses} licences agree; {absent} licences not here"
        )
        for one in judged:
            if one.theirs == one.ours:
                continue
            reason = known.get(one.key)
            unexplained += reason is None
            theirs, ours = ("yes" if value else "no" for value in (one.theirs, one.ours))
            lines.append(f"  {one.license}, {one.term}: they say {theirs}, we {ours}: {reason or 'NO REASON'}")
    needed = {one.key for one in found if None not in (one.theirs, one.ours) and one.theirs != one.ours}
    judgeable = {one.key for one in found if one.ours is None}
    unused = [key for key in known if key[0] in tables and key not in needed | judgeable]
    lines += [f"  unused reason: {', '.join(key)}" for key in unused]
    return lines, 1 if unexplained or unused else 0


def main(arguments: list[str]) -> int:
    """Print the report."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("usage: licence_tables.py FOLDER [REASONS.yaml]\n")
        return 2
    lines, code = report(*arguments)
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
