"""The page: its head, the result, the numbers, the sections."""

from __future__ import annotations

import os

from policylint import __version__
from policylint.dates import days_between
from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.reporters.html.consent import consent_section, patterns
from policylint.reporters.html.evidence import evidence_section
from policylint.reporters.html.findings import findings_section
from policylint.reporters.html.lineage import lineage_section
from policylint.reporters.html.method import NOT_ADVICE, method_section
from policylint.reporters.html.obligations import obligations_section
from policylint.reporters.html.open import questions_section
from policylint.reporters.html.parts import anchors, code, counted, pairs
from policylint.reporters.html.verdicts import verdicts_section
from policylint.reporters.html.waivers import next_expiry, waivers_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.dossier import Dossier
    from policylint.findings import Report
    from policylint.markup import Child, Element

_NOTHING_LOADS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_RESULTS = {"fail": ("no", "✘ Fail"), "pass": ("yes", "✔ Pass"), "empty": ("cannot-tell", "? Nothing was checked")}


def page(report: Report, dossier: Dossier) -> Element:
    """The whole page."""
    names = anchors(report)
    sections = (
        verdicts_section(report, dossier, names),
        lineage_section(report, dossier),
        consent_section(dossier, report.as_of),
        obligations_section(report),
        waivers_section(report, names),
        questions_section(dossier),
        evidence_section(dossier),
        findings_section(report, names),
        method_section(report, dossier),
    )
    body = element(
        "body",
        element("a", "Skip to the verdicts", href="#verdicts", class_="skip"),
        patterns(),
        _header(report),
        _contents(sections),
        element("main", _numbers(report, dossier), *sections),
        element("footer", element("p", f"policylint {__version__}, as of {report.as_of}. {NOT_ADVICE}")),
    )
    return element("html", _head(report), body, lang="en")


def _head(report: Report) -> Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_NOTHING_LOADS),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"Data policy report, {report.as_of}: {report.result}"),
        element("style", _style()),
    )


def _style() -> str:
    """How the page looks."""
    with open(os.path.join(os.path.dirname(__file__), "page.css"), encoding="utf-8") as file:
        return file.read()


def _header(report: Report) -> Element:
    kind, word = _RESULTS[report.result]
    return element(
        "header",
        element("h1", "Data policy report"),
        element(
            "div",
            element("p", word, class_="result"),
            element("p", _sentence(report), class_="sentence"),
            class_=f"verdict {kind}",
        ),
        pairs(_made_of(report), "facts"),
    )


def _sentence(report: Report) -> str:
    """The result in words."""
    where = counted(len(report.documents), "document")
    found = [counted(report.count(level), level) for level in ("error", "warning", "info") if report.count(level)]
    undecided = f" {report.unknown} of them cannot be decided by what is stated." if report.unknown else ""
    if not found:
        return f"Nothing to object to in {where}." if report.result == "pass" else "A check of nothing proves nothing."
    return f"{_listed(found)} in {where}.{undecided}"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _made_of(report: Report) -> Iterator[tuple[str, Child]]:
    yield "As of", report.as_of
    yield "Policy", ", ".join(report.packs)
    yield "Policy digest", element("code", report.digest, class_="hash")
    yield "Made with", f"policylint {__version__}"


def _contents(sections: tuple[Element, ...]) -> Element:
    items = []
    for one in sections:
        heading = next(child for child in one.children if not isinstance(child, str) and child.tag == "h2")
        items.append(element("li", element("a", *heading.children, href=f"#{dict(one.attributes)['id']}")))
    return element("nav", element("ol", *items), aria_label="Contents")


def _numbers(report: Report, dossier: Dossier) -> Element:
    heading = element("h2", "In numbers", id="numbers-title")
    return element(
        "section", heading, pairs(_counts(report, dossier), "numbers"), id="numbers", aria_labelledby="numbers-title"
    )


def _counts(report: Report, dossier: Dossier) -> Iterator[tuple[str, Child]]:
    yield "errors", _number(report.count("error"))
    yield "warnings", _number(report.count("warning"))
    yield "infos", _number(report.count("info"))
    yield "cannot tell", _number(report.unknown)
    yield "waived", _number(report.waived)
    yield "datasets", _number(len(dossier.datasheets))
    yield "uses", _number(len(dossier.uses))
    yield "rules in force", _number(report.rules)
    expiry = next_expiry(report)
    if expiry is not None:
        yield f"next waiver ends, in {counted(days_between(report.as_of, expiry), 'day')}", code(expiry)


def _number(count: int) -> str:
    return f"{count:,}"
