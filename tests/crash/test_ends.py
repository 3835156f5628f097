"""However a run ends, it ends in order: a signal, a reader that has gone, no room. Its exit code says which."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.conftest import AS_OF, ROOT, clean_environment
from tests.crash.test_killed import OPEN, stray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and limits are those of POSIX")
COMMAND = [sys.executable, "-m", "policylint"]
LONGEST = 60


def heeding() -> None:
    """Signals end a process again, also where whoever runs the tests ignores them, as `nohup` does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def started(
    *arguments: str, cwd: Path, limit: Callable[[], object] = heeding, stdout: int = subprocess.PIPE, **env: str
) -> subprocess.Popen[str]:
    environment = {**clean_environment(cwd / "cache"), "PYTHONPATH": str(ROOT), **env}
    return subprocess.Popen(
        [*COMMAND, *arguments], cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=stdout,
        stderr=subprocess.PIPE, text=True, preexec_fn=limit,  # noqa: PLW1509 - it calls the system alone
    )  # fmt: skip


def until(there: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait until something is there, for as long as a process runs."""
    before = time.monotonic()
    while not there():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() - before < LONGEST
        time.sleep(0.005)


# signals

ENDS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)] if hasattr(signal, "SIGHUP") else []


@pytest.mark.parametrize(("number", "code"), ENDS)
def test_a_signal_while_it_waits_for_its_input(number: int, code: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list")
    process = started("check", "--files-from", "list", cwd=tmp_path)
    with (tmp_path / "list").open("w"):  # which waits until it reads
        process.send_signal(number)
        out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, out, err) == (code, "", "")


@pytest.mark.parametrize(("number", "code"), ENDS)
def test_a_signal_while_it_writes(number: int, code: int, tmp_path: Path) -> None:
    """The old file stays, and nothing lies beside it."""
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(1 << 40)  # takes hours to be hashed, and no room
    (tmp_path / "m.jsonl").write_text("\n", encoding="utf-8")
    process = started("audit", ".", "--write-manifest", "m.jsonl", cwd=tmp_path)
    until(lambda: stray(tmp_path), process)
    process.send_signal(number)
    _, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, "Traceback" in err, "internal error" in err) == (code, False, False)
    assert (stray(tmp_path), (tmp_path / "m.jsonl").read_text(encoding="utf-8")) == ([], "\n")


def test_a_signal_while_a_ledger_is_read_leaves_nobodys_data_behind(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = "SELECT 'i' || range AS item_id, md5(range::VARCHAR) AS subject_id, 'given' AS status FROM range(2000000)"
    duckdb.sql(f"COPY ({rows}) TO '{tmp_path / 'consent.parquet'}' (FORMAT parquet)")
    (tmp_path / "datasheet.yaml").write_text(
        OPEN.replace("{present: false}", "{present: true, ledger: {path: consent.parquet}}"), encoding="utf-8"
    )
    (tmp_path / "tmp").mkdir()
    command = ("ledger", "consent.parquet", "--datasheet", "datasheet.yaml", "--threads", "1", "--memory", "60MB")
    process = started(*command, cwd=tmp_path, TMPDIR=str(tmp_path / "tmp"))
    until(lambda: os.listdir(tmp_path / "tmp"), process)
    process.terminate()
    _, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, "Traceback" in err) == (143, False), err
    assert os.listdir(tmp_path / "tmp") == []


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """As `nohup` asks for."""
    os.mkfifo(tmp_path / "list")
    process = started(
        "check",
        "--files-from",
        "list",
        cwd=tmp_path,
        limit=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    with (tmp_path / "list").open("w"):
        process.send_signal(signal.SIGHUP)
    process.communicate(timeout=LONGEST)
    assert process.returncode == 3


# nobody reads, nobody listens

PRINTING = [
    ("rules",), ("check", "examples/ms-celeb-1m/datasheet.yaml"), ("check", "nothing", "--help"), ("schema", "report"),
    ("check", "examples/ms-celeb-1m/datasheet.yaml", "--format", "sarif"), ("advisory", "list"),
    ("completions", "bash"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_has_gone_is_no_bug(arguments: tuple[str, ...], cache_home: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        process = started(*arguments, cwd=ROOT, stdout=write, XDG_CACHE_HOME=str(cache_home))
    finally:
        os.close(write)
    _, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, err) == (141, "")


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="there is no such name here")
def test_a_file_may_be_a_pipe(cache_home: Path) -> None:
    words = ("check", "examples/no-people", "--quiet", "--output", "concise=/dev/stdout")
    process = started(*words, cwd=ROOT, XDG_CACHE_HOME=str(cache_home))
    _, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, err) == (0, "")


CLOSED = [
    ("check nothing", "2>&-", 2),
    ("check examples/ms-celeb-1m/datasheet.yaml", "2>&-", 1),
    ("check examples/no-people", ">&-", 2),
    ("check examples/no-people", "<&-", 0),
    ("check -", "<&-", 2),
    ("check nothing", "2>/dev/full", 2),
    ("check examples/ms-celeb-1m/datasheet.yaml", ">/dev/full", 2),
    ("rules --help", ">/dev/full", 2),
    ("check examples/no-people --output json=/dev/full", "", 2),
]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is a thing of Linux")
@pytest.mark.parametrize(("command", "where", "code"), CLOSED)
def test_what_cannot_be_said_is_no_green_and_no_bug(command: str, where: str, code: int, cache_home: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m policylint {command} {where}"], cwd=ROOT,
        env=clean_environment(cache_home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr, "Exception" in done.stderr) == (code, False, False), (
        done.stderr
    )


# no room

WRITING = [
    ("check", "--output", "json=out"), ("baseline", "write", "--output", "out"), ("report", ".", "-o", "out"),
    ("convert", "datasheet.yaml", "--to", "croissant", "--output", "out"), ("notice", ".", "--output", "out"),
    ("badge", ".", "--format", "json", "--output", "out"), ("audit", ".", "--write-manifest", "out"),
]  # fmt: skip


OLD = '{"baseline": 1, "written": "2026-01-01", "findings": []}\n'


def project(folder: Path) -> None:
    (folder / "datasheet.yaml").write_text(OPEN.replace("'cc by 4.0'", "CC-BY-4.0"), encoding="utf-8")
    (folder / "out").write_text(OLD, encoding="utf-8")


def no_larger(most: int) -> None:
    """A write beyond fails, as on a full disk; Python ignores the signal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def old_and_alone(folder: Path) -> bool:
    return (folder / "out").read_text(encoding="utf-8") == OLD and not stray(folder)


@pytest.mark.parametrize("arguments", WRITING, ids=lambda one: one[0])
def test_a_disk_that_fills_up_leaves_the_old_file(arguments: tuple[str, ...], tmp_path: Path) -> None:
    project(tmp_path)
    process = started(*arguments, cwd=tmp_path, limit=lambda: no_larger(10))
    _, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 2, err
    assert err.splitlines()[-1].startswith("policylint: ")
    assert os.strerror(errno.EFBIG) in err
    assert old_and_alone(tmp_path)


def test_a_plan_that_cannot_be_kept_costs_nothing(tmp_path: Path) -> None:
    project(tmp_path)
    arguments = ("check", "--as-of", AS_OF)
    whole = started(*arguments, cwd=tmp_path, XDG_CACHE_HOME=str(tmp_path / "other"))
    short = started(*arguments, cwd=tmp_path, limit=lambda: no_larger(10))
    assert (*short.communicate(), short.returncode) == (*whole.communicate(), whole.returncode)
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nobody can write: not root either, where root may mount."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    mount = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing can be mounted here, and root writes everywhere")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], capture_output=True, check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize(
    "arguments",
    [*WRITING, ("check", "--fix"), ("init", "--yes", "--hook"), ("waiver", "new", "maintenance/backup")],
    ids=lambda one: "-".join(one[:2]),
)
def test_a_folder_that_cannot_be_written_to(arguments: tuple[str, ...], tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    project(here)
    (here / "policylint.yaml").write_text("waivers: {file: waivers.yaml}\n", encoding="utf-8")
    if "--fix" in arguments:
        (here / "datasheet.yaml").write_text(OPEN.replace("status: active", "since: 2026/1/5"), encoding="utf-8")
    if arguments[0] == "init":
        (here / "datasheet.yaml").rename(tmp_path / "datasheet.yaml")
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    with read_only(here):
        process = started(*arguments, cwd=here, XDG_CACHE_HOME=str(tmp_path / "cache"))
        _, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, "Traceback" in err, "cannot be written" in err) == (2, False, True), err
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before
