"""PyYAML as policylint imports it: quicker, and whole for whoever uses it beside policylint."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

BEFORE = "import policylint.documents.yaml_nodes, re, yaml"
CASES = {
    "its patterns wait": ("print(type(yaml.reader.Reader.NON_PRINTABLE).__name__)", "_Later"),
    "other patterns do not": ("print(type(re.compile('a')).__name__)", "Pattern"),
    "it reads dates, numbers and words": (
        "print(yaml.load('[2026-01-31, 1.5, yes, 0x1F]', yaml.SafeLoader))",
        "[datetime.date(2026, 1, 31), 1.5, True, 31]",
    ),
    "it refuses what cannot be printed": (
        "try: yaml.load('\\x07', yaml.SafeLoader)\nexcept yaml.reader.ReaderError as error: print(error.position)",
        "0",
    ),
    "its resolvers can be copied": (
        "import copy; print(len(copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers)) > 9)",
        "True",
    ),
    "it writes": ("print(yaml.safe_dump({'a': '2026-01-31', 'b': 'yes'}, default_flow_style=True).strip())",
                  "{a: '2026-01-31', b: 'yes'}"),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_pyyaml_is_whole(what: str) -> None:
    script, expected = CASES[what]
    done = subprocess.run(
        [sys.executable, "-c", f"{BEFORE}\n{script}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == (expected, "")
