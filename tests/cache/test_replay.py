"""A call of a hook that was made before is printed again, as long as nothing that decided it has changed."""

from __future__ import annotations

import json
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from policylint.__main__ import _say
from policylint.cache import files, replay
from policylint.commands import check
from tests.cache.test_outcomes import ABOVE, CARD, CHANGES, NOWHERE, VOICES, project
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

__all__ = ["project"]
NAMED = ("derived.datasheet.yaml", NOWHERE, VOICES, "use.yaml", CARD)


class Calls:
    """How often a check was really made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        made = check.run

        def run(options: check.Options, arguments: list[str] | None = None) -> int:
            self.count += 1
            return made(options, arguments)

        monkeypatch.setattr(check, "run", run)

    def since(self) -> int:
        """How often since it was last asked."""
        found, self.count = self.count, 0
        return found


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(monkeypatch)


class Caller:
    """Calls `check` on files of a project, as a hook does."""

    def __init__(self, policylint: Callable[..., Run], folder: Path, home: Path) -> None:
        self.policylint, self.folder, self.home = policylint, folder, home

    def __call__(self, *arguments: str, **env: str) -> Run:
        words = arguments or NAMED
        return self.policylint("check", *words, cwd=self.folder, env={"XDG_CACHE_HOME": str(self.home), **env})

    def anew(self, *arguments: str, **env: str) -> Run:
        """The same without the cache."""
        return self(*(arguments or NAMED), "--no-cache", **env)


@pytest.fixture
def call(policylint: Callable[..., Run], project: Path, home: Path) -> Caller:
    return Caller(policylint, project, home)


@pytest.mark.parametrize(
    "options",
    [(), ("--quiet",), ("--format", "json"), ("--format=github",), ("--force-exclude", "--allow-empty")],
)
def test_the_same_call_is_printed_again(call: Caller, calls: Calls, options: tuple[str, ...]) -> None:
    first = call(*options, *NAMED)
    assert calls.since() == 1
    assert call(*options, *NAMED) == first
    assert calls.since() == 0
    assert call.anew(*options, *NAMED) == first


def test_a_reference_by_a_name_asks_for_the_whole_project(call: Caller, calls: Calls) -> None:
    first = call("by-name.datasheet.yaml")
    assert call("by-name.datasheet.yaml") == first
    assert calls.since() == 2


CALLS_CHANGES: dict[str, Callable[[Path], object]] = {
    **{name: change for name, (change, judged) in CHANGES.items() if judged & set(NAMED)},
    "a config": lambda at: (at / ".policylint.yaml").write_text("severity: {maintenance/backup: error}\n"),
    "a config that is broken": lambda at: (at / "policylint.yaml").write_text("severity: [\n"),
    "a table of the project": lambda at: (at / "pyproject.toml").write_text("[tool.policylint]\nunknown = 'ignore'\n"),
    "a file is gone": lambda at: (at / NOWHERE).unlink(),
    "a file is a folder": lambda at: ((at / NOWHERE).unlink(), os.mkdir(at / NOWHERE)),  # type: ignore[func-returns-value]
    "a file is another": lambda at: ((at / NOWHERE).unlink(), os.symlink(at / VOICES, at / NOWHERE)),  # type: ignore[func-returns-value]
    "a file is two": lambda at: ((at / NOWHERE).unlink(), os.link(at / ABOVE, at / NOWHERE)),  # type: ignore[func-returns-value]
}


@pytest.mark.parametrize("what", CALLS_CHANGES)
def test_what_changed_is_checked_anew(call: Caller, calls: Calls, what: str) -> None:
    call()
    calls.since()
    CALLS_CHANGES[what](call.folder)
    found = call()
    assert calls.since() == 1
    assert found == call.anew()


def test_a_policy_of_ones_own_that_changes_is_seen(call: Caller, calls: Calls) -> None:
    rules = call.folder / "policies" / "rules" / "mine"
    rules.mkdir(parents=True)
    text = (ROOT / "policies/rules/maintenance/backup.yaml").read_text(encoding="utf-8")
    (rules / "backup.yaml").write_text(text, encoding="utf-8")
    words = ("--policy", "./policies", *NAMED)
    first = call(*words)
    assert (call(*words), calls.since()) == (first, 1)
    (rules / "backup.yaml").write_text(text.replace("severity: warning", "severity: error"), encoding="utf-8")
    found = call(*words)
    assert (found == first, calls.since()) == (False, 1)
    (rules / "contact.yaml").write_text((ROOT / "policies/rules/maintenance/backup.yaml").read_text(encoding="utf-8"))
    assert call(*words) == call.anew(*words)
    assert calls.since() == 2


@pytest.mark.parametrize(
    "env",
    [
        {"COLUMNS": "60"}, {"FORCE_COLOR": "1"}, {"POLICYLINT_FORMAT": "json"}, {"POLICYLINT_UNKNOWN": "ignore"},
        {"GITHUB_WORKSPACE": "/elsewhere"},
    ],
)  # fmt: skip
def test_another_environment_is_another_call(call: Caller, calls: Calls, env: dict[str, str]) -> None:
    call()
    calls.since()
    found = call(**env)
    assert calls.since() == 1
    assert found == call.anew(**env)


def test_another_day_and_another_policylint_are_another_call(
    call: Caller, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    call()
    calls.since()
    monkeypatch.setattr(files, "code", lambda: b"another")
    call()
    assert calls.since() == 1
    monkeypatch.setattr("time.strftime", lambda *_: "2027-01-01")
    call()
    assert calls.since() == 1


UNKEPT = {
    "a folder": ("check", "."),
    "a use for all": ("check", "--use", "use.yaml", NOWHERE),
    "a second output": ("check", "--output", "json=out.json", NOWHERE),
    "fixes": ("check", "--fix", NOWHERE),
    "what would be fixed": ("check", "--diff", NOWHERE),
    "a list of files": ("check", "--files-from", "list.txt"),
    "more on standard error": ("check", "--verbose", NOWHERE),
    "no cache": ("check", "--no-cache", NOWHERE),
    "a page": ("check", "--format", "html", NOWHERE),
    "a note": ("check", "list.txt", NOWHERE),
    "another command": ("can", "use.yaml"),
}


@pytest.mark.parametrize("what", UNKEPT)
def test_what_is_not_kept(call: Caller, what: str) -> None:
    (call.folder / "list.txt").write_text(f"{NOWHERE}\n", encoding="utf-8")
    call.policylint(*UNKEPT[what], "--as-of", AS_OF, cwd=call.folder, env={"XDG_CACHE_HOME": str(call.home)})
    assert not (call.home / "policylint" / "runs").exists()


ADVISORIES: dict[str, Callable[[Path], object]] = {
    "one more": lambda at: (at / "OURS-2026-0002.yaml").write_text(advisory("nowhere")),
    "one more, further inside": lambda at: (at / "inside" / "OURS-2026-0002.yaml").write_text(advisory("nowhere")),
    "another": lambda at: (at / "OURS-2026-0001.yaml").write_text(advisory("nowhere")),
    "a broken one": lambda at: (at / "OURS-2026-0001.yaml").write_text("advisory: [\n"),
    "none": lambda at: (at / "OURS-2026-0001.yaml").unlink(),
    "no folder": shutil.rmtree,
}


def advisory(name: str) -> str:
    (shipped,) = (ROOT / "registry" / "advisories" / "lenna").glob("*.yaml")
    said = yaml.safe_load(shipped.read_text(encoding="utf-8"))
    return json.dumps({**said, "affected": [{"dataset": name}]}, default=str)


@pytest.mark.parametrize("what", ADVISORIES)
def test_advisories_of_ones_own_that_change_are_seen(call: Caller, calls: Calls, what: str) -> None:
    own = call.folder / "advisories"
    (own / "inside").mkdir(parents=True)
    (own / "OURS-2026-0001.yaml").write_text(advisory("elsewhere"), encoding="utf-8")
    (call.folder / ".policylint.yaml").write_text("advisories: [advisories]\n", encoding="utf-8")
    first = call()
    assert (call(), calls.since()) == (first, 1)
    ADVISORIES[what](own)
    assert (call() == first, calls.since()) == (False, 1)


def test_waivers_are_weighed_every_time(call: Caller, calls: Calls) -> None:
    (call.folder / ".policylint.yaml").write_text("waivers: {file: waivers.yaml}\n", encoding="utf-8")
    (call.folder / "waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    call()
    call()
    assert calls.since() == 2


def test_a_broken_entry_is_as_good_as_none(call: Caller, calls: Calls) -> None:
    first = call()
    (entry,) = (call.home / "policylint" / "runs").iterdir()
    data = entry.read_bytes()
    for broken in (b"", data[:30], data[:-1], data + b"x", data[:25] + bytes([data[25] ^ 1]) + data[26:]):
        entry.write_bytes(broken)
        calls.since()
        assert call() == first
        assert calls.since() == 1
    files.write(str(entry), ("not", "what", "is", "kept"))
    assert call() == first
    assert calls.since() == 1


def test_every_name_read_of_the_environment_is_part_of_a_call() -> None:
    texts = [
        file.read_text(encoding="utf-8")
        for file in (ROOT / "policylint").rglob("*.py")
        if file.parent.name != "ledger"  # what rests on a ledger is not kept
    ]
    names = {name for text in texts for name in re.findall(r'os\.environ\.get\("([A-Z_]+)"', text)}
    ways = sum(len(re.findall(r"os\.environ\b", text)) for text in texts)
    by_name = sum(len(re.findall(r'os\.environ\.get\("', text)) for text in texts)
    assert names <= set(replay._READ)
    assert ways - by_name == 2, "`POLICYLINT_*`, and all of them where a call is named"


def test_a_closed_pipe_ends_as_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def write(self, _: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return os.open(os.devnull, os.O_WRONLY)

    monkeypatch.setattr("sys.stdout", Closed())
    assert _say("text", 0) == 141
