"""What is kept of documents: the same report as without, as long as all that decided it is as it was, and no longer."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from policylint import judges
from policylint.cache import files
from policylint.judge import Judge
from tests.conftest import AS_OF, ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

SHEET = """\
datasheet: "1"
id: {id}
name: A dataset
description: Pictures of snow
people: {{present: false}}
licenses: [{{applies_to: dataset, license: {license}}}]
maintenance: {{status: active, contact: data@example.org, backup: none}}
{more}"""
USE = """\
use: "1"
id: shop
actor: {name: A shop, type: [company]}
purpose: product.public
commercial: true
activities: [use]
datasets: [{id: derived, sheet: derived.datasheet.yaml}]
"""
FORM = b"I agree."
CONSENT = f"""\
datasheet: "1"
id: voices
name: Voices
people:
  present: true
  groups:
    - id: speakers
      kind: private_individual
      role: speaker
      consent: {{status: given, given_by: [subject],
                evidence: [{{path: form.txt, sha256: {hashlib.sha256(FORM).hexdigest()}}}]}}
licenses: [{{applies_to: dataset, license: CC-BY-4.0}}]
maintenance: {{status: active, contact: data@example.org, backup: none}}
"""


def sheet(identifier: str, license: str = "CC-BY-4.0", more: str = "") -> str:  # noqa: A002 - what the field is called
    return SHEET.format(id=identifier, license=license, more=more)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A dataset made from another, one with evidence, one that names its source by id, and a use of the first."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "rules").mkdir()
    written = {
        "above.datasheet.yaml": sheet("above", "CC-BY-NC-4.0"),
        "derived.datasheet.yaml": sheet("derived", more="sources: [{type: dataset, ref: above.datasheet.yaml}]\n"),
        "by-name.datasheet.yaml": sheet("by-name", more="sources: [{type: dataset, ref: above}]\n"),
        "nowhere.datasheet.yaml": sheet("nowhere", more="sources: [{type: dataset, ref: gone.datasheet.yaml}]\n"),
        "voices.datasheet.yaml": CONSENT,
        "use.yaml": USE,
        "README.md": "---\nlicense: other\n---\n# Faces\n\nFor research only.\n",
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "form.txt").write_bytes(FORM)
    return folder


def report(policylint: Callable[..., Run], folder: Path, home: Path, *options: str) -> dict[str, Any]:
    done = policylint(
        "check", ".", "--format", "json", "--as-of", AS_OF, *options, cwd=folder, env={"XDG_CACHE_HOME": str(home)}
    )
    assert done.code in (0, 1), done
    made: dict[str, Any] = json.loads(done.out)
    return made


class Judged:
    """Which documents were judged, and not taken from the cache."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        judged = Judge.file

        def file(judge: Judge, found: Any) -> Any:
            self.paths.append(found.path)
            return judged(judge, found)

        monkeypatch.setattr(Judge, "file", file)

    def since(self) -> set[str]:
        """Those since it was last asked."""
        found, self.paths = set(self.paths), []
        return found


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    return Judged(monkeypatch)


def test_what_is_as_it_was_is_not_judged_again(
    policylint: Callable[..., Run], project: Path, home: Path, judged: Judged
) -> None:
    first = report(policylint, project, home)
    assert len(judged.since()) == 7
    assert report(policylint, project, home) == first
    assert judged.since() == set()
    assert report(policylint, project, home, "--no-cache") == first
    assert len(judged.since()) == 7


def replaced(name: str, before: str, after: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after), encoding="utf-8")

    return change


def a_folder_instead(at: Path) -> None:
    (at / ABOVE).unlink()
    (at / ABOVE).mkdir()


