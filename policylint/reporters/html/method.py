"""Section 9: what this page was made with, so that it can be made again."""

from __future__ import annotations

from policylint import __version__
from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.reporters.html.parts import badge, code, counted, note, pairs, quiet, section, table, together

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.dossier import Dossier
    from policylint.findings import Report
    from policylint.markup import Child, Element

NOT_ADVICE = "These are flags for review by a person, not legal advice."


def method_section(report: Report, dossier: Dossier) -> Element:
    """Versions, policies, rules, inputs."""
    off = [identifier for identifier in dossier.policy.membership if identifier not in _plans(dossier)]
    return section(
        "method",
        "9. Method",
        element("p", NOT_ADVICE, class_="advice"),
        pairs(_rows(report, dossier)),
        element("h3", "Documents read"),
        table("Documents read, with their hashes", ("Document", "what it is", "SHA-256"), _documents(report, dossier)),
        element("h3", "Rules turned off"),
        _off(off, dossier),
        element("h3", "Rules in force"),
        table(
            "Rules in force", ("Rule", "says", "severity", "when it cannot be told", "packs", "items judged"),
            [_rule(plan, report, dossier) for plan in sorted(dossier.policy.rules, key=lambda one: str(one["id"]))],
        ),
    )  # fmt: skip


def _plans(dossier: Dossier) -> dict[str, dict[str, Any]]:
    return {plan["id"]: plan for plan in dossier.policy.rules}


def _rows(report: Report, dossier: Dossier) -> Iterator[tuple[str, Child]]:
    moments = sorted({case.world.moment for case in dossier.cases})
    left_out = len(dossier.policy.rules) - report.rules
    yield "tool", f"policylint {__version__}; nothing was fetched, and nothing in a document was run"
    yield "as of", f"{report.as_of}: the only date that counts; the page has no other clock"
    yield "policy", ", ".join(report.packs)
    yield "policy digest", element("code", report.digest, class_="hash")
    yield "config", code(dossier.config) if dossier.config is not None else "none"
    yield "moments judged", ", ".join(moments) or "none"
    yield "fails at", report.fail_on
    yield "rules", counted(report.rules, "rule") + (f"; {left_out} left out for this run" if left_out > 0 else "")
    yield "judgements", f"{report.judged:,} times a rule was asked"


def _documents(report: Report, dossier: Dossier) -> Iterator[list[Child]]:
    kinds = {one.path: one.kind if one.format == one.kind else f"{one.kind} ({one.format})" for one in report.documents}
    for path, digest in dossier.digests:
        hashed = element("code", digest, class_="hash") if digest is not None else quiet("cannot be read again")
        yield [path, kinds.get(path, "datasheet, by reference"), hashed]


def _off(off: list[str], dossier: Dossier) -> Element:
    if not off:
        return element("p", "None: every rule of the packs is in force.")
    rows = [(identifier, ", ".join(dossier.policy.membership[identifier])) for identifier in sorted(off)]
    return together(
        note("The config or a pack sets their severity to off."), table("Rules turned off", ("Rule", "packs"), rows)
    )


def _rule(plan: dict[str, Any], report: Report, dossier: Dossier) -> list[Child]:
    applied = sum(one.applied.get(plan["id"], 0) for one in report.documents)
    return [
        plan["id"],
        plan["title"],
        together(badge(plan["severity"], plan["severity"]), _own(plan), class_="stacked"),
        plan["unknown"] or plan["severity"],
        ", ".join(dossier.policy.membership[plan["id"]]),
        f"{applied:,}",
    ]


def _own(plan: dict[str, Any]) -> Element | None:
    """The severity that a rule has of itself, where a pack or the config changed it."""
    own = plan.get("own_severity", plan["severity"])
    return quiet(f"of itself: {own}") if own != plan["severity"] else None
