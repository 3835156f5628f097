"""Nothing outside of the project is read or written because a file in it says so, and nothing waits for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from policylint.ledger.engine import UnreadableLedgerError
from policylint.ledger.source import Named, found
from policylint.writing import write_whole
from tests.cli.test_bad_input import GOOD
from tests.conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and kinds of file are those of POSIX")
SECRET = "ghp-0123456789abcdef"
SECONDS = 30


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository, and beside it a file that nobody in it should see."""
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "secret").write_text(f"{SECRET}: {SECRET}\n", encoding="utf-8")
    (tmp_path / "secret.csv").write_text(f"item_id,subject_id,status\n{SECRET},{SECRET},refused\n", encoding="utf-8")
    (tmp_path / "project" / "waves.datasheet.yaml").write_bytes(GOOD)
    return tmp_path / "project"


# references

OUT = ["../{0}", "../../../../../../../../../../{1}/{0}", "{1}/{0}", "file:../{0}", "./x/../../{0}", "link"]
SAYING = {
    "a source": ("secret", "sources: [{ref: '%s'}]"),
    "a ledger": ("secret.csv", "people: {present: true, ledger: {path: '%s'}}"),
    "a list of items": (
        "secret", "people: {present: true, ledger: {path: here.csv, items: {path: '%s', sha256: " + "0" * 64 + "}}}",
    ),
}  # fmt: skip


def refusing(line: str) -> bytes:
    key = line.partition(":")[0]
    lines = [one for one in GOOD.decode().splitlines() if not one.startswith(f"{key}:")]
    return "\n".join([*lines, line, ""]).encode()


@pytest.mark.parametrize("path", OUT)
@pytest.mark.parametrize("what", SAYING)
def test_a_path_out_of_the_project_is_refused(
    what: str, path: str, project: Path, policylint: Callable[..., Run]
) -> None:
    if "ledger" in SAYING[what][1]:
        pytest.importorskip("duckdb")
    name, line = SAYING[what]
    suffix = os.path.splitext(name)[1]
    (project / f"link{suffix}").symlink_to(project.parent / name)
    (project / "here.csv").write_text("item_id,subject_id,status\ni1,s1,given\n", encoding="utf-8")
    said = f"link{suffix}" if path == "link" else path.format(name, project.parent)
    (project / "waves.datasheet.yaml").write_bytes(refusing(line % said))
    run = policylint("check", "--format", "json", cwd=project)
    rules = {one["rule"]: one["message"] for one in json.loads(run.out)["findings"]}
    if not path.startswith("file:") or what == "a source":  # elsewhere that is a name as any other, of no file
        assert "leads out of the project" in rules["reference/unresolved"]
        assert run.code == 1
    assert SECRET not in run.out + run.err


