"""A finding keeps its fingerprint for as long as it is the same finding, and loses it with the value."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from policylint.discover import Found
from policylint.documents import read
from policylint.documents.node import plain_value
from policylint.pipeline import Request, check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.reporters import render
from policylint.reporters.style import Style
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = (ROOT / "examples/ms-celeb-1m/datasheet.yaml").read_text(encoding="utf-8")


def _value(text: str) -> dict[str, Any]:
    root = read(text.encode(), "datasheet.yaml").root
    assert root is not None
    value: dict[str, Any] = plain_value(root)
    return value


def _reordered(text: str) -> str:
    return yaml.safe_dump(dict(reversed(_value(text).items())), sort_keys=False, allow_unicode=True)


def _as_json(text: str) -> str:
    return json.dumps(_value(text), indent=1)


def _groups_reversed(text: str) -> str:
    value = _value(text)
    value["people"]["groups"].reverse()
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)


def _commented(text: str) -> str:
    lines = text.splitlines()
    cut = lines.index("people:")
    return "\n".join(["# a new remark", "", *lines[:cut], "# people", *lines[cut:], "# end"]) + "\n"


SAME: dict[str, Callable[[str], str]] = {
    "lines move and comments change": _commented,
    "line ends change": lambda text: text.replace("\n", "\r\n"),
    "quotes come": lambda text: text.replace("status: not_sought", 'status: "not_sought"'),
    "keys are reordered, the style is another": _reordered,
    "it is written as JSON": _as_json,
}
OTHER: dict[str, Callable[[str], str]] = {
    "the value changes": lambda text: text.replace("status: not_sought", "status: refused"),
    "the dataset has another id": lambda text: text.replace("id: ms-celeb-1m", "id: other-faces", 1),
}


@cache
def policy() -> Policy:
    return load_policy(Settings(("core",)))


def prints(folder: Path, text: str) -> dict[str, str]:
    """Fingerprint → rule and place, as code scanning has them."""
    sheet = folder / "datasheet.yaml"
    sheet.write_text(text, encoding="utf-8", newline="")
    report, _ = check([Found(str(sheet), "datasheet", named=True)], policy(), Request(AS_OF))
    (run,) = json.loads(render(report, "sarif", Style()))["runs"]
    return {
        one["partialFingerprints"]["primaryLocationLineHash"]: f"{one['ruleId']} {one['properties']['pointer']}"
        for one in run["results"]
    }


@pytest.mark.parametrize("edit", SAME.values(), ids=SAME.keys())
def test_it_stays_when(edit: Callable[[str], str], tmp_path: Path) -> None:
    before = prints(tmp_path, SHEET)
    assert len(before) > 10
    assert edit(SHEET) != SHEET
    assert prints(tmp_path, edit(SHEET)).keys() == before.keys()


@pytest.mark.parametrize("edit", OTHER.values(), ids=OTHER.keys())
def test_it_changes_when(edit: Callable[[str], str], tmp_path: Path) -> None:
    before = prints(tmp_path, SHEET)
    changed = {before[key] for key in before.keys() - prints(tmp_path, edit(SHEET)).keys()}
    assert "consent/private-individuals /people/groups/1/consent/status" in changed


def test_it_stays_when_groups_with_ids_change_places(tmp_path: Path) -> None:
    before, after = prints(tmp_path, SHEET), prints(tmp_path, _groups_reversed(SHEET))
    changed = {before[key].partition(" ")[0] for key in before.keys() - after.keys()}
    assert changed == {"subject/kinds-complete"}, "it is of a sum, which is shown at the group that comes first"
    assert len(before) == len(after)
