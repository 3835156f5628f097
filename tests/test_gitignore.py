"""Our reading of .gitignore is git's: compared with `git check-ignore` on generated patterns and paths."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policylint.gitignore import Ignore

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("a", "b", "ab", "a.yaml", "b.txt", "[x]", "c d", ".e")
FOLDERS = ("a", "b", "ab", "a/b", "a/ab")
PATHS = [f"{folder}/{name}" for folder in FOLDERS for name in NAMES[3:]] + list(NAMES[3:])
PATTERNS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("a", "a/", "/a", "*.yaml", "a/*", "**/b", "a/**", "a/**/b", "!a", "!*.yaml", "# a", "", "  ", "[ab]"),
                *("[!a]", "?", "a?", "*", "!*/", "\\#", "c\\ d", "c d", "a/b", "b/a.yaml", "**", "*/b", ".e", "[x]"),
                *("\\[x]", "a*b", "/*", "/*/*.txt", "x\fa", "x\x85*.yaml", "x\u2028*", "a/\r"),
            ]
        ),
        # git itself reads `a**/` by where the two texts happen to lie in memory: stars stand alone here.
        st.text(alphabet="ab*?/!.", min_size=1, max_size=6).filter(lambda text: "**" not in text),
    ),
    max_size=5,
)  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    for inner in FOLDERS:
        (folder / inner).mkdir()
    for path in PATHS:
        (folder / path).touch()
    return folder


def by_git(folder: Path, paths: list[str]) -> set[str]:
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"],
        cwd=folder, input="\0".join(paths).encode(), capture_output=True, check=False,
    )  # fmt: skip
    return {path for path in done.stdout.decode().split("\0") if path}


def by_us(folder: Path, paths: list[str]) -> set[str]:
    ignore = Ignore((), str(folder))
    for inner in (folder, *sorted(path for path in folder.rglob("*") if path.is_dir() and ".git" not in path.parts)):
        ignore.enter(str(inner))

    def ignored(path: str) -> bool:
        # A walk does not enter an ignored folder, so what is in it is ignored too.
        parts = path.split("/")
        whole = [folder.joinpath(*parts[: length + 1]) for length in range(len(parts))]
        return any(ignore.matches(str(one), folder=one.is_dir()) for one in whole)

    return {path for path in paths if ignored(path)}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(top=PATTERNS, inner=PATTERNS)
def test_ours_is_gits(top: list[str], inner: list[str], repository: Path) -> None:
    (repository / ".gitignore").write_text("".join(f"{line}\n" for line in top), encoding="utf-8")
    (repository / "a" / ".gitignore").write_text("".join(f"{line}\n" for line in inner), encoding="utf-8")
    paths = [path for path in PATHS if not path.endswith(".gitignore")]
    assert by_us(repository, paths) == by_git(repository, paths)
