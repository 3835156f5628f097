"""Reports to render: real ones of the examples, one with all that a report can hold, and hostile ones."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from policylint.discover import Found, kind_by_name
from policylint.documents.node import escape
from policylint.findings import (
    Baseline,
    CheckedDocument,
    Finding,
    Grant,
    Missing,
    Place,
    Records,
    Report,
    Row,
    Span,
)
from policylint.pipeline import Request, check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from tests.conftest import AS_OF

EXAMPLES = {
    "case": ("examples/ms-celeb-1m/datasheet.yaml", "examples/ms-celeb-1m/product.use.yaml"),
    "training": ("examples/consented-benchmark/training.use.yaml",),
    "after": ("examples/after-retraction/face-search.use.yaml", "examples/flickr-faces/datasheet.yaml"),
    "clean": ("examples/no-people/datasheet.yaml",),
}
"""Run from the root of the repository."""


class Hostile(NamedTuple):
    """A text that somebody might put into a file, and what it must not turn into."""

    name: str
    text: str


HOSTILE = (
    Hostile("command", "::error file=/etc/passwd,line=1::owned"),
    Hostile("stop", "x\n::stop-commands::token\n::set-output name=a::b"),
    Hostile("old command", "##[error]owned ##vso[task.setvariable variable=a]b ###[x]"),
    Hostile("escapes", "%0A::error::owned%0D%0A%25 a,b:c=d"),
    Hostile("terminal", "\x1b[31mred\x1b]8;;https://evil.example\x07link\x00\x9b31m"),
    Hostile("cdata", "]]></failure><script>alert(1)</script><!-- &amp; &lt; \" ' >"),
    Hostile("page", "</script><img src=x onerror=alert(1)><details><summary>"),
    Hostile("table", "a|b\\|c | d\n| e |\n\n# heading\n- [ ] item"),
    Hostile("markup", "`a` ``b ` ~~c~~ *d* __e__ [f](https://evil.example) ![g](x) <https://evil.example> $h$"),
    Hostile("odd tick", "```\ncode` :skull:"),
    Hostile("mention", "@octo-org/team owner@example.org www.evil.example https://evil.example/x"),
    Hostile("link", "see [here](0) and [there](https://evil.example) {0} {{1}}"),
    Hostile("right to left", "\u202etxt.exe\u2066 \u200f\u061c"),
    Hostile("breaks", "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h"),
    Hostile("surrogate", "a\ud800b\udcff"),
    Hostile("no character", "a\ufffe\uffff\ufeffb\x7f"),
    Hostile("long", "n" * 10_000),
    Hostile("path", "../../etc/passwd:1:2: error[x/y] z"),
    Hostile("drive", "C:\\data\\datasheet.yaml"),
    Hostile("blank", " "),
    Hostile("wide", "波浪 🌊 e\u0301"),
)
LINE = "name: wäves 🌊 x"


def finding(text: str = "t", number: int = 1, **changes: object) -> Finding:
    """A finding with a text in every field that can hold one."""
    place = Place(f"{text}.yaml", f"/{escape(text)}", Span(2, 9, 2, 12), text)
    made = Finding(
        rule="consent/private-individuals",
        severity="error",
        outcome="fail",
        message=text,
        remedy=text,
        place=place,
        dataset=text,
        use=text,
        related=(place._replace(span=Span(1, 1, 1, 5)), place._replace(path=f"other {text}", message="")),
        chain=(text, f"source of {text}"),
        policy=("policies/rules/consent/private-individuals.yaml", 12),
        fingerprint=f"{number:032x}",
        item=(text,),
        why=text,
        records=Records(1_000_000, 1200, 30, (Row(f"{text}.parquet", 17),)),
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def unknown(text: str, number: int) -> Finding:
    """A finding that waits for a field, of a rule that no file is found for."""
    missing = Missing(f"people.{text}", f"/people/{escape(text)}", f"{text}.yaml", "datasheet")
    return finding(
        text, number, rule=f"mine/{text}", severity="warning", outcome="unknown", missing=(missing,), policy=(text, 3)
    )


def grant(text: str, identifier: str = "W-2026-014") -> Grant:
    """A waiver with a text in every field that can hold one."""
    return Grant(
        identifier, "consent/private-individuals", text, text, text, text, text, "2026-11-02", "2027-01-22",
        "live", f"{text}.waivers.yaml", 3,
    )  # fmt: skip


def report(*findings: Finding, text: str = "t", **changes: object) -> Report:
    """A report of findings, each in a document of its own."""
    paths = dict.fromkeys(one.place.path for one in findings)
    made = Report(
        as_of=AS_OF,
        packs=("core", text),
        rules=68,
        digest="sha256:0",
        documents=tuple(
            CheckedDocument(
                path, "datasheet", text, text, valid=True, applied={"license/declared": 1, f"mine/{text}": 2}
            )
            for path in paths
        ),
        findings=findings,
        sources=dict.fromkeys(paths, ("datasheet: 1", LINE)),
        judged=1,
        obligations=((text, "attribution", text, text),),
        waivers=(grant(text, f"W {text}"),),
        baseline=Baseline(f"{text}.json", "2026-01-02", 12, 3),
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def hostile(text: str) -> Report:
    """A report with a text wherever a text can stand: an error, a question, a finding without a rule, a waived one."""
    own = finding(text, 3, rule=f"shape/{text}", severity="info", policy=None, dataset=None, use=None, chain=())
    waived = finding(text, 4, rule="license/declared", waiver=f"W {text}")
    return report(finding(text, 1), unknown(text, 2), own, waived, text=text)


def whole() -> Report:
    """All that a report can hold, in calm words."""
    sheet = Place("faces/datasheet.yaml", "/people/groups/0/consent/status", Span(2, 9, 2, 12), "`status` is refused")
    there = (sheet._replace(span=Span(1, 1, 1, 10), message="`kind` is private_individual"),)
    rows = Records(1_000_000, 1200, 30, (Row("faces/consent.parquet", 17),))
    known = finding(
        "visitors: 1,200 people refused", 1, place=sheet, related=there, chain=("street-2019", "crawl-2016"),
        dataset="faces", use=None, remedy="Take them out.", records=rows, why="They said no.",
    )  # fmt: skip
    asked = Missing("people.present", "/people/present", sheet.path, "datasheet")
    question = known._replace(
        rule="subject/declared", severity="warning", outcome="unknown", remedy="Say it.",
        message="Whether people are in it is not stated", missing=(asked,), records=None, related=(), chain=(),
        policy=("policies/rules/subject/declared.yaml", 4), fingerprint=f"{2:032x}",
    )  # fmt: skip
    own = known._replace(
        rule="policylint/unread-key", severity="info", policy=None, message="`x` is not read", remedy="Nothing.",
        records=None, related=(), chain=(), why="", fingerprint=f"{3:032x}",
    )  # fmt: skip
    excused = known._replace(
        rule="license/declared", message="no licence is stated", waiver="W-2026-014", records=None, related=(),
        chain=(), policy=("policies/rules/license/declared.yaml", 4), fingerprint=f"{4:032x}",
    )  # fmt: skip
    document = CheckedDocument(
        sheet.path, "datasheet", "datasheet", "faces", valid=True,
        applied=dict.fromkeys(
            ("consent/private-individuals", "license/declared", "maintenance/backup", "subject/declared"), 1
        ),
    )  # fmt: skip
    waiver = Grant(
        "W-2026-014", "license/declared", "faces", None, "The contract is being signed.", "data@example.org",
        "counsel@example.org", "2026-11-02", "2026-12-04", "expiring", "policylint.waivers.yaml", 3,
    )  # fmt: skip
    return Report(
        AS_OF, ("core",), 68, "sha256:0", (document,), (known, question, own, excused),
        {sheet.path: ("datasheet: 1", LINE)}, judged=4, waivers=(waiver,),
        obligations=(("faces", "attribution", "CC-BY-4.0", "Name “Faces”."),),
        baseline=Baseline("baseline.json", "2026-10-13", 12, 3),
    )  # fmt: skip


def many(count: int, rules: int = 3) -> Report:
    """A report of many errors of a few rules, on one file."""
    place = Place("a/datasheet.yaml", "/x", Span(2, 9, 2, 12), "x")
    found = tuple(
        finding(
            f"number {number}", number, rule=f"mine/rule-{number % rules}", place=place, related=(), chain=(),
            policy=None, records=None,
        )
        for number in range(count)
    )  # fmt: skip
    return report(*found, obligations=(), waivers=(), baseline=None)


@cache
def examples() -> dict[str, Report]:
    """The reports of examples, judged against the core pack. To be called in the root of the repository."""
    policy = load_policy(Settings(("core",)))
    return {
        name: check([Found(path, kind_by_name(path), named=True) for path in paths], policy, Request(AS_OF))[0]
        for name, paths in EXAMPLES.items()
    }
