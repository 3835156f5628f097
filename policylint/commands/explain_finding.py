"""`policylint explain FINGERPRINT --report FILE`: why one finding of a report came out as it did.

The documents are judged again as of the report's day. What has changed since is said, never passed over.
"""

from __future__ import annotations

import json
import os

from policylint.commands.policy import config_in_force
from policylint.commands.terminal import note, out, style_of
from policylint.dates import is_date
from policylint.discover import Found
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.pipeline import judged_again
from policylint.policy.files import shipped_packs
from policylint.policy.load import load_policy
from policylint.policy.traced import traced_rule
from policylint.reporters.style import safe
from policylint.reporters.traced import render_traced
from policylint.request import STDIN, Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from policylint.config import Config
    from policylint.policy.in_force import Policy, Settings
    from policylint.rulings import Judged

_SHORTEST = 4
_MOMENTS = ("create", "consume", "audit")


def run(
    fingerprint: str, report: str, policy: tuple[str, ...], uses: tuple[str, ...], color: str, config: str | None,
    *, no_config: bool,
) -> int:  # fmt: skip
    """Find the finding in the report, judge its documents again, and print each condition of its rule."""
    said = _read(report)
    finding = _finding(said["findings"], fingerprint, report)
    if finding["policy"] is None:
        raise PolicylintError(
            f"{finding['rule']} is of policylint itself and has no conditions: {finding['message']} ({_spot(finding)})"
        )
    settings = config_in_force(config, no_config=no_config)
    in_force = _policy(said, settings.settings(policy, os.getcwd()), named=bool(policy))
    if finding["rule"] not in in_force.membership:
        raise PolicylintError(
            f"the rule {finding['rule']} is not in force here; the report was made with {_packs(said)}: name it with "
            "--policy"
        )
    again = judged_again(_files(said, finding), in_force, _request(said, finding, uses, settings))
    found = next((one for one in again if one.finding.fingerprint == finding["fingerprint"]), None)
    if in_force.digest != said["policy"]["digest"]:
        note("the policy is not the one that the report was made with")
    if found is None:
        out(_gone(finding, again))
        return 0
    conditions = traced_rule(found.rule, found.judged.scope, found.world)
    out(render_traced(found.finding, found.world.moment, said["as_of"], conditions, style_of(color)))
    return 0


def _read(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        raise PolicylintError(f"--report {path}: {getattr(error, 'strerror', None) or error}") from None
    if not _is_report(report):
        raise PolicylintError(f"--report {path}: this is no report; make one with `policylint check --format json`")
    known: dict[str, Any] = report
    return known


def _is_report(report: Any) -> bool:
    """Whether a value has what is read of a report here, each of its type."""
    if not _has(report, {"version": int, "as_of": str, "policy": dict, "documents": list, "findings": list}):
        return False
    if not _has(report["policy"], {"digest": str, "packs": list}) or not is_date(report["as_of"]):
        return False
    return all(_has(one, _DOCUMENT) for one in report["documents"]) and all(map(_is_finding, report["findings"]))


def _is_finding(finding: Any) -> bool:
    if not _has(finding, _FINDING):
        return False
    return all(_has(one, {"path": str}) for key in ("related", "missing") for one in finding[key])


def _has(value: Any, keys: dict[str, Any]) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(key), kind) for key, kind in keys.items())


_DOCUMENT = {"path": str, "kind": str}
_FINDING = {
    "rule": str, "message": str, "fingerprint": str, "path": str, "line": int, "column": int,
    "policy": dict | None, "use": str | None, "related": list, "missing": list,
}  # fmt: skip


def _finding(findings: Sequence[dict[str, Any]], fingerprint: str, report: str) -> dict[str, Any]:
    """The one finding whose fingerprint begins so."""
    if len(fingerprint) < _SHORTEST:
        raise PolicylintError(f"`{fingerprint}` is too short: give at least {_SHORTEST} digits of the fingerprint")
    found = {one["fingerprint"]: one for one in findings if one["fingerprint"].startswith(fingerprint.lower())}
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise PolicylintError(f"no finding of {report} has a fingerprint that begins with `{fingerprint}`")
    lines = [f"  {one['fingerprint']}  {one['rule']} ({_spot(one)})" for one in found.values()]
    raise PolicylintError(f"`{fingerprint}` is the beginning of {len(found)} fingerprints:" + "\n".join(["", *lines]))


def _policy(said: dict[str, Any], settings: Settings, *, named: bool) -> Policy:
    """The policy named, else the config's; where that is another, the report's own packs if policylint brings them."""
    found = load_policy(settings)
    packs = tuple(map(str, said["policy"]["packs"]))
    if named or found.digest == said["policy"]["digest"] or not packs or not set(packs) <= set(shipped_packs()):
        return found
    return load_policy(settings._replace(policies=packs))


def _packs(said: dict[str, Any]) -> str:
    return ", ".join(map(str, said["policy"]["packs"])) or "no pack"


def _files(said: dict[str, Any], finding: dict[str, Any]) -> list[Found]:
    """The documents of the report, that of the finding first asked for."""
    if finding["path"] == STDIN:
        raise PolicylintError("the finding is on standard input, which is not kept: check a file instead")
    if not os.path.isfile(finding["path"]):
        raise PolicylintError(f"{finding['path']}: there is no such file here; run this where the report was made")
    return [Found(one["path"], one["kind"], named=True) for one in said["documents"] if os.path.isfile(one["path"])]


def _request(said: dict[str, Any], finding: dict[str, Any], uses: tuple[str, ...], config: Config) -> Request:
    """As of the report's day, the finding's rule alone, with the uses that the report was made for."""
    return Request.under(config, said["as_of"])._replace(
        moments=_MOMENTS, uses=uses or _asked(said, finding), select=(finding["rule"],)
    )


def _asked(said: dict[str, Any], finding: dict[str, Any]) -> tuple[str, ...]:
    """The use that a datasheet was judged for: it was not checked itself, and the finding's places lie in it."""
    checked = {one["path"]: one["kind"] for one in said["documents"]}
    if finding["use"] is None or checked.get(finding["path"]) == "use":
        return ()
    paths = dict.fromkeys(one["path"] for one in (finding, *finding["related"], *finding["missing"]))
    return tuple(path for path in paths if path not in checked and os.path.isfile(path))


def _gone(finding: dict[str, Any], again: Sequence[Judged]) -> str:
    """What there is to say of a finding that does not come again."""
    lines = [f"{finding['rule']} no longer finds this: {safe(finding['message'])} (it stood at {_spot(finding)})"]
    now = [one.finding for one in again if one.finding.place.path == finding["path"]]
    lines += [f"now: {one.fingerprint}  {_at(one.place)}: {safe(one.message)}" for one in now]
    if not now:
        lines.append("now: nothing in this document fails this rule, or waits for an answer")
    return "\n".join(lines) + "\n"


def _at(place: Any) -> str:
    return f"{safe(place.path)}:{place.span.line}:{place.span.column}"


def _spot(finding: dict[str, Any]) -> str:
    return safe(f"{finding['path']}:{finding['line']}:{finding['column']}")
