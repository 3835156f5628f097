"""Nothing is fetched and nothing is sent: neither by a command, nor by a test."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, clean_environment
from tests.network import BAN, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ELSEWHERE = "192.0.2.1"
"""An address that is for examples and leads nowhere (RFC 5737)."""
CASE, FAMILY = "examples/ms-celeb-1m/datasheet.yaml", "examples/consented-benchmark"
COMMANDS = [
    f"check examples --output sarif={{}}/a --output html={{}}/b --use {FAMILY}/training.use.yaml",
    f"check {CASE} --no-cache --format json", f"ask {CASE}", f"can {FAMILY}/training.use.yaml", f"graph {CASE}",
    "audit examples", "advisory list", "advisory show ODA-2006-0001", "notice examples", f"report {CASE} -o {{}}/d",
    f"convert {CASE} --to croissant", "license resolve MIT", "license show CC-BY-4.0", "license combine MIT CC-BY-4.0",
    "rules", "explain consent/private-individuals", "schema datasheet", f"badge {CASE}", "init {} --yes",
    "completions bash", f"diff {CASE} examples/no-people/datasheet.yaml", "test policies/rules/maintenance/backup.yaml",
    f"baseline write {CASE} --output {{}}/e", "--version",
]  # fmt: skip
OFFLINE = """
import sys
def watch(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"{event} {arguments[1:]}")
sys.addaudithook(watch)
from policylint.__main__ import main
for line in sys.stdin.read().splitlines():
    code = main(line.split())
    assert code in (0, 1, 3), (line, code)
print("all done")
"""


@pytest.mark.parametrize(
    "ask",
    [
        lambda: socket.create_connection((ELSEWHERE, 80), timeout=1),
        lambda: socket.getaddrinfo("example.org", 443),
        lambda: socket.gethostbyname("example.org"),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", (ELSEWHERE, 9)),
        lambda: socket.socket().bind(("", 0)),
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    ],
    ids=["a connection", "a name", "a name of old", "a datagram", "a server for all", "this machine, unmarked"],
)
def test_no_test_uses_the_network(ask: Callable[[], object]) -> None:
    with pytest.raises(NetworkError):
        ask()
    assert BAN.broken, "it would fail this test also where the code swallows the error"
    BAN.broken.clear()


@pytest.mark.loopback
def test_a_marked_test_may_speak_to_this_machine_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, contextlib.closing(socket.socket()) as client:
        client.connect(server.getsockname())
    with pytest.raises(NetworkError):
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    BAN.broken.clear()


def test_a_test_that_swallows_the_error_fails_all_the_same() -> None:
    with (
        pytest.raises(AssertionError, match=r"192\.0\.2\.1"),
        BAN.lifted_here(loopback=False),
        contextlib.suppress(Exception),
    ):
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    BAN.broken.clear()


def offline(program: str, commands: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], input=commands, cwd=ROOT, env=clean_environment(home), capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip


def test_no_command_asks_for_a_socket(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    done = offline(OFFLINE, "\n".join(COMMANDS).replace("{}", str(tmp_path / "made")), tmp_path)
    assert (done.returncode, done.stdout[-9:]) == (0, "all done\n"), done.stderr


def test_the_watch_over_commands_bites(tmp_path: Path) -> None:
    program = OFFLINE.replace("for line", "import socket; socket.socket()\nfor line")
    assert offline(program, "", tmp_path).stderr.startswith("socket.__new__")


def traced(command: list[str], home: Path) -> str:
    """The calls to the system that have to do with the network, of a command and its children."""
    log = home / "trace"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(log), *command], cwd=ROOT,
        env=clean_environment(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr or "Operation not permitted" in done.stderr:
        pytest.skip("no process may be traced here")
    return log.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("strace") is None or sys.platform != "linux", reason="there is no strace")
def test_the_system_sees_no_connection(tmp_path: Path) -> None:
    """Also not by what is not Python: DuckDB reads a ledger here."""
    pytest.importorskip("duckdb")
    python, ledger = sys.executable, tmp_path / "consent.csv"
    ledger.write_text("item_id,subject_id,status\ni1,s1,given\n", encoding="utf-8")
    seen = traced([python, "-c", "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"], tmp_path)
    assert "AF_INET" in seen, "a connection is seen where there is one"
    ask = ["ledger", str(ledger), "--datasheet", f"{FAMILY}/datasheet.yaml"]
    for command in (["check", "examples"], ask):
        assert "AF_INET" not in traced([python, "-m", "policylint", *command], tmp_path)
    assert os.path.getsize(ledger)
