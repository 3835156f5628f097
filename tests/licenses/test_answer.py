"""What words about a licence come to is the same with the resolver and without it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from policylint.licenses.answer import NO_LICENSES, from_words
from policylint.licenses.catalog import known_ids
from policylint.licenses.resolver import resolve
from tests.conftest import ROOT


def test_an_id_comes_to_what_the_resolver_says() -> None:
    ids = known_ids()
    assert {*NO_LICENSES, "CC-BY-4.0"} < set(ids)
    differ = [one for one in ids if from_words(one)._replace(why="") != resolve(one)._replace(why="")]
    assert differ == []


@pytest.mark.parametrize("text", ["cc-by-4.0", "CC BY 4.0", "CC-BY-4.0 ", "NONE", "NOASSERTION", "ask us", ""])
def test_other_words_are_for_the_resolver(text: str) -> None:
    assert from_words(text) == resolve(text)


def test_an_id_needs_no_resolver() -> None:
    code = (
        "import sys; from policylint.licenses.answer import from_words; from_words('CC-BY-4.0');"
        "print([name for name in sys.modules if name.startswith('policylint.licenses.resolver')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
