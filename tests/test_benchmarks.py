"""The generated sheets that benchmarks measure on are what they are said to be."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

sys.path.insert(0, str(ROOT / "benchmarks"))

from sheets import sheet, write


def test_nine_in_ten_are_clean_and_every_call_gives_the_same(policylint: Callable[..., Run], tmp_path: Path) -> None:
    size = write(tmp_path, 20)
    assert 3500 <= size <= 5000
    assert sheet(7) == sheet(7)
    run = policylint("check", str(tmp_path), "--as-of", AS_OF, "--format", "json")
    red = {one["dataset"] for one in json.loads(run.out)["findings"] if one["severity"] == "error"}
    assert red == {"speeches-10", "speeches-20"}
