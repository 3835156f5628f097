"""The folder that targets work in: a small project that is there when a fuzzed file is read, and names lead into."""

from __future__ import annotations

import atexit
import contextlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-22"
SHEET = """\
datasheet: "1"
id: faces
name: Faces
people:
  present: true
  groups:
    - {id: visitors, kind: private_individual, role: depicted, consent: {status: not_sought}}
    - {id: staff, role: depicted, consent: {status: given, granted_on: 2025-03-01, expires_on: 2027-01-01}}
  ledger: {path: ledger.csv, rows: 3}
sources: [{id: above, ref: above.datasheet.yaml, license: CC-BY-NC-4.0}]
licenses: [{applies_to: dataset, license: CC0-1.0}]
uses: {intended: [{id: shop, purpose: research.academic, commercial: true, activities: [use, train]}], prohibited: []}
maintenance: {status: active, contact: none}
"""
ABOVE = """\
datasheet: "1"
id: above
name: Above
people: {present: true, groups: [{id: sitters, kind: unknown, role: depicted, consent: {status: unknown}}]}
licenses: [{applies_to: dataset, license: CC-BY-NC-4.0}]
uses: {intended: []}
maintenance: {status: active, contact: data@example.org, organization: Above}
"""
USE = """\
use: "1"
id: demo
actor: {name: A, type: [company]}
purpose: [product.public]
commercial: true
activities: [use, train]
datasets: [{ref: faces.datasheet.yaml}]
"""
LEDGER = """\
item_id,subject_id,subject_kind,status,given_by,granted_at,withdrawn_at,expires_at,scopes_allow,scopes_deny,email
f1,s1,public_figure,not_sought,,,,,,,
f2,s2,private_individual,given,subject,2024-03-01,2025-02-01,,research,-,
f3,,unknown,given,subject,2024-03,,never,research; commercial,,a@example.org
"""
FILES = {
    "faces.datasheet.yaml": SHEET,
    "above.datasheet.yaml": ABOVE,
    "demo.use.yaml": USE,
    "ledger.csv": LEDGER,
    ".git/HEAD": "",  # the project ends here
}


@cache
def folder() -> Path:
    """The folder of this process, made when it is first asked for."""
    made = Path(tempfile.mkdtemp(prefix="policylint-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for name, text in FILES.items():
        put(made / name, text.encode())
    return made


@contextlib.contextmanager
def holding(name: str, data: bytes) -> Iterator[Path]:
    """Work in the folder while it holds one more file, or another one of that name."""
    file = folder() / name
    before = file.read_bytes() if file.exists() else None
    put(file, data)
    try:
        with contextlib.chdir(folder()):
            yield file
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)


def put(file: Path, data: bytes) -> None:
    """Write a file, and the folders that it lies in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