DERIVED, BY_NAME, USES, NOWHERE = (
    "derived.datasheet.yaml",
    "by-name.datasheet.yaml",
    "use.yaml",
    "nowhere.datasheet.yaml",
)
ABOVE, CARD, VOICES = "above.datasheet.yaml", "README.md", "voices.datasheet.yaml"
ALL = {ABOVE, DERIVED, BY_NAME, USES, NOWHERE, CARD, VOICES}
CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "the document": (replaced(NOWHERE, "snow", "rain"), {NOWHERE}),
    "what it is made from": (replaced(ABOVE, "CC-BY-NC-4.0", "CC-BY-ND-4.0"), {ABOVE, DERIVED, BY_NAME, USES}),
    "what it is made from is gone": (lambda at: (at / ABOVE).unlink(), {DERIVED, BY_NAME, USES}),
    "its source has another id": (replaced(ABOVE, "id: above", "id: below"), {ABOVE, DERIVED, BY_NAME, USES}),
    "its source has come": (
        lambda at: (at / "gone.datasheet.yaml").write_text(sheet("gone", "CC-BY-NC-4.0")),
        {NOWHERE, "gone.datasheet.yaml"},
    ),
    "a second dataset of the name that it means": (
        lambda at: (at / "twin.datasheet.yaml").write_text(sheet("above")),
        {BY_NAME, "twin.datasheet.yaml"},
    ),
    "a licence text beside it": (lambda at: (at / "LICENSE").write_text("For research only. No commerce."), ALL),
    "its evidence": (lambda at: (at / "form.txt").write_bytes(b"I disagree."), {VOICES}),
    "its evidence is gone": (lambda at: (at / "form.txt").unlink(), {VOICES}),
    "a card": (replaced(CARD, "For research only.", "For whatever you want."), {CARD}),
    "it cannot be parsed": (replaced(NOWHERE, "people:", "people: {"), {NOWHERE}),
    "it is a folder": (a_folder_instead, {DERIVED, BY_NAME, USES}),
    "it is as it was, and later": (lambda at: os.utime(at / NOWHERE), set()),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_judged_anew(
    policylint: Callable[..., Run], project: Path, home: Path, judged: Judged, what: str
) -> None:
    change, expected = CHANGES[what]
    report(policylint, project, home)
    judged.since()
    change(project)
    found = report(policylint, project, home)
    assert judged.since() == expected
    assert found == report(policylint, project, home, "--no-cache")
    judged.since()
    assert found == report(policylint, project, home)
    assert judged.since() == set()


@pytest.mark.parametrize(
    "options",
    [("--as-of", "2026-11-23"), ("--moment", "consume"), ("--unknown", "ignore"), ("--ignore", "license")],
)
def test_whoever_asks_for_something_else_gets_that(
    policylint: Callable[..., Run], project: Path, home: Path, judged: Judged, options: tuple[str, ...]
) -> None:
    first = report(policylint, project, home)
    judged.since()
    other = report(policylint, project, home, *options)
    assert judged.since() == ALL
    assert other == report(policylint, project, home, *options, "--no-cache")
    assert other != first


