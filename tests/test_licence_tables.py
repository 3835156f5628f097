"""Facts are compared with tables of others: every difference is shown, with its reason or the lack of one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

sys.path.insert(0, str(ROOT / "benchmarks"))

from licence_tables import REASONS, main, reasons, report

OPEN = (
    "id,od_conformance\nCC-BY-4.0,approved\nCC-BY-NC-4.0,approved\nCC0-1.0,rejected\nXX-1.0,approved\n"
    "MIT,not reviewed\n"
)
CHOOSE = (
    "spdx_id,perm:commercial-use,perm:distribution,perm:modifications,perm:private-use,cond:include-copyright,"
    "cond:include-copyright--source,cond:document-changes,cond:disclose-source,cond:same-license,"
    "cond:same-license--file,cond:same-license--library\n"
    "GPL-3.0,1,1,1,1,1,0,1,1,1,0,0\nMPL-2.0,1,1,1,1,1,0,0,1,0,1,0\nMIT,1,1,1,1,1,0,0,0,1,0,0\n"
)
CLASSES = (
    "licence,commercial_allowed,academic_only,attribution,share_alike\n"
    "CC-BY-SA-4.0,yes,no,1,1\nLicenseRef-LDC-User-Agreement,no,no,?,0\nnobody's own terms,yes,no,1,0\n"
)


def tables(folder: Path, **texts: str) -> str:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(folder)


def test_every_difference_is_shown_with_its_reason_or_without(tmp_path: Path) -> None:
    folder = tables(tmp_path, okfn_open_definition=OPEN, choosealicense=CHOOSE, dpi_classes_dev=CLASSES)
    explained = tmp_path / "reasons.yaml"
    explained.write_text(
        '- {table: okfn, licenses: [CC-BY-NC-4.0], term: open, reason: "not for gain"}\n'
        '- {table: okfn, licenses: [CC-BY-4.0], term: open, reason: "no need"}\n'
        '- {table: okfn, licenses: [XX-1.0], term: open, reason: "not here"}\n',
        encoding="utf-8",
    )
    lines, code = report(folder, str(explained))
    assert lines == [
        "choosealicense: 23 of 24 terms of 3 licences agree; 0 licences not here",
        "  MIT, cond:same-license: they say yes, we no: NO REASON",
        "okfn: 1 of 3 terms of 3 licences agree; 1 licences not here",
        "  CC-BY-NC-4.0, open: they say yes, we no: not for gain",
        "  CC0-1.0, open: they say no, we yes: NO REASON",
        "dpi: 6 of 7 terms of 2 licences agree; 1 licences not here",
        "  LicenseRef-LDC-User-Agreement, academic_only: they say no, we yes: NO REASON",
        "  unused reason: okfn, CC-BY-4.0, open",
    ]
    assert code == 1


def test_tables_that_agree_are_a_success(tmp_path: Path) -> None:
    folder = tables(tmp_path, okfn_open_definition="id,od_conformance\nCC-BY-4.0,approved\n")
    assert main([folder]) == 0
    assert main([]) == 2


def test_the_shipped_reasons_can_be_read() -> None:
    assert all(reasons(REASONS).values())
