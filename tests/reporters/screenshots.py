"""Writes the pictures of the page that are kept beside the golden files: `make report-screenshots`.

They show a person what the page looks like. No test compares them: fonts differ from machine to machine.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import CHROMIUM, Shown, browser, show
from tests.conftest import ROOT
from tests.reporters.pages import family_report, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser import Browser

VIEWS = {(width, scheme): height for width, height in ((1400, 1500), (400, 1300)) for scheme in ("light", "dark")}
"""Width and colour scheme → how much of the page a picture shows."""


def views(opened: Browser, file: Path) -> Iterator[tuple[str, int, Shown]]:
    """A page at every width, by day and by night: its name, the width of the window, and what came out."""
    for (width, scheme), height in VIEWS.items():
        yield f"family-{width}-{scheme}.png", width, show(opened, file, width, scheme, height)


def main() -> int:
    """Write the pictures of the golden family's page."""
    if CHROMIUM is None:
        sys.stderr.write("no chromium here: nothing was written\n")
        return 2
    with tempfile.TemporaryDirectory() as folder, browser() as opened:
        file = Path(folder) / "report.html"
        file.write_text(page_of(family_report(), ROOT), encoding="utf-8")
        for name, _, shown in views(opened, file):
            (ROOT / "tests" / "reporters" / "golden" / name).write_bytes(shown.png)
    return 0


if __name__ == "__main__":
    sys.exit(main())