def test_another_policy_and_another_policylint_are_something_else(
    policylint: Callable[..., Run], project: Path, home: Path, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(policylint, project, home)
    judged.since()
    (project / ".policylint.yaml").write_text("severity: {maintenance/backup: info}\n", encoding="utf-8")
    report(policylint, project, home)
    assert judged.since() == ALL
    monkeypatch.setattr(files, "code", lambda: b"another")
    report(policylint, project, home)
    assert judged.since() == ALL


def test_advisories_of_ones_own_that_change_are_seen(
    policylint: Callable[..., Run], project: Path, home: Path, judged: Judged
) -> None:
    shipped = min((ROOT / "registry" / "advisories" / "lenna").glob("*.yaml"))
    own = project / "advisories"
    own.mkdir()
    shutil.copy(shipped, own / "OURS-2020-0001.yaml")
    (project / ".policylint.yaml").write_text("advisories: [advisories]\n", encoding="utf-8")
    first = report(policylint, project, home)
    judged.since()
    assert report(policylint, project, home) == first
    assert judged.since() == set()
    shutil.copy(shipped, own / "OURS-2020-0002.yaml")
    assert report(policylint, project, home) == report(policylint, project, home, "--no-cache")
    assert judged.since() == ALL


def broken(data: bytes) -> list[bytes]:
    """What a file of the cache may have become."""
    return [b"", data[:10], data[:-1], data[:40] + bytes(8) + data[48:], data + b"x", b"\x00" * len(data)]


def test_a_file_that_is_broken_or_of_others_is_as_good_as_none(
    policylint: Callable[..., Run], project: Path, home: Path, judged: Judged
) -> None:
    expected = report(policylint, project, home)
    kept = sorted((home / "policylint" / "outcomes").iterdir())
    contents = [file.read_bytes() for file in kept]
    for number in range(len(broken(contents[0]))):
        for file, data in zip(kept, contents, strict=True):
            file.write_bytes(broken(data)[number])
        judged.since()
        assert report(policylint, project, home) == expected
        assert judged.since() == ALL
    for file in kept:
        file.chmod(0o666)
    assert report(policylint, project, home) == expected
    assert judged.since() == ALL
    if os.getuid() == 0:
        for file in kept:
            os.chown(file, 12345, 12345)
        assert report(policylint, project, home) == expected
        assert judged.since() == ALL


def test_a_kept_outcome_of_another_document_is_not_taken(
    policylint: Callable[..., Run], project: Path, home: Path
) -> None:
    expected = report(policylint, project, home)
    kept = sorted((home / "policylint" / "outcomes").iterdir())
    contents = [file.read_bytes() for file in kept]
    for file, data in zip(kept, contents[1:] + contents[:1], strict=True):
        file.write_bytes(data)
    assert report(policylint, project, home) == expected


def test_where_nothing_can_be_kept_nothing_is(policylint: Callable[..., Run], project: Path, home: Path) -> None:
    expected = report(policylint, project, home)
    shutil.rmtree(home / "policylint")
    (home / "policylint").write_text("a file where the folder would be")
    assert report(policylint, project, home) == expected


def test_several_processes_at_once(project: Path, home: Path) -> None:
    command = [sys.executable, "-m", "policylint", "check", ".", "--as-of", AS_OF, "--format", "json"]
    environment = clean_environment(home)
    runs = [
        subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    found = [run.communicate() for run in runs]
    assert len(set(found)) == 1
    assert found[0][1] == b""
    assert list((home / "policylint").rglob("*.tmp")) == []


# in processes of its own


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Many documents, of all kinds."""
    monkeypatch.setattr(judges, "WORTH", 20)
    folder = tmp_path / "many"
    (folder / ".git").mkdir(parents=True)
    for number in range(70):
        more = f"sources: [{{type: dataset, ref: d{number // 2}.datasheet.yaml}}]\n" if number else ""
        (folder / f"d{number}.datasheet.yaml").write_text(sheet(f"d-{number}", more=more), encoding="utf-8")
    for name in ("examples", "tests/acceptance/documents"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.mark.no_cover
@pytest.mark.parametrize("jobs", [3])
def test_findings_are_the_same_however_many_judge(
    policylint: Callable[..., Run], many: Path, home: Path, judged: Judged, jobs: int
) -> None:
    for form in ("json", "text"):
        command = ("check", ".", "--format", form, "--as-of", AS_OF, "--no-cache")
        alone = policylint(*command, "--jobs", "1", cwd=many)
        here = judged.since()
        assert policylint(*command, "--jobs", str(jobs), cwd=many) == alone
        with_ledgers = judged.since()
        assert with_ledgers < here
        assert with_ledgers, "a ledger is read once, where it is open"
    report(policylint, many, home, "--jobs", str(jobs))
    judged.since()
    assert report(policylint, many, home) == report(policylint, many, home, "--no-cache", "--jobs", "1")


def test_what_a_process_does_not_bring_is_judged_here(
    policylint: Callable[..., Run], many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("check", ".", "--format", "json", "--as-of", AS_OF, "--no-cache")
    alone = policylint(*command, "--jobs", "1", cwd=many)
    here, judge = os.getpid(), Judge.file

    def file(self: Judge, found: Any) -> Any:
        if os.getpid() != here and "d33." in found.path:
            raise MemoryError
        return judge(self, found)

    monkeypatch.setattr(Judge, "file", file)
    assert policylint(*command, "--jobs", "2", cwd=many) == alone


@pytest.mark.parametrize("jobs", ["0", "257", "two", "-1", ""])
def test_a_wrong_number_of_processes(policylint: Callable[..., Run], jobs: str) -> None:
    done = policylint("check", "examples", f"--jobs={jobs}")
    assert (done.code, done.err) == (2, f"policylint: --jobs is a number from 1 to 256, not `{jobs}`\n")
