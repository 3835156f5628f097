"""The drawings of a lineage: whole outputs, and names that would be markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_lineage import PEOPLE, project, sheet
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

__all__ = ["project"]


@pytest.fixture
def family(project: Path) -> Path:
    """Three levels, a source that nobody describes, one that two lead to, and a circle."""
    sheet(project, "crawl-2016", "[{id: labels-2015, relation: annotations_only}]", PEOPLE)
    sheet(project, "labels-2015", "[{ref: ../street-2019, relation: facts}]")
    sheet(project, "street-2019", "[{ref: ../crawl-2016, relation: cleaned}]", "{present: unknown}")
    sheet(
        project,
        "faces-2026",
        "[{id: street-2019, relation: merged}, {ref: 'hf:owner/x'}, {ref: ../labels-2015, relation: copy}]",
    )
    return project


@pytest.mark.parametrize("form", ["text", "dot", "mermaid", "svg"])
def test_a_family(form: str, family: Path, policylint: Callable[..., Run], golden: Callable[[str, str], None]) -> None:
    run = policylint("graph", "faces-2026/datasheet.yaml", "--format", form, "--as-of", AS_OF, cwd=family)
    assert (run.code, run.err) == (0, "")
    golden(f"graph.{form}", run.out)


HOSTILE = '</text><script>alert(1)</script> & "quoted" `tick` | ]] --> #1; \u202e\u001b[31m'


@pytest.mark.parametrize("form", ["text", "dot", "mermaid", "svg"])
def test_names_are_never_markup(form: str, project: Path, policylint: Callable[..., Run]) -> None:
    note = HOSTILE.replace("\u001b", "").replace("\u202e", "").replace('"', '\\"')
    sheet(project, "made", f'[{{note: "{note}"}}]')
    run = policylint("graph", "made/datasheet.yaml", "--format", form, cwd=project)
    assert run.code == 0
    assert run.out.isprintable() or not any(ord(char) < 32 and char != "\n" for char in run.out)
    if form == "svg":
        root = ET.fromstring(run.out)
        assert not root.findall(".//{http://www.w3.org/2000/svg}script")
    if form == "mermaid":
        assert "<script" not in run.out
        assert all(line.count('"') in (0, 2) for line in run.out.splitlines())
    if form == "dot":
        assert all(line.replace('\\"', "").count('"') % 2 == 0 for line in run.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gone.yaml",), "the file cannot be read"),
        (("made/datasheet.yaml", "--format", "png"), "--format is one of text, dot, mermaid, svg"),
        (("made/datasheet.yaml", "--as-of", "soon"), "--as-of is a day such as 2026-01-31, not `soon`"),
        (("use.yaml",), "this is no datasheet"),
    ],
)
def test_a_wrong_call(arguments: tuple[str, ...], says: str, project: Path, policylint: Callable[..., Run]) -> None:
    sheet(project, "made")
    (project / "use.yaml").write_text('use: "1"\nid: u\ndatasets: []\n')
    run = policylint("graph", *arguments, cwd=project)
    assert run.code == 2
    assert says in run.err
    assert run.out == ""
