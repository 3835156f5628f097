"""`diff`: what an edit newly allows, forbids or leaves undecided, as whole outputs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import AS_OF, ROOT, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_RULE = """\
title: t
severity: {severity}
moments: [create]
for_each: {{group: people.groups}}
require: {{group.kind: {kind}}}
message: m
remedy: r
why: w
references: [x]
tests: [{{name: n, expect: fail}}]
"""
_USE = "examples/consented-benchmark/training.use.yaml"
_SHEET = ROOT / "examples" / "ms-celeb-1m" / "datasheet.yaml"


def rule(folder: Path, version: str, slug: str = "b", severity: str = "error", kind: str = "mixed") -> None:
    file = folder / version / "rules" / "a" / f"{slug}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_RULE.format(severity=severity, kind=kind), encoding="utf-8")


def policies(folder: Path) -> None:
    rule(folder, "old", "eased")
    rule(folder, "new", "eased", kind="{in: [mixed, public_figure]}")
    rule(folder, "old", "gone")
    rule(folder, "new", "come")
    rule(folder, "old", "louder", severity="info")
    rule(folder, "new", "louder")
    rule(folder, "old", "stays")
    rule(folder, "new", "stays")
    rule(folder, "old", "stricter", kind="{stated: true}")
    rule(folder, "new", "stricter", kind="{in: [public_figure]}")


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_two_policies(
    form: str, tmp_path: Path, policylint: Callable[..., Run], golden: Callable[[str, str], None]
) -> None:
    policies(tmp_path)
    done = policylint("diff", "old", "new", "--format", form, "--no-config", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    golden(f"diff-policies.{form}", done.out)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_two_datasheets(
    form: str, tmp_path: Path, policylint: Callable[..., Run], golden: Callable[[str, str], None]
) -> None:
    text = _SHEET.read_text(encoding="utf-8")
    (tmp_path / "old.yaml").write_text(text, encoding="utf-8")
    edited = "# a line more\n" + text.replace("commercial: false", "commercial: true")
    (tmp_path / "new.yaml").write_text(edited, encoding="utf-8")
    done = policylint("diff", "old.yaml", "new.yaml", "--as-of", AS_OF, "--format", form, "--no-config", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    golden(f"diff-datasheets.{form}", done.out)


def test_an_edit_back_is_newly_allowed(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    text = _SHEET.read_text(encoding="utf-8")
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "old.yaml").write_text(text.replace("commercial: false", "commercial: true"), encoding="utf-8")
    done = policylint("diff", "old.yaml", "new.yaml", "--as-of", AS_OF, "--format", "json", "--no-config", cwd=tmp_path)
    found = json.loads(done.out)
    assert [one["new"]["message"] for one in found["allowed"]] == [None]
    assert found["forbidden"] == []


def test_two_rule_files_are_versions_of_one_rule(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    rule(tmp_path, ".", "one")
    rule(tmp_path, ".", "two", kind="{in: [mixed, public_figure]}")
    done = policylint("diff", "rules/a/one.yaml", "rules/a/two.yaml", "--no-config", cwd=tmp_path)
    assert done.out.splitlines()[0] == "a/two changed"
    assert done.out.splitlines()[-1] == "1 newly allowed, 0 newly forbidden, 0 newly undecided"


def test_a_rule_file_with_the_id_of_a_shipped_rule_is_itself(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    for version in ("old", "new"):
        file = tmp_path / version / "consent" / "status-known.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(_RULE.format(severity="error", kind="mixed" if version == "old" else "public_figure"))
    paths = [f"{version}/consent/status-known.yaml" for version in ("old", "new")]
    done = policylint("diff", *paths, "--no-config", cwd=tmp_path)
    assert done.out.splitlines()[0] == "consent/status-known changed"


def pack(folder: Path, version: str, body: str) -> str:
    file = folder / version / "packs" / "house.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"title: House\n{body}", encoding="utf-8")
    return f"{version}/packs/house.yaml"


@pytest.mark.no_cover
def test_what_a_pack_sets_otherwise_is_named(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    bases = "parameters: {{consent.accepted_bases: [{}]}}\n"
    bases += "rules: [consent/private-individuals, {{maintenance/backup: {}}}]\n"
    old = pack(tmp_path, "old", bases.format("public_interest, contract", "warning"))
    new = pack(tmp_path, "new", bases.format("contract", "error"))
    done = policylint("diff", old, new, "--format", "json", "--no-config", cwd=tmp_path)
    found = json.loads(done.out)
    settings = {one["rule"]: one["settings"] for one in found["rules"]}
    assert settings["maintenance/backup"] == {"severity": {"old": "warning", "new": "error"}}
    named = {"old": ["public_interest", "contract"], "new": ["contract"]}
    assert settings["consent/private-individuals"] == {"parameter consent.accepted_bases": named}
    forbidden = {one["rule"]: one["outcomes"][1] for one in found["forbidden"] if one["decided"]}
    assert forbidden == {"consent/private-individuals": "fail"}
    text = policylint("diff", old, new, "--no-config", cwd=tmp_path).out
    assert "  parameter consent.accepted_bases: public_interest, contract → contract\n" in text


def test_a_finding_at_another_severity_is_shown(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    text = _SHEET.read_text(encoding="utf-8")
    named = text.replace("\nid: ms-celeb-1m\nname: MS-Celeb-1M\n", "\nid: faces\nname: Faces of MS-Celeb-1M\n")
    named = named.replace("homepage: https://www.msceleb.org/\n", "")
    (tmp_path / "old.yaml").write_text(re.sub(r"identifiers:\n( +.*\n)+", "", named), encoding="utf-8")
    (tmp_path / "new.yaml").write_text(named, encoding="utf-8")
    done = policylint("diff", "old.yaml", "new.yaml", "--as-of", AS_OF, "--no-config", cwd=tmp_path)
    assert "retraction/advisory-match: severity warning → error\n" in done.out
    assert done.out.endswith("\n0 newly allowed, 0 newly forbidden, 0 newly undecided, 1 at another severity\n")


def test_nothing_changed(policylint: Callable[..., Run]) -> None:
    done = policylint("diff", str(_SHEET), str(_SHEET), "--as-of", AS_OF, "--no-config")
    assert (done.code, done.out) == (0, "0 newly allowed, 0 newly forbidden, 0 newly undecided\n")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("examples/ms-celeb-1m/datasheet.yaml", "policies"), "compare two of one kind"),
        (("examples/ms-celeb-1m/datasheet.yaml", "nowhere.yaml"), "there is no such file or folder"),
        (("Makefile", "Makefile"), "neither a policy nor a datasheet nor a use declaration"),
        (("policies", "policies", "--format", "html"), "--format is one of text, markdown, json"),
        (("policies", "policies", "--as-of", "2026"), "--as-of is a day"),
        (("policies", "policies", "--use", "nowhere.yaml"), "--use nowhere.yaml: there is no such file"),
        (
            ("policies", "policies", "--use", _USE),
            "--use is for two datasheets, which are judged for it: policies is a",
        ),
        ((_USE, _USE, "--use", _USE), "training.use.yaml is a use"),
    ],
)
def test_a_wrong_call_is_one_sentence(arguments: tuple[str, ...], error: str, policylint: Callable[..., Run]) -> None:
    done = policylint("diff", *arguments, "--no-config")
    assert (done.code, done.out) == (2, "")
    assert error in done.err
    assert len(done.err.splitlines()) == 1


def test_markdown_holds_no_markup_of_a_datasheet(tmp_path: Path, policylint: Callable[..., Run]) -> None:
    text = _SHEET.read_text(encoding="utf-8")
    (tmp_path / "old.yaml").write_text(text, encoding="utf-8")
    edited = text.replace("commercial: false", "commercial: true").replace("- id: challenge", "- id: a_b_c")
    (tmp_path / "new.yaml").write_text(edited.replace("id: challenge", "id: a_b_c"), encoding="utf-8")
    done = policylint("diff", "old.yaml", "new.yaml", "--as-of", AS_OF, "--format", "markdown", cwd=tmp_path)
    assert "a\\_b\\_c" in done.out
    assert "a_b_c" not in done.out
