"""`policylint audit` finds what should not be here by name, hash, list and declaration, and opens nothing it need not."""

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
    ],
)
def test_a_name_is_recognised(
    name: str, rule: str, severity: str, policylint: Callable[..., Run], disk: Path
) -> None:
    put(disk, name)
    assert told(audited(policylint, disk)) == [(name.rstrip("/"), rule, severity)]


@pytest.mark.parametrize(
    "name",
    [
        "compile.txt", "diffusion.h5", "allenai/", "gulfwide.csv",  # pieces of words
        "boston/", "lfw/", "pile.zst", "brainwash.mat",  # short names and common words, alone
        "boston-school-buildings.csv",  # another dataset
        "celeba.zip", "ImageNet.tar", "cifar-10-python.tar.gz",  # contested or restricted: not taken down
        "ms-celeb-1m.md", "ms_celeb_1m.py", "MS-Celeb-1M.pdf",  # files that speak of it
        "ms-celeb-1m.datasheet.txt.md",
        "data/faces/", "img_0001.jpg",
    ],
)  # fmt: skip
def test_a_name_that_settles_nothing_is_not_told(name: str, policylint: Callable[..., Run], disk: Path) -> None:
    put(disk, name)
    assert audited(policylint, disk) == []


def test_a_weak_name_is_told_where_the_path_confirms_it(policylint: Callable[..., Run], disk: Path) -> None:
    put(disk, "Oxford Town Centre/towncentre.avi")
    put(disk, "DukeMTMC stuff/towncentre.avi")
    findings = [one for one in audited(policylint, disk) if one["path"].endswith("avi")]
    assert findings == []  # the folder has been told already, and the other folder confirms nothing
    assert {one["path"] for one in audited(policylint, disk)} == {"Oxford Town Centre", "DukeMTMC stuff"}


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
        ("datasets.txt", "hf:gaunernst/ms1mv3-wds2\nxhf:gaunernst/ms1mv3-wds-not\n"),
        ("notes.txt", "hf:gaunernst/ms1mv3-wds\n"),
        ("train.py", "load_dataset('hf:gaunernst/ms1mv3-wds')\n"),
        ("datasets.txt", "path: data/MS-Celeb-1M\n"),
    ],
)
def test_what_is_no_list_or_no_coordinate_is_not_told(
    file: str, text: str, policylint: Callable[..., Run], disk: Path
) -> None:
    put(disk, file, text)
    assert [one for one in audited(policylint, disk) if one["rule"] != MATCH or one["severity"] == "error"] == []


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
    assert told(audited(policylint, disk, "data", "--write-manifest", "kept/all.jsonl")) == []
    (disk / "kept").mkdir()
    assert told(audited(policylint, disk, "data", "--write-manifest", "kept/all.jsonl")) == wanted
    lines = [json.loads(line) for line in (disk / "kept/all.jsonl").read_text().splitlines()]
    assert [one["path"] for one in lines] == ["../data/a.bin", "../data/b.bin"]
    assert lines[0]["sha256"] == hashlib.sha256(b"pictures").hexdigest()
    (disk / "data/a.bin").unlink()
    assert told(audited(policylint, disk, "--manifest", "kept/all.jsonl")) == wanted
