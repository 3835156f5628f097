"""`policylint advisory`: the advisories at hand, one of them, or all in the format of OSV."""

from __future__ import annotations

import json
import os

from policylint.advisories.advice import advice
from policylint.advisories.osv import as_osv
from policylint.advisories.registry import registry
from policylint.commands.policy import config_in_force
from policylint.commands.terminal import out, style_of
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.reporters.style import fit
from policylint.shapes.check import did_you_mean
from policylint.writing import write_whole

if TYPE_CHECKING:
    from typing import Any

    from policylint.advisories.registry import Advisory, Registry

FORMATS = ("osv",)


def run_list(config: str | None, *, no_config: bool) -> int:
    """Print a line for each advisory."""
    at_hand = _at_hand(config, no_config=no_config)
    style = style_of("never")
    lines = [
        f"{one.id}  {one.said('status'):<12}  {one.said('retracted', ''):<10}  {fit(one.dataset, style)}\n"
        for one in map(at_hand.get, at_hand.ids)
        if one is not None
    ]
    out("".join(lines) + f"{len(lines)} advisories, last reviewed on {at_hand.date}\n")
    return 0


def run_show(identifier: str, config: str | None, *, no_config: bool) -> int:
    """Print one advisory."""
    at_hand = _at_hand(config, no_config=no_config)
    found = at_hand.get(identifier)
    if found is None:
        near = did_you_mean(identifier, at_hand.ids)
        raise PolicylintError(f"there is no advisory `{identifier}`" + (f": did you mean `{near}`?" if near else ""))
    style = style_of("never")
    out("".join(f"{label:<11} {fit(text, style)}\n" for label, text in _rows(found, at_hand)))
    return 0


def _rows(one: Advisory, at_hand: Registry) -> list[tuple[str, str]]:
    """What an advisory says, a line each."""
    since = f" since {one.said('retracted')}" if one.said("retracted") else ""
    rows = [("", f"{one.id}: {one.dataset}"), ("status", f"{one.said('status')}{since}, {one.said('severity')}")]
    for above in one.said("upstream", []):
        known = at_hand.get(above)
        rows.append(("made from", f"{known.dataset if known else '?'} ({above})"))
    rows += [("what", str(one.said("summary"))), ("known", str(one.said("details", "")))]
    rows.append(("what to do", ", ".join(advice()[action] for action in one.said("action"))))
    rows += [("instead", text) for text in one.said("alternatives", [])]
    rows += [("publisher", one.said("publisher_statement"))] if one.said("publisher_statement") else []
    rows += [
        ("read", f"{ref['url']}{'' if ref['seen'] else ' (recalled, not read again)'}")
        for ref in one.said("references")
    ]
    verified = one.said("last_verified", "not yet")
    return [*(row for row in rows if row[1]), ("confidence", f"{one.said('confidence')}; last verified: {verified}")]


def run_export(form: str, folder: str | None, config: str | None, *, no_config: bool) -> int:
    """Write every advisory in another format: a file each in a folder, or one list on standard output."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    at_hand = _at_hand(config, no_config=no_config)
    entries = [as_osv(one) for one in map(at_hand.get, at_hand.ids) if one is not None]
    if folder is None:
        out(_text(entries))
        return 0
    try:
        os.makedirs(folder, exist_ok=True)
        for entry in entries:
            write_whole(os.path.join(folder, f"{entry['id']}.json"), _text(entry))
    except OSError as error:
        raise PolicylintError(f"{folder}: cannot be written: {error.strerror}") from None
    return 0


def _text(value: Any) -> str:
    return json.dumps(value, indent=2) + "\n"


def _at_hand(config: str | None, *, no_config: bool) -> Registry:
    """The shipped advisories and those of the config's folders."""
    return registry(config_in_force(config, no_config=no_config).advisories)
