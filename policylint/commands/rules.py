"""`policylint rules`: every rule in force, its packs, severity and moments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from policylint.commands.policy import policy_in_force
from policylint.commands.terminal import out, style_of
from policylint.errors import PolicylintError
from policylint.reporters.style import Style, fit, paint

if TYPE_CHECKING:
    from policylint.policy.in_force import Policy

FORMATS = ("text", "json")


def run(policy: tuple[str, ...], form: str, color: str, config: str | None, *, no_config: bool) -> int:
    """List the rules in force."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    found = policy_in_force(policy, config, no_config=no_config)
    rows = [_row(plan, found) for plan in sorted(found.rules, key=lambda plan: str(plan["id"]))]
    out(json.dumps(rows, indent=2) + "\n" if form == "json" else _table(rows, style_of(color)))
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
