"""Every finding that can be waived can be: what `waiver new` writes of it fits it, and it alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from policylint.commands.judging import Asked, judged_one_by_one
from policylint.commands.waiver_new import _drafts, _paths
from policylint.sheets import Store
from policylint.waivers.editing import appended, skeleton
from policylint.waivers.values import Files
from tests.cli.test_waivers import fill
from tests.conftest import AS_OF, ROOT
from tests.waivers.project import write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from policylint.findings import Finding

HOLDINGS = ("ms-celeb-1m", "children-voices", "web-text", "flickr-faces")
CARDS = ("legacy.md", "other-with-name.md")


def _known(finding: Finding) -> tuple[str, str]:
    return finding.fingerprint, finding.place.path


def test_what_is_drafted_of_a_finding_fits_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HOLDINGS:
        shutil.copytree(ROOT / "examples" / name, tmp_path / name)
    for name in CARDS:
        shutil.copy(ROOT / "tests/formats/documents/huggingface" / name, tmp_path / name)
    beside = {"README.md": "---\nlicense: apache-2.0\n---\n# X\n", "LICENSE": "For non-commercial research use only.\n"}
    write(tmp_path, {f"card/{name}": text for name, text in beside.items()})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(tmp_path, {".policylint.yaml": "waivers: {file: waivers.yaml}\n"})
    asked = Asked((".", *CARDS), as_of=AS_OF)
    whole = judged_one_by_one(asked)
    meant = [one for one in whole.report.findings if one.policy is not None and whole.rules[one.rule]["waivable"]]
    assert len(meant) > 100
    assert "card/LICENSE" in {at.file for one in meant for at in one.looked}
    files = Files(Store({}), "waivers.yaml", _paths(whole), ())
    drafts = _drafts(meant, None, files, whole)
    write(tmp_path, {"waivers.yaml": fill(appended("waivers.yaml", "", [skeleton(one, files) for one in drafts]))})
    after = judged_one_by_one(asked).report
    assert [one.message for one in after.findings if one.rule.startswith("waiver/")] == []
    assert {_known(one) for one in after.findings if one.waiver} == {_known(one) for one in meant}
    assert {one.state for one in after.waivers} == {"live"}
