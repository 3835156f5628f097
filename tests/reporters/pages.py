"""A page to test: a small family under a few rules, made in this process; and how pages are read."""

from __future__ import annotations

from contextlib import chdir
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from policylint.discover import discover
from policylint.pipeline import Request, check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.reporters import render
from policylint.reporters.style import Style
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from policylint.findings import Report
    from policylint.policy.in_force import Policy

DOCUMENTS = ROOT / "tests" / "reporters" / "documents"
RULES = ("consent/private-individuals", "license/non-commercial", "minor/declared", "license/laundering")


def policy(*rules: str) -> Policy:
    """A policy of a few shipped rules; one of them is turned off."""
    files = tuple(f"policies/rules/{rule}.yaml" for rule in rules or RULES)
    return load_policy(Settings(files, severity=(("license/laundering", "off"),), base=str(ROOT)))


def report_on(folder: Path, in_force: Policy | None = None, *, keep: bool = True, waivers: str | None = None) -> Report:
    """The report on all documents of a folder, seen from there, with its dossier."""
    with chdir(folder):
        report, _ = check(discover(["."], (), "."), in_force or policy(), Request(AS_OF, keep=keep, waivers=waivers))
        return report


def page_of(report: Report, folder: Path = DOCUMENTS) -> str:
    """The page of a report, made where its documents are."""
    with chdir(folder):
        return render(report, "html", Style())


class Opened(NamedTuple):
    """A start tag: its name, its attributes, and the names of the elements around it."""

    tag: str
    attributes: dict[str, str]
    around: tuple[str, ...]


class Page(HTMLParser):
    """A page as a browser reads it: its elements in order, and its text. A tag that is not closed is an error."""

    _void = frozenset({"meta", "hr", "br", "img", "link", "input"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Opened] = []
        self.texts: list[str] = []
        self.mistakes: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.mistakes += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.mistakes.append(f"<{tag}> has an attribute twice")
        self.elements.append(Opened(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))
        if tag not in self._void:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self._void:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.mistakes.append(f"</{tag}> closes another")

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str) -> list[Opened]:
        return [one for one in self.elements if one.tag == tag]


def family_report() -> Report:
    """The report on the golden family: every example, under the pack `core`."""
    in_force = load_policy(Settings(("core",)))
    with chdir(ROOT):
        return check(discover(["examples"], (), "."), in_force, Request(AS_OF, keep=True))[0]
