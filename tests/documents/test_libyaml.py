"""PyYAML is imported as far as it is needed, and whoever else uses it in the process finds it whole."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from policylint.documents import libyaml
from tests.conftest import ROOT

LEAN = "from policylint.documents import load\nassert load('examples/no-people/datasheet.yaml').root is not None\n"
NOT_YET = (
    "import sys\nassert not {'yaml.reader', 'yaml.constructor', 'yaml.emitter', 'yaml.dumper'} & set(sys.modules)\n"
)
WITHOUT = """
import sys
class Missing:
    @staticmethod
    def find_spec(name, *_):
        if name == 'yaml._yaml':
            raise ImportError(name)
sys.meta_path.insert(0, Missing)
"""
WHOLE = {
    "an import": "import yaml\nassert yaml.safe_load('[1, a]') == [1, 'a']",
    "names": "from yaml import CSafeLoader, dump, load\nassert load(dump({'a': 1}), CSafeLoader) == {'a': 1}",
    "all names": "from yaml import *\nassert safe_load('a: 1') == {'a': 1}",
    "a module of it": "import yaml.emitter\nyaml.CDumper\nassert yaml.emitter.EmitterError is yaml._yaml.EmitterError",
    "its errors": """
import yaml
errors = {"[": yaml.parser.ParserError, "%": yaml.scanner.ScannerError, "*a": yaml.composer.ComposerError}
errors[chr(7)] = yaml.reader.ReaderError
for text, error in errors.items():
    try:
        yaml.load(text, yaml.CSafeLoader)
    except error:
        continue
    raise AssertionError(text)
""",
    "no such name": """
import yaml
assert not hasattr(yaml, 'nothing')
assert yaml.__version__
assert type(yaml).__name__ == 'module'
""",
    "several threads": """
import threading, yaml
found = []
threads = [threading.Thread(target=lambda: found.append(yaml.safe_load('1'))) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
assert found == [1] * 8
""",
}


def run(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("then", WHOLE.values(), ids=[name.replace(" ", "_") for name in WHOLE])
def test_it_is_whole_when_somebody_asks(then: str) -> None:
    run(LEAN + NOT_YET + then)


def test_yaml_is_parsed_by_libyaml_where_it_is_there() -> None:
    assert libyaml.Parser is (yaml._yaml.CParser if yaml.__with_libyaml__ else yaml.SafeLoader)


def test_it_may_be_there_before() -> None:
    run("import yaml\nloader = yaml.CSafeLoader\n" + LEAN + "import yaml\nassert yaml.CSafeLoader is loader")


def test_it_may_be_built_without_libyaml() -> None:
    then = "import yaml\nassert not yaml.__with_libyaml__\nassert yaml.safe_load('a: [1]') == {'a': [1]}\n"
    broken = "from policylint.documents import read\nassert read(b'a: [', 'a.yaml').problems\n"
    run(WITHOUT + LEAN + then + broken)
