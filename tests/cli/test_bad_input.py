"""Bad input gets a clear finding with its place, quickly; never a traceback, never a raw control character."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

GOOD = b"""\
datasheet: "1"
id: waves
name: Waves
people: {present: false}
licenses: [{applies_to: dataset, license: CC-BY-4.0}]
uses: {intended: [{id: science, purpose: research, commercial: true, activities: [use]}], prohibited: []}
collection: {methods: [direct_measurement], origins: [{url: https://buoys.example.org, accessed: 2026-01-10}]}
sources: []
maintenance: {status: active, organization: Institute, contact: data@sea.example.org, backup: library@sea.example.org}
"""


class Bad(NamedTuple):
    name: str
    data: bytes
    rule: str
    line: int
    column: int


BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + level, 98 + level, b", ".join([b"*%c" % (97 + level)] * 9)) for level in range(9)
)

TABLE = [
    Bad("not YAML", b"datasheet: [1\nid: }", "syntax/yaml", 2, 3),
    Bad("a tab", GOOD.replace(b"id: waves", b"id:\n\twaves"), "syntax/yaml", 3, 1),
    Bad("a key twice", GOOD + b"name: Again\n", "syntax/duplicate-key", 10, 1),
    Bad("a second document", GOOD + b"---\nid: other\n", "syntax/several-documents", 10, 1),
    Bad("an alias bomb", BOMB, "syntax/nodes", 6, 12),
    Bad("10,000 deep", GOOD + b"extensions: " + b"[" * 10_000, "syntax/depth", 10, 212),
    Bad("not UTF-8", GOOD.replace(b"Waves", b"W\xe4ves"), "syntax/encoding", 3, 8),
    Bad("UTF-16", GOOD.decode().encode("utf-16"), "syntax/encoding", 1, 1),
    Bad("a terminal escape in a name", GOOD.replace(b"Waves", b'"\\e[31mWaves"'), "syntax/control-character", 3, 7),
    Bad("a raw escape", GOOD.replace(b"Waves", b"\x1b[31mWaves"), "syntax/control-character", 3, 7),
    Bad("a bidirectional override", GOOD.replace(b"Waves", "a\u202eb".encode()), "syntax/control-character", 3, 8),
    Bad("empty", b"", "syntax/empty", 1, 1),
    Bad("comments alone", b"# nothing\n", "syntax/empty", 1, 1),
    Bad("a list", b"- a\n", "shape/type", 1, 1),
    Bad("HTML", b"<!doctype html>\n<html><body>: x</body>\n", "syntax/yaml", 2, 13),
    Bad("a misspelled key", GOOD.replace(b"sources:", b"sorces:"), "shape/unknown-key", 8, 1),
    Bad("a key that must be there", GOOD.replace(b"people: {present: false}\n", b""), "shape/missing", 1, 1),
    Bad("an unknown version", GOOD.replace(b'"1"', b'"7"'), "shape/version", 1, 12),
    Bad("a word that is none", GOOD.replace(b"status: active", b"status: activ"), "shape/value", 9, 23),
    Bad("unknown inside a list", GOOD.replace(b"[use]", b"[unknown]"), "shape/value", 6, 83),
    Bad("a day that is none", GOOD.replace(b"2026-01-10", b"2026-02-30"), "shape/value", 7, 98),
]


@pytest.mark.parametrize("bad", TABLE, ids=[bad.name for bad in TABLE])
def test_a_broken_datasheet_is_a_finding_at_its_place(bad: Bad, policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(bad.data)
    started = time.monotonic()
    run = policylint("check", "datasheet.yaml", "--format", "json", cwd=tmp_path)
    assert time.monotonic() - started < 10
    report = json.loads(run.out)
    first = report["findings"][0]
    assert (run.code, run.err) == (1, "")
    assert (first["rule"], first["line"], first["column"]) == (bad.rule, bad.line, bad.column)
    assert first["message"]
    assert first["remedy"]
    assert report["documents"] == [
        {
            "path": "datasheet.yaml",
            "kind": "datasheet",
            "format": "datasheet",
            "id": None,
            "valid": False,
            "applied": {},
        }
    ]
    text = policylint("check", "datasheet.yaml", cwd=tmp_path)
    assert text.code == 1
    assert all(char.isprintable() or char == "\n" for char in text.out)


def test_the_right_word_is_suggested(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(GOOD.replace(b"sources:", b"sorces:").replace(b"contact:", b"contct:"))
    run = policylint("check", "--format", "json", cwd=tmp_path)
    assert [one["remedy"] for one in json.loads(run.out)["findings"]] == [
        "Did you mean `sources`?",
        "Did you mean `contact`?",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"name: Waves", b"name: NO\nversion: 1.10"),
        GOOD.replace(b'"1"', b"1"),
        GOOD.replace(b"name: Waves", "name: Wellen \u6ce2 \U0001f30a".encode()),
    ],
    ids=["a byte order mark", "CRLF", "NO and 1.10 as strings", "the version as a number", "wide characters"],
)
def test_what_looks_odd_and_is_right_is_clean(data: bytes, policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(data)
    run = policylint("check", "datasheet.yaml", cwd=tmp_path)
    assert (run.code, run.err) == (0, ""), run.out


def test_fifty_megabytes(policylint: Callable[..., Run], tmp_path: Path) -> None:
    with (tmp_path / "datasheet.yaml").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    run = policylint("check", "datasheet.yaml", "--format", "concise", cwd=tmp_path)
    assert (run.code, run.out) == (1, "datasheet.yaml:1:1: error[syntax/size] larger than 2 MiB\n")


def test_a_policy_of_mistakes_is_refused_in_few_words(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(GOOD)
    for count, more in ((99, ""), (500, "; the first 100 are listed")):
        text = "title: t\n" + "".join(f"key-{number}: 1\n" for number in range(count))
        (tmp_path / "rule.yaml").write_text(text, encoding="utf-8")
        run = policylint("check", "datasheet.yaml", "--policy", "./rule.yaml", cwd=tmp_path)
        assert (run.code, run.out) == (2, "")
        said = int(run.err.splitlines()[-1].partition(" ")[0])
        assert said > count
        assert run.err.endswith(f"{said} mistakes in the policy or config{more}: nothing was checked\n")
        assert run.err.count("error[") == min(said, 100)


def test_a_folder_named_like_a_datasheet_is_walked(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").mkdir()
    assert policylint("check", "datasheet.yaml", cwd=tmp_path).code == 3
    (tmp_path / "datasheet.yaml" / "waves.datasheet.yaml").write_bytes(GOOD)
    assert policylint("check", ".", cwd=tmp_path).code == 0


def test_a_file_that_cannot_be_read_is_a_finding(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").symlink_to("datasheet.yaml")
    for path in ("datasheet.yaml", "."):
        run = policylint("check", path, "--format", "concise", cwd=tmp_path)
        assert run.code == 1
        assert run.out.startswith("datasheet.yaml:1:1: error[syntax/unreadable] the file cannot be read: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_a_finding(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(GOOD)
    (tmp_path / "datasheet.yaml").chmod(0)
    run = policylint("check", "datasheet.yaml", "--format", "concise", cwd=tmp_path)
    assert (run.code, "syntax/unreadable" in run.out) == (1, True)


def test_a_pipe_does_not_hang(policylint: Callable[..., Run], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "datasheet.yaml")
    run = policylint("check", "datasheet.yaml", "--format", "concise", cwd=tmp_path)
    assert (run.code, run.out) == (
        1,
        "datasheet.yaml:1:1: error[syntax/unreadable] the file cannot be read: it is not a regular file\n",
    )


def test_a_loop_of_folders_ends(policylint: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(GOOD)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    run = policylint("check", ".", cwd=tmp_path)
    assert (run.code, "1 document" in run.out) == (0, True)


def test_names_of_files_are_never_printed_raw(policylint: Callable[..., Run], tmp_path: Path) -> None:
    name = "\x1b[31m.datasheet.yaml"
    (tmp_path / name).write_bytes(b"a: [")
    for form in ("text", "concise"):
        run = policylint("check", ".", "--format", form, cwd=tmp_path)
        assert run.code == 1
        assert "\\u{1B}[31m.datasheet.yaml:" in run.out
        assert "\x1b" not in run.out
