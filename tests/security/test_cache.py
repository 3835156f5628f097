"""What a cache holds decides what passes: only what this user alone can have written there is taken from it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from policylint.cache import files, plans
from policylint.outcome import plain
from policylint.policy.in_force import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")
SETTINGS = Settings(("core",))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan that is kept, and forged: whole in itself, and without any rule."""
    wanted = plans.policy(SETTINGS, str(tmp_path / "plans"))
    assert wanted.rules
    (file,) = (tmp_path / "plans").iterdir()
    key, answers, _ = files.read(str(file))
    files.write(str(file), [key, answers, plain(tuple(wanted._replace(rules=())))])
    return file


def rules(plan: Path) -> int:
    return len(plans.policy(SETTINGS, str(plan.parent)).rules)


def test_the_forged_plan_would_be_taken(plan: Path) -> None:
    """Whoever can write as this user can do anything: that is no line that the others could hold."""
    assert rules(plan) == 0


def others_may_write(plan: Path) -> None:
    plan.parent.chmod(0o777)


def the_group_may_write(plan: Path) -> None:
    plan.parent.chmod(0o770)


def a_link(plan: Path) -> None:
    plan.rename(plan.parent.parent / "elsewhere")
    plan.symlink_to(plan.parent.parent / "elsewhere")


def a_folder(plan: Path) -> None:
    plan.unlink()
    plan.mkdir()


def a_pipe(plan: Path) -> None:
    plan.unlink()
    os.mkfifo(plan)


def half(plan: Path) -> None:
    plan.write_bytes(plan.read_bytes()[: plan.stat().st_size // 2])


def one_byte(plan: Path) -> None:
    plan.write_bytes(plan.read_bytes().replace(b"core", b"cora", 1))


@pytest.mark.parametrize(
    "done",
    [others_may_write, the_group_may_write, a_link, a_folder, a_pipe, half, one_byte],
    ids=lambda one: one.__name__,
)
def test_a_plan_that_others_may_have_written_is_not_taken(done: Callable[[Path], None], plan: Path) -> None:
    done(plan)
    assert rules(plan) > 10


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("whole", [True, False], ids=["the folder", "the file"])
def test_a_plan_of_somebody_else_is_not_taken(whole: bool, plan: Path) -> None:  # noqa: FBT001
    os.chown(plan.parent if whole else plan, 12345, 12345)
    assert rules(plan) > 10


def test_a_new_cache_is_this_users_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        plans.policy(SETTINGS, str(tmp_path / "plans"))
    finally:
        os.umask(before)
    assert (tmp_path / "plans").stat().st_mode & 0o777 == 0o700
    assert (
        subprocess.run(["find", str(tmp_path / "plans"), "-name", "*.tmp"], capture_output=True, check=True).stdout
        == b""
    )
