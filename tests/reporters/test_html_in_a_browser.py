"""The page in a real browser without a network: it complains of nothing, asks for nothing, fits and shows."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.browser import CHROMIUM, browser, printed, show
from tests.conftest import ROOT
from tests.reporters.hostile import ELEMENTS, hostile_report
from tests.reporters.pages import family_report, page_of
from tests.reporters.screenshots import VIEWS, views

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: `apt-get install chromium`")

LEAKING = """<!doctype html><html><head><meta charset="utf-8"></head><body style="width: 2000px">
<img src="https://example.org/x.png"><script>console.error("said")</script></body></html>"""


_A4 = 718
"""Pixels between the margins of a sheet of A4."""


def rows_of(png: bytes) -> tuple[int, int, set[bytes]]:
    """The width and the height of a picture, and its different rows."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    pixels = zlib.decompress(b"".join(body for kind, body in _chunks(png) if kind == b"IDAT"))
    length = len(pixels) // height
    return width, height, {pixels[at : at + length] for at in range(0, len(pixels), length)}


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def test_the_family_in_a_browser(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page_of(family_report(), ROOT), encoding="utf-8")
    looks = {}
    with browser() as opened:
        for name, width, shown in views(opened, file):
            assert shown.complaints == []
            assert shown.requests == [file.as_uri()]
            assert shown.width <= width, f"at {width} the page is {shown.width} wide"
            wide, tall, rows = rows_of(shown.png)
            assert (wide, tall) == (width, VIEWS[width, name.removesuffix(".png").rpartition("-")[2]])
            assert len(rows) > 200
            looks[name] = shown.png
        pdf, cut = printed(opened, file, _A4)
        assert pdf.startswith(b"%PDF-")
        assert cut == []
        (tmp_path / "hostile").mkdir()
        hostile = page_of(hostile_report(tmp_path / "hostile"), tmp_path / "hostile")
        (tmp_path / "hostile.html").write_text(hostile, encoding="utf-8")
        attacked = show(opened, tmp_path / "hostile.html", 1400, "light", 200)
        (tmp_path / "leaking.html").write_text(LEAKING, encoding="utf-8")
        leaking = show(opened, tmp_path / "leaking.html", 400, "light", 200)
        _, leaking_cut = printed(opened, tmp_path / "leaking.html", _A4)
    assert set(attacked.elements) <= ELEMENTS, "no text of a document is markup to a browser"
    assert not [name for name in attacked.attributes if name.startswith("on") or name == "src"]
    assert (attacked.complaints, len(attacked.requests)) == ([], 1)
    assert len(set(looks.values())) == len(VIEWS), "by night it looks as by day"
    assert {"script", "img"} <= set(leaking.elements), "this test sees every element"
    assert leaking.width > 400, "and a page that does not fit"
    assert leaking_cut, "and one that does not fit on paper"
    assert "https://example.org/x.png" in leaking.requests, "and what a page asks for"
    assert any("said" in one for one in leaking.complaints), "and what is said on the console"
    assert len(rows_of(leaking.png)[2]) < 50, "and a page that shows nothing"


def test_pictures_are_kept() -> None:
    for width, scheme in VIEWS:
        png = (ROOT / "tests" / "reporters" / "golden" / f"family-{width}-{scheme}.png").read_bytes()
        assert rows_of(png)[0] == width
        assert len(png) < 300_000
