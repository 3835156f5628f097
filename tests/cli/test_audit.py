"""`policylint audit` finds what should not be here by name, hash, list and declaration, and opens no media."""

from __future__ import annotations

import hashlib
import json
import os
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

MATCH, DERIVED, REPLACED = "retraction/advisory-match", "retraction/transitive", "retraction/superseded-version"


def audited(policylint: Callable[..., Run], cwd: Path, *arguments: str) -> list[dict[str, Any]]:
    run = policylint("audit", *arguments, "--as-of", AS_OF, "--format", "json", "--allow-empty", cwd=cwd)
    report = json.loads(run.out)
    assert run.code == int(report["summary"]["errors"] > 0), run.err
    findings: list[dict[str, Any]] = report["findings"]
    return findings


def told(findings: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(one["path"], one["rule"], one["severity"]) for one in findings]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A folder whose own name says nothing."""
    made = tmp_path / "disk"
    (made / ".git").mkdir(parents=True)
    return made


def put(folder: Path, name: str, text: str = "x") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith("/"):
        path.mkdir(exist_ok=True)
    else:
        path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("name", "rule", "severity"),
    [
        ("MS-Celeb-1M/", MATCH, "error"),
        ("ms_celeb_1m.tar.gz", MATCH, "error"),
        ("80 Million Tiny Images.zip", MATCH, "error"),
        ("MegaFace.part01.rar", MATCH, "error"),
        ("LAION-5B/", REPLACED, "error"),
        ("ms1mv3.rec", DERIVED, "error"),
        ("datasets--gaunernst--ms1mv3-wds/", DERIVED, "error"),
        ("ms-celeb-1m cleaned (2).tar", MATCH, "warning"),
        ("tiny_images_sample/", MATCH, "warning"),
        ("cifar-10-python.tar.gz", DERIVED, "info"),
    ],
)
def test_a_name_is_recognised(name: str, rule: str, severity: str, policylint: Callable[..., Run], disk: Path) -> None:
    put(disk, name)
    assert told(audited(policylint, disk)) == [(name.rstrip("/"), rule, severity)]


@pytest.mark.parametrize(
    "name",
    [
        "compile.txt", "diffusion.h5", "allenai/", "gulfwide.csv",  # pieces of words
        "boston/", "lfw/", "pile.zst", "brainwash.mat",  # short names and common words, alone
        "boston-school-buildings.csv",  # another dataset
        "celeba.zip", "ImageNet.tar",  # contested or restricted: not taken down
        "ms-celeb-1m.md", "ms_celeb_1m.py", "MS-Celeb-1M.pdf",  # files that speak of it
        "ms-celeb-1m.datasheet.txt.md",
        "data/faces/", "img_0001.jpg",
    ],
)  # fmt: skip
def test_a_name_that_settles_nothing_is_not_told(name: str, policylint: Callable[..., Run], disk: Path) -> None:
    put(disk, name)
    assert audited(policylint, disk) == []


@pytest.mark.parametrize(
    ("path", "severity"), [("Stanford University/brainwash.mat", "warning"), ("washing/brainwash.mat", None)]
)
def test_a_weak_name_is_told_where_the_path_confirms_it(
    path: str, severity: str | None, policylint: Callable[..., Run], disk: Path
) -> None:
    put(disk, path)
    assert [one["severity"] for one in audited(policylint, disk)] == [severity][: severity is not None]


def test_what_lies_in_a_folder_that_was_told_is_not_told_again(policylint: Callable[..., Run], disk: Path) -> None:
    put(disk, "MS-Celeb-1M/ms-celeb-1m_0001.rec")
    put(disk, "MS-Celeb-1M/deep/er/MS-Celeb-1M.tar")
    put(disk, "MS-Celeb-1M/MegaFace.zip")
    assert [one["path"] for one in audited(policylint, disk)] == ["MS-Celeb-1M", "MS-Celeb-1M/MegaFace.zip"]


def test_of_many_names_in_one_folder_twenty_are_listed_and_the_rest_counted(
    policylint: Callable[..., Run], disk: Path
) -> None:
    for number in range(25):
        put(disk, f"shards/ms-celeb-1m.part{number:02}.rar")
    findings = audited(policylint, disk)
    assert [one["rule"] for one in findings].count(MATCH) == 20
    (more,) = [one for one in findings if one["rule"] == "audit/more"]
    assert (more["path"], more["message"]) == ("shards", "5 more names here are those of ODA-2019-0001")


@pytest.mark.parametrize(
    ("file", "text", "line", "column"),
    [
        ("datasets.txt", "numpy\nhf:gaunernst/ms1mv3-wds@main\n", 2, 1),
        ("requirements-data.txt", "a  https://huggingface.co/datasets/gaunernst/ms1mv3-wds\n", 1, 4),
        ("dvc.yaml", "deps:\n  - hf://datasets/gaunernst/ms1mv3-wds/train.tar\n", 2, 5),
        ("faces.dvc", "outs:\n- md5: aa\n  path: data/MS-Celeb-1M\n", 3, 9),
        ("dvc.lock", "stages:\n  a:\n    deps:\n    - path: data/MS-Celeb-1M.zip\n", 4, 13),
    ],
)
def test_a_list_names_it(
    file: str, text: str, line: int, column: int, policylint: Callable[..., Run], disk: Path
) -> None:
    put(disk, file, text)
    (finding,) = audited(policylint, disk)
    assert (finding["path"], finding["line"], finding["column"]) == (file, line, column)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("datasets.txt", "# hf:gaunernst/ms1mv3-wds, never again\n"),
        ("datasets.txt", "hf:gaunernst/faces\nxhf:gaunernst/ms1mv3-wds\n"),
        ("notes.txt", "hf:gaunernst/ms1mv3-wds\n"),
        ("train.py", "load_dataset('hf:gaunernst/ms1mv3-wds')\n"),
        ("datasets.txt", "path: data/MS-Celeb-1M\n"),
    ],
)
def test_what_is_no_list_or_no_coordinate_is_not_told(
    file: str, text: str, policylint: Callable[..., Run], disk: Path
) -> None:
    put(disk, file, text)
    assert audited(policylint, disk) == []


def own_advisory(folder: Path, content: bytes) -> None:
    """An advisory about a file, in a folder of the project's own."""
    put(
        folder,
        "advisories/OWN-2026-0001.yaml",
        'advisory: "1"\npublished: "2026-01-01"\nmodified: "2026-01-01"\nsummary: Taken down.\ndetails: Taken down.\n'
        'severity: high\nstatus: retracted\nretracted: "2026-01-01"\ncategories: [no-consent]\n'
        "action: [delete_local_copies]\nconfidence: high\n"
        f"affected: [{{dataset: Street Walkers, hashes: [{hashlib.sha256(content).hexdigest()}]}}]\n"
        "references: [{type: statement, url: 'https://example.org', seen: true}]\n",
    )
    put(folder, "policylint.yaml", "advisories: [advisories]\n")


