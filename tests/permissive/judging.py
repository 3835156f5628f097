"""What a build comes to: green or red, by the same `check` that the command runs."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policylint.findings import rank
from policylint.open_questions import asked_by
from policylint.pipeline import check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policylint.findings import Finding
    from tests.permissive.bases import Base


CLEAN = "clean/"
"""The folder of a sheet that is checked as well, so that a run which overlooks the other file is not empty."""


class Build(NamedTuple):
    """A build that was run: its exit code, and the findings that stop it."""

    code: int
    blocking: tuple[Finding, ...]
    every: tuple[Finding, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        """The rules that stop it."""
        return frozenset(one.rule for one in self.blocking)


@contextmanager
def laid_out(folder: Path, files: Mapping[str, str]) -> Iterator[None]:
    """A working directory that holds files, and is empty again afterwards."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        for name, text in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8", newline="")
        yield
    finally:
        os.chdir(before)


def _of_others(finding: Finding, card: str) -> bool:
    """Whether a finding is about the clean sheet, or asks nothing but a card."""
    asked = {one.file for one in asked_by(finding)}
    return finding.place.path.startswith(CLEAN) or bool(card and asked == {card})


def built(base: Base) -> Build:
    """Run a build where its files lie."""
    try:
        report, _ = check(base.checked, base.policy, base.request)
    except Exception:  # noqa: BLE001 - whatever it is, the command would end with exit code 4
        return Build(4, ())
    level = rank(base.request.fail_on)
    found = tuple(one for one in report.counted if not _of_others(one, base.card))
    return Build(report.exit_code, tuple(one for one in found if rank(one.severity) <= level), found)
