"""A file that cannot be read is a problem of that file; nothing hangs and nothing is raised."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.documents import load

MOST_SECONDS = 5


def missing(path: Path) -> None:
    assert not path.exists()


def folder(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    path.symlink_to(path)


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def under_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a: 1\n", encoding="utf-8")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)


UNREADABLE: list[tuple[Callable[[Path], None], str, str]] = [
    (missing, "syntax/unreadable", "the file cannot be read: no such file or directory"),
    (folder, "syntax/unreadable", "the file cannot be read: is a directory"),
    (loop, "syntax/unreadable", "the file cannot be read: too many levels of symbolic links"),
    (dangling, "syntax/unreadable", "the file cannot be read: no such file or directory"),
    (fifo, "syntax/unreadable", "the file cannot be read: it is not a regular file"),
    (device, "syntax/unreadable", "the file cannot be read: it is not a regular file"),
    (under_a_file, "syntax/unreadable", "the file cannot be read: not a directory"),
    (sparse, "syntax/size", "larger than 2 MiB"),
]


def open_descriptors() -> int:
    folder = next((path for path in ("/proc/self/fd", "/dev/fd") if Path(path).is_dir()), None)
    return len(os.listdir(folder)) if folder else 0


@pytest.mark.skipif(os.name != "posix", reason="the kinds of file are those of POSIX")
@pytest.mark.parametrize("name", ["datasheet.yaml", "datasheet.json"])
@pytest.mark.parametrize(("make", "rule", "message"), UNREADABLE, ids=lambda value: getattr(value, "__name__", None))
def test_unreadable_files(make: Callable[[Path], None], rule: str, message: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "folder" / name
    path.parent.mkdir()
    make(path)
    before, descriptors = time.monotonic(), open_descriptors()
    document = load(str(path), "as named")
    assert time.monotonic() - before < MOST_SECONDS
    assert open_descriptors() == descriptors
    assert document.root is None
    assert [(one.rule, one.path, one.span, one.message) for one in document.problems] == [
        (rule, "as named", (1, 1, 1, 1), message)
    ]


def test_a_large_card_without_text_is_not_refused_for_its_size(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    sparse(path)
    document = load(str(path))
    assert (document.root, document.problems) == (None, ())


def test_a_file_is_called_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text("a: [", encoding="utf-8")
    assert [problem.path for problem in load(str(path)).problems] == [path.as_posix()]
