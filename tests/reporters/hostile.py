"""Documents, names and a policy that are markup wherever they can be."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from policylint.documents import read
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.shapes._table import ENUMS, OBJECTS, ROOTS
from policylint.shapes.check import check_shape
from tests.reporters.pages import report_on

if TYPE_CHECKING:
    from pathlib import Path

    from policylint.findings import Report

HOSTILE = "\"><script>alert(1)</script></style><img src=x onerror=alert(1)>' onload=alert(1) <!-- ]]> &amp; "
ELEMENTS = frozenset({
    "a", "article", "body", "caption", "code", "dd", "defs", "div", "dl", "dt", "footer", "g", "h1", "h2", "h3", "h4",
    "head", "header", "html", "li", "line", "main", "mark", "marker", "meta", "nav", "ol", "p", "path", "pattern",
    "pre", "rect", "section", "span", "strong", "style", "svg", "table", "tbody", "td", "text", "th", "thead", "title",
    "tr", "ul",
})  # fmt: skip
"""The elements that a page is made of."""


def _hostile(kind: dict[str, Any], turn: int, deep: int = 0) -> Any:
    """A value of a type that says as much as it can, in markup wherever a text may be anything.

    Of a union, `turn` chooses the branch.
    """
    match kind["kind"]:
        case "union":
            return _hostile(kind["of"][turn % len(kind["of"])], turn, deep)
        case "object":
            fields = OBJECTS[kind["name"]]["fields"]
            return {key: _hostile(field["type"], turn, deep + 1) for key, field in fields.items()} if deep < 12 else {}
        case "list":
            return [_hostile(kind["of"], turn, deep)]
        case "map":
            key = next(
                one for one in ("LicenseRef-x", "DE", "subject_id", HOSTILE) if re.match(kind.get("keys", ""), one)
            )
            return {key: _hostile(kind["of"], turn, deep)}
        case "enum":
            return next(iter(ENUMS[kind["name"]]["values"]))
        case "string" if "pattern" in kind:
            said = ("javascript:alert(1)", "an-id", "DE", "DUO:0000042", "P3Y", "ODA-2019-0001", "ab" * 32)
            return next(one for one in said if re.match(kind["pattern"], one))
        case "string" | "any":
            return HOSTILE
        case "integer":
            return kind["min"]
        case "number":
            return 0.5
    return {"date": "2026-01-31", "boolean": True, "const": kind.get("value")}[kind["kind"]]


def _largest(kind: str, turn: int, **said: Any) -> str:
    """A document of a kind that says all that can be said."""
    text = json.dumps({**_hostile({"kind": "object", "name": ROOTS[kind]}, turn), **said})
    assert check_shape(read(text.encode(), "x.json"), kind).problems == []
    return text


RULE = """
title: {text}
severity: error
moments: [create, consume]
for_each: {{group: people.groups}}
require: {{group.kind: public_figure}}
message: {text}
remedy: {text}
why: {text}
references: [{text}]
tests:
  - name: {text}
    expect: fail
    datasheet: {{people: {{present: true, groups: [{{id: g, kind: private_individual}}]}}}}
  - name: {text}
    expect: pass
    datasheet: {{people: {{present: true, groups: [{{id: g, kind: public_figure}}]}}}}
"""


def hostile_report(folder: Path) -> Report:
    """The report on such documents, written into an empty folder."""
    (folder / ".git").mkdir()
    for turn in range(4):
        name = f"'\"><img src=x onerror=alert({turn})>&lt;.datasheet.json"
        source = {"ref": name.replace(f"({turn})", f"({turn + 1})"), "type": "dataset", "note": HOSTILE}
        sheet = _largest("datasheet", turn, datasheet="1", id=f"id-{turn}", sources=[source])
        (folder / name).write_text(sheet, encoding="utf-8")
        used = _hostile({"kind": "object", "name": "UsedDataset"}, turn)
        entries = [{**used, "sheet": name}, {"ref": "javascript:alert(1)"}]
        use = _largest("use", turn, use="1", id=f"use-{turn}", datasets=entries)
        (folder / f"<b onclick=x>{turn}.use.json").write_text(use, encoding="utf-8")
    (folder / "<i>.datasheet.yaml").write_text(f"datasheet: '1'\nid: x\n{json.dumps(HOSTILE)}: 1\n", encoding="utf-8")
    rule = folder / "<u>policies" / "rules" / "mine" / "all.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(RULE.format(text=json.dumps(HOSTILE.replace("{", ""))), encoding="utf-8")
    in_force = load_policy(Settings(("core", str(rule))))
    return report_on(folder, in_force)
