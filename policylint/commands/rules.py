"""`policylint rules`: every rule in force, its packs, severity and moments."""

from __future__ import annotations

import os

from policylint.commands.policy import policy_in_force
from policylint.commands.terminal import out, style_of
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.reporters.phrases import json_text
from policylint.reporters.style import Style, fit, paint

if TYPE_CHECKING:
    from typing import Any

    from policylint.policy.analysis import Analysis
    from policylint.policy.in_force import Policy
    from policylint.policy.witness import Witness

FORMATS = ("text", "json")


def run(
    policy: tuple[str, ...],
    form: str,
    color: str,
    config: str | None,
    *,
    no_config: bool,
    analyse: bool = False,
    verbose: bool = False,
) -> int:
    """List the rules in force, or what they do to each other."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    found = policy_in_force(policy, config, no_config=no_config)
    if analyse:
        return _analysed(found, form, style_of(color), verbose=verbose)
    rows = [_row(plan, found) for plan in sorted(found.rules, key=lambda plan: str(plan["id"]))]
    out(json_text(rows) if form == "json" else _table(rows, style_of(color)))
    return 0


def _row(plan: dict[str, Any], policy: Policy) -> dict[str, Any]:
    return {
        "id": plan["id"],
        "title": plan["title"],
        "severity": plan["severity"],
        "moments": plan["moments"],
        "packs": list(policy.membership[plan["id"]]),
        "waivable": plan["waivable"],
        "path": plan["file"],
    }


def _table(rows: list[dict[str, Any]], style: Style) -> str:
    width = max((len(row["id"]) for row in rows), default=0)
    lines = []
    for row in rows:
        severity = paint(row["severity"].ljust(7), row["severity"], style)
        about = f"{','.join(row['packs'])}; {', '.join(row['moments'])}"
        lines.append(f"{row['id'].ljust(width)}  {severity}  {fit(row['title'], style)} ({about})\n")
    count = f"{len(rows)} rule{'' if len(rows) == 1 else 's'} in force\n"
    return "".join(lines) + count


def _analysed(policy: Policy, form: str, style: Style, *, verbose: bool) -> int:
    """Print what an analysis finds; 1 if that is anything."""
    from policylint.policy.analysis import analyse  # noqa: PLC0415 - a list of rules needs none
    from policylint.policy.suite import tests_of  # noqa: PLC0415 - as above
    from policylint.policy.witness import seeds_of  # noqa: PLC0415 - as above

    seeds = {rule: seeds_of(tests) for rule, tests in tests_of(policy).items()}
    found = analyse(list(policy.rules), seeds, jobs=os.cpu_count() or 1)
    out(json_text(_as_json(found)) if form == "json" else _as_text(found, style, verbose=verbose))
    return 1 if found.remarks else 0


def _as_json(found: Analysis) -> dict[str, Any]:
    return {
        "rules": found.rules,
        "pairs": found.pairs,
        "found": [
            {"kind": one.kind, "rules": list(one.rules), "message": one.message, "example": _example(one.witness)}
            for one in found.remarks
        ],
        "undecided": [{"kind": one.kind, "rules": list(one.rules), "why": list(one.why)} for one in found.undecided],
    }


def _as_text(found: Analysis, style: Style, *, verbose: bool) -> str:
    lines = []
    for one in found.remarks:
        lines.append(f"{paint(one.rules[0], 'bold', style)} {one.message}\n")
        if one.witness is not None:
            outcomes = zip(one.rules, one.witness.outcomes, strict=False)
            lines.append(f"  for example, {', '.join(f'{rule}: {came}' for rule, came in outcomes)}\n")
            lines += [f"    {line}\n" for line in one.witness.yaml().splitlines()]
    if verbose:
        lines += [
            f"not decided: {one.kind} of {' and '.join(one.rules)}: {'; '.join(one.why)}\n" for one in found.undecided
        ]
    pairs = "1 pair that shares" if found.pairs == 1 else f"{found.pairs} pairs that share"
    more = "" if verbose or not found.undecided else " (-v lists them)"
    lines.append(
        f"{found.rules} rule{'' if found.rules == 1 else 's'} and {pairs} a field: {len(found.remarks)} found, "
        f"{len(found.undecided)} not decided{more}\n"
    )
    return fit("".join(lines), style)


def _example(witness: Witness | None) -> dict[str, Any] | None:
    return None if witness is None else witness._asdict() | {"outcomes": list(witness.outcomes)}
