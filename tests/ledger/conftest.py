"""One Spark session for all tests: it costs more to start than all that is asked of it."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


def no_spark() -> str | None:
    """Why Spark cannot be asked here; None where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    return "there is no Java" if shutil.which("java") is None else None


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session with two threads."""
    reason = no_spark()
    if reason is not None:
        pytest.skip(reason)
    from policylint.ledger.engine import Options
    from policylint.ledger.spark import session

    made = session(Options(threads=2))
    yield made
    made.stop()
