"""What users install works: the wheel, in an empty environment."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.conftest import AS_OF, ROOT, clean_environment

if TYPE_CHECKING:
    from pathlib import Path


def run(*command: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=clean_environment(home), capture_output=True, text=True, check=False, timeout=600
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT), cwd=folder, home=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_facts_opinions_and_shapes(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("schemas", "policies", "registry"):
        shipped = {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {f"policylint/_data/{name}" for name in shipped} <= names
    assert "policylint/py.typed" in names
    assert [name for name in names if name.endswith(".data/data/share/man/man1/policylint.1")]
    assert not [name for name in names if name.startswith(("tests", "docs", "benchmarks"))]


def test_the_wheel_does_the_main_job_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    installed = run(python, "-m", "pip", "install", "--quiet", str(wheel), cwd=tmp_path, home=tmp_path)
    assert installed.returncode == 0, installed.stderr
    policylint = str(tmp_path / "env" / "bin" / "policylint")
    sheet = (ROOT / "examples/ms-celeb-1m/datasheet.yaml").read_text(encoding="utf-8")
    (tmp_path / "datasheet.yaml").write_text(sheet, encoding="utf-8")
    done = run(
        policylint, "check", "datasheet.yaml", "--as-of", AS_OF, "--format", "concise", cwd=tmp_path, home=tmp_path
    )
    here = run(
        sys.executable,
        "-m",
        "policylint",
        "check",
        "datasheet.yaml",
        "--as-of",
        AS_OF,
        "--format",
        "concise",
        cwd=tmp_path,
        home=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, here.stdout, "")
    assert "error[consent/private-individuals]" in done.stdout
    assert run(policylint, "explain", "consent/private-individuals", cwd=tmp_path, home=tmp_path).returncode == 0
    assert run(policylint, "schema", "datasheet", cwd=tmp_path, home=tmp_path).returncode == 0
