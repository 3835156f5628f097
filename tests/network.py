"""No test talks to another machine: whatever asks for that, in the process of the tests, fails the test."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKED = {
    "socket.connect": 1,
    "socket.bind": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}
"""What Python tells of before it is done, and which of its arguments says with whom."""
_HERE = ("localhost", "127.0.0.1", "::1")


class NetworkError(RuntimeError):
    """Somebody asked for the network."""


class Ban:
    """What is forbidden now: other machines always; this one, too, while a test runs that is not marked `loopback`."""

    def __init__(self) -> None:
        self.loopback = True
        self.broken: list[str] = []

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise where something forbidden is about to happen, and remember it, should that be swallowed."""
        index = _ASKED.get(event)
        if index is None:
            return
        host = _host(arguments[index])
        if host is None or (host in _HERE and (self.loopback or _by_spark())):
            return
        self.broken.append(f"{event}: {host}")
        raise NetworkError(f"no test may use the network: {event}: {host}")

    @contextmanager
    def lifted_here(self, *, loopback: bool) -> Iterator[None]:
        """For one test: with this machine or without; afterwards, whatever was forbidden has failed it."""
        self.loopback, self.broken = loopback, []
        try:
            yield
        finally:
            self.loopback = True
        assert not self.broken, f"no test may use the network: {', '.join(self.broken)}"


def _host(address: Any) -> str | None:
    """The name of a machine; None where none is asked for, as with sockets that are files."""
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes) and isinstance(address, tuple):
        host = host.decode("ascii", "replace")
    named = isinstance(address, tuple) or (isinstance(host, str) and "/" not in host and "\0" not in host)
    return host if named and isinstance(host, str) else None


def _by_spark() -> bool:
    """Whether Spark's client asks, which speaks to its JVM whenever Python collects what belongs to it."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        if frame.f_globals.get("__name__", "").startswith("py4j."):
            return True
        frame = frame.f_back
    return False


BAN = Ban()
sys.addaudithook(BAN.watch)
