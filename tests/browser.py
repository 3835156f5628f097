"""A real browser without a window, spoken to over two pipes: Chromium's own protocol, and nothing to install for it."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--hide-scrollbars", "--no-first-run",
    "--disable-background-networking", "--disable-dev-shm-usage", "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip

_LAUNCH = """
import os, sys
commands, answers, program, *arguments = sys.argv[1:]
os.dup2(int(commands), 3)
os.dup2(int(answers), 4)
os.execv(program, [program, *arguments])
"""
"""Chromium reads commands from descriptor 3 and answers on 4."""

_ALL = "[...document.querySelectorAll('*')]"


class Shown(NamedTuple):
    """A page as it came out: how wide it is, what it is made of, what was said on the console, what it asked for."""

    width: int
    elements: list[str]
    """The names of its elements, each once."""
    attributes: list[str]
    complaints: list[str]
    requests: list[str]
    png: bytes


class Browser:
    """A browser that answers commands; its network is off."""

    def __init__(self, to: int, answers: int) -> None:
        self._to = to
        self._answers = os.fdopen(answers, "rb", buffering=0)
        self._rest = b""
        self._count = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """What a command returns; what happens meanwhile is noted."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            got = self._next()
            if got.get("id") == self._count:
                assert "error" not in got, got
                result: dict[str, Any] = got["result"]
                return result
            self.events.append(got)

    def wait(self, method: str) -> None:
        """Wait for an event."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = self._answers.read(1 << 16)
            assert piece, "the browser has left"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        got: dict[str, Any] = json.loads(message)
        return got


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser, for as long as it is wanted."""
    assert CHROMIUM is not None
    commands, to = os.pipe()
    answers, theirs = os.pipe()
    ours = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (commands, theirs)]
    for end in (commands, theirs):
        os.close(end)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}"]
        process = subprocess.Popen(
            [sys.executable, "-Sc", _LAUNCH, *map(str, ours), *command], pass_fds=ours, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for end in ours:
            os.close(end)
        made = Browser(to, answers)
        try:
            yield made
            made.call("Browser.close")
        finally:
            os.close(to)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def show(browser: Browser, file: Path, width: int, scheme: str, height: int, top: str = "body") -> Shown:
    """A file in a window of a width, by day or by night (`light`, `dark`); the picture begins at an element."""
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    browser.events.clear()
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(f"{domain}.enable", session)
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.call("Network.emulateNetworkConditions", session, **offline)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", session, **size)
    browser.call("Emulation.setEmulatedMedia", session, features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.call("Page.navigate", session, url=file.resolve().as_uri())
    browser.wait("Page.loadEventFired")
    wide = _value(browser, session, "document.documentElement.scrollWidth")
    elements = _value(browser, session, f"[...new Set({_ALL}.map(one => one.localName))]")
    attributes = _value(browser, session, f"[...new Set({_ALL}.flatMap(one => one.getAttributeNames()))]")
    begin = _value(browser, session, f"document.querySelector({json.dumps(top)}).getBoundingClientRect().top")
    clip = {"x": 0, "y": begin, "width": width, "height": height, "scale": 1}
    data = browser.call("Page.captureScreenshot", session, format="png", clip=clip, captureBeyondViewport=True)["data"]
    events, browser.events = browser.events, []
    browser.call("Target.closeTarget", targetId=target)
    return Shown(wide, elements, attributes, list(_complaints(events)), list(_requests(events)), base64.b64decode(data))


def printed(browser: Browser, file: Path, width: int) -> tuple[bytes, list[str]]:
    """A file on paper of a width: the PDF, and the texts that would be cut off at its edge."""
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    browser.events.clear()
    browser.call("Page.enable", session)
    size = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", session, **size)
    browser.call("Emulation.setEmulatedMedia", session, media="print")
    browser.call("Page.navigate", session, url=file.resolve().as_uri())
    browser.wait("Page.loadEventFired")
    beyond = "one => one.getBoundingClientRect().right > innerWidth + 1"
    cut = _value(browser, session, f"{_ALL}.filter({beyond}).map(one => one.textContent.slice(0, 99))")
    pdf = browser.call("Page.printToPDF", session, preferCSSPageSize=True)["data"]
    browser.events.clear()
    browser.call("Target.closeTarget", targetId=target)
    return base64.b64decode(pdf), cut


def _value(browser: Browser, session: str, expression: str) -> Any:
    return browser.call("Runtime.evaluate", session, expression=expression, returnByValue=True)["result"]["value"]


def _complaints(events: list[dict[str, Any]]) -> Iterator[str]:
    for event in events:
        if event["method"] == "Log.entryAdded":
            yield event["params"]["entry"]["text"]
        elif event["method"] in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            yield json.dumps(event["params"])


def _requests(events: list[dict[str, Any]]) -> Iterator[str]:
    for event in events:
        if event["method"] == "Network.requestWillBeSent":
            yield event["params"]["request"]["url"]