def test_a_pattern_is_not_looked_for_outside(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even to say that nothing is there: a walk through all disks takes long, and its answer tells."""
    monkeypatch.setattr("pathlib.Path.glob", lambda *_: pytest.fail("it was looked for"))
    for path in ("../**/*.csv", "/**/*.csv", "../none*.csv", "x/../../*/s.csv"):
        with pytest.raises(UnreadableLedgerError, match="leads out of the project"):
            found(Named(path, None, str(project), {}), [str(project)])


def test_a_pattern_follows_no_links_to_folders(project: Path) -> None:
    """With three links to the folder itself there would be more paths than anybody can go through."""
    for name in "abc":
        (project / name).symlink_to(project, target_is_directory=True)
    (project / "d").mkdir()
    for name in ("d/x.csv", "y.csv", ".hidden.csv"):
        (project / name).write_text("item_id\n", encoding="utf-8")
    for path, count in (("**/*.csv", 2), ("**", 0), ("d/**", 1), ("*.csv", 1), ("?/*.csv", 2), ("d/x**.csv", 1)):
        if count:
            source = found(Named(path, None, str(project), {}), [str(project)])
            assert source is not None
            assert len({os.path.realpath(file) for file in source.files}) == count, path


# links

LINKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a datasheet": ("datasheet.yaml", "", ("check", ".")),
    "a datasheet that is named": ("x.yaml", "", ("check", "x.yaml")),
    "a use": ("x.use.yaml", "", ("check", ".")),
    "a use that is given": ("x.use.yaml", "", ("check", "waves.datasheet.yaml", "--use", "x.use.yaml")),
    "a card": ("README.md", "", ("check", "README.md")),
    "a config": ("policylint.yaml", "", ("check", ".")),
    "a pyproject.toml": ("pyproject.toml", "", ("check", ".", "--config", "pyproject.toml")),
    "a waiver file": ("w.yaml", "waivers: {file: w.yaml}\n", ("check", ".")),
    "a baseline": ("b.json", "", ("check", ".", "--baseline", "b.json")),
    "a rule": ("p/rules/a/b.yaml", "", ("check", ".", "--policy", "./p")),
    "a pack": ("p/packs/a.yaml", "", ("check", ".", "--policy", "./p/packs/a.yaml")),
    "an advisory": ("a/x.yaml", "advisories: [a]\n", ("check", ".")),
    "a list for an audit": ("requirements.txt", "", ("audit", ".", "--list", "requirements.txt")),
    "what is converted": ("datasheet.yaml", "", ("convert", "datasheet.yaml", "--to", "croissant")),
    "what is asked about": ("datasheet.yaml", "", ("ask", "datasheet.yaml")),
    "what is compared": ("datasheet.yaml", "", ("diff", "datasheet.yaml", "waves.datasheet.yaml")),
}


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_out_of_the_repository_is_not_read(kind: str, project: Path, policylint: Callable[..., Run]) -> None:
    """Who may write links could otherwise print what the build can read."""
    name, config, arguments = LINKS[kind]
    if config:
        (project / "policylint.yaml").write_text(config, encoding="utf-8")
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).symlink_to(project.parent / "secret")
    run = policylint(*arguments, cwd=project)
    assert SECRET not in run.out + run.err
    assert run.code != 0
    assert "Traceback" not in run.err


def test_a_link_inside_the_repository_and_one_outside_of_all_are_read(
    project: Path, tmp_path: Path, policylint: Callable[..., Run]
) -> None:
    (project / "b").mkdir()
    (project / "b" / "datasheet.yaml").symlink_to("../waves.datasheet.yaml")
    assert policylint("check", "b/datasheet.yaml", cwd=project).code == 0
    (tmp_path / "cache" / "blobs").mkdir(parents=True)
    (tmp_path / "cache" / "blobs" / "0123").write_bytes(GOOD)
    (tmp_path / "cache" / "datasheet.yaml").symlink_to("blobs/0123")
    assert policylint("check", "cache/datasheet.yaml", cwd=tmp_path).code == 0


OUTPUTS = [
    ("check", ".", "--output", "json=out"), ("baseline", "write", "--output", "out"), ("report", ".", "-o", "out"),
    ("convert", "waves.datasheet.yaml", "--to", "croissant", "--output", "out"), ("notice", ".", "--output", "out"),
    ("badge", ".", "--format", "json", "--output", "out"), ("audit", ".", "--write-manifest", "out"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", OUTPUTS, ids=lambda one: one[0])
def test_nothing_is_written_through_a_link_out_of_the_repository(
    arguments: tuple[str, ...], project: Path, policylint: Callable[..., Run]
) -> None:
    for target in (project.parent / "secret", project.parent / "not-there-yet"):
        (project / "out").unlink(missing_ok=True)
        (project / "out").symlink_to(target)
        run = policylint(*arguments, cwd=project)
        assert (run.code, "Traceback" in run.err) == (2, False), run.err
    assert (project.parent / "secret").read_text(encoding="utf-8") == f"{SECRET}: {SECRET}\n"
    assert not (project.parent / "not-there-yet").exists()


def test_no_link_waits_where_a_temporary_file_will_be(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name cannot be foreseen; and where it were, the file must be a new one."""
    monkeypatch.setattr("os.urandom", lambda count: b"\0" * count)
    (project / ".policylint-00000000.tmp").symlink_to(project.parent / "secret")
    with pytest.raises(FileExistsError):
        write_whole(str(project / "out"), "text")
    assert SECRET in (project.parent / "secret").read_text(encoding="utf-8")


# pipes and devices


def pipe(path: Path) -> None:
    os.mkfifo(path)


def zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


def itself(path: Path) -> None:
    path.symlink_to(path.name)


SPECIAL = {**{kind: LINKS[kind] for kind in LINKS}, "a .gitignore": (".gitignore", "", ("check", ".")),
           "hooks": (".pre-commit-config.yaml", "", ("init", "b", "--yes", "--hook")),
           "a licence's text": ("LICENSE", "", ("check", ".")),
           "a ledger": ("l.csv", "", ("check", "l.datasheet.yaml"))}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("make", [pipe, zero, itself], ids=lambda make: make.__name__)
def test_pipes_devices_and_loops_end(make: Callable[[Path], None], tmp_path: Path) -> None:
    """In each role that a file may have; outside of git, where links are followed. A process for all would wait."""
    commands = []
    for number, (name, config, arguments) in enumerate(SPECIAL.values()):
        here = tmp_path / str(number)
        for folder in (here / "b", (here / name).parent):
            folder.mkdir(parents=True, exist_ok=True)
        (here / "waves.datasheet.yaml").write_bytes(GOOD)
        (here / "l.datasheet.yaml").write_bytes(refusing("people: {present: true, ledger: {path: l.csv}}"))
        if config:
            (here / "policylint.yaml").write_text(config, encoding="utf-8")
        make(here / "b" / name if arguments[0] == "init" else here / name)
        commands.append((str(here), arguments))
    program = (
        "import json, os, sys\nfrom policylint.__main__ import main\n"
        "for here, arguments in json.load(sys.stdin):\n"
        "    os.chdir(here)\n    code = main(arguments)\n"
        "    print(json.dumps([arguments, code]), file=sys.__stderr__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(commands), cwd=ROOT,
        env=clean_environment(tmp_path / "cache"),
        capture_output=True, text=True, timeout=3 * SECONDS, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    codes = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("[[")]
    assert len(codes) == len(SPECIAL)
    assert all(code in (0, 1, 2, 3) for _, code in codes)
