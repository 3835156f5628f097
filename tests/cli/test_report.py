"""`policylint report`, and the same page from `check` and `audit`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from policylint.commands import audit, check, report
from policylint.commands.judging import Asked
from policylint.errors import PolicylintError
from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLEAN = "examples/no-people"
FAILS = "examples/ms-celeb-1m"


@pytest.fixture(autouse=True)
def _from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for example in (CLEAN, FAILS):
        shutil.copytree(ROOT / example, tmp_path / example)


def run(*paths: str, output: str = "report.html", no_config: bool = True, **said: Any) -> int:
    return report.run(Asked(paths, as_of=said.pop("as_of", AS_OF), no_config=no_config, **said), output)


@pytest.mark.parametrize(("path", "code", "result"), [(CLEAN, 0, "✔ Pass"), (FAILS, 1, "✘ Fail"), ("nothing", 3, "?")])
def test_the_page_is_written_whatever_was_found(
    path: str, code: int, result: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nothing").mkdir()
    assert run(path) == code
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>\n")
    assert f'<p class="result">{result}' in text
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("report.html: ")


def test_it_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(CLEAN, output="-") == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("<!doctype html>\n")
    assert printed.err == ""


def test_a_use_is_a_column_and_moments_are_named(tmp_path: Path) -> None:
    run(f"{FAILS}/datasheet.yaml", use=(f"{FAILS}/university.use.yaml",), moment=("audit",))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<th scope="col">use: recognition-thesis</th>' in text
    assert "<dd>audit</dd>" in text


def test_check_writes_the_same_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(FAILS)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    asked = check.Options((FAILS,), as_of=AS_OF, no_config=True, no_cache=True, output=("html=beside.html",))
    assert check.run(asked) == 1
    assert (tmp_path / "beside.html").read_text(encoding="utf-8") == page
    capsys.readouterr()
    assert check.run(asked._replace(format="html", output=())) == 1
    assert capsys.readouterr().out == page


def test_audit_writes_a_page(tmp_path: Path) -> None:
    (tmp_path / "MS-Celeb-1M").mkdir()
    asked = audit.Options((".",), as_of=AS_OF, no_config=True, output=("html=beside.html",), quiet=True)
    assert audit.run(asked) == 1
    assert "retraction/" in (tmp_path / "beside.html").read_text(encoding="utf-8")


def test_the_config_is_named(tmp_path: Path) -> None:
    (tmp_path / "policylint.yaml").write_text("severity: {maintenance/backup: off}\n", encoding="utf-8")
    run(CLEAN, no_config=False, config="policylint.yaml")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<code>policylint.yaml</code>" in text
    off = text.partition("<caption>Rules turned off</caption>")[2].partition("</table>")[0]
    assert "maintenance/backup" in off


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"moment": ("later",)}, "--moment is one of create, consume, audit, not `later`"),
        ({"use": ("gone.yaml",)}, "use gone.yaml: there is no such file"),
        ({"output": f"{CLEAN}/datasheet.yaml"}, "this file is being checked"),
        ({"output": "no/such/folder/x.html"}, "cannot be written"),
        ({"as_of": "soon"}, "--as-of is a day"),
    ],
)
def test_a_wrong_call_writes_nothing(said: dict[str, Any], message: str, tmp_path: Path) -> None:
    before = (tmp_path / CLEAN / "datasheet.yaml").read_bytes()
    with pytest.raises(PolicylintError, match=message):
        run(CLEAN, **said)
    assert (tmp_path / CLEAN / "datasheet.yaml").read_bytes() == before
    assert not (tmp_path / "report.html").exists()


def test_the_command_line(policylint: Callable[..., Run], tmp_path: Path) -> None:
    arguments = ("report", CLEAN, "-o", "out.html", "--as-of", AS_OF, "--no-config", "--policy", "core")
    done = policylint(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "out.html").is_file()
    assert policylint("report", CLEAN, cwd=tmp_path).code == 2
