"""Each test has a cache of its own; the compiled policy is in it from the start, which costs more than all else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run


@pytest.fixture
def home(policylint: Callable[..., Run], cache_home: Path, tmp_path: Path) -> Path:
    """A cache that holds the compiled policy, and nothing else."""
    policylint("check", "examples/no-people", "--no-config", "--as-of", AS_OF)
    folder = tmp_path / "home"
    (folder / "policylint").mkdir(parents=True, mode=0o700)
    for plan in (cache_home / "policylint").glob("plan-*"):
        shutil.copy2(plan, folder / "policylint")
    return folder
