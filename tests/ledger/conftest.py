"""One Spark session for all tests: it costs more to start than all that is asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session with two threads."""
    from policylint.ledger.engine import Options
    from policylint.ledger.spark import session

    made = session(Options(threads=2))
    yield made
    made.stop()
