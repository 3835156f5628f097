"""Markdown as GitHub and GitLab show it: the summary of a job, or a comment. Its length has a limit."""

from __future__ import annotations

import re

from policylint.dates import days_between
from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import (
    baseline,
    counted,
    levels,
    message,
    numbers,
    page_name,
    spot,
    waived,
    worst_first,
)
from policylint.reporters.style import Style, fit, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policylint.findings import Finding, Grant, Report

_BUDGET = {"findings": 500, "fixes": 150, "waivers": 75, "obligations": 75}
"""KiB of each part: together below the 900 that leave room for others in a summary of 1 MiB."""
_MARKS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}  # noqa: RUF001 - the sign that GitHub shows
_RESULTS = {"fail": "✗", "pass": "✓", "empty": "?"}


def render(report: Report, style: Style) -> str:
    """The report as a page: headline, findings, how to fix them, waivers, what is asked in return."""
    parts = [_head(report), _findings(report), _fixes(report), _waivers(report), _obligations(report), _foot(report)]
    return fit("\n".join(part for part in parts if part), style)


def _head(report: Report) -> str:
    said = [levels(report), waived(report)]
    text = ", ".join(part for part in said if part)
    nothing = "nothing was checked" if report.result == "empty" else "clean"
    doubt = f" ({report.unknown:,} undecided)" if report.unknown else ""
    return f"### {_RESULTS[report.result]} policylint: {plain(text or nothing)}{doubt}\n"


def _findings(report: Report) -> str:
    if not report.counted:
        return ""
    rows = [_row(one) for one in worst_first(report.counted)]
    head = ["| | rule | dataset | where | what |", "|-|------|---------|-------|------|"]
    lines, beyond = _within(rows, _BUDGET["findings"])
    more = ["", f"… {counted(beyond, 'more finding')}"] if beyond else []
    return "\n".join([*head, *lines, *more]) + "\n"


def _row(finding: Finding) -> str:
    records = f" ({numbers(finding.records)})" if finding.records else ""
    use = f" (use: {finding.use})" if finding.use else ""
    cells = [
        _MARKS[finding.severity],
        code(finding.rule),
        plain((finding.dataset or "") + use),
        code(spot(finding.place)),
        plain(message(finding) + records),
    ]
    return f"| {' | '.join(cells)} |"


def _fixes(report: Report) -> str:
    """How to fix what was found, folded, once for each rule."""
    by_rule: dict[str, list[Finding]] = {}
    for one in worst_first(report.counted):
        by_rule.setdefault(one.rule, []).append(one)
    blocks, beyond = _within([_fix(rule, found) for rule, found in by_rule.items()], _BUDGET["fixes"])
    more = [f"… how to fix {counted(beyond, 'more rule')}: {code('policylint explain RULE')}\n"] if beyond else []
    return "\n".join([*blocks, *more])


def _fix(rule: str, found: list[Finding]) -> str:
    remedies = dict.fromkeys(one.remedy for one in found)
    lines = [f"- Fix: {plain(remedy)}" for remedy in remedies]
    if found[0].why:
        lines.insert(0, f"- Why: {plain(found[0].why)}")
    if page_name(found[0]):
        lines.append(f"- More: {code(f'policylint explain {page_name(found[0])}')}")
    return f"<details><summary>How to fix {code(rule)}</summary>\n\n{_lines(lines)}\n</details>\n"


def _waivers(report: Report) -> str:
    used = {one.waiver for one in report.findings}
    listed = [one for one in report.waivers if one.id in used or one.state in ("expired", "expiring")]
    lines, beyond = _within([_waiver(one, report.as_of) for one in sorted(listed, key=_by_end)], _BUDGET["waivers"])
    lines += [f"- … {counted(beyond, 'more waiver')}"] if beyond else []
    hidden = f"\n{plain(baseline(report))}\n" if report.baseline else ""
    return (f"**Waivers**\n\n{_lines(lines)}" if lines else "") + hidden


def _by_end(grant: Grant) -> tuple[str, str]:
    return grant.expires, grant.id


def _waiver(grant: Grant, as_of: str) -> str:
    about = ", ".join(part for part in (grant.rule, grant.dataset, grant.use) if part)
    end = plain(f"{grant.expires}{_in_days(grant.expires, as_of)}")
    return f"- {code(grant.id)} ({plain(about)}) by {plain(grant.approved_by)}, until **{end}**: {plain(grant.reason)}"


def _in_days(expires: str, as_of: str) -> str:
    left = days_between(as_of, expires)
    return f", in {counted(left, 'day')}" if left > 0 else ", expired"


def _obligations(report: Report) -> str:
    """What must be done where the answer is yes."""
    lines, beyond = _within(dict.fromkeys(_obligation(*one) for one in report.obligations), _BUDGET["obligations"])
    lines += [f"- … {counted(beyond, 'more')}"] if beyond else []
    title = "To do" if report.with_uses else "Asked of those who use it"
    return f"**{title}**\n\n{_lines(lines)}" if lines else ""


def _obligation(dataset: str, duty: str, license_: str | None, text: str) -> str:
    under = f" ({license_})" if license_ else ""
    return f"- {code(dataset)}: {plain(duty.replace('_', ' ') + under)}: {plain(text)}"


def _foot(report: Report) -> str:
    documents = counted(len(report.documents), "document")
    return f"Policy: {plain(', '.join(report.packs))}; {documents}, as of {plain(report.as_of)}\n"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _within(pieces: Iterable[str], kibibytes: int) -> tuple[list[str], int]:
    """The pieces that have room, and how many have not."""
    listed = list(pieces)
    room, kept = kibibytes * 1024, 0
    for piece in listed:
        room -= len(piece.encode("utf-8", "surrogatepass")) + 1
        if room < 0:
            break
        kept += 1
    return listed[:kept], len(listed) - kept


_SPECIAL = re.compile(r"[\\`*_\[\]~|]|[&<>$]|@|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)


def plain(text: str) -> str:
    """A text that Markdown shows as it is: no markup but pairs of backticks, no HTML, no link, nobody mentioned.

    >>> plain("a|b <i>*x*</i> @who https://x `y`")
    'a\\\\|b &lt;i&gt;\\\\*x\\\\*&lt;/i&gt; @&#8203;who https&#58;//x <code>y</code>'
    """
    parts = safe(text).split("`")
    if len(parts) % 2 == 0:
        return _literal(text)
    return "".join(_span(part) if number % 2 else _literal(part) for number, part in enumerate(parts))


def _span(text: str) -> str:
    return f"<code>{_literal(text)}</code>" if text.strip() else f"\\`{_literal(text)}\\`"


def _literal(text: str) -> str:
    return _SPECIAL.sub(_shown, safe(text))


def _shown(match: re.Match[str]) -> str:
    char = match.group()
    if char in "&<>$:.":
        return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(char) or f"&#{ord(char)};"
    return "@&#8203;" if char == "@" else f"\\{char}"


def code(text: str) -> str:
    """A name of the machine's, such as a path or the id of a rule."""
    return f"<code>{_literal(text)}</code>"