def test_a_hash_tells_whatever_the_name(policylint: Callable[..., Run], disk: Path) -> None:
    own_advisory(disk, b"pictures")
    put(disk, "data/a.bin", "pictures")
    put(disk, "data/b.bin", "others")
    assert audited(policylint, disk, "data") == []
    wanted = [("data/a.bin", MATCH, "error")]
    run = policylint("audit", "data", "--write-manifest", "kept/all.jsonl", cwd=disk)
    assert (run.code, run.out) == (2, "")
    assert "kept/all.jsonl: cannot be written: No such file" in run.err
    (disk / "kept").mkdir()
    assert told(audited(policylint, disk, "data", "--write-manifest", "kept/all.jsonl")) == wanted
    lines = [json.loads(line) for line in (disk / "kept/all.jsonl").read_text().splitlines()]
    assert [one["path"] for one in lines] == ["../data/a.bin", "../data/b.bin"]
    assert lines[0]["sha256"] == hashlib.sha256(b"pictures").hexdigest()
    (disk / "data/a.bin").unlink()
    assert told(audited(policylint, disk, "--manifest", "kept/all.jsonl")) == wanted


def test_a_manifest_saves_hashing_what_has_not_changed(policylint: Callable[..., Run], disk: Path) -> None:
    own_advisory(disk, b"pictures")
    a, kept = put(disk, "data/a.bin", "pictures"), ("--manifest", "all.jsonl", "--write-manifest", "all.jsonl")
    audited(policylint, disk, "data", "--write-manifest", "all.jsonl")
    wrong = (disk / "all.jsonl").read_text().replace(hashlib.sha256(b"pictures").hexdigest(), "0" * 64)
    (disk / "all.jsonl").write_text(wrong)
    assert audited(policylint, disk, "data", *kept) == []  # believed: neither size nor time has changed
    status = a.stat()
    os.utime(a, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert told(audited(policylint, disk, "data", *kept)) == [("data/a.bin", MATCH, "error")]


def test_a_manifest_tells_names_too(policylint: Callable[..., Run], disk: Path) -> None:
    line = {"path": "cold/MS-Celeb-1M/a.rec", "size": 1, "mtime": 1, "sha256": "0" * 64}
    put(disk, "all.jsonl", json.dumps(line) + "\n")
    assert [one["path"] for one in audited(policylint, disk, "--manifest", "all.jsonl")] == ["cold/MS-Celeb-1M"]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "{",
        '{"path": "a"}',
        '{"path": 1, "sha256": "00"}',
        '{"path": "a", "sha256": "zz"}',
        "[" * 40_000,
        "\\xff",
    ],
)
def test_a_line_that_is_no_entry_of_a_manifest_stops_the_run(
    line: str, policylint: Callable[..., Run], disk: Path
) -> None:
    good = json.dumps({"path": "a", "size": 1, "mtime": 1, "sha256": "0" * 64})
    put(disk, "all.jsonl", f"{good}\n{line}\n{line}!\n")
    before = (disk / "all.jsonl").read_text()
    run = policylint("audit", "--manifest", "all.jsonl", "--write-manifest", "all.jsonl", cwd=disk)
    assert (run.code, run.out) == (2, "")
    assert f"all.jsonl:{2 if line else 3}:1" in run.err
    assert (disk / "all.jsonl").read_text() == before
    assert sorted(os.listdir(disk)) == [".git", "all.jsonl"]


