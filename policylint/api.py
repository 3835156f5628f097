"""The Python API: `from policylint import check`.

The report is that of the command line, for notebooks, notes and tests of one's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from policylint.characters import hushed
from policylint.commands.judging import Asked, judged
from policylint.errors import PolicylintError
from policylint.findings import Finding
from policylint.reporters import render
from policylint.reporters.style import Style, safe

if TYPE_CHECKING:
    from policylint.findings import Report as Found

__all__ = ["Finding", "PolicylintError", "Report", "Severity", "check"]

StrPath: TypeAlias = str | os.PathLike[str]
MOMENTS = ("create", "consume", "audit")
_MAPPING = "<mapping>"
_SHOWN = 200
"""Findings in the table of a notebook; `findings` has them all."""


class Severity(StrEnum):
    """How much a finding costs. They compare equal with their names: `Severity.ERROR == "error"`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Report:
    """What a check found. It prints as `policylint check` does, and shows as a table in a notebook."""

    __slots__ = ("_found", "findings", "notes")

    findings: tuple[Finding, ...]
    """Every finding, sorted by file, line and rule; those that a waiver excuses too, which have a `waiver`.

    They hold no passwords of addresses: a notebook prints them.
    """
    notes: tuple[str, ...]
    """What was named and is nothing that policylint reads."""

    def __init__(self, found: Found, notes: Iterable[str] = ()) -> None:
        self._found = found
        self.findings = tuple(map(hushed, found.findings))
        self.notes = tuple(notes)

    @property
    def ok(self) -> bool:
        """Whether the command line would have ended with 0: something was checked, and there is no error."""
        return self._found.exit_code == 0

    def to_dict(self) -> dict[str, Any]:
        """The report as `--format json` writes it, version 1 (`policylint schema report`)."""
        said: dict[str, Any] = json.loads(render(self._found, "json", Style()))
        return said

    def __str__(self) -> str:
        return render(self._found, "text", Style())

    def __repr__(self) -> str:
        return f"<policylint.Report: {_verdict(self._found)}>"

    def _repr_html_(self) -> str:
        rows = [_row(finding) for finding in self.findings[:_SHOWN]]
        left_out = len(self.findings) - len(rows)
        more = f"<p>{left_out} more findings</p>" if left_out > 0 else ""
        head = f"<p>policylint: <strong>{escape(_verdict(self._found))}</strong></p>"
        titles = "".join(f"<th>{title}</th>" for title in ("severity", "rule", "where", "what", "fix"))
        table = f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
        return head + table + more


def check(
    paths: StrPath | Mapping[str, Any] | Iterable[StrPath] = ".",
    *,
    policy: StrPath | Iterable[StrPath] = (),
    use: StrPath | Iterable[StrPath] = (),
    as_of: str | date | None = None,
    moment: str | Iterable[str] = (),
    config: StrPath | Literal[False] | None = None,
) -> Report:
    """Files, folders, or one datasheet as a mapping, checked as `policylint check` checks them.

    The options mean what they mean there: `as_of` None is today, `config` None the nearest one and False none.
    Nothing is printed. What is wrong with a datasheet is a finding; PolicylintError is raised for a wrong call,
    and for a policy or a config that has a mistake.

    >>> report = check({"datasheet": "1", "id": "waves"}, as_of="2026-11-22", config=False)
    >>> report.ok, report.findings[0].rule, report.findings[0].severity == Severity.ERROR
    (False, 'shape/missing', True)
    """
    made = judged(
        Asked(
            paths=() if isinstance(paths, Mapping) else _each(paths),
            policy=_each(policy),
            use=_each(use),
            moment=_moments(moment),
            as_of=_day(as_of),
            config=os.fspath(config) if config else None,
            no_config=config is False,
            stdin=(_MAPPING, _written(paths)) if isinstance(paths, Mapping) else None,
        )
    )
    return Report(made.report, made.notes)


def _each(said: StrPath | Iterable[StrPath]) -> tuple[str, ...]:
    return (os.fspath(said),) if isinstance(said, (str, os.PathLike)) else tuple(os.fspath(one) for one in said)


def _moments(said: str | Iterable[str]) -> tuple[str, ...]:
    moments = (said,) if isinstance(said, str) else tuple(said)
    for one in moments:
        if one not in MOMENTS:
            raise PolicylintError(f"moment is one of {', '.join(MOMENTS)}, not `{one}`")
    return moments


def _day(said: str | date | None) -> str | None:
    if isinstance(said, datetime):
        said = said.date()
    return said.isoformat() if isinstance(said, date) else said


def _written(said: Mapping[str, Any]) -> bytes:
    """A mapping as the text of a datasheet: findings show its lines. Dates are written as YAML has them."""
    try:
        return json.dumps(dict(said), indent=2, ensure_ascii=False, allow_nan=False, default=_plain).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise PolicylintError(f"the mapping is no datasheet: {error}") from None


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be written in one")


def _verdict(found: Found) -> str:
    counts = ((found.count(level), level) for level in ("error", "warning", "info"))
    said = [f"{count} {level}{'' if count == 1 else 's'}" for count, level in counts if count]
    return f"{found.result}, {', '.join(said) or 'no findings'}, as of {found.as_of}"


def _row(finding: Finding) -> str:
    where = f"{finding.path}:{finding.line}:{finding.column}"
    cells = (finding.severity, finding.rule, where, finding.message, finding.remedy)
    return f"<tr>{''.join(f'<td>{escape(safe(cell))}</td>' for cell in cells)}</tr>"