def test_media_are_not_opened_and_pipes_not_waited_for(policylint: Callable[..., Run], disk: Path) -> None:
    os.mkfifo(disk / "MS-Celeb-1M.rec")
    os.mkfifo(disk / "frames.mp4")
    os.mkfifo(disk / "datasets.txt")
    findings = audited(policylint, disk, "--write-manifest", "all.jsonl")
    assert {("MS-Celeb-1M.rec", MATCH), ("datasets.txt", "audit/unreadable")} == {
        (one["path"], one["rule"]) for one in findings
    }
    assert (disk / "all.jsonl").read_text() == ""


def test_a_walk_ends_in_spite_of_links_and_tells_what_links_are_called(
    policylint: Callable[..., Run], disk: Path
) -> None:
    (disk / "loop").symlink_to(disk)
    (disk / "a").mkdir()
    (disk / "a/b").symlink_to(disk / "a")
    (disk / "MS-Celeb-1M").symlink_to("/nowhere")
    assert [one["path"] for one in audited(policylint, disk)] == ["MS-Celeb-1M"]


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_audited(policylint: Callable[..., Run], disk: Path) -> None:
    put(disk, "z/MS-Celeb-1M.zip")
    here = os.getcwd()
    try:  # deeper than a path may be long: nobody can open it by its path, whatever they are allowed to
        os.chdir(disk)
        for _ in range(20):
            os.mkdir("d" * 240)
            os.chdir("d" * 240)
    finally:
        os.chdir(here)
    findings = audited(policylint, disk)
    assert [one["rule"] for one in findings] == ["audit/unreadable", MATCH]
    assert "file name too long" in findings[0]["message"]


def test_names_that_are_no_text_are_printed_safely(policylint: Callable[..., Run], disk: Path) -> None:
    for name in (b"MS-Celeb-1M\xff.zip", b"MS-Celeb-1M\n::error::x.zip", b"\x1b[31m MS-Celeb-1M.zip"):
        with open(os.path.join(os.fsencode(disk), name), "w"):
            pass
    run = policylint("audit", "--as-of", AS_OF, "--write-manifest", "all.jsonl", cwd=disk)
    assert run.code == 1
    assert run.out.count(f"[{MATCH}]") == 3
    assert "\x1b" not in run.out
    assert "\n::error" not in run.out
    assert len(audited(policylint, disk, "--manifest", "all.jsonl")) == 3


def test_data_that_git_ignores_is_audited_and_what_the_config_excludes_is_not(
    policylint: Callable[..., Run], disk: Path
) -> None:
    put(disk, ".gitignore", "data/\n")
    put(disk, "data/MS-Celeb-1M.zip")
    put(disk, "fixtures/MegaFace.zip")
    put(disk, "policylint.yaml", "exclude: [fixtures/]\n")
    assert [one["path"] for one in audited(policylint, disk)] == ["data/MS-Celeb-1M.zip"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_and_arguments_makes_no_difference(
    seed: int, policylint: Callable[..., Run], tmp_path: Path
) -> None:
    names = ["a/MS-Celeb-1M.zip", "a/MegaFace/", "b/ms1mv3.rec", "b/datasets.txt", "c/tiny_images_1/", "c/LAION-5B/x"]
    seen: list[list[dict[str, Any]]] = []
    for order in (names, random.Random(seed).sample(names, len(names))):
        disk = tmp_path / f"disk{len(seen)}"
        for name in order:
            put(disk, name, "hf:gaunernst/ms1mv3-wds\n")
        folders = dict.fromkeys(name[0] for name in order)
        seen.append(audited(policylint, disk, *folders))
    assert seen[0] == seen[1] != []


def test_nothing_held_is_not_clean(policylint: Callable[..., Run], disk: Path) -> None:
    (disk / "empty.jsonl").write_text("")
    run = policylint("audit", "--manifest", "empty.jsonl", cwd=disk)
    assert (run.code, run.out.split(" (")[0]) == (3, "nothing was checked")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere",),
        ("--manifest", "nowhere"),
        ("--format", "x"),
        ("--as-of", "2026"),
        ("--fail-on", "x"),
        ("--output", "json"),
    ],
)
def test_a_wrong_call_is_told(arguments: tuple[str, ...], policylint: Callable[..., Run], disk: Path) -> None:
    run = policylint("audit", *arguments, cwd=disk)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("policylint: ")


def test_before_it_was_taken_down_it_is_not_told(policylint: Callable[..., Run], disk: Path) -> None:
    put(disk, "MS-Celeb-1M.zip")
    assert policylint("audit", "--as-of", "2019-05-31", cwd=disk).code == 0
    assert policylint("audit", "--as-of", "2019-06-01", cwd=disk).code == 1


USE = """use: "1"
id: demo
datasets:
  - id: faces
    ref: hf:gaunernst/ms1mv3-wds
    rests_on: license
purpose: research
activities: [train]
commercial: false
"""


@pytest.mark.parametrize(
    ("models", "outcome"),
    [
        ("[{id: m, trained_on: [faces], disposition: deleted}]", None),
        ("[{id: m, trained_on: [faces], disposition: kept, reason: evidence in a lawsuit}]", None),
        ("[{id: m, trained_on: [others]}]", None),
        ("[{id: m, trained_on: [faces], disposition: kept}]", "fail"),
        ("[{id: m, trained_on: [faces]}]", "unknown"),
        ("unknown", "unknown"),
    ],
)
def test_models_trained_on_what_was_made_from_it_are_traced(
    models: str, outcome: str | None, policylint: Callable[..., Run], disk: Path
) -> None:
    put(disk, "use.yaml", f"{USE}models: {models}\n")
    findings = audited(policylint, disk)
    (inherited,) = [one for one in findings if one["rule"] == DERIVED]
    assert (inherited["path"], inherited["line"], inherited["chain"]) == (
        "use.yaml", 5, ["faces", "MS1MV3", "MS-Celeb-1M"],
    )  # fmt: skip
    traced = [one["outcome"] for one in findings if one["rule"] == "retraction/models-traced"]
    assert traced == [outcome][: outcome is not None]
